//! Tiles and entry bundles (C2SP tlog-tiles): which there are, where, and what is in them.
//!
//! A tile of level `L` and index `N` holds 256 hashes: the roots of the subtrees of `256^L` entries from
//! `N * 256^(L+1)` on. A bundle holds 256 entries, each after its length (u16, big endian). At the right
//! edge of a tree both may be partial, 1 to 255 wide; a partial tile has no parent.
//!
//! ```text
//! tile/<L>/<N>[.p/<W>]       L from 0 to 63
//! tile/entries/<N>[.p/<W>]
//! ```
//!
//! `<N>` in groups of three digits, all but the last after an `x`: 1234067 is `x001/x234/067`.

use std::fmt;
use std::str::FromStr;

use crate::hash::Hash;
use crate::text::number;

/// Hashes of a full tile, entries of a full bundle.
pub const TILE_WIDTH: u16 = 256;
/// Levels of a tree that one level of tiles spans.
pub const TILE_HEIGHT: u8 = 8;
/// The highest level that a path may name.
pub const MAX_LEVEL: u8 = 63;
/// Bytes of an entry, at most: what its length's two bytes can say.
pub const MAX_ENTRY: usize = u16::MAX as usize;
/// Bytes of a bundle, at most.
pub const MAX_BUNDLE: usize = TILE_WIDTH as usize * (2 + MAX_ENTRY);

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Hashes of this level, 0 being the leaves'.
    Hashes(u8),
    /// Entries.
    Entries,
}

/// The path of a tile or a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePath {
    kind: Kind,
    index: u64,
    width: u16,
}

/// Why a text is no path of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    #[error("expected tile/<level>/<index> or tile/entries/<index>, with .p/<width> where it is partial")]
    Form,
    #[error("the level must be a number from 0 to 63 without leading zeros")]
    Level,
    #[error(
        "the index must be groups of three digits, all but the last after an x, and below 2^64"
    )]
    Index,
    #[error("the width must be a number from 1 to 255 without leading zeros")]
    Width,
}

/// Why bytes are no tile or no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    #[error("a tile {width} wide has {needed} bytes, this one has {given}")]
    TileLength {
        width: u16,
        needed: usize,
        given: usize,
    },
    #[error(
        "at byte {offset}: entry {entry} of the bundle says {length} bytes, and {left} are left"
    )]
    CutOff {
        offset: usize,
        entry: u16,
        length: usize,
        left: usize,
    },
    #[error("at byte {offset}: the bundle ends after {entries} entries, {width} are expected")]
    TooFew {
        offset: usize,
        entries: u16,
        width: u16,
    },
    #[error("at byte {offset}: the bundle goes on after its {width} entries")]
    TooMany { offset: usize, width: u16 },
    #[error("an entry of {0} bytes is longer than {MAX_ENTRY}")]
    LongEntry(usize),
}

impl TilePath {
    /// The path of a tile or bundle; `None` where the level is above 63 or the width not 1 to 256.
    #[must_use]
    pub fn new(kind: Kind, index: u64, width: u16) -> Option<Self> {
        let level = !matches!(kind, Kind::Hashes(level) if level > MAX_LEVEL);
        (level && (1..=TILE_WIDTH).contains(&width)).then_some(Self { kind, index, width })
    }

    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The tile's index in its level.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Hashes or entries in it, 1 to 256.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The same tile, full.
    #[must_use]
    pub fn full(&self) -> Self {
        Self {
            width: TILE_WIDTH,
            ..*self
        }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Hashes(level) => write!(f, "tile/{level}/")?,
            Kind::Entries => f.write_str("tile/entries/")?,
        }
        let digits = self.index.to_string();
        let padded = format!(
            "{digits:0>width$}",
            width = digits.len().next_multiple_of(3)
        );
        let last = padded.len() - 3;
        for start in (0..last).step_by(3) {
            write!(f, "x{}/", &padded[start..start + 3])?;
        }
        f.write_str(&padded[last..])?;
        if !self.is_full() {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for TilePath {
    type Err = PathError;

    fn from_str(path: &str) -> Result<Self, PathError> {
        let rest = path.strip_prefix("tile/").ok_or(PathError::Form)?;
        let (level, rest) = rest.split_once('/').ok_or(PathError::Form)?;
        let kind = if level == "entries" {
            Kind::Entries
        } else {
            let level = number(level).and_then(|level| u8::try_from(level).ok());
            Kind::Hashes(
                level
                    .filter(|level| *level <= MAX_LEVEL)
                    .ok_or(PathError::Level)?,
            )
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, TILE_WIDTH),
            Some((index, width)) => {
                let width = number(width).and_then(|width| u16::try_from(width).ok());
                (
                    index,
                    width
                        .filter(|width| (1..TILE_WIDTH).contains(width))
                        .ok_or(PathError::Width)?,
                )
            }
        };
        Ok(Self {
            kind,
            index: parse_index(index).ok_or(PathError::Index)?,
            width,
        })
    }
}

fn parse_index(text: &str) -> Option<u64> {
    let groups = text.split('/').count();
    let mut index: u64 = 0;
    for (at, group) in text.split('/').enumerate() {
        let digits = if at + 1 == groups {
            group
        } else {
            group.strip_prefix('x')?
        };
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // A leading group of zeros would be a second spelling.
        if at == 0 && groups > 1 && digits == "000" {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    Some(index)
}

/// Subtrees of `256^level` entries that fill a tree of `size` entries from the left.
#[must_use]
pub fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(TILE_HEIGHT))
        .unwrap_or(0)
}

/// The partial tiles and the partial bundle of a tree's right edge, the bundle first.
#[must_use]
pub fn edge(size: u64) -> Vec<TilePath> {
    let width = |level| (hashes_at(level, size) % u64::from(TILE_WIDTH)) as u16;
    let path =
        |kind, level| TilePath::new(kind, hashes_at(level, size) >> TILE_HEIGHT, width(level));
    let tiles = (0..=7).filter_map(|level| path(Kind::Hashes(level), level));
    path(Kind::Entries, 0).into_iter().chain(tiles).collect()
}

/// The tile that holds the root of a perfect subtree, as wide as it is in a tree of `size` entries, and
/// the range of its hashes over which the subtree spans. `None` where the tree does not have it.
#[must_use]
pub fn tile_of(node: crate::proof::Node, size: u64) -> Option<(TilePath, std::ops::Range<usize>)> {
    let (level, rest) = (node.level / TILE_HEIGHT, node.level % TILE_HEIGHT);
    let first = node
        .index
        .checked_shl(rest.into())
        .filter(|first| first >> rest == node.index)?;
    let count = 1u64 << rest;
    let have = hashes_at(level, size);
    if first.checked_add(count)? > have {
        return None;
    }
    let index = first >> TILE_HEIGHT;
    let width = (have - (index << TILE_HEIGHT)).min(TILE_WIDTH.into()) as u16;
    let start = (first & u64::from(TILE_WIDTH - 1)) as usize;
    let path = TilePath::new(Kind::Hashes(level), index, width)?;
    Some((path, start..start + count as usize))
}

/// A tile's hashes.
///
/// # Errors
/// [`TileError::TileLength`] unless there are exactly `width`.
pub fn parse_tile(bytes: &[u8], width: u16) -> Result<Vec<Hash>, TileError> {
    let needed = usize::from(width) * 32;
    if bytes.len() != needed {
        return Err(TileError::TileLength {
            width,
            needed,
            given: bytes.len(),
        });
    }
    Ok(bytes.as_chunks().0.to_vec())
}

/// A bundle's entries, one after the other; ends after the first error.
#[derive(Clone, Debug)]
pub struct Bundle<'a> {
    bytes: &'a [u8],
    offset: usize,
    entry: u16,
    width: u16,
}

impl<'a> Bundle<'a> {
    /// The bundle of `width` entries.
    #[must_use]
    pub fn new(bytes: &'a [u8], width: u16) -> Self {
        Self {
            bytes,
            offset: 0,
            entry: 0,
            width,
        }
    }

    /// Bytes before the next entry's length.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    fn read(&mut self) -> Result<Option<&'a [u8]>, TileError> {
        let Self {
            offset,
            entry,
            width,
            ..
        } = *self;
        let rest = &self.bytes[offset..];
        if entry == width {
            return if rest.is_empty() {
                Ok(None)
            } else {
                Err(TileError::TooMany { offset, width })
            };
        }
        if rest.is_empty() {
            return Err(TileError::TooFew {
                offset,
                entries: entry,
                width,
            });
        }
        let Some((length, rest)) = rest.split_first_chunk::<2>() else {
            return Err(TileError::CutOff {
                offset,
                entry,
                length: 2,
                left: rest.len(),
            });
        };
        let length = usize::from(u16::from_be_bytes(*length));
        let Some(found) = rest.get(..length) else {
            return Err(TileError::CutOff {
                offset: offset + 2,
                entry,
                length,
                left: rest.len(),
            });
        };
        self.offset += 2 + length;
        self.entry += 1;
        Ok(Some(found))
    }
}

impl<'a> Iterator for Bundle<'a> {
    type Item = Result<&'a [u8], TileError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.read().transpose();
        if matches!(next, Some(Err(_))) {
            // Nothing after a fault can be trusted to begin where an entry begins.
            *self = Self::new(&[], 0);
        }
        next
    }
}

/// A bundle's entries.
///
/// # Errors
/// [`TileError`] says at which byte it is not the bundle of `width` entries.
pub fn parse_bundle(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, TileError> {
    Bundle::new(bytes, width).collect()
}

/// Appends an entry to a bundle.
///
/// # Errors
/// [`TileError::LongEntry`] above [`MAX_ENTRY`] bytes; the bundle is unchanged then.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), TileError> {
    let length = u16::try_from(entry.len()).map_err(|_| TileError::LongEntry(entry.len()))?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}
