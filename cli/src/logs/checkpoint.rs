//! Signed heads, and who may sign them.

use althing::{AuditLog, LogBond};
use althing_publish::journal::{Journal, MAX_JOURNAL};
use althing_publish::PRIVATE;
use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::key::{KeyType, VerifierKey};
use althing_tlog::note::Note;
use anchor_lang::prelude::Pubkey;

use super::history::Growth;
use super::Tiles;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::file;

/// What stands before the log's address in an origin that nobody has chosen.
const ORIGIN: &str = "althing/";

/// The origin of a log for which none was chosen.
#[must_use]
pub fn origin_of(log: &Pubkey) -> String {
    format!("{ORIGIN}{log}")
}

/// A signed head.
#[derive(Clone, Debug)]
pub struct Head {
    /// Where it was read.
    pub name: String,
    pub note: Note,
    pub checkpoint: Checkpoint,
}

/// Where a head stands in the chain's log.
pub enum Standing {
    /// It is what the chain has now, as of a slot.
    Now { slot: u64 },
    /// It is what the chain had then.
    Then(Box<Growth>),
}

impl Standing {
    /// The slot of the append that led to it.
    #[must_use]
    pub fn slot(&self) -> u64 {
        match self {
            Self::Now { slot } => *slot,
            Self::Then(growth) => growth.slot,
        }
    }
}

impl Head {
    /// Reads a signed head. One with lines behind the root is refused, though C2SP allows them: who signs a false root
    /// answers for it with a bond, but only where the signed text fits a transaction.
    ///
    /// # Errors
    /// Exit code 3 where it is none.
    pub fn parse(name: impl Into<String>, bytes: &[u8]) -> Result<Self> {
        let name = name.into();
        let bad = |why: String| {
            Error::mismatch(
                format!("{name}: {why}"),
                "It is no signed checkpoint (C2SP tlog-checkpoint); fetch it again.",
            )
        };
        let note = Note::parse(bytes).map_err(|why| bad(why.to_string()))?;
        let checkpoint = Checkpoint::parse(note.text()).map_err(|why| bad(why.to_string()))?;
        if !checkpoint.extensions().is_empty() {
            return Err(Error::mismatch(
                format!("{name}: line 4: there are lines behind the root"),
                "No bond covers such a checkpoint; ask the log's operator for one of three lines.",
            ));
        }
        Ok(Self {
            name,
            note,
            checkpoint,
        })
    }

    /// The head of a folder or a server.
    ///
    /// # Errors
    /// Where there is none.
    pub fn of(tiles: &Tiles) -> Result<Self> {
        let (name, bytes) = tiles.checkpoint()?;
        Self::parse(name, &bytes)
    }

    #[must_use]
    pub fn size(&self) -> u64 {
        self.checkpoint.size()
    }

    /// Which log it is about, where that can be told: by what was given, the folder's journal, or the origin.
    ///
    /// # Errors
    /// Where it cannot.
    pub fn log(
        &self,
        context: &Context,
        given: Option<&str>,
        tiles: Option<&Tiles>,
    ) -> Result<(Pubkey, AuditLog)> {
        if let Some(given) = given {
            return context.find_log(given);
        }
        let folder = tiles.and_then(Tiles::folder);
        let journal = folder.map(|folder| folder.join(PRIVATE).join("journal"));
        let named = journal
            .and_then(|path| file::read(&path, MAX_JOURNAL).ok())
            .and_then(|bytes| serde_json::from_slice::<Journal>(&bytes).ok())
            .map(|journal| journal.log);
        let named = named.or_else(|| Some(self.checkpoint.origin().strip_prefix(ORIGIN)?.into()));
        match named.as_deref().map(input::address) {
            Some(Ok(address)) => Ok((address, context.fetch(&address)?)),
            _ => Err(Error::usage(
                format!(
                    "which log is this? its origin is {}",
                    self.checkpoint.origin()
                ),
                "Give --log ADDRESS, or check only its signature: --offline --key KEY.",
            )),
        }
    }

    /// That one of the keys has signed it. Returns who did.
    ///
    /// # Errors
    /// Exit code 3 where none has.
    pub fn signed_by(&self, keys: &[VerifierKey]) -> Result<VerifierKey> {
        let origin = self.checkpoint.origin();
        let bad = |why: String| {
            Error::mismatch(
                format!("{}: {why}", self.name),
                "Somebody else has signed it, or it was changed. Check --key and --log.",
            )
        };
        let verified = self.note.verify(keys).map_err(|why| bad(why.to_string()))?;
        let log = verified
            .iter()
            .find(|by| by.key.kind() == KeyType::Ed25519 && by.key.name() == origin);
        log.map(|by| by.key.clone())
            .ok_or_else(|| bad(format!("not signed under its origin {origin}")))
    }

    /// Holds it against the chain's log: its root now, or the root that the log had at that size.
    ///
    /// # Errors
    /// Exit code 3 where the chain has another root; 1 where its history does not reach back.
    pub fn on_chain(
        &self,
        context: &Context,
        address: &Pubkey,
        log: &AuditLog,
    ) -> Result<Standing> {
        let (size, root) = (self.checkpoint.size(), self.checkpoint.root());
        let other = |what: String| {
            Error::mismatch(
                format!("{}: {what}", self.name),
                "The checkpoint is not the chain's log: do not trust it.",
            )
        };
        if size > log.size {
            return Err(other(format!(
                "has {size} entries, the chain's log {}",
                log.size
            )));
        }
        let (found, standing) = if size == log.size {
            (log.root, Standing::Now { slot: log.slot })
        } else if size == 0 {
            (
                althing_tlog::hash::empty_root(),
                Standing::Now { slot: log.slot },
            )
        } else {
            let growth = context.growth_to(address, size)?.ok_or_else(|| {
                Error::failed(
                    format!("no append that led to {size} entries is in this node's history"),
                    "Ask a node that keeps older transactions (--url), or use a newer checkpoint.",
                )
            })?;
            (growth.root, Standing::Then(Box::new(growth)))
        };
        if found != *root {
            return Err(other(format!(
                "its root is {}, and the chain's at {size} entries {}",
                input::bytes::to_hex(root),
                input::bytes::to_hex(&found)
            )));
        }
        Ok(standing)
    }
}

/// A key that signs checkpoints: as C2SP writes it, or an address, whose name is the origin then.
///
/// # Errors
/// Where it is neither.
pub fn key(text: &str, origin: &str) -> Result<VerifierKey> {
    let key = match input::address(text) {
        Ok(address) => VerifierKey::new(origin, KeyType::Ed25519, &address.to_bytes()),
        Err(_) => VerifierKey::parse(text),
    };
    key.map_err(|why| {
        Error::usage(
            format!("--key {text}: {why}"),
            "Give NAME+ID+BASE64 as the log's operator publishes it, or the address of the log's writer.",
        )
    })
}

impl Context {
    /// Who signs a log's checkpoints where nothing else is said: its writer, and whom its bond names.
    ///
    /// # Errors
    /// Where the program writes it and nobody has bonded it, so that whoever mirrors it signs.
    pub fn checkpoint_keys(
        &self,
        address: &Pubkey,
        log: &AuditLog,
        origin: &str,
    ) -> Result<Vec<VerifierKey>> {
        let bond = self.fetch_if::<LogBond>(&self.at().bond(address))?;
        let bonded = bond
            .and_then(|bond| VerifierKey::new(origin, KeyType::Ed25519, &bond.signing_key).ok());
        let mut keys: Vec<VerifierKey> = bonded.into_iter().collect();
        if log.writer != Pubkey::default() {
            let writer = key(&log.writer.to_string(), origin)?;
            if !keys.contains(&writer) {
                keys.push(writer);
            }
        }
        if keys.is_empty() {
            return Err(Error::usage(
                "the program writes this log, so its checkpoints are signed by whoever mirrors it",
                "Say who: --key KEY.",
            ));
        }
        Ok(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Exit;
    use althing_tlog::key::SignerKey;

    #[test]
    fn a_head_with_lines_behind_the_root_is_refused_with_the_place() {
        let signer = SignerKey::from_seed("example.org/log", KeyType::Ed25519, &[7; 32]).unwrap();
        let read = |lines: &[&str]| {
            let head = Checkpoint::new("example.org/log", 5, [1; 32], lines).unwrap();
            Head::parse("here", head.sign(&signer).unwrap().encode().as_bytes())
        };
        assert_eq!(read(&[]).unwrap().size(), 5);
        for lines in [&["harmless"][..], &["a", "b"]] {
            let error = read(lines).unwrap_err();
            assert_eq!(error.exit, Exit::Mismatch);
            assert!(error.what.starts_with("here: line 4: "), "{}", error.what);
        }
    }
}
