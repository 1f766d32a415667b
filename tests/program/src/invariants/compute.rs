//! Providers, stake and unbonding.

use litesvm::LiteSVM;

use super::{vault_balance, Books};

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, provider) in &books.providers {
        let owed = u128::from(provider.active.assets) + u128::from(provider.unbonding.assets);
        let vault = vault_balance(svm, &provider.vault);
        assert!(u128::from(vault) >= owed, "provider {at}: the vault holds {vault}, owes {owed}");

        let stakes: Vec<_> = books.stakes.iter().filter(|(_, stake)| stake.provider == *at).collect();
        assert_eq!(stakes.len() as u64, u64::from(provider.positions), "provider {at}: positions");
        let shares: u128 = stakes.iter().map(|(_, stake)| u128::from(stake.live_shares(provider))).sum();
        assert_eq!(shares, u128::from(provider.active.shares), "provider {at}: shares of the stake that counts");

        let tranches = books.unbondings.iter().filter(|(_, tranche)| tranche.provider == *at);
        let leaving: u128 =
            tranches.map(|(_, tranche)| u128::from(provider.unbonding.live(tranche.shares, tranche.round))).sum();
        assert_eq!(leaving, u128::from(provider.unbonding.shares), "provider {at}: shares of the stake that leaves");
        for pool in [&provider.active, &provider.unbonding] {
            assert_eq!(pool.assets == 0, pool.shares == 0, "provider {at}: shares without assets, or assets without shares");
        }
    }
    for (at, stake) in &books.stakes {
        let tranches = books.unbondings.iter().filter(|(_, tranche)| tranche.position == *at).count();
        assert_eq!(tranches as u64, u64::from(stake.open_unbondings), "stake {at}: open tranches");
    }
}
