//! Providers, stake and unbonding.

use althing::compute::StakePosition;
use anchor_lang::prelude::Pubkey;
use litesvm::LiteSVM;

use super::{vault_balance, Books};

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, provider) in &books.providers {
        let owed = u128::from(provider.active.assets) + u128::from(provider.unbonding.assets);
        let vault = vault_balance(svm, &provider.vault);
        assert!(
            u128::from(vault) >= owed,
            "provider {at}: the vault holds {vault}, owes {owed}"
        );

        let stakes: Vec<_> = books
            .stakes
            .iter()
            .filter(|(_, stake)| stake.provider == *at)
            .collect();
        assert_eq!(
            stakes.len() as u64,
            u64::from(provider.positions),
            "provider {at}: positions"
        );
        let shares: u128 = stakes
            .iter()
            .map(|(_, stake)| u128::from(stake.live_shares(provider)))
            .sum();
        assert_eq!(
            shares,
            u128::from(provider.active.shares),
            "provider {at}: shares of the stake that counts"
        );

        let tranches = books
            .unbondings
            .iter()
            .filter(|(_, tranche)| tranche.provider == *at);
        let leaving: u128 = tranches
            .map(|(_, tranche)| u128::from(provider.unbonding.live(tranche.shares, tranche.round)))
            .sum();
        assert_eq!(
            leaving,
            u128::from(provider.unbonding.shares),
            "provider {at}: shares of the stake that leaves"
        );
        for pool in [&provider.active, &provider.unbonding] {
            assert_eq!(
                pool.assets == 0,
                pool.shares == 0,
                "provider {at}: shares without assets, or assets without shares"
            );
        }
    }
    for (at, stake) in &books.stakes {
        let tranches = books
            .unbondings
            .iter()
            .filter(|(_, tranche)| tranche.position == *at)
            .count();
        assert_eq!(
            tranches as u64,
            u64::from(stake.open_unbondings),
            "stake {at}: open tranches"
        );
        check_weight(books, at, stake);
    }
    // Nobody's stake or rent is stranded under an account that is gone.
    let provided = |address| {
        books
            .providers
            .iter()
            .any(|(provider, _)| provider == address)
    };
    let held = |address| books.stakes.iter().any(|(stake, _)| stake == address);
    assert!(
        books
            .stakes
            .iter()
            .all(|(_, stake)| provided(&stake.provider)),
        "a stake without its provider"
    );
    assert!(
        books
            .unbondings
            .iter()
            .all(|(_, tranche)| held(&tranche.position)),
        "a tranche without its stake"
    );
    assert!(
        books
            .reward_positions
            .iter()
            .all(|(_, part)| held(&part.source)),
        "rewards without their stake"
    );
}

/// A stake that has joined a reward pool has its shares as weight there. A slash of everything voids
/// the shares, and the weight goes with the next touch.
fn check_weight(books: &Books, at: &Pubkey, stake: &StakePosition) {
    let mut parts = books
        .reward_positions
        .iter()
        .filter(|(_, part)| part.source == *at);
    let Some((address, part)) = parts.next() else {
        assert_eq!(
            stake.reward_position,
            Pubkey::default(),
            "stake {at}: its part in rewards is gone"
        );
        return;
    };
    assert!(parts.next().is_none(), "stake {at}: two parts in rewards");
    assert_eq!(
        (stake.reward_position, stake.holder),
        (*address, part.holder),
        "stake {at}: its part in rewards"
    );
    assert_eq!(
        part.holding.total_weight(),
        stake.shares,
        "stake {at}: its weight in rewards"
    );
}
