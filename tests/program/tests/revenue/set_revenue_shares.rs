use althing::revenue::entries::RevenueSharesSet;
use althing::revenue::RevenueTable;

use super::*;

/// Sets the shares of a pool by a vote, with these further accounts.
fn set_with(
    w: &World,
    c: &Community,
    pool: &Pool,
    table: RevenueTable,
    further: &[AccountMeta],
) -> Result<Sent, Refusal> {
    let accounts = c.set_revenue_shares(pool);
    let set = accounts.call_with(instruction::SetRevenueShares { table }, further);
    w.clone().as_authority(c, set)
}

/// The same, with the pools at these addresses, writable.
fn set_with_pools(
    w: &World,
    c: &Community,
    e: &Earnings,
    pools: &[Pubkey],
) -> Result<Sent, Refusal> {
    let further: Vec<_> = pools
        .iter()
        .map(|pool| AccountMeta::new(*pool, false))
        .collect();
    set_with(w, c, &e.child, child_table(), &further)
}

#[test]
fn test_set_revenue_shares_ok() {
    let (mut w, c, _, e) = pooled();
    let motion = w.executable(&c, &[w.shares(&c, &e.child, child_table())]);
    let log = w.log(&c);
    let sent = w.execute(&c, &motion, 0).unwrap();
    let pool = read(&w, &e.child);
    let expected: Vec<u16> = child_table().all().collect();
    let bps: Vec<u16> = pool.shares.iter().map(|share| share.bps).collect();
    assert_eq!(bps, expected);
    assert_eq!(pool.datasets[..2], [e.data.dataset, Pubkey::default()]);
    assert_eq!(
        (pool.dataset_count, pool.parents()),
        (1, &[e.base.pool][..])
    );
    let version: ModelVersion = w.zero_copy(&e.child.version);
    assert_eq!(pool.released_at, version.promoted_at);
    assert_eq!((pool.children, read(&w, &e.base).children), (0, 1));
    let payload = RevenueSharesSet {
        pool: e.child.pool,
        table: child_table(),
    };
    let kind = (EntryKind::RevenueSharesSet, c.authority);
    w.assert_recorded(log, &sent, kind, &payload);
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, c, _, e) = pooled();
    let direct = unsigned(w.shares(&c, &e.child, child_table()), c.authority);
    assert_refused(w.send(&[direct], &[]), AnchorError::AccountNotSigner);
    for key in [&c.members[0].key, &c.members[1].key, &e.data.owner] {
        let accounts = accounts::SetRevenueShares {
            authority: key.pubkey(),
            ..c.set_revenue_shares(&e.child)
        };
        let set = accounts.call_with(
            instruction::SetRevenueShares {
                table: child_table(),
            },
            &w.parent_pools(&e.child),
        );
        assert_refused(w.send(&[set], &[key]), AlthingError::NotAuthority);
    }
}

#[test]
fn shares_are_whole_and_somebodys() {
    let (w, c, _, e) = pooled();
    let refused = |change: fn(&mut RevenueTable), error| {
        let mut table = child_table();
        change(&mut table);
        let set = w.shares(&c, &e.child, table);
        assert_refused(w.clone().as_authority(&c, set), error);
    };
    refused(|t| t.treasury -= 1, AlthingError::SharesNotWhole);
    refused(|t| t.treasury += 1, AlthingError::SharesNotWhole);
    refused(|t| t.treasury = u16::MAX, AlthingError::SharesNotWhole);
    refused(
        |t| (t.treasury, t.datasets[1]) = (3_999, 1),
        AlthingError::ShareWithoutHolder,
    );
    refused(
        |t| (t.treasury, t.datasets[7]) = (3_999, 1),
        AlthingError::ShareWithoutHolder,
    );
    refused(
        |t| (t.treasury, t.parents[1]) = (3_999, 1),
        AlthingError::ShareWithoutHolder,
    );
    // All to one place, whichever has somebody.
    let all: [fn(&mut RevenueTable); 4] = [
        |t| t.treasury = 10_000,
        |t| t.maintainer = 10_000,
        |t| t.datasets[0] = 10_000,
        |t| t.parents[0] = 10_000,
    ];
    for to_one in all {
        let mut table = RevenueTable {
            treasury: 0,
            ..TREASURYS
        };
        to_one(&mut table);
        let mut w = w.clone();
        w.share(&c, &e.child, table).unwrap();
        w.earn(&c, &e, &e.child, 777).unwrap();
        let due = due(&w, &e.child);
        assert_eq!((due.iter().sum::<u64>(), due.contains(&777)), (777, true));
    }
}

#[test]
fn a_version_that_was_never_promoted_has_no_shares() {
    let (mut w, c, k, e) = pooled();
    let version = w.version(&c, &k.model, Some(e.base.version));
    let pool = Pool::of(&w, version, e.mint);
    w.create_pool(&c, &pool);
    let refused = w.share(&c, &pool, TREASURYS);
    assert_refused(refused, AlthingError::VersionNotReleased);
    w.approve(&c, &k, &version);
    let refused = w.share(&c, &pool, TREASURYS);
    assert_refused(refused, AlthingError::VersionNotReleased);
    w.promote(&c, &version);
    w.share(&c, &pool, TREASURYS).unwrap();
    assert_eq!(read(&w, &e.base).children, 1);
}

#[test]
fn a_deprecated_and_a_revoked_version_earn_on() {
    let (mut w, c, _, e) = pooled();
    // Version 1 was deprecated by version 2.
    w.share(&c, &e.base, base_table()).unwrap();
    w.revoke(&c, &e.base.version);
    w.share(&c, &e.base, TREASURYS).unwrap();
}

#[test]
fn the_pools_of_all_parents_are_given_the_first_time() {
    let (mut w, c, k, e) = pooled();
    let wrong = AlthingError::WrongParentPool;
    let other = neighbour(&mut w, &c, &k, e.mint);
    let elsewhere = Pool::of(&w, e.base.version, c.mint);
    let base = e.base.pool;
    // None, too many, twice; of another version, in another mint, which does not exist and which does, its own.
    assert_refused(set_with_pools(&w, &c, &e, &[]), wrong);
    assert_refused(set_with_pools(&w, &c, &e, &[base, other.pool]), wrong);
    assert_refused(set_with_pools(&w, &c, &e, &[base, base]), wrong);
    assert_refused(set_with_pools(&w, &c, &e, &[other.pool]), wrong);
    assert_refused(set_with_pools(&w, &c, &e, &[elsewhere.pool]), wrong);
    w.create_pool(&c, &elsewhere);
    assert_refused(set_with_pools(&w, &c, &e, &[elsewhere.pool]), wrong);
    assert_refused(set_with_pools(&w, &c, &e, &[e.child.pool]), wrong);
    let copy = w.look_alike(&base);
    assert_refused(set_with_pools(&w, &c, &e, &[copy]), wrong);
    let another_kind = AnchorError::AccountDiscriminatorMismatch;
    assert_refused(set_with_pools(&w, &c, &e, &[k.model]), another_kind);
    let readonly = [AccountMeta::new_readonly(base, false)];
    let refused = set_with(&w, &c, &e.child, child_table(), &readonly);
    assert_refused(refused, AnchorError::AccountNotMutable);
    set_with_pools(&w, &c, &e, &[base]).unwrap();
}

#[test]
fn four_parents_are_given_in_their_order() {
    let (mut w, c, k, e) = pooled();
    let merge = w.version(&c, &k.model, Some(e.base.version));
    let mut pools = vec![e.base.pool];
    for _ in 0..3 {
        let parent = w.version(&c, &k.model, None);
        w.stage(&c, &parent);
        w.link(&c, &merge, &parent);
        let pool = Pool::of(&w, parent, e.mint);
        w.create_pool(&c, &pool);
        pools.push(pool.pool);
    }
    w.approve(&c, &k, &merge);
    w.promote(&c, &merge);
    let pool = Pool::of(&w, merge, e.mint);
    w.create_pool(&c, &pool);
    let mut table = RevenueTable {
        treasury: 0,
        ..TREASURYS
    };
    table.parents = [1_000, 2_000, 3_000, 4_000];
    let further = w.parent_pools(&pool);
    let swapped: Vec<_> = further.iter().rev().cloned().collect();
    let refused = set_with(&w, &c, &pool, table, &swapped);
    assert_refused(refused, AlthingError::WrongParentPool);
    let refused = set_with(&w, &c, &pool, table, &further[..3]);
    assert_refused(refused, AlthingError::WrongParentPool);
    w.share(&c, &pool, table).unwrap();
    assert_eq!(read(&w, &pool).parents(), pools);
}

#[test]
fn later_the_pools_of_the_parents_are_known() {
    let (mut w, c, _, e) = earning();
    // Without them, and with whatever was passed.
    for further in [vec![], vec![AccountMeta::new(e.child.pool, false)]] {
        let accounts = c.set_revenue_shares(&e.child);
        let set = accounts.call_with(instruction::SetRevenueShares { table: TREASURYS }, &further);
        w.as_authority(&c, set).unwrap();
    }
    assert_eq!(read(&w, &e.child).parents(), [e.base.pool]);
    assert_eq!(read(&w, &e.base).children, 1);
}

#[test]
fn another_table_moves_nothing_that_is_due() {
    let (mut w, c, _, e) = earning();
    w.earn(&c, &e, &e.child, 1_001).unwrap();
    let before = due(&w, &e.child);
    assert_eq!(before, [400, 100, 200, 300]);
    w.share(&c, &e.child, TREASURYS).unwrap();
    assert_eq!(due(&w, &e.child), before);
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    assert_eq!(due(&w, &e.child), [1_400, 100, 200, 300]);
    // What the first deposit left undivided comes with the table that gives it more.
    w.share(&c, &e.child, child_table()).unwrap();
    w.earn(&c, &e, &e.child, 9).unwrap();
    assert_eq!(due(&w, &e.child), [1_404, 101, 202, 303]);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _, e) = pooled();
    w.sweep_authority(&c, w.shares(&c, &e.child, child_table()))
        .skipping(e.base.pool)
        .run();
}

#[test]
fn test_set_revenue_shares_refuses_accounts_of_others() {
    let (mut w, c, _, e) = pooled();
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let a = || c.set_revenue_shares(&e.child);
    let cases = [
        (
            accounts::SetRevenueShares {
                revenue_pool: e.base.pool,
                ..a()
            },
            AlthingError::WrongModelVersion,
        ),
        (
            accounts::SetRevenueShares {
                model_version: e.base.version,
                ..a()
            },
            AlthingError::WrongModelVersion,
        ),
        (
            accounts::SetRevenueShares {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
    ];
    let table = child_table();
    for (accounts, error) in cases {
        let set = accounts.call_with(
            instruction::SetRevenueShares { table },
            &w.parent_pools(&e.child),
        );
        assert_refused(w.clone().as_authority(&c, set), error);
    }
    // Another organisation's vote.
    let foreign = accounts::SetRevenueShares {
        dao: other.dao,
        authority: other.authority,
        log: other.log,
        ..a()
    };
    let set = foreign.call_with(
        instruction::SetRevenueShares { table },
        &w.parent_pools(&e.child),
    );
    assert_refused(w.as_authority(&other, set), AlthingError::WrongDao);
}

#[test]
fn a_pool_that_was_closed_has_no_shares_to_set() {
    let (mut w, c, _, e) = pooled();
    let motion = w.executable(&c, &[w.shares(&c, &e.child, child_table())]);
    let close = w.closes_pool(&c, &e, &e.child, c.renter.pubkey());
    w.go(&[close], &[&c.renter]);
    let refused = w.execute(&c, &motion, 0);
    assert_refused(refused, AnchorError::AccountOwnedByWrongProgram);
    // Whoever creates it anew makes the same vote good.
    w.create_pool(&c, &e.child);
    w.execute(&c, &motion, 0).unwrap();
}
