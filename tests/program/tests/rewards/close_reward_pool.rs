use althing::rewards::events::RewardPoolClosed;
use althing_program_tests::prelude::*;
use std::slice::from_ref;

use super::*;

/// A pool that was funded with 1,000, which have all flowed to 600, 400 and 1 share: what is below one
/// unit of each remains, two in all.
fn finished() -> (World, Community, Host, Staker, Staker) {
    let (mut w, c, host, anna, bert) = rewarded();
    let carl = w.staker(&c, &host, "carl", 1);
    w.fund(&c, &host, 1_000).unwrap();
    for staker in [&anna, &bert, &carl] {
        w.join_rewards(&c, &host, staker);
    }
    w.wait(2_000);
    everybody_leaves(&mut w, &c, &host, &[&anna, &bert, &carl]);
    (w, c, host, anna, bert)
}

#[test]
fn test_close_reward_pool_ok() {
    let (mut w, c, host, anna, bert) = finished();
    let before = w.lamports(&c.authority);
    let dust = w.balance(&host.reward_vault);
    assert_eq!((paid(&w, &anna), paid(&w, &bert), dust), (599, 399, 2));
    let sent = w.go(&[close(&c, &host, anna.address())], &[&anna.key]);
    assert!(!w.exists(&host.reward_pool) && !w.exists(&host.reward_vault));
    assert_eq!(w.balance(&host.reward_treasury), dust);
    assert_eq!(
        w.lamports(&c.authority) - before,
        w.rent(RewardPool::SPACE) + w.rent(165)
    );
    let events = sent.events::<RewardPoolClosed>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].pool, events[0].returned),
        (host.reward_pool, dust)
    );
}

#[test]
fn a_pool_is_closed_once_and_can_be_created_anew() {
    let (mut w, c, host, anna, _) = finished();
    let twice = [
        close(&c, &host, anna.address()),
        close(&c, &host, anna.address()),
    ];
    assert_refused(
        w.send(&twice, &[&anna.key]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.go(&twice[..1], &[&anna.key]);
    assert_refused(
        w.send(&twice[1..], &[&anna.key]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.pass(
        &c,
        &[c.create_reward_pool(&host)
            .call(instruction::CreateRewardPool { window: 5 })],
    );
    assert_eq!((pool(&w, &host).window, pool(&w, &host).funded), (5, 0));
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, anna, _) = finished();
    w.sweep(close(&c, &host, anna.address()), &[&anna.key])
        .run();
}

#[test]
fn not_while_anybody_has_a_part_in_it_not_even_by_vote() {
    let (mut w, c, host, anna, bert) = flowing();
    w.wait(5_000);
    let by_vote = close(&c, &host, c.authority);
    assert_refused(
        w.clone().as_authority(&c, by_vote.clone()),
        AlthingError::RewardPoolInUse,
    );
    everybody_leaves(&mut w, &c, &host, &[&anna]);
    assert_refused(
        w.clone().as_authority(&c, by_vote.clone()),
        AlthingError::RewardPoolInUse,
    );
    assert_refused(
        w.send(&[close(&c, &host, anna.address())], &[&anna.key]),
        AlthingError::RewardPoolInUse,
    );
    everybody_leaves(&mut w, &c, &host, &[&bert]);
    w.go(&[close(&c, &host, anna.address())], &[&anna.key]);
    assert_eq!((paid(&w, &anna), paid(&w, &bert)), (600_000, 400_000));
}

#[test]
fn while_funds_still_flow_or_before_they_come_only_the_authority_may() {
    let (mut w, c, host, anna, bert) = rewarded();
    let mine = close(&c, &host, anna.address());
    assert_refused(
        w.send(from_ref(&mine), &[&anna.key]),
        AlthingError::RewardPoolNotFinished,
    );
    // Before funding.
    w.clone()
        .as_authority(&c, close(&c, &host, c.authority))
        .unwrap();

    w.fund(&c, &host, SAVINGS).unwrap();
    w.join_rewards(&c, &host, &bert);
    w.wait(100 + 999);
    everybody_leaves(&mut w, &c, &host, &[&bert]);
    assert_eq!(pool(&w, &host).stream.time_left, 1);
    assert_refused(
        w.send(from_ref(&mine), &[&anna.key]),
        AlthingError::RewardPoolNotFinished,
    );
    w.wait(1_000_000);
    assert_refused(
        w.send(&[mine], &[&anna.key]),
        AlthingError::RewardPoolNotFinished,
    );
    let sent = w.as_authority(&c, close(&c, &host, c.authority)).unwrap();
    assert_eq!(sent.events::<RewardPoolClosed>()[0].returned, 1_000);
    assert_eq!(
        (paid(&w, &bert), w.balance(&host.reward_treasury)),
        (999_000, 1_000)
    );
}

#[test]
fn the_authority_of_another_organisation_is_nobody_special() {
    let (mut w, c, host, ..) = rewarded();
    let other = Community::with_members(&mut w, "Other", TOKEN);
    assert_refused(
        w.as_authority(&other, close(&c, &host, other.authority)),
        AlthingError::RewardPoolNotFinished,
    );
    let accounts = accounts::CloseRewardPool {
        dao: other.dao,
        ..c.close_reward_pool(&host, other.authority)
    };
    let refusal = AlthingError::WrongDao;
    assert_refused(
        w.as_authority(&other, accounts.call(instruction::CloseRewardPool {})),
        refusal,
    );
}

#[test]
fn test_close_reward_pool_refuses_accounts_of_others() {
    let (mut w, c, host, anna, _) = finished();
    let e = elsewhere(&mut w, &c, false);
    let a = || c.close_reward_pool(&host, anna.address());
    let cases = [
        (
            accounts::CloseRewardPool {
                dao: e.other.dao,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::CloseRewardPool {
                reward_pool: e.neighbour.reward_pool,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseRewardPool {
                reward_pool: e.foreign.reward_pool,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::CloseRewardPool {
                vault: e.neighbour.reward_vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseRewardPool {
                vault: host.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseRewardPool {
                treasury: Some(anna.purse),
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::CloseRewardPool {
                treasury: Some(host.reward_vault),
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::CloseRewardPool {
                treasury: Some(c.treasury),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseRewardPool {
                treasury: None,
                ..a()
            },
            AlthingError::TreasuryMissing,
        ),
        (
            accounts::CloseRewardPool {
                mint: c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseRewardPool {
                payer: anna.address(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(
                &[accounts.call(instruction::CloseRewardPool {})],
                &[&anna.key],
            ),
            error,
        );
    }
}

#[test]
fn where_nothing_is_left_no_treasury_is_needed() {
    let (mut w, c, host, anna, bert) = flowing();
    w.wait(1_000);
    everybody_leaves(&mut w, &c, &host, &[&anna, &bert]);
    let accounts = accounts::CloseRewardPool {
        treasury: None,
        ..c.close_reward_pool(&host, anna.address())
    };
    w.go(
        &[accounts.call(instruction::CloseRewardPool {})],
        &[&anna.key],
    );
    assert_eq!((paid(&w, &anna), paid(&w, &bert)), (600_000, 400_000));
}

#[test]
fn tokens_sent_unasked_go_to_the_treasury_too() {
    let (mut w, c, host, anna, _) = finished();
    let dust = w.balance(&host.reward_vault);
    let gift = w.transfer(
        &host.reward_mint,
        &host.purse,
        &host.reward_vault,
        &host.operator.pubkey(),
        500,
    );
    w.go(&[gift], &[&host.operator]);
    w.go(&[close(&c, &host, anna.address())], &[&anna.key]);
    assert_eq!(w.balance(&host.reward_treasury), 500 + dust);
}

#[test]
fn of_a_whole_life_not_a_lamport_and_not_a_token_is_stranded() {
    let (mut w, c) = community();
    let host = w.plan_host(&c, "host");
    let (renter, authority) = (w.lamports(&c.renter.pubkey()), w.lamports(&c.authority));
    let register = c
        .register_provider(&host)
        .call(instruction::RegisterProvider { offer: offer() });
    w.go(&[register], &[&host.operator, &c.renter]);
    let (anna, bert) = (
        w.staker(&c, &host, "anna", 611),
        w.staker(&c, &host, "bert", 389),
    );
    let create = c
        .create_reward_pool(&host)
        .call(instruction::CreateRewardPool { window: 777 });
    let motion = w.pass(&c, &[create, c.slash(&host, [3; 32], 123)]);
    w.fund(&c, &host, 12_347).unwrap();
    for staker in [&anna, &bert] {
        w.join_rewards(&c, &host, staker);
    }
    w.wait(3_000);
    everybody_leaves(&mut w, &c, &host, &[&anna, &bert]);
    w.go(&[close(&c, &host, bert.address())], &[&bert.key]);
    for (staker, shares) in [(&anna, 611), (&bert, 389)] {
        w.unstake(&c, &host, staker, shares).unwrap();
    }
    w.retire(&c, &host);
    w.wait(200);
    for staker in [&anna, &bert] {
        w.withdraw(&c, &host, staker, 0).unwrap();
        w.go(
            &[c.close_stake_position(&host, staker)
                .call(instruction::CloseStakePosition {})],
            &[],
        );
    }
    w.go(
        &[c.close_provider(&host).call(instruction::CloseProvider {})],
        &[],
    );
    w.go(
        &[c.close_offence(&host, &[3; 32])
            .call(instruction::CloseOffence {})],
        &[],
    );
    for index in 0..2 {
        w.go(
            &[c.close_action(motion.proposal, index)
                .call(instruction::CloseAction {})],
            &[],
        );
    }
    for member in &c.members[..2] {
        w.go(
            &[c.close_vote(motion.proposal, member)
                .call(instruction::CloseVote {})],
            &[],
        );
    }
    w.go(
        &[c.close_proposal(motion.proposal)
            .call(instruction::CloseProposal {})],
        &[],
    );

    assert_eq!(
        (w.lamports(&c.renter.pubkey()), w.lamports(&c.authority)),
        (renter, authority)
    );
    // 1.23 % of 1,000, rounded up, is 13; 611 * 987 / 1,000 = 603.06, the rest is Bert's.
    assert_eq!(w.balance(&c.treasury), SAVINGS + 13);
    assert_eq!(
        (w.balance(&anna.tokens), w.balance(&bert.tokens)),
        (SAVINGS - 611 + 603, SAVINGS - 389 + 384)
    );
    // 12,347 * 0.611 = 7,544.017
    assert_eq!((paid(&w, &anna), paid(&w, &bert)), (7_544, 4_802));
    assert_eq!(w.balance(&host.reward_treasury), 1);
}
