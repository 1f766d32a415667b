use althing::signing::events::SigningKeyClosed;
use althing::signing::SigningKey;
use althing_program_tests::prelude::*;

use super::{close_all, log, retire, revoke};

fn close(
    w: &mut World,
    accounts: &accounts::CloseSigningKey,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    w.send(&[accounts.call(instruction::CloseSigningKey {})], &[signer])
}

#[test]
fn test_close_signing_key_ok() {
    let (mut w, s) = signed();
    let accounts = s.c.close_signing_key(s.k.model, &s.p256);
    let (before, size) = (w.lamports(&accounts.payer), log(&w, &s).1.size);
    let sent = close(&mut w, &accounts, &s.c.members[0].key).unwrap();
    assert!(!w.exists(&accounts.signing_key));
    assert_eq!(
        w.lamports(&accounts.payer) - before,
        w.rent(SigningKey::SPACE)
    );
    assert_eq!(log(&w, &s).1.size, size);
    let [SigningKeyClosed { model, signing_key }] = sent.events::<SigningKeyClosed>()[..] else {
        panic!("one event");
    };
    assert_eq!((model, signing_key), (s.k.model, accounts.signing_key));
    assert_refused(
        close(&mut w, &accounts, &s.c.members[0].key),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn a_key_that_was_closed_can_be_added_anew() {
    let (mut w, s) = signed();
    let slot = w.slot();
    let retirement = s.c.retire_signing_key(s.k.model, &s.p256);
    retire(&mut w, &retirement, slot, &s.c.members[0].key).unwrap();
    let accounts = s.c.close_signing_key(s.k.model, &s.p256);
    close(&mut w, &accounts, &s.c.members[0].key).unwrap();
    w.add_key(&s.c, &s.k, &s.p256);
}

#[test]
fn a_key_with_signatures_stays() {
    let (mut w, s) = signed();
    s.go(&mut w, &s.ed25519);
    let accounts = s.c.close_signing_key(s.k.model, &s.ed25519);
    let refusal = AlthingError::KeySignaturesOpen;
    let maintainer = &s.c.members[0].key;
    assert_refused(close(&mut w, &accounts, maintainer), refusal);
    close_all(&mut w, &s, true);
    assert_refused(close(&mut w, &accounts, maintainer), refusal);
    let signature = s.c.close_version_signature(s.version, accounts.signing_key);
    w.go(
        &[signature.call(instruction::CloseVersionSignature {})],
        &[],
    );
    close(&mut w, &accounts, maintainer).unwrap();
}

#[test]
fn a_revoked_key_stays_while_its_model_does() {
    let (mut w, s) = signed();
    let (slot, maintainer) = (w.slot(), &s.c.members[0].key);
    let revocation = s.c.revoke_signing_key(s.k.model, &s.ed25519);
    revoke(&mut w, &revocation, slot, maintainer).unwrap();
    let accounts = s.c.close_signing_key(s.k.model, &s.ed25519);
    let result = close(&mut w, &accounts, maintainer);
    assert_refused(result, AlthingError::KeyStaysRevoked);
    // So nobody adds it anew.
    let add = s.c.add_signing_key(s.k.model, &s.ed25519);
    let data = instruction::AddSigningKey {
        args: s.ed25519.args(),
    };
    let result = w.send(&[add.call(data)], &[maintainer, &s.c.renter]);
    assert_refused(result, SYSTEM_ACCOUNT_EXISTS);
    close_all(&mut w, &s, true);
    close(&mut w, &accounts, maintainer).unwrap();
}

#[test]
fn while_the_model_exists_only_its_maintainer_may_and_afterwards_anybody() {
    let (mut w, s) = signed();
    let stranger = w.wallet("stranger");
    for signer in [&stranger, &s.c.members[1].key, &s.c.renter] {
        let accounts = accounts::CloseSigningKey {
            closer: signer.pubkey(),
            ..s.c.close_signing_key(s.k.model, &s.p256)
        };
        let result = close(&mut w, &accounts, signer);
        assert_refused(result, AlthingError::NotMaintainer);
    }
    close_all(&mut w, &s, true);
    let accounts = accounts::CloseSigningKey {
        closer: stranger.pubkey(),
        ..s.c.close_signing_key(s.k.model, &s.p256)
    };
    close(&mut w, &accounts, &stranger).unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, s) = signed();
    let accounts = s.c.close_signing_key(s.k.model, &s.p256);
    let close = accounts.call(instruction::CloseSigningKey {});
    w.sweep(close, &[&s.c.members[0].key])
        .expecting(s.k.model, AlthingError::WrongSigningKey)
        .run();
}

#[test]
fn test_close_signing_key_refuses_another_model_and_payer() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let key = Signatory::ed25519("release");
    w.add_key(&c, &k, &key);
    // Their maintainer would have a say by their model.
    let accounts = accounts::CloseSigningKey {
        model: theirs.model,
        closer: other.members[0].address(),
        ..c.close_signing_key(k.model, &key)
    };
    let result = close(&mut w, &accounts, &other.members[0].key);
    assert_refused(result, AlthingError::WrongSigningKey);
    let accounts = accounts::CloseSigningKey {
        payer: c.members[0].address(),
        ..c.close_signing_key(k.model, &key)
    };
    let result = close(&mut w, &accounts, &c.members[0].key);
    assert_refused(result, AlthingError::WrongPayer);
}
