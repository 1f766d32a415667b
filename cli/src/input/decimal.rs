//! Decimal numbers, exactly: no floating point comes near an amount.

use std::str::FromStr;

/// A number as it was written: `digits / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: u128,
    scale: u32,
}

impl FromStr for Decimal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("{text}: not a number such as 12 or 1.5");
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let written = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !written(whole) || !written(part) || text.len() > 40 {
            return Err(bad());
        }
        let part = part.trim_end_matches('0');
        let digits = format!("{whole}{part}").parse().map_err(|_| bad())?;
        Ok(Self {
            digits,
            scale: u32::try_from(part.len()).map_err(|_| bad())?,
        })
    }
}

impl Decimal {
    /// The number in base units of a token with `decimals`.
    ///
    /// # Errors
    /// Where it has more places than the token, or does not fit.
    pub fn base_units(self, decimals: u8) -> Result<u64, String> {
        let missing = u32::from(decimals).checked_sub(self.scale).ok_or_else(|| {
            format!(
                "more decimal places ({}) than the token has ({decimals})",
                self.scale
            )
        })?;
        10u128
            .checked_pow(missing)
            .and_then(|factor| self.digits.checked_mul(factor))
            .and_then(|units| u64::try_from(units).ok())
            .ok_or_else(|| "more than fits an amount (2^64 base units)".to_string())
    }
}

/// Base units of a token with `decimals`, written in whole tokens.
#[must_use]
pub fn format_units(units: u64, decimals: u8) -> String {
    let places = usize::from(decimals);
    let digits = format!("{units:0>width$}", width = places.saturating_add(1));
    let (whole, part) = digits.split_at(digits.len().saturating_sub(places));
    match part.trim_end_matches('0') {
        "" => whole.to_string(),
        part => format!("{whole}.{part}"),
    }
}

/// A share of a whole, `12.5%`, in basis points.
///
/// # Errors
/// Where it is none, has more than two places, or exceeds 100 %.
pub fn percent(text: &str) -> Result<u16, String> {
    let number = text
        .strip_suffix('%')
        .ok_or("want a percentage such as 12.5%")?;
    let bps = Decimal::from_str(number.trim())?
        .base_units(2)
        .map_err(|_| "a percentage has at most two decimal places")?;
    u16::try_from(bps)
        .ok()
        .filter(|bps| *bps <= 10_000)
        .ok_or_else(|| "more than 100%".into())
}

/// Basis points as a percentage.
#[must_use]
pub fn format_bps(bps: u16) -> String {
    format!("{}%", format_units(u64::from(bps), 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str, decimals: u8) -> Result<u64, String> {
        Decimal::from_str(text)?.base_units(decimals)
    }

    #[test]
    fn amounts_are_exact() {
        assert_eq!(units("1.5", 6), Ok(1_500_000));
        assert_eq!(units("0.000001", 6), Ok(1));
        assert_eq!(units("1.10", 1), Ok(11));
        assert_eq!(units("007", 0), Ok(7));
        assert_eq!(units("18446744073709551615", 0), Ok(u64::MAX));
        assert_eq!(units("18446744073709.551615", 6), Ok(u64::MAX));
        // A number that floating point cannot hold.
        assert_eq!(units("9007199254740993", 0), Ok(9_007_199_254_740_993));
    }

    #[test]
    fn what_does_not_fit_is_refused_not_rounded() {
        for (text, decimals) in [
            ("0.0000001", 6),
            ("18446744073709551616", 0),
            ("1", 20),
            ("1.5", 0),
        ] {
            assert!(units(text, decimals).is_err(), "{text}");
        }
        for text in [
            "", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", " 1", "1_000", "1.2.3", "\u{0661}",
            "0x1",
        ] {
            assert!(Decimal::from_str(text).is_err(), "{text}");
        }
        assert!(Decimal::from_str(&"9".repeat(41)).is_err());
    }

    #[test]
    fn formatting_and_parsing_are_inverse() {
        for decimals in [0, 1, 6, 9, 18] {
            for amount in [0, 1, 10, 999_999, 1_000_000, 1_500_000, u64::MAX] {
                assert_eq!(units(&format_units(amount, decimals), decimals), Ok(amount));
            }
        }
        assert_eq!(format_units(1_500_000, 6), "1.5");
        assert_eq!(format_units(0, 6), "0");
    }

    #[test]
    fn percentages_are_basis_points() {
        assert_eq!(percent("12.5%"), Ok(1_250));
        assert_eq!(percent("100%"), Ok(10_000));
        assert_eq!(percent("0.01%"), Ok(1));
        for bad in ["12.5", "100.01%", "0.001%", "%", "-1%"] {
            assert!(percent(bad).is_err(), "{bad}");
        }
        assert_eq!(format_bps(1_250), "12.5%");
    }
}
