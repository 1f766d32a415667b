//! Random trees, proofs and notes against two other implementations, both ways: pymerkle and
//! proofbundle, through `tests/interop/tlog_peer.py`. Run by `make test`; alone:
//! `ALTHING_PYTHON=$(scripts/python.sh) cargo test -p althing-tlog --test interop -- --ignored`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::cosignature;
use althing_tlog::hash::{leaf_hash, Hash};
use althing_tlog::key::{KeyType, SignerKey, VerifierKey};
use althing_tlog::note::Note;
use althing_tlog::policy::Policy;
use althing_tlog::proof::{
    prove_consistency, prove_inclusion, verify_consistency, verify_inclusion,
};
use althing_tlog::tlog_proof::TlogProof;
use althing_tlog::tree::MemoryTree;
use serde_json::{json, Value};

struct Peer {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    fn start() -> Self {
        let python = std::env::var_os("ALTHING_PYTHON")
            .expect("ALTHING_PYTHON is not set: export ALTHING_PYTHON=$(scripts/python.sh)");
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/interop/tlog_peer.py"
        );
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("ALTHING_PYTHON does not run");
        let requests = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self {
            process,
            requests,
            answers,
        }
    }

    fn ask(&mut self, request: Value) -> Value {
        writeln!(self.requests, "{request}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        assert!(answer.get("ok").is_some(), "{}: {answer}", request["op"]);
        answer["ok"].take()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// SplitMix64: the same numbers in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn bytes(&mut self, length: u64) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hexes(hashes: &[Hash]) -> Value {
    hashes.iter().map(|hash| hex(hash)).collect()
}

/// A proof with one bit changed, or a wrong hash where it has none.
fn spoiled(proof: &[Hash], random: &mut Random) -> Vec<Hash> {
    let mut proof = proof.to_vec();
    match proof.len() as u64 {
        0 => proof.push([1; 32]),
        length => {
            proof[random.below(length) as usize][random.below(32) as usize] ^= 1 << random.below(8)
        }
    }
    proof
}

#[test]
#[ignore = "needs ALTHING_PYTHON"]
fn random_trees_and_proofs_both_ways() {
    let mut peer = Peer::start();
    let mut random = Random(1);
    let edges = [
        1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257,
    ];
    let mut proofs = 0;
    for size in edges
        .into_iter()
        .chain((0..12).map(|_| 1 + random.below(300)).collect::<Vec<_>>())
    {
        let entries: Vec<Vec<u8>> = (0..size)
            .map(|_| {
                let length = random.below(80);
                random.bytes(length)
            })
            .collect();
        let tree = MemoryTree::from_leaves(entries.iter().map(|entry| leaf_hash(entry)));
        let roots: Vec<Hash> = (0..=size).map(|size| tree.root_at(size).unwrap()).collect();
        let peers = peer.ask(json!({"op": "load", "entries": entries.iter().map(|entry| hex(entry)).collect::<Vec<_>>()}));
        assert_eq!(peers["pymerkle"], hexes(&roots), "{size}");
        assert_eq!(peers["proofbundle"], hexes(&roots), "{size}");

        for _ in 0..25 {
            let new = 1 + random.below(size);
            inclusion(
                &mut peer,
                &mut random,
                &tree,
                &entries,
                new,
                &roots[new as usize],
            );
            let old = 1 + random.below(new);
            consistency(&mut peer, &mut random, &tree, old, new, &roots);
            proofs += 2;
        }
    }
    println!("{proofs} proofs agreed on");
}

fn inclusion(
    peer: &mut Peer,
    random: &mut Random,
    tree: &MemoryTree,
    entries: &[Vec<u8>],
    size: u64,
    root: &Hash,
) {
    let index = random.below(size);
    let entry = &entries[index as usize];
    let ours = prove_inclusion(tree, index, size).unwrap();
    let theirs = peer.ask(json!({"op": "prove_inclusion", "index": index, "size": size}));
    assert_eq!(theirs["pymerkle"], hexes(&ours), "{index} of {size}");
    assert_eq!(theirs["proofbundle"], hexes(&ours), "{index} of {size}");
    let bad = spoiled(&ours, random);
    for (proof, holds) in [(&ours, true), (&bad, false)] {
        assert_eq!(
            verify_inclusion(&leaf_hash(entry), index, size, proof, root).is_ok(),
            holds
        );
        let verdicts = peer.ask(json!({
            "op": "verify_inclusion", "index": index, "size": size,
            "entry": hex(entry), "root": hex(root), "proof": hexes(proof),
        }));
        assert_eq!(
            verdicts,
            json!({"pymerkle": holds, "proofbundle": holds}),
            "{index} of {size}"
        );
    }
}

fn consistency(
    peer: &mut Peer,
    random: &mut Random,
    tree: &MemoryTree,
    old: u64,
    new: u64,
    roots: &[Hash],
) {
    let (old_root, new_root) = (&roots[old as usize], &roots[new as usize]);
    let ours = prove_consistency(tree, old, new).unwrap();
    let theirs = peer.ask(json!({"op": "prove_consistency", "old": old, "new": new}));
    assert_eq!(theirs, hexes(&ours), "{old} to {new}");
    let ends =
        json!({"old": old, "new": new, "old_root": hex(old_root), "new_root": hex(new_root)});
    let ask = |peer: &mut Peer, op: &str, proof: &[Hash]| {
        let mut request = ends.clone();
        request["op"] = json!(op);
        request["proof"] = hexes(proof);
        peer.ask(request)
    };
    let bad = spoiled(&ours, random);
    for (proof, holds) in [(&ours, true), (&bad, false)] {
        assert_eq!(
            verify_consistency(old, old_root, new, new_root, proof).is_ok(),
            holds
        );
        assert_eq!(
            ask(peer, "verify_consistency", proof),
            json!(holds),
            "{old} to {new}"
        );
    }
    assert_eq!(
        ask(peer, "pymerkle_consistency", &[]),
        json!(true),
        "{old} to {new}"
    );
}

#[test]
#[ignore = "needs ALTHING_PYTHON"]
fn checkpoints_cosignatures_and_proof_files_both_ways() {
    let mut peer = Peer::start();
    let mut random = Random(2);
    for round in 0..30 {
        let size = 1 + random.below(40);
        let entries: Vec<Vec<u8>> = (0..size).map(|i| vec![round, i as u8]).collect();
        let tree = MemoryTree::from_leaves(entries.iter().map(|entry| leaf_hash(entry)));
        let index = random.below(size);
        let entry = &entries[index as usize];
        let hashes = prove_inclusion(&tree, index, size).unwrap();
        let (name, witness_name) = (format!("log.example/{round}"), "witness.example/w1");
        let seeds: [[u8; 32]; 2] = [0, 1].map(|_| random.bytes(32).try_into().unwrap());
        let time = random.below(1 << 40);

        let log = SignerKey::from_seed(&name, KeyType::Ed25519, &seeds[0]).unwrap();
        let witness = SignerKey::from_seed(witness_name, KeyType::Cosignature, &seeds[1]).unwrap();
        let mut checkpoint = Checkpoint::new(&name, size, tree.root(), &[])
            .unwrap()
            .sign(&log)
            .unwrap();
        checkpoint
            .add(cosignature::sign(&witness, checkpoint.text(), time).unwrap())
            .unwrap();
        let extra = random.bytes(u64::from(round) + 1);
        let ours = TlogProof {
            extra: Some(extra.clone()),
            index,
            hashes: hashes.clone(),
            checkpoint,
        };

        // Ed25519 leaves nothing to chance: both write the same bytes.
        let theirs = peer.ask(json!({
            "op": "sign", "name": name, "witness_name": witness_name, "size": size, "root": hex(&tree.root()),
            "log": hex(&seeds[0]), "witness": hex(&seeds[1]), "time": time, "index": index,
            "hashes": hexes(&hashes), "extra": hex(&extra),
        }));
        assert_eq!(theirs["note"], ours.checkpoint.encode());
        assert_eq!(theirs["proof"], ours.encode());
        let keys = ["log_key", "witness_key"]
            .map(|key| VerifierKey::parse(theirs[key].as_str().unwrap()).unwrap());
        assert_eq!(keys, [log.verifier().clone(), witness.verifier().clone()]);

        let parsed = TlogProof::parse(theirs["proof"].as_str().unwrap().as_bytes()).unwrap();
        let policy = Policy::new(&keys[..1], &keys[1..], 1).unwrap();
        let trusted = parsed.verify(&leaf_hash(entry), &policy).unwrap();
        assert_eq!(trusted.witnessed_at(), Some(time));

        let mut other_note = Note::new(ours.checkpoint.text()).unwrap();
        other_note.sign(&log).unwrap();
        let unwitnessed = TlogProof {
            checkpoint: other_note,
            ..ours.clone()
        };
        let elsewhere = TlogProof {
            index: (index + 1) % size,
            ..ours.clone()
        };
        for (proof, holds) in [
            (&ours, true),
            (&unwitnessed, false),
            (&elsewhere, size == 1),
        ] {
            assert_eq!(proof.verify(&leaf_hash(entry), &policy).is_ok(), holds);
            let verdict = peer.ask(json!({
                "op": "verify_proof", "proof": proof.encode(), "entry": hex(entry), "origin": name,
                "log_key": keys[0].to_string(), "witness_key": keys[1].to_string(),
            }));
            assert_eq!(verdict, json!(holds), "round {round}");
        }
    }
}
