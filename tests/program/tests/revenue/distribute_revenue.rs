use althing::revenue::events::RevenuePassedOn;
use althing::revenue::RevenueTable;

use super::*;

fn distribute(accounts: &accounts::DistributeRevenue, place: u8) -> Instruction {
    accounts.call(instruction::DistributeRevenue { place })
}

/// [`earning`] where the child has 300 for its base.
fn owing() -> (World, Community, Catalogue, Earnings) {
    let (mut w, c, k, e) = earning();
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    (w, c, k, e)
}

#[test]
fn test_distribute_revenue_ok() {
    let (mut w, c, _, e) = owing();
    let sent = w.pass_on(&c, &e.child, &e.base).unwrap();
    assert_eq!(due(&w, &e.child), [400, 100, 200, 0]);
    assert_eq!(due(&w, &e.base), [75, 75, 150, 0]);
    let (child, base) = (read(&w, &e.child), read(&w, &e.base));
    assert_eq!((child.deposited, child.shares[10].paid), (1_000, 300));
    assert_eq!(base.deposited, 300);
    assert_eq!(
        (w.balance(&e.child.vault), w.balance(&e.base.vault)),
        (700, 300)
    );
    let events = sent.events::<RevenuePassedOn>();
    assert_eq!(
        (events[0].pool, events[0].parent_pool, events[0].amount),
        (e.child.pool, e.base.pool, 300)
    );
    let again = w.pass_on(&c, &e.child, &e.base);
    assert_refused(again, AlthingError::NoRevenueDue);
}

#[test]
fn less_than_a_base_unit_waits() {
    let (mut w, c, _, e) = earning();
    w.earn(&c, &e, &e.child, 3).unwrap();
    let refused = w.pass_on(&c, &e.child, &e.base);
    assert_refused(refused, AlthingError::NoRevenueDue);
    w.earn(&c, &e, &e.child, 1).unwrap();
    w.pass_on(&c, &e.child, &e.base).unwrap();
    assert_eq!(read(&w, &e.base).deposited, 1);
}

#[test]
fn a_parent_without_shares_gives_it_to_the_treasury() {
    let (mut w, c, _, e) = pooled();
    w.share(&c, &e.child, child_table()).unwrap();
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    w.pass_on(&c, &e.child, &e.base).unwrap();
    assert_eq!(due(&w, &e.base), [300, 0, 0, 0]);
}

#[test]
fn places_without_a_parent_are_refused() {
    let (mut w, c, _, e) = owing();
    for place in [1, 3, 4, 10, u8::MAX] {
        let refused = w.send(
            &[distribute(&c.distribute_revenue(&e.child, &e.base), place)],
            &[],
        );
        assert_refused(refused, AlthingError::RevenuePlaceOutOfBounds);
    }
    // Before its shares were set a pool knows no parent.
    let (mut w, c, _, e) = pooled();
    w.earn(&c, &e, &e.child, 10).unwrap();
    let refused = w.pass_on(&c, &e.child, &e.base);
    assert_refused(refused, AlthingError::RevenuePlaceOutOfBounds);
}

#[test]
fn each_side_of_a_merge_gets_its_own() {
    let (mut w, c, k, e) = earning();
    let merge = w.version(&c, &k.model, Some(e.base.version));
    w.link(&c, &merge, &e.child.version);
    w.approve(&c, &k, &merge);
    w.promote(&c, &merge);
    let merge = Pool::of(&w, merge, e.mint);
    w.create_pool(&c, &merge);
    let mut table = RevenueTable {
        treasury: 0,
        ..TREASURYS
    };
    (table.parents[0], table.parents[1]) = (2_500, 7_500);
    w.share(&c, &merge, table).unwrap();
    w.earn(&c, &e, &merge, 1_000).unwrap();
    let at = |pool: &Pool, place| distribute(&c.distribute_revenue(&merge, pool), place);
    // Neither takes the other's.
    for (pool, place) in [(&e.child, 0), (&e.base, 1)] {
        let refused = w.send(&[at(pool, place)], &[]);
        assert_refused(refused, AlthingError::WrongParentPool);
    }
    // In one transaction, up to the root: 225 of the child's 750 go on to the base.
    let up = distribute(&c.distribute_revenue(&e.child, &e.base), 0);
    w.go(&[at(&e.base, 0), at(&e.child, 1), up], &[]);
    assert_eq!(read(&w, &e.child).deposited, 750);
    assert_eq!(read(&w, &e.base).deposited, 250 + 225);
}

#[test]
fn what_is_due_is_passed_on_when_both_versions_are_closed() {
    let (mut w, c, k, e) = owing();
    end(&mut w, &c, &k, &e.child.version);
    end(&mut w, &c, &k, &e.base.version);
    w.pass_on(&c, &e.child, &e.base).unwrap();
    assert_eq!(due(&w, &e.base), [75, 75, 150, 0]);
}

#[test]
fn a_parents_pool_cannot_be_taken_away_by_anybody() {
    let (mut w, c, k, e) = owing();
    end(&mut w, &c, &k, &e.child.version);
    end(&mut w, &c, &k, &e.base.version);
    let close = w.closes_pool(&c, &e, &e.base, c.members[2].address());
    let refused = w.send(&[close], &[&c.members[2].key]);
    assert_refused(refused, AlthingError::RevenueChildrenOpen);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, _, e) = owing();
    let up = distribute(&c.distribute_revenue(&e.child, &e.base), 0);
    w.sweep(up, &[]).run();
}

#[test]
fn test_distribute_revenue_refuses_accounts_of_others() {
    let (mut w, c, k, e) = owing();
    let other = neighbour(&mut w, &c, &k, e.mint);
    let elsewhere = Pool::of(&w, e.base.version, c.mint);
    w.create_pool(&c, &elsewhere);
    let a = || c.distribute_revenue(&e.child, &e.base);
    let fake = w.tokens("fake vault", &e.mint, &c.members[2].address(), 0);
    let cases = [
        // Another version's pool, the parent's in another mint, the pool itself.
        (
            c.distribute_revenue(&e.child, &other),
            AlthingError::WrongParentPool,
        ),
        (
            c.distribute_revenue(&e.child, &elsewhere),
            AlthingError::WrongParentPool,
        ),
        (
            c.distribute_revenue(&e.child, &e.child),
            AlthingError::WrongParentPool,
        ),
        // The right pool with another vault.
        (
            accounts::DistributeRevenue {
                parent_vault: e.child.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::DistributeRevenue {
                parent_vault: fake,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::DistributeRevenue {
                vault: e.base.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::DistributeRevenue {
                mint: c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        // Down the lineage instead of up.
        (
            c.distribute_revenue(&e.base, &e.child),
            AlthingError::RevenuePlaceOutOfBounds,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[distribute(&accounts, 0)], &[]), error);
    }
    assert_eq!(due(&w, &e.child), [400, 100, 200, 300]);
}
