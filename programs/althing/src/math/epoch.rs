//! Epochs: equal spans of time, counted from 0.

/// The epoch that `time` lies in, where epoch 0 begins at `zero` and each takes `length` seconds. `None`
/// before epoch 0 and for a length that is not positive. Unsigned inside: sBPF v3 has no signed division.
#[must_use]
pub fn epoch_at(zero: i64, length: i64, time: i64) -> Option<u64> {
    let age = u64::try_from(time.checked_sub(zero)?).ok()?;
    age.checked_div(u64::try_from(length).ok()?)
}

/// The first second of an epoch; `None` beyond the end of time.
#[must_use]
pub fn epoch_start(zero: i64, length: i64, epoch: u64) -> Option<i64> {
    i64::try_from(epoch)
        .ok()?
        .checked_mul(length)?
        .checked_add(zero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_epoch_before_the_first_and_none_of_no_length() {
        assert_eq!(epoch_at(100, 10, 99), None);
        assert_eq!(epoch_at(100, 0, 100), None);
        assert_eq!(epoch_at(100, -10, 100), None);
        assert_eq!(epoch_at(i64::MIN, 1, i64::MAX), None);
        assert_eq!(epoch_start(0, 10, u64::MAX), None);
    }

    proptest! {
        #[test]
        fn a_time_lies_between_its_epochs_start_and_the_next(
            zero in -1i64 << 40..1 << 40, length in 1i64..1 << 30, age in 0i64..1 << 50,
        ) {
            let epoch = epoch_at(zero, length, zero + age).unwrap();
            let (start, next) = (epoch_start(zero, length, epoch), epoch_start(zero, length, epoch + 1));
            prop_assert!(start.unwrap() <= zero + age && zero + age < next.unwrap());
        }
    }
}
