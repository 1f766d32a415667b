//! Who slashes, how much and how often; `everything` has what follows when a pool is left empty,
//! `relations` the accounts around.

mod everything;
mod relations;

use althing::audit::entry::EntryKind;
use althing::compute::entries::ProviderSlashed;
use althing::compute::{Offence, SlashProviderArgs};
use althing_program_tests::prelude::*;

use super::*;

const ID: [u8; 32] = [7; 32];

/// The treasury's tokens that came from slashes.
fn slashed(w: &World, c: &Community) -> u64 {
    w.balance(&c.treasury) - SAVINGS
}

fn spoiled(accounts: accounts::SlashProvider) -> Instruction {
    accounts.call(instruction::SlashProvider {
        args: SlashProviderArgs {
            offence_id: ID,
            bps: 100,
        },
    })
}

#[test]
fn test_slash_provider_ok() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 100).unwrap();
    let motion = w.executable(&c, &[c.slash(&host, ID, 1_000)]);
    let (log, before, epoch) = (w.log(&c), w.lamports(&c.authority), w.epoch(&c));
    let sent = w.execute(&c, &motion, 0).unwrap();

    let after = provider(&w, &host);
    assert_eq!(pools(&w, &host), [(810, 900), (90, 100)]);
    assert_eq!(
        (after.active.round, after.unbonding.round, after.offences),
        (0, 0, 1)
    );
    assert_eq!(
        (
            after.slashed_epoch,
            after.slashed_in_epoch,
            after.epoch_opening
        ),
        (epoch, 100, 1_000)
    );
    assert_eq!((w.balance(&host.vault), slashed(&w, &c)), (900, 100));
    assert_eq!(
        (position(&w, &anna).shares, position(&w, &bert).shares),
        (500, 400)
    );

    let offence: Offence = w.zero_copy(&pda::offence(&host.provider, &ID));
    assert_eq!(
        (offence.version, offence.bps, offence.offence_id),
        (1, 1_000, ID)
    );
    assert_eq!(
        (offence.provider, offence.payer),
        (host.provider, c.authority)
    );
    assert_eq!((offence.amount, offence.slashed_at), (100, w.now()));
    assert_eq!(before - w.lamports(&c.authority), w.rent(Offence::SPACE));

    let payload = ProviderSlashed {
        provider: host.provider,
        offence_id: ID,
        bps: 1_000,
        from_active: 90,
        from_unbonding: 10,
    };
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::ProviderSlashed, c.authority),
        &payload,
    );
}

#[test]
fn nobody_but_the_authority_may_and_only_by_a_vote() {
    let (mut w, c, host, anna, _) = staked();
    let direct = spoiled(accounts::SlashProvider {
        payer: c.renter.pubkey(),
        ..c.slash_provider(&host, &ID)
    });
    assert_refused(
        w.send(&[unsigned(direct, c.authority)], &[&c.renter]),
        AnchorError::AccountNotSigner,
    );
    for key in [&host.operator, &anna.key, &c.creator, &c.members[0].key] {
        let accounts = c.slash_provider(&host, &ID);
        let ix = spoiled(accounts::SlashProvider {
            authority: key.pubkey(),
            payer: key.pubkey(),
            ..accounts
        });
        assert_refused(w.send(&[ix], &[key]), AlthingError::NotAuthority);
    }
    assert_eq!(slashed(&w, &c), 0);
}

#[test]
fn bps_are_1_to_the_cap() {
    let (w, c, host, ..) = staked();
    for bps in [0, 3_001, 10_000, u16::MAX] {
        let result = w.clone().as_authority(&c, c.slash(&host, ID, bps));
        assert_refused(result, AlthingError::SlashOutOfBounds);
    }
    for (bps, amount) in [(1, 1), (3_000, 300)] {
        let mut w = w.clone();
        w.pass(&c, &[c.slash(&host, ID, bps)]);
        assert_eq!(
            (slashed(&w, &c), pools(&w, &host)[0]),
            (amount, (1_000 - amount, 1_000))
        );
    }
}

#[test]
fn the_amount_is_rounded_up_and_its_unbonding_part_down() {
    let (w, c, host, anna, _) = staked();
    // Active 900 and unbonding 100: 333 bps are 33.3, of which 3.33 are unbonding.
    for (bps, active, unbonding) in [
        (333, 31, 3),
        (1, 1, 0),
        (10, 1, 0),
        (11, 2, 0),
        (100, 9, 1),
        (101, 10, 1),
    ] {
        let mut w = w.clone();
        w.unstake(&c, &host, &anna, 100).unwrap();
        w.pass(&c, &[c.slash(&host, ID, bps)]);
        assert_eq!(
            pools(&w, &host),
            [(900 - active, 900), (100 - unbonding, 100)],
            "{bps} bps"
        );
        assert_eq!(slashed(&w, &c), active + unbonding);
    }
}

#[test]
fn where_all_stake_is_leaving_it_bears_the_slash_alone() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.unstake(&c, &host, &bert, 400).unwrap();
    w.pass(&c, &[c.slash(&host, ID, 1)]);
    assert_eq!(
        (pools(&w, &host), slashed(&w, &c)),
        ([(0, 0), (999, 1_000)], 1)
    );
}

#[test]
fn nothing_is_not_slashed() {
    let (mut w, c) = community();
    let host = w.host(&c, "host");
    assert_refused(
        w.as_authority(&c, c.slash(&host, ID, 3_000)),
        AlthingError::NothingToSlash,
    );
    assert!(!w.exists(&pda::offence(&host.provider, &ID)));
}

#[test]
fn tokens_sent_to_the_vault_unasked_are_not_slashed() {
    let (mut w, c, host, anna, _) = staked();
    let gift = w.transfer(&c.mint, &anna.tokens, &host.vault, &anna.address(), 500);
    w.go(&[gift], &[&anna.key]);
    w.pass(&c, &[c.slash(&host, ID, 1_000)]);
    assert_eq!((w.balance(&host.vault), slashed(&w, &c)), (1_400, 100));
}

#[test]
fn an_epochs_slashes_share_one_cap_and_the_next_epoch_has_its_own() {
    let (mut w, c, host, ..) = staked();
    let slash = |id: u8, bps| c.slash(&host, [id; 32], bps);
    // 300 of 1,000: 200 and 100 of the 800 that are left; one more token is too much.
    let actions = [slash(1, 2_000), slash(2, 1_250), slash(3, 1), slash(4, 1)];
    let motion = w.executable(&c, &actions);
    w.execute(&c, &motion, 0).unwrap();
    w.execute(&c, &motion, 1).unwrap();
    let epoch = w.epoch(&c);
    assert_refused(w.execute(&c, &motion, 2), AlthingError::SlashOverCap);
    assert_eq!((slashed(&w, &c), pools(&w, &host)[0]), (300, (700, 1_000)));

    w.next_epoch(&c);
    w.warp_to(w.now() - 1);
    assert_refused(w.execute(&c, &motion, 2), AlthingError::SlashOverCap);
    w.wait(1);
    w.execute(&c, &motion, 2).unwrap();
    let after = provider(&w, &host);
    assert_eq!(
        (
            after.slashed_epoch,
            after.slashed_in_epoch,
            after.epoch_opening
        ),
        (epoch + 1, 1, 700)
    );
    // One offence has not used the epoch up.
    w.execute(&c, &motion, 3).unwrap();
    let after = provider(&w, &host);
    assert_eq!(
        (after.slashed_in_epoch, after.epoch_opening, after.offences),
        (2, 700, 4)
    );
}

#[test]
fn the_cap_is_rounded_up_and_of_what_was_staked_at_the_first_slash() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &bert, 399).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &bert, 0).unwrap();
    w.next_epoch(&c);
    // 601 staked: at most ceil(180.3) = 181, which one slash of the whole cap takes.
    let motion = w.executable(
        &c,
        &[c.slash(&host, [1; 32], 3_000), c.slash(&host, [2; 32], 1)],
    );
    w.execute(&c, &motion, 0).unwrap();
    assert_eq!(slashed(&w, &c), 181);
    // More stake does not raise the cap of an epoch that has begun to slash.
    w.stake(&c, &host, &anna, 10_000).unwrap();
    assert_refused(w.execute(&c, &motion, 1), AlthingError::SlashOverCap);
    assert_eq!(provider(&w, &host).epoch_opening, 601);
}

#[test]
fn one_offence_is_slashed_once() {
    let (mut w, c, host, ..) = staked();
    let neighbour = w.host(&c, "neighbour");
    w.staker(&c, &neighbour, "carl", 100);
    let motion = w.executable(&c, &[c.slash(&host, ID, 100), c.slash(&host, ID, 200)]);
    w.execute(&c, &motion, 0).unwrap();
    assert_refused(w.execute(&c, &motion, 1), SYSTEM_ACCOUNT_EXISTS);
    w.next_epoch(&c);
    assert_refused(
        w.as_authority(&c, c.slash(&host, ID, 100)),
        SYSTEM_ACCOUNT_EXISTS,
    );
    assert_eq!(slashed(&w, &c), 10);
    // The same offence of another provider is another one.
    w.pass(&c, &[c.slash(&neighbour, ID, 1_000)]);
    assert_eq!((slashed(&w, &c), pools(&w, &neighbour)[0]), (20, (90, 100)));
}

#[test]
fn a_provider_that_has_retired_is_still_liable() {
    let (mut w, c, host, ..) = staked();
    w.retire(&c, &host);
    w.pass(&c, &[c.slash(&host, ID, 3_000)]);
    assert_eq!(slashed(&w, &c), 300);
}
