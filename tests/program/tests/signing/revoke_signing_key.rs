use althing::audit::EntryKind;
use althing::signing::entries::SigningKeyRevoked;
use althing::signing::Standing;
use althing_program_tests::prelude::*;

use super::{key_account, log, recorded, revoke};

#[test]
fn test_revoke_signing_key_ok() {
    let (mut w, s) = signed();
    let (log, m) = (log(&w, &s), &s.c.members[0]);
    let from_slot = w.slot() - 3;
    let accounts = s.c.revoke_signing_key(s.k.model, &s.p256);
    let sent = revoke(&mut w, &accounts, from_slot, &m.key).unwrap();
    assert_eq!(key_account(&w, &s, &s.p256).revoked_at_slot, from_slot);
    let payload = SigningKeyRevoked {
        signing_key: accounts.signing_key,
        revoked_at_slot: from_slot,
    };
    let what = (EntryKind::SigningKeyRevoked, m.address());
    w.assert_recorded(log, &sent, what, &payload);
}

#[test]
fn the_authority_may_revoke_as_well() {
    let (mut w, s) = signed();
    let accounts = accounts::RevokeSigningKey {
        revoker: s.c.authority,
        ..s.c.revoke_signing_key(s.k.model, &s.ed25519)
    };
    let from_slot = w.slot();
    let data = instruction::RevokeSigningKey { from_slot };
    w.as_authority(&s.c, accounts.call(data)).unwrap();
    assert_eq!(key_account(&w, &s, &s.ed25519).revoked_at_slot, from_slot);
}

#[test]
fn signatures_of_the_slot_and_later_are_bad_and_older_ones_stay() {
    let (mut w, s) = signed();
    let (first, signer) = (w.slot(), &s.c.members[0].key);
    s.go(&mut w, &s.ed25519);
    for _ in 0..3 {
        w.next_slot();
    }
    let accounts = s.c.revoke_signing_key(s.k.model, &s.ed25519);
    let standing = |w: &World| {
        let key = key_account(w, &s, &s.ed25519);
        recorded(w, &s, &s.ed25519).standing(&key)
    };
    assert_eq!(standing(&w), Standing::Good);
    revoke(&mut w, &accounts, first + 1, signer).unwrap();
    assert_eq!(standing(&w), Standing::Good);
    revoke(&mut w, &accounts, first, signer).unwrap();
    assert_eq!(standing(&w), Standing::Revoked);
}

#[test]
fn a_revocation_is_of_the_past_and_only_moves_back() {
    let (mut w, s) = signed();
    let (now, signer) = (w.slot(), &s.c.members[0].key);
    let accounts = s.c.revoke_signing_key(s.k.model, &s.ed25519);
    let mut at = |slot| revoke(&mut w, &accounts, slot, signer);
    assert_refused(at(now + 1), AlthingError::RevocationInFuture);
    assert_refused(at(u64::MAX), AlthingError::RevocationInFuture);
    at(now).unwrap();
    assert_refused(at(now), AlthingError::RevocationNotEarlier);
    at(now - 1).unwrap();
    assert_refused(at(now), AlthingError::RevocationNotEarlier);
    at(0).unwrap();
    assert_refused(at(0), AlthingError::RevocationNotEarlier);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, s) = signed();
    let data = instruction::RevokeSigningKey {
        from_slot: w.slot(),
    };
    let revoke = s.c.revoke_signing_key(s.k.model, &s.p256).call(data);
    w.sweep(revoke, &[&s.c.members[0].key]).run();
}

#[test]
fn nobody_else_may() {
    let (mut w, s) = signed();
    let slot = w.slot();
    for signer in [&s.c.members[1].key, &s.c.renter, &s.k.evaluators[0]] {
        let accounts = accounts::RevokeSigningKey {
            revoker: signer.pubkey(),
            ..s.c.revoke_signing_key(s.k.model, &s.p256)
        };
        let result = revoke(&mut w, &accounts, slot, signer);
        assert_refused(result, AlthingError::NotKeyRevoker);
    }
}

#[test]
fn test_revoke_signing_key_refuses_another_organisation_model_or_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let key = Signatory::ed25519("release");
    w.add_key(&c, &k, &key);
    w.add_key(&other, &theirs, &key);
    let (slot, signer) = (w.slot(), &c.members[0].key);
    let right = || c.revoke_signing_key(k.model, &key);
    // Another organisation's authority would have a say by its own account.
    let accounts = accounts::RevokeSigningKey {
        dao: other.dao,
        ..right()
    };
    let result = revoke(&mut w, &accounts, slot, signer);
    assert_refused(result, AlthingError::WrongDao);
    let accounts = accounts::RevokeSigningKey {
        signing_key: pda::signing_key(&theirs.model, &key.id()),
        ..right()
    };
    let result = revoke(&mut w, &accounts, slot, signer);
    assert_refused(result, AlthingError::WrongSigningKey);
    for log in [c.log, theirs.log] {
        let accounts = accounts::RevokeSigningKey { log, ..right() };
        let result = revoke(&mut w, &accounts, slot, signer);
        assert_refused(result, AlthingError::WrongLog);
    }
}
