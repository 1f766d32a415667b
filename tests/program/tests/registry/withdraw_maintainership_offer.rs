use althing::audit::entry::EntryKind;
use althing::registry::entries::MaintainershipOffered;
use althing::{AuditLog, Model};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue, whose model is offered to member 1.
fn offered() -> (World, Community, Catalogue) {
    let (mut w, c, k) = catalogue();
    w.offer(&c, &k.model, c.members[1].address());
    (w, c, k)
}

fn call(accounts: &accounts::WithdrawMaintainershipOffer) -> Instruction {
    accounts.call(instruction::WithdrawMaintainershipOffer {})
}

#[test]
fn test_withdraw_maintainership_offer_ok() {
    let (mut w, c, k) = offered();
    let (model, log): (Model, AuditLog) = (w.borsh(&k.model), w.zero_copy(&k.log));
    let withdraw = call(&c.withdraw_maintainership_offer(k.model));
    let sent = w.go(std::slice::from_ref(&withdraw), &[&c.members[0].key]);
    let new_maintainer = Pubkey::default();
    let expected = Model {
        new_maintainer,
        ..model
    };
    assert_same(&w.borsh::<Model>(&k.model), &expected);
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::MaintainershipOffered,
        &c.members[0].address(),
        &MaintainershipOffered { new_maintainer },
    );
    // Whoever was asked comes too late, and nothing is left to withdraw.
    let accept = c.accept_maintainership(k.model, c.members[1].address());
    assert_refused(
        w.send(
            &[accept.call(instruction::AcceptMaintainership {})],
            &[&c.members[1].key],
        ),
        AlthingError::NotNewMaintainer,
    );
    w.svm.expire_blockhash();
    assert_refused(
        w.send(&[withdraw], &[&c.members[0].key]),
        AlthingError::NoOffer,
    );
}

#[test]
fn where_nothing_was_offered_nothing_is_withdrawn() {
    let (mut w, c, k) = catalogue();
    let withdraw = call(&c.withdraw_maintainership_offer(k.model));
    assert_refused(
        w.send(&[withdraw], &[&c.members[0].key]),
        AlthingError::NoOffer,
    );
}

#[test]
fn a_vote_withdraws_what_the_maintainer_offered() {
    let (mut w, c, k) = offered();
    let accounts = accounts::WithdrawMaintainershipOffer {
        offerer: c.authority,
        ..c.withdraw_maintainership_offer(k.model)
    };
    w.pass(&c, &[call(&accounts)]);
    assert_eq!(w.borsh::<Model>(&k.model).new_maintainer, Pubkey::default());
}

#[test]
fn nobody_but_the_maintainer_and_the_authority_may() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    w.offer(&c, &k.model, c.members[1].address());
    let withdraws = |offerer: Pubkey| {
        let accounts = accounts::WithdrawMaintainershipOffer {
            offerer,
            ..c.withdraw_maintainership_offer(k.model)
        };
        call(&accounts)
    };
    for key in [&c.members[1].key, &c.creator, &other.members[0].key] {
        assert_refused(
            w.send(&[withdraws(key.pubkey())], &[key]),
            AlthingError::NotOfferer,
        );
    }
    assert_refused(
        w.as_authority(&other, withdraws(other.authority)),
        AlthingError::NotOfferer,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = offered();
    w.sweep(
        call(&c.withdraw_maintainership_offer(k.model)),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn test_withdraw_maintainership_offer_refuses_another_organisation_or_log() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    w.offer(&c, &k.model, c.members[1].address());
    let wrong = [
        (
            accounts::WithdrawMaintainershipOffer {
                dao: other.dao,
                ..c.withdraw_maintainership_offer(k.model)
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::WithdrawMaintainershipOffer {
                log: c.log,
                ..c.withdraw_maintainership_offer(k.model)
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in wrong {
        assert_refused(w.send(&[call(&accounts)], &[&c.members[0].key]), error);
    }
}
