mod hash;
mod precompile;
mod slots;

use althing::audit::EntryKind;
use althing::signing::entries::VersionSigned;
use althing::signing::VersionSignature;
use althing_program_tests::prelude::*;
use solana_sha256_hasher::hash as sha256;

use super::{key_account, log, recorded};

#[test]
fn test_sign_version_ok() {
    let (_, s) = signed();
    for key in [&s.ed25519, &s.p256] {
        let (mut w, s) = signed();
        let log = log(&w, &s);
        let before = w.lamports(&s.c.renter.pubkey());
        let sent = s.go(&mut w, key);

        let message = encoding(STATEMENT);
        let expected = VersionSignature {
            version: 1,
            bump: Pubkey::find_program_address(
                &[b"signature", s.version.as_ref(), s.key(key).as_ref()],
                &althing::ID,
            )
            .1,
            scheme: key.scheme() as u8,
            form: VersionSignature::WHOLE,
            _padding: [0; 4],
            model_version: s.version,
            signing_key: s.key(key),
            payer: s.c.renter.pubkey(),
            slot: w.slot(),
            signed_at: w.now(),
            signature: key.sign(&message),
        };
        let actual = recorded(&w, &s, key);
        assert_eq!(format!("{actual:?}"), format!("{expected:?}"));
        assert_eq!(key_account(&w, &s, key).signatures, 1);
        let paid = before - w.lamports(&s.c.renter.pubkey());
        assert_eq!(paid, w.rent(VersionSignature::SPACE));
        let payload = VersionSigned {
            number: 2,
            signing_key: s.key(key),
            scheme: key.scheme() as u8,
            form: 0,
            manifest_digest: sha256(STATEMENT).to_bytes(),
            signature: key.sign(&message),
        };
        let what = (EntryKind::VersionSigned, s.c.renter.pubkey());
        w.assert_recorded(log, &sent, what, &payload);
    }
}

#[test]
fn a_version_is_signed_by_several_keys_and_a_key_signs_several_versions() {
    let (mut w, s) = signed();
    s.go(&mut w, &s.ed25519);
    s.go(&mut w, &s.p256);
    // The same bytes released once more: the same signature, recorded for another version.
    let twin = w.version_of(&s.c, &s.k, STATEMENT);
    let record = s.c.sign_version(&s.k, twin, &s.p256);
    let data = instruction::SignVersion { relative_index: -1 };
    let check = s.p256.precompile(&encoding(STATEMENT));
    w.go(&[check, record.call(data)], &[&s.c.renter]);
    assert_eq!(key_account(&w, &s, &s.p256).signatures, 2);
}

#[test]
fn a_signature_is_recorded_once() {
    let (mut w, s) = signed();
    s.go(&mut w, &s.ed25519);
    let again = s.sign(&mut w, &s.ed25519, &encoding(STATEMENT));
    assert_refused(again, SYSTEM_ACCOUNT_EXISTS);
    // Nor a second one by the same key, here over the hash.
    let payer = w.wallet("writer");
    let statement = w.write_and_seal(&s.c, s.version, &payer, STATEMENT);
    let accounts = accounts::SignVersion {
        statement: Some(statement),
        ..s.accounts(&s.ed25519)
    };
    let data = instruction::SignVersion { relative_index: -1 };
    let message = by_hash(&encoding(STATEMENT));
    let check = s.ed25519.precompile(&message);
    let result = w.send(&[check, accounts.call(data)], &[&s.c.renter]);
    assert_refused(result, SYSTEM_ACCOUNT_EXISTS);
    // Nor twice in one transaction.
    let check = s.p256.precompile(&encoding(STATEMENT));
    let records = [-1, -2].map(|place| s.record(&s.p256, place));
    let result = w.send(&[&[check], &records[..]].concat(), &[&s.c.renter]);
    assert_refused(result, SYSTEM_ACCOUNT_EXISTS);
    assert_eq!(key_account(&w, &s, &s.p256).signatures, 0);
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, s) = signed();
    w.svm.airdrop(&s.signature(&s.p256), 1_000_000).unwrap();
    s.go(&mut w, &s.p256);
}

#[test]
fn the_message_is_the_encoding_of_the_versions_statement() {
    let (mut w, s) = signed();
    let mut changed = STATEMENT.to_vec();
    changed[100] ^= 1;
    let whole = encoding(STATEMENT);
    let other_type = [b"DSSEv1 16 application/json 2 ".as_slice(), b"{}"].concat();
    for message in [
        encoding(&changed),
        encoding(&STATEMENT[1..]),
        encoding(b""),
        STATEMENT.to_vec(),
        whole[1..].to_vec(),
        whole[..whole.len() - 1].to_vec(),
        [whole.as_slice(), b" "].concat(),
        sha256(STATEMENT).to_string().into_bytes(),
        other_type,
        vec![],
    ] {
        for key in [&s.ed25519, &s.p256] {
            let result = s.sign(&mut w, key, &message);
            assert_refused(result, AlthingError::SignedMessageMismatch);
        }
    }
}

#[test]
fn a_signature_over_another_version_is_refused() {
    let (mut w, s) = signed();
    let other = w.version_of(&s.c, &s.k, b"{}");
    let record = s.c.sign_version(&s.k, other, &s.p256);
    let data = instruction::SignVersion { relative_index: -1 };
    let check = s.p256.precompile(&encoding(STATEMENT));
    let result = w.send(&[check, record.call(data)], &[&s.c.renter]);
    assert_refused(result, AlthingError::SignedMessageMismatch);
}

#[test]
fn versions_of_every_status_but_revoked_are_signed() {
    let (mut w, s) = signed();
    w.approve(&s.c, &s.k, &s.version);
    w.promote(&s.c, &s.version);
    s.go(&mut w, &s.ed25519);
    w.revoke(&s.c, &s.version);
    let result = s.sign(&mut w, &s.p256, &encoding(STATEMENT));
    assert_refused(result, AlthingError::SignedVersionIsRevoked);
}

#[test]
fn anybody_may_record_it() {
    let (mut w, s) = signed();
    let stranger = w.wallet("stranger");
    let accounts = accounts::SignVersion {
        payer: stranger.pubkey(),
        ..s.accounts(&s.p256)
    };
    let data = instruction::SignVersion { relative_index: -1 };
    let check = s.p256.precompile(&encoding(STATEMENT));
    w.go(&[check, accounts.call(data)], &[&stranger]);
    assert_eq!(recorded(&w, &s, &s.p256).payer, stranger.pubkey());
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, s) = signed();
    let payer = w.wallet("writer");
    let statement = w.write_and_seal(&s.c, s.version, &payer, STATEMENT);
    let accounts = accounts::SignVersion {
        statement: Some(statement),
        ..s.accounts(&s.ed25519)
    };
    let message = by_hash(&encoding(STATEMENT));
    let check = s.ed25519.precompile(&message);
    let data = instruction::SignVersion { relative_index: -1 };
    let signers = [&s.c.renter];
    w.sweep_with(accounts.call(data), &[check], &signers)
        .expecting(INSTRUCTIONS_SYSVAR, AnchorError::ConstraintAddress)
        .run();
}

#[test]
fn test_sign_version_refuses_another_models_key_and_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let key = Signatory::ed25519("release");
    let version = w.version_of(&c, &k, STATEMENT);
    w.add_key(&c, &k, &key);
    w.add_key(&other, &theirs, &key);
    let signing_key = pda::signing_key(&theirs.model, &key.id());
    let right = || c.sign_version(&k, version, &key);
    let mut refused = |accounts: accounts::SignVersion, error| {
        let data = instruction::SignVersion { relative_index: -1 };
        let check = key.precompile(&encoding(STATEMENT));
        let result = w.send(&[check, accounts.call(data)], &[&c.renter]);
        assert_refused(result, error);
    };
    let accounts = accounts::SignVersion {
        signing_key,
        signature: pda::signature(&version, &signing_key),
        ..right()
    };
    refused(accounts, AlthingError::WrongSigningKey);
    for log in [c.log, theirs.log, other.log] {
        let accounts = accounts::SignVersion { log, ..right() };
        refused(accounts, AlthingError::WrongLog);
    }
}
