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
    /// Who acts, where that is not your key: with --export or --dry-run
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub from: Option<Pubkey>,
    /// Who pays fees and rent, a key file, or with --export an address [default: who acts]
    #[arg(long, value_name = "FILE_OR_ADDRESS")]
    pub fee_payer: Option<String>,
    /// Price of a compute unit in micro-lamports, or auto for what recent transactions paid
    #[arg(long = "with-compute-unit-price", value_name = "MICRO_LAMPORTS|auto", value_parser = price)]
    pub price: Option<Price>,
    /// Export also what would fail now
    #[arg(long, requires = "export")]
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

fn price(text: &str) -> std::result::Result<Price, String> {
    if text == "auto" {
        return Ok(Price::Auto);
    }
    text.parse()
        .map(Price::Fixed)
        .map_err(|_| "neither a number of micro-lamports nor auto".into())
}

/// Who acts and who pays.
pub struct Actor {
    /// Who acts: the member, maintainer, operator, voter.
    pub from: Pubkey,
    /// Who pays fees and rent.
    pub payer: Pubkey,
    /// The keys at hand.
    pub keys: Vec<Keypair>,
}

impl Sending {
    /// Who acts, with the keys to sign where it will be sent.
    ///
    /// # Errors
    /// Where a key is missing that would have to sign.
    pub fn actor(&self, context: &Context) -> Result<Actor> {
        let others_sign = self.export || self.dry_run;
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
        Ok(Actor { from, payer, keys })
    }
}
