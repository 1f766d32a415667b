use althing::dao::events::TokensWithdrawn;
use althing::{Chamber, Seat};
use althing_program_tests::prelude::*;

fn withdraw(c: &Community, m: &Member) -> Instruction {
    c.withdraw_tokens(m).call(instruction::WithdrawTokens {})
}

/// Member 0 has asked for 150 of 400, and the cooldown is over.
fn cooled() -> (World, Community, Community) {
    let (mut w, c, other) = two_communities();
    let m = &c.members[0];
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 150 })],
        &[&m.key],
    );
    w.wait(200);
    (w, c, other)
}

#[test]
fn test_withdraw_tokens_ok() {
    let (mut w, c, _) = cooled();
    let m = &c.members[0];
    let sent = w.go(&[withdraw(&c, m)], &[&m.key]);
    let seat: Seat = w.zero_copy(&m.seat);
    assert_eq!(
        (seat.deposited, seat.withdrawing, seat.withdrawable_at),
        (250, 0, 0)
    );
    let chamber: Chamber = w.zero_copy(&c.chamber);
    assert_eq!((chamber.deposited, chamber.total.latest()), (850, 850));
    assert_eq!(
        (w.balance(&c.vault), w.balance(&m.tokens)),
        (850, SAVINGS + 150)
    );
    let event = &sent.events::<TokensWithdrawn>()[0];
    assert_eq!(
        (event.seat, event.holder, event.amount),
        (m.seat, m.address(), 150)
    );
}

#[test]
fn the_second_before_the_end_of_the_cooldown_is_too_early() {
    let (mut w, c, _) = cooled();
    let m = &c.members[0];
    w.warp_to(w.now() - 1);
    assert_refused(
        w.send(&[withdraw(&c, m)], &[&m.key]),
        AlthingError::CooldownNotOver,
    );
    w.wait(1);
    w.go(&[withdraw(&c, m)], &[&m.key]);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _) = cooled();
    w.sweep(withdraw(&c, &c.members[0]), &[&c.members[0].key])
        .run();
}

#[test]
fn test_withdraw_tokens_refuses_twice_and_without_a_request() {
    let (mut w, c, _) = cooled();
    let (m, quiet) = (&c.members[0], &c.members[1]);
    w.go(&[withdraw(&c, m)], &[&m.key]);
    assert_refused(
        w.send(&[withdraw(&c, m)], &[&m.key]),
        AlthingError::NothingToWithdraw,
    );
    assert_refused(
        w.send(&[withdraw(&c, quiet)], &[&quiet.key]),
        AlthingError::NothingToWithdraw,
    );
}

#[test]
fn test_withdraw_tokens_refuses_wrong_accounts() {
    let (mut w, c, other) = cooled();
    let (m, thief) = (&c.members[0], &c.members[1]);
    let fake = w.tokens("fake vault", &c.mint, &m.address(), 1_000);
    let mut refused = |accounts: accounts::WithdrawTokens, error: AlthingError| {
        assert_refused(
            w.send(
                &[accounts.call(instruction::WithdrawTokens {})],
                &[&m.key, &thief.key],
            ),
            error,
        );
    };
    let a = || c.withdraw_tokens(m);
    refused(
        accounts::WithdrawTokens {
            holder: thief.address(),
            ..a()
        },
        AlthingError::WrongHolder,
    );
    refused(
        accounts::WithdrawTokens {
            seat: thief.seat,
            ..a()
        },
        AlthingError::WrongHolder,
    );
    refused(
        accounts::WithdrawTokens { vault: fake, ..a() },
        AlthingError::WrongVault,
    );
    refused(
        accounts::WithdrawTokens {
            vault: other.vault,
            ..a()
        },
        AlthingError::WrongVault,
    );
    refused(
        accounts::WithdrawTokens {
            mint: other.mint,
            ..a()
        },
        AlthingError::WrongMint,
    );
    refused(
        accounts::WithdrawTokens {
            to: other.members[0].tokens,
            ..a()
        },
        AlthingError::WrongMint,
    );
    refused(
        accounts::WithdrawTokens {
            chamber: other.chamber,
            ..a()
        },
        AlthingError::WrongMint,
    );
    refused(
        accounts::WithdrawTokens {
            seat: other.members[0].seat,
            ..a()
        },
        AlthingError::WrongSeat,
    );
}

#[test]
fn a_seat_of_one_chamber_cannot_drain_the_vault_of_another() {
    let (mut w, c, other) = cooled();
    let m = &c.members[0];
    let to = w.tokens("loot", &other.mint, &m.address(), 0);
    let accounts = accounts::WithdrawTokens {
        seat: m.seat,
        to,
        holder: m.address(),
        ..other.withdraw_tokens(&other.members[0])
    };
    let ix = accounts.call(instruction::WithdrawTokens {});
    assert_refused(w.send(&[ix], &[&m.key]), AlthingError::WrongSeat);
}

#[test]
fn test_withdraw_tokens_refuses_the_vault_as_destination() {
    let (mut w, c, _) = cooled();
    let m = &c.members[0];
    let accounts = accounts::WithdrawTokens {
        to: c.vault,
        ..c.withdraw_tokens(m)
    };
    let ix = accounts.call(instruction::WithdrawTokens {});
    assert_refused(
        w.send(&[ix], &[&m.key]),
        AnchorError::ConstraintDuplicateMutableAccount,
    );
}

#[test]
fn tokens_may_go_to_any_account_of_the_mint() {
    let (mut w, c, _) = cooled();
    let (m, friend) = (&c.members[0], &c.members[1]);
    let accounts = accounts::WithdrawTokens {
        to: friend.tokens,
        ..c.withdraw_tokens(m)
    };
    w.go(&[accounts.call(instruction::WithdrawTokens {})], &[&m.key]);
    assert_eq!(w.balance(&friend.tokens), SAVINGS + 150);
}

#[test]
fn a_vote_cannot_take_what_members_have_deposited() {
    let (mut w, c, _) = cooled();
    let loot = w.transfer(&c.mint, &c.vault, &c.treasury, &c.authority, 1);
    assert_refused(w.as_authority(&c, loot), TOKEN_OWNER_MISMATCH);
}

#[test]
fn everything_can_be_withdrawn() {
    let (mut w, c) = community();
    for (m, amount) in c.members.iter().zip(DEPOSITS) {
        w.go(
            &[c.request_withdrawal(m)
                .call(instruction::RequestWithdrawal { amount })],
            &[&m.key],
        );
    }
    w.wait(200);
    for m in &c.members {
        w.go(&[withdraw(&c, m)], &[&m.key]);
    }
    let chamber: Chamber = w.zero_copy(&c.chamber);
    assert_eq!(
        (
            chamber.deposited,
            chamber.total.latest(),
            w.balance(&c.vault)
        ),
        (0, 0, 0)
    );
}
