//! Products, quotients and roots of `u64` amounts with `u128` intermediates.

use crate::constants::BPS;

/// `a * b / c`, rounded down; `None` where `c` is zero or the result does not fit.
#[must_use]
pub fn mul_div_floor(a: u64, b: u64, c: u64) -> Option<u64> {
    let product = u128::from(a).checked_mul(u128::from(b))?;
    u64::try_from(product.checked_div(u128::from(c))?).ok()
}

/// `a * b / c`, rounded up; `None` where `c` is zero or the result does not fit.
#[must_use]
pub fn mul_div_ceil(a: u64, b: u64, c: u64) -> Option<u64> {
    let product = u128::from(a).checked_mul(u128::from(b))?;
    if c == 0 {
        return None;
    }
    u64::try_from(product.div_ceil(u128::from(c))).ok()
}

/// `bps` ten-thousandths of `amount`, rounded down; `None` where the result does not fit.
#[must_use]
pub fn bps_floor(amount: u64, bps: u16) -> Option<u64> {
    mul_div_floor(amount, u64::from(bps), u64::from(BPS))
}

/// `bps` ten-thousandths of `amount`, rounded up; `None` where the result does not fit.
#[must_use]
pub fn bps_ceil(amount: u64, bps: u16) -> Option<u64> {
    mul_div_ceil(amount, u64::from(bps), u64::from(BPS))
}

/// The integer square root, rounded down.
#[must_use]
pub fn isqrt(value: u64) -> u64 {
    value.isqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_zero_denominator_is_a_case_not_a_crash() {
        assert_eq!(mul_div_floor(1, 1, 0), None);
        assert_eq!(mul_div_ceil(1, 1, 0), None);
    }

    #[test]
    fn a_result_that_does_not_fit_is_none() {
        assert_eq!(mul_div_floor(u64::MAX, 2, 1), None);
        assert_eq!(mul_div_ceil(u64::MAX, u64::MAX, u64::MAX - 1), None);
        assert_eq!(mul_div_floor(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX));
    }

    proptest! {
        #[test]
        fn floor_and_ceil_enclose_the_exact_quotient(a: u64, b: u64, c in 1u64..) {
            let exact = u128::from(a) * u128::from(b);
            if let Some(floor) = mul_div_floor(a, b, c) {
                prop_assert!(u128::from(floor) * u128::from(c) <= exact);
                prop_assert!((u128::from(floor) + 1) * u128::from(c) > exact);
            } else {
                prop_assert!(exact / u128::from(c) > u128::from(u64::MAX));
            }
            if let Some(ceil) = mul_div_ceil(a, b, c) {
                prop_assert!(u128::from(ceil) * u128::from(c) >= exact);
                prop_assert!(ceil == 0 || (u128::from(ceil) - 1) * u128::from(c) < exact);
            }
        }

        #[test]
        fn basis_points_of_an_amount_never_exceed_it(amount: u64, bps in 0u16..=10_000) {
            let floor = bps_floor(amount, bps).unwrap();
            let ceil = bps_ceil(amount, bps).unwrap();
            prop_assert!(floor <= ceil && ceil <= amount && ceil - floor <= 1);
        }

        #[test]
        fn the_root_squared_encloses_the_value(value: u64) {
            let root = u128::from(isqrt(value));
            prop_assert!(root * root <= u128::from(value));
            prop_assert!((root + 1) * (root + 1) > u128::from(value));
        }
    }
}
