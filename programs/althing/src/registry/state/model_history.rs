use anchor_lang::prelude::*;

use super::VersionStatus;
use crate::constants::{HISTORY_RESERVE, MAINTAINERS_PLACES};
use crate::error::AlthingError;

/// Every change of status of a model's versions, in order, for as long as the model exists. Seeds:
/// `"history"`, model.
///
/// The account is this header and, behind it, as many places for [`StatusChange`]s as fit; `count` of
/// them are used. The last of the places are the authority's ([`Self::note_maintainers`]), so that no maintainer
/// can keep a vote from revoking by filling them. Who asks what stood where in a past slot finds the last change up to that slot by
/// binary search, see [`status_at`] and [`production_at`].
#[account(zero_copy)]
#[derive(Debug)]
pub struct ModelHistory {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 2],
    /// Changes so far.
    pub count: u32,
    /// The model.
    pub model: Pubkey,
    /// Who gets the rent, also of what others have extended it by.
    pub payer: Pubkey,
}

/// One version's step from one status to the next. 32 bytes, numbers little endian.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct StatusChange {
    /// Slot; never less than that of the change before.
    pub slot: u64,
    /// Unix seconds.
    pub timestamp: i64,
    /// The version's number.
    pub number: u64,
    /// Status before; [`StatusChange::UNREGISTERED`] where the version was registered.
    pub from: u8,
    /// Status afterwards.
    pub to: u8,
    pub _padding: [u8; 6],
}

impl StatusChange {
    /// "Status" of a version that did not exist.
    pub const UNREGISTERED: u8 = u8::MAX;

    /// Bytes of a change.
    pub const SIZE: usize = size_of::<Self>();
}

impl ModelHistory {
    /// Where the changes begin.
    pub const HEADER: usize = 8 + size_of::<Self>();

    /// Bytes of the account with this many places.
    #[must_use]
    pub const fn space(places: usize) -> usize {
        Self::HEADER.saturating_add(places.saturating_mul(StatusChange::SIZE))
    }

    /// [`Self::note`] for a step of the maintainer's, who leaves places for the authority: [`HISTORY_RESERVE`] of those
    /// that there are, and the last of those that there can ever be.
    ///
    /// # Errors
    /// [`AlthingError::HistoryFull`].
    pub fn note_maintainers(
        history: &AccountLoader<Self>,
        number: u64,
        from: Option<VersionStatus>,
        to: VersionStatus,
    ) -> Result<()> {
        let info: &AccountInfo = history.as_ref();
        let free = Self::maintainers_places(info.data_len());
        let used = history.load()?.count as usize;
        ensure!(used < free, AlthingError::HistoryFull);
        Self::note(history, number, from, to)
    }

    /// How many changes an account of this length takes before the rest of its places is the authority's.
    #[must_use]
    pub const fn maintainers_places(length: usize) -> usize {
        let bytes = length.saturating_sub(Self::HEADER);
        let places = match bytes.checked_div(StatusChange::SIZE) {
            Some(places) => places.saturating_sub(HISTORY_RESERVE),
            None => 0,
        };
        if places < MAINTAINERS_PLACES {
            places
        } else {
            MAINTAINERS_PLACES
        }
    }

    /// Notes that a version went from one status (none where it is being registered) to another.
    ///
    /// # Errors
    /// [`AlthingError::HistoryFull`].
    #[inline(never)]
    pub fn note(
        history: &AccountLoader<Self>,
        number: u64,
        from: Option<VersionStatus>,
        to: VersionStatus,
    ) -> Result<()> {
        let clock = Clock::get()?;
        let place = {
            let mut header = history.load_mut()?;
            let place = header.count as usize;
            header.count = header.count.checked_add(1).ok_or(AlthingError::Overflow)?;
            place
        };
        let change = StatusChange {
            slot: clock.slot,
            timestamp: clock.unix_timestamp,
            number,
            from: from.map_or(StatusChange::UNREGISTERED, |status| status as u8),
            to: to as u8,
            _padding: [0; 6],
        };
        let info: &AccountInfo = history.as_ref();
        let mut data = info.try_borrow_mut_data()?;
        let bytes = data.get_mut(Self::space(place)..Self::space(place.saturating_add(1)));
        bytes
            .ok_or(AlthingError::HistoryFull)?
            .copy_from_slice(bytemuck::bytes_of(&change));
        Ok(())
    }

    /// The changes in an account's data, for readers outside the chain; `None` where it is no history.
    #[must_use]
    pub fn changes(data: &[u8]) -> Option<Vec<StatusChange>> {
        let header = data
            .strip_prefix(Self::DISCRIMINATOR)?
            .get(..size_of::<Self>())?;
        let header: Self = bytemuck::pod_read_unaligned(header);
        let end = Self::space(header.count as usize);
        let changes = data.get(Self::HEADER..end)?;
        let read = changes
            .chunks_exact(StatusChange::SIZE)
            .map(bytemuck::pod_read_unaligned);
        Some(read.collect())
    }
}

/// The changes up to the end of `slot`.
fn until(changes: &[StatusChange], slot: u64) -> impl DoubleEndedIterator<Item = &StatusChange> {
    let end = changes.partition_point(|change| change.slot <= slot);
    changes.iter().take(end)
}

/// Where a version stood at the end of `slot`; `None` where it was not registered yet.
#[must_use]
pub fn status_at(changes: &[StatusChange], number: u64, slot: u64) -> Option<VersionStatus> {
    until(changes, slot)
        .rfind(|change| change.number == number)
        .map(|change| VersionStatus::from_byte(change.to))
}

/// The number of the version that was in production at the end of `slot`.
#[must_use]
pub fn production_at(changes: &[StatusChange], slot: u64) -> Option<u64> {
    const PRODUCTION: u8 = VersionStatus::Production as u8;
    until(changes, slot)
        .rfind(|change| change.from == PRODUCTION || change.to == PRODUCTION)
        .filter(|change| change.to == PRODUCTION)
        .map(|change| change.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use VersionStatus::{Deprecated, Draft, Production, Revoked, Staged};

    fn change(slot: u64, number: u64, from: u8, to: VersionStatus) -> StatusChange {
        StatusChange {
            slot,
            number,
            from,
            to: to as u8,
            ..StatusChange::default()
        }
    }

    #[test]
    fn a_change_has_32_bytes_behind_a_header_of_80() {
        assert_eq!((StatusChange::SIZE, ModelHistory::HEADER), (32, 80));
        assert_eq!(ModelHistory::space(16), 592);
    }

    #[test]
    fn the_last_places_are_the_authoritys_however_long_the_account_is() {
        let free = |places| ModelHistory::maintainers_places(ModelHistory::space(places));
        assert_eq!([0, 4, 5, 20, 21].map(free), [0, 0, 1, 16, 17]);
        // An account has at most 10 MiB: one place less makes no difference to what is kept back in the end.
        let most = (10 * 1_048_576 - ModelHistory::HEADER) / StatusChange::SIZE;
        let last = MAINTAINERS_PLACES + HISTORY_RESERVE;
        assert_eq!(most - MAINTAINERS_PLACES, 4_096);
        assert_eq!(
            [last - 1, last].map(free),
            [MAINTAINERS_PLACES - 1, MAINTAINERS_PLACES]
        );
        assert_eq!([most - 1, most].map(free), [MAINTAINERS_PLACES; 2]);
        assert_eq!(ModelHistory::maintainers_places(0), 0);
    }

    #[test]
    fn before_the_first_change_there_is_nothing() {
        assert_eq!(status_at(&[], 1, u64::MAX), None);
        assert_eq!(production_at(&[], u64::MAX), None);
        let one = [change(5, 1, StatusChange::UNREGISTERED, Draft)];
        assert_eq!(status_at(&one, 1, 4), None);
        assert_eq!(status_at(&one, 1, 5), Some(Draft));
        assert_eq!(status_at(&one, 2, 5), None);
    }

    #[test]
    fn a_slot_ends_with_its_last_change() {
        let all = [
            change(5, 1, Staged as u8, Production),
            change(9, 1, Production as u8, Deprecated),
            change(9, 2, Staged as u8, Production),
            change(12, 2, Production as u8, Revoked),
        ];
        let production = [4, 5, 8, 9, 11, 12].map(|slot| production_at(&all, slot));
        assert_eq!(production, [None, Some(1), Some(1), Some(2), Some(2), None]);
        assert_eq!(status_at(&all, 1, 9), Some(Deprecated));
        assert_eq!(status_at(&all, 2, 8), None);
    }

    #[test]
    fn bytes_that_are_no_history_are_refused() {
        assert_eq!(ModelHistory::changes(&[]), None);
        let mut data = ModelHistory::DISCRIMINATOR.to_vec();
        data.resize(ModelHistory::space(1), 0);
        assert_eq!(ModelHistory::changes(&data), Some(vec![]));
        data[12..16].copy_from_slice(&1u32.to_le_bytes());
        assert_eq!(
            ModelHistory::changes(&data),
            Some(vec![StatusChange::default()])
        );
        data[12..16].copy_from_slice(&2u32.to_le_bytes());
        assert_eq!(ModelHistory::changes(&data), None);
        data[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(ModelHistory::changes(&data), None);
    }

    proptest! {
        /// Against a map of what stands where, replayed change by change.
        #[test]
        fn any_past_slot_reads_as_it_was(
            steps in prop::collection::vec((0u64..3, 1u64..5, 0u8..5), 0..40),
        ) {
            let (mut slot, mut all) = (0, vec![]);
            let mut stands: BTreeMap<u64, u8> = BTreeMap::new();
            let mut past = vec![];
            for (wait, number, to) in steps {
                slot += wait;
                // As in the program: whatever is in production steps back first.
                let production = Production as u8;
                let old = stands.iter().find(|(_, at)| **at == production).map(|(n, _)| *n);
                if let Some(old) = old.filter(|old| to == production && *old != number) {
                    all.push(change(slot, old, production, Deprecated));
                    stands.insert(old, Deprecated as u8);
                }
                let from = stands.get(&number).copied().unwrap_or(StatusChange::UNREGISTERED);
                all.push(change(slot, number, from, VersionStatus::from_byte(to)));
                stands.insert(number, to);
                past.push((slot, stands.clone()));
            }
            for (index, (at, stood)) in past.iter().enumerate() {
                let last = past.get(index + 1).is_none_or(|(next, _)| next > at);
                if !last {
                    continue;
                }
                for number in 1..5 {
                    let expected = stood.get(&number).map(|byte| VersionStatus::from_byte(*byte));
                    prop_assert_eq!(status_at(&all, number, *at), expected);
                }
                let expected = stood.iter().find(|(_, byte)| **byte == Production as u8);
                prop_assert_eq!(production_at(&all, *at), expected.map(|(number, _)| *number));
            }
        }
    }
}
