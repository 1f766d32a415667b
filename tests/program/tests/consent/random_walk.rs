//! Anything in any order on the chain itself: whatever succeeds, the books of every grant hold (they are
//! checked after each transaction), and in the end everybody is paid and every account can be closed.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Fund(u64),
    Use(u64),
    Claim,
    Revoke,
    End,
    Close,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (1i64..40).prop_map(Step::Wait),
        3 => (1u64..500).prop_map(Step::Fund),
        3 => (1u64..4).prop_map(Step::Use),
        3 => Just(Step::Claim),
        1 => Just(Step::Revoke),
        1 => Just(Step::End),
        1 => Just(Step::Close),
    ]
}

fn terms(now: i64) -> impl Strategy<Value = GrantTerms> {
    let kind = prop_oneof![Just(FREE), Just(ONCE), Just(PER_USE), Just(STREAMED)];
    let start = prop_oneof![Just(0), (0i64..20).prop_map(move |wait| now + wait)];
    let end = prop_oneof![Just(0), (21i64..200).prop_map(move |wait| now + wait)];
    (kind, start, end, 0u64..10).prop_map(|(kind, starts_at, expires_at, use_cap)| GrantTerms {
        starts_at,
        expires_at,
        use_cap,
        ..kind
    })
}

fn take(w: &mut World, c: &Community, d: &Data, licence: &Licence, step: &Step) {
    let sent = match step {
        Step::Wait(seconds) => {
            w.wait(*seconds);
            return;
        }
        Step::Fund(amount) => w.fund_grant(c, d, licence, *amount),
        Step::Use(uses) => w.record_uses(c, d, licence, *uses),
        Step::Claim => w.claim_grant(c, d, licence),
        Step::Revoke => w.revoke_grant(c, d, licence),
        Step::End => w.end_grant(c, d, licence),
        Step::Close => w.close_grant(c, d, licence),
    };
    // Refusals are the program's own or Anchor's, never a failure of the token program.
    if let Err(refusal) = sent {
        let code = refusal.custom_code().expect("a named refusal");
        assert!(code >= 2_000, "{refusal}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_everybody_is_paid(
        terms in terms(START + 100), steps in prop::collection::vec(step(), 1..25),
    ) {
        let (mut w, c, d) = data();
        let prepay = match terms.price_kind { 0 => 0, 1 => terms.price, _ => 100 };
        let licence = w.granted(&c, &d, TRAIN, terms, prepay);
        let opened = dataset(&w, &d).grant_count;
        for step in &steps {
            take(&mut w, &c, &d, &licence, step);
        }
        if w.exists(&licence.grant) {
            // Ended if it was not; then claimed, where anything had accrued.
            let _ = w.end_grant(&c, &d, &licence);
            let _ = w.claim_grant(&c, &d, &licence);
            w.close_grant(&c, &d, &licence).unwrap();
        }
        prop_assert_eq!(w.balance(&d.till) + w.balance(&d.purse), SAVINGS);
        prop_assert_eq!(dataset(&w, &d).open_grants, 0);
        prop_assert_eq!(dataset(&w, &d).grant_count, opened);
    }
}
