//! Model digests after OpenSSF model signing (OMS): manifest, root, in-toto statement, DSSE envelope, Sigstore bundle.

pub mod bundle;
pub mod compare;
pub mod dsse;
mod engine;
pub mod error;
pub mod fuzz;
pub mod keys;
pub mod manifest;
pub mod name;
pub mod options;
pub mod statement;

use std::path::Path;

use althing_sha256::Kernel;

pub use bundle::Bundle;
pub use compare::{compare, CompareOptions, Comparison, Difference};
pub use dsse::Envelope;
pub use engine::{NoProgress, Progress};
pub use error::{escaped, Error, ErrorKind, Result, ShownPath};
pub use keys::{KeyKind, SigningKey, VerifyingKey};
pub use manifest::{Item, Manifest, Serialization};
pub use options::{Method, Options};
pub use statement::Statement;

/// The digest of a model on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelDigest {
    /// The model's name: the last component of its path, or as given.
    pub name: String,
    /// Every file or shard with its hash.
    pub manifest: Manifest,
    /// Names that are part of the folder but of no item, so that neither root nor signature says anything about them.
    pub uncovered: Vec<Uncovered>,
    /// Files read, empty ones included.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Something that the reference's manifest leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// Name inside the model.
    pub name: String,
    /// Why it has no item.
    pub reason: UncoveredReason,
}

/// Why a name has no item in a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UncoveredReason {
    /// Links were allowed, and this one leads to a folder.
    LinkToFolder,
    /// The file is empty and the method is shards.
    EmptyInShards,
}

impl ModelDigest {
    /// SHA-256 over the items' digests in order.
    #[must_use]
    pub fn root(&self) -> [u8; 32] {
        self.manifest.root()
    }

    /// The statement to sign.
    ///
    /// # Errors
    /// As [`Statement::new`].
    pub fn statement(&self) -> Result<Statement> {
        Statement::new(&self.name, self.manifest.clone())
    }
}

/// Hashes the file or folder at `path`.
///
/// # Errors
/// Each with the path it is about; see [`Error`]. On an error, or when cancelled, there is no partial result.
pub fn digest_path(path: &Path, options: &Options, progress: &dyn Progress) -> Result<ModelDigest> {
    let method = options.method.check()?;
    let ignored = options.ignored()?;
    let name = model_name(path, options)?;
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = options.threads.unwrap_or_else(cores).clamp(1, 1024);
    let (follow, kernel) = (options.allow_symlinks, Kernel::detect());
    let task = engine::Task {
        root: path,
        method,
        follow,
        ignored: &ignored,
        check_ignored: options.check_ignored,
        threads,
        kernel,
    };
    let outcome = task.run(progress)?;
    let shards = method != Method::Files;
    let mut items: Vec<Item> = outcome
        .items
        .into_iter()
        .map(|hashed| Item {
            name: hashed.name.as_ref().into(),
            range: shards.then_some((hashed.start, hashed.end)),
            digest: hashed.digest,
        })
        .collect();
    manifest::sort(&mut items);
    let mut uncovered = outcome.uncovered;
    uncovered.sort_unstable_by(|a, b| name::compare_names(&a.name, &b.name));
    let serialization = Serialization {
        method,
        allow_symlinks: options.allow_symlinks,
        ignore_paths: ignored,
    };
    let manifest = Manifest::new(serialization, items)?;
    Ok(ModelDigest {
        name,
        manifest,
        uncovered,
        files: outcome.files,
        bytes: outcome.bytes,
    })
}

/// As the reference: the last component, of the resolved path if the given one ends in `..` or has none.
fn model_name(path: &Path, options: &Options) -> Result<String> {
    if let Some(name) = &options.name {
        return Ok(name.clone());
    }
    let last = match path.file_name() {
        Some(name) => Some(name.to_owned()),
        None => {
            let resolved = path.canonicalize().map_err(|e| Error::io(path, e))?;
            resolved.file_name().map(ToOwned::to_owned)
        }
    };
    let last = last.ok_or_else(|| Error::NoModelName { path: path.into() })?;
    last.into_string()
        .map_err(|_| Error::NameNotUtf8(path.into()))
}

/// SHA-256 of bytes in memory.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    digest.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
    digest
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// 64 hexadecimal digits as 32 bytes; of either case, as the reference reads them.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let text: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    };
    let mut out = [0; 32];
    for (byte, pair) in out.iter_mut().zip(text.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(out)
}
