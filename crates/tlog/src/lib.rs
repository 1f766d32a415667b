//! Transparency logs: RFC 6962 trees, C2SP checkpoints, cosignatures, proofs and tiles.
//!
//! The crate computes and checks; it speaks to no network and to no chain. Layers, each using only
//! those above it:
//!
//! | module | what | source |
//! |---|---|---|
//! | [`hash`] | hashes of leaves and nodes | RFC 6962, section 2.1 |
//! | [`tree`] | compact ranges: frontiers, batches of perfect subtrees, trees in memory | `docs/audit-log.md` |
//! | [`proof`] | inclusion and consistency, made and checked | RFC 9162, sections 2.1.3 and 2.1.4 |
//! | [`text`] | what all text formats share: lines, numbers, base64, refusals | |
//! | [`key`], [`note`] | signed notes and their keys | C2SP signed-note |
//! | [`cosignature`] | timestamped witness signatures | C2SP tlog-cosignature |
//! | [`checkpoint`] | tree heads as notes | C2SP tlog-checkpoint |
//! | [`policy`] | whose signatures make a checkpoint trusted | C2SP tlog-policy |
//! | [`tlog_proof`] | a proof of one entry in one file | C2SP tlog-proof |
//! | [`witness`] | the request that asks for a cosignature | C2SP tlog-witness |
//! | [`tile`] | paths and contents of tiles and entry bundles | C2SP tlog-tiles |
//! | [`store`] | a folder of tiles: written, resumed, read, verified | C2SP tlog-tiles |
//!
//! # Invariants
//! - Nothing panics on input, whatever it is. An allocation is bounded by the size of the input.
//! - What is written is the one encoding that is read: every parser refuses a second spelling of the
//!   same value (leading zeros, base64 with stray bits, a note without its last newline).
//! - Every refusal names the place (line, byte or file) and what was expected.

pub mod checkpoint;
pub mod cosignature;
pub mod fuzz;
pub mod hash;
pub mod key;
pub mod note;
pub mod policy;
pub mod proof;
pub mod store;
pub mod text;
pub mod tile;
pub mod tlog_proof;
pub mod tree;
pub mod witness;

pub use hash::Hash;
