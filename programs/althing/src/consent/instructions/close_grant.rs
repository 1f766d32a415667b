use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Dataset, Grant};
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct CloseGrant<'info> {
    #[account(mut, dup)]
    pub dataset: AccountLoader<'info, Dataset>,
    #[account(
        mut,
        dup,
        has_one = dataset @ AlthingError::WrongDataset,
        has_one = log @ AlthingError::WrongLog,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub grant: AccountLoader<'info, Grant>,
    /// The grant's vault; none for a free grant.
    #[account(mut, dup, constraint = vault.key() == grant.load()?.vault @ AlthingError::WrongVault)]
    pub vault: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// A token account of the dataset's owner, where somebody has sent the vault tokens that no book knows of.
    #[account(
        mut,
        dup,
        constraint = to.mint == grant.load()?.mint @ AlthingError::WrongMint,
        constraint = to.owner == dataset.load()?.owner @ AlthingError::WrongTokenOwner
    )]
    pub to: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    #[account(constraint = mint.key() == grant.load()?.mint @ AlthingError::WrongMint)]
    pub mint: Option<Box<InterfaceAccount<'info, Mint>>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub caller: Signer<'info>,
    /// CHECK: who paid the rent, as the grant says.
    #[account(mut, dup)]
    pub payer: UncheckedAccount<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Closes a grant and its vault; the rent returns to whoever paid it.
///
/// # Specification
/// - An offer: the dataset's owner may, anybody once it has expired.
/// - A grant that was accepted: anybody may, once it is over and nothing is owed to either side.
/// - The end is an entry of the organisation's log.
pub fn close_grant(ctx: Context<CloseGrant>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (priced, signature) = {
        let mut grant = accounts.grant.load_mut()?;
        let mut dataset = accounts.dataset.load_mut()?;
        let now = Clock::get()?.unix_timestamp;
        grant.settle(now)?;
        let owners = dataset.owner == accounts.caller.key();
        let idle_offer = grant.state == Grant::OFFERED && (owners || grant.is_expired(now));
        let finished = idle_offer || grant.is_finished(now);
        ensure!(finished, AlthingError::GrantNotFinished);
        dataset.forget_grant()?;
        (grant.vault != Pubkey::default(), grant.signature())
    };
    if priced {
        close_vault(accounts, &signature.seeds())?;
    }
    let payload = entries::GrantClosed {
        grant: accounts.grant.key(),
    };
    audit::record(
        &accounts.log,
        EntryKind::GrantClosed,
        accounts.caller.key,
        &payload,
    )
}

fn close_vault(accounts: &CloseGrant, seeds: &[&[u8]]) -> Result<()> {
    let missing = AlthingError::GrantAccountsMissing;
    let vault = accounts.vault.as_deref().ok_or(missing)?;
    let complete = vault.amount == 0 || accounts.to.is_some();
    ensure!(complete, missing);
    token::close_vault(
        vault,
        accounts.to.as_deref(),
        accounts.mint.as_deref().ok_or(missing)?,
        accounts.payer.to_account_info(),
        accounts.grant.to_account_info(),
        &accounts.token_program,
        seeds,
    )?;
    Ok(())
}
