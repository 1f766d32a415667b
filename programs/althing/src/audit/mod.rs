//! Append-only logs that anybody can verify.
//!
//! # Accounts
//! - [`AuditLog`]: an RFC 6962 Merkle tree, of which the chain keeps the size, the root and the
//!   frontier. Every organisation and every model has a *governed* log, written by the program alone
//!   in the same transaction as what it records; anybody may create a log of their own and be its
//!   writer.
//! - [`AuditEntry`]: an entry kept whole in an account of its own, where somebody wants to find it by
//!   address. Entries and logs are never closed.
//! - [`KeptRoot`]: size and root that a log has had, kept by somebody who needs a root that stands still.
//!
//! # Invariants
//! - The program appends; no key can replace, remove or reorder a leaf. A batch extends the frontier
//!   by perfect subtrees, so every older state stays a prefix.
//! - `root` is the root of the tree of `size` leaves at the end of every instruction.
//! - Size and root of a kept root are those that the chain had for the log, or are proved to be.
//! - Entries are canonical bytes (see [`entry`]); two different entries never have the same bytes.

pub mod entry;
pub mod events;
pub mod instructions;
pub mod record;
pub mod state;

pub use entry::EntryKind;
pub use instructions::*;
pub use record::{record, start};
pub use state::*;
