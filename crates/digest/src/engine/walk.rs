//! Listing a model: which files count, in no particular order.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folders::{Folder, Folders};
use super::source::{special, FileEntry, Stamp};
use super::{open_limit, Task};
use crate::error::{Error, Result};
use crate::name::{is_within, SINGLE_FILE};
use crate::{Uncovered, UncoveredReason};

/// Walks a model with a stack of its own, so that depth costs no thread stack.
pub(crate) struct Walk<'a> {
    root: &'a Path,
    ignored: &'a [String],
    follow: bool,
    check_ignored: bool,
    /// Those that are open.
    open: Folders,
    /// Every folder listed and as it was, to see at the end that nothing in it was added, removed or replaced.
    folders: Vec<(PathBuf, Stamp)>,
    single: Option<Stamp>,
    pub uncovered: Vec<Uncovered>,
}

impl<'a> Walk<'a> {
    pub fn new(task: &Task<'a>) -> Self {
        Self {
            root: task.root,
            ignored: task.ignored,
            follow: task.follow,
            check_ignored: task.check_ignored,
            open: Folders::new(open_limit() / 4),
            folders: Vec::new(),
            single: None,
            uncovered: Vec::new(),
        }
    }

    /// Calls `found` with every file. A model that is a single file is named `.`, and nothing is ignored.
    pub fn run(&mut self, mut found: impl FnMut(FileEntry) -> Result<()>) -> Result<()> {
        let meta = fs::symlink_metadata(self.root).map_err(|e| Error::io(self.root, e))?;
        let meta = self.inspect(|| self.root.to_path_buf(), meta)?;
        let stamp = Stamp::of(&meta);
        if meta.is_file() {
            self.single = Some(stamp);
            return found(FileEntry {
                folder: Folder::closed(self.root),
                name: SINGLE_FILE.into(),
                stamp,
            });
        }
        let mut stack = vec![(self.root.to_path_buf(), String::new(), stamp)];
        while let Some((path, name, stamp)) = stack.pop() {
            self.list(&path, &name, &stamp, &mut stack, &mut found)?;
            self.folders.push((path, stamp));
        }
        Ok(())
    }

    fn list(
        &mut self,
        folder: &Path,
        prefix: &str,
        stamp: &Stamp,
        stack: &mut Vec<(PathBuf, String, Stamp)>,
        found: &mut impl FnMut(FileEntry) -> Result<()>,
    ) -> Result<()> {
        let mut opened = None;
        for entry in fs::read_dir(folder).map_err(|e| Error::io(folder, e))? {
            let entry = entry.map_err(|e| Error::io(folder, e))?;
            let Ok(last) = entry.file_name().into_string() else {
                return Err(Error::NameNotUtf8(entry.path().as_path().into()));
            };
            let name = if prefix.is_empty() {
                last
            } else {
                [prefix, "/", &last].concat()
            };
            if self.ignored.iter().any(|ignored| is_within(&name, ignored)) {
                if self.check_ignored {
                    self.inspect_ignored(entry.path())?;
                }
                continue;
            }
            // Relative to the open folder: its path is not walked again for each entry.
            let meta = entry.metadata();
            let meta = meta.map_err(|e| Error::io(&entry.path(), e))?;
            let link = meta.is_symlink();
            let meta = self.inspect(|| entry.path(), meta)?;
            if meta.is_file() {
                let folder = match &mut opened {
                    Some(folder) => folder,
                    none => none.insert(self.open.open(folder, stamp)?),
                };
                found(FileEntry {
                    folder: Arc::clone(folder),
                    name: name.into(),
                    stamp: Stamp::of(&meta),
                })?;
            } else if link {
                self.uncovered.push(Uncovered {
                    name,
                    reason: UncoveredReason::LinkToFolder,
                });
            } else {
                stack.push((entry.path(), name, Stamp::of(&meta)));
            }
        }
        Ok(())
    }

    /// That there is no link or special file at or below an ignored path: nothing of it is read, but the reference looks
    /// at every path before it asks what is ignored. What may not be listed, or is gone by now, it passes over.
    fn inspect_ignored(&self, path: PathBuf) -> Result<()> {
        let mut stack = vec![path];
        while let Some(path) = stack.pop() {
            let Ok(meta) = fs::symlink_metadata(&path) else {
                continue;
            };
            let link = meta.is_symlink();
            if !self.inspect(|| path.clone(), meta)?.is_dir() || link {
                continue;
            }
            for entry in fs::read_dir(&path).into_iter().flatten() {
                stack.push(entry.map_err(|e| Error::io(&path, e))?.path());
            }
        }
        Ok(())
    }

    /// The metadata of a file or folder, of a link's target if links are allowed; everything else is an error. `meta` is
    /// that of the path itself.
    fn inspect(&self, path: impl Fn() -> PathBuf, meta: Metadata) -> Result<Metadata> {
        let meta = match (meta.is_symlink(), self.follow) {
            (false, _) => meta,
            (true, false) => return Err(Error::Symlink(path().as_path().into())),
            (true, true) => fs::metadata(path()).map_err(|e| match e.raw_os_error() {
                Some(libc::ENOENT | libc::ELOOP | libc::ENOTDIR) => {
                    Error::BrokenSymlink(path().as_path().into())
                }
                _ => Error::io(&path(), e),
            })?,
        };
        if meta.is_file() || meta.is_dir() {
            return Ok(meta);
        }
        Err(Error::SpecialFile {
            path: path().as_path().into(),
            what: special(meta.file_type()),
        })
    }

    /// Called when everything is hashed: no folder gained, lost or replaced an entry meanwhile.
    pub fn unchanged(&self) -> Result<()> {
        if let Some(stamp) = &self.single {
            let now = fs::metadata(self.root).map_err(|e| Error::io(self.root, e))?;
            return stamp.check(|| self.root.to_path_buf(), &Stamp::of(&now));
        }
        for (path, stamp) in &self.folders {
            let now = fs::metadata(path).map_err(|e| Error::io(path, e))?;
            stamp.check(|| path.clone(), &Stamp::of(&now))?;
        }
        Ok(())
    }
}
