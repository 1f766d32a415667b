//! With the C2SP formats of `crates/tlog`, which were tested against other implementations: what they sign is
//! taken here, and what is kept here they verify.

use althing::witness::Evidence;
use althing_program_tests::prelude::*;
use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::cosignature;
use althing_tlog::key::{KeyType, SignerKey, VerifierKey};
use althing_tlog::note::{Note, Signature};

use super::{checkpoint, set};

/// Witness `index`'s key under its name.
fn signer(index: u8) -> SignerKey {
    let Signatory::Ed25519(key) = witness(index) else {
        panic!("an Ed25519 key");
    };
    let name = &named(WITNESSES)[usize::from(index)].name;
    SignerKey::from_seed(name, KeyType::Cosignature, &key.to_bytes()).unwrap()
}

fn head(watch: &Watch) -> Checkpoint {
    let root = merkle::root(&watch.leaves);
    Checkpoint::new(&bond_args().origin, watch.size(), root, &[]).unwrap()
}

#[test]
fn cosignatures_of_the_crate_are_taken() {
    let (mut w, watch) = watched();
    watch.open(&mut w);
    let (time, text) = (w.now() as u64, head(&watch).encode());
    let made = cosignature::sign(&signer(2), &text, time).unwrap();
    let (signed_at, signature) = cosignature::split(&made.bytes).unwrap();
    assert_eq!(signed_at, time);
    let check = precompile(
        althing::precompile::Scheme::Ed25519,
        &witness(2).public_key(),
        &signature,
        &cosignature::message(time, &text),
    );
    let record = watch.record_cosignature(2, time);
    w.go(&[check, record], &[&watch.c.members[1].key]);
    assert_eq!(checkpoint(&w, &watch).cosigned, 4);
}

#[test]
fn accounts_alone_give_a_note_that_verifies() {
    let (mut w, watch) = watched();
    super::witness_now(&mut w, &watch);
    let (set, kept) = (set(&w, &watch), checkpoint(&w, &watch));
    let mut note = Note::new(&head(&watch).encode()).unwrap();
    let mut keys = vec![];
    for place in (0..16).filter(|place| kept.cosigned >> place & 1 == 1) {
        let (named, cosignature) = (&set.witnesses[place], &kept.cosignatures[place]);
        let name = &named.name[..usize::from(named.name_length)];
        let name = std::str::from_utf8(name).unwrap();
        let key = VerifierKey::new(name, KeyType::Cosignature, &named.key).unwrap();
        let time = cosignature.time.to_be_bytes();
        note.add(Signature {
            name: name.into(),
            id: key.id(),
            bytes: [&time[..], &cosignature.signature].concat(),
        })
        .unwrap();
        keys.push(key);
    }
    let read = Note::parse(note.encode().as_bytes()).unwrap();
    assert_eq!(read.verify(&keys).unwrap().len(), usize::from(QUORUM));
}

#[test]
fn a_signed_checkpoint_of_the_crate_is_evidence() {
    let (mut w, watch) = watched();
    let reporter = w.wallet("reporter");
    let purse = watch.purse(&mut w, "reporter");
    let origin = bond_args().origin;
    let wallet = key("signer of checkpoints");
    let signer = SignerKey::from_seed(&origin, KeyType::Ed25519, wallet.secret_bytes()).unwrap();
    let forged = Checkpoint::new(&origin, watch.size(), [9; 32], &["a line of an extension"]);
    let note = forged.unwrap().sign(&signer).unwrap();
    let signature = &note.signatures()[0].bytes;
    let check = precompile(
        althing::precompile::Scheme::Ed25519,
        &bond_args().signing_key,
        signature[..].try_into().unwrap(),
        note.text().as_bytes(),
    );
    let evidence = Evidence::History {
        root: merkle::root(&watch.leaves),
        proof: vec![],
    };
    let lie = watch.lie(&[9; 32]);
    let report = watch
        .report_equivocation(reporter.pubkey(), purse, &lie)
        .call(watch.evidence(evidence, &lie));
    w.go(&[check, report], &[&reporter]);
    assert_eq!(w.bond(&watch.o).amount, BOND / 2);
}
