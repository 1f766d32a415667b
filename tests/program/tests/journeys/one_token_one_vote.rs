//! Attempts to vote twice with the same tokens, and to lose or gain weight by moving in time.

use althing::{Config, Proposal, Seat};
use althing_program_tests::prelude::*;

fn gift(w: &World, c: &Community) -> Instruction {
    w.transfer(&c.mint, &c.treasury, &c.members[0].tokens, &c.authority, 1)
}

fn proposal(w: &World, motion: &Motion) -> Proposal {
    w.zero_copy(&motion.proposal)
}

#[test]
fn tokens_leave_only_when_the_votes_that_they_weigh_in_are_over() {
    let mut w = World::new();
    let mut c = Community::plan(&mut w, "Quick", TOKEN);
    // The shortest way out that the rules allow, in a vote that spans many epochs.
    let rules = Config {
        epoch_length: 10,
        voting_period: 100,
        hold_up: 0,
        withdrawal_cooldown: 110,
        ..config()
    };
    w.go(&[c.create_dao_with(rules, 0)], &[&c.creator, &c.renter]);
    w.endow(&mut c);
    for name in ["first", "second"] {
        let member = w.join(&c, name, 100);
        c.members.push(member);
    }
    let second_self = w.join(&c, "second self of first", 0);
    w.wait(10);

    // Out before the vote begins, but the weight still counts in this epoch.
    let m = &c.members[0];
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 50 })],
        &[&m.key],
    );
    w.wait(9);
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    w.wait(100);
    assert_eq!(w.now(), proposal(&w, &motion).voting_ends_at);
    let withdraw = c.withdraw_tokens(m).call(instruction::WithdrawTokens {});
    assert_refused(
        w.send(std::slice::from_ref(&withdraw), &[&m.key]),
        AlthingError::CooldownNotOver,
    );
    w.wait(1);
    w.go(&[withdraw], &[&m.key]);
    let moved = w.transfer(&c.mint, &m.tokens, &second_self.tokens, &m.address(), 50);
    w.go(&[moved], &[&m.key]);
    w.deposit(&c, &second_self, 50);
    assert_refused(
        w.vote(&c, &motion, &second_self, Proposal::YES),
        AlthingError::VotingOver,
    );
    assert_eq!(
        (proposal(&w, &motion).yes, proposal(&w, &motion).eligible),
        (100, 200)
    );
}

#[test]
fn borrowed_tokens_have_no_vote_in_the_transaction_that_borrows_them() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let m = &c.members[4];
    let deposit = c
        .deposit_tokens(m)
        .call(instruction::DepositTokens { amount: SAVINGS });
    let vote = c.cast_vote(motion.proposal, m);
    let vote = vote.call(instruction::CastVote {
        choice: 0,
        action_hash: motion.hash(),
    });
    let back = c
        .request_withdrawal(m)
        .call(instruction::RequestWithdrawal { amount: SAVINGS });
    w.go(&[deposit, vote, back], &[&m.key, &c.renter]);
    assert_eq!(proposal(&w, &motion).yes, 20);
    // And the way back takes its time.
    let withdraw = c.withdraw_tokens(m).call(instruction::WithdrawTokens {});
    assert_refused(
        w.send(&[withdraw], &[&m.key]),
        AlthingError::CooldownNotOver,
    );
}

#[test]
fn who_asked_for_everything_still_votes_with_the_weight_of_the_proposals_epoch() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let m = &c.members[0];
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 400 })],
        &[&m.key],
    );
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    assert_eq!(proposal(&w, &motion).yes, 400);
}

/// A vote over the most epochs that the rules allow, with a seat that changes in each of them.
#[test]
fn the_ring_of_checkpoints_outlasts_the_longest_vote() {
    let (mut w, c) = community();
    let rules = Config {
        voting_period: 1_400,
        withdrawal_cooldown: 1_520,
        ..config()
    };
    w.pass(
        &c,
        &[c.update_config()
            .call(instruction::UpdateConfig { config: rules })],
    );
    w.next_epoch(&c);
    let m = &c.members[0];
    let action = gift(&w, &c);
    // Submitted with the last second of its epoch, so that the vote reaches into the fourteenth after it.
    w.wait(99);
    let motion = w.voting(&c, &[action]);
    let end = proposal(&w, &motion).voting_ends_at;
    while w.now() < end - 100 {
        w.deposit(&c, m, 1);
        w.wait(100);
    }
    w.deposit(&c, m, 1);
    w.warp_to(end - 1);
    w.deposit(&c, m, 1);
    assert_eq!(w.epoch(&c) - proposal(&w, &motion).epoch, 14);
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    assert_eq!(proposal(&w, &motion).yes, 400);
    assert!(w.zero_copy::<Seat>(&m.seat).weight.written >= 15);
}

#[test]
fn while_the_clock_stands_still_nothing_becomes_due() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 1 })],
        &[&m.key],
    );
    for _ in 0..50 {
        w.next_slot();
    }
    assert_refused(w.finalize_now(&c, &motion), AlthingError::VotingNotOver);
    let withdraw = c.withdraw_tokens(m).call(instruction::WithdrawTokens {});
    assert_refused(
        w.send(&[withdraw], &[&m.key]),
        AlthingError::CooldownNotOver,
    );
}
