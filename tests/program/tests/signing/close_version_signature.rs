use althing::signing::events::VersionSignatureClosed;
use althing::signing::VersionSignature;
use althing_program_tests::prelude::*;

use super::{close_all, key_account};

fn close(w: &mut World, accounts: &accounts::CloseVersionSignature) -> Result<Sent, Refusal> {
    let close = accounts.call(instruction::CloseVersionSignature {});
    w.send(&[close], &[])
}

/// A signature over version 2, which is closed.
fn left_over() -> (World, Signed, accounts::CloseVersionSignature) {
    let (mut w, s) = signed();
    s.go(&mut w, &s.p256);
    close_all(&mut w, &s, false);
    let accounts = s.c.close_version_signature(s.version, s.key(&s.p256));
    (w, s, accounts)
}

#[test]
fn test_close_version_signature_ok() {
    let (mut w, s, accounts) = left_over();
    assert_eq!(key_account(&w, &s, &s.p256).signatures, 1);
    let before = w.lamports(&accounts.payer);
    let sent = close(&mut w, &accounts).unwrap();
    assert!(!w.exists(&accounts.signature));
    assert_eq!(
        w.lamports(&accounts.payer) - before,
        w.rent(VersionSignature::SPACE)
    );
    assert_eq!(key_account(&w, &s, &s.p256).signatures, 0);
    let events = sent.events::<VersionSignatureClosed>();
    let [VersionSignatureClosed {
        model_version,
        signing_key,
    }] = events[..]
    else {
        panic!("one event");
    };
    assert_eq!(
        (model_version, signing_key),
        (s.version, accounts.signing_key)
    );
    assert_refused(
        close(&mut w, &accounts),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn a_version_keeps_its_signatures_also_when_it_is_revoked() {
    let (mut w, s) = signed();
    s.go(&mut w, &s.p256);
    let accounts = s.c.close_version_signature(s.version, s.key(&s.p256));
    let refusal = AlthingError::SignedVersionStillOpen;
    assert_refused(close(&mut w, &accounts), refusal);
    w.revoke(&s.c, &s.version);
    assert_refused(close(&mut w, &accounts), refusal);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, s, accounts) = left_over();
    let close = accounts.call(instruction::CloseVersionSignature {});
    w.sweep(close, &[])
        .expecting(s.version, AlthingError::WrongModelVersion)
        .run();
}

#[test]
fn test_close_version_signature_refuses_another_key_version_and_payer() {
    let (mut w, s, right) = left_over();
    let accounts = accounts::CloseVersionSignature {
        signing_key: s.key(&s.ed25519),
        signature: right.signature,
        model_version: right.model_version,
        payer: right.payer,
    };
    let result = close(&mut w, &accounts);
    assert_refused(result, AlthingError::WrongSigningKey);
    // Some other address that is not this program's.
    let accounts = accounts::CloseVersionSignature {
        model_version: key("nothing here").pubkey(),
        ..s.c.close_version_signature(s.version, s.key(&s.p256))
    };
    let result = close(&mut w, &accounts);
    assert_refused(result, AlthingError::WrongModelVersion);
    let accounts = accounts::CloseVersionSignature {
        payer: s.c.members[0].address(),
        ..s.c.close_version_signature(s.version, s.key(&s.p256))
    };
    let result = close(&mut w, &accounts);
    assert_refused(result, AlthingError::WrongPayer);
}
