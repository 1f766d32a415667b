use althing::consent::events::GrantFunded;

use super::*;

fn fund(accounts: &accounts::FundGrant, amount: u64) -> Instruction {
    accounts.call(instruction::FundGrant { amount })
}

#[test]
fn test_fund_grant_ok() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, STREAMED, 100);
    w.wait(4);
    let size = w.log(&c).1.size;
    let sent = w.fund_grant(&c, &d, &licence, 60).unwrap();
    // 13 1/3 have flowed.
    assert_eq!(books(&w, &licence), (147, 13, 0, 0));
    assert_eq!(grant(&w, &licence).meter.carry, 1);
    assert_eq!(w.balance(&pda::vault(&licence.grant)), 160);
    assert_eq!(w.log(&c).1.size, size, "funding is no entry");
    let events = sent.events::<GrantFunded>();
    assert_eq!((events[0].grant, events[0].amount), (licence.grant, 60));
    assert_eq!(
        (events[0].funder, events[0].prepaid),
        (d.licensee.pubkey(), 147)
    );
}

#[test]
fn a_stream_that_ran_dry_goes_on_from_now() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, STREAMED, 10);
    w.wait(1_000);
    w.fund_grant(&c, &d, &licence, 10).unwrap();
    assert_eq!(books(&w, &licence), (10, 10, 0, 0));
    w.wait(2);
    w.record_uses(&c, &d, &licence, 1).unwrap();
    w.wait(1);
    assert_refused(
        w.record_uses(&c, &d, &licence, 1),
        AlthingError::GrantUnpaid,
    );
}

#[test]
fn anybody_may_fund_from_what_is_theirs() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 0);
    let friend = w.wallet("friend");
    let from = w.tokens("friend", &d.mint, &friend.pubkey(), 70);
    let accounts = accounts::FundGrant {
        from,
        funder: friend.pubkey(),
        ..c.fund_grant(&d, &licence)
    };
    w.go(&[fund(&accounts, 70)], &[&friend]);
    assert_eq!(books(&w, &licence), (70, 0, 0, 0));
    let thief = accounts::FundGrant {
        from: d.purse,
        ..accounts
    };
    assert_refused(w.send(&[fund(&thief, 1)], &[&friend]), TOKEN_OWNER_MISMATCH);
    let circle = accounts::FundGrant {
        from: pda::vault(&licence.grant),
        ..c.fund_grant(&d, &licence)
    };
    let sent = w.send(&[fund(&circle, 1)], &[&d.licensee]);
    assert_refused(sent, TOKEN_OWNER_MISMATCH);
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 0);
    w.sweep(fund(&c.fund_grant(&d, &licence), 5), &[&d.licensee])
        .run();
}

#[test]
fn test_fund_grant_refuses_amounts() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 0);
    assert_refused(
        w.fund_grant(&c, &d, &licence, 0),
        AlthingError::AmountIsZero,
    );
    assert_refused(
        w.fund_grant(&c, &d, &licence, SAVINGS + 1),
        TOKEN_INSUFFICIENT_FUNDS,
    );
    w.mint_to(&d.mint, &d.purse, u64::MAX - SAVINGS);
    w.fund_grant(&c, &d, &licence, u64::MAX).unwrap();
    assert_refused(
        w.fund_grant(&c, &d, &licence, 1),
        AlthingError::GrantFundingOverflow,
    );
}

#[test]
fn only_an_active_grant_with_a_balance_takes_funds() {
    let (mut w, c, d) = data();
    let once = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    assert_refused(
        w.fund_grant(&c, &d, &once, 1),
        AlthingError::GrantHasNoBalance,
    );
    let offered = w.offered(&c, &d, Grant::EVALUATE, PER_USE);
    assert_refused(
        w.fund_grant(&c, &d, &offered, 1),
        AlthingError::WrongGrantState,
    );
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..PER_USE
    };
    let short = w.granted(&c, &d, Grant::RETRIEVE, terms, 0);
    w.wait(9);
    w.fund_grant(&c, &d, &short, 1).unwrap();
    w.wait(1);
    assert_refused(w.fund_grant(&c, &d, &short, 1), AlthingError::GrantExpired);
    let revoked = w.granted(&c, &d, Grant::ALIGN, PER_USE, 0);
    w.revoke_grant(&c, &d, &revoked).unwrap();
    assert_refused(
        w.fund_grant(&c, &d, &revoked, 1),
        AlthingError::WrongGrantState,
    );
}

#[test]
fn test_fund_grant_refuses_accounts_of_others() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 0);
    let (beside, neighbour) = beside(&mut w, &c, PER_USE, 0);
    let fake = w.tokens("fake vault", &d.mint, &d.licensee.pubkey(), 0);
    let a = || c.fund_grant(&d, &licence);
    let cases = [
        (
            accounts::FundGrant {
                grant: neighbour.grant,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::FundGrant {
                vault: pda::vault(&neighbour.grant),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::FundGrant { vault: fake, ..a() },
            AlthingError::WrongVault,
        ),
        (
            accounts::FundGrant {
                from: beside.purse,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::FundGrant {
                mint: c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[fund(&accounts, 1)], &[&d.licensee]), error);
    }
}
