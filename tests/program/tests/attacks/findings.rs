use althing::compute::{Provider, StakePosition};
use althing::Config;
use althing_program_tests::prelude::*;

/// Weight lasts until its epoch ends. With a cooldown shorter than an epoch, whoever held tokens for a minute
/// around an epoch's beginning would decide for the rest of it, with nothing at stake.
#[test]
fn who_has_taken_everything_out_cannot_decide() {
    let mut w = World::new();
    let c = Community::plan(&mut w, "Slow", TOKEN);
    let least = 10_000 + config().voting_period + config().hold_up;
    let found = |cooldown| {
        let rules = Config {
            epoch_length: 10_000,
            withdrawal_cooldown: cooldown,
            ..config()
        };
        c.create_dao_with(rules, 0)
    };
    let signers = [&c.creator, &c.renter];
    assert_refused(
        w.send(&[found(least - 1)], &signers),
        AlthingError::CooldownOutOfBounds,
    );
    w.go(&[found(least)], &signers);
}

/// Slashes make a share of the unbonding pool cheap. A tranche of fresh stake then needs more shares than
/// fit into 64 bits, and whoever keeps dust in the pool keeps everybody's stake in the provider.
#[test]
fn stake_can_leave_whatever_was_slashed_before() {
    let (mut w, c) = community();
    let rules = Config {
        slash_cap_bps: 9_999,
        ..config()
    };
    w.pass(
        &c,
        &[c.update_config()
            .call(instruction::UpdateConfig { config: rules })],
    );
    let host = w.host(&c, "host");
    let mallory = w.staker(&c, &host, "mallory", 0);
    let victim = w.staker(&c, &host, "victim", 0);
    const FORTUNE: u64 = 1_000_000_000_000; // A million tokens of six decimals.
    for staker in [&mallory, &victim] {
        w.mint_to(&c.mint, &staker.tokens, FORTUNE);
    }
    // The offender's stake is on its way out when it is slashed, twice.
    w.stake(&c, &host, &mallory, FORTUNE).unwrap();
    w.unstake(&c, &host, &mallory, FORTUNE).unwrap();
    for id in [1, 2] {
        w.pass(&c, &[c.slash(&host, [id; 32], 9_999)]);
        w.next_epoch(&c);
    }
    // The victim comes afterwards, and has never been slashed. The offender leaves dust.
    w.stake(&c, &host, &victim, FORTUNE).unwrap();
    w.stake(&c, &host, &mallory, 10).unwrap();
    w.unstake(&c, &host, &mallory, 10).unwrap();
    w.wait(100);
    w.withdraw(&c, &host, &mallory, 0).unwrap();
    let provider: Provider = w.zero_copy(&host.provider);
    assert!(
        provider.unbonding.assets <= 10,
        "dust: {:?}",
        provider.unbonding
    );

    let shares = w.zero_copy::<StakePosition>(&victim.position).shares;
    let left = w.unstake(&c, &host, &victim, shares);
    assert!(
        left.is_ok(),
        "the victim cannot leave: {}",
        left.unwrap_err()
    );
}

/// A name is used up for ever, so whoever can register one can take all of them from the organisation.
#[test]
fn one_base_unit_does_not_take_names_for_ever() {
    let (mut w, mut c) = community();
    let poor = w.join(&c, "poor", 1);
    c.members.push(poor.clone());
    w.next_epoch(&c);
    let register = c
        .register_model(&poor, "llama")
        .call(instruction::RegisterModel {
            args: model_args("llama"),
        });
    let result = w.send(&[register], &[&poor.key, &c.renter]);
    assert_refused(result, AlthingError::BelowProposalThreshold);
}
