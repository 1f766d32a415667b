use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::error::AlthingError;
use crate::revenue::events::RevenuePassedOn;
use crate::revenue::state::revenue_pool::{RevenueSignature, FIRST_PARENT};
use crate::revenue::RevenuePool;
use crate::token;

#[derive(Accounts)]
pub struct DistributeRevenue<'info> {
    #[account(
        mut,
        dup,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub revenue_pool: AccountLoader<'info, RevenuePool>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The pool of the parent at that place, as the first pool has noted it; so it is in the same mint.
    #[account(
        mut,
        dup,
        constraint = parent_pool.load()?.vault == parent_vault.key() @ AlthingError::WrongVault
    )]
    pub parent_pool: AccountLoader<'info, RevenuePool>,
    #[account(mut, dup)]
    pub parent_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Passes on what is due to a parent into its pool, which splits it by its own table.
///
/// # Specification
/// - Anybody may.
/// - `place` is 0 to 3: which of the version's parents. Something is due to it.
pub fn distribute_revenue(ctx: Context<DistributeRevenue>, place: u8) -> Result<()> {
    let accounts = &*ctx.accounts;
    // From one pool's books into the other's, before the tokens move.
    let (amount, signature) = take(accounts, place)?;
    accounts.parent_pool.load_mut()?.deposit(amount)?;
    token::pay(
        &accounts.vault,
        &accounts.parent_vault,
        &accounts.mint,
        accounts.revenue_pool.to_account_info(),
        &accounts.token_program,
        amount,
        &signature.seeds(),
    )?;
    emit!(RevenuePassedOn {
        pool: accounts.revenue_pool.key(),
        parent_pool: accounts.parent_pool.key(),
        amount
    });
    Ok(())
}

/// Takes what is due to the parent at this place, whose pool was passed, off the books.
fn take(accounts: &DistributeRevenue, place: u8) -> Result<(u64, RevenueSignature)> {
    let pool = &mut accounts.revenue_pool.load_mut()?;
    let place = usize::from(place);
    let parent = pool.parents().get(place).copied();
    let parent = parent.ok_or(AlthingError::RevenuePlaceOutOfBounds)?;
    ensure_keys_eq!(
        accounts.parent_pool.key(),
        parent,
        AlthingError::WrongParentPool
    );
    let amount = pool.take(FIRST_PARENT.saturating_add(place))?;
    Ok((amount, pool.signature()))
}
