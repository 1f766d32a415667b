use althing::audit::entry::EntryKind;
use althing::registry::entries::MaintainershipOffered;
use althing::{AuditLog, Model};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

fn call(accounts: &accounts::OfferMaintainership, new_maintainer: Pubkey) -> Instruction {
    accounts.call(instruction::OfferMaintainership { new_maintainer })
}

#[test]
fn test_offer_maintainership_ok() {
    let (mut w, c, k) = catalogue();
    let new_maintainer = c.members[1].address();
    let (model, log): (Model, AuditLog) = (w.borsh(&k.model), w.zero_copy(&k.log));
    let offer = call(&c.offer_maintainership(k.model), new_maintainer);
    let sent = w.go(&[offer], &[&c.members[0].key]);
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
}

#[test]
fn a_vote_may_offer_it_too() {
    let (mut w, c, k) = catalogue();
    let new_maintainer = c.members[1].address();
    let accounts = accounts::OfferMaintainership {
        offerer: c.authority,
        ..c.offer_maintainership(k.model)
    };
    let motion = w.executable(&c, &[call(&accounts, new_maintainer)]);
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = w.execute(&c, &motion, 0).unwrap();
    assert_eq!(w.borsh::<Model>(&k.model).new_maintainer, new_maintainer);
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::MaintainershipOffered,
        &c.authority,
        &MaintainershipOffered { new_maintainer },
    );
}

#[test]
fn a_later_offer_replaces_an_earlier_one() {
    let (mut w, c, k) = catalogue();
    for member in &c.members[1..3] {
        w.offer(&c, &k.model, member.address());
    }
    let accept = |member: &Member| {
        let accounts = c.accept_maintainership(k.model, member.address());
        accounts.call(instruction::AcceptMaintainership {})
    };
    assert_refused(
        w.send(&[accept(&c.members[1])], &[&c.members[1].key]),
        AlthingError::NotNewMaintainer,
    );
    w.go(&[accept(&c.members[2])], &[&c.members[2].key]);
}

#[test]
fn an_offer_names_somebody_else() {
    let (mut w, c, k) = catalogue();
    let cases = [
        (Pubkey::default(), AlthingError::OfferedToNobody),
        (c.members[0].address(), AlthingError::AlreadyMaintainer),
    ];
    for (new_maintainer, error) in cases {
        let offer = call(&c.offer_maintainership(k.model), new_maintainer);
        assert_refused(w.send(&[offer], &[&c.members[0].key]), error);
    }
}

#[test]
fn nobody_but_the_maintainer_and_the_authority_may() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    let offers = |offerer: Pubkey| {
        let accounts = accounts::OfferMaintainership {
            offerer,
            ..c.offer_maintainership(k.model)
        };
        call(&accounts, c.members[2].address())
    };
    for key in [
        &c.members[1].key,
        &c.creator,
        &c.renter,
        &other.members[0].key,
    ] {
        assert_refused(
            w.send(&[offers(key.pubkey())], &[key]),
            AlthingError::NotOfferer,
        );
    }
    assert_refused(
        w.as_authority(&other, offers(other.authority)),
        AlthingError::NotOfferer,
    );
    // Nor does another organisation's authority by naming its own.
    let accounts = accounts::OfferMaintainership {
        dao: other.dao,
        offerer: other.authority,
        ..c.offer_maintainership(k.model)
    };
    let offer = call(&accounts, other.members[2].address());
    assert_refused(w.as_authority(&other, offer), AlthingError::WrongDao);
    assert_eq!(w.borsh::<Model>(&k.model).new_maintainer, Pubkey::default());
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let offer = call(&c.offer_maintainership(k.model), c.members[1].address());
    w.sweep(offer, &[&c.members[0].key]).run();
}

#[test]
fn test_offer_maintainership_refuses_another_organisation_or_log() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    let wrong = [
        (
            accounts::OfferMaintainership {
                dao: other.dao,
                ..c.offer_maintainership(k.model)
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::OfferMaintainership {
                log: c.log,
                ..c.offer_maintainership(k.model)
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in wrong {
        let offer = call(&accounts, c.members[1].address());
        assert_refused(w.send(&[offer], &[&c.members[0].key]), error);
    }
}
