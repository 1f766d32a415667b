//! Consent: owners of data say which model may use it, for what, how long, how often and at what price.
//!
//! # Accounts
//! - [`Dataset`]: a digest, its owner, and the mint in which its prices are paid.
//! - [`ClosedDataset`]: what stays of a dataset that was closed, so that nobody else takes its place.
//! - [`Grant`]: consent to one purpose of one model: offered by the owner, accepted by a licensee, revoked by
//!   the owner at any time. It keeps the books of what was prepaid, what has accrued to the owner, and of the
//!   uses. A grant with a price has a vault.
//!
//! # Who may do what
//! - Anybody registers a dataset and owns it, the organisation's authority too. A digest proves nothing about
//!   whom the data belongs to: the organisation judges that when it promotes what was made from it.
//! - Only the owner describes it, offers and revokes grants, hands it on (the other side accepts) and closes it.
//! - Only the licensee, whom the offer names, accepts a grant, records uses and gives the grant up. It acts for the
//!   model, and need not be its maintainer.
//! - Anybody funds a grant, pays the owner what has accrued and the licensee what is left, and closes what is
//!   over, to whoever paid for it.
//!
//! # Invariants
//! - Of every grant: `funded == prepaid + owed + claimed + refunded`, and its vault holds at least
//!   `prepaid + owed`. What the owner receives is rounded down and the rest carried (`math/meter.rs`).
//! - What has accrued is the owner's, also after a revocation; what has not is the licensee's. Revoking does not
//!   depend on any account of the licensee's: a refund that cannot be paid at once waits.
//! - The terms of an offer never change, and who accepts it names them: no other terms can be slipped in.
//! - Uses never exceed `use_cap`.
//! - `open_grants` counts accounts, so a dataset outlives its grants.
//! - An address of a dataset has had one line of owners, each by the word of the one before: what names it never comes to
//!   mean a stranger's consent.
//! - Every change but funding, claiming and refunding is an entry of the organisation's log: keys, digests and
//!   numbers, nothing else.
//!
//! # `dup`
//! The mutable accounts are marked `dup`, which switches off Anchor's search for a mutable account passed twice
//! (a hash set, on the heap, in every call). No instruction here has two mutable accounts of one type but token
//! accounts, to which Anchor writes nothing back.

pub mod entries;
pub mod events;
pub mod instructions;
pub mod refund;
pub mod state;

pub use instructions::*;
pub use state::*;
