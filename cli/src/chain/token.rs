//! SPL tokens: mints, token accounts, amounts.

use anchor_lang::prelude::Pubkey;
use anchor_spl::associated_token::get_associated_token_address_with_program_id;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::Decimal;
use crate::output::Cell;
use crate::rpc::Account;

/// What is needed to know of a mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mint {
    pub address: Pubkey,
    /// Token or Token-2022.
    pub program: Pubkey,
    pub decimals: u8,
}

impl Mint {
    /// An amount in base units, from one in whole tokens.
    ///
    /// # Errors
    /// Where it has more places than the token, does not fit, or is zero.
    pub fn units(&self, amount: Decimal) -> Result<u64> {
        let bad = |why: String| {
            Error::usage(
                format!("amount: {why}"),
                "Give it in whole tokens, such as 12 or 1.5.",
            )
        };
        let units = amount.base_units(self.decimals).map_err(bad)?;
        if units == 0 {
            return Err(bad("must be more than zero".into()));
        }
        Ok(units)
    }

    /// Base units as an amount.
    #[must_use]
    pub fn amount(&self, units: u64) -> Cell {
        Cell::Amount(units, self.decimals)
    }

    /// The usual token account of an owner.
    #[must_use]
    pub fn account_of(&self, owner: &Pubkey) -> Pubkey {
        get_associated_token_address_with_program_id(owner, &self.address, &self.program)
    }
}

/// What is needed to know of a token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenAccount {
    pub mint: Pubkey,
    pub owner: Pubkey,
    pub amount: u64,
}

impl TokenAccount {
    /// Reads one; both token programs lay these fields out alike.
    #[must_use]
    pub fn read(account: &Account) -> Option<Self> {
        let programs = [anchor_spl::token::ID, anchor_spl::token_2022::ID];
        let key = |at: usize| Pubkey::try_from(account.data.get(at..at + 32)?).ok();
        let amount = account.data.get(64..72)?.try_into().ok()?;
        let long_enough = account.data.len() >= 165 && programs.contains(&account.owner);
        long_enough.then_some(Self {
            mint: key(0)?,
            owner: key(32)?,
            amount: u64::from_le_bytes(amount),
        })
    }
}

impl Context {
    /// The mint at an address.
    ///
    /// # Errors
    /// Where there is none.
    pub fn mint(&self, address: &Pubkey) -> Result<Mint> {
        let programs = [anchor_spl::token::ID, anchor_spl::token_2022::ID];
        let account = self.rpc.account(address)?;
        let mint = account
            .filter(|a| programs.contains(&a.owner))
            .and_then(|account| {
                // Authority (36 bytes), supply (8), decimals, initialised.
                let initialised = *account.data.get(45)? == 1;
                let decimals = *account.data.get(44)?;
                initialised.then_some(Mint {
                    address: *address,
                    program: account.owner,
                    decimals,
                })
            });
        mint.ok_or_else(|| {
            Error::failed(
                format!("there is no token mint at {address}"),
                "Check the address and the cluster.",
            )
        })
    }

    /// The token account that somebody spends from or is paid to: the given one, or the usual one of the owner.
    ///
    /// # Errors
    /// Where it does not exist, or holds another token.
    pub fn token_account(
        &self,
        mint: &Mint,
        owner: &Pubkey,
        given: Option<Pubkey>,
    ) -> Result<(Pubkey, TokenAccount)> {
        let address = given.unwrap_or_else(|| mint.account_of(owner));
        let account = self
            .rpc
            .account(&address)?
            .as_ref()
            .and_then(TokenAccount::read);
        let account = account.ok_or_else(|| {
            Error::failed(
                format!(
                    "there is no token account at {address} (owner {owner}, mint {})",
                    mint.address
                ),
                format!(
                    "Make it: spl-token create-account {} --owner {owner}",
                    mint.address
                ),
            )
        })?;
        if account.mint != mint.address {
            return Err(Error::failed(
                format!(
                    "token account {address} holds another token: {}",
                    account.mint
                ),
                format!("Give one of the mint {}.", mint.address),
            ));
        }
        Ok((address, account))
    }
}
