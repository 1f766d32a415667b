//! `althing log verify`.

use std::ffi::OsString;
use std::ops::Range;
use std::time::Instant;

use althing_tlog::proof::read_root;
use althing_tlog::store::{verify, Report, TileHashes};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::logs::checkpoint::Standing;
use crate::logs::publish::Progress;
use crate::logs::tiles::{fault, unmade};
use crate::logs::{Head, Tiles, Trust};
use crate::output::Record;

/// Check a whole log: every entry, every tile, the checkpoint's signature, and the chain's history
///
/// Every entry is hashed and every tile of every level computed anew. The root must be the checkpoint's, the checkpoint signed by
/// the log's writer or the key that its bond names (or by whom --key or --policy says, witnesses included), and the chain must
/// have, or have had, that root at that size; so must every older state that the chain's transactions tell of. Where the node
/// keeps any of these back, historyComplete is false and the missing spans are listed. Exit code 3 where anything differs, with
/// the place. With --offline nothing but the tiles and the signatures is checked, and no cluster is asked.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log verify public/log\n  althing log verify https://example.org/log --log 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing log verify public/log --offline --key 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing log verify https://example.org/log --policy witnesses.policy"
)]
pub struct Verify {
    /// The log's folder, or the URL at which it is served
    pub dir_or_url: OsString,
    /// The log on the chain; give it where the folder is from somebody else [default: that of the folder or the checkpoint's
    /// origin, which are what the folder says of itself]
    #[arg(long)]
    pub log: Option<String>,
    #[command(flatten)]
    pub trust: Trust,
    /// Ask no cluster
    #[arg(long, requires = "trust", conflicts_with = "log")]
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
        let signers = self.trust.check(&head)?;
        let chain = match self.offline {
            true => None,
            false => Some(head.log(context, self.log.as_deref(), Some(&tiles))?),
        };
        let signers = match (signers, &chain) {
            (None, Some((address, log))) => {
                let keys = context.checkpoint_keys(address, log, origin)?;
                record! { "signedBy" => head.signed_by(&keys)?.to_string() }
            }
            (signers, _) => signers.unwrap_or_default(),
        };
        let mut told = record! { "origin" => origin }.and(signers);
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
        } else {
            told = told.with("chain", "not asked");
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
    let mut spans = vec![];
    for growth in context.growths(log) {
        let growth = growth?;
        if growth.size > head.size() {
            continue;
        }
        let root = read_root(&hashes, growth.size);
        let root = root.map_err(|why| unmade(why, tiles, head.size()))?;
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
        spans.push(growth.old_size..growth.size);
    }
    let states = spans.len();
    // A node may have forgotten transactions; that is no fault of the log, but nothing was seen of them either.
    let missing = untold(spans, head.size());
    let told = record! { "olderStates" => states, "historyComplete" => missing.is_empty() };
    if missing.is_empty() {
        return Ok(told);
    }
    let words = missing
        .iter()
        .map(|span| format!("entries {} to {}", span.start, span.end.saturating_sub(1)));
    Ok(told.with("historyMissing", words.collect::<Vec<String>>()))
}

/// Of a log of so many entries what none of the appends added, in order.
fn untold(mut appends: Vec<Range<u64>>, size: u64) -> Vec<Range<u64>> {
    appends.sort_by_key(|append| (append.start, append.end));
    let (mut missing, mut reached) = (vec![], 0);
    for append in appends {
        if append.start > reached {
            missing.push(reached..append.start);
        }
        reached = reached.max(append.end);
    }
    if reached < size {
        missing.push(reached..size);
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_is_complete_where_every_append_follows_on_the_one_before() {
        // As a node tells them: the newest first.
        let all = || vec![9..10, 5..9, 3..5, 0..3];
        assert_eq!(untold(all(), 10), []);
        for (left_out, span) in [(0, 9..10), (1, 5..9), (2, 3..5), (3, 0..3)] {
            let mut appends = all();
            appends.remove(left_out);
            assert_eq!(untold(appends, 10), [span]);
        }
        assert_eq!(untold(vec![4..6, 1..2], 8), [0..1, 2..4, 6..8]);
        assert_eq!(untold(vec![], 8), std::slice::from_ref(&(0..8)));
        assert_eq!(untold(vec![], 0), []);
        // Nothing is told twice, whatever a node says.
        assert_eq!(untold(vec![0..8, 2..3], 8), []);
    }
}
