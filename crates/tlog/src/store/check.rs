//! Recomputes a whole log from its entries.

use super::workers::{hash_bundle, tile_path};
use super::{read_bundle, read_tile, StoreError, TileSource};
use crate::hash::{perfect_root, Hash};
use crate::tile::{edge, hashes_at, Bundle, Kind, TilePath, TILE_HEIGHT, TILE_WIDTH};
use crate::tree::{Frontier, Subtree};

/// Bundles that are read and hashed between two calls of the progress function.
const CHUNK: u64 = 2048;
const WIDTH: usize = TILE_WIDTH as usize;

/// What was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Entries.
    pub size: u64,
    /// The root computed from them.
    pub root: Hash,
    /// Tiles of hashes that were compared.
    pub tiles: u64,
    /// Bundles that were hashed.
    pub bundles: u64,
    /// Bytes of the bundles.
    pub bytes: u64,
}

/// Where a log's tiles are read by several threads.
trait Source: TileSource<Error = StoreError> + Sync {}

impl<S: TileSource<Error = StoreError> + Sync + ?Sized> Source for S {}

/// Recomputes every tile of every level from the entries and compares it with what the folder (or wherever the tiles
/// are served) holds.
/// Stops at the first fault, in the order of the entries, and names its file and byte. `progress` is
/// called with the number of entries checked.
///
/// # Errors
/// [`StoreError`] names the first file that is missing, malformed or wrong; [`StoreError::WrongRoot`]
/// where everything fits together, but is another tree than the `expected` one.
pub fn verify<S: TileSource<Error = StoreError> + Sync + ?Sized>(
    source: &S,
    size: u64,
    expected: Option<&Hash>,
    threads: usize,
    mut progress: impl FnMut(u64),
) -> Result<Report, StoreError> {
    let mut checker = Checker {
        source,
        size,
        frontier: Frontier::new(),
        upper: Vec::new(),
        report: Report {
            size,
            root: [0; 32],
            tiles: 0,
            bundles: 0,
            bytes: 0,
        },
    };
    let full = hashes_at(1, size);
    let mut next = 0;
    while next < full {
        let end = full.min(next + CHUNK);
        for (at, checked) in check_bundles(source, size, next..end, threads)
            .into_iter()
            .enumerate()
        {
            let (root, bytes) = checked?;
            checker.add_bundle(next + at as u64, root, bytes)?;
        }
        next = end;
        progress(next << TILE_HEIGHT);
    }
    checker.check_edge()?;
    progress(size);
    let Checker {
        frontier,
        mut report,
        ..
    } = checker;
    report.root = frontier.root();
    match expected {
        Some(expected) if *expected != report.root => Err(StoreError::WrongRoot {
            size,
            found: report.root,
            expected: *expected,
        }),
        _ => Ok(report),
    }
}

/// Each bundle's root and number of bytes, on several threads, in order.
fn check_bundles<S: Source + ?Sized>(
    source: &S,
    size: u64,
    bundles: std::ops::Range<u64>,
    threads: usize,
) -> Vec<Result<(Hash, usize), StoreError>> {
    let count = bundles.end - bundles.start;
    let share = count.div_ceil(threads.max(1) as u64).max(1);
    let starts = (bundles.start..bundles.end).step_by(share as usize);
    std::thread::scope(|scope| {
        let parts: Vec<_> = starts
            .map(|start| {
                let part = start..bundles.end.min(start + share);
                scope.spawn(move || check_part(source, size, part))
            })
            .collect();
        let joined = parts.into_iter().map(|part| {
            part.join()
                .unwrap_or_else(|_| vec![Err(StoreError::Failed)])
        });
        joined.flatten().collect()
    })
}

/// Ends with the first fault.
fn check_part<S: Source + ?Sized>(
    source: &S,
    size: u64,
    bundles: std::ops::Range<u64>,
) -> Vec<Result<(Hash, usize), StoreError>> {
    let (mut entries, mut tile) = (Vec::new(), Vec::new());
    let mut results = Vec::new();
    for bundle in bundles {
        let result = check_bundle(source, size, bundle, &mut entries, &mut tile);
        let failed = result.is_err();
        results.push(result);
        if failed {
            break;
        }
    }
    results
}

fn check_bundle<S: Source + ?Sized>(
    source: &S,
    size: u64,
    bundle: u64,
    entries: &mut Vec<u8>,
    tile: &mut Vec<u8>,
) -> Result<(Hash, usize), StoreError> {
    let paths = [Kind::Entries, Kind::Hashes(0)].map(|kind| tile_path(kind, bundle, TILE_WIDTH));
    for (path, buffer) in paths.iter().zip([&mut *entries, tile]) {
        if !source.read_into(path, buffer)? {
            return Err(StoreError::Missing {
                path: source.name(path),
                size,
            });
        }
    }
    let hashes = hash_bundle(entries, TILE_WIDTH).map_err(|fault| StoreError::Malformed {
        path: source.name(&paths[0]),
        fault,
    })?;
    compare(source, &paths[1], tile, &hashes, "its entry")?;
    Ok((perfect_root(&hashes).unwrap_or_default(), entries.len()))
}

fn compare<S: Source + ?Sized>(
    source: &S,
    path: &TilePath,
    tile: &[u8],
    hashes: &[Hash],
    of: &'static str,
) -> Result<(), StoreError> {
    if tile == hashes.as_flattened() {
        return Ok(());
    }
    let path_of = || source.name(path);
    let found =
        crate::tile::parse_tile(tile, path.width()).map_err(|fault| StoreError::Malformed {
            path: path_of(),
            fault,
        })?;
    let wrong = found
        .iter()
        .zip(hashes)
        .position(|(found, hash)| found != hash)
        .unwrap_or(hashes.len());
    Err(StoreError::WrongHash {
        path: path_of(),
        offset: wrong * 32,
        of,
    })
}

struct Checker<'a, S: ?Sized> {
    source: &'a S,
    size: u64,
    frontier: Frontier,
    /// Hashes of the last tile of each level from 1 on.
    upper: Vec<Vec<Hash>>,
    report: Report,
}

impl<S: Source + ?Sized> Checker<'_, S> {
    fn add_bundle(&mut self, bundle: u64, root: Hash, bytes: usize) -> Result<(), StoreError> {
        self.frontier.push(Subtree {
            level: TILE_HEIGHT,
            root,
        })?;
        self.report.bundles += 1;
        self.report.tiles += 1;
        self.report.bytes += bytes as u64;
        let (mut root, mut index) = (root, bundle);
        for level in 1.. {
            if self.upper.len() < level {
                self.upper.push(Vec::new());
            }
            self.upper[level - 1].push(root);
            if self.upper[level - 1].len() < WIDTH {
                break;
            }
            index >>= TILE_HEIGHT;
            let hashes = std::mem::take(&mut self.upper[level - 1]);
            self.check_tile(
                &tile_path(Kind::Hashes(level as u8), index, TILE_WIDTH),
                &hashes,
                "its subtree",
            )?;
            root = perfect_root(&hashes).unwrap_or_default();
        }
        Ok(())
    }

    fn check_tile(
        &mut self,
        path: &TilePath,
        hashes: &[Hash],
        of: &'static str,
    ) -> Result<(), StoreError> {
        let found =
            read_tile(self.source, path).map_err(|error| error.of(self.source, self.size))?;
        self.report.tiles += 1;
        compare(self.source, path, found.as_flattened(), hashes, of)
    }

    fn check_edge(&mut self) -> Result<(), StoreError> {
        let mut leaves = Vec::new();
        for path in edge(self.size) {
            let hashes = match path.kind() {
                Kind::Entries => {
                    let bundle = read_bundle(self.source, &path)
                        .map_err(|error| error.of(self.source, self.size))?;
                    leaves = Bundle::new(&bundle, path.width())
                        .flatten()
                        .map(crate::hash::leaf_hash)
                        .collect();
                    self.report.bundles += 1;
                    self.report.bytes += bundle.len() as u64;
                    continue;
                }
                Kind::Hashes(0) => std::mem::take(&mut leaves),
                Kind::Hashes(level) => std::mem::take(&mut self.upper[usize::from(level) - 1]),
            };
            let is_leaves = path.kind() == Kind::Hashes(0);
            self.check_tile(
                &path,
                &hashes,
                if is_leaves {
                    "its entry"
                } else {
                    "its subtree"
                },
            )?;
            if is_leaves {
                hashes
                    .iter()
                    .try_for_each(|leaf| self.frontier.push_leaf(*leaf))?;
            }
        }
        Ok(())
    }
}
