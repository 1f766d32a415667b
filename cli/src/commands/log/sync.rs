//! `althing log sync`.

use std::ffi::OsString;

use althing_publish::{Mark, PublishError};
use althing_tlog::store::{read_bundle, StoreError, TileSource};
use althing_tlog::tile::{parse_bundle, Kind, TilePath, TILE_HEIGHT, TILE_WIDTH};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::logs::publish::{with_publisher, Cluster, Publishing};
use crate::logs::{Growth, Head, Tiles, What};
use crate::output::Record;

/// Batches of `append` do not play a role here.
const BATCH: u64 = 1 << 20;

/// Bring entries that a log has on the chain into its folder
///
/// Entries that were appended one by one are read from the transactions that appended them; those of batches, which are not on
/// the chain, from another place where the tiles are. Nobody's signature is asked for there, because every entry is held against
/// the chain's root: the folder then has exactly the chain's log as far as it is finalized (whatever --commitment says, since its
/// checkpoint is signed), or is left as it was.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log sync --log tutor --dir tutor-log --origin example.org/tutor\n  althing log sync --log 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --dir mirror --from https://example.org/log"
)]
pub struct Sync {
    #[command(flatten)]
    pub publishing: Publishing,
    /// Folder or URL with the tiles of batches
    #[arg(long, value_name = "DIR_OR_URL")]
    pub from: Option<OsString>,
}

impl Run for Sync {
    fn run(self, context: &Context) -> Result<()> {
        let context = &context.finalized()?;
        let (address, log) = context.find_log(&self.publishing.log)?;
        let source = self.from.as_ref().map(Source::open).transpose()?;
        let settings = self.publishing.settings(context, &address, BATCH)?;
        let cluster = Cluster::new(context, address, None);
        let head = Mark {
            size: log.size,
            root: log.root,
        };
        let told = with_publisher(&self.publishing, settings, cluster, log.size, |publisher| {
            let from = publisher.published().size;
            let growths = missing(context, &address, from, log.size)
                .map_err(|error| PublishError::Chain(format!("{}. {}", error.what, error.todo)))?;
            let source = source.as_ref();
            let entries = growths
                .into_iter()
                .flat_map(|growth| entries(growth, from, source));
            publisher.take(entries, head)
        })?;
        let kept = ["log", "size", "root", "origin", "dir"];
        let fetched = told.get("appended").cloned();
        let told = told
            .0
            .into_iter()
            .filter(|(name, _)| kept.contains(&name.as_str()));
        let mut told = Record(told.collect());
        if let Some(fetched) = fetched {
            told = told.with("fetched", fetched);
        }
        context.out.record(&told);
        Ok(())
    }
}

/// What the log has grown by between two sizes, oldest first.
fn missing(context: &Context, log: &Pubkey, from: u64, to: u64) -> Result<Vec<Growth>> {
    let mut growths = vec![];
    let mut reached = to;
    if from >= to {
        return Ok(growths);
    }
    for growth in context.growths(log) {
        let growth = growth?;
        // What was appended while we read comes with the next run.
        if growth.size > to {
            continue;
        }
        if growth.size != reached {
            break;
        }
        reached = growth.old_size;
        growths.push(growth);
        if reached <= from {
            growths.reverse();
            return Ok(growths);
        }
    }
    Err(Error::failed(
        format!("the node has forgotten how entry {reached} came into the log"),
        "Ask a node that keeps older transactions (--url).",
    ))
}

type Taken = std::result::Result<Vec<u8>, PublishError>;

/// The entries of an append, from an index on.
fn entries<'a>(
    growth: Growth,
    from: u64,
    source: Option<&'a Source>,
) -> Box<dyn Iterator<Item = Taken> + 'a> {
    let uri = match growth.what {
        What::Entry(bytes) => return Box::new(std::iter::once(Ok(bytes))),
        What::Batch(uri) => uri,
    };
    let (first, end) = (growth.old_size.max(from), growth.size);
    match source {
        Some(source) if source.size >= end => {
            let bundles = first >> TILE_HEIGHT..=(end - 1) >> TILE_HEIGHT;
            Box::new(bundles.flat_map(move |bundle| source.entries(bundle, first, end)))
        }
        _ => {
            let why = format!(
                "entries {first} to {} came as a batch, and are not on the chain: give a place where they are, --from DIR_OR_URL (its transaction says {uri:?})",
                end - 1
            );
            Box::new(std::iter::once(Err(PublishError::Chain(why))))
        }
    }
}

/// Another place where the tiles are. What it says is held against the chain's root.
struct Source {
    tiles: Tiles,
    /// Entries there.
    size: u64,
}

impl Source {
    fn open(place: &OsString) -> Result<Self> {
        let tiles = Tiles::open(place)?;
        let size = Head::of(&tiles)?.size();
        Ok(Self { tiles, size })
    }

    /// Those entries of a bundle that lie between two indices.
    fn entries(&self, bundle: u64, first: u64, end: u64) -> Vec<Taken> {
        let start = bundle << TILE_HEIGHT;
        let width = (self.size - start).min(TILE_WIDTH.into()) as u16;
        let read = || -> std::result::Result<Vec<Vec<u8>>, PublishError> {
            let path = TilePath::new(Kind::Entries, bundle, width)
                .ok_or_else(|| PublishError::Chain(format!("there is no bundle {bundle}")))?;
            // A bad place is told by its name, as everywhere.
            let bytes =
                read_bundle(&self.tiles, &path).map_err(|why| why.of(&self.tiles, self.size))?;
            let entries = parse_bundle(&bytes, width).map_err(|fault| StoreError::Malformed {
                path: self.tiles.name(&path),
                fault,
            })?;
            let wanted = |(index, _): &(u64, &[u8])| (first..end).contains(index);
            let entries = (start..).zip(entries).filter(wanted);
            Ok(entries.map(|(_, entry)| entry.to_vec()).collect())
        };
        match read() {
            Ok(entries) => entries.into_iter().map(Ok).collect(),
            Err(why) => vec![Err(why)],
        }
    }
}
