use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::consent::{events::GrantClaimed, Dataset, Grant};
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct ClaimGrant<'info> {
    pub dataset: AccountLoader<'info, Dataset>,
    #[account(
        mut,
        dup,
        has_one = dataset @ AlthingError::WrongDataset,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub grant: AccountLoader<'info, Grant>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    #[account(
        mut,
        dup,
        constraint = to.mint == mint.key() @ AlthingError::WrongMint,
        constraint = to.owner == dataset.load()?.owner @ AlthingError::WrongTokenOwner
    )]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Pays the dataset's owner what has accrued so far; after the grant's end, what had accrued by then.
///
/// # Specification
/// - Anybody may: the tokens go to a token account of whoever owns the dataset now.
/// - At least one base unit has accrued.
pub fn claim_grant(ctx: Context<ClaimGrant>) -> Result<()> {
    let accounts = &*ctx.accounts;
    // The books are cleared before the tokens move.
    let (amount, signature) = {
        let mut grant = accounts.grant.load_mut()?;
        let amount = grant.claim(Clock::get()?.unix_timestamp)?;
        (amount, grant.signature())
    };
    token::pay(
        &accounts.vault,
        &accounts.to,
        &accounts.mint,
        accounts.grant.to_account_info(),
        &accounts.token_program,
        amount,
        &signature.seeds(),
    )?;
    emit!(GrantClaimed {
        grant: accounts.grant.key(),
        owner: accounts.to.owner,
        amount,
    });
    Ok(())
}
