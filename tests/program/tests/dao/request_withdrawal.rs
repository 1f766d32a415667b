use althing::dao::events::SeatFed;
use althing::{Chamber, Seat};
use althing_program_tests::prelude::*;

fn request(c: &Community, m: &Member, amount: u64) -> Instruction {
    c.request_withdrawal(m)
        .call(instruction::RequestWithdrawal { amount })
}

#[test]
fn test_request_withdrawal_ok() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let epoch = w.epoch(&c);
    let sent = w.go(&[request(&c, m, 150)], &[&m.key]);

    let seat: Seat = w.zero_copy(&m.seat);
    assert_eq!(
        (seat.deposited, seat.withdrawing, seat.withdrawable_at),
        (250, 150, w.now() + 200)
    );
    // The weight ends with the running epoch, the debt does not.
    assert_eq!(
        (
            seat.weight_at(epoch).unwrap(),
            seat.weight_at(epoch + 1).unwrap()
        ),
        (400, 250)
    );
    let chamber: Chamber = w.zero_copy(&c.chamber);
    assert_eq!((chamber.deposited, chamber.total.latest()), (1_000, 850));
    assert_eq!(w.balance(&c.vault), 1_000);
    assert_eq!(sent.events::<SeatFed>()[0].weight, 250);
}

#[test]
fn a_second_request_joins_the_first_and_the_cooldown_begins_anew() {
    let (mut w, c) = community();
    let m = &c.members[0];
    w.go(&[request(&c, m, 100)], &[&m.key]);
    w.wait(150);
    w.go(&[request(&c, m, 300)], &[&m.key]);
    let seat: Seat = w.zero_copy(&m.seat);
    assert_eq!(
        (seat.deposited, seat.withdrawing, seat.withdrawable_at),
        (0, 400, w.now() + 200)
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    w.sweep(request(&c, &c.members[0], 1), &[&c.members[0].key])
        .run();
}

#[test]
fn test_request_withdrawal_amounts() {
    let (mut w, c) = community();
    let m = &c.members[0];
    assert_refused(
        w.send(&[request(&c, m, 0)], &[&m.key]),
        AlthingError::AmountIsZero,
    );
    assert_refused(
        w.send(&[request(&c, m, 401)], &[&m.key]),
        AlthingError::AmountOverDeposit,
    );
    assert_refused(
        w.send(&[request(&c, m, u64::MAX)], &[&m.key]),
        AlthingError::AmountOverDeposit,
    );
    w.go(&[request(&c, m, 400)], &[&m.key]);
    assert_refused(
        w.send(&[request(&c, m, 1)], &[&m.key]),
        AlthingError::AmountOverDeposit,
    );
}

#[test]
fn test_request_withdrawal_refuses_anothers_seat() {
    let (mut w, c, other) = two_communities();
    let (m, thief) = (&c.members[0], &c.members[1]);
    let mut refused = |accounts: accounts::RequestWithdrawal, error| {
        let ix = accounts.call(instruction::RequestWithdrawal { amount: 1 });
        assert_refused(w.send(&[ix], &[&m.key, &thief.key]), error);
    };
    let a = || c.request_withdrawal(m);
    refused(
        accounts::RequestWithdrawal {
            holder: thief.address(),
            ..a()
        },
        AlthingError::WrongHolder,
    );
    refused(
        accounts::RequestWithdrawal {
            seat: thief.seat,
            ..a()
        },
        AlthingError::WrongHolder,
    );
    refused(
        accounts::RequestWithdrawal {
            dao: other.dao,
            ..a()
        },
        AlthingError::WrongDao,
    );
    refused(
        accounts::RequestWithdrawal {
            chamber: other.chamber,
            ..a()
        },
        AlthingError::WrongDao,
    );
    refused(
        accounts::RequestWithdrawal {
            seat: other.members[0].seat,
            ..a()
        },
        AlthingError::WrongSeat,
    );
}

#[test]
fn granted_points_cannot_be_withdrawn() {
    let (mut w, c) = community();
    let evaluator = w.appoint(&c, "evaluator");
    let accounts = accounts::RequestWithdrawal {
        dao: c.dao,
        chamber: c.evaluators,
        seat: pda::seat(&c.evaluators, &evaluator.pubkey()),
        holder: evaluator.pubkey(),
    };
    let ix = accounts.call(instruction::RequestWithdrawal { amount: 1 });
    assert_refused(w.send(&[ix], &[&evaluator]), AlthingError::WrongChamber);
}

#[test]
fn a_change_of_the_cooldown_does_not_move_a_request() {
    let (mut w, c) = community();
    let m = &c.members[4];
    w.go(&[request(&c, m, 1)], &[&m.key]);
    let before = w.zero_copy::<Seat>(&m.seat).withdrawable_at;
    let longer = althing::Config {
        withdrawal_cooldown: 10_000,
        ..config()
    };
    w.pass(
        &c,
        &[c.update_config()
            .call(instruction::UpdateConfig { config: longer })],
    );
    assert_eq!(w.zero_copy::<Seat>(&m.seat).withdrawable_at, before);
}
