//! Helpers shared by the integration tests.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::ffi::CString;
use std::fs;
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A small deterministic generator (xorshift64*), so that a failing seed can be repeated.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(len + 8);
        while out.len() < len {
            out.extend_from_slice(&self.next().to_le_bytes());
        }
        out.truncate(len);
        out
    }
}

/// Writes files given as (name, content) into a new folder `model` and returns both the guard and its path.
pub fn model(files: &[(&str, &[u8])]) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("model");
    fs::create_dir(&root).unwrap();
    for (name, content) in files {
        write(&root.join(name), content);
    }
    (dir, root)
}

/// Writes a file with the folders above it.
pub fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Makes a named pipe.
pub fn make_pipe(path: &Path) {
    let path = c_string(path);
    // SAFETY: the path is a valid C string.
    assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
}

fn c_string(path: &Path) -> CString {
    CString::new(path.as_os_str().as_bytes()).unwrap()
}

/// Makes `depth` folders named `d`, each in the last, and a file `leaf` at the end, also where no path reaches.
pub fn make_deep(root: &Path, depth: usize) {
    let open = |at: i32, name: &CString, flags: i32| {
        // SAFETY: the name is a valid C string, and what is opened is owned at once.
        unsafe {
            let file = libc::openat(at, name.as_ptr(), flags | libc::O_CLOEXEC, 0o600);
            assert!(file >= 0, "{:?}", std::io::Error::last_os_error());
            OwnedFd::from_raw_fd(file)
        }
    };
    let (name, leaf) = (CString::new("d").unwrap(), CString::new("leaf").unwrap());
    let mut folder = open(libc::AT_FDCWD, &c_string(root), libc::O_DIRECTORY);
    for _ in 0..depth {
        // SAFETY: the name is a valid C string. That the folder is there already is no failure.
        unsafe { libc::mkdirat(folder.as_raw_fd(), name.as_ptr(), 0o700) };
        folder = open(folder.as_raw_fd(), &name, libc::O_DIRECTORY);
    }
    open(folder.as_raw_fd(), &leaf, libc::O_CREAT | libc::O_WRONLY);
}

/// Runs in a thread that may read no more than a stranger may, even where the tests run as root; so do its own threads.
pub fn as_nobody<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    const NOBODY: u32 = 65_534;
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            // SAFETY: changes what this thread alone may do with files; without root it is refused and not needed.
            unsafe {
                libc::setfsgid(NOBODY);
                libc::setfsuid(NOBODY);
            }
            run()
        });
        thread.join().unwrap()
    })
}
