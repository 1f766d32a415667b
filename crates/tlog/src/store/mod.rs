//! A log as a folder that any static host serves (C2SP tlog-tiles).
//!
//! ```text
//! checkpoint                       the signed head, written last
//! tile/<L>/<N>[.p/<W>]             hashes
//! tile/entries/<N>[.p/<W>]         entries
//! .staging/, .lock                 the writer's own, not to be served
//! ```
//!
//! # Invariants
//! - A file under its own name is whole: it is written under `.staging/`, synced and then renamed. After
//!   a crash at any point the folder is that of some size, and a few files more.
//! - A full tile or bundle never changes. Writing what is there is fine, anything else is refused.
//! - One writer at a time holds `.lock`.
//! - What a writer continues is checked first: the right edge must give the root that its caller names.
//! - Memory does not grow with the log: [`Builder`] keeps one bundle, at most 255 hashes for each of eight
//!   levels, and a bounded number of bundles that are being hashed.

mod builder;
mod check;
mod files;
mod read;
mod workers;

use std::path::PathBuf;

pub use builder::{Builder, Options, Published};
pub use check::{verify, Report};
pub use files::{remove_beyond, remove_obsolete, sync_files, write_checkpoint, write_edge};
pub use read::{edge_frontier, read_bundle, read_tile, Folder, ReadError, TileHashes, TileSource};

use crate::hash::Hash;
use crate::tile::TileError;
use crate::tree::TreeError;

/// The name of the signed head in a log's folder.
pub const CHECKPOINT: &str = "checkpoint";

/// Why a folder could not be written, read or trusted.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path}: cannot {action}: {source}", path = .path.display())]
    Io {
        path: PathBuf,
        action: &'static str,
        source: std::io::Error,
    },
    /// A folder, a pipe or a link that leads nowhere stands where a file belongs.
    #[error("{path}: is not a file", path = .path.display())]
    NotAFile { path: PathBuf },
    #[error("{path}: another process writes this log", path = .path.display())]
    Locked { path: PathBuf },
    #[error("{path}: is not there; entries up to {size} need it", path = .path.display())]
    Missing { path: PathBuf, size: u64 },
    #[error("{path}: {fault}", path = .path.display())]
    Malformed { path: PathBuf, fault: TileError },
    #[error("{path}: at byte {offset}: the hash is not that of {of}", path = .path.display())]
    WrongHash {
        path: PathBuf,
        offset: usize,
        of: &'static str,
    },
    #[error("{path}: was written before with other content, first at byte {offset}; a full tile never changes", path = .path.display())]
    Differs { path: PathBuf, offset: usize },
    #[error("the tree of {size} entries has the root {}, and {} is expected", hex(.found), hex(.expected))]
    WrongRoot {
        size: u64,
        found: Hash,
        expected: Hash,
    },
    #[error("entry {index} has {length} bytes, at most 65535 fit")]
    LongEntry { index: u64, length: usize },
    #[error(transparent)]
    Tree(#[from] TreeError),
    #[error("the writer has failed before and takes nothing more; open the folder again")]
    Failed,
}

impl StoreError {
    pub(crate) fn io(
        path: impl Into<PathBuf>,
        action: &'static str,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            path,
            action,
            source,
        }
    }
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
