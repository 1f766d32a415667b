use althing::{Chamber, Seat};
use althing_program_tests::prelude::*;

fn close(c: &Community, holder: Pubkey) -> Instruction {
    c.close_seat(c.chamber, holder)
        .call(instruction::CloseSeat {})
}

/// Member 4 has left: nothing on deposit, nothing on its way, no weight in the running epoch.
fn left() -> (World, Community) {
    let (mut w, c) = community();
    let m = &c.members[4];
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 20 })],
        &[&m.key],
    );
    w.wait(200);
    w.go(
        &[c.withdraw_tokens(m).call(instruction::WithdrawTokens {})],
        &[&m.key],
    );
    (w, c)
}

#[test]
fn test_close_seat_ok() {
    let (mut w, c) = left();
    let m = &c.members[4];
    let before = w.lamports(&c.renter.pubkey());
    // Nobody but the payer of fees signs.
    w.go(&[close(&c, m.address())], &[]);
    assert!(!w.exists(&m.seat));
    assert_eq!(w.lamports(&c.renter.pubkey()) - before, w.rent(Seat::SPACE));
    assert_eq!(w.zero_copy::<Chamber>(&c.chamber).seats, 4);
}

#[test]
fn a_closed_seat_can_be_opened_again_empty() {
    let (mut w, c) = left();
    let m = &c.members[4];
    w.go(&[close(&c, m.address())], &[]);
    assert_refused(
        w.send(&[close(&c, m.address())], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.go(
        &[c.open_seat(c.chamber, m.address())
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    assert_eq!(w.zero_copy::<Seat>(&m.seat).weight.written, 0);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = left();
    w.sweep(close(&c, c.members[4].address()), &[]).run();
}

#[test]
fn test_close_seat_refuses_while_something_is_left() {
    let (mut w, c) = community();
    let m = &c.members[4];
    let refused = |w: &mut World| {
        assert_refused(
            w.send(&[close(&c, m.address())], &[]),
            AlthingError::SeatNotEmpty,
        )
    };
    refused(&mut w);
    // All is requested, but it still weighs in this epoch.
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 20 })],
        &[&m.key],
    );
    refused(&mut w);
    // It weighs no more, but is still on its way.
    w.next_epoch(&c);
    refused(&mut w);
    w.wait(100);
    w.go(
        &[c.withdraw_tokens(m).call(instruction::WithdrawTokens {})],
        &[&m.key],
    );
    w.go(&[close(&c, m.address())], &[]);
}

#[test]
fn a_dismissed_evaluators_seat_closes_a_vote_after_its_last_epoch() {
    let (mut w, c) = community();
    let evaluator = w.appoint(&c, "evaluator").pubkey();
    w.pass(
        &c,
        &[c.grant_seat(c.evaluators, evaluator)
            .call(instruction::GrantSeat { points: 0 })],
    );
    let ix = c
        .close_seat(c.evaluators, evaluator)
        .call(instruction::CloseSeat {});
    for wait in [0, config().voting_period - 1] {
        assert_refused(
            w.send(std::slice::from_ref(&ix), &[]),
            AlthingError::SeatNotEmpty,
        );
        if wait == 0 {
            w.next_epoch(&c);
        }
        w.wait(wait);
    }
    assert_refused(
        w.send(std::slice::from_ref(&ix), &[]),
        AlthingError::SeatNotEmpty,
    );
    w.wait(1);
    w.go(&[ix], &[]);
    assert_eq!(w.zero_copy::<Chamber>(&c.evaluators).seats, 0);
}

/// Where votes become longer, tokens that asked to leave before can be out while a vote that they weigh in is
/// still open.
#[test]
fn nobody_can_close_a_seat_whose_vote_is_still_open() {
    let (mut w, c) = community();
    let rules = |voting_period, withdrawal_cooldown| {
        let config = althing::Config {
            voting_period,
            withdrawal_cooldown,
            hold_up: 0,
            execution_window: 1_000,
            ..config()
        };
        c.update_config().call(instruction::UpdateConfig { config })
    };
    w.pass(&c, &[rules(10, 110)]);
    let lengthen = w.executable(&c, &[rules(80, 180)]);
    w.next_epoch(&c);
    let m = &c.members[4];
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 20 })],
        &[&m.key],
    );
    w.execute(&c, &lengthen, 0).expect("votes are longer now");
    w.wait(60);
    let pay = w.transfer(&c.mint, &c.treasury, &m.tokens, &c.authority, 1);
    let motion = w.voting(&c, &[pay]);
    w.wait(50);
    w.go(
        &[c.withdraw_tokens(m).call(instruction::WithdrawTokens {})],
        &[&m.key],
    );

    assert_refused(
        w.send(&[close(&c, m.address())], &[]),
        AlthingError::SeatNotEmpty,
    );
    w.vote(&c, &motion, m, althing::Proposal::NO)
        .expect("the vote still counts");
    // The weight ended 100 s after the request, a vote takes 80 s.
    w.wait(69);
    assert_refused(
        w.send(&[close(&c, m.address())], &[]),
        AlthingError::SeatNotEmpty,
    );
    w.wait(1);
    w.go(&[close(&c, m.address())], &[]);
}

#[test]
fn test_close_seat_refuses_wrong_accounts() {
    let (mut w, c, other) = two_communities();
    let holder = key("newcomer").pubkey();
    for c in [&c, &other] {
        w.go(
            &[c.open_seat(c.chamber, holder)
                .call(instruction::OpenSeat {})],
            &[&c.renter],
        );
    }
    let mut refused = |accounts: accounts::CloseSeat, error| {
        assert_refused(
            w.send(&[accounts.call(instruction::CloseSeat {})], &[]),
            error,
        );
    };
    let a = || c.close_seat(c.chamber, holder);
    refused(
        accounts::CloseSeat {
            payer: c.creator.pubkey(),
            ..a()
        },
        AlthingError::WrongPayer,
    );
    refused(
        accounts::CloseSeat {
            dao: other.dao,
            ..a()
        },
        AlthingError::WrongDao,
    );
    refused(
        accounts::CloseSeat {
            chamber: other.chamber,
            ..a()
        },
        AlthingError::WrongDao,
    );
    refused(
        accounts::CloseSeat {
            chamber: c.evaluators,
            ..a()
        },
        AlthingError::WrongSeat,
    );
    refused(
        accounts::CloseSeat {
            seat: pda::seat(&other.chamber, &holder),
            ..a()
        },
        AlthingError::WrongSeat,
    );
}
