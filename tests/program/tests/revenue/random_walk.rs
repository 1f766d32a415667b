//! Anything in any order on the chain itself: whatever succeeds, the books of every pool hold (they are checked after
//! each transaction), and in the end everybody is paid, both pools are closed, and no token is missing.

use althing::revenue::RevenueTable;
use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Earn(bool, u64),
    Claim(bool, u8),
    PassOn,
    Share(bool, [u16; 4]),
    /// The owner of the child's dataset closes it.
    Leave,
    CloseByPayer(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (any::<bool>(), 1u64..5_000).prop_map(|(child, amount)| Step::Earn(child, amount)),
        5 => (any::<bool>(), 0u8..4).prop_map(|(child, place)| Step::Claim(child, place)),
        3 => Just(Step::PassOn),
        2 => (any::<bool>(), any_table()).prop_map(|(child, table)| Step::Share(child, table)),
        1 => Just(Step::Leave),
        1 => any::<bool>().prop_map(Step::CloseByPayer),
    ]
}

/// Treasury, maintainer, dataset and parent.
fn any_table() -> impl Strategy<Value = [u16; 4]> {
    prop::array::uniform3(0u16..=10_000).prop_map(|mut cuts| {
        cuts.sort_unstable();
        let [a, b, c] = cuts;
        [a, b - a, c - b, 10_000 - c]
    })
}

fn table(shares: [u16; 4]) -> RevenueTable {
    let mut table = RevenueTable {
        treasury: shares[0],
        maintainer: shares[1],
        ..TREASURYS
    };
    (table.datasets[0], table.parents[0]) = (shares[2], shares[3]);
    table
}

fn take(w: &mut World, c: &Community, e: &Earnings, step: &Step) {
    let pool = |child: &bool| if *child { &e.child } else { &e.base };
    let sent = match step {
        Step::Earn(child, amount) => w.earn(c, e, pool(child), *amount),
        Step::Claim(child, place) => {
            let (data, till) = if *child {
                (&e.data, e.till)
            } else {
                (&e.base_data, e.base_till)
            };
            let model = e.child.model;
            let holders = [(c.dao, e.treasury), (model, e.wages), (data.dataset, till)];
            let (source, to) = *holders.get(usize::from(*place)).unwrap_or(&holders[0]);
            w.pay_out(c, pool(child), *place, source, to)
        }
        Step::PassOn => w.pass_on(c, &e.child, &e.base),
        // The base has no parent: half of these are refused.
        Step::Share(child, shares) => {
            let mut shares = *shares;
            if !child && shares[3] % 2 == 0 {
                (shares[0], shares[3]) = (shares[0] + shares[3], 0);
            }
            let set = w.shares(c, pool(child), table(shares));
            w.as_authority(c, set)
        }
        Step::Leave => {
            let grant = pda::grant(&e.data.dataset, &e.data.model, Grant::TRAIN);
            let licence = Licence {
                grant,
                purpose: Grant::TRAIN,
                terms: FREE,
            };
            if !w.exists(&grant) {
                return;
            }
            w.revoke_grant(c, &e.data, &licence).unwrap();
            w.close_grant(c, &e.data, &licence).unwrap();
            let close = c.close_dataset(&e.data).call(instruction::CloseDataset {});
            w.send(&[close], &[&e.data.owner])
        }
        Step::CloseByPayer(child) => {
            if !w.exists(&pool(child).pool) {
                w.create_pool(c, pool(child));
                return;
            }
            let close = w.closes_pool(c, e, pool(child), c.renter.pubkey());
            w.send(&[close], &[&c.renter])
        }
    };
    // Refusals are the program's own or Anchor's, never a failure of the token program.
    if let Err(refusal) = sent {
        let code = refusal.custom_code().expect("a named refusal");
        assert!(code >= 2_000, "{refusal}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_everybody_is_paid(
        shared in any::<bool>(), steps in prop::collection::vec(step(), 1..25),
    ) {
        let (mut w, c, _, e) = if shared { earning() } else { pooled() };
        for step in &steps {
            take(&mut w, &c, &e, step);
        }
        for pool in [&e.child, &e.base] {
            if !w.exists(&pool.pool) {
                w.create_pool(&c, pool);
            }
        }
        w.settle_earnings(&c, &e);
        for pool in [&e.child, &e.base] {
            let close = w.closes_pool(&c, &e, pool, c.authority);
            w.pass(&c, &[close]);
        }
        let accounts = [e.purse, e.treasury, e.wages, e.till, e.base_till];
        let tokens: u64 = accounts.iter().map(|account| w.balance(account)).sum();
        prop_assert_eq!(tokens, SAVINGS);
    }
}
