//! Datasets and grants: what was paid is in the vault, or was paid out.

use althing::consent::Grant;
use anchor_lang::prelude::Pubkey;
use litesvm::LiteSVM;

use super::{vault_balance, Books};

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, dataset) in &books.datasets {
        let grants = books
            .grants
            .iter()
            .filter(|(_, grant)| grant.dataset == *at);
        assert_eq!(
            grants.count() as u64,
            u64::from(dataset.open_grants),
            "dataset {at}: grants"
        );
        assert!(
            u64::from(dataset.open_grants) <= dataset.grant_count,
            "dataset {at}: more grants than were offered"
        );
    }
    for (at, grant) in &books.grants {
        assert!(
            books.datasets.iter().any(|(key, _)| *key == grant.dataset),
            "grant {at}: of no dataset"
        );
        check_money(svm, at, grant);
        let capped = grant.use_cap == 0 || grant.uses <= grant.use_cap;
        assert!(capped, "grant {at}: used more often than it may be");
        let started = grant.state != Grant::OFFERED;
        assert_eq!(started, grant.accepted_at != 0, "grant {at}: accepted");
        let over = matches!(grant.state, Grant::REVOKED | Grant::ENDED);
        assert_eq!(over, grant.ended_at != 0, "grant {at}: ended");
    }
}

fn check_money(svm: &LiteSVM, at: &Pubkey, grant: &Grant) {
    let held = u128::from(grant.meter.prepaid) + u128::from(grant.meter.owed);
    let paid = u128::from(grant.claimed) + u128::from(grant.refunded);
    assert_eq!(
        u128::from(grant.funded),
        held + paid,
        "grant {at}: what was paid in is neither held nor paid out"
    );
    let carry = grant.meter.carry;
    assert!(
        carry == 0 || (carry < grant.period && grant.meter.prepaid > 0),
        "grant {at}: carries {carry}"
    );
    if grant.price_kind == 0 {
        assert_eq!((grant.funded, grant.vault), (0, Pubkey::default()));
        return;
    }
    let vault = vault_balance(svm, &grant.vault);
    assert!(
        u128::from(vault) >= held,
        "grant {at}: the vault holds {vault}, owes {held}"
    );
}
