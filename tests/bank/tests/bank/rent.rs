use althing_bank_tests::prelude::*;

/// One decision costs its payer of rent nothing: what is collected is returned, to the lamport.
#[test]
fn a_decision_returns_all_rent() {
    let (mut chain, c) = village(config());
    let before = chain.lamports(&c.renter.pubkey());
    let motion = chain.counted(&c, 5);
    let addresses: Vec<_> = [motion.proposal, motion.action(0)]
        .into_iter()
        .chain(
            c.members[..3]
                .iter()
                .map(|member| pda::vote(&motion.proposal, &member.seat)),
        )
        .collect();
    let collected: u64 = addresses
        .iter()
        .map(|address| chain.lamports(address))
        .sum();
    let exempt: u64 = addresses
        .iter()
        .map(|address| chain.rent(chain.account(address).unwrap().data.len()))
        .sum();
    assert_eq!(collected, exempt);
    assert_eq!(chain.lamports(&c.renter.pubkey()), before - collected);

    chain.wait(config().hold_up);
    let mut last = vec![execute(&c, &motion)];
    last.extend(close(&c, &motion, &c.members[..3]));
    chain.go(&last, &[]);
    assert!(addresses.iter().all(|address| !chain.exists(address)));
    assert_eq!(chain.lamports(&c.renter.pubkey()), before);
}

/// Leaving for good returns the seat's rent as well.
#[test]
fn leaving_returns_the_rent_of_the_seat() {
    let (mut chain, c) = village(config());
    let eve = &c.members[4];
    let request = c
        .request_withdrawal(eve)
        .call(instruction::RequestWithdrawal { amount: 20 });
    chain.go(&[request], &[&eve.key]);
    chain.wait(config().withdrawal_cooldown);
    let withdraw = c.withdraw_tokens(eve).call(instruction::WithdrawTokens {});
    let close = c
        .close_seat(c.chamber, eve.address())
        .call(instruction::CloseSeat {});
    let before = chain.lamports(&c.renter.pubkey());
    let seat = chain.lamports(&eve.seat);
    chain.go(&[withdraw, close], &[&eve.key]);
    assert_eq!(chain.lamports(&c.renter.pubkey()), before + seat);
    assert_eq!(chain.balance(&eve.tokens), SAVINGS);
    assert_eq!(chain.zero_copy::<Chamber>(&c.chamber).seats, 4);
}
