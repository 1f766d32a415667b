use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Grant, GrantTerms};
use crate::error::AlthingError;
use crate::token;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AcceptGrantArgs {
    /// The terms as the licensee read them.
    pub terms: GrantTerms,
    /// Base units to pay now: the price where it is paid once; what is prepaid where it is paid per use or
    /// streamed.
    pub prepay: u64,
}

#[derive(Accounts)]
pub struct AcceptGrant<'info> {
    #[account(mut, dup, has_one = log @ AlthingError::WrongLog)]
    pub grant: AccountLoader<'info, Grant>,
    /// The grant's vault; none where nothing is paid now.
    #[account(mut, dup, constraint = vault.key() == grant.load()?.vault @ AlthingError::WrongVault)]
    pub vault: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// Where the tokens come from.
    #[account(mut, dup, constraint = from.mint == grant.load()?.mint @ AlthingError::WrongMint)]
    pub from: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    #[account(constraint = mint.key() == grant.load()?.mint @ AlthingError::WrongMint)]
    pub mint: Option<Box<InterfaceAccount<'info, Mint>>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub licensee: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Accepts an offer, and pays.
///
/// # Specification
/// - Only whom it was offered to may.
/// - The terms are those of the offer, so that no other offer can take its place unseen.
/// - Its term is not over.
/// - A price for once is paid whole; a balance for uses or a stream may be prepaid. The amount arrives exactly.
/// - The acceptance is an entry of the organisation's log.
pub fn accept_grant(ctx: Context<AcceptGrant>, args: AcceptGrantArgs) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    {
        let mut grant = accounts.grant.load_mut()?;
        ensure!(grant.terms() == args.terms, AlthingError::TermsMoved);
        let now = Clock::get()?.unix_timestamp;
        grant.accept(accounts.licensee.key(), args.prepay, now)?;
    }
    if args.prepay > 0 {
        pay(accounts, args.prepay)?;
    }
    let payload = entries::GrantAccepted {
        grant: accounts.grant.key(),
        prepaid: args.prepay,
    };
    audit::record(
        &accounts.log,
        EntryKind::GrantAccepted,
        accounts.licensee.key,
        &payload,
    )
}

fn pay(accounts: &mut AcceptGrant, amount: u64) -> Result<()> {
    let missing = AlthingError::GrantAccountsMissing;
    token::receive(
        accounts.from.as_deref().ok_or(missing)?,
        accounts.vault.as_deref_mut().ok_or(missing)?,
        accounts.mint.as_deref().ok_or(missing)?,
        &accounts.licensee,
        &accounts.token_program,
        amount,
    )
}
