//! What a provider says of itself, as options.

use althing::{Offer, Provider};
use clap::Args;

use crate::chain::token::Mint;
use crate::error::{Error, Result};
use crate::input::Decimal;
use crate::output::cell::unpad;

/// What a provider says of itself; what is left out stays as it is.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Where the machines answer, 1 to 128 bytes
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// Where they stand, 1 to 32 bytes
    #[arg(long)]
    pub region: Option<String>,
    /// The kind of accelerator, 1 to 32 bytes
    #[arg(long)]
    pub accelerator: Option<String>,
    /// How many accelerators, 1 to 10,000
    #[arg(long)]
    pub count: Option<u16>,
    /// Price of one accelerator for an hour, in whole tokens of the organisation; may be 0
    #[arg(long)]
    pub price: Option<Decimal>,
}

impl Options {
    /// Whether nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.endpoint.is_none()
            && self.region.is_none()
            && self.accelerator.is_none()
            && self.count.is_none()
            && self.price.is_none()
    }

    /// The offer, with what the provider says already in the places of what was left out.
    ///
    /// # Errors
    /// A missing or bad value by its name.
    pub fn offer(self, mint: &Mint, now: Option<&Provider>) -> Result<Offer> {
        let missing = |name: &str| {
            Error::usage(
                format!("--{name} is missing"),
                "A provider says where its machines answer and stand, which and how many they are, and their price.",
            )
        };
        let text = |given: Option<String>, old: fn(&Provider) -> String, name: &str| {
            given.or_else(|| now.map(old)).ok_or_else(|| missing(name))
        };
        let price = match self.price {
            Some(price) => price
                .base_units(mint.decimals)
                .map_err(|why| Error::usage(format!("--price: {why}"), ""))?,
            None => now.ok_or_else(|| missing("price"))?.price_per_hour,
        };
        let offer = Offer {
            endpoint: text(self.endpoint, |p| unpad(&p.endpoint), "endpoint")?,
            region: text(self.region, |p| unpad(&p.region), "region")?,
            accelerator: text(self.accelerator, |p| unpad(&p.accelerator), "accelerator")?,
            accelerators: self
                .count
                .or_else(|| now.map(|p| p.accelerators))
                .ok_or_else(|| missing("count"))?,
            price_per_hour: price,
        };
        match offer.validate() {
            Ok(()) => Ok(offer),
            Err(anchor_lang::error::Error::AnchorError(refusal)) => Err(Error::usage(
                refusal.error_msg.clone(),
                "See the bounds in the help.",
            )),
            Err(other) => Err(Error::usage(other.to_string(), "")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anchor_lang::prelude::Pubkey;
    use bytemuck::Zeroable;

    fn mint() -> Mint {
        Mint {
            address: Pubkey::default(),
            program: Pubkey::default(),
            decimals: 2,
        }
    }

    fn full() -> Options {
        Options {
            endpoint: Some("https://gpu.example".into()),
            region: Some("is".into()),
            accelerator: Some("H200".into()),
            count: Some(8),
            price: Some("1.5".parse().unwrap()),
        }
    }

    #[test]
    fn a_new_offer_needs_everything_and_an_update_keeps_the_rest() {
        let offer = full().offer(&mint(), None).unwrap();
        assert_eq!((offer.accelerators, offer.price_per_hour), (8, 150));
        let partial = Options {
            count: Some(9),
            ..Options::default()
        };
        let missing = partial.clone().offer(&mint(), None).unwrap_err();
        assert!(missing.what.contains("--price"), "{missing}");
        let mut now = Provider::zeroed();
        now.show(&offer).unwrap();
        let updated = partial.offer(&mint(), Some(&now)).unwrap();
        assert_eq!(updated.endpoint, "https://gpu.example");
        assert_eq!((updated.accelerators, updated.price_per_hour), (9, 150));
    }

    #[test]
    fn bounds_are_those_of_the_program() {
        let refused = |change: fn(&mut Options), part: &str| {
            let mut options = full();
            change(&mut options);
            let error = options.offer(&mint(), None).unwrap_err();
            assert_eq!(error.exit, crate::Exit::Usage);
            assert!(error.what.contains(part), "{error}");
        };
        refused(|o| o.count = Some(0), "accelerators");
        refused(|o| o.region = Some(String::new()), "region");
        refused(|o| o.price = Some("0.001".parse().unwrap()), "--price");
    }
}
