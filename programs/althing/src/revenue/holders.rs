//! Whom a share belongs to now.

use anchor_lang::prelude::*;

use super::state::revenue_pool::{FIRST_DATASET, FIRST_PARENT, MAINTAINER, TREASURY};
use super::RevenuePool;
use crate::consent::Dataset;
use crate::dao::Dao;
use crate::error::{refuse, AlthingError};
use crate::registry::Model;

/// Whoever stands at a place that is paid to a person: read from `source`, which must be the account that says
/// so (the organisation, the model, the dataset). `None` where that account is closed, or is a dataset that was
/// registered after the promotion that the shares were set for: then the one that was linked was closed, and whoever
/// registered its digest anew has no part in the version.
///
/// # Errors
/// [`AlthingError::RevenuePlaceOutOfBounds`] for a parent's place, and where nobody stands;
/// [`AlthingError::WrongRevenueSource`].
pub fn holder(pool: &RevenuePool, place: usize, source: &AccountInfo) -> Result<Option<Pubkey>> {
    ensure_keys_eq!(
        source.key(),
        source_of(pool, place)?,
        AlthingError::WrongRevenueSource
    );
    if is_closed(source) {
        return Ok(None);
    }
    let data = source.try_borrow_data()?;
    match place {
        TREASURY => Dao::try_deserialize(&mut &data[..]).map(|dao| Some(dao.authority)),
        MAINTAINER => Model::try_deserialize(&mut &data[..]).map(|model| Some(model.maintainer)),
        _ => Ok(owner(&data, pool.released_at)),
    }
}

/// The account that says who stands at a place.
fn source_of(pool: &RevenuePool, place: usize) -> Result<Pubkey> {
    let held = pool.has_holder(place) && place < FIRST_PARENT;
    ensure!(held, AlthingError::RevenuePlaceOutOfBounds);
    let dataset = match place {
        TREASURY => return Ok(pool.dao),
        MAINTAINER => return Ok(pool.model),
        _ => place.checked_sub(FIRST_DATASET),
    };
    let dataset = dataset.and_then(|index| pool.datasets.get(index));
    dataset
        .copied()
        .ok_or_else(|| refuse(AlthingError::RevenuePlaceOutOfBounds))
}

/// The owner of a dataset that was there at the promotion. Read in place; what is no dataset any more is nobody's.
fn owner(data: &[u8], released_at: i64) -> Option<Pubkey> {
    let fields = data.strip_prefix(Dataset::DISCRIMINATOR)?;
    let fields = fields.get(..size_of::<Dataset>())?;
    let dataset: &Dataset = bytemuck::try_from_bytes(fields).ok()?;
    (dataset.created_at <= released_at).then_some(dataset.owner)
}

/// Whether an account that was once this program's is gone.
#[must_use]
pub fn is_closed(account: &AccountInfo) -> bool {
    *account.owner != crate::ID
}
