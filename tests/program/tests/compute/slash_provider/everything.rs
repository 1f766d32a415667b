//! A pool that is left empty voids its shares.

use althing_program_tests::prelude::*;

use super::{pools, provider, raise_cap, slashed, wipe, ID};

#[test]
fn after_a_slash_of_everything_everybody_leaves_with_nothing_and_the_provider_closes() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 250).unwrap();
    wipe(&mut w, &c, &host);
    let after = provider(&w, &host);
    assert_eq!((after.active.round, after.unbonding.round), (1, 1));
    assert_eq!((slashed(&w, &c), w.balance(&host.vault)), (1_000, 0));
    assert_refused(
        w.as_authority(&c, c.slash(&host, ID, 1)),
        AlthingError::NothingToSlash,
    );

    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(w.balance(&anna.tokens), SAVINGS - 600);
    for staker in [&anna, &bert] {
        w.go(
            &[c.close_stake_position(&host, staker)
                .call(instruction::CloseStakePosition {})],
            &[],
        );
    }
    w.retire(&c, &host);
    w.go(
        &[c.close_provider(&host).call(instruction::CloseProvider {})],
        &[],
    );
    assert!(!w.exists(&host.provider) && !w.exists(&host.vault));
}

#[test]
fn a_slash_that_empties_only_the_active_pool_voids_only_its_shares() {
    let (mut w, c, host, anna, _) = staked();
    w.unstake(&c, &host, &anna, 1).unwrap();
    raise_cap(&mut w, &c, 10_000);
    w.pass(&c, &[c.slash(&host, ID, 9_990)]);
    // 999 of 1,000: 998.001 of the active 999 are 999 with the rounding, so the single token remains.
    assert_eq!(pools(&w, &host), [(0, 0), (1, 1)]);
    assert_eq!(
        (
            provider(&w, &host).active.round,
            provider(&w, &host).unbonding.round
        ),
        (1, 0)
    );
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(w.balance(&anna.tokens), SAVINGS - 599);
}
