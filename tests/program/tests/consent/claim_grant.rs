use althing::consent::events::GrantClaimed;

use super::*;

fn claim(accounts: &accounts::ClaimGrant) -> Instruction {
    accounts.call(instruction::ClaimGrant {})
}

#[test]
fn test_claim_grant_ok() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, STREAMED, 100);
    w.wait(10);
    let sent = w.claim_grant(&c, &d, &licence).unwrap();
    // 33 1/3 have flowed.
    assert_eq!(w.balance(&d.till), 33);
    assert_eq!(books(&w, &licence), (67, 0, 33, 0));
    let events = sent.events::<GrantClaimed>();
    assert_eq!((events[0].grant, events[0].amount), (licence.grant, 33));
    assert_eq!(events[0].owner, d.owner.pubkey());
    assert_refused(
        w.claim_grant(&c, &d, &licence),
        AlthingError::NothingAccrued,
    );
    // The third is not lost.
    w.wait(20);
    w.claim_grant(&c, &d, &licence).unwrap();
    assert_eq!(w.balance(&d.till), 100);
}

#[test]
fn claiming_often_or_once_is_the_same() {
    let (w, c, d) = data();
    let (mut often, mut once) = (w.clone(), w);
    let licence = often.granted(&c, &d, TRAIN, STREAMED, 1_000);
    once.granted(&c, &d, TRAIN, STREAMED, 1_000);
    for _ in 0..50 {
        often.wait(1);
        often.claim_grant(&c, &d, &licence).unwrap();
    }
    once.wait(50);
    once.claim_grant(&c, &d, &licence).unwrap();
    assert_eq!(often.balance(&d.till), 166);
    assert_eq!(once.balance(&d.till), 166);
    assert_eq!(grant(&often, &licence).meter, grant(&once, &licence).meter);
}

#[test]
fn a_price_for_once_accrues_over_its_period() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    w.wait(25);
    w.claim_grant(&c, &d, &licence).unwrap();
    assert_eq!(w.balance(&d.till), 250);
    w.wait(75);
    w.claim_grant(&c, &d, &licence).unwrap();
    assert_eq!(w.balance(&d.till), 1_000);
    // It is valid on.
    w.record_uses(&c, &d, &licence, 1).unwrap();
}

#[test]
fn a_price_for_once_without_a_period_accrues_at_the_start() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        period: 0,
        starts_at: w.now() + 10,
        ..ONCE
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 1_000);
    w.wait(9);
    assert_refused(
        w.claim_grant(&c, &d, &licence),
        AlthingError::NothingAccrued,
    );
    w.wait(1);
    w.claim_grant(&c, &d, &licence).unwrap();
    assert_eq!(w.balance(&d.till), 1_000);
}

#[test]
fn what_had_accrued_is_the_owners_after_the_end() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 200);
    w.record_uses(&c, &d, &licence, 3).unwrap();
    w.end_grant(&c, &d, &licence).unwrap();
    w.wait(1_000);
    w.claim_grant(&c, &d, &licence).unwrap();
    assert_eq!(w.balance(&d.till), 150);
    assert_eq!(books(&w, &licence), (0, 0, 150, 50));
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    w.wait(10);
    w.sweep(claim(&c.claim_grant(&d, &licence)), &[]).run();
}

#[test]
fn test_claim_grant_refuses_accounts_of_others() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    let (beside, neighbour) = beside(&mut w, &c, ONCE, 1_000);
    w.wait(10);
    let a = || c.claim_grant(&d, &licence);
    let own_vault = w.tokens("fake vault", &d.mint, &d.owner.pubkey(), 0);
    let cases = [
        (
            accounts::ClaimGrant {
                dataset: beside.dataset,
                ..a()
            },
            AlthingError::WrongDataset,
        ),
        (
            accounts::ClaimGrant {
                grant: neighbour.grant,
                ..a()
            },
            AlthingError::WrongDataset,
        ),
        (
            accounts::ClaimGrant {
                mint: beside.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::ClaimGrant {
                vault: pda::vault(&neighbour.grant),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::ClaimGrant {
                vault: own_vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::ClaimGrant {
                to: beside.till,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::ClaimGrant { to: d.purse, ..a() },
            AlthingError::WrongTokenOwner,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[claim(&accounts)], &[]), error);
    }
}
