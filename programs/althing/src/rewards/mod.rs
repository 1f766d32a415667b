//! Rewards: funds that stream out over time and are shared by weight, exactly.
//!
//! # Accounts
//! - [`RewardPool`]: for one subject (the address whose stake is rewarded), in one mint. Created by
//!   vote, funded by anybody. It keeps the stream, the accumulator and the sum of the weights.
//! - [`RewardPosition`]: one holder's weight in one pool, and what it is owed. The room that feeds the
//!   weight opens and closes it; a pool does not know what the weight stands for.
//!
//! # Invariants
//! - Nothing is lost or made: in units of 2^-64 of a base unit, what was funded is always exactly what
//!   is yet to flow, what is not yet divisible, what positions are owed, and what was paid. The vault
//!   holds at least what was funded less what was paid.
//! - Weight warms up for one epoch: added in epoch `e`, it counts from the beginning of `e + 1`, to the
//!   second, whoever settles whenever. Weight that is taken away stops counting at once.
//! - While nobody has weight, the stream's clock stands still. A clock that goes back counts as one
//!   that stands still.
//! - Paying out needs nobody's consent, and taking weight away never fails for lack of space.
//!
//! # `dup`
//! The token accounts are marked `dup`, which switches off Anchor's search for a mutable account passed
//! twice (a hash set, on the heap, in every call). It guards what Anchor writes back, and Anchor writes
//! nothing back to accounts of the token program.

pub mod entries;
pub mod events;
pub mod instructions;
pub mod state;

pub use instructions::*;
pub use state::*;
