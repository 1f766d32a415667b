use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::consent::{events::GrantFunded, Grant};
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct FundGrant<'info> {
    #[account(
        mut,
        dup,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub grant: AccountLoader<'info, Grant>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens come from: any account that the funder may spend from.
    #[account(mut, dup, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub funder: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Adds to what a grant has prepaid. What is not used up goes to the licensee in the end, whoever paid it.
///
/// # Specification
/// - Anybody may, while the grant is active and not expired.
/// - It is paid per use, or streamed. A stream that had run dry goes on from now.
/// - The amount is more than zero, and arrives exactly.
/// - What a grant is ever paid stays below 2^64 base units.
pub fn fund_grant(ctx: Context<FundGrant>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let accounts = &mut *ctx.accounts;
    let prepaid = {
        let mut grant = accounts.grant.load_mut()?;
        grant.fund(amount, Clock::get()?.unix_timestamp)?;
        grant.meter.prepaid
    };
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.funder,
        &accounts.token_program,
        amount,
    )?;
    emit!(GrantFunded {
        grant: accounts.grant.key(),
        funder: accounts.funder.key(),
        amount,
        prepaid,
    });
    Ok(())
}
