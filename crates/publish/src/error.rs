//! Why entries could not be published.

use std::path::PathBuf;

use althing_record::{LineError, RecordError};
use althing_tlog::store::StoreError;
use althing_tlog::Hash;

/// Why entries could not be published. Nothing is lost: the next run goes on where this one stopped.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// It certainly did not happen.
    #[error("{0}")]
    Chain(String),
    /// The log has another size than the batch was made for.
    #[error("the log has moved on while this batch was made: {0}")]
    Moved(String),
    /// It is not known whether a transaction arrived; the next run finds out.
    #[error("{0}")]
    Unconfirmed(String),
    /// Of the tiles.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Of another file.
    #[error("{path}: cannot {action}: {source}", path = .path.display())]
    Io {
        path: PathBuf,
        action: &'static str,
        source: std::io::Error,
    },
    #[error("{path}: another process publishes this log", path = .path.display())]
    Locked { path: PathBuf },
    #[error("{path}: is no journal of this version ({why}); restore it from a copy", path = .path.display())]
    Journal { path: PathBuf, why: String },
    #[error("{path}: has tiles or a checkpoint, but no journal: restore .althing/journal from a copy, or adopt the folder as it is", path = .path.display())]
    NoJournal { path: PathBuf },
    #[error("{path}: {why}, so this folder cannot be adopted", path = .path.display())]
    NotAdopted { path: PathBuf, why: String },
    #[error("{path}: the tiles were damaged: {why}; restore them from a copy", path = .path.display())]
    Damaged { path: PathBuf, why: String },
    #[error("{path}: this folder belongs to the log {found}, not to {expected}", path = .path.display())]
    OtherLog {
        path: PathBuf,
        found: String,
        expected: String,
    },
    #[error("{path}: line {line}: {error}", path = .path.display())]
    Kept {
        path: PathBuf,
        line: u64,
        error: RecordError,
    },
    /// A line that is no record.
    #[error("{input}: {error}")]
    Line { input: String, error: LineError },
    #[error("{input}: line {line}: has {length} bytes or more, at most {max} fit", max = althing_tlog::tile::MAX_ENTRY)]
    LongLine {
        input: String,
        line: u64,
        length: usize,
    },
    #[error("{input}: line {line}: is empty; an entry has at least one byte")]
    EmptyLine { input: String, line: u64 },
    #[error(
        "{input}: line {line}: has no newline at its end, so it may be half a line; complete it"
    )]
    CutOff { input: String, line: u64 },
    #[error("{input}: has {lines} lines, {skip} were to be left out")]
    FewLines {
        input: String,
        lines: u64,
        skip: u64,
    },
    #[error("{input}: {lines} lines of the stream that was appended last are in the log, and it was not read to its end")]
    StreamLeft { input: String, lines: u64 },
    #[error("{input}: the {lines} lines that were appended from it are no longer as they were; give the new lines as another file")]
    InputChanged { input: String, lines: u64 },
    #[error("{input}: begins with the {lines} lines that were appended from {other}; say how many lines to leave out (0 appends them again)")]
    InputKnown {
        input: String,
        other: String,
        lines: u64,
    },
    #[error("the chain's log has {chain} entries and this folder {folder}: {advice}")]
    Apart {
        chain: u64,
        folder: u64,
        advice: &'static str,
    },
    #[error("at {size} entries the chain's log has the root {}, and this folder {}: one of them is another log", althing_record::to_hex(.chain), althing_record::to_hex(.folder))]
    OtherRoot {
        size: u64,
        chain: Hash,
        folder: Hash,
    },
    #[error("the log's origin {origin:?} makes no checkpoint: {error}")]
    Checkpoint {
        origin: String,
        error: althing_tlog::text::TextError,
    },
    #[error("a batch of {0} entries: at least 1 and at most 2^30")]
    BatchSize(u64),
    /// A fault of this program.
    #[error("a thread that converts lines has failed")]
    Converter,
    /// The caller's watcher ended the run.
    #[error("stopped")]
    Stopped,
}

impl PublishError {
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
