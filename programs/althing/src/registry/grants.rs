//! Whether the data that a version was made from may be used for it.

use anchor_lang::prelude::*;

use super::ModelVersion;
use crate::error::AlthingError;

/// Refuses a version for which the consent to use a dataset is missing. `grants` are what follows the parents
/// among the further accounts of a promotion: one account for each dataset of the version, in order.
///
/// # Errors
/// [`AlthingError::GrantsMissing`].
pub fn require_grants(version: &ModelVersion, grants: &[AccountInfo]) -> Result<()> {
    ensure_eq!(
        grants.len(),
        version.datasets().len(),
        AlthingError::GrantsMissing
    );
    Ok(())
}
