use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::consent::refund::{pay_back, Purse};
use crate::consent::Grant;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct RefundGrant<'info> {
    #[account(
        mut,
        dup,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub grant: AccountLoader<'info, Grant>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the licensee's.
    #[account(mut, dup, constraint = to.mint == mint.key() @ AlthingError::WrongMint)]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Pays back what a grant that was revoked or ended has left, where that was not done at once.
///
/// # Specification
/// - Anybody may: the tokens go to a token account of the licensee's.
/// - Something is left.
pub fn refund_grant(ctx: Context<RefundGrant>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let purse = Purse {
        vault: &accounts.vault,
        tokens: &accounts.to,
        mint: &accounts.mint,
    };
    let amount = pay_back(&accounts.grant, &purse, &accounts.token_program)?;
    ensure!(amount > 0, AlthingError::NothingToRefund);
    Ok(())
}
