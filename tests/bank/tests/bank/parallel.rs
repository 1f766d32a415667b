use althing_bank_tests::prelude::*;
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

/// Five deposits in one slot, all into one chamber and vault.
#[test]
fn deposits_of_one_slot_all_count() {
    let (mut chain, c) = founded(config());
    let deposits: Vec<Group> = c
        .members
        .iter()
        .zip(DEPOSITS)
        .map(|(m, amount)| (vec![deposit(&c, m, amount)], vec![&m.key]))
        .collect();
    assert_eq!(chain.together(&deposits), [const { Ok(()) }; 5]);
    assert_eq!(chain.balance(&c.vault), 1_000);
    let chamber: Chamber = chain.zero_copy(&c.chamber);
    assert_eq!(
        (chamber.deposited, chamber.total.weight_at(0).unwrap()),
        (1_000, 0)
    );
    assert_eq!(chamber.total.weight_at(1).unwrap(), 1_000);
    for (member, amount) in c.members.iter().zip(DEPOSITS) {
        assert_eq!(chain.zero_copy::<Seat>(&member.seat).deposited, amount);
    }
}

/// Ten votes in one slot, on two proposals: no vote is lost or counted twice.
#[test]
fn votes_of_one_slot_all_count() {
    let (mut chain, c) = village(config());
    let first = chain.propose(&c, payment(&c, &c.members[4], 5)).unwrap();
    let second = chain.propose(&c, payment(&c, &c.members[4], 6)).unwrap();
    let mut votes = ballots(&c, &first, &c.members, Proposal::YES);
    votes.extend(ballots(&c, &second, &c.members[..2], Proposal::NO));
    votes.extend(ballots(&c, &second, &c.members[2..], Proposal::ABSTAIN));
    assert_eq!(chain.together(&votes), [const { Ok(()) }; 10]);
    let tally = |motion: &Motion| {
        let p: Proposal = chain.zero_copy(&motion.proposal);
        (p.yes, p.no, p.abstain, p.open_votes)
    };
    assert_eq!(tally(&first), (1_000, 0, 0, 5));
    assert_eq!(tally(&second), (0, 700, 300, 5));
}

/// Members change their minds and take votes back in the same slot.
#[test]
fn changed_and_withdrawn_votes_of_one_slot_leave_an_exact_tally() {
    let (mut chain, c) = village(config());
    let motion = chain.voted(&c, 5);
    let mut changes = ballots(&c, &motion, &c.members[..2], Proposal::NO);
    let back = c
        .withdraw_vote(motion.proposal, &c.members[2])
        .call(instruction::WithdrawVote {});
    changes.push((vec![back], vec![&c.members[2].key]));
    changes.extend(ballots(&c, &motion, &c.members[3..], Proposal::YES));
    assert_eq!(chain.together(&changes), [const { Ok(()) }; 5]);
    let proposal: Proposal = chain.zero_copy(&motion.proposal);
    assert_eq!(
        (proposal.yes, proposal.no, proposal.open_votes),
        (100, 700, 4)
    );
    assert!(!chain.exists(&pda::vote(&motion.proposal, &c.members[2].seat)));
}

/// Several people execute the same proposal in one slot: the treasury pays once.
#[test]
fn an_action_is_carried_out_once_whoever_is_first() {
    let (mut chain, c) = village(config());
    let motion = chain.counted(&c, 50);
    chain.wait(config().hold_up);
    // A signature each, so that they are not one transaction.
    let groups: Vec<Group> = c.members[..3]
        .iter()
        .map(|member| {
            (
                vec![note(&member.address()), execute(&c, &motion)],
                vec![&member.key],
            )
        })
        .collect();
    let results = chain.together(&groups);
    assert_eq!(
        results.iter().filter(|result| result.is_ok()).count(),
        1,
        "{results:?}"
    );
    let code = u32::from(AlthingError::WrongProposalState);
    let refused = TransactionError::InstructionError(1, InstructionError::Custom(code));
    assert!(
        results
            .iter()
            .flat_map(|result| result.as_ref().err())
            .all(|error| *error == refused),
        "{results:?}"
    );
    assert_eq!(chain.balance(&c.treasury), SAVINGS - 50);
}

/// A transfer of nothing to oneself, for its signature.
fn note(member: &Pubkey) -> Instruction {
    anchor_lang::solana_program::system_instruction::transfer(member, member, 0)
}
