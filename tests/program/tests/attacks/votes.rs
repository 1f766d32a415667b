use althing::governance::VoteRecord;
use althing::{Config, Proposal};
use althing_program_tests::prelude::*;

use super::*;

#[test]
fn a_vote_taken_back_and_cast_anew_in_one_transaction_counts_once() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let m = &c.members[1];
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    let back = c
        .withdraw_vote(motion.proposal, m)
        .call(instruction::WithdrawVote {});
    let all = [back.clone(), yes(&c, &motion, m), back, yes(&c, &motion, m)];
    w.go(&all, &[&m.key, &c.renter]);
    let p = proposal(&w, &motion);
    assert_eq!((p.yes, p.no, p.abstain, p.open_votes), (300, 0, 0, 1));
}

#[test]
fn a_closed_vote_is_never_cast_again() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let m = &c.members[0];
    let counted = w.succeeded(&c, &[action.clone()]);
    let cancelled = w.voting(&c, &[action]);
    w.vote(&c, &cancelled, m, Proposal::YES).unwrap();
    let cancel = c
        .cancel_proposal(cancelled.proposal, m.address())
        .call(instruction::CancelProposal {});
    w.go(&[cancel], &[&m.key]);
    for motion in [&counted, &cancelled] {
        let before = proposal(&w, motion);
        let close = c
            .close_vote(motion.proposal, m)
            .call(instruction::CloseVote {});
        let both = w.send(&[close.clone(), yes(&c, motion, m)], &[&m.key, &c.renter]);
        assert_refused(both, AlthingError::WrongProposalState);
        w.go(&[close.clone()], &[]);
        assert_refused(
            w.send(&[yes(&c, motion, m)], &[&m.key, &c.renter]),
            AlthingError::WrongProposalState,
        );
        assert_refused(
            w.send(&[close], &[]),
            AnchorError::AccountOwnedByWrongProgram,
        );
        let after = proposal(&w, motion);
        assert_eq!(
            (after.yes, after.open_votes),
            (before.yes, before.open_votes - 1)
        );
    }
}

#[test]
fn a_vote_that_counts_cannot_be_closed_nor_a_closed_one_withdrawn() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let m = &c.members[0];
    w.vote(&c, &motion, m, Proposal::NO).unwrap();
    let close = c
        .close_vote(motion.proposal, m)
        .call(instruction::CloseVote {});
    let back = c
        .withdraw_vote(motion.proposal, m)
        .call(instruction::WithdrawVote {});
    assert_refused(
        w.send(&[close.clone()], &[]),
        AlthingError::ProposalNotFinished,
    );
    let twice = w.send(&[back.clone(), back.clone()], &[&m.key]);
    assert_refused(twice, AnchorError::AccountOwnedByWrongProgram);
    w.finalize(&c, &motion).unwrap();
    assert_refused(w.send(&[back], &[&m.key]), AlthingError::WrongProposalState);
    assert_eq!(proposal(&w, &motion).no, 400);
}

/// Rules may shorten the cooldown under a long vote. Tokens that have voted then leave early, but neither
/// a reopened seat nor another one votes with them again.
#[test]
fn a_seat_closed_and_opened_anew_in_a_live_vote_votes_once() {
    let (mut w, c) = community();
    let long = Config {
        voting_period: 1_000,
        hold_up: 0,
        withdrawal_cooldown: 2_000,
        ..config()
    };
    let short = Config {
        voting_period: 3,
        hold_up: 0,
        withdrawal_cooldown: 200,
        ..config()
    };
    let rules = |config| c.update_config().call(instruction::UpdateConfig { config });
    w.pass(&c, &[rules(long)]);
    let shorten = w.voting(&c, &[rules(short)]);
    w.vote(&c, &shorten, &c.members[0], Proposal::YES).unwrap();
    w.wait(900);
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.finalize(&c, &shorten).unwrap();
    w.next_slot();
    w.execute(&c, &shorten, 0).unwrap();

    let m = &c.members[0];
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    let ask = c
        .request_withdrawal(m)
        .call(instruction::RequestWithdrawal { amount: 400 });
    w.go(&[ask], &[&m.key]);
    w.wait(200);
    w.next_epoch(&c);
    let take = c.withdraw_tokens(m).call(instruction::WithdrawTokens {});
    let close = c
        .close_seat(c.chamber, m.address())
        .call(instruction::CloseSeat {});
    let open = c
        .open_seat(c.chamber, m.address())
        .call(instruction::OpenSeat {});
    w.go(&[take], &[&m.key]);
    w.go(&[close, open], &[&c.renter]);
    w.deposit(&c, m, 400);
    let friend = w.join(&c, "friend", 400);
    w.next_epoch(&c);

    assert!(w.now() < proposal(&w, &motion).voting_ends_at);
    w.vote(&c, &motion, m, Proposal::NO).unwrap();
    let p = proposal(&w, &motion);
    assert_eq!(
        (p.yes, p.no, p.open_votes),
        (0, 400, 1),
        "the one vote, changed"
    );
    assert_refused(
        w.vote(&c, &motion, &friend, Proposal::YES),
        AlthingError::NoWeight,
    );
    let back = c
        .withdraw_vote(motion.proposal, m)
        .call(instruction::WithdrawVote {});
    w.go(&[back], &[&m.key]);
    assert_refused(
        w.vote(&c, &motion, m, Proposal::YES),
        AlthingError::NoWeight,
    );
}

/// Lamports that lie at an address before its account is made: less than the rent, just the rent, more.
#[test]
fn lamports_sent_ahead_keep_nobody_from_proposing_acting_and_voting() {
    for share in [1, 2, 3] {
        let (mut w, c) = community();
        let m = &c.members[0];
        let number = w.borsh::<althing::Dao>(&c.dao).proposal_count;
        let draft = c.create_proposal(number, m).proposal;
        let ahead = |w: &mut World, at: Pubkey, space: usize| {
            let rent = w.rent(space);
            // The least that an empty account may have.
            let gift = [w.rent(0), rent, rent + 12_345][share - 1];
            w.svm.airdrop(&at, gift).unwrap();
            gift.max(rent)
        };
        let expected = ahead(&mut w, draft, Proposal::SPACE);
        let motion = w.empty_draft(&c);
        assert_eq!((motion.proposal, w.lamports(&draft)), (draft, expected));

        let mut motion = motion;
        let action = gift(&w, &c);
        let space = althing::Action::space(payload(&action).len() as u16);
        let expected = ahead(&mut w, motion.action(0), space);
        w.add_action(&c, &mut motion, &action);
        assert_eq!(w.lamports(&motion.action(0)), expected);
        w.submit(&c, &motion).unwrap();

        let record = c.cast_vote(motion.proposal, m).vote_record;
        let expected = ahead(&mut w, record, VoteRecord::SPACE);
        let before = w.lamports(&c.renter.pubkey());
        w.vote(&c, &motion, m, Proposal::YES).unwrap();
        assert_eq!(w.lamports(&record), expected);
        let paid = before - w.lamports(&c.renter.pubkey());
        assert_eq!(
            paid,
            [w.rent(VoteRecord::SPACE) - w.rent(0), 0, 0][share - 1]
        );
        w.vote(&c, &motion, m, Proposal::NO).unwrap();
        let p = proposal(&w, &motion);
        assert_eq!((p.yes, p.no, p.open_votes), (0, 400, 1));
    }
}
