//! Revenue: what a version earns is shared among those it came from, and passed on along its lineage.
//!
//! # Accounts
//! - [`RevenuePool`]: of one version, in one mint. It has a share for the treasury, for the maintainer, for the
//!   owner of each dataset, and for the pool of each parent; a table set by vote says how large each is. It keeps
//!   what is due to each, and its vault holds it.
//!
//! # Who may do what
//! - Anybody creates a pool, deposits into it, has a share paid to whom it belongs, and passes a parent's share
//!   on into that parent's pool.
//! - Only the organisation's authority sets the table; until then everything is the treasury's. It does so once
//!   the version was promoted: from then on, what the version was made from is final.
//! - The authority closes a pool in which nothing is due; its payer one whose shares were never set; anybody one
//!   whose version is closed. A pool that others pass revenue on to is closed after them.
//!
//! # Invariants
//! - Nothing is lost or made: `deposited` is always exactly what was paid, what is due, and the shares' remainders
//!   below one base unit, which count in the next deposit (`math/split.rs`). The vault holds at least what was
//!   deposited less what was paid.
//! - Passing on comes to an end: lineage has no cycles, and no step makes an amount larger. It cannot be held up or
//!   led elsewhere: a pool whose shares are set knows the pools of its version's parents in its mint, which count it
//!   among their `children` and stay while it does.
//! - A share belongs to whoever stands there when it is paid: the organisation's authority, the model's maintainer
//!   now, the dataset's owner now, whether or not the owner's consent to further use still holds: what was made from
//!   the data earns on. Where the model or dataset is closed, the share is the treasury's; so it is where a dataset
//!   was closed and somebody registered its digest anew ([`holders`]).
//! - A change of the table moves nothing that is due.
//! - Every change but deposits, payments and passing on is an entry of the organisation's log.
//!
//! # `dup`
//! The mutable accounts are marked `dup`, which switches off Anchor's search for a mutable account passed twice
//! (a hash set, on the heap, in every call). The two pools of `distribute_revenue` are of different versions,
//! because no version is its own parent, and are written one after the other; to token accounts Anchor writes nothing
//! back.

pub mod entries;
pub mod events;
pub mod holders;
pub mod instructions;
pub mod lineage;
pub mod state;

pub use instructions::*;
pub use state::*;
