//! Chambers and seats.

use althing::Chamber;
use anchor_lang::prelude::Pubkey;
use litesvm::LiteSVM;
use solana_clock::Clock;

use super::{vault_balance, Books};

pub fn check(svm: &LiteSVM, books: &Books) {
    let now = svm.get_sysvar::<Clock>().unix_timestamp;
    for (at, chamber) in &books.chambers {
        let (mut seats, mut held, mut latest, mut counting) = (0, 0, 0, 0);
        // A clock set before the foundation has no epoch.
        let dao = books.daos.iter().find(|(dao, _)| *dao == chamber.dao);
        let epoch = dao.and_then(|(_, dao)| dao.epoch_at(now).ok());
        for (_, seat) in books.seats.iter().filter(|(_, seat)| seat.chamber == *at) {
            seats += 1;
            held += u128::from(seat.deposited) + u128::from(seat.withdrawing);
            latest += u128::from(seat.weight.latest());
            assert_eq!(
                seat.weight.latest(),
                chamber.weight_of(seat.deposited),
                "a seat of {at}: weight"
            );
            assert_eq!(seat.dao, chamber.dao, "a seat of {at}: dao");
            counting += epoch.map_or(0, |epoch| {
                u128::from(seat.weight.weight_at(epoch).expect("kept"))
            });
        }
        assert_eq!(seats, chamber.seats, "chamber {at}: seats");
        assert_eq!(
            latest,
            u128::from(chamber.total.latest()),
            "chamber {at}: the weights' sum"
        );
        if let Some(epoch) = epoch {
            let total = chamber
                .total
                .weight_at(epoch)
                .expect("the running epoch is kept");
            assert_eq!(
                counting,
                u128::from(total),
                "chamber {at}: the sum of the weights that count"
            );
        }
        check_deposits(svm, at, chamber, held);
    }
}

fn check_deposits(svm: &LiteSVM, at: &Pubkey, chamber: &Chamber, held: u128) {
    if chamber.kind != Chamber::KIND_TOKEN_HOLDERS {
        assert_eq!(
            (chamber.deposited, chamber.vault),
            (0, Pubkey::default()),
            "chamber {at} is granted"
        );
        return;
    }
    assert_eq!(
        held,
        u128::from(chamber.deposited),
        "chamber {at}: deposits and withdrawals of its seats"
    );
    let vault = vault_balance(svm, &chamber.vault);
    assert!(
        vault >= chamber.deposited,
        "chamber {at}: the vault holds {vault}, owes {}",
        chamber.deposited
    );
}
