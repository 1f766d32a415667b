//! What is checked: a version and what stands around it, all read in one answer, so that it is from one slot. What is read
//! later may be of a later slot, and never of an earlier one; these accounts are then read once more.

use althing::{Dao, Model, ModelHistory, ModelVersion, StatusChange};
use anchor_lang::prelude::Pubkey;

use super::files::Files;
use crate::chain::{stored::offset, Stored};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::sha256;
use crate::rpc::{Account, Clock, Memcmp, CLOCK};

/// A version, in one slot.
pub struct Subject {
    /// The slot of all that follows.
    pub slot: u64,
    /// The cluster's time in it, unix seconds.
    pub now: i64,
    pub model_address: Pubkey,
    pub model: Model,
    pub address: Pubkey,
    pub version: ModelVersion,
    pub dao: Dao,
    pub changes: Vec<StatusChange>,
    /// Of the bytes of the accounts above, by which it is seen whether they have changed.
    pub read_as: [u8; 32],
}

impl Subject {
    /// Reads a version of a model.
    ///
    /// # Errors
    /// Where the cluster does not answer, or something is not there.
    pub fn read(context: &Context, model: &Pubkey, dao: &Pubkey, address: &Pubkey) -> Result<Self> {
        let history = context.at().history(model);
        let wanted = [CLOCK, *model, *address, *dao, history];
        let accounts = context.rpc.accounts(&wanted)?;
        let read_as = hash_of(&accounts);
        let [clock, model_account, version, dao_account, changes] =
            <[Option<Account>; 5]>::try_from(accounts).map_err(|_| gone("account", model))?;
        let clock = clock
            .as_ref()
            .and_then(|account| Clock::read(&account.data));
        let clock = clock.ok_or_else(|| gone("clock", &CLOCK))?;
        Ok(Self {
            slot: clock.slot,
            now: clock.now,
            model_address: *model,
            model: read(context, model, model_account)?,
            address: *address,
            version: read(context, address, version)?,
            dao: read(context, dao, dao_account)?,
            changes: changes
                .filter(|account| account.owner == context.program())
                .and_then(|account| ModelHistory::changes(&account.data))
                .ok_or_else(|| gone("history", &history))?,
            read_as,
        })
    }

    /// Refuses where the accounts are no longer what was judged: what was read after them may be of another state.
    ///
    /// # Errors
    /// Exit code 1 where they have changed, or the cluster does not answer.
    pub fn require_unchanged(&self, context: &Context) -> Result<()> {
        let again = Self::read(context, &self.model_address, &self.model.dao, &self.address)?;
        if again.read_as == self.read_as {
            return Ok(());
        }
        Err(Error::failed(
            format!(
                "the model, its version or its organisation changed between slots {} and {}, while they were checked",
                self.slot, again.slot
            ),
            "Run the same command again.",
        ))
    }
}

/// Of all accounts but the clock, which is first and never the same.
fn hash_of(accounts: &[Option<Account>]) -> [u8; 32] {
    let mut all = vec![];
    for account in accounts.iter().skip(1) {
        let bytes = account.as_ref().map(|it| sha256(&it.data));
        all.extend(bytes.unwrap_or_default());
    }
    sha256(&all)
}

fn read<T: Stored>(context: &Context, address: &Pubkey, account: Option<Account>) -> Result<T> {
    let account = account.ok_or_else(|| gone(T::WHAT, address))?;
    context.read_account(address, &account)
}

fn gone(what: &str, address: &Pubkey) -> Error {
    Error::failed(
        format!("there is no {what} at {address}"),
        "Check --model and --version; a version that was closed cannot be checked any more.",
    )
}

/// Which version the files are, where nobody said: the one that has their root, before others the one in production; and
/// where none has it, the one in production.
///
/// # Errors
/// Where the model has no version to compare with.
pub fn choose(context: &Context, model: &Pubkey, found: &Model, files: &Files) -> Result<u64> {
    let versions = context.list::<ModelVersion>(&[Memcmp::key(offset::VERSION_MODEL, model)])?;
    let best = versions
        .iter()
        .map(|(_, version)| version)
        .filter(|version| version.weights_digest == files.root)
        .max_by_key(|version| {
            let named = files.knows(&version.manifest_digest);
            (named, version.number == found.production, version.number)
        });
    match best.map_or(found.production, |version| version.number) {
        0 => Err(Error::mismatch(
            format!(
                "no version of {:?} has these files, and none is in production",
                found.name
            ),
            "Name the version that they should be: --version NUMBER (see althing version list).",
        )),
        number => Ok(number),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use anchor_lang::AnchorDeserialize;
    use bytemuck::Zeroable;

    pub fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    /// Of zeros, whatever fields it has.
    fn blank<T: AnchorDeserialize>() -> T {
        T::deserialize(&mut &[0; 2_048][..]).unwrap()
    }

    /// Version 2 of a model, in slot 100.
    pub fn subject() -> Subject {
        let mut version = ModelVersion::zeroed();
        version.number = 2;
        Subject {
            slot: 100,
            now: 1_000,
            model_address: key(201),
            model: blank(),
            address: key(200),
            version,
            dao: blank(),
            changes: vec![],
            read_as: [0; 32],
        }
    }

    #[test]
    fn any_byte_of_any_account_but_the_clock_is_a_change() {
        let account = |byte: u8| Account {
            lamports: 1,
            owner: key(1),
            executable: false,
            data: vec![byte; 40],
        };
        let all = || [1, 2, 3, 4, 5].map(|byte| Some(account(byte)));
        let before = hash_of(&all());
        for at in 0..5 {
            let mut now = all();
            now[at].as_mut().unwrap().data[39] ^= 1;
            assert_eq!(hash_of(&now) == before, at == 0, "{at}");
            now[at] = None;
            assert_eq!(hash_of(&now) == before, at == 0, "{at}");
        }
    }
}
