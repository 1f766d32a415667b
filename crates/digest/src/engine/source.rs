//! Opening and reading one file so that a change is noticed and nothing blocks.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io;
use std::os::fd::{AsRawFd as _, FromRawFd as _};
use std::os::unix::fs::{FileExt as _, FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folders::Folder;
use crate::error::{Error, Result};
use crate::name::SINGLE_FILE;

/// What must stay the same while a file or folder is read. The kernel's clock for these times ticks every few
/// milliseconds: a write of the same length within the tick of an earlier one is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    pub size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    pub fn of(meta: &Metadata) -> Self {
        Self {
            device: meta.dev(),
            inode: meta.ino(),
            size: meta.size(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        }
    }

    /// Names the first difference to `now`.
    pub fn check(&self, path: impl FnOnce() -> PathBuf, now: &Self) -> Result<()> {
        let what = if (self.device, self.inode) != (now.device, now.inode) {
            "another file took its place"
        } else if self.size != now.size {
            "its size"
        } else if self.modified != now.modified {
            "its time of modification"
        } else if self.changed != now.changed {
            "its attributes"
        } else {
            return Ok(());
        };
        Err(Error::Changed {
            path: path().as_path().into(),
            what,
        })
    }
}

/// A regular file found in the model.
#[derive(Debug)]
pub(crate) struct FileEntry {
    /// Where it lies.
    pub folder: Arc<Folder>,
    /// Name inside the model.
    pub name: Arc<str>,
    pub stamp: Stamp,
}

impl FileEntry {
    /// Name inside its folder.
    fn last(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    pub fn path(&self) -> PathBuf {
        match &*self.name {
            SINGLE_FILE => self.folder.path.clone(),
            _ => self.folder.path.join(self.last()),
        }
    }

    /// Opens without blocking on what may have become a pipe, and without following a link unless links are allowed.
    fn open(&self, follow: bool) -> io::Result<File> {
        let nofollow = if follow { 0 } else { libc::O_NOFOLLOW };
        let flags = libc::O_NONBLOCK | libc::O_NOCTTY | nofollow;
        match self.folder.opened() {
            Some(folder) if self.last().len() < NAME => open_at(folder, self.last(), flags),
            _ => OpenOptions::new()
                .read(true)
                .custom_flags(flags)
                .open(self.path()),
        }
    }
}

/// Bytes of a name and the zero behind it; longer names take another way.
const NAME: usize = 256;

/// Opens a file of an open folder for reading.
fn open_at(folder: &File, name: &str, flags: i32) -> io::Result<File> {
    let mut zero_ended = [0_u8; NAME];
    zero_ended[..name.len()].copy_from_slice(name.as_bytes());
    let flags = flags | libc::O_RDONLY | libc::O_CLOEXEC;
    loop {
        // SAFETY: the name lives as long as the call and has a zero at its end.
        let opened = unsafe { libc::openat(folder.as_raw_fd(), zero_ended.as_ptr().cast(), flags) };
        if opened >= 0 {
            // SAFETY: the call has just opened it, and nobody else has it.
            return Ok(unsafe { File::from_raw_fd(opened) });
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

/// Names what is neither a file, a folder nor a link.
pub(crate) fn special(kind: FileType) -> &'static str {
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_block_device() || kind.is_char_device() {
        "a device"
    } else {
        "a special file"
    }
}

/// An open file and the place of the next byte to read.
pub(crate) struct Source {
    entry: Arc<FileEntry>,
    file: File,
    at: u64,
}

impl Source {
    pub fn open(entry: Arc<FileEntry>, start: u64, follow: bool) -> Result<Self> {
        let file = entry.open(follow);
        let file = file.map_err(|e| Self::vanished(&entry.path(), e))?;
        Ok(Self {
            entry,
            file,
            at: start,
        })
    }

    /// A file that was listed and is no longer there, or of another kind, has changed since.
    fn vanished(path: &Path, error: io::Error) -> Error {
        match error.raw_os_error() {
            Some(libc::ENOENT | libc::ENOTDIR) => Error::Changed {
                path: path.into(),
                what: "it vanished",
            },
            Some(libc::ELOOP | libc::ENXIO) => Error::Changed {
                path: path.into(),
                what: "another file took its place",
            },
            _ => Error::io(path, error),
        }
    }

    /// Fills the buffer. Fewer bytes than were listed mean that the file shrank.
    pub fn fill(&mut self, mut buffer: &mut [u8]) -> Result<()> {
        while !buffer.is_empty() {
            match self.file.read_at(buffer, self.at) {
                Ok(0) => return Err(self.changed("its size")),
                Ok(got) => {
                    self.at += got as u64;
                    buffer = &mut buffer[got..];
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                // A folder and a pipe open like a file, and only reading at a place fails.
                Err(e) if matches!(e.raw_os_error(), Some(libc::EISDIR | libc::ESPIPE)) => {
                    return Err(self.changed("another file took its place"));
                }
                Err(e) => return Err(Error::io(&self.entry.path(), e)),
            }
        }
        Ok(())
    }

    fn changed(&self, what: &'static str) -> Error {
        Error::Changed {
            path: self.entry.path().as_path().into(),
            what,
        }
    }

    /// The open file must still be the one that was listed. Called after the last read.
    pub fn finish(self) -> Result<()> {
        let path = || self.entry.path();
        let now = self.file.metadata().map_err(|e| Error::io(&path(), e))?;
        self.entry.stamp.check(path, &Stamp::of(&now))
    }
}
