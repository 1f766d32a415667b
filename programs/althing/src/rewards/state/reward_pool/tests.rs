//! Random lives of a pool, beside a model that knows every holder and every second: exact rationals in
//! effect (192 fractional bits), every epoch boundary visited, everybody paid at every step.

use super::*;
use bytemuck::Zeroable;
use num_bigint::BigUint;
use proptest::prelude::*;

const EPOCH: i64 = 100;
const WINDOW: i64 = 700;
const START: i64 = 1_000_000;
const HOLDERS: usize = 6;

fn pool() -> RewardPool {
    RewardPool {
        epoch_zero: START,
        epoch_length: EPOCH,
        window: WINDOW,
        last: START,
        ..RewardPool::zeroed()
    }
}

fn code(error: Error) -> u32 {
    match error {
        Error::AnchorError(error) => error.error_code_number,
        Error::ProgramError(_) => 0,
    }
}

#[test]
fn a_stream_is_shared_by_weight_to_the_second() {
    let (mut pool, mut first, mut second) = (pool(), Holding::default(), Holding::default());
    pool.feed(&mut first, 0, 100, START + 10).unwrap();
    pool.fund(7_000, START + 20).unwrap();
    // Nobody's weight counts before the epoch ends: the stream waits, then gives ten a second.
    pool.feed(&mut second, 0, 100, START + 150).unwrap();
    assert_eq!(
        pool.settle_holding(&mut first, START + 150).unwrap(),
        (1, true)
    );
    assert_eq!(first.owed, 500);
    // The second counts from 200 on, though nobody looks before 300.
    pool.settle_holding(&mut first, START + 300).unwrap();
    pool.settle_holding(&mut second, START + 300).unwrap();
    assert_eq!((first.owed, second.owed), (1_500, 500));
    pool.settle_holding(&mut first, START + 10_000).unwrap();
    assert_eq!((first.owed, pool.stream.time_left), (4_000, 0));
}

#[test]
fn time_without_weight_is_carried() {
    let (mut pool, mut holding) = (pool(), Holding::default());
    pool.fund(7_000, START).unwrap();
    pool.feed(&mut holding, 0, 1, START + 5_050).unwrap();
    pool.feed(&mut holding, 0, 0, START + 5_110).unwrap();
    assert_eq!(
        (holding.owed, holding.weight, pool.stream.time_left),
        (100, 0, 690)
    );
    pool.settle(START + 9_000).unwrap();
    assert_eq!(pool.stream.time_left, 690);
}

#[test]
fn a_clock_that_stands_still_or_goes_back_changes_nothing() {
    let (mut pool, mut holding) = (pool(), Holding::default());
    pool.fund(7_000, START).unwrap();
    pool.feed(&mut holding, 0, 1, START).unwrap();
    assert_eq!(
        pool.settle_holding(&mut holding, START + 150).unwrap(),
        (1, true)
    );
    assert_eq!(pool.take_owed(&mut holding).unwrap(), 500);
    for clock in [START + 150, START + 20, 0, i64::MIN] {
        assert_eq!(
            pool.settle_holding(&mut holding, clock).unwrap(),
            (1, false)
        );
        assert_eq!(pool.take_owed(&mut holding).unwrap(), 0);
    }
    assert_eq!(pool.last, START + 150);
}

#[test]
fn lifetime_funding_must_fit() {
    let mut pool = pool();
    pool.fund(u64::MAX, START).unwrap();
    let error = pool.fund(1, START).unwrap_err();
    assert_eq!(code(error), u32::from(AlthingError::FundingOverflow));
}

#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Fund(u64),
    /// Keep this many of 256 parts, add so much.
    Feed(usize, u8, u64),
    Claim(usize),
    Leave(usize),
    ClockBack(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let holder = 0..HOLDERS;
    prop_oneof![
        4 => (0i64..250).prop_map(Step::Wait),
        1 => (0i64..5_000).prop_map(Step::Wait),
        2 => (1u64..1 << 40).prop_map(Step::Fund),
        1 => (1u64..20).prop_map(Step::Fund),
        4 => (holder.clone(), any::<u8>(), 0u64..1 << 40).prop_map(|(who, kept, added)| Step::Feed(who, kept, added)),
        2 => (holder.clone(), Just(255), 1u64..5).prop_map(|(who, kept, added)| Step::Feed(who, kept, added)),
        3 => holder.clone().prop_map(Step::Claim),
        1 => holder.clone().prop_map(Step::Leave),
        1 => holder.prop_map(Step::ClockBack),
    ]
}

#[derive(Default)]
struct Model {
    /// Base units times 2^192.
    remaining: BigUint,
    time_left: u64,
    last: i64,
    holders: [ModelHolder; HOLDERS],
}

#[derive(Default)]
struct ModelHolder {
    weight: u64,
    warming: u64,
    from_epoch: i64,
    /// Base units times 2^192, ever.
    earned: BigUint,
}

impl Model {
    fn wait_until(&mut self, now: i64) {
        while self.last < now {
            let boundary = START + ((self.last - START) / EPOCH + 1) * EPOCH;
            self.flow(boundary.min(now));
            for holder in &mut self.holders {
                if holder.warming > 0 && START + holder.from_epoch * EPOCH <= self.last {
                    holder.weight += std::mem::take(&mut holder.warming);
                }
            }
        }
    }

    fn flow(&mut self, until: i64) {
        let seconds = (until - self.last) as u64;
        self.last = until;
        let weight: u64 = self.holders.iter().map(|holder| holder.weight).sum();
        if weight == 0 {
            return;
        }
        let released = if seconds >= self.time_left {
            self.remaining.clone()
        } else {
            &self.remaining * seconds / self.time_left
        };
        self.remaining -= &released;
        self.time_left = self.time_left.saturating_sub(seconds);
        for holder in &mut self.holders {
            holder.earned += &released * holder.weight / weight;
        }
    }

    /// The time comes from the pool, see `Stream::fund`: a unit more or less there moves it in steps.
    fn fund(&mut self, amount: u64, time_left: u64) {
        self.time_left = time_left;
        self.remaining += BigUint::from(amount) << 192;
    }

    fn feed(&mut self, who: usize, kept: u64, added: u64) {
        let holder = &mut self.holders[who];
        let removed = holder.weight + holder.warming - kept;
        let from_warming = removed.min(holder.warming);
        holder.warming -= from_warming;
        holder.weight -= removed - from_warming;
        if added > 0 {
            holder.warming += added;
            holder.from_epoch = (self.last - START) / EPOCH + 1;
        }
    }
}

/// Funded, in units of 2^-64: all of it is somewhere, and every weight and mark is accounted for.
fn check_books(pool: &RewardPool, holdings: &[Holding]) -> core::result::Result<(), TestCaseError> {
    let shared = &pool.accumulator;
    let (mut weight, mut pending, mut waiting) = (0, 0, 0);
    let mut owed = BigUint::ZERO;
    for holding in holdings {
        owed += (BigUint::from(holding.owed) << 64) + holding.fraction;
        let since = shared.per_weight.get() - holding.per_weight.get();
        owed += BigUint::from(since) * holding.weight;
        weight += holding.weight;
        if holding.pending == 0 {
            continue;
        }
        waiting += 1;
        if shared.pending > 0 && shared.pending_epoch == holding.pending_epoch {
            pending += holding.pending;
            continue;
        }
        let mark = shared
            .marks
            .iter()
            .find(|m| m.epoch == holding.pending_epoch && m.holdings > 0)
            .unwrap();
        owed += BigUint::from(shared.per_weight.get() - mark.per_weight.get()) * holding.pending;
        weight += holding.pending;
    }
    prop_assert_eq!((shared.weight, shared.pending), (weight, pending));
    prop_assert_eq!(
        shared.marks.iter().map(|mark| mark.holdings).sum::<u32>(),
        waiting
    );
    prop_assert!(pool.stream.time_left <= WINDOW as u64);

    let liable = owed + pool.stream.remaining.get() + shared.undivided;
    prop_assert_eq!(BigUint::from(pool.funded - pool.paid) << 64, liable);
    Ok(())
}

proptest! {
    #[test]
    fn everybody_earns_what_the_exact_model_says(steps in prop::collection::vec(step(), 1..120)) {
        let mut pool = pool();
        let mut holdings = [Holding::default(); HOLDERS];
        let mut paid = [0u64; HOLDERS];
        let mut model = Model { last: START, ..Model::default() };
        let mut now = START;
        let mut leavers = 0u32;
        for step in steps {
            match step {
                Step::Wait(seconds) => now += seconds,
                Step::Fund(amount) => {
                    model.wait_until(now);
                    pool.fund(amount, now).unwrap();
                    model.fund(amount, pool.stream.time_left);
                }
                Step::Feed(who, parts, added) => {
                    let kept = (u128::from(holdings[who].total_weight()) * u128::from(parts) / 255) as u64;
                    model.wait_until(now);
                    model.feed(who, kept, added);
                    pool.feed(&mut holdings[who], kept, added, now).unwrap();
                }
                Step::Claim(who) => {
                    pool.settle_holding(&mut holdings[who], now).unwrap();
                    paid[who] += pool.take_owed(&mut holdings[who]).unwrap();
                }
                Step::Leave(who) => {
                    model.wait_until(now);
                    model.feed(who, 0, 0);
                    pool.feed(&mut holdings[who], 0, 0, now).unwrap();
                    paid[who] += pool.take_owed(&mut holdings[who]).unwrap();
                    pool.stream.give_back(holdings[who].fraction).unwrap();
                    holdings[who] = Holding { per_weight: pool.accumulator.per_weight, ..Holding::default() };
                    leavers += 1;
                }
                Step::ClockBack(who) => {
                    pool.settle_holding(&mut holdings[who], now).unwrap();
                    let before = (holdings[who], pool.accumulator, pool.stream, pool.last);
                    pool.settle_holding(&mut holdings[who], now - 333).unwrap();
                    prop_assert_eq!((holdings[who], pool.accumulator, pool.stream, pool.last), before);
                }
            }
            check_books(&pool, &holdings)?;
        }

        now += 137;
        model.wait_until(now);
        // Rounding moves less than a unit, a leaver's given-back fraction at most one more.
        let tolerance = BigUint::from(leavers + 1) << 192;
        for who in 0..HOLDERS {
            pool.settle_holding(&mut holdings[who], now).unwrap();
            let earned: BigUint = (BigUint::from(holdings[who].owed + paid[who]) << 192)
                + (BigUint::from(holdings[who].fraction) << 128);
            let expected = &model.holders[who].earned;
            prop_assert!(earned <= expected + &tolerance && expected <= &(&earned + &tolerance));
        }
        check_books(&pool, &holdings)?;

        // When everybody has left, what remains is whole units, and the vault holds exactly them.
        for holding in &mut holdings {
            pool.feed(holding, 0, 0, now).unwrap();
            pool.take_owed(holding).unwrap();
            pool.stream.give_back(holding.fraction).unwrap();
            *holding = Holding { per_weight: pool.accumulator.per_weight, ..Holding::default() };
        }
        check_books(&pool, &holdings)?;
    }
}

#[test]
fn accounts_have_the_documented_sizes() {
    assert_eq!(
        (RewardPool::SPACE, crate::rewards::RewardPosition::SPACE),
        (1_320, 200)
    );
}
