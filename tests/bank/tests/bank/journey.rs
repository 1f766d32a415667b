use althing_bank_tests::prelude::*;

/// Deposit, activation, proposal, votes, hold-up, execution, cooldown and withdrawal.
#[test]
fn a_member_deposits_decides_and_leaves() {
    let (mut chain, c) = founded(config());
    let (anna, eve) = (&c.members[0], &c.members[4]);
    for (member, amount) in c.members.iter().zip(DEPOSITS) {
        chain.go(&[deposit(&c, member, amount)], &[&member.key]);
    }
    assert_eq!(chain.balance(&c.vault), 1_000);
    assert_eq!(chain.balance(&anna.tokens), SAVINGS - 400);
    chain.next_epoch(&c);

    let motion = chain.counted(&c, 77);
    let proposal: Proposal = chain.zero_copy(&motion.proposal);
    assert_eq!(
        (
            proposal.yes,
            proposal.no,
            proposal.abstain,
            proposal.eligible
        ),
        (900, 0, 0, 1_000)
    );
    assert_eq!((proposal.state, proposal.epoch), (Proposal::SUCCEEDED, 1));

    chain.wait_until(proposal.executable_at);
    chain.go(&[execute(&c, &motion)], &[]);
    assert_eq!(chain.balance(&eve.tokens), SAVINGS - 20 + 77);
    assert_eq!(chain.balance(&c.treasury), SAVINGS - 77);
    assert_eq!(
        chain.zero_copy::<Proposal>(&motion.proposal).state,
        Proposal::EXECUTED
    );
    // Founded, submitted, finalized, executed.
    assert_eq!(chain.zero_copy::<AuditLog>(&c.log).size, 4);

    let request = c
        .request_withdrawal(anna)
        .call(instruction::RequestWithdrawal { amount: 400 });
    chain.go(&[request], &[&anna.key]);
    let withdraw = [c.withdraw_tokens(anna).call(instruction::WithdrawTokens {})];
    chain.wait(config().withdrawal_cooldown - 1);
    assert_refused(
        chain.send(&withdraw, &[&anna.key]),
        AlthingError::CooldownNotOver,
    );
    chain.wait(1);
    chain.go(&withdraw, &[&anna.key]);
    assert_eq!(chain.balance(&anna.tokens), SAVINGS);
    assert_eq!(chain.balance(&c.vault), 600);
    assert_refused(
        chain.send(&withdraw, &[&anna.key]),
        AlthingError::NothingToWithdraw,
    );
}

/// A second decision in the same organisation needs nothing of the first, and both stand in the log.
#[test]
fn decisions_follow_each_other() {
    let (mut chain, c) = village(config());
    for (number, amount) in [(0, 5), (1, 6), (2, 7)] {
        let motion = chain.counted(&c, amount);
        assert_eq!(motion.number, number);
        chain.wait(config().hold_up);
        chain.go(&[execute(&c, &motion)], &[]);
        chain.go(&close(&c, &motion, &c.members[..3]), &[]);
    }
    assert_eq!(chain.balance(&c.treasury), SAVINGS - 18);
    assert_eq!(chain.zero_copy::<AuditLog>(&c.log).size, 1 + 3 * 3);
}
