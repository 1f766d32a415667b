//! Opening and reading one file so that a change is noticed and nothing blocks.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

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
    pub fn check(&self, path: &Path, now: &Self) -> Result<()> {
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
            path: path.into(),
            what,
        })
    }
}

/// A regular file found in the model.
#[derive(Debug)]
pub(crate) struct FileEntry {
    pub path: PathBuf,
    /// Name inside the model.
    pub name: String,
    pub stamp: Stamp,
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

/// An open file, positioned, with the bytes that are still to come.
pub(crate) struct Source<'a> {
    entry: &'a FileEntry,
    file: File,
    pub left: u64,
}

impl<'a> Source<'a> {
    /// Opens without blocking on what may have become a pipe, and without following a link unless links are allowed.
    pub fn open(entry: &'a FileEntry, range: (u64, u64), follow: bool) -> Result<Self> {
        let nofollow = if follow { 0 } else { libc::O_NOFOLLOW };
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY | nofollow)
            .open(&entry.path)
            .map_err(|e| Self::vanished(&entry.path, e))?;
        let mut source = Self {
            entry,
            file,
            left: range.1 - range.0,
        };
        if range.0 > 0 {
            source
                .file
                .seek(SeekFrom::Start(range.0))
                .map_err(|e| Error::io(&entry.path, e))?;
        }
        Ok(source)
    }

    /// A file that was listed and cannot be opened for its kind has changed since.
    fn vanished(path: &Path, error: io::Error) -> Error {
        match error.raw_os_error() {
            Some(libc::ENOENT) => Error::Changed {
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

    /// Fills `buffer` as far as bytes are left. Fewer bytes than were listed mean that the file shrank.
    pub fn fill(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let want = buffer
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let mut got = 0;
        while got < want {
            match self.file.read(&mut buffer[got..want]) {
                Ok(0) => {
                    return Err(Error::Changed {
                        path: self.entry.path.as_path().into(),
                        what: "its size",
                    })
                }
                Ok(n) => got += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(Error::io(&self.entry.path, e)),
            }
        }
        self.left -= got as u64;
        Ok(got)
    }

    /// The open file must still be the one that was listed. Called after the last read.
    pub fn finish(self) -> Result<()> {
        let now = self
            .file
            .metadata()
            .map_err(|e| Error::io(&self.entry.path, e))?;
        self.entry.stamp.check(&self.entry.path, &Stamp::of(&now))
    }
}
