use althing::{AuditLog, Proposal};
use althing_program_tests::prelude::*;

use super::*;

fn nested(c: &Community, inner: &Motion) -> Instruction {
    c.execute_proposal(inner.proposal, 0)
        .call_with(instruction::ExecuteProposal {}, &inner.execution_metas(0))
}

/// A proposal that executes another one, whose action touches the first.
#[test]
fn an_inner_execution_cannot_touch_the_outer_proposal() {
    let (mut w, c) = community();
    let mut outer = w.empty_draft(&c);
    let cancel = c
        .cancel_proposal(outer.proposal, c.authority)
        .call(instruction::CancelProposal {});
    let inner = w.voting(&c, &[cancel]);
    // Written to, it is refused at submission; read only, at the very end.
    let honest = nested(&c, &inner);
    w.add_action(&c, &mut outer, &honest);
    assert_refused(w.submit(&c, &outer), AlthingError::ActionTouchesProposal);

    let mut disguised = w.empty_draft(&c);
    let cancel = c
        .cancel_proposal(disguised.proposal, c.authority)
        .call(instruction::CancelProposal {});
    let inner = w.voting(&c, &[cancel]);
    let call = readonly(nested(&c, &inner), disguised.proposal);
    w.add_action(&c, &mut disguised, &call);
    w.submit(&c, &disguised).unwrap();
    for motion in [&inner, &disguised] {
        w.vote(&c, motion, &c.members[0], Proposal::YES).unwrap();
    }
    w.finalize(&c, &inner).unwrap();
    w.finalize(&c, &disguised).unwrap();
    w.wait(20);
    assert_instruction_error(
        w.execute(&c, &disguised, 0),
        InstructionError::PrivilegeEscalation,
    );
    let p = proposal(&w, &disguised);
    assert_eq!((p.state, p.actions_executed), (Proposal::SUCCEEDED, 0));
    // Directly, the inner one does what was voted.
    w.execute(&c, &inner, 0).unwrap();
    assert_eq!(proposal(&w, &disguised).state, Proposal::CANCELLED);
}

/// The same account twice, read-only and writable: the stricter flag must not hide the other.
#[test]
fn a_proposal_named_twice_in_an_action_is_found_writable() {
    let (mut w, c) = community();
    let mut motion = w.empty_draft(&c);
    let mut action = gift(&w, &c);
    action
        .accounts
        .push(AccountMeta::new_readonly(motion.proposal, false));
    action
        .accounts
        .push(AccountMeta::new(motion.proposal, false));
    w.add_action(&c, &mut motion, &action);
    assert_refused(w.submit(&c, &motion), AlthingError::ActionTouchesProposal);
}

/// An action cannot end or rob its own proposal while it runs.
#[test]
fn an_action_cannot_close_itself_its_proposal_or_its_votes() {
    let (mut w, c) = community();
    let ends: [fn(&Community, Pubkey) -> Instruction; 3] = [
        |c, p| c.close_action(p, 0).call(instruction::CloseAction {}),
        |c, p| c.close_proposal(p).call(instruction::CloseProposal {}),
        |c, p| {
            c.close_vote(p, &c.members[0])
                .call(instruction::CloseVote {})
        },
    ];
    for end in ends {
        let mut motion = w.empty_draft(&c);
        let action = end(&c, motion.proposal);
        w.add_action(&c, &mut motion, &action);
        assert_refused(w.submit(&c, &motion), AlthingError::ActionTouchesProposal);
    }
}

/// Addresses that the program derives never sign for a vote, so nobody takes a log or an account in their name.
#[test]
fn a_vote_cannot_sign_for_the_programs_other_addresses() {
    let (mut w, c) = community();
    for subject in [
        c.dao,
        c.chamber,
        c.log,
        pda::model(&c.dao, "a model"),
        c.members[0].address(),
    ] {
        let log = accounts::CreateLog {
            log: pda::log(&subject),
            subject,
            payer: c.authority,
            system_program: system_program::ID,
        };
        let create = log.call(instruction::CreateLog {
            writer: c.members[0].address(),
        });
        let motion = w.draft(&c, &[create.clone()]);
        assert_refused(w.submit(&c, &motion), AlthingError::ActionSignerNotAllowed);
        let direct = unsigned(unsigned(create, subject), c.authority);
        assert_refused(w.send(&[direct], &[]), AnchorError::AccountNotSigner);
    }
}

/// The authority is an ordinary subject: its log is its writer's own and says nothing in the name of the program.
#[test]
fn a_log_of_the_authority_is_not_the_governed_one() {
    let (mut w, c) = community();
    let log = accounts::CreateLog {
        log: pda::log(&c.authority),
        subject: c.authority,
        payer: c.authority,
        system_program: system_program::ID,
    };
    w.pass(
        &c,
        &[log.call(instruction::CreateLog {
            writer: c.members[0].address(),
        })],
    );
    let own: AuditLog = w.zero_copy(&pda::log(&c.authority));
    assert_eq!(
        (own.subject, own.writer),
        (c.authority, c.members[0].address())
    );
    let forged = accounts::FinalizeProposal {
        log: pda::log(&c.authority),
        ..c.finalize_proposal(pda::proposal(&c.dao, 0))
    };
    assert_refused(
        w.send(&[forged.call(instruction::FinalizeProposal {})], &[]),
        AlthingError::WrongLog,
    );
}

/// An action's account stays what was voted on: it cannot be closed and made anew with another payload.
#[test]
fn an_action_is_not_replaced_between_vote_and_execution() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action]);
    let close = c
        .close_action(motion.proposal, 0)
        .call(instruction::CloseAction {});
    assert_refused(
        w.send(&[close.clone()], &[]),
        AlthingError::ProposalNotFinished,
    );
    let theft = w.transfer(
        &c.mint,
        &c.treasury,
        &c.members[0].tokens,
        &c.authority,
        SAVINGS,
    );
    let bytes = payload(&theft);
    for index in [0, 1] {
        let args = althing::AddActionArgs {
            index,
            length: bytes.len() as u16,
            chunk: bytes.clone(),
        };
        let add = c
            .add_action(motion.proposal, index)
            .call(instruction::AddAction { args });
        assert_refused(
            w.send(&[add], &[&c.members[0].key, &c.renter]),
            AlthingError::WrongProposalState,
        );
    }
    w.execute(&c, &motion, 0).unwrap();
    // Nor afterwards: the address of an executed action is not used again.
    w.go(&[close], &[]);
    let args = althing::AddActionArgs {
        index: 0,
        length: bytes.len() as u16,
        chunk: bytes,
    };
    let add = c
        .add_action(motion.proposal, 0)
        .call(instruction::AddAction { args });
    assert_refused(
        w.send(&[add], &[&c.members[0].key, &c.renter]),
        AlthingError::WrongProposalState,
    );
    assert_eq!(w.balance(&c.treasury), SAVINGS - 1);
}
