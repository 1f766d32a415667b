//! The index of weights: what `register_version` and `close_version` make of it.

use althing::constants::SEED_DIGEST;
use althing::{DigestIndex, RegisterVersionArgs};
use althing_program_tests::prelude::*;

use super::{assert_same, bump};

const WEIGHTS: [u8; 32] = [2; 32];
const OTHERS: [u8; 32] = [42; 32];

fn register_with(w: &mut World, c: &Community, k: &Catalogue, weights: [u8; 32]) -> Pubkey {
    let number = w.borsh::<althing::Model>(&k.model).version_count + 1;
    let accounts = accounts::RegisterVersion {
        digest_index: pda::digest_index(&c.dao, &weights),
        ..c.register_version(k.model, number)
    };
    let args = RegisterVersionArgs {
        weights_digest: weights,
        ..version_args(number)
    };
    w.go(
        &[accounts.call(instruction::RegisterVersion { args })],
        &[&c.members[0].key, &c.renter],
    );
    accounts.model_version
}

fn close(w: &mut World, c: &Community, version: &Pubkey) {
    let close = w.closes(c, version);
    w.go(&[close], &[&c.members[0].key]);
}

#[test]
fn the_first_version_with_some_weights_makes_the_index() {
    let (mut w, c, k) = catalogue();
    let address = pda::digest_index(&c.dao, &OTHERS);
    assert!(!w.exists(&address));
    let version = register_with(&mut w, &c, &k, OTHERS);
    let expected = DigestIndex {
        version: 1,
        bump: bump(&[SEED_DIGEST, c.dao.as_ref(), &OTHERS]),
        _padding: [0; 2],
        count: 1,
        dao: c.dao,
        payer: c.renter.pubkey(),
        digest: OTHERS,
        first: version,
        latest: version,
    };
    assert_same(&w.zero_copy::<DigestIndex>(&address), &expected);
}

#[test]
fn further_versions_of_any_model_are_counted() {
    let (mut w, c, k) = catalogue();
    let model = w.model(&c, "Second");
    let other = w.version(&c, &model, None);
    let index: DigestIndex = w.zero_copy(&pda::digest_index(&c.dao, &WEIGHTS));
    assert_eq!(
        (index.count, index.first, index.latest),
        (2, k.draft, other)
    );
}

#[test]
fn it_is_there_as_long_as_a_version_is() {
    let (mut w, c, k) = catalogue();
    let second = w.version(&c, &k.model, None);
    let address = pda::digest_index(&c.dao, &WEIGHTS);
    close(&mut w, &c, &k.draft);
    let index: DigestIndex = w.zero_copy(&address);
    assert_eq!((index.count, index.first), (1, k.draft));
    let held = w.lamports(&address) + w.lamports(&second);
    let before = w.lamports(&c.renter.pubkey());
    close(&mut w, &c, &second);
    assert!(!w.exists(&address));
    assert_eq!(w.lamports(&c.renter.pubkey()) - before, held);
    // And is made anew.
    let third = w.version(&c, &k.model, None);
    let index: DigestIndex = w.zero_copy(&address);
    assert_eq!((index.count, index.first), (1, third));
}

#[test]
fn a_revoked_version_is_still_found() {
    let (mut w, c, k) = catalogue();
    w.revoke(&c, &k.draft);
    let index: DigestIndex = w.zero_copy(&pda::digest_index(&c.dao, &WEIGHTS));
    assert_eq!((index.count, index.latest), (1, k.draft));
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, c, k) = catalogue();
    w.svm
        .airdrop(&pda::digest_index(&c.dao, &OTHERS), 1_000_000)
        .unwrap();
    register_with(&mut w, &c, &k, OTHERS);
}

#[test]
fn a_registration_names_the_index_of_its_own_weights_and_organisation() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    for digest_index in [
        pda::digest_index(&c.dao, &OTHERS),
        pda::digest_index(&other.dao, &WEIGHTS),
    ] {
        let accounts = accounts::RegisterVersion {
            digest_index,
            ..c.register_version(k.model, 2)
        };
        let register = accounts.call(instruction::RegisterVersion {
            args: version_args(2),
        });
        assert_refused(
            w.send(&[register], &[&c.members[0].key, &c.renter]),
            AnchorError::ConstraintSeeds,
        );
    }
}

#[test]
fn a_closing_names_the_index_of_the_versions_weights_and_its_payer() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    register_with(&mut w, &c, &k, OTHERS);
    let right = || c.close_version(k.model, k.draft);
    let mut refused = |accounts: accounts::CloseVersion, error| {
        let close = accounts.call(instruction::CloseVersion {});
        assert_refused(w.send(&[close], &[&c.members[0].key]), error);
    };
    for digest_index in [
        pda::digest_index(&c.dao, &OTHERS),
        pda::digest_index(&other.dao, &WEIGHTS),
    ] {
        let accounts = accounts::CloseVersion {
            digest_index,
            ..right()
        };
        refused(accounts, AlthingError::WrongDigestIndex);
    }
    let accounts = accounts::CloseVersion {
        index_payer: c.members[0].address(),
        ..right()
    };
    refused(accounts, AlthingError::WrongPayer);
}

/// Two maintainers, each with a payer of their own, have versions with the same weights.
#[test]
fn the_rent_of_an_index_is_its_payers_whoever_closes_the_last_version() {
    let (mut w, c, k) = catalogue();
    let rich = w.wallet("another payer");
    let accounts = accounts::RegisterVersion {
        digest_index: pda::digest_index(&c.dao, &OTHERS),
        payer: rich.pubkey(),
        ..c.register_version(k.model, 2)
    };
    let args = RegisterVersionArgs {
        weights_digest: OTHERS,
        ..version_args(2)
    };
    let register = accounts.call(instruction::RegisterVersion { args });
    w.go(&[register], &[&c.members[0].key, &rich]);
    let third = register_with(&mut w, &c, &k, OTHERS);
    let second = accounts.model_version;
    let index = accounts.digest_index;
    assert_eq!(w.zero_copy::<DigestIndex>(&index).payer, rich.pubkey());

    let paid = |w: &World, c: &Community| {
        [rich.pubkey(), c.renter.pubkey()].map(|address| w.lamports(&address))
    };
    let close = |w: &mut World, version: Pubkey| {
        let accounts = accounts::CloseVersion {
            digest_index: index,
            index_payer: rich.pubkey(),
            payer: if version == second {
                rich.pubkey()
            } else {
                c.renter.pubkey()
            },
            ..c.close_version(k.model, version)
        };
        w.go(
            &[accounts.call(instruction::CloseVersion {})],
            &[&c.members[0].key],
        );
    };
    let (before, held) = (paid(&w, &c), w.lamports(&second));
    close(&mut w, second);
    let between = paid(&w, &c);
    assert_eq!(between, [before[0] + held, before[1]]);
    let (rent, held) = (w.lamports(&index), w.lamports(&third));
    close(&mut w, third);
    assert!(!w.exists(&index));
    assert_eq!(paid(&w, &c), [between[0] + rent, between[1] + held]);
}

/// Whoever made the index stays its payer and its first.
#[test]
fn an_index_is_not_reset_by_a_further_version() {
    let (mut w, c, k) = catalogue();
    let address = pda::digest_index(&c.dao, &WEIGHTS);
    let before: DigestIndex = w.zero_copy(&address);
    let second = w.version(&c, &k.model, None);
    let expected = DigestIndex {
        count: 2,
        latest: second,
        ..before
    };
    assert_same(&w.zero_copy::<DigestIndex>(&address), &expected);
}
