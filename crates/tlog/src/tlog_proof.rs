//! The proof that one entry is in a log, in one file that is checked offline (C2SP tlog-proof).
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra <base64>            (may be absent; nothing vouches for it)
//! index <from 0>
//! <hashes, base64, from the leaf's sibling up>
//!
//! <checkpoint>
//! ```
//!
//! The file does not hold the entry: whoever checks hashes what they have.

use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::{Note, MAX_NOTE};
use crate::policy::{Policy, PolicyError, Trusted};
use crate::proof::{verify_inclusion, ProofError};
use crate::text::{checked, decode, encode, number, Lines, TextError, TextFault};

/// Bytes of a proof file.
pub const MAX_TLOG_PROOF: usize = 2 * MAX_NOTE;
/// Hashes of an inclusion proof.
pub const MAX_HASHES: usize = 64;
/// The ending of a proof file's name.
pub const EXTENSION: &str = "tlog-proof";

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// An inclusion proof with the checkpoint that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Opaque, and authenticated by nothing.
    pub extra: Option<Vec<u8>>,
    /// The entry's index, from 0.
    pub index: u64,
    /// From the leaf's sibling to the root's child.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, not verified yet.
    pub checkpoint: Note,
}

/// Why a proof shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    #[error("the checkpoint is not to be trusted: {0}")]
    Checkpoint(#[from] PolicyError),
    #[error(transparent)]
    Inclusion(#[from] ProofError),
}

impl TlogProof {
    /// Reads a proof file. The checkpoint's text must be that of a checkpoint.
    ///
    /// # Errors
    /// [`TextError`] says what is wrong in which line.
    pub fn parse(bytes: &[u8]) -> Result<Self, TextError> {
        let mut lines = Lines::new(checked(bytes, MAX_TLOG_PROOF)?, 1);
        if lines.next("the header")? != HEADER {
            return Err(TextFault::Expected {
                what: "c2sp.org/tlog-proof@v1",
            }
            .at(1));
        }
        let mut line = lines.next("the index")?;
        let mut extra = None;
        if let Some(data) = line.strip_prefix("extra ") {
            let data = decode(data).filter(|data| !data.is_empty());
            // "If no extra data is present, this line is omitted" (C2SP tlog-proof): empty data would be a second spelling.
            extra = Some(data.ok_or(TextFault::Base64.at(2))?);
            line = lines.next("the index")?;
        }
        let at = lines.number() - 1;
        let digits = line.strip_prefix("index ").ok_or(
            TextFault::Expected {
                what: "index <number>",
            }
            .at(at),
        )?;
        let index = number(digits).ok_or(TextFault::Number.at(at))?;
        let hashes = lines.hashes(MAX_HASHES)?;
        let checkpoint = embedded_checkpoint(&lines)?;
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint,
        })
    }

    /// The file's content.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("{HEADER}\n");
        if let Some(extra) = self.extra.as_ref().filter(|extra| !extra.is_empty()) {
            out.push_str(&format!("extra {}\n", encode(extra)));
        }
        out.push_str(&format!("index {}\n", self.index));
        for hash in &self.hashes {
            out.push_str(&encode(hash));
            out.push('\n');
        }
        out.push('\n');
        out + &self.checkpoint.encode()
    }

    /// Checks that the entry of this leaf hash is in the log at [`TlogProof::index`], as the policy's log
    /// and witnesses say.
    ///
    /// # Errors
    /// [`TlogProofError`] says which part does not hold.
    pub fn verify<'a>(
        &self,
        leaf: &Hash,
        policy: &'a Policy,
    ) -> Result<Trusted<'a>, TlogProofError> {
        let trusted = policy.check(&self.checkpoint)?;
        let head = &trusted.checkpoint;
        verify_inclusion(leaf, self.index, head.size(), &self.hashes, head.root())?;
        Ok(trusted)
    }
}

/// The checkpoint that is the rest of a file, with the line numbers of that file.
pub(crate) fn embedded_checkpoint(lines: &Lines<'_>) -> Result<Note, TextError> {
    let before = lines.number() - 1;
    let in_file = |error: TextError| error.fault.at(error.line + before);
    let note = Note::parse(lines.rest().as_bytes()).map_err(in_file)?;
    Checkpoint::parse(note.text()).map_err(in_file)?;
    Ok(note)
}
