//! The slot at which a signature is judged: before, at and after each end.

use althing::signing::Standing;
use althing_program_tests::prelude::*;

use super::super::{retire, revoke};
use super::{key_account, recorded};

/// A world in which a third key counts from slot `from` to `until`, in the slot before `from`.
fn with_window(length: u64) -> (World, Signed, Signatory, u64, u64) {
    let (mut w, s) = signed();
    let key = Signatory::p256("later");
    let (from, until) = (w.slot() + 1, w.slot() + length);
    let args = althing::AddSigningKeyArgs {
        valid_from_slot: from,
        valid_until_slot: until,
        ..key.args()
    };
    let add = s.c.add_signing_key(s.k.model, &key);
    w.go(
        &[
            key.proof(&s.k.model),
            add.call(instruction::AddSigningKey { args }),
        ],
        &[&s.c.members[0].key, &s.c.renter],
    );
    (w, s, key, from, until)
}

fn sign_at(w: &World, s: &Signed, key: &Signatory, slot: u64) -> Result<Sent, Refusal> {
    let mut w = w.clone();
    w.set_clock(w.now(), slot);
    s.sign(&mut w, key, &encoding(STATEMENT))
}

#[test]
fn a_key_counts_from_its_first_slot_to_its_last() {
    let (w, s, key, from, until) = with_window(5);
    let early = sign_at(&w, &s, &key, from - 1);
    assert_refused(early, AlthingError::KeyNotYetValid);
    sign_at(&w, &s, &key, from).unwrap();
    sign_at(&w, &s, &key, until).unwrap();
    let late = sign_at(&w, &s, &key, until + 1);
    assert_refused(late, AlthingError::KeyHasRetired);
}

#[test]
fn a_key_may_count_in_one_slot_only() {
    let (w, s, key, from, until) = with_window(1);
    assert_eq!(from, until);
    sign_at(&w, &s, &key, from).unwrap();
    let late = sign_at(&w, &s, &key, until + 1);
    assert_refused(late, AlthingError::KeyHasRetired);
}

#[test]
fn a_retired_key_signs_until_its_last_slot_and_what_it_signed_stays_good() {
    let (mut w, s) = signed();
    let now = w.slot();
    let accounts = s.c.retire_signing_key(s.k.model, &s.p256);
    retire(&mut w, &accounts, now + 2, &s.c.members[0].key).unwrap();
    let late = sign_at(&w, &s, &s.p256, now + 3);
    assert_refused(late, AlthingError::KeyHasRetired);
    w.set_clock(w.now(), now + 2);
    s.go(&mut w, &s.p256);
    w.set_clock(w.now(), now + 1_000);
    let standing = recorded(&w, &s, &s.p256).standing(&key_account(&w, &s, &s.p256));
    assert_eq!(standing, Standing::Good);
}

#[test]
fn what_was_signed_in_the_slot_of_a_retirement_stays_good() {
    let (mut w, s) = signed();
    let now = w.slot();
    s.go(&mut w, &s.p256);
    let accounts = s.c.retire_signing_key(s.k.model, &s.p256);
    retire(&mut w, &accounts, now, &s.c.members[0].key).unwrap();
    let standing = recorded(&w, &s, &s.p256).standing(&key_account(&w, &s, &s.p256));
    assert_eq!(standing, Standing::Good);
}

#[test]
fn a_revoked_key_signs_no_more() {
    let (mut w, s) = signed();
    let now = w.slot();
    let accounts = s.c.revoke_signing_key(s.k.model, &s.p256);
    revoke(&mut w, &accounts, now, &s.c.members[0].key).unwrap();
    for slot in [now, now + 1, now + 1_000] {
        let result = sign_at(&w, &s, &s.p256, slot);
        assert_refused(result, AlthingError::KeyIsRevoked);
    }
    // The other keys go on.
    s.go(&mut w, &s.ed25519);
}

#[test]
fn keys_overlap_while_one_follows_the_other() {
    let (mut w, s, later, from, _) = with_window(100);
    let accounts = s.c.retire_signing_key(s.k.model, &s.p256);
    retire(&mut w, &accounts, from + 1, &s.c.members[0].key).unwrap();
    for slot in [from, from + 1] {
        sign_at(&w, &s, &s.p256, slot).unwrap();
        sign_at(&w, &s, &later, slot).unwrap();
    }
}
