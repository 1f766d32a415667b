//! Appeals: anybody may question a decision that an operator has logged, and have the answer judged.
//!
//! # Accounts
//! - [`AppealRules`]: on which terms the log behind a bond can be questioned. Set by vote.
//! - [`Question`]: one question about one leaf of the log, its answer, and the vote on an appeal. Its vault
//!   holds the deposit.
//! - [`AppealBallot`]: one seat's vote on an appeal.
//!
//! # A question's life
//! ```text
//! Open --answer--> Answered --appeal--> Appealed --finalize--> Upheld, Rejected or Undecided
//!   |                  `----accept----> Accepted, or Lapsed when nobody appealed in time
//!   `--no answer in time, report------> Unanswered
//! ```
//!
//! # Who pays
//! | outcome | the deposit goes to | the bond loses |
//! |---|---|---|
//! | accepted, lapsed | the questioner: to ask costs nothing but time | - |
//! | unanswered | the questioner, with a share of the penalty | the penalty for silence |
//! | upheld | the questioner, with a share of the penalty | the penalty for a wrong answer |
//! | rejected | the treasury: to appeal without reason has a price | - |
//! | undecided (no quorum) | the questioner, who cannot help it | - |
//!
//! The treasury gets the deposit of a rejected appeal, and what the questioner does not get of a penalty;
//! the operator gets nothing: it must not earn by answers that provoke appeals. The questioner's share is at
//! most half, so that an operator who questions itself under another name loses by it. A deposit grows with
//! the number of open questions, so that whoever floods an operator has to lock ever more; but only to ten times
//! what the terms say, so that no operator keeps others from asking by asking itself.
//!
//! # Invariants
//! - Opening freezes terms, quorum, approval, the deposit and both penalties (base units of the bond as it
//!   was); an appeal freezes the epoch and the denominator. Nothing that happens later moves them.
//! - New terms bind questions that are asked after the cooldown that the bond was opened with: an operator who
//!   does not accept them can be gone by then.
//! - The leaf that is questioned is in the log, proved by an RFC 6962 path to one of the log's perfect subtrees, so
//!   that who appends all the time cannot keep a proof from landing. So is the answer: an entry of the log
//!   that names the question and the answer's hash (see [`Question::answer_payload`]), appended after the
//!   question was asked.
//! - Neither operator nor questioner votes on their appeal, and their weight is no part of the denominator.
//! - What a question can still cost is part of the bond's `at_stake`, until it is settled. Anybody can settle
//!   what is due, so nobody can hold a bond.
//! - A question's vault holds its deposit until it is settled.
//! - Only hashes of salted texts are on chain. Who erases the salt erases the text; the log still verifies.
//! - Every outcome is an entry of the organisation's log. Every account here can be closed to its payer.

pub(crate) mod deposit;
pub mod entries;
pub mod events;
pub mod instructions;
pub mod state;

pub use instructions::*;
pub use state::*;
