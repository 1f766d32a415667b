//! Which versions of an organisation have some weights, by the index that the program keeps of them.

use althing::{Dao, DigestIndex, ModelVersion};
use anchor_lang::prelude::Pubkey;

use super::stored::offset;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::rpc::{Clock, Memcmp, CLOCK};

/// How often index and list are read until they agree: versions may come and go in between.
const TRIES: usize = 5;

/// What an organisation has of some weights.
pub struct Holders {
    /// Address of the index.
    pub index: Pubkey,
    /// The slot in which the index was read, or was found missing.
    pub slot: u64,
    /// The cluster's time in it, unix seconds.
    pub now: i64,
    /// Versions that the index counts; 0 where there is none.
    pub counted: u64,
    /// Versions that the node lists, by rising address. Those that are counted, unless it leaves some out.
    pub versions: Vec<(Pubkey, ModelVersion)>,
}

impl Holders {
    /// Whether the node lists as many versions as the program counts.
    #[must_use]
    pub fn are_all(&self) -> bool {
        self.versions.len() as u64 == self.counted
    }
}

impl Context {
    /// The versions of an organisation that have these weights. None counted is a proof that there is none: the index
    /// exists exactly while one does.
    ///
    /// # Errors
    /// Where there is no such organisation, so that nothing would be proved.
    pub fn holders(&self, dao: &Pubkey, weights: &[u8; 32]) -> Result<Holders> {
        let mut tries = 1;
        loop {
            let mut holders = self.index_of_weights(dao, weights)?;
            if holders.counted > 0 {
                holders.versions = self.list(&[
                    Memcmp::key(offset::VERSION_DAO, dao),
                    Memcmp {
                        offset: offset::VERSION_WEIGHTS,
                        bytes: weights.to_vec(),
                    },
                ])?;
            }
            if holders.are_all() || tries == TRIES {
                return Ok(holders);
            }
            tries = tries.saturating_add(1);
        }
    }

    /// What the index counts, with the organisation and the clock of one slot.
    fn index_of_weights(&self, dao: &Pubkey, weights: &[u8; 32]) -> Result<Holders> {
        let address = self.at().digest_index(dao, weights);
        let accounts = self.rpc.accounts(&[CLOCK, *dao, address])?;
        let [clock, organisation, index] = accounts.as_slice() else {
            return Err(nothing(dao));
        };
        let organisation = organisation.as_ref().ok_or_else(|| nothing(dao))?;
        self.read_account::<Dao>(dao, organisation)?;
        let clock = clock
            .as_ref()
            .and_then(|account| Clock::read(&account.data));
        let clock = clock.ok_or_else(|| nothing(&CLOCK))?;
        // Lamports that somebody sent to the address make no index of it.
        let index = index
            .as_ref()
            .filter(|account| account.owner == self.program());
        let index = index
            .map(|account| self.read_account::<DigestIndex>(&address, account))
            .transpose()?;
        Ok(Holders {
            index: address,
            slot: clock.slot,
            now: clock.now,
            counted: index.map_or(0, |index| u64::from(index.count)),
            versions: vec![],
        })
    }
}

fn nothing(address: &Pubkey) -> Error {
    Error::failed(
        format!("there is no organisation at {address}, so nothing is known of its versions"),
        "Check --dao and --url; althing dao list shows the organisations of the cluster.",
    )
}
