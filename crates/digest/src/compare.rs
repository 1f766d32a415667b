//! Whether a model on disk is the one that a manifest describes: every difference, as plain data.

use std::collections::BTreeSet;
use std::path::Path;

use crate::engine::Progress;
use crate::error::{escaped, Error, Result};
use crate::manifest::{Item, Manifest};
use crate::name::compare_names;
use crate::options::{leaves, Options, GIT_PATHS};
use crate::{digest_path, ModelDigest};

/// What may differ from how the manifest was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompareOptions {
    /// Further paths to leave out, relative to the model: the signature itself, if it lies there under a new name.
    pub ignore: Vec<String>,
    /// Threads that hash; the number of cores unless given.
    pub threads: Option<usize>,
}

/// An item on both sides with different digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file's name, or `name:start:end` of a shard.
    pub name: String,
    pub expected: [u8; 32],
    pub found: [u8; 32],
}

/// The outcome of [`compare`]: equal if all three lists are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What was found on disk.
    pub found: ModelDigest,
    pub expected_root: [u8; 32],
    pub differs: Vec<Difference>,
    /// In the manifest, not on disk.
    pub missing: Vec<String>,
    /// On disk, not in the manifest.
    pub extra: Vec<String>,
}

impl Comparison {
    #[must_use]
    pub fn holds(&self) -> bool {
        self.differs.is_empty() && self.missing.is_empty() && self.extra.is_empty()
    }

    /// # Errors
    /// [`Error::ModelDiffers`] with the comparison unless it holds.
    pub fn into_result(self) -> Result<ModelDigest> {
        if self.holds() {
            Ok(self.found)
        } else {
            Err(Error::ModelDiffers(Box::new(self)))
        }
    }

    /// One line with the counts and the first name of each list.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.holds() {
            return "the model is the one that was signed".into();
        }
        let part = |count: usize, word: &str, first: Option<&str>| {
            first.map(|name| match count {
                1 => format!("1 {word} ('{}')", escaped(name)),
                _ => format!("{count} {word} ('{}' first)", escaped(name)),
            })
        };
        let parts = [
            part(
                self.differs.len(),
                "changed",
                self.differs.first().map(|d| d.name.as_str()),
            ),
            part(
                self.missing.len(),
                "missing",
                self.missing.first().map(String::as_str),
            ),
            part(
                self.extra.len(),
                "not signed",
                self.extra.first().map(String::as_str),
            ),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!(
            "the model is not the one that was signed: {}; get it again from its source",
            parts.join(", ")
        )
    }
}

/// Hashes the model at `path` as `manifest` was made and compares item by item.
///
/// Ignored is exactly what the manifest records and what `options` adds. (The reference in addition always ignores the
/// git paths at the top, and then reports them missing if they were signed; and it refuses a link or a special file also
/// below what is ignored.)
///
/// # Errors
/// As [`digest_path`]; differences are no error.
pub fn compare(
    path: &Path,
    manifest: &Manifest,
    options: &CompareOptions,
    progress: &dyn Progress,
) -> Result<Comparison> {
    let made = manifest.serialization();
    let ignored = made.ignore_paths.iter().filter(|path| !leaves(path));
    let mut ignore: BTreeSet<String> = ignored.cloned().collect();
    ignore.extend(options.ignore.iter().cloned());
    let options = Options {
        method: made.method,
        allow_symlinks: made.allow_symlinks,
        ignore_git: GIT_PATHS.iter().all(|path| ignore.contains(*path)),
        ignore: ignore.into_iter().collect(),
        check_ignored: false,
        // The name is not compared, and a folder such as `/` has none.
        name: Some(".".into()),
        threads: options.threads,
    };
    let found = digest_path(path, &options, progress)?;
    let mut out = Comparison {
        expected_root: manifest.root(),
        differs: Vec::new(),
        missing: Vec::new(),
        extra: Vec::new(),
        found,
    };
    let (mut expected, mut actual) = (
        manifest.items().iter().peekable(),
        out.found.manifest.items().iter().peekable(),
    );
    loop {
        let order = match (expected.peek(), actual.peek()) {
            (None, None) => return Ok(out),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(a), Some(b)) => order(a, b),
        };
        match order {
            std::cmp::Ordering::Less => out.missing.extend(expected.next().map(Item::identifier)),
            std::cmp::Ordering::Greater => out.extra.extend(actual.next().map(Item::identifier)),
            std::cmp::Ordering::Equal => {
                if let (Some(a), Some(b)) = (expected.next(), actual.next()) {
                    if a.digest != b.digest {
                        let difference = Difference {
                            name: a.identifier(),
                            expected: a.digest,
                            found: b.digest,
                        };
                        out.differs.push(difference);
                    }
                }
            }
        }
    }
}

/// The manifest's order: names, then the bounds of shards.
fn order(a: &Item, b: &Item) -> std::cmp::Ordering {
    compare_names(&a.name, &b.name).then(a.range.cmp(&b.range))
}
