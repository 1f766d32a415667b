//! How to send, and who acts.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::cannot_sign;
use crate::context::{read_key, Context};
use crate::error::{Error, Result};
use crate::input;

/// What every command that sends takes.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Sending")]
pub struct Sending {
    /// Simulate only, and show what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Print the unsigned transaction (base64) and its message (base58) for a multisig or another wallet; send nothing
    #[arg(long, conflicts_with = "dry_run")]
    pub export: bool,
    /// Let the organisation do it: make this the action of a new proposal with that title, and put it to the vote
    #[arg(long, value_name = "TITLE", conflicts_with = "add_to")]
    pub propose: Option<String>,
    /// Let the organisation do it: add it to a draft proposal of yours, by its number or address
    #[arg(long, value_name = "PROPOSAL")]
    pub add_to: Option<String>,
    /// Who acts, where that is not your key: with --export or --dry-run
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub from: Option<Pubkey>,
    /// Who pays fees and rent, a key file, or with --export an address [default: who acts]
    #[arg(long, value_name = "FILE_OR_ADDRESS")]
    pub fee_payer: Option<String>,
    /// Price of a compute unit in micro-lamports, or auto for what recent transactions paid
    #[arg(id = "compute_unit_price", long = "with-compute-unit-price", value_name = "MICRO_LAMPORTS|auto", value_parser = price)]
    pub price: Option<Price>,
    /// With --export, --propose or --add-to: take also what would fail now
    #[arg(long)]
    pub skip_simulation: bool,
}

/// Price of a compute unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// µlamports.
    Fixed(u64),
    /// What recent transactions paid.
    Auto,
}

pub(crate) fn price(text: &str) -> std::result::Result<Price, String> {
    if text == "auto" {
        return Ok(Price::Auto);
    }
    text.parse()
        .map(Price::Fixed)
        .map_err(|_| "neither a number of micro-lamports nor auto".into())
}

/// Who acts and who pays.
pub struct Actor {
    /// Who acts: the member, maintainer, operator, voter, or the organisation's authority.
    pub from: Pubkey,
    /// Who pays rent.
    pub payer: Pubkey,
    /// Who pays fees.
    pub fees: Pubkey,
    /// The keys at hand.
    pub keys: Vec<Keypair>,
    /// Where the organisation is to act: whose proposal it becomes, and in which organisation.
    pub proposer: Option<Box<Proposer>>,
}

/// A member who proposes that the organisation acts.
pub struct Proposer {
    /// The member.
    pub member: Actor,
    pub dao: Pubkey,
}

impl Sending {
    /// Who acts, with the keys to sign where it will be sent.
    ///
    /// # Errors
    /// Where a key is missing that would have to sign.
    pub fn actor(&self, context: &Context) -> Result<Actor> {
        if self.is_proposed() {
            return self.authority(context, &context.dao_address()?);
        }
        self.member(context)
    }

    /// Who acts in what concerns this organisation, which is its authority where that is to act.
    ///
    /// # Errors
    /// Those of [`Self::actor`].
    pub fn actor_in(&self, context: &Context, dao: &Pubkey) -> Result<Actor> {
        if self.is_proposed() {
            return self.authority(context, dao);
        }
        self.member(context)
    }

    /// The organisation's authority as who acts: by proposal, or in a transaction that is only shown.
    ///
    /// # Errors
    /// Where it would have to be sent as it is.
    pub fn authority(&self, context: &Context, dao: &Pubkey) -> Result<Actor> {
        let authority = context.at().authority(dao);
        if !self.is_proposed() && !self.is_only_shown() {
            return Err(Error::usage(
                "only the organisation may do this, by vote",
                "Add --propose TITLE to put it to the vote, --add-to PROPOSAL to add it to a draft of yours, or --dry-run.",
            ));
        }
        let member = if self.is_proposed() {
            Some(self.member(context)?)
        } else {
            None
        };
        // Anybody can pay the fee of what is only shown; the wallet may be missing.
        let fees = match &member {
            Some(member) => member.fees,
            None => match self.fee_payer.as_deref().map(input::address) {
                Some(Ok(address)) => address,
                _ => context.wallet().map_or(authority, |key| key.pubkey()),
            },
        };
        Ok(Actor {
            from: authority,
            payer: authority,
            fees,
            keys: vec![],
            proposer: member.map(|member| Box::new(Proposer { member, dao: *dao })),
        })
    }

    /// Whether the organisation is to do it.
    #[must_use]
    pub fn is_proposed(&self) -> bool {
        self.propose.is_some() || self.add_to.is_some()
    }

    fn is_only_shown(&self) -> bool {
        self.export || self.dry_run
    }

    fn member(&self, context: &Context) -> Result<Actor> {
        let others_sign = self.is_only_shown();
        let mut keys = vec![];
        let from = match self.from {
            Some(from) if others_sign => from,
            given => {
                let wallet = context.wallet()?;
                let own = wallet.pubkey();
                keys.push(wallet);
                match given {
                    Some(from) if from != own => return Err(cannot_sign(&from, "--from")),
                    _ => own,
                }
            }
        };
        let payer = match &self.fee_payer {
            None => from,
            Some(text) => match input::address(text) {
                Ok(address) if address == from || others_sign => address,
                Ok(address) => return Err(cannot_sign(&address, "--fee-payer")),
                Err(_) => {
                    let key = read_key(text)
                        .map_err(|e| Error::usage(format!("--fee-payer: {}", e.what), e.todo))?;
                    let address = key.pubkey();
                    keys.push(key);
                    address
                }
            },
        };
        Ok(Actor {
            from,
            payer,
            fees: payer,
            keys,
            proposer: None,
        })
    }
}
