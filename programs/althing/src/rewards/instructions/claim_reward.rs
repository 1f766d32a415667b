use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::constants::SEED_REWARDS;
use crate::error::AlthingError;
use crate::rewards::{events::RewardClaimed, RewardPool, RewardPosition};
use crate::token;

#[derive(Accounts)]
pub struct ClaimReward<'info> {
    #[account(mut, has_one = mint @ AlthingError::WrongMint, has_one = vault @ AlthingError::WrongVault)]
    pub reward_pool: AccountLoader<'info, RewardPool>,
    #[account(mut, has_one = reward_pool @ AlthingError::WrongRewardPosition)]
    pub reward_position: AccountLoader<'info, RewardPosition>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    #[account(
        mut,
        dup,
        constraint = to.mint == mint.key() @ AlthingError::WrongMint,
        constraint = to.owner == reward_position.load()?.holder @ AlthingError::WrongTokenOwner
    )]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Pays a position what it has earned so far.
///
/// # Specification
/// - Anybody may, for anybody: the tokens go to a token account that the position's holder owns.
/// - Something is owed, or weight of the position comes to count, which frees the pool of a mark.
/// - A second claim at the same time finds nothing.
pub fn claim_reward(ctx: Context<ClaimReward>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let claim = settle(accounts)?;
    if claim.amount == 0 {
        return Ok(());
    }
    token::pay(
        &accounts.vault,
        &accounts.to,
        &accounts.mint,
        accounts.reward_pool.to_account_info(),
        &accounts.token_program,
        claim.amount,
        &[
            SEED_REWARDS,
            claim.dao.as_ref(),
            claim.subject.as_ref(),
            &[claim.bump],
        ],
    )?;
    emit!(RewardClaimed {
        pool: accounts.reward_pool.key(),
        holder: accounts.to.owner,
        amount: claim.amount
    });
    Ok(())
}

struct Claim {
    amount: u64,
    dao: Pubkey,
    subject: Pubkey,
    bump: u8,
}

/// Clears the books before the tokens move.
fn settle(accounts: &ClaimReward) -> Result<Claim> {
    let mut pool = accounts.reward_pool.load_mut()?;
    let mut position = accounts.reward_position.load_mut()?;
    let (_, promoted) = pool.settle_holding(&mut position.holding, Clock::get()?.unix_timestamp)?;
    let amount = pool.take_owed(&mut position.holding)?;
    ensure!(amount > 0 || promoted, AlthingError::NothingToClaim);
    Ok(Claim {
        amount,
        dao: pool.dao,
        subject: pool.subject,
        bump: pool.bump,
    })
}
