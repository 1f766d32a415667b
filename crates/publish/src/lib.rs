//! Brings entries of any number into a log on the chain, and their tiles into a folder that any static host serves.
//!
//! # The folder
//! ```text
//! tile/…            C2SP tlog-tiles: hashes and entry bundles; written by althing-tlog
//! checkpoint        the signed head of what the chain has; never of more
//! .althing/journal  what was published, what is under way, how far each input was read (JSON)
//! .althing/kept/…   openings of salted commitments, one file per batch: for the operator alone
//! ```
//! A static host must not serve names that begin with a dot.
//!
//! # Steps of one batch, and a crash after each
//! 1. Entries become tiles beyond the checkpoint ([`Step::Built`]). *Crash:* nobody has seen them; they are removed and
//!    the same lines are read again.
//! 2. The journal says what is about to be sent ([`Step::Intended`]). *Crash:* the chain is asked whether it happened.
//! 3. `append_batch` is confirmed, once for mostly one transaction ([`Step::Sent`]). The program refuses a batch that
//!    was made for another size, so sending twice cannot double an entry.
//! 4. The checkpoint is written ([`Step::Announced`]), then the journal ([`Step::Settled`]). *Crash between:* the same
//!    checkpoint is written again.
//!
//! So an entry is in the chain's log once if its line was read, whatever happens in between; the tests stop after
//! every step and in the middle of them, and go on as a new process would.
//!
//! A stream cannot be read again by its name. The journal counts its lines that are in the log until it was read to its
//! end; where it was not, the next stream is refused ([`PublishError::StreamLeft`]) until its sender says how many lines
//! to leave out, be it the same stream or another.
//!
//! # Invariants
//! - What the journal calls published is in the folder, in the chain's log and in the checkpoint (in the checkpoint's
//!   case: once it is settled).
//! - One process at a time holds `.althing/lock`.
//! - Memory does not grow with the input: blocks of 256 KiB, three for each thread, and as many for what they become.

mod batch;
pub mod chain;
mod error;
mod files;
pub mod fuzz;
mod input;
pub mod journal;
pub mod kept;
mod lines;
mod publisher;
mod recovery;

pub use chain::Chain;
pub use error::PublishError;
pub use files::PRIVATE;
pub use input::{Input, Start, TAIL};
pub use journal::Mark;
pub use lines::Form;
pub use publisher::{Left, Outcome, Publisher, Settings};

/// What was done last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A batch's tiles are on the disk, beyond the checkpoint.
    Built,
    /// The journal says what will be sent.
    Intended,
    /// A transaction was confirmed.
    Sent,
    /// The checkpoint is that of the tree with the batch.
    Announced,
    /// The journal says so too.
    Settled,
}

/// Who looks on.
pub trait Watcher {
    /// Called with the number of entries, those before included, while tiles are written. To stop there answer
    /// `false`: as after a crash, nothing is tidied up.
    fn progress(&mut self, _entries: u64) -> bool {
        true
    }

    /// Called after each step. To stop there answer `false`.
    fn after(&mut self, _step: Step) -> bool {
        true
    }
}

impl Watcher for () {}
