//! Folders that stay open while their files wait, so that their paths are not walked again for each of many small files.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use super::source::Stamp;
use crate::error::Result;

/// A folder of the model; it is closed when the last of its files is hashed.
#[derive(Debug)]
pub(crate) struct Folder {
    pub path: PathBuf,
    open: Option<Open>,
}

impl Folder {
    /// By its path alone, which may be that of a file that is the whole model.
    pub fn closed(path: &Path) -> Arc<Self> {
        let path = path.into();
        Arc::new(Self { path, open: None })
    }

    /// The open folder, if there was room for it.
    pub fn opened(&self) -> Option<&File> {
        self.open.as_ref().map(|open| &open.file)
    }
}

#[derive(Debug)]
struct Open {
    file: File,
    room: Arc<AtomicUsize>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.room.fetch_add(1, Ordering::Relaxed);
    }
}

/// More do not make anything faster.
const MOST: usize = 256;

/// How many more may be open.
#[derive(Debug)]
pub(crate) struct Folders {
    room: Arc<AtomicUsize>,
}

impl Folders {
    pub fn new(most: usize) -> Self {
        let room = Arc::new(AtomicUsize::new(most.min(MOST)));
        Self { room }
    }

    /// The folder at `path`, which must be the one that was listed. Where it cannot be opened, or too many are, its
    /// files are opened by their paths. Only one thread opens folders.
    pub fn open(&self, path: &Path, stamp: &Stamp) -> Result<Arc<Folder>> {
        if self.room.load(Ordering::Relaxed) == 0 {
            return Ok(Folder::closed(path));
        }
        let mut folder = OpenOptions::new();
        let opened = folder.read(true).custom_flags(libc::O_DIRECTORY).open(path);
        let Ok((now, file)) = opened.and_then(|file| Ok((file.metadata()?, file))) else {
            return Ok(Folder::closed(path));
        };
        stamp.check(|| path.into(), &Stamp::of(&now))?;
        self.room.fetch_sub(1, Ordering::Relaxed);
        let room = Arc::clone(&self.room);
        let open = Some(Open { file, room });
        let path = path.into();
        Ok(Arc::new(Folder { path, open }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn stamp(path: &Path) -> Stamp {
        Stamp::of(&std::fs::metadata(path).unwrap())
    }

    #[test]
    fn no_more_are_open_than_there_is_room_for() {
        let folder = tempfile::tempdir().unwrap();
        let (path, stamp) = (folder.path(), stamp(folder.path()));
        let folders = Folders::new(2);
        let open = || folders.open(path, &stamp).unwrap();
        let (first, second, third) = (open(), open(), open());
        assert!(first.opened().is_some() && second.opened().is_some());
        assert!(third.opened().is_none());
        assert_eq!(third.path, path);
        drop((second, third));
        assert!(open().opened().is_some());
        assert!(Folders::new(0)
            .open(path, &stamp)
            .unwrap()
            .opened()
            .is_none());
    }

    #[test]
    fn another_folder_in_its_place_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let error = Folders::new(1)
            .open(folder.path(), &stamp(other.path()))
            .unwrap_err();
        assert!(matches!(error, Error::Changed { .. }), "{error}");
    }

    #[test]
    fn what_cannot_be_opened_is_found_by_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let folders = Folders::new(1);
        let found = folders.open(&gone, &stamp(folder.path())).unwrap();
        assert!(found.opened().is_none());
    }
}
