//! Files that commands read and write.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The whole file, which is no larger than `limit` bytes.
///
/// A pipe is read only where its name says that somebody made it for this: `/dev/stdin`, and `/dev/fd/63` as shells name
/// `<(command)`. Under any other name, such as in a folder from elsewhere, it would be waited for, for ever.
///
/// # Errors
/// Where it is missing, larger, no file, or cannot be read.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let bad =
        |e: std::io::Error| Error::usage(format!("{}: {e}", path.display()), "Check the path.");
    let bytes = match bounded(path, limit).map_err(bad)? {
        Found::File(bytes) => bytes,
        Found::Other => {
            return Err(Error::usage(
                format!("{}: is not a file", path.display()),
                "Give a file; a pipe as <(command) or /dev/stdin.",
            ))
        }
    };
    if bytes.len() > limit {
        return Err(Error::usage(
            format!("{}: larger than {limit} bytes", path.display()),
            "This is not the file that was meant.",
        ));
    }
    Ok(bytes)
}

/// What is at a path.
pub enum Found {
    /// A file's bytes: all, or one more than the limit, by which it is seen to be too long.
    File(Vec<u8>),
    /// A folder, a pipe, a device, a link that leads to itself.
    Other,
}

/// Reads as [`read`] does, for whoever has their own words for what is no file.
///
/// # Errors
/// Those of the system.
pub fn bounded(path: &Path, limit: usize) -> std::io::Result<Found> {
    let kind = match fs::metadata(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound && path.is_symlink() => {
            return Ok(Found::Other)
        }
        found => found?.file_type(),
    };
    let given = path.starts_with("/dev") && !kind.is_dir();
    if !(kind.is_file() || given) {
        return Ok(Found::Other);
    }
    let mut bytes = vec![];
    let most = (limit as u64).saturating_add(1);
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(Found::File(bytes))
}

/// Writes the file whole or not at all, and waits until it is on the disk: beside it first, then in its place.
///
/// # Errors
/// Where it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, true)
}

/// [`write`] without waiting for the disk, for many files that their writer waits for together.
///
/// # Errors
/// As [`write`].
pub fn write_unsynced(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, false)
}

fn replace(path: &Path, bytes: &[u8], sync: bool) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let failed = |e: std::io::Error| {
        Error::failed(
            format!("{}: {e}", path.display()),
            "Check the path, the room on the disk, and that you may write there.",
        )
    };
    // What is there under that name is not ours to remove.
    let file = File::create_new(&beside).map_err(failed)?;
    let written = put(file, bytes, sync).and_then(|()| fs::rename(&beside, path));
    written.map_err(|e| {
        let _ = fs::remove_file(&beside);
        failed(e)
    })
}

fn put(mut file: File, bytes: &[u8], sync: bool) -> std::io::Result<()> {
    file.write_all(bytes)?;
    if sync {
        file.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exit;

    #[test]
    fn a_file_is_written_whole_over_an_older_one_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(read(&path, 3).unwrap(), b"two");
        assert_eq!(read(&path, 2).unwrap_err().exit, Exit::Usage);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_file_is_neither_waited_for_nor_read_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let listener = folder.path().join("socket");
        let _socket = std::os::unix::net::UnixListener::bind(&listener).unwrap();
        let pipe = folder.path().join("endless");
        std::os::unix::fs::symlink("/dev/zero", &pipe).unwrap();
        let itself = folder.path().join("itself");
        std::os::unix::fs::symlink(&itself, &itself).unwrap();
        for path in [folder.path(), &listener, &pipe, &itself] {
            let error = read(path, 3).unwrap_err();
            assert_eq!(error.exit, Exit::Usage);
            assert!(error.what.ends_with("is not a file"), "{error}");
        }
        // What is given by name may be a pipe, and has an end for us if it has none.
        assert_eq!(read(Path::new("/dev/null"), 3).unwrap(), b"");
        let endless = read(Path::new("/dev/zero"), 3).unwrap_err();
        assert!(endless.what.ends_with("larger than 3 bytes"));
    }

    #[test]
    fn what_cannot_be_written_or_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("missing/f");
        assert!(write(&nowhere, b"").unwrap_err().what.contains("missing/f"));
        assert!(read(&nowhere, 1).unwrap_err().what.contains("missing/f"));
        // A folder stands in its place.
        fs::create_dir(folder.path().join("d")).unwrap();
        assert_eq!(
            write(&folder.path().join("d"), b"").unwrap_err().exit,
            Exit::Failed
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
