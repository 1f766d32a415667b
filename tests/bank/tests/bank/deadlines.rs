use althing::Config;
use althing_bank_tests::prelude::*;

/// The end of the vote separates voting from counting, to the second.
#[test]
fn counting_waits_for_the_end_and_voting_ends_there() {
    let (mut chain, c) = village(config());
    let motion = chain.voted(&c, 5);
    let end = chain.zero_copy::<Proposal>(&motion.proposal).voting_ends_at;
    let last = &c.members[3];
    let ballot = [vote(&c, &motion, last, Proposal::NO)];
    let count = [finalize(&c, &motion)];

    chain.wait_until(end - 1);
    assert_refused(chain.send(&count, &[]), AlthingError::VotingNotOver);
    chain.go(&ballot, &[&last.key, &c.renter]);
    chain.wait(1);
    assert_refused(
        chain.send(&ballot, &[&last.key, &c.renter]),
        AlthingError::VotingOver,
    );
    chain.go(&count, &[]);
    assert_refused(chain.send(&count, &[]), AlthingError::WrongProposalState);
    let proposal: Proposal = chain.zero_copy(&motion.proposal);
    assert_eq!(
        (proposal.state, proposal.yes, proposal.no),
        (Proposal::SUCCEEDED, 900, 80)
    );
}

/// Even without a hold-up nobody counts and executes in one slot, in one transaction or in two.
#[test]
fn execution_in_the_slot_of_the_count_is_refused() {
    let (mut chain, c) = village(Config {
        hold_up: 0,
        ..config()
    });
    let motion = chain.voted(&c, 5);
    chain.wait(config().voting_period);
    let (count, execution) = ([finalize(&c, &motion)], [execute(&c, &motion)]);
    let both = [count.clone(), execution.clone()].concat();
    assert_refused(chain.send(&both, &[]), AlthingError::SameSlotAsFinalization);
    chain.go(&count, &[]);
    assert_refused(
        chain.send(&execution, &[]),
        AlthingError::SameSlotAsFinalization,
    );
    assert_eq!(
        chain.zero_copy::<Proposal>(&motion.proposal).finalized_slot,
        chain.clock().slot
    );

    // The next slot, although the clock stands still.
    chain.next_slot();
    chain.go(&execution, &[]);
    assert_eq!(chain.balance(&c.treasury), SAVINGS - 5);
}

/// Execution has a first and a last second.
#[test]
fn execution_keeps_to_its_window() {
    let (mut chain, c) = village(config());
    let (in_time, too_late) = (chain.voted(&c, 5), chain.voted(&c, 6));
    chain.wait(config().voting_period);
    chain.go(&[finalize(&c, &in_time), finalize(&c, &too_late)], &[]);
    let proposal: Proposal = chain.zero_copy(&in_time.proposal);
    let executions = [execute(&c, &in_time), execute(&c, &too_late)];

    chain.wait_until(proposal.executable_at - 1);
    assert_refused(
        chain.send(&executions[..1], &[]),
        AlthingError::HoldUpNotOver,
    );
    chain.wait_until(proposal.expires_at - 1);
    chain.go(&executions[..1], &[]);
    chain.wait(1);
    assert_refused(
        chain.send(&executions[1..], &[]),
        AlthingError::ProposalExpired,
    );
    assert_eq!(chain.balance(&c.treasury), SAVINGS - 5);
    // Nobody's rent waits for an execution that cannot come.
    chain.go(&close(&c, &too_late, &c.members[..3]), &[]);
    assert!(!chain.exists(&too_late.proposal));
}
