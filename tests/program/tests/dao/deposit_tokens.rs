use althing::dao::events::SeatFed;
use althing::{Chamber, Seat};
use althing_program_tests::prelude::*;

fn deposit(c: &Community, m: &Member, amount: u64) -> Instruction {
    c.deposit_tokens(m)
        .call(instruction::DepositTokens { amount })
}

/// What is refused when one account of a deposit is replaced.
fn refused(w: &mut World, accounts: accounts::DepositTokens, signer: &Keypair, error: impl Code) {
    assert_refused(
        w.send(
            &[accounts.call(instruction::DepositTokens { amount: 1 })],
            &[signer],
        ),
        error,
    );
}

#[test]
fn test_deposit_tokens_ok() {
    let (mut w, c) = community();
    let m = &c.members[4];
    let epoch = w.epoch(&c);
    let sent = w.go(&[deposit(&c, m, 5)], &[&m.key]);

    let seat: Seat = w.zero_copy(&m.seat);
    assert_eq!((seat.deposited, seat.withdrawing), (25, 0));
    let chamber: Chamber = w.zero_copy(&c.chamber);
    assert_eq!((chamber.deposited, chamber.total.latest()), (1_005, 1_005));
    assert_eq!(w.balance(&c.vault), 1_005);
    assert_eq!(w.balance(&m.tokens), SAVINGS - 5);
    let fed = &sent.events::<SeatFed>()[0];
    assert_eq!(
        (fed.seat, fed.holder, fed.deposited, fed.weight, fed.epoch),
        (m.seat, m.address(), 25, 25, epoch)
    );
}

#[test]
fn a_deposit_counts_from_the_next_epoch_on() {
    let (mut w, c) = community();
    let m = &c.members[4];
    let epoch = w.epoch(&c);
    w.go(&[deposit(&c, m, 5)], &[&m.key]);
    w.go(&[deposit(&c, m, 7)], &[&m.key]);
    let seat: Seat = w.zero_copy(&m.seat);
    let chamber: Chamber = w.zero_copy(&c.chamber);
    assert_eq!(
        (
            seat.weight_at(epoch).unwrap(),
            seat.weight_at(epoch + 1).unwrap()
        ),
        (20, 32)
    );
    assert_eq!(chamber.total.weight_at(epoch).unwrap(), 1_000);
    assert_eq!(chamber.total.weight_at(epoch + 1).unwrap(), 1_012);
}

#[test]
fn the_last_second_of_an_epoch_still_belongs_to_it() {
    let (mut w, c) = community();
    let m = &c.members[4];
    let epoch = w.epoch(&c);
    w.wait(99);
    w.go(&[deposit(&c, m, 5)], &[&m.key]);
    assert_eq!(
        w.zero_copy::<Seat>(&m.seat).weight_at(epoch + 1).unwrap(),
        25
    );
    w.wait(1);
    w.go(&[deposit(&c, m, 5)], &[&m.key]);
    let seat: Seat = w.zero_copy(&m.seat);
    assert_eq!(
        (
            seat.weight_at(epoch + 1).unwrap(),
            seat.weight_at(epoch + 2).unwrap()
        ),
        (25, 30)
    );
}

#[test]
fn with_square_roots_a_hundredfold_deposit_weighs_tenfold() {
    let mut w = World::new();
    let mut c = Community::plan(&mut w, "Roots", TOKEN);
    w.go(
        &[c.create_dao_with(config(), Chamber::SQUARE_ROOT)],
        &[&c.creator, &c.renter],
    );
    w.endow(&mut c);
    let (small, large) = (w.join(&c, "small", 24), w.join(&c, "large", 2_500));
    assert_eq!(w.zero_copy::<Seat>(&small.seat).weight.latest(), 4);
    assert_eq!(w.zero_copy::<Seat>(&large.seat).weight.latest(), 50);
    assert_eq!(w.zero_copy::<Chamber>(&c.chamber).total.latest(), 54);
    // Two deposits weigh what one of their sum does.
    w.deposit(&c, &small, 1);
    assert_eq!(w.zero_copy::<Seat>(&small.seat).weight.latest(), 5);
}

#[test]
fn anybody_may_deposit_for_a_seat() {
    let (mut w, c) = community();
    let (rich, poor) = (&c.members[0], &c.members[4]);
    let accounts = accounts::DepositTokens {
        seat: poor.seat,
        ..c.deposit_tokens(rich)
    };
    w.go(
        &[accounts.call(instruction::DepositTokens { amount: 3 })],
        &[&rich.key],
    );
    assert_eq!(w.zero_copy::<Seat>(&poor.seat).deposited, 23);
    assert_eq!(w.zero_copy::<Seat>(&rich.seat).deposited, 400);
}

#[test]
fn tokens_of_token_2022_are_taken() {
    let mut w = World::new();
    let c = Community::with_members(&mut w, "Newer", TOKEN_2022);
    assert_eq!(w.balance(&c.vault), 1_000);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c) = community();
    w.sweep(deposit(&c, &c.members[0], 1), &[&c.members[0].key])
        .run();
}

#[test]
fn test_deposit_tokens_refuses_zero() {
    let (mut w, c) = community();
    let m = &c.members[0];
    assert_refused(
        w.send(&[deposit(&c, m, 0)], &[&m.key]),
        AlthingError::AmountIsZero,
    );
}

#[test]
fn test_deposit_tokens_refuses_more_than_there_is() {
    let (mut w, c) = community();
    let m = &c.members[0];
    assert_refused(
        w.send(&[deposit(&c, m, SAVINGS + 1)], &[&m.key]),
        TOKEN_INSUFFICIENT_FUNDS,
    );
    assert_refused(
        w.send(&[deposit(&c, m, u64::MAX)], &[&m.key]),
        TOKEN_INSUFFICIENT_FUNDS,
    );
    w.go(&[deposit(&c, m, SAVINGS)], &[&m.key]);
}

#[test]
fn all_tokens_that_can_exist_can_be_deposited() {
    let mut w = World::new();
    let c = Community::found(&mut w, "Everything", TOKEN);
    let m = w.join(&c, "owner of all", 0);
    w.mint_to(&c.mint, &m.tokens, u64::MAX - 2 * SAVINGS);
    w.deposit(&c, &m, u64::MAX - SAVINGS);
    assert_eq!(
        w.zero_copy::<Chamber>(&c.chamber).total.latest(),
        u64::MAX - SAVINGS
    );
}

#[test]
fn test_deposit_tokens_refuses_accounts_of_another_organisation() {
    let (mut w, c, other) = two_communities();
    let (m, stranger) = (&c.members[0], &other.members[0]);
    let a = || c.deposit_tokens(m);
    refused(
        &mut w,
        accounts::DepositTokens {
            dao: other.dao,
            ..a()
        },
        &m.key,
        AlthingError::WrongDao,
    );
    refused(
        &mut w,
        accounts::DepositTokens {
            chamber: other.chamber,
            ..a()
        },
        &m.key,
        AlthingError::WrongDao,
    );
    refused(
        &mut w,
        accounts::DepositTokens {
            vault: other.vault,
            ..a()
        },
        &m.key,
        AlthingError::WrongVault,
    );
    refused(
        &mut w,
        accounts::DepositTokens {
            mint: other.mint,
            ..a()
        },
        &m.key,
        AlthingError::WrongMint,
    );
    refused(
        &mut w,
        accounts::DepositTokens {
            seat: stranger.seat,
            ..a()
        },
        &m.key,
        AlthingError::WrongSeat,
    );
    refused(
        &mut w,
        accounts::DepositTokens {
            from: stranger.tokens,
            ..a()
        },
        &m.key,
        AlthingError::WrongMint,
    );
}

#[test]
fn test_deposit_tokens_refuses_a_chamber_whose_weights_are_granted() {
    let (mut w, c) = community();
    let m = &c.members[0];
    w.go(
        &[c.open_seat(c.evaluators, m.address())
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    let seat = pda::seat(&c.evaluators, &m.address());
    let accounts = accounts::DepositTokens {
        chamber: c.evaluators,
        seat,
        ..c.deposit_tokens(m)
    };
    refused(&mut w, accounts, &m.key, AlthingError::WrongMint);
}

#[test]
fn test_deposit_tokens_refuses_a_vault_of_the_same_mint_that_is_not_the_chambers() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let fake = w.tokens("fake vault", &c.mint, &m.address(), 0);
    refused(
        &mut w,
        accounts::DepositTokens {
            vault: fake,
            ..c.deposit_tokens(m)
        },
        &m.key,
        AlthingError::WrongVault,
    );
}

#[test]
fn test_deposit_tokens_refuses_the_vault_as_source() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let accounts = accounts::DepositTokens {
        from: c.vault,
        ..c.deposit_tokens(m)
    };
    refused(
        &mut w,
        accounts,
        &m.key,
        AnchorError::ConstraintDuplicateMutableAccount,
    );
}

#[test]
fn test_deposit_tokens_refuses_anothers_tokens() {
    let (mut w, c) = community();
    let (m, thief) = (&c.members[0], &c.members[1]);
    let accounts = accounts::DepositTokens {
        depositor: thief.address(),
        ..c.deposit_tokens(m)
    };
    refused(&mut w, accounts, &thief.key, TOKEN_OWNER_MISMATCH);
}

#[test]
fn test_deposit_tokens_refuses_frozen_tokens() {
    let (mut w, c) = community();
    let m = &c.members[0];
    w.freeze(&c.mint, &m.tokens);
    refused(&mut w, c.deposit_tokens(m), &m.key, TOKEN_ACCOUNT_FROZEN);
}

#[test]
fn test_deposit_tokens_refuses_a_clock_before_the_foundation() {
    let (mut w, c) = community();
    let m = &c.members[0];
    w.warp_to(START - 1);
    refused(
        &mut w,
        c.deposit_tokens(m),
        &m.key,
        AlthingError::ClockBeforeFoundation,
    );
    w.warp_to(START);
    w.go(&[deposit(&c, m, 1)], &[&m.key]);
}

#[test]
fn tokens_that_come_without_a_deposit_are_nobodys() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let gift = w.transfer(&c.mint, &m.tokens, &c.vault, &m.address(), 99);
    w.go(&[gift], &[&m.key]);
    assert_eq!(
        (
            w.balance(&c.vault),
            w.zero_copy::<Chamber>(&c.chamber).deposited
        ),
        (1_099, 1_000)
    );
    w.go(&[deposit(&c, m, 1)], &[&m.key]);
    assert_eq!(w.zero_copy::<Chamber>(&c.chamber).deposited, 1_001);
}
