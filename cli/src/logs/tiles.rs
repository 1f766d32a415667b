//! Tiles (C2SP tlog-tiles): a folder, or where they are served.

use std::io::{Error as IoError, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use althing_tlog::note::MAX_NOTE;
use althing_tlog::proof::MakeError;
use althing_tlog::store::{Folder, ReadError, StoreError, TileSource, CHECKPOINT};
use althing_tlog::tile::TilePath;
use reqwest::{blocking::Client, StatusCode, Url};

use crate::error::{Error, Result};

/// How often a server that is busy is asked again, and the first pause.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(250);
/// Requests at once, beside which the processor waits.
const REQUESTS: usize = 16;

/// Where a log's tiles are.
pub enum Tiles {
    Folder(Folder),
    Served(Served),
}

/// Tiles that a web server has.
pub struct Served {
    client: Client,
    base: String,
}

impl Tiles {
    /// A folder, or a URL that the paths of tiles are appended to.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn open(place: &str) -> Result<Self> {
        if place.starts_with("http://") || place.starts_with("https://") {
            return Ok(Self::Served(Served::new(place)?));
        }
        if !Path::new(place).is_dir() {
            return Err(Error::usage(
                format!("{place}: is no folder"),
                "Give the log's folder, or the URL at which it is served.",
            ));
        }
        Ok(Self::Folder(Folder::new(place)))
    }

    /// Threads that make sense for reading all of it.
    #[must_use]
    pub fn threads(&self) -> usize {
        match self {
            Self::Folder(_) => thread::available_parallelism().map_or(1, Into::into),
            Self::Served(_) => REQUESTS,
        }
    }

    /// The folder, where it is one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder.path()),
            Self::Served(_) => None,
        }
    }

    /// The bytes of the signed head, and what it is called.
    ///
    /// # Errors
    /// Where there is none.
    pub fn checkpoint(&self) -> Result<(String, Vec<u8>)> {
        let (name, read) = match self {
            Self::Folder(folder) => {
                let path = folder.path().join(CHECKPOINT);
                let read = std::fs::File::open(&path).and_then(|file| limited(file, MAX_NOTE));
                let read = match read {
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    read => read.map(Some),
                };
                (path.display().to_string(), read)
            }
            Self::Served(served) => (served.url(CHECKPOINT), served.get(CHECKPOINT, MAX_NOTE)),
        };
        match read {
            Ok(Some(bytes)) => Ok((name, bytes)),
            Ok(None) => Err(Error::usage(
                format!("{name}: is not there"),
                "Give the log's folder, or the URL at which it is served; it is written by the first append.",
            )),
            Err(why) => Err(Error::failed(
                format!("{name}: {why}"),
                "Check the place and the network, and try again.",
            )),
        }
    }
}

impl Served {
    fn new(place: &str) -> Result<Self> {
        let bad = |why: String| Error::usage(format!("{place}: {why}"), "Give an http(s) URL.");
        let url = Url::parse(place).map_err(|why| bad(why.to_string()))?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad(
                "a query or fragment cannot be followed by a path".into()
            ));
        }
        let client = Client::builder()
            .timeout(Duration::from_secs(60))
            .connect_timeout(Duration::from_secs(10))
            .build()
            .map_err(|why| bad(why.to_string()))?;
        let base = format!("{}/", place.trim_end_matches('/'));
        Ok(Self { client, base })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// A file of at most `limit` bytes, or one byte more where it is longer.
    fn get(&self, path: &str, limit: usize) -> std::result::Result<Option<Vec<u8>>, IoError> {
        let mut pause = PAUSE;
        for attempt in 1.. {
            let last = attempt == TRIES;
            let why = match self.client.get(self.url(path)).send() {
                Ok(answer) if answer.status() == StatusCode::NOT_FOUND => return Ok(None),
                Ok(answer) if answer.status().is_success() => match limited(answer, limit) {
                    Ok(bytes) => return Ok(Some(bytes)),
                    Err(why) => why,
                },
                Ok(answer) => {
                    let status = answer.status();
                    let busy = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
                    let why = IoError::other(format!("HTTP {status}"));
                    if !busy {
                        return Err(why);
                    }
                    why
                }
                Err(why) => IoError::other(why.without_url()),
            };
            if last {
                return Err(why);
            }
            thread::sleep(pause);
            pause *= 2;
        }
        Ok(None)
    }
}

/// Reads at most one byte more than `limit`, by which it is seen to be too long.
fn limited(from: impl Read, limit: usize) -> std::result::Result<Vec<u8>, IoError> {
    let mut bytes = Vec::new();
    from.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl TileSource for Tiles {
    type Error = StoreError;

    fn read(&self, path: &TilePath) -> std::result::Result<Option<Vec<u8>>, StoreError> {
        match self {
            Self::Folder(folder) => folder.read(path),
            Self::Served(served) => {
                let read = served.get(&path.to_string(), path.max_bytes());
                read.map_err(|source| StoreError::Io {
                    path: self.name(path),
                    action: "fetch it",
                    source,
                })
            }
        }
    }

    fn read_into(
        &self,
        path: &TilePath,
        buffer: &mut Vec<u8>,
    ) -> std::result::Result<bool, StoreError> {
        if let Self::Folder(folder) = self {
            return folder.read_into(path, buffer);
        }
        let read = self.read(path)?;
        let there = read.is_some();
        *buffer = read.unwrap_or_default();
        Ok(there)
    }

    fn name(&self, path: &TilePath) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.file(path),
            Self::Served(served) => served.url(&path.to_string()).into(),
        }
    }
}

/// What a fault in tiles means for the exit code: what is wrong is a mismatch, what cannot be read a failure.
pub(crate) fn fault(error: StoreError) -> Error {
    let what = error.to_string();
    match error {
        StoreError::Missing { .. }
        | StoreError::Malformed { .. }
        | StoreError::WrongHash { .. }
        | StoreError::Differs { .. }
        | StoreError::WrongRoot { .. } => Error::mismatch(
            what,
            "Do not trust what is there; ask its operator, or fetch it from another place.",
        ),
        StoreError::LongEntry { .. } => Error::usage(what, "Log its digest instead."),
        _ => Error::failed(what, "Check the place, and try again."),
    }
}

/// A tile that could not be had.
pub(crate) fn unread(error: ReadError<StoreError>) -> Error {
    match error {
        ReadError::Source(error) => fault(error),
        missing => Error::mismatch(
            missing.to_string(),
            "The folder is not complete; find out what is missing: althing log verify.",
        ),
    }
}

/// A proof that could not be made.
pub(crate) fn unmade(error: MakeError<ReadError<StoreError>>) -> Error {
    match error {
        MakeError::Read(error) => unread(error),
        other => Error::mismatch(
            other.to_string(),
            "The folder is not complete; find out what is missing: althing log verify.",
        ),
    }
}
