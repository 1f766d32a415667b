//! `althing log export`.

use std::fs;
use std::path::{Path, PathBuf};

use althing_tlog::store::{write_checkpoint, TileSource};
use althing_tlog::tile::{edge, hashes_at, Kind, TilePath, TILE_HEIGHT, TILE_WIDTH};
use althing_tlog::tlog_proof::{TlogProof, EXTENSION};
use clap::Args;

use super::proofs::{inclusion, Place};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::logs::publish::Progress;
use crate::logs::{tiles::fault, Head, Tiles};

/// Levels of tiles that a log of 2^40 entries has.
const LEVELS: u8 = 5;

/// Copy what is public of a log: tiles, checkpoint, and proofs of single entries
///
/// The copy has what a static host serves and nothing of .althing. Full tiles that are there already are not copied again, so
/// it can be repeated as the log grows; the checkpoint is written last. It is copied as it is: althing log verify checks it.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log export /srv/www/log --dir log\n  althing log export mirror --dir https://example.org/log --proof 7 --proof 12"
)]
pub struct Export {
    /// The folder to copy into; made where it is missing
    pub to: PathBuf,
    #[command(flatten)]
    pub place: Place,
    /// Write the proof of this entry too, as INDEX.tlog-proof; can be given several times
    #[arg(long, value_name = "INDEX")]
    pub proof: Vec<u64>,
}

impl Run for Export {
    fn run(self, context: &Context) -> Result<()> {
        let (tiles, head) = self.place.open()?;
        let same = |folder: &Path| fs::canonicalize(folder).ok() == fs::canonicalize(&self.to).ok();
        if tiles
            .folder()
            .is_some_and(|folder| self.to.exists() && same(folder))
        {
            return Err(Error::usage(
                format!("{}: is the log's own folder", self.to.display()),
                "Give another folder to copy into.",
            ));
        }
        let copied = self.copy(&tiles, &head)?;
        for index in &self.proof {
            let (_, hashes) = inclusion(&tiles, &head, *index)?;
            let proof = TlogProof {
                extra: None,
                index: *index,
                hashes,
                checkpoint: head.note.clone(),
            };
            let path = self.to.join(format!("{index}.{EXTENSION}"));
            write(&path, proof.encode().as_bytes())?;
        }
        write_checkpoint(&self.to, &head.note).map_err(fault)?;
        context.out.record(&record! {
            "to" => self.to.display().to_string(),
            "size" => head.size(),
            "files" => copied,
            "proofs" => self.proof.len(),
        });
        Ok(())
    }
}

impl Export {
    fn copy(&self, tiles: &Tiles, head: &Head) -> Result<u64> {
        let progress = Progress::new(0);
        let mut copied = 0;
        let mut buffer = Vec::new();
        fs::create_dir_all(&self.to).map_err(|why| cannot(&self.to, &why))?;
        for path in paths(head.size()) {
            let target = self.to.join(path.to_string());
            if path.is_full() && target.exists() {
                continue;
            }
            let there = tiles.read_into(&path, &mut buffer).map_err(fault)?;
            // A reader takes the full one where the partial one is gone.
            let (there, target) = match there || path.is_full() {
                true => (there, target),
                false => {
                    let full = path.full();
                    let there = tiles.read_into(&full, &mut buffer).map_err(fault)?;
                    (there, self.to.join(full.to_string()))
                }
            };
            if !there {
                return Err(Error::mismatch(
                    format!("{}: is not there", tiles.name(&path).display()),
                    "The log is not complete there; fetch it from another place.",
                ));
            }
            write(&target, &buffer)?;
            copied += 1;
            if path.kind() == Kind::Entries {
                progress.show((path.index() << TILE_HEIGHT) + u64::from(path.width()));
            }
        }
        Ok(copied)
    }
}

/// Every tile and bundle of a log.
fn paths(size: u64) -> impl Iterator<Item = TilePath> {
    let kinds = (0..LEVELS).map(Kind::Hashes).chain([Kind::Entries]);
    let full = kinds.flat_map(move |kind| {
        let level = match kind {
            Kind::Hashes(level) => level,
            Kind::Entries => 0,
        };
        let count = hashes_at(level, size) >> TILE_HEIGHT;
        (0..count).filter_map(move |index| TilePath::new(kind, index, TILE_WIDTH))
    });
    full.chain(edge(size))
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    let staged = path.with_extension("new");
    fs::create_dir_all(folder).map_err(|why| cannot(folder, &why))?;
    fs::write(&staged, bytes).map_err(|why| cannot(&staged, &why))?;
    fs::rename(&staged, path).map_err(|why| cannot(path, &why))
}

fn cannot(path: &Path, why: &std::io::Error) -> Error {
    Error::failed(
        format!("{}: {why}", path.display()),
        "Check the folder's permissions and the room on the disk.",
    )
}
