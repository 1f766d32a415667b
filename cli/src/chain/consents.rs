//! The uses of data that a version was made by, and what its owners have granted of them.

use althing::error::AlthingError;
use althing::registry::grants::links;
use althing::{Grant, ModelVersion};
use anchor_lang::prelude::Pubkey;

use crate::commands::grant::purpose;
use crate::context::Context;
use crate::error::Result;
use crate::input::format_time;

/// One use of one dataset.
#[derive(Clone, Copy, Debug)]
pub struct DataUse {
    /// Its place among those of the version.
    pub place: u8,
    pub dataset: Pubkey,
    /// What the data was used for.
    pub purpose: u8,
    /// The model that it was used for.
    pub model: Pubkey,
    /// Where a grant of this use is, if there is one.
    pub address: Pubkey,
    pub grant: Option<Grant>,
}

impl DataUse {
    /// What is in the way of it at that time, unix seconds, by the rule that a promotion follows.
    #[must_use]
    pub fn problem(&self, now: i64) -> Option<AlthingError> {
        match &self.grant {
            None => Some(AlthingError::GrantMissing),
            Some(grant) => grant.problem(now),
        }
    }

    /// The use in a few words.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} ({})", self.dataset, purpose(self.purpose))
    }

    /// What takes this problem away.
    #[must_use]
    pub fn advice(&self, problem: AlthingError) -> String {
        let (dataset, address) = (self.dataset, self.address);
        let offer = format!(
            "althing grant offer {dataset} {} {}",
            self.model,
            purpose(self.purpose)
        );
        match (problem, &self.grant) {
            (AlthingError::GrantNotAccepted, _) => format!(
                "whoever makes the model accepts the offer (althing grant accept {address})"
            ),
            (AlthingError::GrantNotStarted, Some(grant)) => {
                format!("its term begins at {}", format_time(grant.starts_at))
            }
            (AlthingError::GrantUnpaid, _) => {
                format!("the licensee prepays more (althing grant fund {address} AMOUNT)")
            }
            (_, Some(_)) => format!(
                "close the grant (althing grant close {address}), then the owner of the data offers another ({offer})"
            ),
            (_, None) => format!("the owner of the data grants it ({offer})"),
        }
    }
}

impl Context {
    /// The uses of data that a version was made by, in their order.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn data_uses(&self, version: &ModelVersion) -> Result<Vec<DataUse>> {
        let model = version.model;
        let mut uses: Vec<DataUse> = (0u8..)
            .zip(links(version))
            .map(|(place, (dataset, purpose))| DataUse {
                place,
                dataset,
                purpose,
                model,
                address: self.at().grant(&dataset, &model, purpose),
                grant: None,
            })
            .collect();
        let addresses: Vec<Pubkey> = uses.iter().map(|one| one.address).collect();
        let grants = self.fetch_many::<Grant>(&addresses)?;
        for (one, grant) in uses.iter_mut().zip(grants) {
            one.grant = grant;
        }
        Ok(uses)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use bytemuck::Zeroable;

    /// A use for training, with a grant in that state for that term, or without any.
    pub fn used(grant: Option<(u8, i64, i64)>) -> DataUse {
        let key = |byte: u8| Pubkey::new_from_array([byte; 32]);
        DataUse {
            place: 0,
            dataset: key(1),
            purpose: Grant::TRAIN,
            model: key(2),
            address: key(3),
            grant: grant.map(|(state, starts_at, expires_at)| {
                let mut grant = Grant::zeroed();
                (grant.state, grant.starts_at, grant.expires_at) = (state, starts_at, expires_at);
                grant
            }),
        }
    }

    #[test]
    fn every_problem_comes_with_what_takes_it_away() {
        for (grant, name, todo) in [
            (None, "GrantMissing", "grants it (althing grant offer "),
            (
                Some((Grant::OFFERED, 50, 0)),
                "GrantNotAccepted",
                "grant accept",
            ),
            (
                Some((Grant::ACTIVE, 101, 0)),
                "GrantNotStarted",
                "1970-01-01T00:01:41Z",
            ),
            (
                Some((Grant::ACTIVE, 50, 100)),
                "GrantExpired",
                "grant close",
            ),
            (Some((Grant::REVOKED, 50, 0)), "GrantRevoked", "grant close"),
            (
                Some((Grant::ENDED, 50, 0)),
                "GrantRevoked",
                "offers another",
            ),
        ] {
            let one = used(grant);
            let problem = one.problem(100).unwrap();
            assert_eq!(problem.name(), name);
            let advice = one.advice(problem);
            assert!(advice.contains(todo), "{advice}");
        }
        assert!(used(Some((Grant::ACTIVE, 50, 101))).problem(100).is_none());
        assert_eq!(used(None).name(), format!("{} (train)", used(None).dataset));
    }
}
