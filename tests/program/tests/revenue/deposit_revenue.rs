use althing::revenue::events::RevenueDeposited;
use althing::revenue::RevenueTable;

use super::*;

fn deposit(accounts: &accounts::DepositRevenue, amount: u64) -> Instruction {
    accounts.call(instruction::DepositRevenue { amount })
}

#[test]
fn test_deposit_revenue_ok() {
    let (mut w, c, _, e) = earning();
    let sent = w.earn(&c, &e, &e.child, 1_000).unwrap();
    assert_eq!(due(&w, &e.child), [400, 100, 200, 300]);
    assert_eq!(read(&w, &e.child).deposited, 1_000);
    assert_eq!(
        (w.balance(&e.child.vault), w.balance(&e.purse)),
        (1_000, SAVINGS - 1_000)
    );
    let events = sent.events::<RevenueDeposited>();
    assert_eq!((events[0].pool, events[0].amount), (e.child.pool, 1_000));
    assert_eq!(events[0].depositor, c.members[1].address());
}

#[test]
fn everything_is_the_treasurys_until_a_vote_sets_the_shares() {
    let (mut w, c, _, e) = pooled();
    w.earn(&c, &e, &e.child, 7).unwrap();
    assert_eq!(due(&w, &e.child), [7, 0, 0, 0]);
}

#[test]
fn a_base_unit_at_a_time_is_shared_like_all_at_once() {
    let (w, c, _, e) = earning();
    let (mut often, mut once) = (w.clone(), w);
    for _ in 0..25 {
        often.earn(&c, &e, &e.child, 1).unwrap();
    }
    once.earn(&c, &e, &e.child, 25).unwrap();
    assert_eq!(due(&often, &e.child), [10, 2, 5, 7]);
    let (often, once) = (read(&often, &e.child), read(&once, &e.child));
    assert_eq!(often.shares, once.shares);
}

#[test]
fn nothing_and_more_than_there_is_are_refused() {
    let (mut w, c, _, e) = earning();
    let refused = w.earn(&c, &e, &e.child, 0);
    assert_refused(refused, AlthingError::AmountIsZero);
    for amount in [SAVINGS + 1, u64::MAX] {
        let refused = w.earn(&c, &e, &e.child, amount);
        assert_refused(refused, TOKEN_INSUFFICIENT_FUNDS);
    }
    assert_eq!(read(&w, &e.child).deposited, 0);
    w.earn(&c, &e, &e.child, SAVINGS).unwrap();
    assert_eq!(w.balance(&e.purse), 0);
}

#[test]
fn all_that_a_pool_ever_receives_is_below_two_to_the_64() {
    let (mut w, c, _, e) = earning();
    let table = RevenueTable {
        treasury: 0,
        maintainer: 10_000,
        ..TREASURYS
    };
    w.share(&c, &e.child, table).unwrap();
    w.mint_to(&e.mint, &e.purse, u64::MAX - SAVINGS);
    w.earn(&c, &e, &e.child, u64::MAX).unwrap();
    w.pay_out(&c, &e.child, MAINTAINER, e.child.model, e.wages)
        .unwrap();
    assert_eq!(w.balance(&e.wages), u64::MAX);
    let maintainer = &c.members[0];
    let back = w.transfer(&e.mint, &e.wages, &e.purse, &maintainer.address(), 1);
    w.go(&[back], &[&maintainer.key]);
    let refused = w.earn(&c, &e, &e.child, 1);
    assert_refused(refused, AlthingError::RevenueOverflow);
}

#[test]
fn only_whoever_may_spend_deposits() {
    let (mut w, c, _, e) = earning();
    let thief = accounts::DepositRevenue {
        depositor: c.members[2].address(),
        ..c.deposit_revenue(&e, &e.child)
    };
    let refused = w.send(&[deposit(&thief, 1)], &[&c.members[2].key]);
    assert_refused(refused, TOKEN_OWNER_MISMATCH);
    w.freeze(&e.mint, &e.purse);
    let refused = w.earn(&c, &e, &e.child, 1);
    assert_refused(refused, TOKEN_ACCOUNT_FROZEN);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _, e) = earning();
    let deposit = deposit(&c.deposit_revenue(&e, &e.child), 1);
    w.sweep(deposit, &[&c.members[1].key]).run();
}

#[test]
fn test_deposit_revenue_refuses_accounts_of_others() {
    let (mut w, c, _, e) = earning();
    let elsewhere = Pool::of(&w, e.child.version, c.mint);
    w.create_pool(&c, &elsewhere);
    let a = || c.deposit_revenue(&e, &e.child);
    let cases = [
        (
            accounts::DepositRevenue {
                revenue_pool: e.base.pool,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::DepositRevenue {
                revenue_pool: elsewhere.pool,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::DepositRevenue {
                vault: e.base.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::DepositRevenue {
                vault: e.purse,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::DepositRevenue {
                from: c.members[1].tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::DepositRevenue {
                mint: c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        let refused = w.send(&[deposit(&accounts, 1)], &[&c.members[1].key]);
        assert_refused(refused, error);
    }
    // From the vault itself: the pool would have to sign.
    let circle = accounts::DepositRevenue {
        from: e.child.vault,
        ..a()
    };
    w.earn(&c, &e, &e.child, 10).unwrap();
    let refused = w.send(&[deposit(&circle, 1)], &[&c.members[1].key]);
    assert_refused(refused, TOKEN_OWNER_MISMATCH);
}

#[test]
fn a_closed_pool_takes_nothing() {
    let (mut w, c, _, e) = pooled();
    let close = w.closes_pool(&c, &e, &e.child, c.renter.pubkey());
    w.go(&[close], &[&c.renter]);
    let refused = w.earn(&c, &e, &e.child, 1);
    assert_refused(refused, AnchorError::AccountOwnedByWrongProgram);
}
