use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::error::AlthingError;
use crate::revenue::events::{RevenueClaimed, RevenueForfeited};
use crate::revenue::{holders, RevenuePool};
use crate::token;

#[derive(Accounts)]
pub struct ClaimRevenue<'info> {
    #[account(
        mut,
        dup,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub revenue_pool: AccountLoader<'info, RevenuePool>,
    /// CHECK: compared with the account that says whom the share belongs to: the organisation for place 0, the
    /// model for 1, the dataset for 2 to 9. It may be closed.
    pub source: UncheckedAccount<'info>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of whom the share belongs to; any account of the mint where that is nobody.
    #[account(mut, dup, constraint = to.mint == mint.key() @ AlthingError::WrongMint)]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Pays what is due to the treasury, the maintainer or a dataset's owner.
///
/// # Specification
/// - Anybody may: the tokens go to a token account of whom the share belongs to now.
/// - Something is due.
/// - Where the model or the dataset is closed, or that dataset's digest was registered anew since the promotion that
///   the shares were set for, what was due becomes the treasury's instead.
pub fn claim_revenue(ctx: Context<ClaimRevenue>, place: u8) -> Result<()> {
    let accounts = &*ctx.accounts;
    // The books are cleared before the tokens move.
    let (holder, amount, signature) = {
        let mut pool = accounts.revenue_pool.load_mut()?;
        let at = usize::from(place);
        let holder = holders::holder(&pool, at, &accounts.source)?;
        let amount = match holder {
            Some(_) => pool.take(at)?,
            None => pool.forfeit(at)?,
        };
        (holder, amount, pool.signature())
    };
    let Some(holder) = holder else {
        emit!(RevenueForfeited {
            pool: accounts.revenue_pool.key(),
            place,
            amount,
        });
        return Ok(());
    };
    ensure_keys_eq!(accounts.to.owner, holder, AlthingError::WrongTokenOwner);
    token::pay(
        &accounts.vault,
        &accounts.to,
        &accounts.mint,
        accounts.revenue_pool.to_account_info(),
        &accounts.token_program,
        amount,
        &signature.seeds(),
    )?;
    emit!(RevenueClaimed {
        pool: accounts.revenue_pool.key(),
        place,
        holder,
        amount,
    });
    Ok(())
}
