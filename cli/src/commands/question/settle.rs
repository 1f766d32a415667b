//! What ending a question by a penalty or a verdict needs.

use althing::accounts::SettleQuestion;
use althing::{LogBond, Question};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::Org;
use crate::context::Context;
use crate::error::Result;
use crate::input;

/// Token accounts that are paid to.
#[derive(Args, Clone, Debug, Default)]
pub struct PaidTo {
    /// The questioner's token account [default: the associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    /// The organisation's token account [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
}

/// The accounts that both ends need.
///
/// # Errors
/// Where a token account is missing.
pub fn accounts(
    context: &Context,
    org: &Org,
    address: &Pubkey,
    question: &Question,
    paid_to: &PaidTo,
) -> Result<SettleQuestion> {
    let bond: LogBond = context.fetch(&question.bond)?;
    let (to, _) = context.token_account(&org.mint, &question.questioner, paid_to.token_account)?;
    let (treasury, _) = context.token_account(&org.mint, &org.dao.authority, paid_to.treasury)?;
    Ok(SettleQuestion {
        dao: question.dao,
        question: *address,
        bond: question.bond,
        vault: question.vault,
        bond_vault: bond.vault,
        to,
        treasury,
        mint: question.mint,
        log: org.dao.log,
        token_program: org.mint.program,
    })
}
