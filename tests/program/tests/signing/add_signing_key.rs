use althing::audit::EntryKind;
use althing::signing::entries::SigningKeyAdded;
use althing::signing::{SigningKey, OPEN};
use althing::{AddSigningKeyArgs, AuditLog};
use althing_program_tests::prelude::*;

/// Adds a key, its proof before.
fn add(
    w: &mut World,
    accounts: &accounts::AddSigningKey,
    (key, args): (&Signatory, AddSigningKeyArgs),
    signers: &[&Keypair],
) -> Result<Sent, Refusal> {
    let add = accounts.call(instruction::AddSigningKey { args });
    w.send(&[key.proof(&accounts.model), add], signers)
}

/// Adds a key whose arguments are changed.
fn changed(change: impl Fn(&mut AddSigningKeyArgs)) -> Result<Sent, Refusal> {
    let (mut w, c, k) = catalogue();
    let key = Signatory::ed25519("release");
    let mut args = key.args();
    change(&mut args);
    let accounts = accounts::AddSigningKey {
        signing_key: pda::signing_key(&k.model, &args.key_id),
        ..c.add_signing_key(k.model, &key)
    };
    let signers = [&c.members[0].key, &c.renter];
    add(&mut w, &accounts, (&key, args), &signers)
}

#[test]
fn test_add_signing_key_ok() {
    for key in [Signatory::ed25519("release"), Signatory::p256("release")] {
        let (mut w, c, k) = catalogue();
        let log = (k.log, w.zero_copy::<AuditLog>(&k.log));
        let (m, slot) = (&c.members[0], w.slot());
        let args = AddSigningKeyArgs {
            valid_from_slot: slot + 5,
            valid_until_slot: slot + 9,
            ..key.args()
        };
        let accounts = c.add_signing_key(k.model, &key);
        let before = w.lamports(&c.renter.pubkey());
        let sent = add(&mut w, &accounts, (&key, args), &[&m.key, &c.renter]).unwrap();

        let account: SigningKey = w.zero_copy(&accounts.signing_key);
        let length = key.public_key().len();
        assert_eq!(account.public_key[..length], key.public_key());
        assert!(account.public_key[length..].iter().all(|byte| *byte == 0));
        assert_eq!((account.version, account.scheme), (1, key.scheme() as u8));
        assert_eq!(
            (account.model, account.payer, account.added_by),
            (k.model, c.renter.pubkey(), m.address())
        );
        assert_eq!(
            [
                account.added_at_slot,
                account.valid_from_slot,
                account.valid_until_slot,
                account.revoked_at_slot,
                account.signatures
            ],
            [slot, slot + 5, slot + 9, OPEN, 0]
        );
        assert_eq!(
            before - w.lamports(&c.renter.pubkey()),
            w.rent(SigningKey::SPACE)
        );
        let payload = SigningKeyAdded {
            signing_key: accounts.signing_key,
            scheme: account.scheme,
            public_key: account.public_key,
            valid_from_slot: slot + 5,
            valid_until_slot: slot + 9,
        };
        let what = (EntryKind::SigningKeyAdded, m.address());
        w.assert_recorded(log, &sent, what, &payload);
    }
}

#[test]
fn zeros_mean_from_now_on_without_end() {
    let (mut w, c, k) = catalogue();
    let slot = w.slot();
    let address = w.add_key(&c, &k, &Signatory::p256("release"));
    let key: SigningKey = w.zero_copy(&address);
    assert_eq!(
        (
            key.valid_from_slot,
            key.valid_until_slot,
            key.revoked_at_slot
        ),
        (slot, OPEN, OPEN)
    );
}

#[test]
fn several_keys_overlap() {
    let (mut w, c, k) = catalogue();
    for name in ["first", "second", "third"] {
        w.add_key(&c, &k, &Signatory::ed25519(name));
        w.add_key(&c, &k, &Signatory::p256(name));
    }
}

#[test]
fn the_slots_begin_now_or_later_and_do_not_end_before() {
    let now = catalogue().0.slot();
    let refusal = AlthingError::KeyWindowOutOfBounds;
    for (from, until, taken) in [
        (now, 0, true),
        (now, now, true),
        (now + 1, now + 1, true),
        (0, now, true),
        (u64::MAX, 0, true),
        (u64::MAX, u64::MAX, true),
        (now - 1, 0, false),
        (1, 0, false),
        (now + 1, now, false),
        (0, now - 1, false),
        (u64::MAX, u64::MAX - 1, false),
    ] {
        let result = changed(|args| {
            args.valid_from_slot = from;
            args.valid_until_slot = until;
        });
        if taken {
            result.unwrap_or_else(|refusal| panic!("{from} {until}: {refusal}"));
        } else {
            assert_refused(result, refusal);
        }
    }
}

#[test]
fn there_are_two_schemes() {
    for scheme in [0, 3, 255] {
        let result = changed(|args| {
            args.scheme = scheme;
            args.key_id = SigningKey::id_of(scheme, &args.public_key);
        });
        assert_refused(result, AlthingError::SigningSchemeUnknown);
    }
}

#[test]
fn a_key_has_the_form_of_its_scheme() {
    let p256 = Signatory::p256("release").public_key();
    let mut uncompressed = vec![4; 65];
    uncompressed[1..33].copy_from_slice(&p256[1..]);
    let cases: [(u8, Vec<u8>); 7] = [
        (1, vec![]),
        (1, vec![7; 31]),
        (1, vec![0; 32]),
        (1, p256.clone()),
        (2, p256[1..].to_vec()),
        (2, uncompressed),
        (2, [[4].as_slice(), &p256[1..]].concat()),
    ];
    for (scheme, public_key) in cases {
        let result = changed(|args| {
            args.scheme = scheme;
            args.key_id = SigningKey::id_of(scheme, &public_key);
            args.public_key.clone_from(&public_key);
        });
        assert_refused(result, AlthingError::PublicKeyMalformed);
    }
}

#[test]
fn the_address_is_that_of_scheme_and_key() {
    let other = Signatory::ed25519("other").id();
    let result = changed(|args| args.key_id = other);
    assert_refused(result, AlthingError::KeyIdMismatch);
    // The same bytes under the other scheme's number.
    let result = changed(|args| args.key_id = SigningKey::id_of(2, &args.public_key));
    assert_refused(result, AlthingError::KeyIdMismatch);
}

#[test]
fn a_key_is_added_once_to_a_model() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let key = Signatory::ed25519("release");
    w.add_key(&c, &k, &key);
    let again = add(
        &mut w,
        &c.add_signing_key(k.model, &key),
        (&key, key.args()),
        &[&c.members[0].key, &c.renter],
    );
    assert_refused(again, SYSTEM_ACCOUNT_EXISTS);
    w.add_key(&other, &theirs, &key);
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, c, k) = catalogue();
    let key = Signatory::ed25519("release");
    let address = pda::signing_key(&k.model, &key.id());
    w.svm.airdrop(&address, 1_000_000).unwrap();
    w.add_key(&c, &k, &key);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let key = Signatory::ed25519("release");
    let add = c
        .add_signing_key(k.model, &key)
        .call(instruction::AddSigningKey { args: key.args() });
    let (before, signers) = ([key.proof(&k.model)], [&c.members[0].key, &c.renter]);
    w.sweep_with(add, &before, &signers)
        .expecting(INSTRUCTIONS_SYSVAR, AnchorError::ConstraintAddress)
        .run();
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = catalogue();
    let key = Signatory::ed25519("release");
    for signer in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::AddSigningKey {
            maintainer: signer.pubkey(),
            ..c.add_signing_key(k.model, &key)
        };
        let result = add(&mut w, &accounts, (&key, key.args()), &[signer, &c.renter]);
        assert_refused(result, AlthingError::NotMaintainer);
    }
}

#[test]
fn test_add_signing_key_refuses_another_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let key = Signatory::ed25519("release");
    for log in [c.log, theirs.log, other.log] {
        let accounts = accounts::AddSigningKey {
            log,
            ..c.add_signing_key(k.model, &key)
        };
        let signers = [&c.members[0].key, &c.renter];
        let result = add(&mut w, &accounts, (&key, key.args()), &signers);
        assert_refused(result, AlthingError::WrongLog);
    }
}

/// Sends what stands before, the addition with this place of the proof, and what stands behind.
fn prove(
    key: &Signatory,
    before: &[Instruction],
    proof_index: i16,
    behind: &[Instruction],
) -> Result<Sent, Refusal> {
    let (mut w, c, k) = catalogue();
    let args = AddSigningKeyArgs {
        proof_index,
        ..key.args()
    };
    let add = c
        .add_signing_key(k.model, key)
        .call(instruction::AddSigningKey { args });
    let all = [before, &[add], behind].concat();
    w.send(&all, &[&c.members[0].key, &c.renter])
}

#[test]
fn nobodys_key_is_added_without_them() {
    let model = catalogue().2.model;
    let other = Signatory::ed25519("somebody else's");
    for key in [Signatory::ed25519("release"), Signatory::p256("release")] {
        let release = encoding(STATEMENT);
        let proof = [b"althing-signing-key/v1\n".as_slice(), model.as_ref()].concat();
        let another = [&proof[..23], pda::log(&model).as_ref()].concat();
        let missing = AlthingError::PrecompileMissing;
        assert_refused(prove(&key, &[], -1, &[]), missing);
        assert_refused(prove(&key, &[], 0, &[]), missing);
        // A genuine signature of theirs over a release, which everybody has; a proof for another model.
        for message in [
            release.as_slice(),
            &by_hash(&release),
            &another,
            model.as_ref(),
            &proof[..54],
            &[proof.as_slice(), b"\n"].concat(),
            b"",
        ] {
            let refused = prove(&key, &[key.precompile(message)], -1, &[]);
            assert_refused(refused, AlthingError::ProofMismatch);
        }
        // The proof of another key.
        let refused = prove(&key, &[other.proof(&model)], -1, &[]);
        let expected = match key.scheme() as u8 {
            1 => AlthingError::SignatureOfAnotherKey,
            _ => missing,
        };
        assert_refused(refused, expected);
        // It may stand anywhere in the transaction.
        prove(&key, &[key.proof(&model)], -1, &[]).unwrap();
        prove(&key, &[], 1, &[key.proof(&model)]).unwrap();
        let refused = prove(&key, &[key.proof(&model)], -2, &[]);
        assert_refused(refused, missing);
    }
}

#[test]
fn a_proof_that_is_not_the_keys_fails_the_transaction() {
    let (mut w, c, k) = catalogue();
    let key = Signatory::ed25519("release");
    let message = [b"althing-signing-key/v1\n".as_slice(), k.model.as_ref()].concat();
    let mut signature = key.sign(&message);
    signature[0] ^= 1;
    let forged = precompile(key.scheme(), &key.public_key(), &signature, &message);
    let add = c
        .add_signing_key(k.model, &key)
        .call(instruction::AddSigningKey { args: key.args() });
    let sent = w.send(&[forged, add], &[&c.members[0].key, &c.renter]);
    assert!(sent.is_err());
    assert!(!w.exists(&pda::signing_key(&k.model, &key.id())));
}
