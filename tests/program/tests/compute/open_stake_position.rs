use althing_program_tests::prelude::*;

use super::*;

fn open(c: &Community, host: &Host, holder: Pubkey) -> Instruction {
    c.open_stake_position(host, holder)
        .call(instruction::OpenStakePosition {})
}

#[test]
fn test_open_stake_position_ok() {
    let (mut w, c, host, ..) = staked();
    let (holder, before) = (key("carl").pubkey(), w.lamports(&c.renter.pubkey()));
    w.go(&[open(&c, &host, holder)], &[&c.renter]);

    let position: StakePosition = w.zero_copy(&pda::stake(&host.provider, &holder));
    assert_eq!(
        (position.version, position.provider, position.holder),
        (1, host.provider, holder)
    );
    assert_eq!(
        (position.payer, position.reward_position),
        (c.renter.pubkey(), Pubkey::default())
    );
    assert_eq!((position.shares, position.round), (0, 0));
    assert_eq!((position.open_unbondings, position.unbonding_count), (0, 0));
    assert_eq!(provider(&w, &host).positions, 3);
    assert_eq!(pools(&w, &host), [(1_000, 1_000), (0, 0)]);
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(StakePosition::SPACE)
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, ..) = staked();
    w.sweep(open(&c, &host, key("carl").pubkey()), &[&c.renter])
        .run();
}

#[test]
fn a_holder_has_one_position_with_a_provider() {
    let (mut w, c, host, anna, _) = staked();
    assert_refused(
        w.send(&[open(&c, &host, anna.address())], &[&c.renter]),
        SYSTEM_ACCOUNT_EXISTS,
    );
    let both = [
        open(&c, &host, key("carl").pubkey()),
        open(&c, &host, key("carl").pubkey()),
    ];
    assert_refused(w.send(&both, &[&c.renter]), SYSTEM_ACCOUNT_EXISTS);
    assert_eq!(provider(&w, &host).positions, 2);
    assert_eq!(position(&w, &anna).shares, 600);

    let neighbour = w.host(&c, "neighbour");
    w.go(&[open(&c, &neighbour, anna.address())], &[&c.renter]);
    assert_eq!(provider(&w, &neighbour).positions, 1);
}

#[test]
fn test_open_stake_position_refuses_another_address() {
    let (mut w, c, host, ..) = staked();
    let neighbour = w.host(&c, "neighbour");
    let carl = key("carl").pubkey();
    let a = || c.open_stake_position(&host, carl);
    let cases = [
        accounts::OpenStakePosition {
            provider: neighbour.provider,
            ..a()
        },
        accounts::OpenStakePosition {
            holder: key("dora").pubkey(),
            ..a()
        },
        accounts::OpenStakePosition {
            position: pda::stake(&neighbour.provider, &carl),
            ..a()
        },
    ];
    for accounts in cases {
        let ix = accounts.call(instruction::OpenStakePosition {});
        assert_refused(w.send(&[ix], &[&c.renter]), AnchorError::ConstraintSeeds);
    }
}

#[test]
fn a_provider_that_has_retired_takes_nobody() {
    let (mut w, c, host, ..) = staked();
    w.retire(&c, &host);
    assert_refused(
        w.send(&[open(&c, &host, key("carl").pubkey())], &[&c.renter]),
        AlthingError::ProviderHasRetired,
    );
}

#[test]
fn a_position_that_was_closed_can_be_opened_again() {
    let (mut w, c, host, anna, _) = staked();
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    let close = c
        .close_stake_position(&host, &anna)
        .call(instruction::CloseStakePosition {});
    w.go(&[close, open(&c, &host, anna.address())], &[&c.renter]);
    assert_eq!(
        (
            position(&w, &anna).shares,
            position(&w, &anna).unbonding_count
        ),
        (0, 0)
    );
    w.stake(&c, &host, &anna, 7).unwrap();
    // The number of the first tranche is free again.
    w.unstake(&c, &host, &anna, 7).unwrap();
    assert_eq!(pools(&w, &host), [(400, 400), (7, 7)]);
}

#[test]
fn one_who_joins_after_a_slash_of_everything_begins_in_the_new_round() {
    let (mut w, c, host, ..) = staked();
    wipe(&mut w, &c, &host);
    let carl = w.staker(&c, &host, "carl", 0);
    assert_eq!(
        (position(&w, &carl).round, provider(&w, &host).active.round),
        (1, 1)
    );
}
