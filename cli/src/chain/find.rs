//! Looking up accounts, with messages for those who mistype an address.

use anchor_lang::prelude::Pubkey;

use super::Stored;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::rpc::{Account, Memcmp};

impl Context {
    /// The account at an address.
    ///
    /// # Errors
    /// Where there is none, or it is something else.
    pub fn fetch<T: Stored>(&self, address: &Pubkey) -> Result<T> {
        let account = self.rpc.account(address)?.ok_or_else(|| {
            Error::failed(
                format!("there is no {} at {address}", T::WHAT),
                format!(
                    "Check the address and the cluster ({}).",
                    self.settings.url.source.name()
                ),
            )
        })?;
        self.read_account(address, &account)
    }

    /// The account at an address, where there is one.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn fetch_if<T: Stored>(&self, address: &Pubkey) -> Result<Option<T>> {
        made(self.rpc.account(address)?)
            .map(|account| self.read_account(address, &account))
            .transpose()
    }

    /// The accounts at these addresses, where there are any.
    ///
    /// # Errors
    /// Where one is something else.
    pub fn fetch_many<T: Stored>(&self, addresses: &[Pubkey]) -> Result<Vec<Option<T>>> {
        let accounts = self.rpc.accounts(addresses)?;
        let pairs = addresses.iter().zip(accounts);
        pairs
            .map(|(address, account)| {
                made(account)
                    .map(|account| self.read_account(address, &account))
                    .transpose()
            })
            .collect()
    }

    /// All accounts of a kind that meet the conditions, by rising address.
    ///
    /// # Errors
    /// Where the cluster refuses, or one cannot be read: a list is complete or an error.
    pub fn list<T: Stored>(&self, conditions: &[Memcmp]) -> Result<Vec<(Pubkey, T)>> {
        let mut filters = vec![Memcmp {
            offset: 0,
            bytes: T::TAG.to_vec(),
        }];
        filters.extend_from_slice(conditions);
        let found = self.rpc.program_accounts(&self.program(), &filters)?;
        found
            .iter()
            .map(|(address, account)| Ok((*address, self.read_account(address, account)?)))
            .collect()
    }

    /// An account that was read already.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn read_account<T: Stored>(&self, address: &Pubkey, account: &Account) -> Result<T> {
        if account.owner != self.program() {
            return Err(Error::failed(
                format!(
                    "{address} is no {}: it belongs to {}",
                    T::WHAT,
                    account.owner
                ),
                format!(
                    "Check the address; the program is {} (--program-id).",
                    self.program()
                ),
            ));
        }
        T::read(&account.data).ok_or_else(|| {
            Error::failed(
                format!("{address} is no {}", T::WHAT),
                "Check the address; an account of a newer program needs a newer althing.",
            )
        })
    }
}

/// An address that only holds lamports, which anybody can send there, was never made an account.
fn made(account: Option<Account>) -> Option<Account> {
    account.filter(|account| !account.data.is_empty())
}
