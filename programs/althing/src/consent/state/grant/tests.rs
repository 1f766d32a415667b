use super::*;
use num_bigint::BigUint;
use proptest::prelude::*;

const NOW: i64 = 1_000;

fn terms(price_kind: u8, price: u64, period: u64) -> GrantTerms {
    GrantTerms {
        price_kind,
        price,
        period,
        starts_at: 0,
        expires_at: 0,
        use_cap: 0,
    }
}

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

fn offer(terms: GrantTerms) -> Grant {
    Grant {
        price_kind: terms.price_kind,
        price: terms.price,
        period: terms.period,
        starts_at: terms.starts_at,
        expires_at: terms.expires_at,
        use_cap: terms.use_cap,
        licensee: key(1),
        ..bytemuck::Zeroable::zeroed()
    }
}

/// Accepted at `NOW`.
fn accepted(terms: GrantTerms, prepay: u64) -> Grant {
    let mut grant = offer(terms);
    grant.accept(key(1), prepay, NOW).unwrap();
    grant
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T>, expected: AlthingError) {
    assert_eq!(result.unwrap_err(), expected.into());
}

fn books(grant: &Grant) -> (u64, u64, u64, u64) {
    let Meter { prepaid, owed, .. } = grant.meter;
    (prepaid, owed, grant.claimed, grant.refunded)
}

#[test]
fn an_offer_is_for_its_licensee() {
    let mut offered = offer(terms(0, 0, 0));
    for stranger in [key(2), key(0)] {
        assert_refused(offered.accept(stranger, 0, NOW), AlthingError::NotLicensee);
    }
    offered.accept(key(1), 0, NOW).unwrap();
    assert_eq!((offered.licensee, offered.accepted_at), (key(1), NOW));
    let again = offered.accept(key(1), 0, NOW);
    assert_refused(again, AlthingError::WrongGrantState);
}

#[test]
fn what_is_paid_on_acceptance_fits_the_kind() {
    let refused = [
        (terms(0, 0, 0), 1),
        (terms(1, 50, 0), 49),
        (terms(1, 50, 0), 51),
        (terms(1, 50, 9), 0),
    ];
    for (terms, prepay) in refused {
        let result = offer(terms).accept(key(1), prepay, NOW);
        assert_refused(result, AlthingError::PrepayOutOfBounds);
    }
    for (terms, prepay) in [
        (terms(2, 5, 0), 0),
        (terms(2, 5, 0), 7),
        (terms(3, 5, 1), 0),
    ] {
        assert_eq!(accepted(terms, prepay).meter.prepaid, prepay);
    }
}

#[test]
fn a_grant_is_valid_from_its_start_until_before_its_end() {
    let within = GrantTerms {
        starts_at: 2_000,
        expires_at: 3_000,
        ..terms(0, 0, 0)
    };
    let grant = accepted(within, 0);
    assert_refused(grant.require_valid(1_999), AlthingError::GrantNotStarted);
    assert!(grant.require_valid(2_000).is_ok());
    assert!(grant.require_valid(2_999).is_ok());
    assert_refused(grant.require_valid(3_000), AlthingError::GrantExpired);
    let idle = offer(within);
    assert_refused(idle.require_valid(2_500), AlthingError::GrantNotAccepted);
    let late = offer(within).accept(key(1), 0, 3_000);
    assert_refused(late, AlthingError::GrantExpired);
}

#[test]
fn a_grant_that_is_over_is_not_valid() {
    for state in [Grant::REVOKED, Grant::ENDED] {
        let mut grant = accepted(terms(0, 0, 0), 0);
        grant.end(state, NOW + 1).unwrap();
        assert_eq!((grant.state, grant.ended_at), (state, NOW + 1));
        assert_refused(grant.require_valid(NOW + 1), AlthingError::GrantRevoked);
        assert_refused(grant.end(state, NOW), AlthingError::WrongGrantState);
        assert_refused(grant.fund(1, NOW), AlthingError::WrongGrantState);
        assert_refused(grant.record_uses(1, NOW), AlthingError::GrantRevoked);
    }
}

/// What is in the way of a promotion, and of staying in production, at a time.
fn released(grant: &Grant, now: i64) -> [Option<u32>; 2] {
    let problems = [grant.promotion_problem(now), grant.production_problem(now)];
    problems.map(|problem| problem.map(u32::from))
}

fn both(error: AlthingError) -> [Option<u32>; 2] {
    [Some(u32::from(error)); 2]
}

#[test]
fn what_is_in_the_way_of_a_use_is_in_the_way_of_a_release() {
    let within = GrantTerms {
        starts_at: 2_000,
        expires_at: 3_000,
        ..terms(0, 0, 0)
    };
    let mut grant = accepted(within, 0);
    assert_eq!(released(&grant, 1_999), both(AlthingError::GrantNotStarted));
    assert_eq!(released(&grant, 2_000), [None; 2]);
    assert_eq!(released(&grant, 2_999), [None; 2]);
    assert_eq!(released(&grant, 3_000), both(AlthingError::GrantExpired));
    let idle = offer(within);
    assert_eq!(released(&idle, 2_500), both(AlthingError::GrantNotAccepted));
    grant.end(Grant::REVOKED, 2_500).unwrap();
    assert_eq!(released(&grant, 2_500), both(AlthingError::GrantRevoked));
}

#[test]
fn uses_that_are_recorded_are_enough_for_a_release() {
    for (kind, prepay) in [
        (terms(0, 0, 0), 0),
        (terms(1, 50, 0), 50),
        (terms(2, 10, 0), 10),
    ] {
        let capped = GrantTerms { use_cap: 1, ..kind };
        let mut grant = accepted(capped, prepay);
        grant.record_uses(1, NOW).unwrap();
        assert_refused(grant.require_valid(NOW), AlthingError::GrantExhausted);
        assert_eq!(released(&grant, NOW + 1_000_000), [None; 2]);
        // But not after it was taken back.
        grant.end(Grant::REVOKED, NOW).unwrap();
        assert_eq!(released(&grant, NOW), both(AlthingError::GrantRevoked));
    }
}

#[test]
fn a_release_wants_a_use_paid_or_prepaid() {
    for (prepay, paid) in [(0, false), (9, false), (10, true), (25, true)] {
        let grant = accepted(terms(2, 10, 0), prepay);
        let expected = if paid {
            [None; 2]
        } else {
            both(AlthingError::GrantUnpaid)
        };
        assert_eq!(released(&grant, NOW), expected, "{prepay}");
    }
    // Recorded and paid, with too little left for another.
    let mut grant = accepted(terms(2, 10, 0), 15);
    grant.record_uses(1, NOW).unwrap();
    assert_eq!(released(&grant, NOW), [None; 2]);
}

#[test]
fn a_release_wants_a_period_of_a_stream_ahead_and_lasts_until_it_is_dry() {
    let unpaid = Some(u32::from(AlthingError::GrantUnpaid));
    // 10 every three seconds.
    let grant = accepted(terms(3, 10, 3), 23);
    for (after, expected) in [
        (0, [None; 2]),
        (3, [None; 2]),
        (4, [None; 2]),
        (5, [unpaid, None]),
        (6, [unpaid, None]),
        (7, [unpaid; 2]),
    ] {
        assert_eq!(released(&grant, NOW + after), expected, "{after}");
    }
    for (prepay, expected) in [(0, [unpaid; 2]), (1, [unpaid, None]), (10, [None; 2])] {
        let grant = accepted(terms(3, 10, 3), prepay);
        assert_eq!(released(&grant, NOW), expected, "{prepay}");
    }
    // Nothing accrues once all uses are used, but what is there must still be the price.
    let capped = GrantTerms {
        use_cap: 1,
        ..terms(3, 10, 3)
    };
    for (prepay, expected) in [(9, [unpaid, None]), (10, [None; 2])] {
        let mut grant = accepted(capped, prepay);
        grant.record_uses(1, NOW).unwrap();
        assert_eq!(released(&grant, NOW + 1_000), expected, "{prepay}");
    }
    let dear = accepted(terms(3, u64::MAX, 1), u64::MAX);
    assert_eq!(released(&dear, NOW), [None; 2]);
    assert_eq!(released(&dear, i64::MAX), [unpaid; 2]);
}

#[test]
fn uses_are_counted_up_to_the_cap() {
    let capped = GrantTerms {
        use_cap: 3,
        ..terms(0, 0, 0)
    };
    let mut grant = accepted(capped, 0);
    for uses in [0, 4, u64::MAX] {
        let result = grant.record_uses(uses, NOW);
        assert_refused(result, AlthingError::UsesOutOfBounds);
    }
    grant.record_uses(2, NOW).unwrap();
    assert_refused(grant.record_uses(2, NOW), AlthingError::UsesOutOfBounds);
    grant.record_uses(1, NOW).unwrap();
    assert_refused(grant.record_uses(1, NOW), AlthingError::GrantExhausted);
    assert_eq!(grant.uses, 3);
    let mut endless = accepted(terms(0, 0, 0), 0);
    endless.record_uses(u64::MAX, NOW).unwrap();
    assert_refused(endless.record_uses(1, NOW), AlthingError::UsesOutOfBounds);
}

#[test]
fn uses_that_cost_are_prepaid() {
    let mut grant = accepted(terms(2, 10, 0), 25);
    assert_refused(grant.record_uses(3, NOW), AlthingError::PrepaidTooLow);
    let result = grant.record_uses(u64::MAX, NOW);
    assert_refused(result, AlthingError::PrepaidTooLow);
    grant.record_uses(2, NOW).unwrap();
    assert_eq!(books(&grant), (5, 20, 0, 0));
    grant.fund(5, NOW).unwrap();
    grant.record_uses(1, NOW).unwrap();
    assert_eq!(grant.claim(NOW).unwrap(), 30);
    assert_refused(grant.claim(NOW), AlthingError::NothingAccrued);
    assert_eq!(books(&grant), (0, 0, 30, 0));
}

#[test]
fn a_stream_accrues_by_the_second_and_is_valid_while_something_is_prepaid() {
    let mut grant = accepted(terms(3, 10, 1), 100);
    assert!(grant.require_valid(NOW + 9).is_ok());
    let dry = NOW + 10;
    assert_refused(grant.require_valid(dry), AlthingError::GrantUnpaid);
    assert_eq!(grant.claim(NOW + 4).unwrap(), 40);
    grant.fund(5, NOW + 50).unwrap();
    assert!(grant.require_valid(NOW + 50).is_ok());
    assert_eq!(books(&grant), (5, 60, 40, 0));
    assert_refused(grant.require_valid(NOW + 51), AlthingError::GrantUnpaid);
}

#[test]
fn a_stream_stops_at_the_end_and_when_all_uses_are_used() {
    let ending = GrantTerms {
        starts_at: NOW + 5,
        expires_at: NOW + 15,
        use_cap: 1,
        ..terms(3, 1, 1)
    };
    let mut grant = accepted(ending, 100);
    grant.settle(NOW + 4).unwrap();
    assert_eq!(grant.meter.owed, 0);
    let mut used = grant;
    used.record_uses(1, NOW + 8).unwrap();
    used.end(Grant::ENDED, NOW + 14).unwrap();
    assert_eq!(books(&used), (97, 3, 0, 0));
    grant.end(Grant::ENDED, NOW + 500).unwrap();
    assert_eq!(books(&grant), (90, 10, 0, 0));
    assert_eq!(grant.refund().unwrap(), 90);
    assert_eq!(grant.refund().unwrap(), 0);
    assert!(!grant.is_finished(NOW + 500));
    assert_eq!(grant.claim(NOW + 500).unwrap(), 10);
    assert!(grant.is_finished(NOW + 500));
}

#[test]
fn a_price_for_once_accrues_over_its_period() {
    let mut slow = accepted(terms(1, 100, 10), 100);
    slow.end(Grant::REVOKED, NOW + 3).unwrap();
    assert_eq!(books(&slow), (70, 30, 0, 0));

    let mut at_once = accepted(terms(1, 100, 0), 100);
    at_once.end(Grant::REVOKED, NOW).unwrap();
    assert_eq!(books(&at_once), (0, 100, 0, 0));

    let later = GrantTerms {
        starts_at: NOW + 5,
        ..terms(1, 100, 0)
    };
    let mut unstarted = accepted(later, 100);
    unstarted.end(Grant::REVOKED, NOW + 4).unwrap();
    assert_eq!(books(&unstarted), (100, 0, 0, 0));

    let mut paid = accepted(terms(1, 100, 10), 100);
    assert_refused(paid.fund(1, NOW), AlthingError::GrantHasNoBalance);
    // It covers its uses without a balance.
    assert!(paid.require_valid(NOW + 1_000).is_ok());
}

#[test]
fn a_price_for_once_has_accrued_when_nothing_more_can_be_used() {
    let ending = GrantTerms {
        expires_at: NOW + 5,
        use_cap: 1,
        ..terms(1, 100, 10)
    };
    let mut expired = accepted(ending, 100);
    expired.end(Grant::ENDED, NOW + 5).unwrap();
    assert_eq!(books(&expired), (0, 100, 0, 0));
    let mut used = accepted(ending, 100);
    used.record_uses(1, NOW + 1).unwrap();
    used.end(Grant::ENDED, NOW + 1).unwrap();
    assert_eq!(books(&used), (0, 100, 0, 0));
}

#[test]
fn what_a_grant_is_ever_paid_fits() {
    let mut grant = accepted(terms(3, 1, 1), u64::MAX);
    let result = grant.fund(1, NOW);
    assert_refused(result, AlthingError::GrantFundingOverflow);
}

#[test]
fn only_what_is_over_and_paid_out_is_finished() {
    assert!(!offer(terms(0, 0, 0)).is_finished(NOW));
    let mut grant = accepted(
        GrantTerms {
            expires_at: NOW + 5,
            ..terms(2, 1, 0)
        },
        1,
    );
    assert!(!grant.is_finished(NOW + 4));
    assert!(!grant.is_finished(NOW + 5));
    grant.record_uses(1, NOW).unwrap();
    grant.claim(NOW).unwrap();
    assert!(!grant.is_finished(NOW + 4));
    assert!(grant.is_finished(NOW + 5));
    assert_eq!(grant.refund().unwrap(), 0);
}

/// A grant in exact fractions: parts of `1 / period` of a base unit, as big numbers, moved every second of the
/// way and not only when somebody looks.
struct Exact {
    terms: GrantTerms,
    active: bool,
    uses: u64,
    clock: i64,
    prepaid: BigUint,
    flown: BigUint,
}

impl Exact {
    fn parts(&self) -> u64 {
        self.terms.period.max(1)
    }

    fn used_up(&self) -> bool {
        self.terms.use_cap > 0 && self.uses == self.terms.use_cap
    }

    fn flow(&mut self, amount: BigUint) {
        let amount = amount.min(self.prepaid.clone());
        self.prepaid -= &amount;
        self.flown += amount;
    }

    fn pass(&mut self, seconds: i64) {
        let GrantTerms {
            price_kind,
            price,
            period,
            starts_at,
            expires_at,
            ..
        } = self.terms;
        for _ in 0..seconds {
            let second = self.clock;
            self.clock += 1;
            let expired = expires_at > 0 && self.clock >= expires_at;
            let flows = self.active && second >= starts_at && !self.used_up();
            let in_term = expires_at == 0 || second < expires_at;
            match price_kind {
                3 if flows && in_term => self.flow(price.into()),
                1 if flows && period > 0 => self.flow(price.into()),
                _ => {}
            }
            if price_kind == 1 && self.active && expired {
                self.flow(self.prepaid.clone());
            }
        }
        self.catch_up();
    }

    /// A price for once that has nothing left to wait for.
    fn catch_up(&mut self) {
        let at_once = self.terms.period == 0 && self.clock >= self.terms.starts_at;
        if self.terms.price_kind == 1 && self.active && (at_once || self.used_up()) {
            self.flow(self.prepaid.clone());
        }
    }

    fn valid(&self) -> bool {
        let GrantTerms {
            starts_at,
            expires_at,
            ..
        } = self.terms;
        let in_term = self.clock >= starts_at && (expires_at == 0 || self.clock < expires_at);
        let paid = self.terms.price_kind != 3 || self.prepaid > BigUint::ZERO;
        self.active && in_term && !self.used_up() && paid
    }
}

#[derive(Clone, Debug)]
enum Step {
    Pass(i64),
    Fund(u64),
    Use(u64),
    Claim,
    End,
    Refund,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1i64..60).prop_map(Step::Pass),
        3 => (1u64..5_000).prop_map(Step::Fund),
        3 => (1u64..4).prop_map(Step::Use),
        3 => Just(Step::Claim),
        1 => Just(Step::End),
        1 => Just(Step::Refund),
    ]
}

fn any_terms() -> impl Strategy<Value = GrantTerms> {
    let money = prop_oneof![
        Just((0u8, 0u64, 0u64)),
        (1u64..5_000, prop_oneof![Just(0), 1u64..500])
            .prop_map(|(price, period)| (1, price, period)),
        (1u64..500).prop_map(|price| (2, price, 0)),
        (1u64..500, 1u64..100).prop_map(|(price, period)| (3, price, period)),
    ];
    let start = prop_oneof![Just(0), NOW..NOW + 100];
    let length = prop_oneof![Just(None), (1i64..400).prop_map(Some)];
    let cap = prop_oneof![Just(0), 1u64..12];
    (money, start, length, cap).prop_map(
        |((price_kind, price, period), starts_at, length, use_cap)| {
            let expires_at = length.map_or(0, |length| starts_at.max(NOW) + length);
            GrantTerms {
                price_kind,
                price,
                period,
                starts_at,
                expires_at,
                use_cap,
            }
        },
    )
}

proptest! {
    #[test]
    fn the_books_are_those_of_exact_fractions(
        terms in any_terms(), prepay in 0u64..5_000, steps in prop::collection::vec(step(), 1..60),
    ) {
        terms.validate(NOW).unwrap();
        let prepay = match terms.price_kind { 0 => 0, 1 => terms.price, _ => prepay };
        let mut grant = accepted(terms, prepay);
        let parts = terms.period.max(1);
        let prepaid = BigUint::from(prepay) * parts;
        let mut exact = Exact { terms, active: true, uses: 0, clock: NOW, prepaid, flown: BigUint::ZERO };
        exact.catch_up();
        for step in steps {
            let now = exact.clock;
            match step {
                Step::Pass(seconds) => exact.pass(seconds),
                Step::Fund(amount) => {
                    let expired = terms.expires_at > 0 && now >= terms.expires_at;
                    let taken = exact.active && terms.price_kind >= 2 && !expired;
                    prop_assert_eq!(grant.fund(amount, now).is_ok(), taken);
                    if taken {
                        exact.prepaid += BigUint::from(amount) * parts;
                    }
                }
                Step::Use(uses) => {
                    let fits = terms.use_cap == 0 || exact.uses + uses <= terms.use_cap;
                    let cost = BigUint::from(if terms.price_kind == 2 { uses * terms.price } else { 0 });
                    let taken = exact.valid() && fits && cost <= exact.prepaid;
                    // A refused instruction is undone as a whole.
                    let mut after = grant;
                    prop_assert_eq!(after.record_uses(uses, now).is_ok(), taken);
                    if taken {
                        grant = after;
                        exact.uses += uses;
                        exact.flow(cost);
                        exact.catch_up();
                    }
                }
                Step::Claim => {
                    let due = &exact.flown / parts - grant.claimed;
                    let claimed = grant.claim(now).unwrap_or(0);
                    prop_assert_eq!(BigUint::from(claimed), due);
                }
                Step::End => {
                    prop_assert_eq!(grant.end(Grant::ENDED, now).is_ok(), exact.active);
                    exact.active = false;
                }
                Step::Refund => {
                    let refunded = grant.refund().unwrap();
                    if exact.active {
                        prop_assert_eq!(refunded, 0);
                    } else {
                        // The part of a base unit that has flown cannot be paid: the licensee has it.
                        let begun = &exact.flown % parts;
                        prop_assert_eq!(BigUint::from(refunded) * parts, &exact.prepaid + &begun);
                        exact.flown -= begun;
                        exact.prepaid = BigUint::ZERO;
                    }
                }
            }
            let (prepaid, owed, claimed, refunded) = books(&grant);
            prop_assert_eq!(grant.funded, prepaid + owed + claimed + refunded);
            // Whoever looks now sees what the seconds have moved one by one.
            let mut seen = grant;
            seen.settle(exact.clock).unwrap();
            prop_assert_eq!(BigUint::from(seen.meter.owed) + claimed, &exact.flown / exact.parts());
            prop_assert_eq!(grant.require_valid(exact.clock).is_ok(), exact.valid());
        }
    }
}
