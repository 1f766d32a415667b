//! The rooms `compute` and `rewards`, instruction by instruction: a provider with one staker, a stream
//! of rewards, a slash, and the way out.

use althing::constants::{
    SEED_OFFENCE, SEED_PROVIDER, SEED_REWARD, SEED_REWARDS, SEED_STAKE, SEED_UNBONDING, SEED_VAULT,
};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, by_vote, lucky, place, seeds, Seeds};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let host = w.plan_host(&c, &lucky("host", |name| addresses_of_host(&c, name)));
    let signers = [&host.operator, &c.renter];
    let register = c
        .register_provider(&host)
        .call(instruction::RegisterProvider { offer: offer() });
    report.units("register_provider", w.go(&[register], &signers).cu);
    let update = c
        .update_provider(&host)
        .call(instruction::UpdateProvider { offer: offer() });
    report.units("update_provider", w.go(&[update], &signers).cu);
    let create = c
        .create_reward_pool(&host)
        .call(instruction::CreateRewardPool { window: WINDOW });
    by_vote(report, &mut w, &c, "create_reward_pool", create);
    assert_lucky(&w, &[host.provider, host.reward_pool]);

    let staker = staker(report, &mut w, &c, &host);
    let mut bench = Bench { w, c, host, staker };
    bench.stake(report);
    bench.earn(report);
    bench.leave(report);
    bench.close(report);
}

fn addresses_of_host(c: &Community, name: &str) -> Vec<Seeds> {
    let operator = key(name).pubkey();
    let provider = pda::provider(&c.dao, &operator);
    let pool = pda::reward_pool(&c.dao, &provider);
    vec![
        seeds(&[SEED_PROVIDER, c.dao.as_ref(), operator.as_ref()]),
        seeds(&[SEED_VAULT, provider.as_ref()]),
        seeds(&[SEED_REWARDS, c.dao.as_ref(), provider.as_ref()]),
        seeds(&[SEED_VAULT, pool.as_ref()]),
    ]
}

fn addresses_of_staker(host: &Host, name: &str) -> Vec<Seeds> {
    let holder = key(name).pubkey();
    let position = pda::stake(&host.provider, &holder);
    let unbonding =
        |number: u64| seeds(&[SEED_UNBONDING, position.as_ref(), &number.to_le_bytes()]);
    vec![
        seeds(&[SEED_STAKE, host.provider.as_ref(), holder.as_ref()]),
        seeds(&[SEED_REWARD, host.reward_pool.as_ref(), holder.as_ref()]),
        unbonding(0),
        unbonding(1),
    ]
}

/// Somebody opens a stake position.
fn staker(report: &mut Report, w: &mut World, c: &Community, host: &Host) -> Staker {
    let name = lucky("staker", |name| addresses_of_staker(host, name));
    let key = w.wallet(&name);
    let open = c.open_stake_position(host, key.pubkey());
    let position = open.position;
    report.units(
        "open_stake_position",
        w.go(
            &[open.call(instruction::OpenStakePosition {})],
            &[&c.renter],
        )
        .cu,
    );
    Staker {
        tokens: w.tokens(&name, &c.mint, &key.pubkey(), SAVINGS),
        purse: w.tokens(&name, &host.reward_mint, &key.pubkey(), 0),
        reward_position: pda::reward_position(&host.reward_pool, &key.pubkey()),
        position,
        key,
    }
}

struct Bench {
    w: World,
    c: Community,
    host: Host,
    staker: Staker,
}

impl Bench {
    /// Stakes, before and after joining the reward pool, which is funded.
    fn stake(&mut self, report: &mut Report) {
        let Self { w, c, host, staker } = self;
        let signers = [&staker.key, &c.renter];
        let stake = c.stake(host, staker, false, 600);
        report.units("stake_tokens", w.go(&[stake], &signers).cu);
        let join = c
            .join_rewards(host, staker)
            .call(instruction::JoinRewards {});
        report.units("join_rewards", w.go(&[join], &signers).cu);
        let stake = c.stake(host, staker, true, 400);
        report.units("stake_tokens (joined rewards)", w.go(&[stake], &signers).cu);
        assert_lucky(w, &[staker.position, staker.reward_position]);
        let fund = c
            .fund_reward_pool(host)
            .call(instruction::FundRewardPool { amount: 500_000 });
        report.units("fund_reward_pool", w.go(&[fund], &[&host.operator]).cu);
    }

    /// Claims twice: the first time the stake's weight comes to count.
    fn earn(&mut self, report: &mut Report) {
        let Self { w, c, host, staker } = self;
        w.next_epoch(c);
        w.wait(10);
        let claim = [c.claim(host, staker)];
        report.units("claim_reward", w.go(&claim, &[]).cu);
        w.wait(10);
        report.units("claim_reward (again)", w.go(&claim, &[]).cu);
    }

    /// Starts the way out, is slashed on it, and leaves.
    fn leave(&mut self, report: &mut Report) {
        let Self { w, c, host, staker } = self;
        let signers = [&staker.key, &c.renter];
        let unstake = c.unstake(host, staker, true, 0, 500);
        report.units(
            "request_unstake (joined rewards)",
            w.go(&[unstake], &signers).cu,
        );
        assert_lucky(w, &[pda::unbonding(&staker.position, 0)]);
        let offence = offence(host);
        by_vote(
            report,
            w,
            c,
            "slash_provider",
            c.slash(host, offence, 1_000),
        );
        assert_lucky(w, &[pda::offence(&host.provider, &offence)]);

        // All rewards flow first.
        w.wait(WINDOW);
        w.go(&[c.claim(host, staker)], &[]);
        report.units("leave_rewards", w.go(&[c.leave(host, staker)], &signers).cu);
        let unstake = c.unstake(host, staker, false, 1, 500);
        report.units("request_unstake", w.go(&[unstake], &signers).cu);
        w.wait(config().withdrawal_cooldown);
        let withdraw = |number| {
            c.withdraw_stake(host, staker, number)
                .call(instruction::WithdrawStake {})
        };
        report.units("withdraw_stake", w.go(&[withdraw(0)], &[]).cu);
        w.go(&[withdraw(1)], &[]);
    }

    /// Closes everything.
    fn close(&mut self, report: &mut Report) {
        let Self { w, c, host, staker } = self;
        let close = c
            .close_reward_pool(host, host.operator.pubkey())
            .call(instruction::CloseRewardPool {});
        report.units("close_reward_pool", w.go(&[close], &[&host.operator]).cu);
        let close = c
            .close_stake_position(host, staker)
            .call(instruction::CloseStakePosition {});
        report.units("close_stake_position", w.go(&[close], &[]).cu);
        report.units("retire_provider", w.retire(c, host).cu);
        let close = c.close_provider(host).call(instruction::CloseProvider {});
        report.units("close_provider", w.go(&[close], &[]).cu);
        let close = c
            .close_offence(host, &offence(host))
            .call(instruction::CloseOffence {});
        report.units("close_offence", w.go(&[close], &[]).cu);
    }
}

/// The number of an offence whose address is found at the first try.
fn offence(host: &Host) -> [u8; 32] {
    let id = |name: &str| solana_sha256_hasher::hash(name.as_bytes()).to_bytes();
    let name = lucky("evidence", |name| {
        vec![seeds(&[SEED_OFFENCE, host.provider.as_ref(), &id(name)])]
    });
    id(&name)
}
