//! The bridge to [`crate::rewards`]: a joined stake position's shares are its weight there.

use std::cell::RefMut;

use anchor_lang::prelude::*;

use super::StakePosition;
use crate::error::AlthingError;
use crate::rewards::{RewardPool, RewardPosition};

/// Keeps the weight of a stake position in step with its shares: `kept` of them stay, `added` are new.
/// A position that has not joined a pool takes no reward accounts.
///
/// # Errors
/// [`AlthingError::RewardAccountsMissing`] where it has joined and an account is missing,
/// [`AlthingError::NotJoined`] where it has not and one is given,
/// [`AlthingError::WrongRewardPosition`], [`AlthingError::WrongRewardPool`], and those of
/// [`RewardPool::feed`].
#[inline(never)]
pub fn feed(
    stake: &StakePosition,
    pool: Option<&AccountLoader<RewardPool>>,
    position: Option<&AccountLoader<RewardPosition>>,
    kept: u64,
    added: u64,
) -> Result<()> {
    if stake.reward_position == Pubkey::default() {
        ensure!(
            pool.is_none() && position.is_none(),
            AlthingError::NotJoined
        );
        return Ok(());
    }
    let pool = pool.ok_or(AlthingError::RewardAccountsMissing)?;
    let position = position.ok_or(AlthingError::RewardAccountsMissing)?;
    let (mut pool, mut position) = load(stake, pool, position)?;
    pool.feed(
        &mut position.holding,
        kept,
        added,
        Clock::get()?.unix_timestamp,
    )
}

/// The reward accounts, once they are found to be those of the stake position.
///
/// # Errors
/// [`AlthingError::WrongRewardPosition`], [`AlthingError::WrongRewardPool`].
pub fn load<'a>(
    stake: &StakePosition,
    pool: &'a AccountLoader<RewardPool>,
    position: &'a AccountLoader<RewardPosition>,
) -> Result<(RefMut<'a, RewardPool>, RefMut<'a, RewardPosition>)> {
    ensure_keys_eq!(
        position.key(),
        stake.reward_position,
        AlthingError::WrongRewardPosition
    );
    let loaded = position.load_mut()?;
    ensure_keys_eq!(
        loaded.reward_pool,
        pool.key(),
        AlthingError::WrongRewardPool
    );
    Ok((pool.load_mut()?, loaded))
}
