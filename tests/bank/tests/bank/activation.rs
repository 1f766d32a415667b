use althing_bank_tests::prelude::*;

/// What is deposited in an epoch neither proposes nor votes in it.
#[test]
fn nobody_proposes_before_the_next_epoch() {
    let (mut chain, c) = founded(config());
    let anna = &c.members[0];
    chain.go(&[deposit(&c, anna, 400)], &[&anna.key]);
    // The last second of the epoch.
    let end = chain.borsh::<althing::Dao>(&c.dao).epoch_start(1).unwrap();
    chain.wait_until(end - 1);
    let pay = payment(&c, anna, 5);
    assert_refused(
        chain.propose(&c, pay.clone()),
        AlthingError::BelowProposalThreshold,
    );
    chain.wait(1);
    chain.propose(&c, pay).unwrap();
}

/// A deposit made after a proposal's epoch began does not vote on it, not even once it counts.
#[test]
fn a_late_deposit_does_not_vote() {
    let (mut chain, c) = founded(config());
    let (anna, bert) = (&c.members[0], &c.members[1]);
    chain.go(&[deposit(&c, anna, 400)], &[&anna.key]);
    chain.next_epoch(&c);
    chain.go(&[deposit(&c, bert, 1_000)], &[&bert.key]);
    // Voting goes on into the epoch in which Bert's deposit counts.
    chain.wait(80);
    let motion = chain.propose(&c, payment(&c, bert, 5)).unwrap();
    assert_eq!(chain.zero_copy::<Proposal>(&motion.proposal).eligible, 400);
    let ballot = [vote(&c, &motion, bert, Proposal::YES)];
    let signers = [&bert.key, &c.renter];
    assert_refused(chain.send(&ballot, &signers), AlthingError::NoWeight);
    chain.next_epoch(&c);
    assert_eq!(
        chain.zero_copy::<Seat>(&bert.seat).weight_at(2).unwrap(),
        1_000
    );
    assert_refused(chain.send(&ballot, &signers), AlthingError::NoWeight);
    chain.go(
        &[vote(&c, &motion, anna, Proposal::YES)],
        &[&anna.key, &c.renter],
    );
}

/// Who is on the way out still votes in the epoch of the request, and not in the next.
#[test]
fn a_withdrawal_counts_until_its_epoch_ends() {
    let (mut chain, c) = village(config());
    let anna = &c.members[0];
    let request = c
        .request_withdrawal(anna)
        .call(instruction::RequestWithdrawal { amount: 400 });
    chain.go(&[request], &[&anna.key]);
    let motion = chain.propose(&c, payment(&c, anna, 5)).unwrap();
    chain.go(
        &[vote(&c, &motion, anna, Proposal::YES)],
        &[&anna.key, &c.renter],
    );
    assert_eq!(chain.zero_copy::<Proposal>(&motion.proposal).yes, 400);
    chain.next_epoch(&c);
    assert_refused(
        chain.propose(&c, payment(&c, anna, 5)),
        AlthingError::BelowProposalThreshold,
    );
    assert_eq!(
        chain
            .zero_copy::<Chamber>(&c.chamber)
            .total
            .weight_at(2)
            .unwrap(),
        600
    );
}
