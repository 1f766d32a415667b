use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::compute::{events::StakeWithdrawn, Provider, StakePosition, Unbonding};
use crate::constants::SEED_PROVIDER;
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct WithdrawStake<'info> {
    #[account(mut, has_one = mint @ AlthingError::WrongMint, has_one = vault @ AlthingError::WrongVault)]
    pub provider: AccountLoader<'info, Provider>,
    #[account(mut)]
    pub position: AccountLoader<'info, StakePosition>,
    #[account(
        mut,
        has_one = provider @ AlthingError::WrongProvider,
        has_one = position @ AlthingError::WrongStakePosition,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub unbonding: AccountLoader<'info, Unbonding>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    #[account(
        mut,
        dup,
        constraint = to.mint == mint.key() @ AlthingError::WrongMint,
        constraint = to.owner == unbonding.load()?.holder @ AlthingError::WrongTokenOwner
    )]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// CHECK: who paid the rent, as the tranche says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Pays out an unbonding tranche and closes it. No vote can prevent it.
///
/// # Specification
/// - Anybody may: the tokens go to a token account that the holder owns, the rent to its payer.
/// - The tranche is ready.
/// - It pays what its shares stand for, rounded down: less than was unstaked after a slash, and nothing
///   after a slash of everything.
pub fn withdraw_stake(ctx: Context<WithdrawStake>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let payment = redeem(accounts)?;
    if payment.amount > 0 {
        token::pay(
            &accounts.vault,
            &accounts.to,
            &accounts.mint,
            accounts.provider.to_account_info(),
            &accounts.token_program,
            payment.amount,
            &[
                SEED_PROVIDER,
                payment.dao.as_ref(),
                payment.operator.as_ref(),
                &[payment.bump],
            ],
        )?;
    }
    emit!(StakeWithdrawn {
        provider: accounts.provider.key(),
        holder: accounts.to.owner,
        amount: payment.amount,
    });
    Ok(())
}

struct Payment {
    amount: u64,
    dao: Pubkey,
    operator: Pubkey,
    bump: u8,
}

/// Clears the books before the tokens move.
fn redeem(accounts: &WithdrawStake) -> Result<Payment> {
    let mut provider = accounts.provider.load_mut()?;
    let mut position = accounts.position.load_mut()?;
    let tranche = accounts.unbonding.load()?;
    ensure!(
        Clock::get()?.unix_timestamp >= tranche.ready_at,
        AlthingError::UnbondingNotOver
    );

    let live = provider.unbonding.live(tranche.shares, tranche.round);
    let amount = provider
        .unbonding
        .redeem(live)
        .ok_or(AlthingError::Overflow)?;
    position.open_unbondings = position
        .open_unbondings
        .checked_sub(1)
        .ok_or(AlthingError::Overflow)?;
    Ok(Payment {
        amount,
        dao: provider.dao,
        operator: provider.operator,
        bump: provider.bump,
    })
}
