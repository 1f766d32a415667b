use super::*;
use crate::math::shares::split_slash;
use bytemuck::Zeroable;
use proptest::prelude::*;

fn provider(active: u64, unbonding: u64) -> Provider {
    let mut provider = Provider::zeroed();
    provider.active.issue(active).unwrap();
    provider.unbonding.issue(unbonding).unwrap();
    provider
}

fn refused<T: std::fmt::Debug>(result: Result<T>, expected: AlthingError) {
    match result.unwrap_err() {
        Error::AnchorError(error) => assert_eq!(error.error_code_number, u32::from(expected)),
        Error::ProgramError(error) => panic!("{error}"),
    }
}

fn offer() -> Offer {
    Offer {
        endpoint: "https://node.example".into(),
        region: "eu-north".into(),
        accelerator: "H100".into(),
        accelerators: 8,
        price_per_hour: 0,
    }
}

#[test]
fn a_slash_is_within_its_bounds() {
    refused(
        provider(100, 0).slash(0, 3_000, 0),
        AlthingError::SlashOutOfBounds,
    );
    refused(
        provider(100, 0).slash(3_001, 3_000, 0),
        AlthingError::SlashOutOfBounds,
    );
    refused(
        provider(0, 0).slash(1, 3_000, 0),
        AlthingError::NothingToSlash,
    );
    let slash = provider(100, 50).slash(3_000, 3_000, 0).unwrap();
    assert_eq!(
        slash,
        Slash {
            active: 30,
            unbonding: 15
        }
    );
}

#[test]
fn an_epochs_slashes_share_one_cap() {
    let mut provider = provider(1_000, 0);
    assert_eq!(provider.slash(2_000, 3_000, 7).unwrap().active, 200);
    refused(provider.slash(2_000, 3_000, 7), AlthingError::SlashOverCap);
    assert_eq!(provider.active.assets, 800);
    assert_eq!(provider.slash(1_250, 3_000, 7).unwrap().active, 100);
    refused(provider.slash(1, 3_000, 7), AlthingError::SlashOverCap);
    // A new epoch opens with what is left.
    assert_eq!(provider.slash(3_000, 3_000, 8).unwrap().active, 210);
    assert_eq!((provider.epoch_opening, provider.offences), (700, 3));
}

#[test]
fn an_offer_names_the_field_that_is_out_of_bounds() {
    assert!(offer().validate().is_ok());
    type Change = (fn(&mut Offer), AlthingError);
    let changes: [Change; 8] = [
        (|o| o.endpoint.clear(), AlthingError::EndpointOutOfBounds),
        (
            |o| o.endpoint = "e".repeat(129),
            AlthingError::EndpointOutOfBounds,
        ),
        (|o| o.region.clear(), AlthingError::RegionOutOfBounds),
        (
            |o| o.region = "r".repeat(33),
            AlthingError::RegionOutOfBounds,
        ),
        (
            |o| o.accelerator.clear(),
            AlthingError::AcceleratorOutOfBounds,
        ),
        (
            |o| o.accelerator = "a\n".into(),
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
    ];
    for (change, expected) in changes {
        let mut offer = offer();
        change(&mut offer);
        refused(offer.validate(), expected);
    }
    let mut widest = offer();
    widest.endpoint = "e".repeat(128);
    widest.region = "r".repeat(32);
    widest.accelerators = 10_000;
    assert!(widest.validate().is_ok());
    provider(0, 0).show(&widest).unwrap();
}

#[test]
fn void_shares_are_no_stake() {
    let mut provider = provider(100, 0);
    let mut position = crate::compute::StakePosition::zeroed();
    position.set_shares(&provider, 100);
    assert!(!position.is_empty(&provider));
    provider.slash(10_000, 10_000, 0).unwrap();
    assert_eq!(position.live_shares(&provider), 0);
    assert!(position.is_empty(&provider));
}

proptest! {
    #[test]
    fn no_epoch_takes_more_than_its_cap(
        active in 1u64..1 << 50, unbonding in 0u64..1 << 50, cap in 1u16..=10_000,
        slashes in prop::collection::vec((1u16..=10_000, 0u64..2), 1..30),
    ) {
        let mut provider = provider(active, unbonding);
        let (mut epoch, mut opening, mut taken) = (0, active + unbonding, 0u64);
        for (bps, later) in slashes {
            epoch += later;
            let was = (provider.active, provider.unbonding);
            let before = was.0.assets + was.1.assets;
            if later > 0 {
                (opening, taken) = (before, 0);
            }
            if let Ok(slash) = provider.slash(bps, cap, epoch) {
                let amount = slash.total().unwrap();
                let cut = split_slash(was.0.assets, was.1.assets, bps).unwrap().total().unwrap();
                // Beyond the cut goes only the rest of pools whose shares are worthless.
                prop_assert!(amount - cut <= (was.0.shares >> 16) + (was.1.shares >> 16));
                prop_assert!(u128::from(amount) * 10_000 >= u128::from(before) * u128::from(bps));
                prop_assert_eq!(provider.active.assets + provider.unbonding.assets, before - amount);
                taken += cut;
            }
            prop_assert!(u128::from(taken) * 10_000 < u128::from(opening) * u128::from(cap) + 10_000);
        }
    }
}

#[test]
fn accounts_have_the_documented_sizes() {
    use crate::compute::{Offence, StakePosition, Unbonding};
    let sizes = [
        Provider::SPACE,
        StakePosition::SPACE,
        Unbonding::SPACE,
        Offence::SPACE,
    ];
    assert_eq!(sizes, [456, 168, 176, 128]);
}
