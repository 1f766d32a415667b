//! Bond: what the operator of a log stakes on keeping it, in the organisation's token.
//!
//! # Accounts
//! - [`LogBond`]: the stake behind one log, who operates the log, under which name and key its checkpoints
//!   are signed, and how often they are promised. Its vault holds the stake, also what is on its way out.
//!
//! # Who may do what
//! The writer of a log opens its bond towards an organisation, adds to it, and takes it back after a
//! cooldown. The authority, by vote, slashes within the cap. Other rooms slash for what can
//! be proved or what a chamber has judged (`slash::slash`): an equivocation, a missed deadline, a question
//! without an answer, an appeal that was upheld. Anybody tells the bond that the log has grown, pays out to the
//! operator what has waited out the cooldown, and closes a bond that is empty.
//!
//! # The promise
//! At the latest `checkpoint_interval` slots after `last_checkpoint_slot` the log has grown and somebody has
//! noted it, or its operator has signed that there is nothing new. Name, key and interval are fixed when the
//! bond is opened, and so is the cooldown; the interval can only become shorter. Whoever wants others opens a new
//! bond.
//!
//! # What a bond covers
//! The first three lines of a checkpoint. Evidence has to fit a transaction, so a checkpoint with further lines
//! may be one that nobody can prove to be false here: readers refuse those of a bonded log.
//!
//! What has waited out the cooldown can leave in one slot. Whoever judges what a bond is worth counts `amount`
//! alone, and pays the rest out.
//!
//! # Invariants
//! - The vault holds at least `amount + unbonding`.
//! - What is on its way out is liable like the rest until it is withdrawn, and the cooldown is no shorter
//!   than an epoch, a vote and its hold-up were when the bond was opened: what is asked back does not escape a slash
//!   that is proposed at once.
//! - What is left after a withdrawal covers `at_stake`, the most that open questions can cost.
//! - A bond of which nothing is left but what has waited out its cooldown is *released*: it takes no new
//!   questions and misses no deadline. So nobody can hold its operator for ever by asking on.
//! - In one epoch votes take at most `slash_cap_bps` of what was bonded at the epoch's first such slash.
//! - Every slash is an entry of the organisation's log.
//! - Token accounts are marked `dup` as in [`crate::rewards`].

pub mod entries;
pub mod events;
pub mod instructions;
pub mod slash;
pub mod state;

pub use instructions::*;
pub use state::*;
