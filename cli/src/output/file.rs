//! Files that commands read and write.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The whole file, which is no larger than `limit` bytes.
///
/// # Errors
/// Where it is missing, larger, or cannot be read.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let bad =
        |e: std::io::Error| Error::usage(format!("{}: {e}", path.display()), "Check the path.");
    let mut bytes = vec![];
    let most = (limit as u64).saturating_add(1);
    File::open(path)
        .map_err(bad)?
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(bad)?;
    if bytes.len() > limit {
        return Err(Error::usage(
            format!("{}: larger than {limit} bytes", path.display()),
            "This is not the file that was meant.",
        ));
    }
    Ok(bytes)
}

/// Writes the file whole or not at all: beside it first, then in its place.
///
/// # Errors
/// Where it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = put(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.map_err(|e| {
        let _ = fs::remove_file(&beside);
        Error::failed(
            format!("{}: {e}", path.display()),
            "Check the path, and that you may write there.",
        )
    })
}

fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
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
