//! Who may, and the model, its log and its history.

use althing_program_tests::prelude::*;

use super::{second, send};

#[test]
fn test_register_version_refuses_another_history() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let second_model = pda::history(&w.model(&c, "Second"));
    for history in [pda::history(&theirs.model), second_model] {
        let accounts = accounts::RegisterVersion {
            history,
            ..second(&c, &k)
        };
        assert_refused(
            send(&mut w, &c, &accounts, version_args(2)),
            AlthingError::WrongHistory,
        );
    }
}

#[test]
fn test_register_version_refuses_another_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let second_model = pda::log(&w.model(&c, "Second"));
    for log in [c.log, other.log, theirs.log, second_model] {
        let accounts = accounts::RegisterVersion {
            log,
            ..second(&c, &k)
        };
        assert_refused(
            send(&mut w, &c, &accounts, version_args(2)),
            AlthingError::WrongLog,
        );
    }
}

#[test]
fn test_register_version_refuses_another_organisations_model() {
    let (mut w, [c, other], [_, theirs]) = two_catalogues();
    let accounts = accounts::RegisterVersion {
        maintainer: c.members[0].address(),
        payer: c.renter.pubkey(),
        ..other.register_version(theirs.model, 2)
    };
    assert_refused(
        send(&mut w, &c, &accounts, version_args(2)),
        AlthingError::NotMaintainer,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let accounts = second(&c, &k);
    let register = accounts.call(instruction::RegisterVersion {
        args: version_args(2),
    });
    w.sweep(register, &[&c.members[0].key, &c.renter])
        .expecting(accounts.digest_index, AnchorError::ConstraintSeeds)
        .run();
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = catalogue();
    for key in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::RegisterVersion {
            maintainer: key.pubkey(),
            ..second(&c, &k)
        };
        let register = accounts.call(instruction::RegisterVersion {
            args: version_args(2),
        });
        assert_refused(
            w.send(&[register], &[key, &c.renter]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn the_authority_may_not_either() {
    let (mut w, c, k) = catalogue();
    let accounts = accounts::RegisterVersion {
        maintainer: c.authority,
        payer: c.authority,
        ..second(&c, &k)
    };
    let register = accounts.call(instruction::RegisterVersion {
        args: version_args(2),
    });
    assert_refused(w.as_authority(&c, register), AlthingError::NotMaintainer);
}
