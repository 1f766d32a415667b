//! The published vectors in `tests/vectors/tlog`; its README names their sources.

use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::cosignature;
use althing_tlog::hash::{empty_root, leaf_hash, Hash};
use althing_tlog::key::{KeyType, SignerKey, VerifierKey};
use althing_tlog::note::{parse_signatures, Note};
use althing_tlog::policy::{Policy, PolicyError};
use althing_tlog::proof::{
    prove_consistency, prove_inclusion, verify_consistency, verify_inclusion, ProofError,
};
use althing_tlog::tile::{edge, hashes_at, Kind, TilePath, TILE_WIDTH};
use althing_tlog::tlog_proof::TlogProof;
use althing_tlog::tree::MemoryTree;
use althing_tlog::witness::AddCheckpoint;
use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use serde_json::Value;

fn vectors(name: &str) -> Value {
    let path = format!(
        "{}/../../tests/vectors/tlog/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn bytes(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn hash(hex: &Value) -> Hash {
    bytes(hex).try_into().unwrap()
}

fn hashes(list: &Value) -> Vec<Hash> {
    array(list).iter().map(hash).collect()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[test]
fn the_tree_of_eight_entries() {
    let vectors = vectors("trees");
    let leaves: Vec<Hash> = array(&vectors["entries"])
        .iter()
        .map(|entry| leaf_hash(&bytes(entry)))
        .collect();
    let tree = MemoryTree::from_leaves(leaves.iter().copied());
    let roots = hashes(&vectors["roots"]);
    assert_eq!(hash(&vectors["empty_root"]), empty_root());
    for (size, root) in (1..).zip(&roots) {
        assert_eq!(tree.root_at(size), Some(*root));
    }
    for case in array(&vectors["inclusion"]) {
        let (index, size, proof) = (
            number(&case["index"]),
            number(&case["size"]),
            hashes(&case["proof"]),
        );
        assert_eq!(prove_inclusion(&tree, index, size).unwrap(), proof);
        refuse_wrong_inclusions(
            index,
            size,
            &leaves[index as usize],
            &proof,
            &roots[size as usize - 1],
        );
    }
    for case in array(&vectors["consistency"]) {
        let (old, new, proof) = (
            number(&case["old"]),
            number(&case["new"]),
            hashes(&case["proof"]),
        );
        assert_eq!(prove_consistency(&tree, old, new).unwrap(), proof);
        refuse_wrong_consistencies(old, new, &roots, &proof);
    }
}

/// The probes of transparency-dev/merkle, `corruptInclusionProof`.
fn refuse_wrong_inclusions(index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash) {
    assert_eq!(verify_inclusion(leaf, index, size, proof, root), Ok(()));
    let refused = |index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash, why: &str| {
        assert!(
            verify_inclusion(leaf, index, size, proof, root).is_err(),
            "{why} of {index} in {size}"
        );
    };
    for other in [index.wrapping_sub(1), index + 1, index ^ 2] {
        refused(other, size, leaf, proof, root, "another index");
    }
    for other in [size * 2, size / 2] {
        refused(index, other, leaf, proof, root, "another size");
    }
    refused(index, size, &[1; 32], proof, root, "another leaf");
    refused(index, size, leaf, proof, &empty_root(), "the empty root");
    refused(index, size, leaf, proof, &[1; 32], "another root");
    refused(
        index,
        size,
        leaf,
        &[proof, &[*root]].concat(),
        root,
        "a hash more at the end",
    );
    refused(
        index,
        size,
        leaf,
        &[&[*root][..], proof].concat(),
        root,
        "a hash more at the beginning",
    );
    for at in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[at][0] ^= 8;
        refused(index, size, leaf, &changed, root, "a bit changed");
    }
    if let [shorter @ .., _] = proof {
        refused(index, size, leaf, shorter, root, "a hash less");
    }
    if let [first, rest @ ..] = proof {
        refused(
            index,
            size,
            leaf,
            &[&[*first, [1; 32]][..], rest].concat(),
            root,
            "a hash between",
        );
    }
}

/// The probes of transparency-dev/merkle, `corruptConsistencyProof`.
fn refuse_wrong_consistencies(old: u64, new: u64, roots: &[Hash], proof: &[Hash]) {
    let (old_root, new_root) = (roots[old as usize - 1], roots[new as usize - 1]);
    assert_eq!(
        verify_consistency(old, &old_root, new, &new_root, proof),
        Ok(())
    );
    if proof.is_empty() {
        let swapped = verify_consistency(old, &[1; 32], new, &new_root, proof);
        assert_eq!(swapped, Err(ProofError::NewRoot));
        return;
    }
    let refused =
        |old: u64, old_root: &Hash, new: u64, new_root: &Hash, proof: &[Hash], why: &str| {
            assert!(
                verify_consistency(old, old_root, new, new_root, proof).is_err(),
                "{why} of {old} to {new}"
            );
        };
    for other in [old - 1, old + 1, old ^ 2] {
        refused(other, &old_root, new, &new_root, proof, "another old size");
    }
    for other in [new * 2, new / 2] {
        refused(old, &old_root, other, &new_root, proof, "another new size");
    }
    refused(old, &[1; 32], new, &new_root, proof, "another old root");
    refused(old, &old_root, new, &[1; 32], proof, "another new root");
    refused(old, &new_root, new, &old_root, proof, "swapped roots");
    refused(old, &old_root, new, &new_root, &[], "no proof");
    refused(
        old,
        &old_root,
        new,
        &new_root,
        &proof[..proof.len() - 1],
        "a hash less",
    );
    for more in [old_root, new_root, proof[0]] {
        refused(
            old,
            &old_root,
            new,
            &new_root,
            &[&[more][..], proof].concat(),
            "a hash more at the beginning",
        );
        refused(
            old,
            &old_root,
            new,
            &new_root,
            &[proof, &[more]].concat(),
            "a hash more at the end",
        );
    }
    for at in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[at][0] ^= 16;
        refused(old, &old_root, new, &new_root, &changed, "a bit changed");
    }
}

#[test]
fn notes_of_live_logs_and_of_the_reference_hold_and_no_bit_of_them_may_change() {
    for case in array(&vectors("notes")["signed"]) {
        let source = text(&case["source"]);
        let keys: Vec<VerifierKey> = array(&case["keys"])
            .iter()
            .map(|key| VerifierKey::parse(text(key)).unwrap())
            .collect();
        let note = Note::parse(text(&case["note"]).as_bytes()).unwrap();
        assert_eq!(note.encode(), text(&case["note"]), "{source}");
        let verified = note.verify(&keys).unwrap();
        assert_eq!(
            verified
                .iter()
                .map(|signed| signed.key.clone())
                .collect::<Vec<_>>(),
            keys,
            "{source}"
        );
        if let Some(times) = case["times"].as_array() {
            let found: Vec<_> = verified.iter().map(|signed| signed.time).collect();
            assert_eq!(found, times.iter().map(Value::as_u64).collect::<Vec<_>>());
        }
        if let Some(head) = case.get("checkpoint") {
            let parsed = Checkpoint::parse(note.text()).unwrap();
            assert_eq!(parsed.origin(), text(&head["origin"]));
            assert_eq!(parsed.size(), number(&head["size"]));
            assert_eq!(STANDARD.encode(parsed.root()), text(&head["root"]));
            assert_eq!(parsed.encode(), note.text());
        }
        for at in 0..note.text().len() {
            let mut changed = text(&case["note"]).as_bytes().to_vec();
            changed[at] ^= 1;
            let refused = Note::parse(&changed).is_err_and(|_| true)
                || Note::parse(&changed).is_ok_and(|note| note.verify(&keys).is_err());
            assert!(refused, "{source}: byte {at}");
        }
    }
}

#[test]
fn a_live_checkpoint_satisfies_the_policy_of_its_log_and_witness() {
    let vectors = vectors("notes");
    let case = array(&vectors["signed"])
        .iter()
        .find(|case| case.get("times").is_some())
        .unwrap();
    let keys: Vec<VerifierKey> = array(&case["keys"])
        .iter()
        .map(|key| VerifierKey::parse(text(key)).unwrap())
        .collect();
    let note = Note::parse(text(&case["note"]).as_bytes()).unwrap();
    let policy = Policy::new(&keys[..1], &keys[1..], 1).unwrap();
    let trusted = policy.check(&note).unwrap();
    assert_eq!(trusted.checkpoint.size(), 1_432_088_532);
    assert_eq!(trusted.witnessed_at(), Some(0x6a12_2120));
    // The log's signature alone is enough only where no witness is asked for.
    let other = SignerKey::from_seed("other.example/w", KeyType::Cosignature, &[1; 32]).unwrap();
    let unmet = Policy::new(&keys[..1], &[other.verifier().clone()], 1).unwrap();
    assert_eq!(
        unmet.check(&note),
        Err(PolicyError::NoQuorum { witnesses: 0 })
    );
    assert!(Policy::new(&keys[..1], &[], 0)
        .unwrap()
        .check(&note)
        .is_ok());
}

#[test]
fn the_examples_of_the_specifications_are_read_and_written_to_the_byte() {
    let vectors = vectors("notes");
    for case in array(&vectors["unkeyed"]) {
        let note = Note::parse(text(&case["note"]).as_bytes()).unwrap();
        assert_eq!(note.encode(), text(&case["note"]));
        let Some(times) = case["times"].as_array() else {
            continue;
        };
        for (signature, time) in note.signatures().iter().zip(times) {
            let found = cosignature::split(&signature.bytes)
                .ok()
                .map(|(time, _)| time);
            assert_eq!(found, time.as_u64());
        }
        let message = cosignature::message(number(&times[1]), note.text());
        assert_eq!(message, text(&case["message"]).as_bytes());
    }

    let case = &vectors["add_checkpoint"];
    let request = AddCheckpoint::parse(text(&case["body"]).as_bytes()).unwrap();
    assert_eq!(request.encode(), text(&case["body"]));
    assert_eq!(request.old_size, number(&case["old"]));
    assert_eq!(request.proof.len() as u64, number(&case["hashes"]));
    assert_eq!(
        Checkpoint::parse(request.checkpoint.text()).unwrap().size(),
        number(&case["size"])
    );

    let case = &vectors["cosignatures"];
    let signatures = parse_signatures(text(&case["body"]), 1).unwrap();
    let names: Vec<&str> = signatures
        .iter()
        .map(|signature| signature.name.as_str())
        .collect();
    assert_eq!(
        names,
        array(&case["names"]).iter().map(text).collect::<Vec<_>>()
    );
    // The example's bytes are random, its times too.
    assert!(signatures
        .iter()
        .all(|signature| signature.bytes.len() == cosignature::COSIGNATURE_BYTES));
}

#[test]
fn proof_files() {
    let vectors = vectors("notes");
    for case in array(&vectors["tlog_proofs"]) {
        let proof = TlogProof::parse(text(&case["proof"]).as_bytes()).unwrap();
        assert_eq!(proof.encode(), text(&case["proof"]));
        assert_eq!(proof.index, number(&case["index"]));
        assert_eq!(proof.hashes.len() as u64, number(&case["hashes"]));
        assert_eq!(
            proof.extra.map(|extra| STANDARD.encode(extra)).as_deref(),
            case["extra"].as_str()
        );
    }
    let checkpoint = text(&array(&vectors["unkeyed"])[1]["note"]).to_owned();
    assert!(TlogProof::parse(
        format!("c2sp.org/tlog-proof@v1\nindex 0\n\n{checkpoint}").as_bytes()
    )
    .is_ok());
    for case in array(&vectors["refused_tlog_proofs"]["heads"]) {
        let file = text(&case[1]).to_owned() + &checkpoint;
        let error = TlogProof::parse(file.as_bytes()).unwrap_err();
        assert_eq!(error.line as u64, number(&case[0]), "{file:?}: {error}");
    }
}

#[test]
fn policy_files() {
    let vectors = vectors("policies");
    for case in array(&vectors["good"]) {
        let policy = Policy::parse(text(&case["policy"]).as_bytes()).unwrap();
        let sizes = [policy.logs().len() as u64, policy.witnesses().len() as u64];
        assert_eq!(sizes, [number(&case["logs"]), number(&case["witnesses"])]);
    }
    for case in array(&vectors["refused"]) {
        let error = Policy::parse(text(&case[1]).as_bytes()).unwrap_err();
        assert_eq!(error.line as u64, number(&case[0]), "{case}: {error}");
    }
}

#[test]
fn keys_and_signatures_are_the_references_to_the_byte() {
    let vectors = vectors("notes");
    for key in array(&vectors["keys"]["good"]) {
        assert_eq!(
            VerifierKey::parse(text(key)).unwrap().to_string(),
            text(key)
        );
    }
    for key in array(&vectors["keys"]["bad"]) {
        assert!(VerifierKey::parse(text(key)).is_err(), "{key}");
    }
    let case = &vectors["signer"];
    let signer = SignerKey::parse(text(&case["skey"])).unwrap();
    assert_eq!(signer.to_secret_text(), text(&case["skey"]));
    assert_eq!(signer.verifier().to_string(), text(&case["vkey"]));
    let published = Note::parse(text(&case["note"]).as_bytes()).unwrap();
    let mut signed = Note::new(published.text()).unwrap();
    signed.sign(&signer).unwrap();
    assert_eq!(signed.encode(), text(&case["note"]));
    for note in array(&vectors["refused_notes"]["notes"]) {
        let bytes = STANDARD.decode(text(note)).unwrap();
        assert!(
            Note::parse(&bytes).is_err(),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    }
    // Every proper part of a key is refused.
    let key = text(&case["vkey"]);
    for start in 0..key.len() {
        for end in start..=key.len() {
            assert_eq!(
                VerifierKey::parse(&key[start..end]).is_ok(),
                start == 0 && end == key.len()
            );
        }
    }
}

#[test]
fn paths_and_widths_of_tiles() {
    let vectors = vectors("tiles");
    for (index, path) in vectors["index"].as_object().unwrap() {
        let path = format!("tile/0/{}", text(path));
        let parsed: TilePath = path.parse().unwrap();
        assert_eq!(parsed.index().to_string(), *index);
        assert_eq!(parsed.to_string(), path);
    }
    for case in array(&vectors["sizes"]) {
        let size = number(&case["size"]);
        let full: Vec<[u64; 2]> = (0..8)
            .map(|level| [level.into(), hashes_at(level, size) / u64::from(TILE_WIDTH)])
            .filter(|[_, tiles]| *tiles > 0)
            .collect();
        let expected: Vec<[u64; 2]> = array(&case["full"])
            .iter()
            .map(|pair| [number(&pair[0]), number(&pair[1])])
            .collect();
        assert_eq!(full, expected);
        let partial: Vec<[u64; 2]> = edge(size)
            .iter()
            .filter_map(|path| match path.kind() {
                Kind::Hashes(level) => Some([level.into(), path.width().into()]),
                Kind::Entries => None,
            })
            .collect();
        let expected: Vec<[u64; 2]> = array(&case["partial"])
            .iter()
            .map(|pair| [number(&pair[0]), number(&pair[1])])
            .collect();
        assert_eq!(partial, expected);
    }
}
