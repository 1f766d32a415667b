//! Who vouches for a model's versions, by which key, and when: signing keys that overlap and are retired, and
//! signatures that the chain has checked.
//!
//! # Accounts
//! - [`SigningKey`]: a public key of a model's maintainer, the slots in which its signatures count, and from
//!   which slot on it counts as stolen.
//! - [`VersionSignature`]: a checked signature of one key over one version, and the slot in which it was
//!   recorded.
//! - [`Statement`]: a scratch account for a statement too long for a transaction. Its hash is what can be
//!   signed.
//!
//! # What is signed
//! The statement about a release (in-toto, as OpenSSF model signing writes it) is what `manifest_digest` of a
//! version is the SHA-256 of. A signature covers its DSSE encoding (see [`dsse`]), in one of two forms:
//! - *whole*: the message is the encoding itself. The program takes the statement out of it and hashes it. This
//!   is what `model-signing`, Sigstore and `althing model sign` produce. Message and signature have to fit one
//!   transaction, which leaves about 600 bytes for the message.
//! - *hash*: the message is the 23 bytes [`dsse::HASHED`] and the 32 of the encoding's SHA-256, which only a
//!   [`Statement`] of this version that is sealed can vouch for. (A hash of an encoding cannot be derived from a hash
//!   of what it encodes, so the statement is uploaded once; the runtime cannot take a message out of an account.)
//!   With Ed25519 the signature is over these 55 bytes, with P-256 it is ECDSA with SHA-256 over them: such a
//!   signature is made for the chain, and a Sigstore signature over a long statement cannot be turned into it.
//!
//! The two cannot be confused, nor with a hash that is signed elsewhere: each begins with words of its own.
//!
//! A key is added with a proof that somebody has it: a signature over [`PROOF`] and the model's address. So nobody's
//! key comes to a model without its holder, and their genuine signatures over files count for no other model than
//! those that they agreed to. That holder vouches for the statement alone: not for the model's other versions, nor for
//! what its maintainer says of this one (name, lineage, datasets).
//!
//! # When a signature counts
//! A signature is judged at the slot in which it was recorded, see [`SigningKey::standing_at`]: not before
//! `valid_from_slot`, not after `valid_until_slot`, and before `revoked_at_slot`. So retiring a key leaves its
//! older signatures as they are, and revoking it makes those bad that were recorded in or after the slot in
//! which it was stolen. When a signature was *made* nobody can know; it is recorded as long as the key counts.
//!
//! # Who may do what
//! - A model's maintainer adds, retires and revokes its keys, adding with a proof of the key's holder; the organisation's authority revokes as well.
//! - Anybody who holds a signature records it.
//! - Anybody closes what is finished, to whoever paid for it.
//!
//! # Invariants
//! - A key's slots only shrink and its revocation only moves to earlier slots: no signature that was bad
//!   becomes good.
//! - `signatures` of a key counts its open [`VersionSignature`]s; a key with signatures is not closed, nor is a
//!   revoked one while its model exists, so that nobody adds it anew.
//! - A version has at most one signature of a key, recorded while the key counted, kept as long as the version.
//! - A sealed [`Statement`] does not change and hashes to its version's `manifest_digest`.
//! - Every change but closings and statements is an entry of the model's log.

pub mod dsse;
pub mod entries;
pub mod events;
pub mod instructions;
pub mod state;

pub use instructions::*;
pub use state::*;
