use althing::revenue::entries::RevenuePoolClosed;

use super::*;

/// [`earning`], where 1,003 were earned and everybody was paid: what is below one unit of each remains.
fn finished() -> (World, Community, Catalogue, Earnings) {
    let (mut w, c, k, e) = earning();
    w.earn(&c, &e, &e.child, 1_003).unwrap();
    w.settle_earnings(&c, &e);
    (w, c, k, e)
}

/// Who has no part in anything closes a pool.
fn close_by_anybody(
    w: &mut World,
    c: &Community,
    e: &Earnings,
    pool: &Pool,
) -> Result<Sent, Refusal> {
    let close = w.closes_pool(c, e, pool, c.members[2].address());
    w.send(&[close], &[&c.members[2].key])
}

fn close_by_vote(w: &mut World, c: &Community, e: &Earnings, pool: &Pool) -> Result<Sent, Refusal> {
    let close = w.closes_pool(c, e, pool, c.authority);
    w.as_authority(c, close)
}

#[test]
fn test_close_revenue_pool_ok() {
    let (mut w, c, _, e) = finished();
    let motion = w.executable(&c, &[w.closes_pool(&c, &e, &e.child, c.authority)]);
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let (dust, treasury) = (w.balance(&e.child.vault), w.balance(&e.treasury));
    // 1,003 are 401.2, 100.3, 200.6 and 300.9.
    assert_eq!(dust, 2);
    let sent = w.execute(&c, &motion, 0).unwrap();
    assert!(!w.exists(&e.child.pool) && !w.exists(&e.child.vault));
    assert_eq!(w.balance(&e.treasury), treasury + dust);
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(RevenuePool::SPACE) + w.rent(165)
    );
    assert_eq!(read(&w, &e.base).children, 0);
    let payload = RevenuePoolClosed {
        pool: e.child.pool,
        returned: dust,
    };
    let kind = (EntryKind::RevenuePoolClosed, c.authority);
    w.assert_recorded(log, &sent, kind, &payload);
}

#[test]
fn a_pool_is_closed_once_and_can_be_created_anew() {
    let (mut w, c, _, e) = pooled();
    let close = w.closes_pool(&c, &e, &e.child, c.renter.pubkey());
    let gone = AnchorError::AccountOwnedByWrongProgram;
    let twice = [close.clone(), close.clone()];
    assert_refused(w.send(&twice, &[&c.renter]), gone);
    w.go(std::slice::from_ref(&close), &[&c.renter]);
    assert_refused(w.send(&[close], &[&c.renter]), gone);
    w.create_pool(&c, &e.child);
    assert_eq!(read(&w, &e.child).deposited, 0);
}

#[test]
fn whoever_paid_takes_back_a_pool_whose_shares_were_never_set() {
    let (mut w, c, _, e) = pooled();
    let refused = close_by_anybody(&mut w, &c, &e, &e.child);
    assert_refused(refused, AlthingError::RevenuePoolInUse);
    // Also one that was used: a base unit of somebody's does not hold the rent.
    w.earn(&c, &e, &e.child, 1).unwrap();
    let close = w.closes_pool(&c, &e, &e.child, c.renter.pubkey());
    let refused = w.send(std::slice::from_ref(&close), &[&c.renter]);
    assert_refused(refused, AlthingError::RevenueStillDue);
    w.pay_out(&c, &e.child, TREASURY, c.dao, e.treasury)
        .unwrap();
    w.go(&[close], &[&c.renter]);
}

#[test]
fn a_table_that_a_vote_has_set_is_not_the_payers_to_remove() {
    let (mut w, c, _, e) = earning();
    let close = w.closes_pool(&c, &e, &e.child, c.renter.pubkey());
    let refused = w.send(&[close], &[&c.renter]);
    assert_refused(refused, AlthingError::RevenuePoolInUse);
    close_by_vote(&mut w, &c, &e, &e.child).unwrap();
}

#[test]
fn not_while_anything_is_due_not_even_by_vote() {
    let (mut w, c, k, e) = earning();
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    let holders = [
        (TREASURY, c.dao, e.treasury),
        (MAINTAINER, k.model, e.wages),
        (DATASET, e.data.dataset, e.till),
    ];
    for (place, source, to) in holders {
        let refused = close_by_vote(&mut w.clone(), &c, &e, &e.child);
        assert_refused(refused, AlthingError::RevenueStillDue);
        w.pay_out(&c, &e.child, place, source, to).unwrap();
    }
    let refused = close_by_vote(&mut w.clone(), &c, &e, &e.child);
    assert_refused(refused, AlthingError::RevenueStillDue);
    w.pass_on(&c, &e.child, &e.base).unwrap();
    close_by_vote(&mut w, &c, &e, &e.child).unwrap();
}

#[test]
fn a_deposit_before_the_vote_is_carried_out_is_paid_in_the_same_transaction() {
    let (mut w, c, k, e) = finished();
    let motion = w.executable(&c, &[w.closes_pool(&c, &e, &e.child, c.authority)]);
    w.earn(&c, &e, &e.child, 7).unwrap();
    let execute = c
        .execute_proposal(motion.proposal, 0)
        .call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0));
    let refused = w.send(std::slice::from_ref(&execute), &[]);
    assert_refused(refused, AlthingError::RevenueStillDue);
    let claim = |place, source, to| {
        c.claim_revenue(&e.child, source, to)
            .call(instruction::ClaimRevenue { place })
    };
    // 7 and what was left below one unit make 3, 1, 2 and 3.
    let pays = [
        claim(TREASURY, c.dao, e.treasury),
        claim(MAINTAINER, k.model, e.wages),
        claim(DATASET, e.data.dataset, e.till),
        c.distribute_revenue(&e.child, &e.base)
            .call(instruction::DistributeRevenue { place: 0 }),
        execute,
    ];
    w.go(&pays, &[]);
    assert!(!w.exists(&e.child.pool));
}

#[test]
fn anybody_closes_that_of_a_closed_version_children_first() {
    let (mut w, c, k, e) = finished();
    let in_use = AlthingError::RevenuePoolInUse;
    assert_refused(close_by_anybody(&mut w, &c, &e, &e.child), in_use);
    w.revoke(&c, &e.child.version);
    assert_refused(close_by_anybody(&mut w, &c, &e, &e.child), in_use);
    end(&mut w, &c, &k, &e.child.version);
    end(&mut w, &c, &k, &e.base.version);
    let children = AlthingError::RevenueChildrenOpen;
    assert_refused(close_by_anybody(&mut w, &c, &e, &e.base), children);
    assert_refused(close_by_vote(&mut w.clone(), &c, &e, &e.base), children);
    close_by_anybody(&mut w, &c, &e, &e.child).unwrap();
    close_by_anybody(&mut w, &c, &e, &e.base).unwrap();
    assert_eq!(
        w.balance(&e.purse)
            + w.balance(&e.treasury)
            + w.balance(&e.wages)
            + w.balance(&e.till)
            + w.balance(&e.base_till),
        SAVINGS
    );
}

#[test]
fn the_pools_that_it_passed_on_to_are_given() {
    let (mut w, c, k, e) = finished();
    let other = neighbour(&mut w, &c, &k, e.mint);
    let wrong = AlthingError::WrongParentPool;
    let close_with = |w: &World, further: &[AccountMeta]| {
        let accounts = c.close_revenue_pool(&e, &e.child, c.authority);
        let close = accounts.call_with(instruction::CloseRevenuePool {}, further);
        w.clone().as_authority(&c, close)
    };
    let at = |pool| AccountMeta::new(pool, false);
    let base = e.base.pool;
    for further in [
        vec![],
        vec![at(other.pool)],
        vec![at(e.child.pool)],
        vec![at(base), at(base)],
    ] {
        assert_refused(close_with(&w, &further), wrong);
    }
    let readonly = [AccountMeta::new_readonly(base, false)];
    assert_refused(close_with(&w, &readonly), AnchorError::AccountNotMutable);
    close_with(&w, &[at(base)]).unwrap();
    // One whose shares were never set passed nothing on.
    let accounts = c.close_revenue_pool(&e, &other, c.renter.pubkey());
    let close = accounts.call_with(instruction::CloseRevenuePool {}, &[at(base)]);
    assert_refused(w.send(&[close], &[&c.renter]), wrong);
}

#[test]
fn where_nothing_is_left_no_treasury_is_needed_and_else_it_is() {
    let (mut w, c, _, e) = pooled();
    let accounts = accounts::CloseRevenuePool {
        treasury: None,
        ..c.close_revenue_pool(&e, &e.child, c.renter.pubkey())
    };
    let close = accounts.call(instruction::CloseRevenuePool {});
    w.clone().go(std::slice::from_ref(&close), &[&c.renter]);
    // Tokens that were sent unasked.
    w.mint_to(&e.mint, &e.child.vault, 7);
    let refused = w.send(&[close], &[&c.renter]);
    assert_refused(refused, AlthingError::TreasuryMissing);
    let close = w.closes_pool(&c, &e, &e.child, c.renter.pubkey());
    w.go(&[close], &[&c.renter]);
    assert_eq!(w.balance(&e.treasury), 7);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _, e) = pooled();
    let close = w.closes_pool(&c, &e, &e.child, c.renter.pubkey());
    w.sweep(close, &[&c.renter])
        .expecting(e.child.version, AlthingError::WrongModelVersion)
        .run();
}

#[test]
fn test_close_revenue_pool_refuses_accounts_of_others() {
    let (mut w, c, _, e) = pooled();
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let a = || c.close_revenue_pool(&e, &e.child, c.renter.pubkey());
    let cases = [
        (
            accounts::CloseRevenuePool {
                dao: other.dao,
                log: other.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::CloseRevenuePool {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::CloseRevenuePool {
                revenue_pool: e.base.pool,
                ..a()
            },
            AlthingError::WrongModelVersion,
        ),
        (
            accounts::CloseRevenuePool {
                // That it was closed is not taken from another address.
                model_version: key("nobody").pubkey(),
                ..a()
            },
            AlthingError::WrongModelVersion,
        ),
        (
            accounts::CloseRevenuePool {
                vault: e.base.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseRevenuePool {
                mint: c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseRevenuePool {
                treasury: Some(c.treasury),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseRevenuePool {
                treasury: Some(e.wages),
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::CloseRevenuePool {
                treasury: Some(e.child.vault),
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::CloseRevenuePool {
                payer: c.members[2].address(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
    ];
    for (accounts, error) in cases {
        let close = accounts.call(instruction::CloseRevenuePool {});
        assert_refused(w.send(&[close], &[&c.renter]), error);
    }
    // Another organisation's vote.
    let close = w.closes_pool(&c, &e, &e.child, other.authority);
    let refused = w.as_authority(&other, close);
    assert_refused(refused, AlthingError::RevenuePoolInUse);
}

#[test]
fn of_a_whole_life_not_a_lamport_and_not_a_token_is_stranded() {
    let (mut w, c, k) = catalogue();
    let e = w.earnings(&c, &k);
    let renter = w.lamports(&c.renter.pubkey());
    w.create_pool(&c, &e.base);
    w.create_pool(&c, &e.child);
    let paid = w.lamports(&c.renter.pubkey());
    let rent = w.rent(RevenuePool::SPACE) + w.rent(165);
    assert_eq!(renter - paid, 2 * rent);
    let shares = [
        w.shares(&c, &e.base, base_table()),
        w.shares(&c, &e.child, child_table()),
    ];
    w.pass(&c, &shares);
    for amount in [1, 9_999, 12_347] {
        w.earn(&c, &e, &e.child, amount).unwrap();
        w.settle_earnings(&c, &e);
    }
    for pool in [&e.child, &e.base] {
        let motion = w.executable(&c, &[w.closes_pool(&c, &e, pool, c.authority)]);
        let before = w.lamports(&c.renter.pubkey());
        w.execute(&c, &motion, 0).unwrap();
        assert_eq!(w.lamports(&c.renter.pubkey()) - before, rent);
        assert!(!w.exists(&pool.pool) && !w.exists(&pool.vault));
    }
    // 22,347: 2,234.7 for the maintainer, 4,469.4 for the owner, 6,704.1 for the base, which shares 6,704.
    assert_eq!(
        (w.balance(&e.till), w.balance(&e.base_till)),
        (4_469, 3_352)
    );
    assert_eq!(w.balance(&e.wages), 2_234 + 1_676);
    assert_eq!(w.balance(&e.treasury), 22_347 - 4_469 - 3_352 - 3_910);
    assert_eq!(w.balance(&e.purse), SAVINGS - 22_347);
}
