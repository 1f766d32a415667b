use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::Proposal;
use althing_program_tests::prelude::*;

use crate::{gift, proposal, state};

fn execute_with(c: &Community, motion: &Motion, index: u8, metas: &[AccountMeta]) -> Instruction {
    c.execute_proposal(motion.proposal, index)
        .call_with(instruction::ExecuteProposal {}, metas)
}

#[test]
fn a_foreign_program_moves_tokens_out_of_the_treasury() {
    let (mut w, c) = community();
    let pay = w.transfer(
        &c.mint,
        &c.treasury,
        &c.members[0].tokens,
        &c.authority,
        250,
    );
    let motion = w.executable(&c, &[pay]);
    let sent = w.execute(&c, &motion, 0).unwrap();
    assert_eq!(w.balance(&c.treasury), SAVINGS - 250);
    assert_eq!(w.balance(&c.members[0].tokens), SAVINGS + 250);
    let p = proposal(&w, &motion);
    assert_eq!((p.state, p.actions_executed), (Proposal::EXECUTED, 1));
    let entry = &sent.events::<EntryAppended>()[0];
    assert_eq!(
        (entry.kind, entry.actor),
        (EntryKind::ActionExecuted as u16, c.authority)
    );
}

#[test]
fn the_system_program_moves_lamports_of_the_authority() {
    let (mut w, c) = community();
    let to = key("somebody").pubkey();
    let pay =
        anchor_lang::solana_program::system_instruction::transfer(&c.authority, &to, 5_000_000);
    w.as_authority(&c, pay).unwrap();
    assert_eq!(w.lamports(&to), 5_000_000);
}

#[test]
fn the_program_itself_is_called_like_any_other() {
    let (mut w, c) = community();
    let rules = althing::Config {
        quorum_bps: 77,
        ..config()
    };
    w.as_authority(
        &c,
        c.update_config()
            .call(instruction::UpdateConfig { config: rules }),
    )
    .unwrap();
    assert_eq!(w.borsh::<althing::Dao>(&c.dao).config.quorum_bps, 77);
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action]);
    let ix = execute_with(&c, &motion, 0, &motion.execution_metas(0));
    let mut sweep = w
        .sweep(ix, &[])
        .expecting(motion.action(0), AlthingError::WrongAction);
    // The action's own accounts are compared one by one in a test of their own.
    for meta in motion.execution_metas(0) {
        sweep = sweep.skipping(meta.pubkey);
    }
    sweep.run();
}

#[test]
fn exactly_the_accounts_that_were_voted_on_must_be_passed() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action]);
    let right = motion.execution_metas(0);
    let thief = AccountMeta::new(c.members[1].tokens, false);
    let spoil = |change: &dyn Fn(&mut Vec<AccountMeta>)| {
        let mut metas = right.clone();
        change(&mut metas);
        metas
    };
    for metas in [
        vec![],
        right[..1].to_vec(),
        spoil(&|metas| metas.truncate(right.len() - 1)),
        spoil(&|metas| metas.push(thief.clone())),
        spoil(&|metas| metas[0].pubkey = TOKEN_2022),
        spoil(&|metas| metas[3] = thief.clone()),
        spoil(&|metas| metas.swap(1, 3)),
    ] {
        assert_refused(
            w.send(&[execute_with(&c, &motion, 0, &metas)], &[]),
            AlthingError::WrongActionAccounts,
        );
    }
    // An account that the action writes to, passed as read-only.
    let metas = spoil(&|metas| metas[3].is_writable = false);
    let result = w.send(&[execute_with(&c, &motion, 0, &metas)], &[]);
    assert_instruction_error(result, InstructionError::PrivilegeEscalation);
    w.execute(&c, &motion, 0).unwrap();
}

#[test]
fn the_hold_up_is_kept_to_the_second() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.succeeded(&c, &[action]);
    let ready = proposal(&w, &motion).executable_at;
    w.next_slot();
    assert_refused(w.execute(&c, &motion, 0), AlthingError::HoldUpNotOver);
    w.warp_to(ready - 1);
    assert_refused(w.execute(&c, &motion, 0), AlthingError::HoldUpNotOver);
    w.warp_to(ready);
    w.execute(&c, &motion, 0).unwrap();
}

#[test]
fn the_window_ends_to_the_second() {
    let (w, c) = community();
    let action = [gift(&w, &c)];
    let expires = |w: &World, motion: &Motion| proposal(w, motion).expires_at;
    let (mut early, mut late) = (w.clone(), w);
    let motion = early.succeeded(&c, &action);
    early.warp_to(expires(&early, &motion) - 1);
    early.execute(&c, &motion, 0).unwrap();

    let motion = late.succeeded(&c, &action);
    late.warp_to(expires(&late, &motion));
    assert_refused(late.execute(&c, &motion, 0), AlthingError::ProposalExpired);
    late.wait(1);
    assert_refused(late.execute(&c, &motion, 0), AlthingError::ProposalExpired);
    assert_eq!(late.balance(&c.treasury), SAVINGS);
}

#[test]
fn execution_comes_in_a_later_slot_than_the_count() {
    let (mut w, c) = community();
    let rules = althing::Config {
        hold_up: 0,
        ..config()
    };
    w.pass(
        &c,
        &[c.update_config()
            .call(instruction::UpdateConfig { config: rules })],
    );
    let action = gift(&w, &c);
    // Without a hold-up, and with a clock that stands still, the slot alone separates the two.
    let motion = w.succeeded(&c, &[action]);
    assert_refused(
        w.execute(&c, &motion, 0),
        AlthingError::SameSlotAsFinalization,
    );
    let time_passes_but_not_the_slot = (w.now() + 5, w.slot());
    w.set_clock(
        time_passes_but_not_the_slot.0,
        time_passes_but_not_the_slot.1,
    );
    assert_refused(
        w.execute(&c, &motion, 0),
        AlthingError::SameSlotAsFinalization,
    );
    w.next_slot();
    w.execute(&c, &motion, 0).unwrap();
}

#[test]
fn only_what_has_succeeded_is_executed() {
    let (w, c) = community();
    let action = [gift(&w, &c)];
    type Make = fn(&mut World, &Community, &[Instruction]) -> Motion;
    let states: [Make; 3] = [
        |w, c, a| w.draft(c, a),
        |w, c, a| w.voting(c, a),
        |w, c, a| w.defeated(c, a),
    ];
    for make in states {
        let mut w = w.clone();
        let motion = make(&mut w, &c, &action);
        w.wait(75);
        assert_refused(w.execute(&c, &motion, 0), AlthingError::WrongProposalState);
        assert_eq!(w.balance(&c.treasury), SAVINGS);
    }
}

#[test]
fn an_action_is_executed_once() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action.clone(), action]);
    w.execute(&c, &motion, 0).unwrap();
    assert_eq!(state(&w, &motion), Proposal::SUCCEEDED);
    assert_refused(w.execute(&c, &motion, 0), AlthingError::WrongAction);
    w.execute(&c, &motion, 1).unwrap();
    assert_eq!(state(&w, &motion), Proposal::EXECUTED);
    for index in [0, 1] {
        assert_refused(
            w.execute(&c, &motion, index),
            AlthingError::WrongProposalState,
        );
    }
    assert_eq!(w.balance(&c.treasury), SAVINGS - 2);
}

#[test]
fn actions_are_executed_in_order() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action.clone(), action.clone()]);
    assert_refused(w.execute(&c, &motion, 1), AlthingError::WrongAction);
    // Nor does an action of another proposal do.
    let other = w.executable(&c, &[action]);
    let accounts = accounts::ExecuteProposal {
        action: other.action(0),
        ..c.execute_proposal(motion.proposal, 0)
    };
    let ix = accounts.call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0));
    assert_refused(w.send(&[ix], &[]), AlthingError::WrongAction);
}

#[test]
fn two_actions_in_one_transaction_both_happen() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action.clone(), action]);
    let both = [0, 1].map(|index| execute_with(&c, &motion, index, &motion.execution_metas(index)));
    w.go(&both, &[]);
    assert_eq!(w.balance(&c.treasury), SAVINGS - 2);
}

#[test]
fn where_the_call_fails_nothing_has_happened_and_it_can_be_tried_again() {
    let (mut w, c) = community();
    let too_much = w.transfer(
        &c.mint,
        &c.treasury,
        &c.members[0].tokens,
        &c.authority,
        SAVINGS + 1,
    );
    let motion = w.executable(&c, &[too_much]);
    let size = w.zero_copy::<althing::AuditLog>(&c.log).size;
    assert_refused(w.execute(&c, &motion, 0), TOKEN_INSUFFICIENT_FUNDS);
    let p = proposal(&w, &motion);
    assert_eq!((p.state, p.actions_executed), (Proposal::SUCCEEDED, 0));
    assert_eq!(w.zero_copy::<althing::AuditLog>(&c.log).size, size);
    w.mint_to(&c.mint, &c.treasury, 1);
    w.execute(&c, &motion, 0).unwrap();
    assert_eq!(w.balance(&c.treasury), 0);
}

#[test]
fn the_executors_own_signature_is_never_passed_on() {
    let (mut w, c) = community();
    // Member 1's tokens, with the authority as their alleged owner: member 1 executes, and signs.
    let theft = w.transfer(
        &c.mint,
        &c.members[1].tokens,
        &c.treasury,
        &c.members[1].address(),
        1,
    );
    let disguised = unsigned(theft, c.members[1].address());
    let motion = w.executable(&c, &[disguised]);
    let mut ix = execute_with(&c, &motion, 0, &motion.execution_metas(0));
    for meta in ix
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == c.members[1].address())
    {
        meta.is_signer = true;
    }
    let result = w.send(&[ix], &[&c.members[1].key]);
    assert_instruction_error(result, InstructionError::MissingRequiredSignature);
}

#[test]
fn the_log_of_another_organisation_is_refused() {
    let (mut w, c, other) = two_communities();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action]);
    let accounts = accounts::ExecuteProposal {
        log: other.log,
        ..c.execute_proposal(motion.proposal, 0)
    };
    let ix = accounts.call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0));
    assert_refused(w.send(&[ix], &[]), AlthingError::WrongLog);
}

#[test]
fn the_authority_of_one_organisation_cannot_spend_anothers_treasury() {
    let (mut w, c, other) = two_communities();
    let theft = w.transfer(
        &other.mint,
        &other.treasury,
        &other.members[0].tokens,
        &other.authority,
        1,
    );
    let motion = w.draft(&c, std::slice::from_ref(&theft));
    assert_refused(w.submit(&c, &motion), AlthingError::ActionSignerNotAllowed);
    let disguised = unsigned(theft, other.authority);
    let result = w.as_authority(&c, disguised);
    assert_instruction_error(result, InstructionError::MissingRequiredSignature);
}

#[test]
fn a_proposal_may_execute_another_one() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let inner = w.voting(&c, &[action]);
    let mut nested = execute_with(&c, &inner, 0, &inner.execution_metas(0));
    nested
        .accounts
        .iter_mut()
        .for_each(|meta| meta.is_signer = meta.pubkey == c.authority);
    let outer = w.voting(&c, &[nested]);
    for motion in [&inner, &outer] {
        w.vote(&c, motion, &c.members[0], Proposal::YES).unwrap();
    }
    w.finalize(&c, &inner).unwrap();
    w.finalize(&c, &outer).unwrap();
    w.wait(20);
    let sent = w.execute(&c, &outer, 0).unwrap();
    assert_eq!(
        (state(&w, &inner), state(&w, &outer)),
        (Proposal::EXECUTED, Proposal::EXECUTED)
    );
    assert_eq!(w.balance(&c.treasury), SAVINGS - 1);
    assert_eq!(sent.events::<EntryAppended>().len(), 2);
    assert_refused(w.execute(&c, &inner, 0), AlthingError::WrongProposalState);
}

#[test]
fn a_proposal_cannot_execute_itself_again_from_within() {
    let (mut w, c) = community();
    let mut motion = w.empty_draft(&c);
    // Read-only, or submission would refuse it.
    let accounts = accounts::ExecuteProposal {
        action: motion.action(1),
        ..c.execute_proposal(motion.proposal, 1)
    };
    let nested = readonly(
        accounts.call(instruction::ExecuteProposal {}),
        motion.proposal,
    );
    w.add_action(&c, &mut motion, &nested);
    let pay = gift(&w, &c);
    w.add_action(&c, &mut motion, &pay);
    w.submit(&c, &motion).unwrap();
    w.vote(&c, &motion, &c.members[0], Proposal::YES).unwrap();
    w.finalize(&c, &motion).unwrap();
    w.wait(20);
    assert_refused(w.execute(&c, &motion, 0), AnchorError::ConstraintMut);
}

#[test]
fn an_action_without_accounts_and_data_is_carried_out() {
    let (mut w, c) = community();
    // The memo program takes an empty memo.
    let memo: Pubkey = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"
        .parse()
        .unwrap();
    w.as_authority(
        &c,
        Instruction {
            program_id: memo,
            accounts: vec![],
            data: vec![],
        },
    )
    .unwrap();
}
