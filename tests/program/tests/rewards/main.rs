//! The room `rewards`: pools, and what they pay.

mod claim_reward;
mod close_reward_pool;
mod create_reward_pool;
mod fund_reward_pool;

use althing::rewards::{RewardPool, RewardPosition};
use althing_program_tests::prelude::*;

fn pool(w: &World, host: &Host) -> RewardPool {
    w.zero_copy(&host.reward_pool)
}

fn part(w: &World, staker: &Staker) -> RewardPosition {
    w.zero_copy(&staker.reward_position)
}

/// What a staker was paid so far.
fn paid(w: &World, staker: &Staker) -> u64 {
    w.balance(&staker.purse)
}

/// [`rewarded`], where Anna (600) and Bert (400) have joined and weigh from now on, and 1,000 a second
/// flow: one for each share.
fn flowing() -> (World, Community, Host, Staker, Staker) {
    let (mut w, c, host, anna, bert) = rewarded();
    w.fund(&c, &host, SAVINGS).unwrap();
    w.join_rewards(&c, &host, &anna);
    w.join_rewards(&c, &host, &bert);
    w.wait(100);
    (w, c, host, anna, bert)
}

/// Everybody is paid and leaves.
fn everybody_leaves(w: &mut World, c: &Community, host: &Host, stakers: &[&Staker]) {
    for staker in stakers {
        // Who was paid a moment ago has nothing to claim.
        let claimed = w.claim(c, host, staker);
        if claimed.is_err() {
            assert_refused(claimed, AlthingError::NothingToClaim);
        }
        w.go(&[c.leave(host, staker)], &[&staker.key]);
    }
}

fn close(c: &Community, host: &Host, caller: Pubkey) -> Instruction {
    c.close_reward_pool(host, caller)
        .call(instruction::CloseRewardPool {})
}
