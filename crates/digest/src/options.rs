//! How a model is digested: by files or shards, what is left out, how many threads.

use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result};
use crate::name;

/// What the reference ignores at the top of a model unless told otherwise.
pub const GIT_PATHS: [&str; 4] = [".git", ".gitattributes", ".github", ".gitignore"];

/// The reference's default shard size, in bytes.
pub const DEFAULT_SHARD_SIZE: u64 = 1_000_000_000;

/// Largest shard size: a statement may carry it as a JSON number that other readers take as a double.
pub const MAX_SHARD_SIZE: u64 = 1 << 53;

/// Most files or shards of one model.
pub const MAX_ITEMS: usize = 10_000_000;

/// Whether an item of the manifest is a file or a piece of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// One item per file; a large file is hashed by one core.
    Files,
    /// One item per `size` bytes of a file; a large file is hashed by all cores. Empty files have no item.
    Shards { size: u64 },
}

impl Method {
    /// The algorithm that the statement names for each item.
    #[must_use]
    pub fn algorithm(&self) -> String {
        match self {
            Self::Files => "sha256".into(),
            Self::Shards { size } => format!("sha256-sharded-{size}"),
        }
    }

    pub(crate) fn check(self) -> Result<Self> {
        match self {
            Self::Shards { size } if size == 0 || size > MAX_SHARD_SIZE => {
                Err(Error::ShardSize(size))
            }
            method => Ok(method),
        }
    }
}

/// How to digest a model. [`Options::default`] is the reference's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub method: Method,
    /// Follow symbolic links to files. Links to folders are then listed in [`crate::ModelDigest::uncovered`], not followed.
    pub allow_symlinks: bool,
    /// Leave out [`GIT_PATHS`] at the top of the model.
    pub ignore_git: bool,
    /// Further paths to leave out with all below them, relative to the model. No patterns.
    /// [`Options::ignore_given`] makes them from what a user typed.
    pub ignore: Vec<String>,
    /// Refuse links and special files also below ignored paths, as the reference does, which would otherwise refuse the
    /// model that was signed. [`crate::compare()`] does not.
    pub check_ignored: bool,
    /// The model's name in the statement; the last component of its path unless given.
    pub name: Option<String>,
    /// Threads that hash; the number of cores unless given.
    pub threads: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            method: Method::Files,
            allow_symlinks: false,
            ignore_git: true,
            ignore: Vec::new(),
            check_ignored: true,
            name: None,
            threads: None,
        }
    }
}

impl Options {
    /// Ignores a path as a user gives it, relative to the current folder or absolute. A path outside the model is no
    /// part of it anyway and changes nothing, as in the reference. Links in the path are resolved, as in the reference.
    ///
    /// # Errors
    /// If the model does not exist, or the path is the model itself or is not UTF-8.
    pub fn ignore_given(&mut self, model: &Path, given: &Path) -> Result<()> {
        let root = model.canonicalize().map_err(|e| Error::io(model, e))?;
        let Ok(relative) = resolve(given)?.strip_prefix(&root).map(Path::to_path_buf) else {
            return Ok(());
        };
        let text = relative
            .to_str()
            .ok_or_else(|| Error::NameNotUtf8(given.into()))?;
        if text.is_empty() {
            // The signature of a single-file model may be named beside it; the model itself cannot be ignored.
            return Err(Error::IgnoredPath {
                path: given.to_string_lossy().into(),
                why: "it is the whole model",
            });
        }
        self.ignore.push(text.to_owned());
        Ok(())
    }

    /// What the statement records as ignored: sorted, each once.
    pub(crate) fn ignored(&self) -> Result<Vec<String>> {
        let mut all: Vec<String> = if self.ignore_git {
            GIT_PATHS.iter().map(|s| (*s).to_owned()).collect()
        } else {
            Vec::new()
        };
        for path in &self.ignore {
            all.push(normalised(path)?);
        }
        all.sort();
        all.dedup();
        Ok(all)
    }
}

/// Whether an ignored path of a statement has `..` in it: the reference compares such a path component by component
/// with names that have none, so that it ignores nothing.
pub(crate) fn leaves(path: &str) -> bool {
    Path::new(path)
        .components()
        .any(|part| part == Component::ParentDir)
}

/// `a/./b/` as `a/b`; refuses what cannot name a path inside the model.
pub(crate) fn normalised(path: &str) -> Result<String> {
    let fault = |why| Error::IgnoredPath {
        path: path.to_owned(),
        why,
    };
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(part) => {
                parts.push(part.to_str().ok_or_else(|| fault("it is not UTF-8"))?)
            }
            Component::CurDir => {}
            Component::ParentDir => return Err(fault("'..' is not resolved")),
            Component::RootDir | Component::Prefix(_) => return Err(fault("it is absolute")),
        }
    }
    if parts.is_empty() {
        return Err(fault("it is the whole model"));
    }
    let joined = parts.join("/");
    match name::fault(&joined) {
        Some(why) => Err(fault(why)),
        None => Ok(joined),
    }
}

/// The absolute path with links resolved as far as it exists (the rest may be a signature yet to be written).
fn resolve(given: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(given).map_err(|e| Error::io(given, e))?;
    let mut rest = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(mut found) = existing.canonicalize() {
            for part in rest.iter().rev() {
                match part {
                    Component::ParentDir => drop(found.pop()),
                    part => found.push(part),
                }
            }
            return Ok(found);
        }
        let (Some(parent), Some(last)) = (existing.parent(), existing.components().next_back())
        else {
            return Ok(absolute);
        };
        rest.push(last);
        existing = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shard_sizes_are_bounded() {
        for size in [0, MAX_SHARD_SIZE + 1, u64::MAX] {
            assert!(
                matches!(Method::Shards { size }.check(), Err(Error::ShardSize(s)) if s == size)
            );
        }
        assert!(
            Method::Shards { size: 1 }.check().is_ok()
                && Method::Shards {
                    size: MAX_SHARD_SIZE
                }
                .check()
                .is_ok()
        );
    }

    #[test]
    fn ignored_paths_are_normal_sorted_and_single() {
        let options = Options {
            ignore: vec!["b/".into(), "./a//c".into(), ".git".into()],
            ..Options::default()
        };
        assert_eq!(
            options.ignored().unwrap(),
            [
                ".git",
                ".gitattributes",
                ".github",
                ".gitignore",
                "a/c",
                "b"
            ]
        );
        for bad in ["", ".", "./", "/a", "../a", "a/..", "a/../b"] {
            let options = Options {
                ignore: vec![bad.into()],
                ..Options::default()
            };
            assert!(
                matches!(options.ignored(), Err(Error::IgnoredPath { path, .. }) if path == bad),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn given_paths_are_resolved_against_the_model() {
        let dir = tempfile::tempdir().unwrap();
        let model = dir.path().join("model");
        std::fs::create_dir_all(model.join("sub")).unwrap();
        std::os::unix::fs::symlink(&model, dir.path().join("link")).unwrap();
        let mut options = Options::default();
        options
            .ignore_given(&model, &dir.path().join("link/sub/new.sig"))
            .unwrap();
        options
            .ignore_given(&model, &model.join("sub/../model.sig"))
            .unwrap();
        options
            .ignore_given(&model, &dir.path().join("outside.sig"))
            .unwrap();
        options
            .ignore_given(&model, &model.join("../outside.sig"))
            .unwrap();
        assert_eq!(options.ignore, ["sub/new.sig", "model.sig"]);
        assert!(matches!(
            options.ignore_given(&model, &model),
            Err(Error::IgnoredPath { .. })
        ));
        assert!(matches!(
            options.ignore_given(&dir.path().join("no"), &model),
            Err(Error::NotFound(_))
        ));
    }
}
