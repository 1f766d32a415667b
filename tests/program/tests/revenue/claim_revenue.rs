use althing::revenue::events::{RevenueClaimed, RevenueForfeited};

use super::*;

fn claim(accounts: &accounts::ClaimRevenue, place: u8) -> Instruction {
    accounts.call(instruction::ClaimRevenue { place })
}

/// [`earning`] where 400 are due to the treasury, 100 to the maintainer and 200 to the dataset's owner.
fn owing() -> (World, Community, Catalogue, Earnings) {
    let (mut w, c, k, e) = earning();
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    (w, c, k, e)
}

/// The dataset's owner takes consent back, closes grant and dataset.
fn withdraw(w: &mut World, c: &Community, d: &Data) {
    let licence = Licence {
        grant: pda::grant(&d.dataset, &d.model, Grant::TRAIN),
        purpose: Grant::TRAIN,
        terms: FREE,
    };
    w.revoke_grant(c, d, &licence).unwrap();
    w.close_grant(c, d, &licence).unwrap();
    let close = c.close_dataset(d).call(instruction::CloseDataset {});
    w.go(&[close], &[&d.owner]);
}

/// Its owner registers the closed dataset again. (Nobody else can, see `consent/register_dataset`.)
fn register_anew(w: &mut World, c: &Community, e: &Earnings) {
    let args = dataset_args(e.data.digest);
    let register = c
        .register_dataset(&e.data)
        .call(instruction::RegisterDataset { args });
    w.go(&[register], &[&e.data.owner, &c.renter]);
}

#[test]
fn test_claim_revenue_ok() {
    let (mut w, c, k, e) = owing();
    let owner = e.data.owner.pubkey();
    let holders = [
        (TREASURY, c.dao, e.treasury, c.authority, 400),
        (MAINTAINER, k.model, e.wages, c.members[0].address(), 100),
        (DATASET, e.data.dataset, e.till, owner, 200),
    ];
    for (place, source, to, holder, amount) in holders {
        let sent = w.pay_out(&c, &e.child, place, source, to).unwrap();
        assert_eq!(w.balance(&to), amount);
        let share = read(&w, &e.child).shares[usize::from(place)];
        assert_eq!((share.owed, share.paid), (0, amount));
        let events = sent.events::<RevenueClaimed>();
        assert_eq!((events[0].pool, events[0].place), (e.child.pool, place));
        assert_eq!((events[0].holder, events[0].amount), (holder, amount));
        let again = w.pay_out(&c, &e.child, place, source, to);
        assert_refused(again, AlthingError::NoRevenueDue);
    }
    assert_eq!(w.balance(&e.child.vault), 300);
}

#[test]
fn places_where_nobody_stands_are_refused() {
    let (mut w, c, _, e) = owing();
    for place in [3, 9, 10, 13, 14, u8::MAX] {
        let refused = w.pay_out(&c, &e.child, place, e.data.dataset, e.till);
        assert_refused(refused, AlthingError::RevenuePlaceOutOfBounds);
    }
    // Before its shares were set a pool knows no dataset.
    let (mut w, c, _, e) = pooled();
    let refused = w.pay_out(&c, &e.child, DATASET, e.data.dataset, e.till);
    assert_refused(refused, AlthingError::RevenuePlaceOutOfBounds);
}

#[test]
fn less_than_a_base_unit_waits() {
    let (mut w, c, k, e) = earning();
    w.earn(&c, &e, &e.child, 9).unwrap();
    let refused = w.pay_out(&c, &e.child, MAINTAINER, k.model, e.wages);
    assert_refused(refused, AlthingError::NoRevenueDue);
    w.earn(&c, &e, &e.child, 1).unwrap();
    w.pay_out(&c, &e.child, MAINTAINER, k.model, e.wages)
        .unwrap();
    assert_eq!(w.balance(&e.wages), 1);
}

#[test]
fn a_share_is_whose_dataset_it_is_when_it_is_paid() {
    let (mut w, c, _, e) = owing();
    let heir = w.wallet("heir");
    let till = w.tokens("heir", &e.mint, &heir.pubkey(), 0);
    let offer = c
        .offer_dataset_transfer(&e.data)
        .call(instruction::OfferDatasetTransfer {
            new_owner: heir.pubkey(),
        });
    let accept = c
        .accept_dataset_transfer(&e.data, heir.pubkey())
        .call(instruction::AcceptDatasetTransfer {});
    w.go(&[offer], &[&e.data.owner]);
    // An offer alone moves nothing.
    let early = w.pay_out(&c, &e.child, DATASET, e.data.dataset, till);
    assert_refused(early, AlthingError::WrongTokenOwner);
    w.go(&[accept], &[&heir]);
    let late = w.pay_out(&c, &e.child, DATASET, e.data.dataset, e.till);
    assert_refused(late, AlthingError::WrongTokenOwner);
    w.pay_out(&c, &e.child, DATASET, e.data.dataset, till)
        .unwrap();
    assert_eq!(w.balance(&till), 200);
}

#[test]
fn who_takes_consent_back_is_paid_on() {
    let (mut w, c, _, e) = owing();
    let licence = Licence {
        grant: pda::grant(&e.data.dataset, &e.data.model, Grant::TRAIN),
        purpose: Grant::TRAIN,
        terms: FREE,
    };
    w.revoke_grant(&c, &e.data, &licence).unwrap();
    w.close_grant(&c, &e.data, &licence).unwrap();
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    w.pay_out(&c, &e.child, DATASET, e.data.dataset, e.till)
        .unwrap();
    assert_eq!(w.balance(&e.till), 400);
}

#[test]
fn the_share_of_a_closed_dataset_is_the_treasurys() {
    let (mut w, c, _, e) = owing();
    withdraw(&mut w, &c, &e.data);
    let sent = w
        .pay_out(&c, &e.child, DATASET, e.data.dataset, e.till)
        .unwrap();
    assert_eq!(due(&w, &e.child), [600, 100, 0, 300]);
    let events = sent.events::<RevenueForfeited>();
    assert_eq!((events[0].pool, events[0].place), (e.child.pool, DATASET));
    assert_eq!(events[0].amount, 200);
    assert_eq!((w.balance(&e.till), w.balance(&e.child.vault)), (0, 1_000));
    let again = w.pay_out(&c, &e.child, DATASET, e.data.dataset, e.till);
    assert_refused(again, AlthingError::NoRevenueDue);
    w.pay_out(&c, &e.child, TREASURY, c.dao, e.treasury)
        .unwrap();
    assert_eq!(w.balance(&e.treasury), 600);
}

#[test]
fn who_registers_a_closed_dataset_anew_gets_nothing_of_it() {
    let (mut w, c, _, e) = owing();
    withdraw(&mut w, &c, &e.data);
    w.wait(1);
    register_anew(&mut w, &c, &e);
    let till = e.till;
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    w.pay_out(&c, &e.child, DATASET, e.data.dataset, till)
        .unwrap();
    assert_eq!((w.balance(&till), w.balance(&e.child.vault)), (0, 2_000));
    assert_eq!(due(&w, &e.child), [1_200, 200, 0, 600]);
    // Another table for the same promotion does not help either.
    w.share(&c, &e.child, child_table()).unwrap();
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    w.pay_out(&c, &e.child, DATASET, e.data.dataset, till)
        .unwrap();
    assert_eq!(w.balance(&till), 0);
}

#[test]
fn an_owner_who_came_back_and_whom_a_promotion_asked_is_paid_by_the_table_after_it() {
    let (mut w, c, k, e) = earning();
    withdraw(&mut w, &c, &e.data);
    w.wait(1);
    register_anew(&mut w, &c, &e);
    let till = e.till;
    w.granted(&c, &e.data, Grant::TRAIN, FREE, 0);
    // Another version comes, and this one returns.
    w.release(&c, &k, None);
    w.promote(&c, &e.child.version);
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    w.pay_out(&c, &e.child, DATASET, e.data.dataset, till)
        .unwrap();
    assert_eq!(w.balance(&till), 0);
    w.share(&c, &e.child, child_table()).unwrap();
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    w.pay_out(&c, &e.child, DATASET, e.data.dataset, till)
        .unwrap();
    assert_eq!(w.balance(&till), 200);
}

/// To the second: a dataset of the second of the promotion was there; one of a second later was not.
#[test]
fn a_dataset_of_the_promotions_second_was_there() {
    let (w, c, _, e) = owing();
    for (later, paid) in [(0, 200), (1, 0)] {
        let mut w = w.clone();
        let released_at = read(&w, &e.child).released_at;
        w.edit::<althing::Dataset>(&e.data.dataset, |dataset| {
            dataset.created_at = released_at + later;
        });
        w.pay_out(&c, &e.child, DATASET, e.data.dataset, e.till)
            .unwrap();
        assert_eq!(w.balance(&e.till), paid);
    }
}

#[test]
fn the_share_of_the_maintainer_of_a_closed_model_is_the_treasurys() {
    let (mut w, c, k, e) = owing();
    end(&mut w, &c, &k, &e.child.version);
    end(&mut w, &c, &k, &e.base.version);
    // Its versions are gone, and everybody is paid on.
    let mut paid = w.clone();
    paid.pay_out(&c, &e.child, MAINTAINER, k.model, e.wages)
        .unwrap();
    assert_eq!(paid.balance(&e.wages), 100);
    let close = c.close_model(k.model).call(instruction::CloseModel {});
    w.go(&[close], &[&c.members[0].key]);
    w.pay_out(&c, &e.child, MAINTAINER, k.model, e.wages)
        .unwrap();
    assert_eq!(w.balance(&e.wages), 0);
    assert_eq!(due(&w, &e.child), [500, 0, 200, 300]);
}

#[test]
fn the_organisations_own_data_pays_the_treasury() {
    let (mut w, c, k, e) = pooled();
    let planned = Data {
        model: k.model,
        ..w.plan_data(&c, "public corpus")
    };
    let register = accounts::RegisterDataset {
        owner: c.authority,
        payer: c.authority,
        ..c.register_dataset(&planned)
    };
    let args = dataset_args(planned.digest);
    let version = w.version(&c, &k.model, None);
    w.pass(&c, &[register.call(instruction::RegisterDataset { args })]);
    let licence = Licence {
        grant: pda::grant(&planned.dataset, &k.model, Grant::TRAIN),
        purpose: Grant::TRAIN,
        terms: FREE,
    };
    let offer = accounts::OfferGrant {
        owner: c.authority,
        payer: c.authority,
        ..c.offer_grant(&planned, &licence)
    };
    let args = althing::consent::OfferGrantArgs {
        purpose: licence.purpose,
        licensee: planned.licensee.pubkey(),
        terms: FREE,
    };
    w.pass(&c, &[offer.call(instruction::OfferGrant { args })]);
    w.go(&[c.accept(&planned, &licence, 0)], &[&planned.licensee]);
    w.link_dataset(&c, &version, &planned, Grant::TRAIN);
    w.approve(&c, &k, &version);
    w.promote(&c, &version);
    let pool = Pool::of(&w, version, e.mint);
    w.create_pool(&c, &pool);
    w.share(&c, &pool, base_table()).unwrap();
    w.earn(&c, &e, &pool, 1_000).unwrap();
    w.pay_out(&c, &pool, DATASET, planned.dataset, e.treasury)
        .unwrap();
    assert_eq!(w.balance(&e.treasury), 500);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, e) = owing();
    for (place, source, to) in [
        (TREASURY, c.dao, e.treasury),
        (MAINTAINER, k.model, e.wages),
        (DATASET, e.data.dataset, e.till),
    ] {
        let claim = claim(&c.claim_revenue(&e.child, source, to), place);
        w.sweep(claim, &[])
            .expecting(source, AlthingError::WrongRevenueSource)
            .run();
    }
}

#[test]
fn test_claim_revenue_refuses_accounts_of_others() {
    let (mut w, [c, other], [k, foreign]) = two_catalogues();
    let e = w.earnings(&c, &k);
    w.create_pool(&c, &e.base);
    w.create_pool(&c, &e.child);
    let shares = [
        w.shares(&c, &e.base, base_table()),
        w.shares(&c, &e.child, child_table()),
    ];
    w.pass(&c, &shares);
    w.earn(&c, &e, &e.child, 1_000).unwrap();
    let elsewhere = Pool::of(&w, e.child.version, c.mint);
    w.create_pool(&c, &elsewhere);
    let a = || c.claim_revenue(&e.child, e.data.dataset, e.till);
    let source = AlthingError::WrongRevenueSource;
    let cases = [
        (
            accounts::ClaimRevenue {
                revenue_pool: e.base.pool,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::ClaimRevenue {
                revenue_pool: elsewhere.pool,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::ClaimRevenue {
                vault: e.base.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::ClaimRevenue {
                mint: c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::ClaimRevenue {
                to: c.treasury,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::ClaimRevenue { to: e.wages, ..a() },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::ClaimRevenue {
                to: e.child.vault,
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[claim(&accounts, DATASET)], &[]), error);
    }
    // Sources of another place, another version and another organisation.
    for (place, wrong) in [
        (TREASURY, [other.dao, c.authority, k.model]),
        (MAINTAINER, [foreign.model, e.child.version, c.dao]),
        (DATASET, [e.base_data.dataset, k.model, c.dao]),
    ] {
        for address in wrong {
            let refused = w.pay_out(&c, &e.child, place, address, e.till);
            assert_refused(refused, source);
        }
    }
}

#[test]
fn a_frozen_account_holds_nothing_else_up() {
    let (mut w, c, k, e) = owing();
    w.freeze(&e.mint, &e.till);
    let refused = w.pay_out(&c, &e.child, DATASET, e.data.dataset, e.till);
    assert_refused(refused, TOKEN_ACCOUNT_FROZEN);
    w.pay_out(&c, &e.child, MAINTAINER, k.model, e.wages)
        .unwrap();
    // Any other account of the owner's does, whoever made it.
    let other = w.tokens("another till", &e.mint, &e.data.owner.pubkey(), 0);
    w.pay_out(&c, &e.child, DATASET, e.data.dataset, other)
        .unwrap();
    assert_eq!(w.balance(&other), 200);
}
