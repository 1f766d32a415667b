//! Which models an organisation governs, which releases they have, what evaluators say about those,
//! and which one the organisation stands behind.
//!
//! # Accounts
//! - [`Model`]: name, maintainer, and the pointer to the version in production.
//! - [`ModelHistory`]: every change of status of its versions, so that any past slot can be asked.
//! - [`ModelVersion`]: one release: digests of weights, manifest, code and data, what it was made from, its
//!   status and the evaluators' tally.
//! - [`Attestation`]: one evaluator's latest word on one version.
//!
//! # Who may do what
//! - Whoever may propose (weight in the token holders' chamber that reaches the threshold) registers
//!   models and becomes their maintainer, who describes them, registers versions, links what those were made
//!   from, stages them, and takes drafts back.
//! - Whoever has weight in an evaluators' chamber attests drafts and staged versions.
//! - Only the organisation's authority, that is an executed vote, promotes, deprecates and revokes, and accepts
//!   that a version was made from a revoked one.
//! - Anybody looks at a version's lineage anew, extends a model's history, writes down that a version in production
//!   has lost the consent to its data, and closes what is finished, to whoever paid for it.
//!
//! # Invariants
//! - A model has at most one version with status `Production`, and the model points at it.
//! - A release's digests never change. What it was made from changes only while it is a draft that no
//!   evaluator has said anything about, and the evaluators' tally only until it is promoted or revoked: a vote
//!   decides upon what it saw.
//! - Lineage has no cycles: a parent was staged before it was linked, and is not a draft again while it has
//!   children. Nor has it gaps: what has children is not closed.
//! - A version is promoted only with the attestations needed at that moment, and with a lineage looked at since
//!   the last revocation, of which every revoked ancestor, at any depth, was accepted for it by name. Taints of a
//!   version that says it was checked are exactly its revoked ancestors ([`lineage`]).
//! - A version is promoted only while, for each of its datasets, a grant to its model for the purpose linked is in force
//!   and, where it has a price, paid ([`crate::consent::Grant::promotion_problem`]). What is lost afterwards is not taken out of production by itself: anybody writes it into the model's log.
//! - The last change that the history has of a version is its status, and changes are in the order of slots.
//! - A maintainer's step leaves places of the history for the authority's: nobody keeps a vote from revoking by filling
//!   it.
//! - `open_versions`, `open_attestations` and `children` count accounts, so nothing is closed above what exists.
//! - A model's name, once used, is never used again: its log lives on and would mix two histories.
//! - Every change but a closing, and what is derived from others (taints), is an entry of the model's log (a registration of a model: of the
//!   organisation's), with its [`crate::audit::events::EntryAppended`] as the event.
//!
//! # `dup`
//! The mutable accounts are marked `dup`, which switches off Anchor's search for a mutable account
//! passed twice (a hash set, on the heap, in every call). No instruction here can be confused so: two mutable
//! accounts of one type are a version with its predecessor or its parent. `promote_version` refuses a version
//! that is its own predecessor, since that one's status is `Production`; `link_parent` one that is its own
//! parent, since that one is no draft. Versions are read and written in place, one borrow at a time, so a
//! parent that is the predecessor too has no stale copy.

pub mod entries;
pub mod events;
pub mod grants;
pub mod instructions;
pub mod lineage;
pub mod state;

pub use instructions::*;
pub use state::*;
