use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::{Chamber, Seat};
use althing_program_tests::prelude::*;

/// An organisation, another one, and an evaluator's empty seat in the first.
fn with_empty_seat() -> (World, Community, Community, Pubkey) {
    let (mut w, c, other) = two_communities();
    let holder = key("evaluator").pubkey();
    for c in [&c, &other] {
        w.go(
            &[c.open_seat(c.evaluators, holder)
                .call(instruction::OpenSeat {})],
            &[&c.renter],
        );
    }
    (w, c, other, holder)
}

fn grant(c: &Community, holder: Pubkey, points: u64) -> Instruction {
    c.grant_seat(c.evaluators, holder)
        .call(instruction::GrantSeat { points })
}

#[test]
fn test_grant_seat_ok() {
    let (mut w, c, _, holder) = with_empty_seat();
    let sent = w.as_authority(&c, grant(&c, holder, 7)).unwrap();
    let epoch = w.epoch(&c);
    let seat: Seat = w.zero_copy(&pda::seat(&c.evaluators, &holder));
    assert_eq!((seat.deposited, seat.withdrawing), (7, 0));
    assert_eq!(
        (
            seat.weight_at(epoch).unwrap(),
            seat.weight_at(epoch + 1).unwrap()
        ),
        (0, 7)
    );
    let chamber: Chamber = w.zero_copy(&c.evaluators);
    assert_eq!((chamber.total.latest(), chamber.deposited), (7, 0));
    assert_eq!(
        sent.events::<EntryAppended>()[1].kind,
        EntryKind::SeatGranted as u16
    );
}

#[test]
fn points_are_replaced_not_added_and_zero_dismisses() {
    let (mut w, c, _, holder) = with_empty_seat();
    w.pass(&c, &[grant(&c, holder, 7), grant(&c, holder, 3)]);
    assert_eq!(w.zero_copy::<Chamber>(&c.evaluators).total.latest(), 3);
    w.pass(&c, &[grant(&c, holder, 0)]);
    assert_eq!(w.zero_copy::<Chamber>(&c.evaluators).total.latest(), 0);
}

#[test]
fn in_a_square_root_chamber_points_weigh_their_root() {
    let (mut w, c) = community();
    let chamber = pda::chamber(&c.dao, 2);
    w.pass(
        &c,
        &[c.create_chamber(2).call(instruction::CreateChamber {
            kind: 3,
            weighting: 1,
        })],
    );
    let holder = key("citizen").pubkey();
    w.go(
        &[c.open_seat(chamber, holder).call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    w.pass(
        &c,
        &[c.grant_seat(chamber, holder)
            .call(instruction::GrantSeat { points: 99 })],
    );
    assert_eq!(
        w.zero_copy::<Seat>(&pda::seat(&chamber, &holder))
            .weight
            .latest(),
        9
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _, holder) = with_empty_seat();
    w.sweep_authority(&c, grant(&c, holder, 1)).run();
}

#[test]
fn only_the_authority_may() {
    let (mut w, c, other, holder) = with_empty_seat();
    let m = &c.members[0];
    let accounts = accounts::GrantSeat {
        authority: m.address(),
        ..c.grant_seat(c.evaluators, holder)
    };
    assert_refused(
        w.send(
            &[accounts.call(instruction::GrantSeat { points: 1 })],
            &[&m.key],
        ),
        AlthingError::NotAuthority,
    );
    let accounts = accounts::GrantSeat {
        authority: other.authority,
        ..c.grant_seat(c.evaluators, holder)
    };
    let ix = accounts.call(instruction::GrantSeat { points: 1 });
    assert_refused(w.as_authority(&other, ix), AlthingError::NotAuthority);
}

#[test]
fn the_weights_of_token_holders_cannot_be_granted() {
    let (mut w, c) = community();
    let grant = c.grant_seat(c.chamber, c.members[0].address());
    let ix = grant.call(instruction::GrantSeat { points: 1 });
    assert_refused(w.as_authority(&c, ix), AlthingError::ChamberIsFedByDeposits);
}

#[test]
fn test_grant_seat_refuses_accounts_of_another_organisation() {
    let (w, c, other, holder) = with_empty_seat();
    let refused = |accounts: accounts::GrantSeat, error| {
        let ix = accounts.call(instruction::GrantSeat { points: 1 });
        assert_refused(w.clone().as_authority(&c, ix), error);
    };
    let a = || c.grant_seat(c.evaluators, holder);
    let foreign = other.grant_seat(other.evaluators, holder);
    refused(
        accounts::GrantSeat {
            chamber: other.evaluators,
            ..a()
        },
        AlthingError::WrongDao,
    );
    refused(
        accounts::GrantSeat {
            seat: foreign.seat,
            ..a()
        },
        AlthingError::WrongSeat,
    );
    refused(
        accounts::GrantSeat {
            log: other.log,
            ..a()
        },
        AlthingError::WrongLog,
    );
    refused(
        accounts::GrantSeat {
            dao: other.dao,
            log: other.log,
            chamber: other.evaluators,
            ..a()
        },
        AlthingError::NotAuthority,
    );
    refused(
        accounts::GrantSeat {
            seat: c.members[0].seat,
            ..a()
        },
        AlthingError::WrongSeat,
    );
}

#[test]
fn test_grant_seat_refuses_a_total_that_does_not_fit() {
    let (mut w, c, _, holder) = with_empty_seat();
    let second = key("second evaluator").pubkey();
    w.go(
        &[c.open_seat(c.evaluators, second)
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    w.pass(&c, &[grant(&c, holder, u64::MAX)]);
    assert_refused(
        w.as_authority(&c, grant(&c, second, 1)),
        AlthingError::Overflow,
    );
    // Replacing the first one's points by fewer makes room.
    w.pass(&c, &[grant(&c, holder, u64::MAX - 1), grant(&c, second, 1)]);
    assert_eq!(
        w.zero_copy::<Chamber>(&c.evaluators).total.latest(),
        u64::MAX
    );
}
