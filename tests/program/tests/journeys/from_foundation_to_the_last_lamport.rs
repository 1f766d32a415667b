//! An organisation decides three times, everything finished is closed, and the rent is counted.

use althing::{Chamber, Proposal};
use althing_program_tests::prelude::*;

/// Closes everything under a finished proposal, and the proposal.
fn close(w: &mut World, c: &Community, motion: &Motion) {
    for m in &c.members {
        if w.exists(&pda::vote(&motion.proposal, &m.seat)) {
            w.go(
                &[c.close_vote(motion.proposal, m)
                    .call(instruction::CloseVote {})],
                &[],
            );
        }
    }
    for index in 0..motion.actions.len() {
        w.go(
            &[c.close_action(motion.proposal, index as u8)
                .call(instruction::CloseAction {})],
            &[],
        );
    }
    w.go(
        &[c.close_proposal(motion.proposal)
            .call(instruction::CloseProposal {})],
        &[],
    );
}

/// Every member takes everything out and leaves the seat.
fn leave(w: &mut World, c: &Community) {
    for (m, amount) in c.members.iter().zip(DEPOSITS) {
        w.go(
            &[c.request_withdrawal(m)
                .call(instruction::RequestWithdrawal { amount })],
            &[&m.key],
        );
    }
    w.wait(config().withdrawal_cooldown);
    for m in &c.members {
        w.go(
            &[c.withdraw_tokens(m).call(instruction::WithdrawTokens {})],
            &[&m.key],
        );
        w.go(
            &[c.close_seat(c.chamber, m.address())
                .call(instruction::CloseSeat {})],
            &[],
        );
    }
}

/// Lamports of the payer of rent once only what is kept for ever is left, and the three stories.
#[test]
fn every_lamport_of_rent_comes_back_but_that_of_what_is_kept_for_ever() {
    let mut w = World::new();
    let c = Community::with_members(&mut w, "Althing", TOKEN);
    let kept = [c.dao, c.chamber, c.evaluators, c.log, c.vault];
    let kept_rent: u64 = kept.iter().map(|address| w.lamports(address)).sum();

    let pay = w.transfer(&c.mint, &c.treasury, &c.members[4].tokens, &c.authority, 10);
    let passes = w.pass(&c, &[pay.clone(), pay.clone()]);
    let fails_quorum = w.voting(&c, std::slice::from_ref(&pay));
    w.vote(&c, &fails_quorum, &c.members[2], Proposal::YES)
        .unwrap();
    w.finalize(&c, &fails_quorum).unwrap();
    assert_eq!(
        w.zero_copy::<Proposal>(&fails_quorum.proposal).state,
        Proposal::DEFEATED
    );
    let expires = w.succeeded(&c, &[pay]);
    w.warp_to(w.zero_copy::<Proposal>(&expires.proposal).expires_at);

    for motion in [&passes, &fails_quorum, &expires] {
        close(&mut w, &c, motion);
    }
    leave(&mut w, &c);

    let left = w.svm.get_program_accounts(&althing::ID);
    assert_eq!(left.len(), 4, "dao, two chambers and the log");
    assert_eq!(w.lamports(&c.renter.pubkey()), WEALTH - kept_rent);
    let chamber: Chamber = w.zero_copy(&c.chamber);
    assert_eq!(
        (chamber.seats, chamber.deposited, w.balance(&c.vault)),
        (0, 0, 0)
    );
    // Every token is where it belongs.
    assert_eq!(w.balance(&c.treasury), SAVINGS - 20);
    for (m, deposit) in c.members.iter().zip(DEPOSITS) {
        let gift = if m.address() == c.members[4].address() {
            20
        } else {
            0
        };
        assert_eq!(w.balance(&m.tokens), SAVINGS + deposit + gift);
    }
}
