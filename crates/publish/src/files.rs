//! The operator's own files in a log's folder.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::PublishError;

/// Where the operator's own files are in a log's folder. It holds what opens personal fields: never to be served.
pub const PRIVATE: &str = ".althing";

pub(crate) fn private(folder: &Path) -> PathBuf {
    folder.join(PRIVATE)
}

/// Makes a folder and those above it; the operator's own ones can be entered by nobody else.
pub(crate) fn make_folder(path: &Path) -> Result<(), PublishError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(PublishError::io(path, "make the folder"))
}

/// Makes a file, or empties it, that only its owner can read.
pub(crate) fn create(path: &Path) -> Result<File, PublishError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map_err(PublishError::io(path, "make it"))
}

/// The name under which a file is written before it gets its own.
pub(crate) fn staged(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Writes a file under another name, syncs it, and gives it its name.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    make_folder(path.parent().unwrap_or(path))?;
    let mut file = create(&staged(path))?;
    file.write_all(bytes)
        .map_err(PublishError::io(staged(path), "write it"))?;
    name(file, path)
}

/// Syncs a file that was written under its staged name, and gives it its own; on the disk when this returns.
pub(crate) fn name(file: File, path: &Path) -> Result<(), PublishError> {
    file.sync_all()
        .map_err(PublishError::io(staged(path), "sync it"))?;
    fs::rename(staged(path), path).map_err(PublishError::io(path, "replace it"))?;
    sync_folder(path.parent().unwrap_or(path))
}

/// A file of at most `limit` bytes. A pipe in its place is not waited for, and nothing larger is read whole.
pub(crate) fn read(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![];
    open(path)?
        .take((limit as u64).saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        let why = format!("larger than {limit} bytes");
        return Err(std::io::Error::other(why));
    }
    Ok(bytes)
}

/// Opens a file to read it, and nothing else that may stand in its place.
pub(crate) fn open(path: &Path) -> std::io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("not a file"));
    }
    File::open(path)
}

/// Removes a file if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), PublishError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(PublishError::io(path, "remove it")(error)),
        Ok(()) => sync_folder(path.parent().unwrap_or(path)),
    }
}

fn sync_folder(folder: &Path) -> Result<(), PublishError> {
    let opened = File::open(folder).and_then(|folder| folder.sync_all());
    opened.map_err(PublishError::io(folder, "sync it"))
}

/// Holds a folder for one process.
pub(crate) fn lock(folder: &Path) -> Result<File, PublishError> {
    let own = private(folder);
    fs::create_dir_all(folder).map_err(PublishError::io(folder, "make the folder"))?;
    make_folder(&own)?;
    let file = create(&own.join("lock"))?;
    file.try_lock().map_err(|error| match error {
        fs::TryLockError::WouldBlock => PublishError::Locked {
            path: folder.into(),
        },
        fs::TryLockError::Error(error) => PublishError::io(own, "lock it")(error),
    })?;
    Ok(file)
}
