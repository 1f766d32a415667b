use althing::audit::EntryKind;
use althing::signing::entries::SigningKeyRetired;
use althing_program_tests::prelude::*;

use super::{key_account, log, retire};

#[test]
fn test_retire_signing_key_ok() {
    let (mut w, s) = signed();
    let (log, m) = (log(&w, &s), &s.c.members[0]);
    let last_slot = w.slot() + 10;
    let accounts = s.c.retire_signing_key(s.k.model, &s.p256);
    let sent = retire(&mut w, &accounts, last_slot, &m.key).unwrap();
    assert_eq!(key_account(&w, &s, &s.p256).valid_until_slot, last_slot);
    let payload = SigningKeyRetired {
        signing_key: accounts.signing_key,
        valid_until_slot: last_slot,
    };
    let what = (EntryKind::SigningKeyRetired, m.address());
    w.assert_recorded(log, &sent, what, &payload);
}

#[test]
fn the_last_slot_is_now_or_later_and_only_moves_nearer() {
    let (mut w, s) = signed();
    let (now, signer) = (w.slot(), &s.c.members[0].key);
    let accounts = s.c.retire_signing_key(s.k.model, &s.ed25519);
    let mut at = |slot| retire(&mut w, &accounts, slot, signer);
    assert_refused(at(now - 1), AlthingError::RetirementInPast);
    assert_refused(at(0), AlthingError::RetirementInPast);
    assert_refused(at(u64::MAX), AlthingError::RetirementNotEarlier);
    at(u64::MAX - 1).unwrap();
    at(now + 5).unwrap();
    assert_refused(at(now + 5), AlthingError::RetirementNotEarlier);
    assert_refused(at(now + 6), AlthingError::RetirementNotEarlier);
    at(now).unwrap();
    assert_refused(at(now), AlthingError::RetirementNotEarlier);
}

#[test]
fn a_revoked_key_can_be_retired_and_a_retired_one_revoked() {
    let (mut w, s) = signed();
    let (now, signer) = (w.slot(), &s.c.members[0].key);
    let revocation = s.c.revoke_signing_key(s.k.model, &s.ed25519);
    let retirement = s.c.retire_signing_key(s.k.model, &s.ed25519);
    super::revoke(&mut w, &revocation, now, signer).unwrap();
    retire(&mut w, &retirement, now, signer).unwrap();
    super::revoke(&mut w, &revocation, now - 1, signer).unwrap();
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, s) = signed();
    let data = instruction::RetireSigningKey {
        last_slot: w.slot(),
    };
    let retire = s.c.retire_signing_key(s.k.model, &s.p256).call(data);
    w.sweep(retire, &[&s.c.members[0].key]).run();
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, s) = signed();
    let slot = w.slot();
    for signer in [&s.c.members[1].key, &s.c.renter, &s.k.evaluators[0]] {
        let accounts = accounts::RetireSigningKey {
            maintainer: signer.pubkey(),
            ..s.c.retire_signing_key(s.k.model, &s.p256)
        };
        let result = retire(&mut w, &accounts, slot, signer);
        assert_refused(result, AlthingError::NotMaintainer);
    }
    // Not even the authority, which can revoke.
    let accounts = accounts::RetireSigningKey {
        maintainer: s.c.authority,
        ..s.c.retire_signing_key(s.k.model, &s.p256)
    };
    let data = instruction::RetireSigningKey {
        last_slot: slot + 9_999,
    };
    let result = w.as_authority(&s.c, accounts.call(data));
    assert_refused(result, AlthingError::NotMaintainer);
}

#[test]
fn test_retire_signing_key_refuses_another_models_key_and_log() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let other = w.model(&c, "Another");
    let key = Signatory::ed25519("release");
    w.add_key(&c, &k, &key);
    let slot = w.slot();
    let signer = &c.members[0].key;
    let accounts = accounts::RetireSigningKey {
        signing_key: pda::signing_key(&k.model, &key.id()),
        ..c.retire_signing_key(other, &key)
    };
    let result = retire(&mut w, &accounts, slot, signer);
    assert_refused(result, AlthingError::WrongSigningKey);
    for log in [c.log, pda::log(&other), theirs.log] {
        let accounts = accounts::RetireSigningKey {
            log,
            ..c.retire_signing_key(k.model, &key)
        };
        let result = retire(&mut w, &accounts, slot, signer);
        assert_refused(result, AlthingError::WrongLog);
    }
}
