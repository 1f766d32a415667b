use anchor_lang::prelude::*;

use crate::constants::CHECKPOINTS;
use crate::error::AlthingError;

/// A weight that counts from an epoch on, until the next checkpoint's.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// The first epoch in which the weight counts.
    pub epoch: u64,
    /// The weight.
    pub weight: u64,
}

/// A ring of the latest checkpoints, in rising order of epochs from the oldest to the newest.
#[zero_copy]
#[derive(Debug)]
pub struct Checkpoints {
    /// The ring.
    pub ring: [Checkpoint; CHECKPOINTS],
    /// Checkpoints ever written; the newest stands at `(written - 1) % CHECKPOINTS`.
    pub written: u64,
}

impl Default for Checkpoints {
    fn default() -> Self {
        Self {
            ring: [Checkpoint::default(); CHECKPOINTS],
            written: 0,
        }
    }
}

impl Checkpoints {
    /// The newest weight: what will count once the running epoch is over.
    #[must_use]
    pub fn latest(&self) -> u64 {
        self.nth_newest(0).map_or(0, |checkpoint| checkpoint.weight)
    }

    /// Whether the weight is zero and has been, without a change, since `epoch` began.
    #[must_use]
    pub fn is_idle_since(&self, epoch: u64) -> bool {
        self.nth_newest(0)
            .is_none_or(|newest| newest.weight == 0 && newest.epoch <= epoch)
    }

    /// Sets the weight that counts from the epoch after `epoch` on.
    pub fn set_from_next(&mut self, epoch: u64, weight: u64) {
        let from = epoch.saturating_add(1);
        let repeated = self
            .nth_newest(0)
            .is_some_and(|newest| newest.epoch == from);
        if !repeated {
            self.written = self.written.saturating_add(1);
        }
        if let Some(slot) = self.ring.get_mut(index(self.written.saturating_sub(1))) {
            *slot = Checkpoint {
                epoch: from,
                weight,
            };
        }
    }

    /// The weight at `epoch`: that of the newest checkpoint not after it, zero before the first.
    ///
    /// # Errors
    /// [`AlthingError::CheckpointOverwritten`] where later changes have overwritten the answer.
    pub fn weight_at(&self, epoch: u64) -> Result<u64> {
        for back in 0..CHECKPOINTS as u64 {
            match self.nth_newest(back) {
                None => return Ok(0),
                Some(checkpoint) if checkpoint.epoch <= epoch => return Ok(checkpoint.weight),
                Some(_) => {}
            }
        }
        // The oldest kept is younger than `epoch`. With a full ring, one may have been dropped.
        if self.written <= CHECKPOINTS as u64 {
            return Ok(0);
        }
        Err(AlthingError::CheckpointOverwritten.into())
    }

    fn nth_newest(&self, back: u64) -> Option<&Checkpoint> {
        let position = self.written.checked_sub(back)?.checked_sub(1)?;
        self.ring.get(index(position))
    }
}

/// `CHECKPOINTS` is a power of two, so the remainder is a mask.
fn index(position: u64) -> usize {
    const { assert!(CHECKPOINTS.is_power_of_two()) };
    (position as usize) & (CHECKPOINTS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_change_counts_from_the_next_epoch() {
        let mut weights = Checkpoints::default();
        weights.set_from_next(5, 100);
        assert_eq!(weights.weight_at(5).unwrap(), 0);
        assert_eq!(weights.weight_at(6).unwrap(), 100);
        assert_eq!(weights.weight_at(u64::MAX).unwrap(), 100);
        assert_eq!(weights.latest(), 100);
    }

    #[test]
    fn a_second_change_in_the_same_epoch_replaces_the_first() {
        let mut weights = Checkpoints::default();
        weights.set_from_next(5, 100);
        weights.set_from_next(5, 30);
        assert_eq!(weights.written, 1);
        assert_eq!(weights.weight_at(6).unwrap(), 30);
    }

    #[test]
    fn an_overwritten_epoch_is_an_error_not_a_guess() {
        let mut weights = Checkpoints::default();
        for epoch in 0..CHECKPOINTS as u64 {
            weights.set_from_next(epoch, epoch + 1);
        }
        assert_eq!(weights.weight_at(0).unwrap(), 0);
        assert_eq!(weights.weight_at(1).unwrap(), 1);
        weights.set_from_next(CHECKPOINTS as u64, 99);
        assert!(weights.weight_at(0).is_err());
        assert!(weights.weight_at(1).is_err());
        assert_eq!(weights.weight_at(2).unwrap(), 2);
    }

    #[test]
    fn idle_means_zero_since_then_or_never_anything_else() {
        let mut weights = Checkpoints::default();
        assert!(weights.is_idle_since(0));
        weights.set_from_next(1, 5);
        assert!(!weights.is_idle_since(2) && !weights.is_idle_since(u64::MAX));
        weights.set_from_next(2, 0);
        assert!(!weights.is_idle_since(2));
        assert!(weights.is_idle_since(3));
    }

    proptest! {
        #[test]
        fn the_ring_answers_like_a_full_history(
            changes in proptest::collection::vec((0u64..3, any::<u64>()), 0..60), ask in 0u64..200,
        ) {
            let mut ring = Checkpoints::default();
            let mut history: Vec<(u64, u64)> = vec![];
            let mut epoch = 0;
            for (step, weight) in changes {
                epoch += step;
                ring.set_from_next(epoch, weight);
                history.retain(|(from, _)| *from != epoch + 1);
                history.push((epoch + 1, weight));
            }
            let expected = history.iter().rev().find(|(from, _)| *from <= ask).map_or(0, |(_, w)| *w);
            if let Ok(weight) = ring.weight_at(ask) {
                prop_assert_eq!(weight, expected);
            } else {
                let kept = history.len().saturating_sub(CHECKPOINTS);
                prop_assert!(kept > 0 && history[kept].0 > ask);
            }
            prop_assert_eq!(ring.latest(), history.last().map_or(0, |(_, w)| *w));
        }
    }
}
