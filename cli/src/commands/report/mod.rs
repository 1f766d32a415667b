//! `althing report`: what a bonded operator did wrong, proved.

mod equivocation;
mod list;
mod missed_deadline;

use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::Org;
use crate::context::Context;
use crate::error::Result;
use crate::input;

group! {
    /// Report what the operator of a bonded log did wrong; the reporter gets a fifth of what the bond loses
    Group {
        Equivocation(equivocation::Equivocation),
        List(list::List),
        MissedDeadline(missed_deadline::MissedDeadline),
    }
}

/// Token accounts that are paid to.
#[derive(Args, Clone, Debug, Default)]
pub struct PaidTo {
    /// Your token account for the reporter's share [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    /// The organisation's token account for the rest [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
}

impl PaidTo {
    /// The reporter's token account and the treasury's.
    ///
    /// # Errors
    /// Where one is missing.
    fn find(&self, context: &Context, org: &Org, reporter: &Pubkey) -> Result<(Pubkey, Pubkey)> {
        let (reward, _) = context.token_account(&org.mint, reporter, self.token_account)?;
        let owner = &org.dao.authority;
        let (treasury, _) = context.token_account(&org.mint, owner, self.treasury)?;
        Ok((reward, treasury))
    }
}
