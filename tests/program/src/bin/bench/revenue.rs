//! What a merge of four versions made from eight datasets earns: shared, paid, passed on, closed.

use althing::constants::{SEED_REVENUE, SEED_VAULT};
use althing::revenue::RevenueTable;
use althing::{Grant, ModelVersion};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, by_vote, lucky, place, seeds};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let version = merge(&mut w, &c);
    // The pool of the merge is found at the first try, and so is its vault.
    let name = lucky("revenue", |name| {
        let mint = key(&format!("mint {name}")).pubkey();
        let pool = pda::revenue_pool(&version, &mint);
        vec![
            seeds(&[SEED_REVENUE, version.as_ref(), mint.as_ref()]),
            seeds(&[SEED_VAULT, pool.as_ref()]),
        ]
    });
    let mint = w.mint(&name, TOKEN);
    let pool = Pool::of(&w, version, mint);
    let create = c
        .create_revenue_pool(&pool)
        .call(instruction::CreateRevenuePool {});
    report.units("create_revenue_pool", w.go(&[create], &[&c.renter]).cu);
    assert_lucky(&w, &[pool.pool]);
    let parents = w.zero_copy::<ModelVersion>(&version).parents;
    let parents = parents.map(|parent| Pool::of(&w, parent, mint));
    for parent in &parents {
        w.create_pool(&c, parent);
    }
    let table = RevenueTable {
        treasury: 1_000,
        maintainer: 1_000,
        datasets: [500; 8],
        parents: [1_000; 4],
    };
    for label in ["4 parents, 8 datasets", "again"] {
        let name = format!("set_revenue_shares ({label})");
        let shares = w.shares(&c, &pool, table);
        by_vote(report, &mut w, &c, &name, shares);
    }
    earn(report, &mut w, &c, &pool, &parents[0]);
}

/// A version in production with four parents and eight datasets of one owner.
fn merge(w: &mut World, c: &Community) -> Pubkey {
    let readers = ["fifth reader", "sixth reader"].map(|name| w.appoint(c, name));
    w.next_epoch(c);
    let model = w.model(c, "Earning");
    let parents = [0; 4].map(|_| w.version(c, &model, None));
    let merge = w.version(c, &model, Some(parents[0]));
    for parent in &parents[1..] {
        w.stage(c, parent);
        w.link(c, &merge, parent);
    }
    for index in 0..8 {
        let data = Data {
            model,
            ..w.data(c, &format!("earning source {index}"))
        };
        w.granted(c, &data, Grant::TRAIN, FREE, 0);
        w.link_dataset(c, &merge, &data, Grant::TRAIN);
    }
    for reader in &readers {
        w.attest(c, &merge, reader, true).expect("a word");
    }
    w.stage(c, &merge);
    w.promote(c, &merge);
    merge
}

/// A deposit, which is paid out to everybody, and the end.
fn earn(report: &mut Report, w: &mut World, c: &Community, pool: &Pool, parent: &Pool) {
    let (depositor, mint) = (&c.members[1], pool.mint);
    let purse = w.tokens("purse", &mint, &depositor.address(), SAVINGS);
    let deposit = accounts::DepositRevenue {
        revenue_pool: pool.pool,
        vault: pool.vault,
        from: purse,
        mint,
        depositor: depositor.address(),
        token_program: TOKEN,
    };
    let deposit = deposit.call(instruction::DepositRevenue { amount: 100_000 });
    report.units("deposit_revenue", w.go(&[deposit], &[&depositor.key]).cu);

    let up = c
        .distribute_revenue(pool, parent)
        .call(instruction::DistributeRevenue { place: 0 });
    report.units("distribute_revenue", w.go(&[up], &[]).cu);
    for place in 1..4 {
        let parent = w.zero_copy::<ModelVersion>(&pool.version).parents[place];
        let parent = Pool::of(w, parent, mint);
        let up = c.distribute_revenue(pool, &parent);
        let place = place as u8;
        w.go(&[up.call(instruction::DistributeRevenue { place })], &[]);
    }

    let treasury = w.tokens("treasury", &mint, &c.authority, 0);
    let wages = w.tokens("wages", &mint, &c.members[0].address(), 0);
    let datasets = w.zero_copy::<ModelVersion>(&pool.version).datasets;
    let mut holders = vec![
        ("treasury", c.dao, treasury),
        ("maintainer", pool.model, wages),
    ];
    for dataset in datasets {
        let owner = w.zero_copy::<althing::Dataset>(&dataset).owner;
        let till = w.tokens("till", &mint, &owner, 0);
        holders.push(("dataset", dataset, till));
    }
    for (place, (label, source, to)) in holders.into_iter().enumerate() {
        let claim = c
            .claim_revenue(pool, source, to)
            .call(instruction::ClaimRevenue { place: place as u8 });
        let cu = w.go(&[claim], &[]).cu;
        if place < 3 {
            report.units(&format!("claim_revenue ({label})"), cu);
        }
    }

    let close = accounts::CloseRevenuePool {
        dao: c.dao,
        revenue_pool: pool.pool,
        model_version: pool.version,
        vault: pool.vault,
        treasury: Some(treasury),
        mint,
        log: c.log,
        caller: c.authority,
        payer: c.renter.pubkey(),
        token_program: TOKEN,
    };
    let close = close.call_with(instruction::CloseRevenuePool {}, &w.parent_pools(pool));
    by_vote(report, w, c, "close_revenue_pool (4 parents)", close);
}
