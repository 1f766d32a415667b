//! Revenue pools: not one ten-thousandth of a base unit is lost or made, and what leads on along the lineage is there.

use althing::revenue::RevenuePool;
use anchor_lang::prelude::Pubkey;
use litesvm::LiteSVM;

use super::{vault_balance, Books};

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, pool) in &books.revenue_pools {
        check_money(svm, at, pool);
        check_places(at, pool);
        check_family(books, at, pool);
    }
}

fn check_money(svm: &LiteSVM, at: &Pubkey, pool: &RevenuePool) {
    let parts: u128 = pool
        .shares
        .iter()
        .map(|share| {
            let whole = u128::from(share.owed) + u128::from(share.paid);
            whole * 10_000 + u128::from(share.remainder)
        })
        .sum();
    assert_eq!(
        parts,
        u128::from(pool.deposited) * 10_000,
        "revenue pool {at}: what came in is neither due nor paid"
    );
    let paid: u64 = pool.shares.iter().map(|share| share.paid).sum();
    let vault = vault_balance(svm, &pool.vault);
    assert!(
        vault >= pool.deposited - paid,
        "revenue pool {at}: the vault holds {vault}, owes {}",
        pool.deposited - paid
    );
}

fn check_places(at: &Pubkey, pool: &RevenuePool) {
    let bps: u32 = pool.shares.iter().map(|share| u32::from(share.bps)).sum();
    assert_eq!(bps, 10_000, "revenue pool {at}: the shares' sum");
    for (place, share) in pool.shares.iter().enumerate() {
        assert!(share.remainder < 10_000, "revenue pool {at}: place {place}");
        let nobodys = share.bps == 0 && share.owed == 0 && share.paid == 0;
        assert!(
            pool.has_holder(place) || nobodys,
            "revenue pool {at}: nobody stands at place {place}"
        );
    }
    let links = usize::from(pool.dataset_count + pool.parent_count);
    assert!(
        pool.is_shared() || links == 0,
        "revenue pool {at}: links before its shares were set"
    );
}

fn check_family(books: &Books, at: &Pubkey, pool: &RevenuePool) {
    let children = books
        .revenue_pools
        .iter()
        .filter(|(_, other)| other.parents().contains(at));
    assert_eq!(
        children.count() as u64,
        u64::from(pool.children),
        "revenue pool {at}: children"
    );
    let find = |key: &Pubkey| books.revenue_pools.iter().find(|(other, _)| other == key);
    let parents: Vec<Pubkey> = pool
        .parents()
        .iter()
        .map(|parent| {
            let (_, parent) = find(parent).unwrap_or_else(|| panic!("revenue pool {at}: a parent"));
            assert_eq!(
                (parent.mint, parent.dao),
                (pool.mint, pool.dao),
                "revenue pool {at}: a parent's mint"
            );
            parent.model_version
        })
        .collect();
    let version = books
        .versions
        .iter()
        .find(|(version, _)| *version == pool.model_version);
    if let Some((_, version)) = version {
        assert_eq!((version.model, version.dao), (pool.model, pool.dao));
        if pool.is_shared() {
            assert_eq!(version.parents(), parents, "revenue pool {at}: parents");
            assert_eq!(
                version.datasets, pool.datasets,
                "revenue pool {at}: datasets"
            );
        }
    }
}
