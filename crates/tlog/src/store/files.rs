//! Files that are whole or not there.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{read_bundle, read_tile, Folder, ReadError, StoreError, CHECKPOINT};
use crate::note::Note;
use crate::tile::{edge, hashes_at, Bundle, Kind, TilePath, TILE_HEIGHT, TILE_WIDTH};

const STAGING: &str = ".staging";
const LOCK: &str = ".lock";

/// Where files are written before they get their names. Holds the folder's lock.
#[derive(Clone, Debug)]
pub(super) struct Staging {
    folder: Folder,
    sync: bool,
    _lock: Arc<File>,
}

impl Staging {
    /// Makes the folder where it is missing, locks it and removes what a crash has left.
    pub(super) fn open(folder: &Path, sync: bool) -> Result<Self, StoreError> {
        let staging = folder.join(STAGING);
        fs::create_dir_all(folder).map_err(StoreError::io(folder, "make the folder"))?;
        let path = folder.join(LOCK);
        let lock = File::create(&path).map_err(StoreError::io(&path, "open it"))?;
        lock.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => StoreError::Locked {
                path: folder.into(),
            },
            fs::TryLockError::Error(error) => StoreError::io(&path, "lock it")(error),
        })?;
        match fs::remove_dir_all(&staging) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(StoreError::io(staging, "empty it")(error));
            }
            _ => fs::create_dir(&staging).map_err(StoreError::io(&staging, "make the folder"))?,
        }
        Ok(Self {
            folder: Folder::new(folder),
            sync,
            _lock: Arc::new(lock),
        })
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    fn staged(&self, name: &str) -> PathBuf {
        self.folder
            .path()
            .join(STAGING)
            .join(name.replace('/', "-"))
    }

    /// Writes a tile that gets its name by [`Staging::commit`].
    pub(super) fn write(&self, path: &TilePath, bytes: &[u8]) -> Result<(), StoreError> {
        write_file(&self.staged(&path.to_string()), bytes)
    }

    /// Syncs the tiles written and gives them their names, in this order.
    pub(super) fn commit(&self, paths: &[TilePath]) -> Result<(), StoreError> {
        let staged: Vec<PathBuf> = paths
            .iter()
            .map(|path| self.staged(&path.to_string()))
            .collect();
        self.sync_all(&staged)?;
        let mut made = HashSet::new();
        for (path, staged) in paths.iter().zip(&staged) {
            let target = self.folder.file(path);
            if let Some(parent) = target.parent().filter(|parent| !made.contains(*parent)) {
                fs::create_dir_all(parent).map_err(StoreError::io(parent, "make the folder"))?;
                made.insert(parent.to_owned());
            }
            if path.is_full() && target.exists() {
                same_content(&target, staged)?;
            }
            fs::rename(staged, &target).map_err(StoreError::io(target, "give it its name"))?;
        }
        Ok(())
    }

    /// Waits until the names given so far are on the disk.
    pub(super) fn finish(&self, paths: &[TilePath]) -> Result<(), StoreError> {
        let mut folders: Vec<PathBuf> = paths
            .iter()
            .filter_map(|path| self.folder.file(path).parent().map(Path::to_owned))
            .collect();
        folders.dedup();
        self.sync_all(&folders)
    }

    fn sync_all(&self, paths: &[PathBuf]) -> Result<(), StoreError> {
        if !self.sync {
            return Ok(());
        }
        sync_files(self.folder.path(), paths)
    }
}

/// Waits until these files and folders, which all lie below one folder, are on the disk.
///
/// # Errors
/// [`StoreError::Io`].
#[cfg(target_os = "linux")]
pub fn sync_files(folder: &Path, paths: &[PathBuf]) -> Result<(), StoreError> {
    if paths.is_empty() {
        return Ok(());
    }
    // One call for thousands of files, which would each take as long.
    let opened = File::open(folder).map_err(StoreError::io(folder, "open it"))?;
    rustix::fs::syncfs(opened).map_err(|error| StoreError::io(folder, "sync it")(error.into()))
}

/// Waits until these files and folders, which all lie below one folder, are on the disk.
///
/// # Errors
/// [`StoreError::Io`].
#[cfg(not(target_os = "linux"))]
pub fn sync_files(_folder: &Path, paths: &[PathBuf]) -> Result<(), StoreError> {
    for path in paths {
        let opened = File::open(path).map_err(StoreError::io(path, "open it"))?;
        opened.sync_all().map_err(StoreError::io(path, "sync it"))?;
    }
    Ok(())
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file = File::create(path).map_err(StoreError::io(path, "make it"))?;
    file.write_all(bytes)
        .map_err(StoreError::io(path, "write it"))
}

fn same_content(old: &Path, new: &Path) -> Result<(), StoreError> {
    let old_bytes = fs::read(old).map_err(StoreError::io(old, "read it"))?;
    let new_bytes = fs::read(new).map_err(StoreError::io(new, "read it"))?;
    if old_bytes == new_bytes {
        return Ok(());
    }
    let same = old_bytes
        .iter()
        .zip(&new_bytes)
        .take_while(|(old, new)| old == new)
        .count();
    Err(StoreError::Differs {
        path: old.into(),
        offset: same,
    })
}

/// Writes a log's signed head, whole or not at all. To be called after everything that it covers is on
/// the disk, that is after [`super::Builder::publish`].
///
/// # Errors
/// [`StoreError::Io`].
pub fn write_checkpoint(folder: &Path, checkpoint: &Note) -> Result<(), StoreError> {
    let target = folder.join(CHECKPOINT);
    let staged = folder.join(format!(".{CHECKPOINT}"));
    let mut file = File::create(&staged).map_err(StoreError::io(&staged, "make it"))?;
    file.write_all(checkpoint.encode().as_bytes())
        .map_err(StoreError::io(&staged, "write it"))?;
    file.sync_all()
        .map_err(StoreError::io(&staged, "sync it"))?;
    fs::rename(&staged, &target).map_err(StoreError::io(&target, "give it its name"))?;
    let opened = File::open(folder).map_err(StoreError::io(folder, "open it"))?;
    opened.sync_all().map_err(StoreError::io(folder, "sync it"))
}

/// Removes the partial tiles and bundles whose full ones are there, as C2SP allows: what they held is
/// read from the full ones. Returns how many files were removed.
///
/// # Errors
/// [`StoreError::Io`]; [`StoreError::Locked`] while a writer is at work.
pub fn remove_obsolete(folder: &Path) -> Result<u64, StoreError> {
    let staging = Staging::open(folder, false)?;
    remove(folder, |path| {
        !path.is_full() && staging.folder.file(&path.full()).exists()
    })
}

/// Writes the partial tiles and bundles of the tree of the first `size` entries, where the folder holds the tree of
/// `larger` entries. Nothing is removed.
///
/// # Errors
/// [`StoreError`] where the larger tree's right edge is not there.
pub fn write_edge(folder: &Path, larger: u64, size: u64) -> Result<(), StoreError> {
    let staging = Staging::open(folder, true)?;
    let edge = edge(size);
    for path in &edge {
        let first = path.index() << TILE_HEIGHT;
        let width = hashes_at(level_of(path), larger).saturating_sub(first);
        let wider = TilePath::new(
            path.kind(),
            path.index(),
            width.min(TILE_WIDTH.into()) as u16,
        )
        .filter(|wider| wider.width() >= path.width())
        .ok_or(StoreError::Missing {
            path: staging.folder.file(path),
            size: larger,
        })?;
        let bytes = read_beginning(&staging.folder, &wider, path.width());
        let bytes = bytes.map_err(|error| error.of(&staging.folder, larger))?;
        staging.write(path, &bytes)?;
    }
    staging.commit(&edge)?;
    staging.finish(&edge)
}

/// A tile's or a bundle's bytes, cut to a smaller width.
fn read_beginning(
    folder: &Folder,
    path: &TilePath,
    width: u16,
) -> Result<Vec<u8>, ReadError<StoreError>> {
    if path.kind() != Kind::Entries {
        let mut hashes = read_tile(folder, path)?;
        hashes.truncate(width.into());
        return Ok(hashes.as_flattened().to_vec());
    }
    let mut bytes = read_bundle(folder, path)?;
    let mut bundle = Bundle::new(&bytes, path.width());
    // It was read as a bundle of that many entries.
    let _ = bundle.by_ref().take(width.into()).count();
    let end = bundle.offset();
    bytes.truncate(end);
    Ok(bytes)
}

/// Removes what is beyond a tree of `size` entries: tiles and bundles that were written for a larger tree
/// which nobody has seen, because its checkpoint was never published. Returns how many files were removed.
///
/// # Errors
/// [`StoreError`] where the tree of `size` entries is not there; nothing is removed then.
pub fn remove_beyond(folder: &Path, size: u64) -> Result<u64, StoreError> {
    let staging = Staging::open(folder, true)?;
    // Its right edge may be there only as the beginning of wider tiles.
    let edge = edge(size);
    for path in &edge {
        let bytes = read_beginning(&staging.folder, path, path.width());
        staging.write(
            path,
            &bytes.map_err(|error| error.of(&staging.folder, size))?,
        )?;
    }
    staging.commit(&edge)?;
    staging.finish(&edge)?;
    remove(folder, |path| {
        let end = path
            .index()
            .saturating_mul(TILE_WIDTH.into())
            .saturating_add(path.width().into());
        end > hashes_at(level_of(path), size)
    })
}

fn level_of(path: &TilePath) -> u8 {
    match path.kind() {
        Kind::Hashes(level) => level,
        Kind::Entries => 0,
    }
}

/// Removes the tiles of which `unwanted` holds. Whatever is no tile stays.
fn remove(folder: &Path, unwanted: impl Fn(&TilePath) -> bool) -> Result<u64, StoreError> {
    let mut removed = 0;
    let mut open = vec!["tile".to_owned()];
    while let Some(name) = open.pop() {
        let at = folder.join(&name);
        let entries = match fs::read_dir(&at) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(StoreError::io(&at, "list it"))?,
        };
        for entry in entries {
            let entry = entry.map_err(StoreError::io(&at, "list it"))?;
            let Some(child) = entry
                .file_name()
                .to_str()
                .map(|child| format!("{name}/{child}"))
            else {
                continue;
            };
            let kind = entry.file_type().map_err(StoreError::io(&at, "list it"))?;
            if kind.is_dir() {
                open.push(child);
            } else if child.parse().is_ok_and(|path| unwanted(&path)) {
                let path = folder.join(&child);
                fs::remove_file(&path).map_err(StoreError::io(path, "remove it"))?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}
