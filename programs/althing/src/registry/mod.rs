//! Which models an organisation governs, which releases they have, what evaluators say about those,
//! and which one the organisation stands behind.
//!
//! # Accounts
//! - [`Model`]: name, maintainer, and the pointer to the version in production.
//! - [`ModelVersion`]: one immutable release: digests of weights, manifest, code and data, the version
//!   that it was made from, its status and the evaluators' tally.
//! - [`Attestation`]: one evaluator's latest word on one version.
//!
//! # Who may do what
//! - Whoever may propose (weight in the token holders' chamber that reaches the threshold) registers
//!   models and becomes their maintainer, who describes them, registers versions and takes drafts back.
//! - Whoever has weight in an evaluators' chamber attests drafts.
//! - Only the organisation's authority, that is an executed vote, promotes, deprecates and revokes.
//! - Anybody closes what is finished, to whoever paid for it.
//!
//! # Invariants
//! - A model has at most one version with status `Production`, and the model points at it.
//! - What a release is (digests, parent, metadata) never changes, and the evaluators' tally never
//!   changes once the version has left `Draft`: a vote decides upon what it saw.
//! - A version is promoted only with the attestations needed at that moment, and never while its
//!   parent is revoked or closed. One generation is checked: revoking a version blocks what was made
//!   from it, not what was made from that; revoke those by the same vote.
//! - `open_versions` and `open_attestations` count accounts, so nothing is closed above what exists.
//! - A model's name, once used, is never used again: its log lives on and would mix two histories.
//! - Every change but a closing is an entry of the model's log (a registration of a model: of the
//!   organisation's), with its [`crate::audit::events::EntryAppended`] as the event.
//!
//! # `dup`
//! The mutable accounts are marked `dup`, which switches off Anchor's search for a mutable account
//! passed twice (a hash set, on the heap, in every call). No instruction here can be confused so: only
//! `promote_version` has two mutable accounts of one type, and it refuses a version that is its own
//! predecessor by name, since that one's status is `Production`. Its `parent` may well be the same
//! account as `previous`: `parent` is not mutable, so Anchor never writes its stale copy back.

pub mod entries;
pub mod events;
pub mod instructions;
pub mod metadata;
pub mod state;

pub use instructions::*;
pub use state::*;
