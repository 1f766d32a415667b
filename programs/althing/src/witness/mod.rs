//! Who watches the logs: witnesses whose cosignatures are counted on chain, and what a bonded operator loses
//! for two truths or for none.
//!
//! # Accounts
//! - [`WitnessSet`]: an organisation's witnesses, their keys, and how many of them are a quorum.
//! - [`WitnessedLog`]: a log that they watch, under the name (origin) that stands in its checkpoints, and the
//!   largest tree of it that a quorum has signed.
//! - [`LogCheckpoint`]: size and root of such a log as the chain knew them, and the cosignatures over them.
//! - [`Equivocation`]: what was proved against a log's operator, one per organisation, key, size
//!   and pair of roots.
//!
//! # What is signed
//! The text of a checkpoint (C2SP tlog-checkpoint) is `origin`, size and base64 of the root, each with a
//! newline; the program rebuilds it from what the chain knows, see [`note`]. A witness signs `cosignature/v1`,
//! its time and that text (C2SP tlog-cosignature); the runtime checks the signature in the same transaction,
//! see [`crate::precompile`]. So the cosignatures that are counted here are those that any C2SP tool reads, and
//! the account holds all that a note of them needs.
//!
//! A checkpoint that somebody signs may have further lines; whatever they say, its first three state a root. But
//! the signed text has to fit the transaction that reports it: some 300 bytes with everything else in it. So readers
//! take no checkpoint with further lines of a bonded log, see [`crate::bond`].
//!
//! # What is punished
//! - *Equivocation*: the key of a [`crate::bond::LogBond`] has signed a root for a size, and another root is
//!   that of the chain, or was signed by it too. Takes [`crate::constants::EQUIVOCATION_BPS`] of the bond.
//! - *A missed deadline*: the log has not grown, and its operator has not said that there is nothing new, for
//!   longer than the bond's interval. Takes [`crate::constants::DEADLINE_BPS`] of the bond, and the next
//!   interval begins.
//!
//! Of either, [`crate::constants::REPORTER_BPS`] go to whoever reports it, the rest to the treasury. That two
//! checkpoints of different sizes do not belong to one tree cannot be shown: there is no proof of a proof that
//! does not exist. But any size of the past can be held against what the chain knows, by a consistency proof of
//! the chain's own root. Where that proof is long, or the log grows too fast for it, whoever reports keeps a root
//! ([`crate::audit::KeptRoot`]), goes back to the size in question, and reports without a proof.
//!
//! # Who may do what
//! - The authority names witnesses, admits logs and ends both.
//! - Anybody admits a log that is bonded to the organisation, opens checkpoints, submits cosignatures, reports,
//!   and closes checkpoints that are superseded, or whose log is witnessed no more.
//!
//! # Invariants
//! - Size and root of a checkpoint are those that the chain had for the log.
//! - A witness counts once per checkpoint. A change of the set voids what was counted for a checkpoint that has
//!   no quorum yet; one that has keeps it.
//! - `latest_size` of a log only grows. `checkpoints` and `logs` count accounts, so nothing is closed above
//!   what exists.
//! - All reports of one lie (to one organisation, of one key, size and pair of roots) together take half of the most
//!   that was bonded at one of them:
//!   nobody is punished twice for the same, and nobody buys freedom to tell a lie by being punished for it while
//!   next to nothing is bonded. The account is never closed, since a bond can be opened anew. Who wants to
//!   stake more after a lie opens a new bond with another key.
//! - Who is named, admitted and dismissed, and what was witnessed, are entries of the organisation's log. What is
//!   closed is an event only.

pub mod entries;
pub mod events;
pub mod instructions;
pub mod note;
pub mod state;

pub use instructions::*;
pub use state::*;
