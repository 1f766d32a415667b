//! A checkpoint that somebody has kept, and what leads from it to another one.

use std::path::Path;

use althing_tlog::note::MAX_NOTE;
use althing_tlog::proof::{prove_consistency, verify_consistency};
use althing_tlog::store::TileHashes;
use althing_tlog::Hash;

use super::tiles::unmade;
use super::{Head, Tiles};
use crate::error::{Error, Result};
use crate::output::file;

impl Head {
    /// A checkpoint in a file of its own.
    ///
    /// # Errors
    /// Exit code 2 where there is no file, 3 where it is no checkpoint.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(path.display().to_string(), &file::read(path, MAX_NOTE)?)
    }

    /// That another checkpoint is of the same log by its name.
    ///
    /// # Errors
    /// Exit code 3 where it is not.
    pub fn require_same_origin(&self, other: &Self) -> Result<()> {
        let [mine, others] = [self, other].map(|head| head.checkpoint.origin());
        if mine == others {
            return Ok(());
        }
        Err(Error::mismatch(
            format!(
                "{}: is of {mine}, and {} of {others}: not the same log",
                self.name, other.name
            ),
            "Compare checkpoints of one log.",
        ))
    }

    /// That the smaller of two checkpoints is the beginning of the larger one: by the tiles, or where both have the
    /// same size, by themselves.
    ///
    /// # Errors
    /// Exit code 3 where it is not; 2 where tiles are needed and not given, or do not reach so far.
    pub fn require_one_history(&self, other: &Self, tiles: Option<&Tiles>) -> Result<()> {
        self.require_same_origin(other)?;
        let (old, new) = match self.size() <= other.size() {
            true => (self, other),
            false => (other, self),
        };
        if old.size() == new.size() {
            return old.require_beginning(new, &[]);
        }
        let tiles = tiles.ok_or_else(|| {
            Error::usage(
                format!(
                    "{}: has {} entries, and {} {}",
                    self.name,
                    self.size(),
                    other.name,
                    other.size()
                ),
                "Say where the log's tiles are, which lead from one to the other: --dir DIR_OR_URL.",
            )
        })?;
        let head = Self::of(tiles)?;
        head.require_same_origin(new)?;
        if head.size() < new.size() {
            return Err(Error::usage(
                format!(
                    "{}: has {} entries, {} are needed",
                    head.name,
                    head.size(),
                    new.size()
                ),
                "Give a place with the newer log.",
            ));
        }
        let hashes = TileHashes::new(tiles, head.size());
        let proof = prove_consistency(&hashes, old.size(), new.size());
        let proof = proof.map_err(|why| unmade(why, tiles, head.size()))?;
        old.require_beginning(new, &proof)
    }

    /// That this is the beginning of a larger one, or the same one, by a proof.
    ///
    /// # Errors
    /// Exit code 3 where the proof does not hold.
    pub fn require_beginning(&self, larger: &Self, proof: &[Hash]) -> Result<()> {
        let [old, new] = [self, larger].map(|head| (head.size(), head.checkpoint.root()));
        verify_consistency(old.0, old.1, new.0, new.1, proof).map_err(|why| {
            Error::mismatch(
                format!(
                    "{} with {} entries is not the beginning of {} with {}: {why}",
                    self.name, old.0, larger.name, new.0
                ),
                "The log shows two histories, or one of the files was changed: keep both, and ask the operator.",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exit;
    use althing_tlog::checkpoint::Checkpoint;
    use althing_tlog::key::{KeyType, SignerKey};
    use althing_tlog::store::{write_checkpoint, Builder, Options};

    const ORIGIN: &str = "example.org/log";

    fn head(origin: &str, size: u64, root: Hash) -> Head {
        let key = SignerKey::from_seed(origin, KeyType::Ed25519, &[1; 32]).unwrap();
        let checkpoint = Checkpoint::new(origin, size, root, &[]).unwrap();
        let note = checkpoint.sign(&key).unwrap();
        Head::parse(format!("of {size}"), note.encode().as_bytes()).unwrap()
    }

    /// A log that was published at each of the sizes, and its heads.
    fn log(sizes: &[u64], word: &str) -> (tempfile::TempDir, Vec<Head>) {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            sync: false,
            ..Options::default()
        };
        let empty = althing_tlog::hash::empty_root();
        let mut builder = Builder::open(folder.path(), 0, &empty, options).unwrap();
        let heads = sizes.iter().map(|size| {
            for index in builder.size()..*size {
                builder.push(format!("{word} {index}").as_bytes()).unwrap();
            }
            head(ORIGIN, *size, builder.publish().unwrap().root)
        });
        let heads: Vec<Head> = heads.collect();
        if let Some(last) = heads.last() {
            write_checkpoint(folder.path(), &last.note).unwrap();
        }
        (folder, heads)
    }

    #[test]
    fn tiles_lead_from_one_checkpoint_to_another_in_either_order() {
        let (folder, heads) = log(&[3, 300, 700], "entry");
        let tiles = Tiles::open(folder.path()).unwrap();
        for one in &heads {
            for other in &heads {
                one.require_one_history(other, Some(&tiles)).unwrap();
            }
        }
        let error = heads[0].require_one_history(&heads[1], None).unwrap_err();
        assert_eq!(error.exit, Exit::Usage);
        assert!(error.todo.contains("--dir"), "{error}");
        assert_eq!(heads[0].require_one_history(&heads[0], None), Ok(()));
    }

    #[test]
    fn another_history_and_another_log_are_told() {
        let (folder, heads) = log(&[3, 300], "entry");
        let (_other, others) = log(&[3, 301], "another");
        let tiles = Tiles::open(folder.path()).unwrap();
        let mismatch = |one: &Head, other: &Head, words: &str| {
            let error = one.require_one_history(other, Some(&tiles)).unwrap_err();
            assert_eq!(error.exit, Exit::Mismatch);
            assert!(error.what.contains(words), "{error}");
        };
        mismatch(&others[0], &heads[1], "is not the beginning");
        mismatch(&others[0], &heads[0], "is not the beginning");
        let root = *heads[0].checkpoint.root();
        mismatch(
            &head("example.org/x", 3, root),
            &heads[0],
            "not the same log",
        );
        // Tiles that do not reach so far prove nothing.
        let error = heads[0].require_one_history(&others[1], Some(&tiles));
        assert_eq!(error.unwrap_err().exit, Exit::Usage);
    }
}
