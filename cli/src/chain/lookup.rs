//! From what people write to accounts: names, numbers, `MODEL@NUMBER`.

use althing::constants::TOKEN_CHAMBER;
use althing::{AuditLog, Chamber, Dao, Model, ModelVersion, Proposal, Provider, Seat};
use anchor_lang::prelude::Pubkey;

use super::token::Mint;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::Cell;
use crate::rpc::Clock;

/// An organisation and what is needed to speak of it.
pub struct Org {
    pub address: Pubkey,
    pub dao: Dao,
    pub mint: Mint,
    /// The token holders' chamber.
    pub chamber_address: Pubkey,
    pub chamber: Chamber,
    pub clock: Clock,
}

impl Org {
    /// The running epoch.
    ///
    /// # Errors
    /// Where the clock reads a time before the foundation.
    pub fn epoch(&self) -> Result<u64> {
        self.dao.epoch_at(self.clock.now).map_err(|_| {
            Error::failed(
                "the cluster's clock reads a time before the foundation",
                "Try again later.",
            )
        })
    }

    /// When an epoch begins, unix seconds; 0 beyond the end of time.
    #[must_use]
    pub fn epoch_start(&self, epoch: u64) -> i64 {
        self.dao.epoch_start(epoch).unwrap_or(0)
    }

    /// Weight of the token holders' chamber: whole tokens where it is linear.
    #[must_use]
    pub fn weight(&self, weight: u64) -> Cell {
        weight_in(&self.chamber, &self.mint, weight)
    }
}

/// Weight as people count it: tokens where a token is a vote, else points.
#[must_use]
pub fn weight_in(chamber: &Chamber, mint: &Mint, weight: u64) -> Cell {
    let tokens =
        chamber.kind == Chamber::KIND_TOKEN_HOLDERS && chamber.weighting == Chamber::LINEAR;
    if tokens {
        return mint.amount(weight);
    }
    Cell::Big(u128::from(weight))
}

impl Context {
    /// The organisation that was given.
    ///
    /// # Errors
    /// Where none was, or it is none.
    pub fn org(&self) -> Result<Org> {
        self.org_at(&self.dao_address()?)
    }

    /// The organisation at an address.
    ///
    /// # Errors
    /// Where there is none.
    pub fn org_at(&self, address: &Pubkey) -> Result<Org> {
        let dao: Dao = self.fetch(address)?;
        let chamber_address = self.at().chamber(address, TOKEN_CHAMBER);
        Ok(Org {
            address: *address,
            mint: self.mint(&dao.mint)?,
            chamber: self.fetch(&chamber_address)?,
            chamber_address,
            clock: self.rpc.clock()?,
            dao,
        })
    }

    /// A log by its own address, or by that of what it is about: an organisation, a model, a key.
    ///
    /// # Errors
    /// Where there is none.
    pub fn find_log(&self, text: &str) -> Result<(Pubkey, AuditLog)> {
        let Ok(given) = input::address(text) else {
            let (_, model) = self.model(text)?;
            return Ok((model.log, self.fetch(&model.log)?));
        };
        let of_subject = self.at().log(&given);
        let mut found = self.rpc.accounts(&[given, of_subject])?;
        let second = found
            .pop()
            .flatten()
            .is_some_and(|account| account.owner == self.program());
        let is_log = found.pop().flatten().is_some_and(|account| {
            account.owner == self.program()
                && account.data.starts_with(<AuditLog as super::Stored>::TAG)
        });
        let address = match (is_log, second) {
            (true, _) => given,
            (false, true) => of_subject,
            (false, false) => {
                return Err(Error::failed(
                    format!("{given} is no log and has none"),
                    "Check the address and the cluster, or create one: althing log create.",
                ))
            }
        };
        Ok((address, self.fetch(&address)?))
    }

    /// A proposal by its address, or by its number in the organisation.
    ///
    /// # Errors
    /// Where there is none.
    pub fn proposal(&self, text: &str) -> Result<(Pubkey, Proposal)> {
        let address = match text.strip_prefix('#').unwrap_or(text).parse::<u64>() {
            Ok(number) => self.at().proposal(&self.dao_address()?, number),
            Err(_) => parse(text, "a proposal's address or number")?,
        };
        Ok((address, self.fetch(&address)?))
    }

    /// A model by its address, or by its name in the organisation.
    ///
    /// # Errors
    /// Where there is none.
    pub fn model(&self, text: &str) -> Result<(Pubkey, Model)> {
        let address = self.model_address(text)?;
        Ok((address, self.fetch(&address)?))
    }

    fn model_address(&self, text: &str) -> Result<Pubkey> {
        match input::address(text) {
            Ok(address) => Ok(address),
            Err(_) => Ok(self.at().model(&self.dao_address()?, text)),
        }
    }

    /// A version by its address, or as `MODEL@NUMBER`.
    ///
    /// # Errors
    /// Where there is none.
    pub fn version(&self, text: &str) -> Result<(Pubkey, ModelVersion)> {
        let by_number = text
            .rsplit_once('@')
            .and_then(|(model, number)| Some((model, number.parse::<u64>().ok()?)));
        let address = match by_number {
            Some((model, number)) => self.at().version(&self.model_address(model)?, number),
            None => parse(text, "a version's address or MODEL@NUMBER")?,
        };
        Ok((address, self.fetch(&address)?))
    }

    /// A provider by its address, or by its operator's in the organisation.
    ///
    /// # Errors
    /// Where there is none.
    pub fn provider(&self, text: &str) -> Result<(Pubkey, Provider)> {
        let address = parse(text, "a provider's or operator's address")?;
        let known = self
            .rpc
            .account(&address)?
            .is_some_and(|account| account.owner == self.program());
        let address = match &self.settings.dao {
            Some(dao) if !known => self.at().provider(&dao.value, &address),
            _ => address,
        };
        Ok((address, self.fetch(&address)?))
    }

    /// A chamber by its address, or by its index in the organisation.
    ///
    /// # Errors
    /// Where there is none.
    pub fn chamber(&self, text: &str) -> Result<(Pubkey, Chamber)> {
        let address = match text.parse::<u8>() {
            Ok(index) => self.at().chamber(&self.dao_address()?, index),
            Err(_) => parse(text, "a chamber's address or index")?,
        };
        Ok((address, self.fetch(&address)?))
    }

    /// Somebody's seat in a chamber.
    ///
    /// # Errors
    /// Where there is none.
    pub fn seat_of(&self, chamber: &Pubkey, holder: &Pubkey) -> Result<(Pubkey, Seat)> {
        let address = self.at().seat(chamber, holder);
        let seat = self.fetch_if(&address)?.ok_or_else(|| {
            Error::failed(
                format!("{holder} has no seat in chamber {chamber}"),
                "A deposit makes one (althing power deposit), or: althing seat open.",
            )
        })?;
        Ok((address, seat))
    }
}

/// An address among other ways to say what is meant.
fn parse(text: &str, wanted: &str) -> Result<Pubkey> {
    input::address(text).map_err(|_| {
        Error::usage(
            format!("{text}: not {wanted}"),
            "See the matching list command.",
        )
    })
}
