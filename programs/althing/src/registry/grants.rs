//! The datasets that a version was made from, and whether they may be used for it.

use anchor_lang::prelude::*;

use super::ModelVersion;
use crate::consent::Grant;
use crate::error::AlthingError;

/// The datasets of a version, each with the purpose that it was used for.
pub fn links(version: &ModelVersion) -> impl Iterator<Item = (Pubkey, u8)> + '_ {
    let purposes = version.purposes.iter();
    version.datasets().iter().copied().zip(purposes.copied())
}

/// Says that a version was made from a dataset.
///
/// # Errors
/// [`AlthingError::AlreadyLinked`], [`AlthingError::TooManyLinks`].
pub fn link(version: &mut ModelVersion, dataset: Pubkey, purpose: u8) -> Result<()> {
    let there = links(version).any(|each| each == (dataset, purpose));
    ensure!(!there, AlthingError::AlreadyLinked);
    let place = usize::from(version.dataset_count);
    let places = (
        version.datasets.get_mut(place),
        version.purposes.get_mut(place),
    );
    let (Some(key), Some(use_of_it)) = places else {
        return Err(crate::error::refuse(AlthingError::TooManyLinks));
    };
    (*key, *use_of_it) = (dataset, purpose);
    let count = version.dataset_count.checked_add(1);
    version.dataset_count = count.ok_or(AlthingError::Overflow)?;
    Ok(())
}

/// Takes a dataset out; the others keep their order, and the free place is zeros.
///
/// # Errors
/// [`AlthingError::NotLinked`].
pub fn unlink(version: &mut ModelVersion, dataset: &Pubkey, purpose: u8) -> Result<()> {
    let place = links(version).position(|each| each == (*dataset, purpose));
    let place = place.ok_or(AlthingError::NotLinked)?;
    let count = usize::from(version.dataset_count);
    let keys = version.datasets.get_mut(place..count);
    let keys = keys.ok_or(AlthingError::Overflow)?;
    keys.rotate_left(1);
    if let Some(free) = keys.last_mut() {
        *free = Pubkey::default();
    }
    let purposes = version.purposes.get_mut(place..count);
    let purposes = purposes.ok_or(AlthingError::Overflow)?;
    purposes.rotate_left(1);
    if let Some(free) = purposes.last_mut() {
        *free = 0;
    }
    let count = version.dataset_count.checked_sub(1);
    version.dataset_count = count.ok_or(AlthingError::Overflow)?;
    Ok(())
}

/// Refuses a version for which the consent to use a dataset is missing. `grants` are what follows the parents
/// among the further accounts of a promotion: the grant of each dataset of the version, in order.
///
/// # Errors
/// [`AlthingError::GrantsMissing`]; what [`problem`] names.
pub fn require_grants(version: &ModelVersion, grants: &[AccountInfo]) -> Result<()> {
    ensure_eq!(
        grants.len(),
        version.datasets().len(),
        AlthingError::GrantsMissing
    );
    if grants.is_empty() {
        return Ok(());
    }
    let now = Clock::get()?.unix_timestamp;
    for (info, (dataset, purpose)) in grants.iter().zip(links(version)) {
        let judge = |grant: &Grant| grant.promotion_problem(now);
        if let Some(problem) = problem(info, &version.model, (&dataset, purpose), judge) {
            return Err(crate::error::refuse(problem));
        }
    }
    Ok(())
}

/// What is in the way of using a dataset for a model and a purpose, as far as this account tells: that it is not
/// the grant of that, or what `judge` finds. A grant with these fields can only be at the address of them.
#[must_use]
pub fn problem(
    info: &AccountInfo,
    model: &Pubkey,
    (dataset, purpose): (&Pubkey, u8),
    judge: impl FnOnce(&Grant) -> Option<AlthingError>,
) -> Option<AlthingError> {
    const MISSING: Option<AlthingError> = Some(AlthingError::GrantMissing);
    // Read in place: a promotion looks at eight of them.
    let Ok(data) = info.try_borrow_data() else {
        return MISSING;
    };
    let fields = data.strip_prefix(Grant::DISCRIMINATOR);
    let fields = fields.and_then(|fields| fields.get(..size_of::<Grant>()));
    let fields = fields.filter(|_| *info.owner == crate::ID);
    let Some(Ok(grant)) = fields.map(bytemuck::try_from_bytes::<Grant>) else {
        return MISSING;
    };
    let fits = grant.dataset == *dataset && grant.model == *model && grant.purpose == purpose;
    if !fits {
        return MISSING;
    }
    judge(grant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn draft() -> ModelVersion {
        bytemuck::Zeroable::zeroed()
    }

    fn all(version: &ModelVersion) -> Vec<(Pubkey, u8)> {
        links(version).collect()
    }

    #[test]
    fn links_keep_their_order_and_free_places_are_zeros() {
        let mut version = draft();
        for byte in 1..=8 {
            link(&mut version, key(byte), byte % 6).unwrap();
        }
        assert!(link(&mut version, key(9), 0).is_err());
        unlink(&mut version, &key(3), 3).unwrap();
        let expected = [1, 2, 4, 5, 6, 7, 8].map(|byte| (key(byte), byte % 6));
        assert_eq!(all(&version), expected);
        assert_eq!((version.datasets[7], version.purposes[7]), (key(0), 0));
        for (dataset, purpose) in expected {
            unlink(&mut version, &dataset, purpose).unwrap();
        }
        assert_eq!((version.datasets, version.purposes), ([key(0); 8], [0; 8]));
    }

    #[test]
    fn a_dataset_is_linked_once_for_each_purpose() {
        let mut version = draft();
        link(&mut version, key(1), 0).unwrap();
        link(&mut version, key(1), 2).unwrap();
        assert!(link(&mut version, key(1), 2).is_err());
        assert!(unlink(&mut version, &key(1), 1).is_err());
        unlink(&mut version, &key(1), 0).unwrap();
        assert_eq!(all(&version), [(key(1), 2)]);
        assert!(unlink(&mut version, &key(0), 0).is_err());
    }
}
