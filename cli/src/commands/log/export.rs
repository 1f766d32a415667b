//! `althing log export`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use althing_tlog::store::{sync_files, write_checkpoint, Folder, StoreError, TileSource};
use althing_tlog::tile::{
    edge, hashes_at, parse_bundle, parse_tile, Kind, TileError, TilePath, TILE_HEIGHT, TILE_WIDTH,
};
use althing_tlog::tlog_proof::{TlogProof, EXTENSION};
use clap::Args;

use super::proofs::{inclusion, Place};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::logs::publish::Progress;
use crate::logs::{tiles::fault, Head, Tiles};
use crate::output::file;

/// Levels of tiles that a log of 2^40 entries has.
const LEVELS: u8 = 5;

/// Copy what is public of a log: tiles, checkpoint, and proofs of single entries
///
/// The copy has what a static host serves and nothing of .althing. Full tiles that are there already are not copied again
/// unless they are cut off, so it can be repeated as the log grows; the checkpoint is written last. What has not the form of a
/// tile is not copied (exit code 3); whether the tiles are the right ones althing log verify tells.
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
        if tiles
            .folder()
            .is_some_and(|folder| lies_in(&self.to, folder))
        {
            return Err(Error::usage(
                format!(
                    "{}: is the log's own folder, or lies in it",
                    self.to.display()
                ),
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
            file::write(&path, proof.encode().as_bytes())?;
        }
        write_checkpoint(&self.to, &head.note).map_err(fault)?;
        context.out.record(&record! {
            "to" => self.to.display().to_string(),
            "size" => head.size(),
            "files" => copied,
            "proofs" => self.proof.len(),
            "signatureChecked" => self.place.trust.is_given(),
        });
        Ok(())
    }
}

impl Export {
    fn copy(&self, tiles: &Tiles, head: &Head) -> Result<u64> {
        let progress = Progress::new(0);
        let (mut made, mut buffer) = (Made::default(), Vec::new());
        fs::create_dir_all(&self.to).map_err(|why| cannot(&self.to, &why))?;
        let ours = Folder::new(&self.to);
        for path in paths(head.size()) {
            if path.is_full() && is_good(&ours, &path, &mut buffer) {
                continue;
            }
            let there = tiles.read_into(&path, &mut buffer).map_err(fault)?;
            // A reader takes the full one where the partial one is gone.
            let (there, path) = match there || path.is_full() {
                true => (there, path),
                false => {
                    let full = path.full();
                    (tiles.read_into(&full, &mut buffer).map_err(fault)?, full)
                }
            };
            if !there {
                return Err(fault(StoreError::Missing {
                    path: tiles.name(&path),
                    size: head.size(),
                }));
            }
            well_formed(&path, &buffer).map_err(|why| {
                fault(StoreError::Malformed {
                    path: tiles.name(&path),
                    fault: why,
                })
            })?;
            made.write(ours.file(&path), &buffer)?;
            if path.kind() == Kind::Entries {
                progress.show((path.index() << TILE_HEIGHT) + u64::from(path.width()));
            }
        }
        // The checkpoint that covers them is written when they are on the disk.
        let all: Vec<PathBuf> = made.folders.into_iter().collect();
        sync_files(&self.to, &[made.files.as_slice(), &all].concat()).map_err(fault)?;
        Ok(made.files.len() as u64)
    }
}

/// What was written.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Made {
    fn write(&mut self, path: PathBuf, bytes: &[u8]) -> Result<()> {
        let folder = path.parent().unwrap_or(&path).to_owned();
        if !self.folders.contains(&folder) {
            fs::create_dir_all(&folder).map_err(|why| cannot(&folder, &why))?;
            self.folders.insert(folder);
        }
        file::write_unsynced(&path, bytes)?;
        self.files.push(path);
        Ok(())
    }
}

/// Whether a folder is another one, or lies in it; it need not be there yet.
fn lies_in(folder: &Path, other: &Path) -> bool {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let there = absolute
        .ancestors()
        .find_map(|it| fs::canonicalize(it).ok());
    let other = fs::canonicalize(other).ok();
    there
        .zip(other)
        .is_some_and(|(it, other)| it.starts_with(other))
}

/// Whether a full tile was copied before, and is one: what a crash has cut off is copied again.
fn is_good(ours: &Folder, path: &TilePath, buffer: &mut Vec<u8>) -> bool {
    ours.read_into(path, buffer)
        .is_ok_and(|there| there && well_formed(path, buffer).is_ok())
}

/// That bytes have the form of the tile or the bundle. Whether they are the right ones only the root tells.
fn well_formed(path: &TilePath, bytes: &[u8]) -> std::result::Result<(), TileError> {
    match path.kind() {
        Kind::Hashes(_) => parse_tile(bytes, path.width()).map(drop),
        Kind::Entries => parse_bundle(bytes, path.width()).map(drop),
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

fn cannot(path: &Path, why: &std::io::Error) -> Error {
    Error::failed(
        format!("{}: {why}", path.display()),
        "Check the folder's permissions and the room on the disk.",
    )
}
