//! Reads tiles: from a folder, or from wherever else they are served.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::hash::{perfect_root, Hash};
use crate::proof::{HashReader, Node};
use crate::tile::{
    edge, hashes_at, parse_tile, tile_of, Bundle, Kind, TileError, TilePath, MAX_BUNDLE,
    TILE_HEIGHT, TILE_WIDTH,
};
use crate::tree::{Frontier, Subtree};

/// Where tiles come from: a folder, or an HTTP client that whoever uses this crate brings.
pub trait TileSource {
    type Error;

    /// The file at this path, `None` where there is none. A source that cannot trust its sender must not
    /// return more than [`TilePath::max_bytes`].
    ///
    /// # Errors
    /// Whatever reading can end in.
    fn read(&self, path: &TilePath) -> Result<Option<Vec<u8>>, Self::Error>;

    /// [`Self::read`] into a buffer that is used again; whether the file is there.
    ///
    /// # Errors
    /// As [`Self::read`].
    fn read_into(&self, path: &TilePath, buffer: &mut Vec<u8>) -> Result<bool, Self::Error> {
        let read = self.read(path)?;
        let there = read.is_some();
        *buffer = read.unwrap_or_default();
        Ok(there)
    }

    /// What the file at this path is called in messages.
    fn name(&self, path: &TilePath) -> PathBuf {
        path.to_string().into()
    }
}

impl<S: TileSource + ?Sized> TileSource for &S {
    type Error = S::Error;

    fn read(&self, path: &TilePath) -> Result<Option<Vec<u8>>, Self::Error> {
        (**self).read(path)
    }

    fn read_into(&self, path: &TilePath, buffer: &mut Vec<u8>) -> Result<bool, Self::Error> {
        (**self).read_into(path, buffer)
    }

    fn name(&self, path: &TilePath) -> PathBuf {
        (**self).name(path)
    }
}

impl TilePath {
    /// Bytes of the file at this path, at most.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        match self.kind() {
            Kind::Hashes(_) => usize::from(self.width()) * 32,
            Kind::Entries => MAX_BUNDLE / usize::from(TILE_WIDTH) * usize::from(self.width()),
        }
    }
}

/// Why a tile could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    #[error(transparent)]
    Source(E),
    #[error("{path} is not there")]
    Missing { path: TilePath },
    #[error("{path}: {fault}")]
    Malformed { path: TilePath, fault: TileError },
}

impl ReadError<StoreError> {
    /// With the file's name, for whoever reads where `size` entries should be.
    #[must_use]
    pub fn of<S: TileSource + ?Sized>(self, source: &S, size: u64) -> StoreError {
        match self {
            Self::Source(error) => error,
            Self::Missing { path } => StoreError::Missing {
                path: source.name(&path),
                size,
            },
            Self::Malformed { path, fault } => StoreError::Malformed {
                path: source.name(&path),
                fault,
            },
        }
    }
}

/// A log's folder.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where a tile's file is.
    #[must_use]
    pub fn file(&self, path: &TilePath) -> PathBuf {
        self.0.join(path.to_string())
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl TileSource for Folder {
    type Error = StoreError;

    fn read(&self, path: &TilePath) -> Result<Option<Vec<u8>>, StoreError> {
        let mut buffer = Vec::new();
        Ok(self.read_into(path, &mut buffer)?.then_some(buffer))
    }

    fn read_into(&self, path: &TilePath, buffer: &mut Vec<u8>) -> Result<bool, StoreError> {
        let file = self.file(path);
        buffer.clear();
        match std::fs::metadata(&file) {
            // A pipe would be waited for, for ever.
            Ok(found) if !found.is_file() => return Err(StoreError::NotAFile { path: file }),
            Err(error) if is_absent(&error) => return Ok(false),
            // A link that leads to itself.
            Err(_) if file.is_symlink() => return Err(StoreError::NotAFile { path: file }),
            _ => {}
        }
        let mut opened = std::fs::File::open(&file).map_err(StoreError::io(&file, "open it"))?;
        // One byte too many is enough to know that the file is too long.
        let limit = path.max_bytes() as u64 + 1;
        opened
            .by_ref()
            .take(limit)
            .read_to_end(buffer)
            .map_err(StoreError::io(file, "read it"))?;
        Ok(true)
    }

    fn name(&self, path: &TilePath) -> PathBuf {
        self.file(path)
    }
}

/// Nothing of this name, or a file where a folder of its path would be.
fn is_absent(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

/// A tile's hashes. Where a partial tile is gone, the full one begins with the same hashes.
///
/// # Errors
/// [`ReadError`] where neither is there, or the file is not such a tile.
pub fn read_tile<S: TileSource + ?Sized>(
    source: &S,
    path: &TilePath,
) -> Result<Vec<Hash>, ReadError<S::Error>> {
    let (found, bytes) = read_or_full(source, path)?;
    let mut hashes = parse_tile(&bytes, found.width())
        .map_err(|fault| ReadError::Malformed { path: found, fault })?;
    hashes.truncate(path.width().into());
    Ok(hashes)
}

/// A bundle's bytes, cut to the entries that `path` asks for.
///
/// # Errors
/// [`ReadError`] where neither the partial nor the full one is there, or it is no such bundle.
pub fn read_bundle<S: TileSource + ?Sized>(
    source: &S,
    path: &TilePath,
) -> Result<Vec<u8>, ReadError<S::Error>> {
    let (found, mut bytes) = read_or_full(source, path)?;
    let mut bundle = Bundle::new(&bytes, found.width());
    let mut end = 0;
    for entry in 0..found.width() {
        match bundle.next() {
            Some(Ok(_)) if entry < path.width() => end = bundle.offset(),
            Some(Ok(_)) => {}
            Some(Err(fault)) => return Err(ReadError::Malformed { path: found, fault }),
            None => break,
        }
    }
    if let Some(Err(fault)) = bundle.next() {
        return Err(ReadError::Malformed { path: found, fault });
    }
    bytes.truncate(end);
    Ok(bytes)
}

fn read_or_full<S: TileSource + ?Sized>(
    source: &S,
    path: &TilePath,
) -> Result<(TilePath, Vec<u8>), ReadError<S::Error>> {
    if let Some(bytes) = source.read(path).map_err(ReadError::Source)? {
        return Ok((*path, bytes));
    }
    let full = path.full();
    if !path.is_full() {
        if let Some(bytes) = source.read(&full).map_err(ReadError::Source)? {
            return Ok((full, bytes));
        }
    }
    Err(ReadError::Missing { path: *path })
}

/// The frontier of a tree of `size` entries, as its right edge's tiles have it. Nothing vouches for it
/// until its root is compared with one that is trusted.
///
/// # Errors
/// As [`read_tile`].
pub fn edge_frontier<S: TileSource + ?Sized>(
    source: &S,
    size: u64,
) -> Result<Frontier, ReadError<S::Error>> {
    let mut frontier = Frontier::new();
    for path in edge(size).iter().rev() {
        let Kind::Hashes(level) = path.kind() else {
            continue;
        };
        let hashes = read_tile(source, path)?;
        let mut rest = &hashes[..];
        for bit in (0..TILE_HEIGHT)
            .rev()
            .filter(|bit| path.width() >> bit & 1 == 1)
        {
            let (subtree, after) = rest.split_at(1 << bit);
            let root = perfect_root(subtree).unwrap_or_default();
            // From the largest to the smallest, every subtree fits after the ones before.
            let pushed = frontier.push(Subtree {
                level: level * TILE_HEIGHT + bit,
                root,
            });
            debug_assert!(pushed.is_ok());
            rest = after;
        }
    }
    Ok(frontier)
}

/// The nodes of a tree of `size` entries, read from its tiles. The tiles are not checked: a proof made
/// from them is, against a trusted root.
#[derive(Debug)]
pub struct TileHashes<S> {
    source: S,
    size: u64,
    cache: RefCell<HashMap<TilePath, Vec<Hash>>>,
}

/// Tiles that are kept for the next proof: 2 MB.
const CACHED: usize = 256;

impl<S: TileSource> TileHashes<S> {
    #[must_use]
    pub fn new(source: S, size: u64) -> Self {
        Self {
            source,
            size,
            cache: RefCell::default(),
        }
    }

    /// Number of entries of the tree.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    fn node(&self, node: Node) -> Result<Option<Hash>, ReadError<S::Error>> {
        let Some((path, range)) = tile_of(node, self.size) else {
            return Ok(None);
        };
        let mut cache = self.cache.borrow_mut();
        if !cache.contains_key(&path) {
            if cache.len() == CACHED {
                cache.clear();
            }
            cache.insert(path, read_tile(&self.source, &path)?);
        }
        Ok(cache
            .get(&path)
            .and_then(|hashes| hashes.get(range))
            .and_then(perfect_root))
    }
}

impl<S: TileSource> HashReader for TileHashes<S> {
    type Error = ReadError<S::Error>;

    fn read_hashes(&self, nodes: &[Node]) -> Result<Vec<Option<Hash>>, Self::Error> {
        nodes.iter().map(|node| self.node(*node)).collect()
    }
}

impl<S: TileSource> TileHashes<S> {
    /// One entry.
    ///
    /// # Errors
    /// As [`read_bundle`]; [`ReadError::Missing`] where the tree does not have it.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, ReadError<S::Error>> {
        let bundle = index >> TILE_HEIGHT;
        let first = bundle << TILE_HEIGHT;
        let width = hashes_at(0, self.size)
            .saturating_sub(first)
            .min(TILE_WIDTH.into()) as u16;
        let path = TilePath::new(Kind::Entries, bundle, width.max(1));
        let missing = TilePath::new(Kind::Entries, bundle, TILE_WIDTH);
        let (Some(path), Some(missing)) = (path, missing) else {
            unreachable!("widths are in bounds")
        };
        if index >= self.size {
            return Err(ReadError::Missing { path: missing });
        }
        let bytes = read_bundle(&self.source, &path)?;
        let entry = Bundle::new(&bytes, path.width()).nth((index - first) as usize);
        match entry {
            Some(Ok(entry)) => Ok(entry.to_vec()),
            Some(Err(fault)) => Err(ReadError::Malformed { path, fault }),
            None => Err(ReadError::Missing { path }),
        }
    }
}
