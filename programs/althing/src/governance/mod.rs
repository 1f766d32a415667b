//! How the organisation decides, and how what it decided is carried out.
//!
//! # Accounts
//! - [`Proposal`]: what is proposed, under which frozen rules, and how the vote stands.
//! - [`Action`]: one instruction to be signed by the authority, of this program or of any other.
//! - [`VoteRecord`]: one seat's vote.
//!
//! # A proposal's life
//! ```text
//! Draft --submit--> Voting --finalize--> Succeeded --execute (each action)--> Executed
//!   |                 |           `----> Defeated        `-- window over: expired, can be closed
//!   `----- cancel ----'---------------> Cancelled
//! ```
//!
//! # Invariants
//! - Submission freezes the epoch, the denominator, quorum, approval, every deadline and the hash of
//!   the actions. Nothing that happens later moves them.
//! - A seat's vote weighs what the seat weighed at the frozen epoch; `yes + no + abstain` never exceeds
//!   `eligible`; a seat has at most one record per proposal.
//! - An action is executed at most once, in order, after the hold-up, before the window ends, in a
//!   later slot than finalisation, and is marked done before it is called.
//! - The authority signs nowhere else, and an action may ask for no other signature: an executor's
//!   own signature is never passed on.
//! - Every account here is closed to its payer once the proposal is finished.

pub mod entries;
pub mod events;
pub mod instructions;
pub mod state;

pub use instructions::*;
pub use state::*;
