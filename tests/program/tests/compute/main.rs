//! The room `compute`: providers, stake and slashes.

mod close_offence;
mod close_provider;
mod close_stake_position;
mod join_rewards;
mod leave_rewards;
mod open_stake_position;
mod register_provider;
mod request_unstake;
mod retire_provider;
mod slash_provider;
mod stake_tokens;
mod update_provider;
mod withdraw_stake;

use althing::compute::{Offer, Provider, StakePosition};
use althing::Config;
use althing_program_tests::prelude::*;

type Change = fn(&mut Offer);

/// Every field of an offer one step beyond its bounds.
const OFFERS_OUT_OF_BOUNDS: &[(Change, AlthingError)] = &[
    (|o| o.endpoint.clear(), AlthingError::EndpointOutOfBounds),
    (
        |o| o.endpoint = "e".repeat(129),
        AlthingError::EndpointOutOfBounds,
    ),
    (
        |o| o.endpoint = "é".repeat(64) + "e",
        AlthingError::EndpointOutOfBounds,
    ),
    (
        |o| o.endpoint = "a\nb".into(),
        AlthingError::EndpointOutOfBounds,
    ),
    (|o| o.region.clear(), AlthingError::RegionOutOfBounds),
    (
        |o| o.region = "r".repeat(33),
        AlthingError::RegionOutOfBounds,
    ),
    (|o| o.region = "a\0".into(), AlthingError::RegionOutOfBounds),
    (
        |o| o.accelerator.clear(),
        AlthingError::AcceleratorOutOfBounds,
    ),
    (
        |o| o.accelerator = "a".repeat(33),
        AlthingError::AcceleratorOutOfBounds,
    ),
    (
        |o| o.accelerator = "\x7f".into(),
        AlthingError::AcceleratorOutOfBounds,
    ),
    (
        |o| o.accelerators = 0,
        AlthingError::AcceleratorCountOutOfBounds,
    ),
    (
        |o| o.accelerators = 10_001,
        AlthingError::AcceleratorCountOutOfBounds,
    ),
    (
        |o| o.accelerators = u16::MAX,
        AlthingError::AcceleratorCountOutOfBounds,
    ),
];

/// The largest offer, and the smallest.
fn offers_at_the_bounds() -> [Offer; 2] {
    let largest = Offer {
        endpoint: "é".repeat(64),
        region: "r".repeat(32),
        accelerator: "a".repeat(32),
        accelerators: 10_000,
        price_per_hour: u64::MAX,
    };
    let letter = || "x".to_string();
    let smallest = Offer {
        endpoint: letter(),
        region: letter(),
        accelerator: letter(),
        accelerators: 1,
        price_per_hour: 0,
    };
    [largest, smallest]
}

/// The provider shows exactly this offer.
#[track_caller]
fn assert_shows(provider: &Provider, offer: &Offer) {
    let text = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .trim_end_matches('\0')
            .to_string()
    };
    assert_eq!(text(&provider.endpoint), offer.endpoint);
    assert_eq!(text(&provider.region), offer.region);
    assert_eq!(text(&provider.accelerator), offer.accelerator);
    assert_eq!(
        (provider.accelerators, provider.price_per_hour),
        (offer.accelerators, offer.price_per_hour)
    );
}

fn provider(w: &World, host: &Host) -> Provider {
    w.zero_copy(&host.provider)
}

fn position(w: &World, staker: &Staker) -> StakePosition {
    w.zero_copy(&staker.position)
}

/// Assets and shares of the active pool, then of the unbonding pool.
fn pools(w: &World, host: &Host) -> [(u64, u64); 2] {
    let provider = provider(w, host);
    [provider.active, provider.unbonding].map(|pool| (pool.assets, pool.shares))
}

/// Lets a slash take up to this part of all stake.
fn raise_cap(w: &mut World, c: &Community, slash_cap_bps: u16) {
    let config = Config {
        slash_cap_bps,
        ..config()
    };
    w.pass(
        c,
        &[c.update_config().call(instruction::UpdateConfig { config })],
    );
}

/// Slashes everything, by a vote.
fn wipe(w: &mut World, c: &Community, host: &Host) {
    raise_cap(w, c, 10_000);
    w.pass(c, &[c.slash(host, [255; 32], 10_000)]);
    assert_eq!(pools(w, host), [(0, 0), (0, 0)]);
}
