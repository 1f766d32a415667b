//! A statement on the chain, written piece by piece, which vouches for its hash.

use althing::{accounts, instruction, Statement};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;

use crate::chain::Call;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::pack;

/// What of a statement fits a transaction beside everything else that may stand there.
const CHUNK: usize = 880;

/// A statement that its payer puts on the chain.
pub struct Upload {
    pub statement: Pubkey,
    version: Pubkey,
    payer: Pubkey,
}

impl Upload {
    pub fn new(context: &Context, version: &Pubkey, payer: &Pubkey) -> Self {
        Self {
            statement: context.at().statement(version, payer),
            version: *version,
            payer: *payer,
        }
    }

    /// The transactions that are left to write and seal it; goes on where an earlier try ended.
    ///
    /// # Errors
    /// Where another statement stands there.
    pub fn steps(
        &self,
        context: &Context,
        fees: &Pubkey,
        body: &[u8],
    ) -> Result<Vec<Vec<Instruction>>> {
        let account = context.rpc.account(&self.statement)?;
        let found: Option<Statement> = context.fetch_if(&self.statement)?;
        let (mut calls, mut written) = (vec![], 0usize);
        match (&found, account) {
            (Some(found), Some(account)) => {
                let before = Statement::body(&account.data, found.length).unwrap_or_default();
                if !body.starts_with(before) {
                    return Err(Error::failed(
                        format!("another statement stands at {}", self.statement),
                        "Pay with another key (--fee-payer).",
                    ));
                }
                if found.is_sealed() {
                    return Ok(vec![]);
                }
                written = before.len();
            }
            _ => {
                let open = accounts::OpenStatement {
                    model_version: self.version,
                    statement: self.statement,
                    payer: self.payer,
                    system_program: system_program::ID,
                };
                calls.push(open.call(context.program(), instruction::OpenStatement {}));
            }
        }
        for chunk in body.get(written..).unwrap_or_default().chunks(CHUNK) {
            let accounts = accounts::WriteStatement {
                statement: self.statement,
                payer: self.payer,
                system_program: system_program::ID,
            };
            let data = instruction::WriteStatement {
                offset: u32::try_from(written).unwrap_or(u32::MAX),
                chunk: chunk.to_vec(),
            };
            calls.push(accounts.call(context.program(), data));
            written = written.saturating_add(chunk.len());
        }
        let seal = accounts::SealStatement {
            model_version: self.version,
            statement: self.statement,
        };
        calls.push(seal.call(context.program(), instruction::SealStatement {}));
        Ok(pack(fees, calls))
    }

    /// Takes it away; its rent returns.
    pub fn close(&self, context: &Context) -> Instruction {
        let accounts = accounts::CloseStatement {
            statement: self.statement,
            payer: self.payer,
        };
        accounts.call(context.program(), instruction::CloseStatement {})
    }
}
