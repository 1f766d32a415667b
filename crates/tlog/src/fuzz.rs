//! What the fuzz targets run on any bytes: every parser, and what must hold of whatever it accepts.
//! `fuzz/` feeds them new input; `tests/corpus.rs` replays what it has found.

use crate::checkpoint::Checkpoint;
use crate::cosignature;
use crate::hash::{empty_root, Hash};
use crate::key::{KeyType, SignerKey, VerifierKey};
use crate::note::{parse_signatures, Note};
use crate::policy::Policy;
use crate::proof::{
    consistency_length, inclusion_length, prove_consistency, prove_inclusion, verify_consistency,
    verify_inclusion,
};
use crate::store::{edge_frontier, TileHashes, TileSource};
use crate::tile::{edge, parse_bundle, push_entry, tile_of, Kind, TilePath, TILE_WIDTH};
use crate::tlog_proof::TlogProof;
use crate::tree::{Frontier, Subtree};
use crate::witness::AddCheckpoint;

/// A target: its name, which is that of its folder in `fuzz/corpus`, and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// All targets of this crate.
pub const TARGETS: &[Target] = &[
    ("tlog_bundle", fuzz_bundle),
    ("tlog_checkpoint", fuzz_checkpoint),
    ("tlog_cosignature", fuzz_cosignature),
    ("tlog_key", fuzz_key),
    ("tlog_note", fuzz_note),
    ("tlog_policy", fuzz_policy),
    ("tlog_proof", fuzz_proof),
    ("tlog_source", fuzz_source),
    ("tlog_tile_path", fuzz_tile_path),
    ("tlog_tree", fuzz_tree),
    ("tlog_witness", fuzz_witness),
];

/// Keys of the seeds in the corpora: a log's and a witness's, both throw-away.
fn keys() -> [SignerKey; 2] {
    let key = |kind, byte| SignerKey::from_seed("fuzz.example/log", kind, &[byte; 32]);
    [(KeyType::Ed25519, 1), (KeyType::Cosignature, 2)]
        .map(|(kind, byte)| key(kind, byte).unwrap_or_else(|_| unreachable!("the name is allowed")))
}

/// A note is written as it was read, and checking it does not panic.
pub fn fuzz_note(data: &[u8]) {
    let Ok(note) = Note::parse(data) else { return };
    assert_eq!(note.encode().as_bytes(), data);
    let keys = keys().map(|key| key.verifier().clone());
    let _ = note.verify(&keys);
}

/// A checkpoint is written as it was read.
pub fn fuzz_checkpoint(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(checkpoint) = Checkpoint::parse(text) else {
        return;
    };
    assert_eq!(checkpoint.encode(), text);
    let extensions: Vec<&str> = checkpoint.extensions().iter().map(String::as_str).collect();
    let made = Checkpoint::new(
        checkpoint.origin(),
        checkpoint.size(),
        *checkpoint.root(),
        &extensions,
    );
    assert_eq!(made.as_ref(), Ok(&checkpoint));
    let Ok(note) = checkpoint.sign(&keys()[0]) else {
        return;
    };
    assert!(note.verify(&[keys()[0].verifier().clone()]).is_ok());
    assert_eq!(Note::parse(note.encode().as_bytes()), Ok(note));
}

/// Bytes as a cosignature: only the witness's own holds. Text as signature lines.
pub fn fuzz_cosignature(data: &[u8]) {
    let [_, witness] = keys();
    if let Ok(time) = cosignature::verify(witness.verifier(), "text\n", data) {
        let made = cosignature::sign(&witness, "text\n", time);
        assert_eq!(made.map(|signature| signature.bytes), Ok(data.to_vec()));
    }
    if let Ok(signatures) = std::str::from_utf8(data).map(|text| parse_signatures(text, 1)) {
        assert!(signatures.is_err() || data.is_empty() || data.ends_with(b"\n"));
    }
}

/// A key is written as it was read.
pub fn fuzz_key(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(key) = VerifierKey::parse(text) {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = SignerKey::parse(text) {
        assert_eq!(key.to_secret_text(), text);
    }
}

/// A policy decides without a panic.
pub fn fuzz_policy(data: &[u8]) {
    let Ok(policy) = Policy::parse(data) else {
        return;
    };
    let [log, witness] = keys();
    let Ok(checkpoint) = Checkpoint::new("fuzz.example/log", 0, empty_root(), &[]) else {
        return;
    };
    let Ok(mut note) = checkpoint.sign(&log) else {
        return;
    };
    let unwitnessed = policy.check(&note).is_ok();
    if let Ok(signature) = cosignature::sign(&witness, note.text(), 1) {
        let added = note.add(signature).is_ok();
        // One witness more never takes a quorum away.
        assert!(!added || !unwitnessed || policy.check(&note).is_ok());
    }
}

/// A proof file is written as it was read, and checking it does not panic.
pub fn fuzz_proof(data: &[u8]) {
    let Ok(proof) = TlogProof::parse(data) else {
        return;
    };
    assert_eq!(proof.encode().as_bytes(), data);
    let [log, witness] = keys().map(|key| key.verifier().clone());
    if let Ok(policy) = Policy::new(&[log], &[witness], 0) {
        let _ = proof.verify(&[0; 32], &policy);
    }
}

/// A request is written as it was read, and checking it does not panic.
pub fn fuzz_witness(data: &[u8]) {
    let Ok(request) = AddCheckpoint::parse(data) else {
        return;
    };
    assert_eq!(request.encode().as_bytes(), data);
    let logs = [keys()[0].verifier().clone()];
    let _ = request.check(&logs, |_| Some((request.old_size, empty_root())));
}

/// A path is written as it was read.
pub fn fuzz_tile_path(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(path) = text.parse::<TilePath>() else {
        return;
    };
    assert_eq!(path.to_string(), text);
    assert_eq!(
        TilePath::new(path.kind(), path.index(), path.width()),
        Some(path)
    );
}

/// A bundle is written as it was read. The first byte is its width less one.
pub fn fuzz_bundle(data: &[u8]) {
    let Some((width, bytes)) = data.split_first() else {
        return;
    };
    let Ok(entries) = parse_bundle(bytes, u16::from(*width) + 1) else {
        return;
    };
    assert_eq!(entries.len(), usize::from(*width) + 1);
    let mut written = Vec::new();
    for entry in entries {
        assert_eq!(push_entry(&mut written, entry), Ok(()));
    }
    assert_eq!(written, bytes);
}

/// Two sizes, an index and hashes: proofs are checked, trees are grown and read from an account's slots, tiles are found,
/// without a panic.
pub fn fuzz_tree(data: &[u8]) {
    let (numbers, rest) = data.as_chunks::<8>();
    let [old, new, index, ..] = numbers else {
        return;
    };
    let [old, new, index] = [old, new, index].map(|bytes| u64::from_le_bytes(*bytes));
    let proof: Vec<Hash> = data
        .get(24..)
        .unwrap_or_default()
        .as_chunks::<32>()
        .0
        .to_vec();
    let root = proof.first().copied().unwrap_or([0; 32]);
    if verify_inclusion(&root, index, new, &proof, &root).is_ok() {
        assert_eq!(proof.len(), inclusion_length(index, new));
    }
    if verify_consistency(old, &root, new, &root, &proof).is_ok() {
        assert_eq!(proof.len(), consistency_length(old, new));
    }
    if let Ok(frontier) = Frontier::from_slots(new, &proof) {
        assert_eq!(frontier.size(), new);
    }
    let mut frontier = Frontier::new();
    for byte in rest.iter().chain(data) {
        let before = frontier.size();
        let pushed = frontier.push(Subtree {
            level: byte % 70,
            root: [*byte; 32],
        });
        assert_eq!(frontier.size() != before, pushed.is_ok());
        assert_eq!(
            frontier.subtrees().len() as u32,
            frontier.size().count_ones()
        );
    }
    for path in edge(new) {
        assert!(path.width() < TILE_WIDTH);
    }
    let node = crate::proof::Node {
        level: old as u8,
        index,
    };
    if let Some((path, range)) = tile_of(node, new) {
        assert!(range.end <= usize::from(path.width()) && matches!(path.kind(), Kind::Hashes(_)));
    }
}

/// A host that answers with one file after the other, whatever it is asked for.
struct Host<'a>(std::cell::Cell<&'a [u8]>);

impl TileSource for Host<'_> {
    type Error = ();

    /// A byte says whether the file is there, two how long it is at most.
    fn read(&self, path: &TilePath) -> Result<Option<Vec<u8>>, ()> {
        let Some(([there, low, high], rest)) = self.0.get().split_first_chunk() else {
            return Err(());
        };
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (file, rest) = rest.split_at(length.min(rest.len()).min(path.max_bytes()));
        self.0.set(rest);
        Ok((there % 4 != 0).then(|| file.to_vec()))
    }
}

/// A size, an index, and what a host answers: frontiers, entries and proofs are read from it without a panic, and a
/// frontier is that of its size.
pub fn fuzz_source(data: &[u8]) {
    let (numbers, _) = data.as_chunks::<8>();
    let [size, index, ..] = numbers else { return };
    let [size, index] = [size, index].map(|bytes| u64::from_le_bytes(*bytes));
    let host = || Host(data.get(16..).unwrap_or_default().into());
    if let Ok(frontier) = edge_frontier(&host(), size) {
        assert_eq!(frontier.size(), size);
    }
    let tree = TileHashes::new(host(), size);
    if let Ok(entry) = tree.entry(index) {
        assert!(index < size && entry.len() <= usize::from(u16::MAX));
    }
    let _ = prove_inclusion(&TileHashes::new(host(), size), index, size);
    let _ = prove_consistency(&TileHashes::new(host(), size), index, size);
}
