//! Compute: who runs models for the organisation, and what they stake on doing it right.
//!
//! # Accounts
//! - [`Provider`]: an operator's machines, price and stake. Its vault holds all tokens staked with it:
//!   the active pool's and the unbonding pool's.
//! - [`StakePosition`]: one holder's shares of a provider's active pool, and its part in rewards.
//! - [`Unbonding`]: shares of the unbonding pool that can be withdrawn when their time has come.
//! - [`Offence`]: the record of one slash, so that one offence is slashed once.
//!
//! # Who may do what
//! Anybody registers as a provider, retires, stakes, and leaves again after the cooldown; no vote can
//! prevent it. Only the authority, by vote, slashes. What is finished anybody can close.
//!
//! # Invariants
//! - The vault holds at least `active.assets + unbonding.assets`.
//! - A pool's shares are the sum of the live shares of its positions or tranches, see
//!   [`crate::math::shares`]. A slash changes the pool's assets and nobody's shares.
//! - Stake that is on its way out can be slashed until it is withdrawn, and the cooldown is no shorter
//!   than an epoch, a vote and its hold-up (see `Config::validate`): leaving does not escape a slash that
//!   is proposed at once. Dust left in worthless shares is slashed with it.
//! - In one epoch slashes take at most `slash_cap_bps` of what was staked at the epoch's first slash, and
//!   such a rest.
//! - A position that has joined a reward pool has its shares as weight there, from the epoch after.
//! - Token accounts are marked `dup` as in [`crate::rewards`].

pub mod earning;
pub mod entries;
pub mod events;
pub mod instructions;
pub mod state;

pub use instructions::*;
pub use state::*;
