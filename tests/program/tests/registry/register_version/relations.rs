//! Who may, and the model, the log and the parent.

use althing::ModelVersion;
use althing_program_tests::prelude::*;

use super::{second, send};

#[test]
fn a_parent_is_a_version_of_the_same_model() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let sibling = w.model(&c, "Sibling");
    let of_sibling = w.version(&c, &sibling, None);
    for parent in [of_sibling, theirs.draft] {
        let sent = send(&mut w, &c, &second(&c, &k, Some(parent)), version_args(2));
        assert_refused(sent, AlthingError::WrongModel);
    }
}

#[test]
fn a_parent_may_be_in_production_or_deprecated() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    let child = w.version(&c, &k.model, Some(k.draft));
    w.pass(
        &c,
        &[c.deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {})],
    );
    let another = w.version(&c, &k.model, Some(k.draft));
    for version in [child, another] {
        assert_eq!(w.borsh::<ModelVersion>(&version).parent_number, 1);
    }
}

#[test]
fn a_parent_may_not_be_revoked() {
    let (mut w, c, k) = catalogue();
    w.revoke(&c, &k.draft);
    let sent = send(&mut w, &c, &second(&c, &k, Some(k.draft)), version_args(2));
    assert_refused(sent, AlthingError::ParentRevoked);
    w.version(&c, &k.model, None);
}

#[test]
fn a_parent_may_not_be_closed() {
    let (mut w, c, k) = catalogue();
    w.go(
        &[c.close_version(k.model, k.draft)
            .call(instruction::CloseVersion {})],
        &[&c.members[0].key],
    );
    let sent = send(&mut w, &c, &second(&c, &k, Some(k.draft)), version_args(2));
    assert_refused(sent, AnchorError::AccountNotInitialized);
}

#[test]
fn a_version_is_not_its_own_parent() {
    let (mut w, c, k) = catalogue();
    let itself = pda::version(&k.model, 2);
    let sent = send(&mut w, &c, &second(&c, &k, Some(itself)), version_args(2));
    assert_refused(sent, AnchorError::AccountNotInitialized);
}

#[test]
fn test_register_version_refuses_another_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let second_model = pda::log(&w.model(&c, "Second"));
    for log in [c.log, other.log, theirs.log, second_model] {
        let accounts = accounts::RegisterVersion {
            log,
            ..second(&c, &k, None)
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
        ..other.register_version(theirs.model, 2, None)
    };
    assert_refused(
        send(&mut w, &c, &accounts, version_args(2)),
        AlthingError::NotMaintainer,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let accounts = second(&c, &k, Some(k.draft));
    let register = accounts.call(instruction::RegisterVersion {
        args: version_args(2),
    });
    w.sweep(register, &[&c.members[0].key, &c.renter]).run();
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = catalogue();
    for key in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::RegisterVersion {
            maintainer: key.pubkey(),
            ..second(&c, &k, None)
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
        ..second(&c, &k, None)
    };
    let register = accounts.call(instruction::RegisterVersion {
        args: version_args(2),
    });
    assert_refused(w.as_authority(&c, register), AlthingError::NotMaintainer);
}
