//! The organisation: who belongs to it, how much their word weighs, and by which rules it decides.
//!
//! # Accounts
//! - [`Dao`]: name, mint, rules. One authority PDA (`["authority", dao]`) signs for it; only
//!   `execute_proposal` can make it sign.
//! - [`Chamber`]: a body of members whose weights come from one source. Chamber 0 holds the token
//!   holders (weights are deposits), chamber 1 the evaluators (weights are granted by vote); a vote
//!   can make more.
//! - [`Seat`]: one holder's place in one chamber.
//!
//! # Invariants
//! - A seat's and a chamber's weights are rings of `(epoch, weight)` checkpoints. A change made in
//!   epoch `e` counts from `e + 1`, so the weights of the running epoch never change, and the sum of
//!   the seats' weights at an epoch is the chamber's total at that epoch.
//! - A chamber's vault holds at least `chamber.deposited`, and that is the sum over its seats of
//!   `deposited + withdrawing`.
//! - The epoch length is fixed at foundation and a vote spans at most `CHECKPOINTS - 2` epochs, so the
//!   weight at a live proposal's epoch is never overwritten.
//! - The cooldown outlasts the epoch, a vote and its hold-up: whoever decides has a deposit when the decision
//!   is carried out. No instruction here can block a withdrawal (a mint's freeze authority can).

pub mod entries;
pub mod events;
pub mod instructions;
pub mod state;

pub use instructions::*;
pub use state::*;
