//! `althing log verify`.

use std::time::Instant;

use althing_tlog::proof::read_root;
use althing_tlog::store::{verify, Report, TileHashes};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::logs::checkpoint::{key, Standing};
use crate::logs::publish::Progress;
use crate::logs::tiles::{fault, unmade};
use crate::logs::{Head, Tiles};
use crate::output::Record;

/// Check a whole log: every entry, every tile, the checkpoint's signature, and the chain's history
///
/// Every entry is hashed and every tile of every level computed anew. The root must be the checkpoint's, the checkpoint signed by
/// the log's writer (or the key that you give), and the chain must have, or have had, that root at that size; so must every
/// older state that the chain's transactions tell of. Exit code 3 where anything differs, with the place. With --offline nothing
/// but the tiles and the signature of --key is checked, and no cluster is asked.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log verify public/log\n  althing log verify https://example.org/log --log 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing log verify public/log --offline --key 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Verify {
    /// The log's folder, or the URL at which it is served
    pub dir_or_url: String,
    /// The log on the chain [default: that of the folder or the checkpoint's origin]
    #[arg(long)]
    pub log: Option<String>,
    /// Who must have signed the checkpoint: NAME+ID+BASE64 or an address [default: the log's writer]
    #[arg(long)]
    pub key: Option<String>,
    /// Ask no cluster
    #[arg(long, requires = "key", conflicts_with = "log")]
    pub offline: bool,
    /// Compare only the checkpoint with the chain, not every older state
    #[arg(long)]
    pub head_only: bool,
}

impl Run for Verify {
    fn run(self, context: &Context) -> Result<()> {
        let tiles = Tiles::open(&self.dir_or_url)?;
        let head = Head::of(&tiles)?;
        let origin = head.checkpoint.origin();
        let given = self
            .key
            .as_deref()
            .map(|text| key(text, origin))
            .transpose()?;
        let chain = match self.offline {
            true => None,
            false => Some(head.log(context, self.log.as_deref(), Some(&tiles))?),
        };
        let keys = match (given, &chain) {
            (None, Some((address, log))) => context.checkpoint_keys(address, log, origin)?,
            (given, _) => given.into_iter().collect(),
        };
        let signer = head.signed_by(&keys)?;
        let mut told = record! { "origin" => origin, "signedBy" => signer.to_string() };
        if let Some((address, log)) = &chain {
            let standing = head.on_chain(context, address, log)?;
            told = told.and(record! {
                "log" => address,
                "chain" => match &standing {
                    Standing::Now { .. } => "has this root now".to_owned(),
                    Standing::Then(growth) => format!("had this root in transaction {}", growth.signature),
                },
                "slot" => standing.slot(),
            });
        }
        let begin = Instant::now();
        let report = recompute(&tiles, &head)?;
        let seconds = begin.elapsed().as_secs_f64();
        let states = match &chain {
            Some((address, _)) if !self.head_only => history(context, &tiles, &head, address)?,
            _ => Record::new(),
        };
        context.out.record(&told.and(states).and(record! {
            "entries" => report.size,
            "root" => to_hex(&report.root),
            "tiles" => report.tiles,
            "bundles" => report.bundles,
            "bytes" => report.bytes,
            "entriesPerSecond" => (report.size as f64 / seconds.max(1e-6)) as u64,
            "verified" => true,
        }));
        Ok(())
    }
}

/// Everything from the entries up.
fn recompute(tiles: &Tiles, head: &Head) -> Result<Report> {
    let progress = Progress::new(0);
    let root = Some(head.checkpoint.root());
    verify(tiles, head.size(), root, tiles.threads(), |done| {
        progress.show(done)
    })
    .map_err(fault)
}

/// Every state that the chain's transactions tell of, up to the checkpoint.
fn history(context: &Context, tiles: &Tiles, head: &Head, log: &Pubkey) -> Result<Record> {
    let hashes = TileHashes::new(tiles, head.size());
    let (mut states, mut reached) = (0u64, head.size());
    for growth in context.growths(log) {
        let growth = growth?;
        if growth.size > head.size() {
            continue;
        }
        let root = read_root(&hashes, growth.size).map_err(unmade)?;
        if root != growth.root {
            return Err(Error::mismatch(
                format!(
                    "at {} entries the tiles give the root {}, and transaction {} says {}",
                    growth.size,
                    to_hex(&root),
                    growth.signature,
                    to_hex(&growth.root)
                ),
                "The log's past was changed, or the node does not tell the truth: ask another (--url).",
            ));
        }
        states += 1;
        reached = growth.old_size;
    }
    // A node may have forgotten the oldest transactions; that is no fault of the log.
    let complete = reached == 0;
    Ok(record! { "olderStates" => states, "historyComplete" => complete })
}
