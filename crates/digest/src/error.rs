//! What can go wrong, each with the place and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::compare::Comparison;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A path for messages: control characters, line breaks, invisible characters and bytes that are not UTF-8 are escaped,
/// so that no file name can forge a line of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPath(pub PathBuf);

impl From<&Path> for ShownPath {
    fn from(path: &Path) -> Self {
        Self(path.to_path_buf())
    }
}

impl fmt::Display for ShownPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.as_os_str().as_encoded_bytes().utf8_chunks() {
            f.write_str(&escaped(chunk.valid()))?;
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

/// Text safe for a terminal and for one line of output.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '"' => out.push(c),
            c => out.extend(c.escape_debug()),
        }
    }
    out
}

/// What an error is about; a command line maps it to an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request or an input file is wrong.
    Input,
    /// The model cannot be hashed as it is: a link, a special file, a name without UTF-8, no permission, changing files.
    Model,
    /// A signature, an envelope or a model does not match.
    Mismatch,
    /// The caller asked to stop.
    Cancelled,
}

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("{0}: not found; check the path")]
    NotFound(ShownPath),
    #[error("{0}: permission denied; run as a user who may read the whole model")]
    PermissionDenied(ShownPath),
    #[error(
        "{0}: symbolic link; replace it by the file itself, remove it, or allow symbolic links"
    )]
    Symlink(ShownPath),
    #[error("{0}: symbolic link that leads nowhere or in a circle; repair or remove it")]
    BrokenSymlink(ShownPath),
    #[error("{path}: {what}, neither a file nor a folder; remove it")]
    SpecialFile { path: ShownPath, what: &'static str },
    #[error(
        "{0}: the name is not UTF-8, and a statement can only name UTF-8; rename it, or ignore the folder that it is in"
    )]
    NameNotUtf8(ShownPath),
    #[error("{0}: the name has a colon, which cannot be told from the bounds of a shard; rename it or digest by files")]
    ColonInName(ShownPath),
    #[error(
        "{path}: changed while it was read ({what}); digest again when nothing writes to the model"
    )]
    Changed { path: ShownPath, what: &'static str },
    #[error("{path}: {source}; check the disk and the path")]
    Io { path: ShownPath, source: io::Error },
    #[error("{path}: the path has no last name to call the model by; give a name")]
    NoModelName { path: ShownPath },
    #[error(
        "the model has more than {limit} files or shards; use larger shards or split the model"
    )]
    TooManyItems { limit: usize },
    #[error("shard size {0}: must be from 1 to 2^53 bytes")]
    ShardSize(u64),
    #[error(
        "ignored path '{}': {why}; name a path inside the model, relative to it",
        escaped(path)
    )]
    IgnoredPath { path: String, why: &'static str },
    #[error("could not start a thread: {0}; ask for fewer")]
    Threads(io::Error),
    #[error("cancelled")]
    Cancelled,

    #[error("{what}: larger than {limit} bytes; this is not a model signature")]
    TooLarge { what: &'static str, limit: usize },
    #[error("{what}: not the expected JSON ({why}); check that the file is a model signature and complete")]
    Json { what: &'static str, why: String },
    #[error("{what}: '{}' is not supported; {hint}", escaped(found))]
    Unsupported {
        what: &'static str,
        found: String,
        hint: &'static str,
    },
    #[error(
        "statement, resource '{}': {why}; have the model signed again",
        escaped(name)
    )]
    Resource { name: String, why: &'static str },
    #[error("statement: {0}; have the model signed again")]
    Statement(&'static str),
    #[error("statement: the root is {stated}, but its resources give {computed}; it was altered or made wrongly")]
    RootMismatch { stated: String, computed: String },
    #[error("bundle: {0}; have the model signed again")]
    Bundle(&'static str),
    #[error("the signature was made with another key (hint {hint}, yours is {yours}); verify with the signer's key")]
    OtherKey { hint: String, yours: String },
    #[error("the signature does not fit the statement and the key; the envelope was altered or signed by somebody else")]
    BadSignature,
    #[error("key: {0}")]
    Key(&'static str),
    #[error("certificate: {0}")]
    Certificate(String),
    #[error("{}", .0.summary())]
    ModelDiffers(Box<Comparison>),
}

impl Error {
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        use Error::*;
        match self {
            NotFound(_)
            | ShardSize(_)
            | IgnoredPath { .. }
            | NoModelName { .. }
            | TooLarge { .. }
            | Json { .. } => ErrorKind::Input,
            Unsupported { .. }
            | Resource { .. }
            | Statement(_)
            | Bundle(_)
            | Key(_)
            | Threads(_) => ErrorKind::Input,
            PermissionDenied(_)
            | Symlink(_)
            | BrokenSymlink(_)
            | SpecialFile { .. }
            | NameNotUtf8(_) => ErrorKind::Model,
            ColonInName(_) | Changed { .. } | Io { .. } | TooManyItems { .. } => ErrorKind::Model,
            RootMismatch { .. }
            | OtherKey { .. }
            | BadSignature
            | Certificate(_)
            | ModelDiffers(_) => ErrorKind::Mismatch,
            Cancelled => ErrorKind::Cancelled,
        }
    }

    /// The named error for what the operating system answered about `path`.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound(path.into()),
            io::ErrorKind::PermissionDenied => Self::PermissionDenied(path.into()),
            _ => Self::Io {
                path: path.into(),
                source,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn a_path_cannot_forge_output() {
        let path = Path::new(OsStr::from_bytes(
            b"a\n\x1b[2Kok \xff\xe2\x80\xae'\"\xc3\xa9",
        ));
        assert_eq!(
            ShownPath::from(path).to_string(),
            "a\\n\\u{1b}[2Kok \\xff\\u{202e}'\"\u{e9}"
        );
    }
}
