//! A product was tuned from a base, and took something from the base itself; each of the three has a maintainer and
//! data of somebody's. What the product earns reaches all of them, and nothing is lost on the way.

use althing::revenue::RevenueTable;
use althing::{Grant, RevenuePool};
use althing_program_tests::prelude::*;

/// One generation: a version in production, its pool, and who is paid by it.
struct Generation {
    pool: Pool,
    data: Data,
    /// The data owner's.
    till: Pubkey,
    /// The maintainer's.
    wages: Pubkey,
}

/// What a table gives, basis points.
struct Parts {
    treasury: u16,
    maintainer: u16,
    data: u16,
    parents: [u16; 2],
}

impl Parts {
    fn table(&self) -> RevenueTable {
        let mut table = RevenueTable {
            treasury: self.treasury,
            maintainer: self.maintainer,
            ..TREASURYS
        };
        table.datasets[0] = self.data;
        table.parents[..2].copy_from_slice(&self.parents);
        table
    }
}

/// A released version of a model of its own, whose maintainer is member `who`, made from these parents.
fn generation(
    w: &mut World,
    c: &Community,
    k: &Catalogue,
    (name, who): (&str, usize),
    mint: Pubkey,
    parents: &[Pubkey],
) -> Generation {
    // The same organisation, where this member is the first.
    let mut theirs = c.clone();
    theirs.members.swap(0, who);
    let model = w.model(&theirs, name);
    let version = w.version(&theirs, &model, None);
    for parent in parents {
        w.link(&theirs, &version, parent);
    }
    let data = Data {
        model,
        ..w.data(c, &format!("data of {name}"))
    };
    w.granted(c, &data, Grant::TRAIN, FREE, 0);
    w.link_dataset(&theirs, &version, &data, Grant::TRAIN);
    w.approve(&theirs, k, &version);
    w.promote(c, &version);
    let pool = Pool::of(w, version, mint);
    w.create_pool(c, &pool);
    let maintainer = theirs.members[0].address();
    Generation {
        pool,
        till: w.tokens("till", &mint, &data.owner.pubkey(), 0),
        wages: w.tokens("wages", &mint, &maintainer, 0),
        data,
    }
}

/// Pays everybody of one generation; what is due to its parents went on before.
fn pay(w: &mut World, c: &Community, treasury: Pubkey, g: &Generation) {
    for (place, source, to) in [
        (0, c.dao, treasury),
        (1, g.pool.model, g.wages),
        (2, g.data.dataset, g.till),
    ] {
        w.pay_out(c, &g.pool, place, source, to)
            .unwrap_or_else(|refusal| panic!("{refusal}"));
    }
}

fn pass_on(w: &mut World, c: &Community, child: &Generation, parent: &Generation, place: u8) {
    let up = c
        .distribute_revenue(&child.pool, &parent.pool)
        .call(instruction::DistributeRevenue { place });
    w.go(&[up], &[]);
}

#[test]
fn what_a_grandchild_earns_reaches_two_generations_and_nothing_is_lost() {
    let (mut w, c, k) = catalogue();
    let mint = w.mint("revenue", TOKEN);
    let treasury = w.tokens("treasury", &mint, &c.authority, 0);
    let customer = w.wallet("customer");
    let purse = w.tokens("purse", &mint, &customer.pubkey(), SAVINGS);

    let base = generation(&mut w, &c, &k, ("Base", 0), mint, &[]);
    let parents = [base.pool.version];
    let tuned = generation(&mut w, &c, &k, ("Tuned", 1), mint, &parents);
    let parents = [tuned.pool.version, base.pool.version];
    let product = generation(&mut w, &c, &k, ("Product", 2), mint, &parents);
    let rent = w.rent(RevenuePool::SPACE) + w.rent(165);
    let [of_base, of_tuned, of_product] = [
        Parts {
            treasury: 5_000,
            maintainer: 2_000,
            data: 3_000,
            parents: [0, 0],
        },
        Parts {
            treasury: 3_333,
            maintainer: 1_111,
            data: 2_222,
            parents: [3_334, 0],
        },
        Parts {
            treasury: 1_000,
            maintainer: 2_500,
            data: 1_500,
            parents: [4_000, 1_000],
        },
    ];
    // The roots first, so that nothing arrives where no shares are set.
    let actions = [(&base, of_base), (&tuned, of_tuned), (&product, of_product)]
        .map(|(g, parts)| w.shares(&c, &g.pool, parts.table()));
    w.pass(&c, &actions);

    let deposit = |amount| {
        let accounts = accounts::DepositRevenue {
            revenue_pool: product.pool.pool,
            vault: product.pool.vault,
            from: purse,
            mint,
            depositor: customer.pubkey(),
            token_program: TOKEN,
        };
        accounts.call(instruction::DepositRevenue { amount })
    };
    for amount in [123_457, 1, 6_542] {
        w.go(&[deposit(amount)], &[&customer]);
    }
    // 130,000 in all. The product: 13,000, 32,500, 19,500; 52,000 for the tuned, 13,000 for the base.
    pass_on(&mut w, &c, &product, &tuned, 0);
    pass_on(&mut w, &c, &product, &base, 1);
    // The tuned: 17,331.6, 5,777.2, 11,554.4; 17,336.8 for the base.
    pass_on(&mut w, &c, &tuned, &base, 0);
    // The base, of 13,000 + 17,336: 15,168, 6,067.2, 9,100.8.
    for g in [&base, &tuned, &product] {
        pay(&mut w, &c, treasury, g);
    }
    let paid = [&product, &tuned, &base].map(|g| (w.balance(&g.wages), w.balance(&g.till)));
    assert_eq!(paid, [(32_500, 19_500), (5_777, 11_554), (6_067, 9_100)]);
    assert_eq!(w.balance(&treasury), 13_000 + 17_331 + 15_168);

    // What was below a base unit returns to the community when the pools are closed, children first.
    for g in [&product, &tuned, &base] {
        let noted = w.zero_copy::<RevenuePool>(&g.pool.pool);
        let parents = noted.parents().iter();
        let parents: Vec<_> = parents.map(|at| AccountMeta::new(*at, false)).collect();
        let accounts = accounts::CloseRevenuePool {
            dao: c.dao,
            revenue_pool: g.pool.pool,
            model_version: g.pool.version,
            vault: g.pool.vault,
            treasury: Some(treasury),
            mint,
            log: c.log,
            caller: c.authority,
            payer: c.renter.pubkey(),
            token_program: TOKEN,
        };
        let close = accounts.call_with(instruction::CloseRevenuePool {}, &parents);
        let motion = w.executable(&c, &[close]);
        let before = w.lamports(&c.renter.pubkey());
        w.execute(&c, &motion, 0)
            .unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!(w.lamports(&c.renter.pubkey()) - before, rent);
    }
    let everybody: u64 = paid.iter().map(|(wages, till)| wages + till).sum();
    assert_eq!(w.balance(&treasury), 130_000 - everybody);
    assert_eq!(w.balance(&purse), SAVINGS - 130_000);
}
