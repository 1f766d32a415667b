//! What a log asks of a witness and what the witness checks (C2SP tlog-witness, `add-checkpoint`).
//!
//! ```text
//! old <size of the last checkpoint that the witness signed>
//! <consistency proof, base64, at most 63 hashes>
//!
//! <checkpoint>
//! ```

use crate::checkpoint::Checkpoint;
use crate::hash::{empty_root, Hash};
use crate::key::{KeyType, VerifierKey};
use crate::note::{Note, MAX_NOTE};
use crate::proof::{verify_consistency, ProofError};
use crate::text::{checked, encode, number, Lines, TextError, TextFault};
use crate::tlog_proof::embedded_checkpoint;

/// Bytes of a request.
pub const MAX_REQUEST: usize = MAX_NOTE + 4096;
/// Hashes of a request's consistency proof.
pub const MAX_HASHES: usize = 63;

/// A checkpoint and the proof that it extends an older one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The older one's size.
    pub old_size: u64,
    /// From the older one to the new one.
    pub proof: Vec<Hash>,
    /// The new one, not verified yet.
    pub checkpoint: Note,
}

/// Why a witness does not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the checkpoint's text: {0}")]
    Malformed(TextError),
    #[error("the old size {old} is larger than the new one, {new}")]
    OldSizeLarger { old: u64, new: u64 },
    #[error("the log {0} is not known here")]
    UnknownLog(String),
    #[error("none of the signatures is a valid one of the log's key")]
    NotSigned,
    #[error("the last checkpoint signed here is of size {latest}, not {old}")]
    Conflict { latest: u64, old: u64 },
    #[error("a checkpoint of the same size with another root was signed here: the log shows two histories")]
    Equivocation,
    #[error("the consistency proof does not hold: {0}")]
    Inconsistent(ProofError),
}

impl Refusal {
    /// The HTTP status that C2SP tlog-witness asks for.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::OldSizeLarger { .. } => 400,
            Self::NotSigned => 403,
            Self::UnknownLog(_) => 404,
            Self::Conflict { .. } | Self::Equivocation => 409,
            Self::Inconsistent(_) => 422,
        }
    }
}

impl AddCheckpoint {
    /// Reads a request's body.
    ///
    /// # Errors
    /// [`TextError`] says what is wrong in which line.
    pub fn parse(bytes: &[u8]) -> Result<Self, TextError> {
        let mut lines = Lines::new(checked(bytes, MAX_REQUEST)?, 1);
        let line = lines.next("old <size>")?;
        let digits = line
            .strip_prefix("old ")
            .ok_or(TextFault::Expected { what: "old <size>" }.at(1))?;
        let old_size = number(digits).ok_or(TextFault::Number.at(1))?;
        let proof = lines.hashes(MAX_HASHES)?;
        let checkpoint = embedded_checkpoint(&lines)?;
        Ok(Self {
            old_size,
            proof,
            checkpoint,
        })
    }

    /// The request's body.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("old {}\n", self.old_size);
        for hash in &self.proof {
            out.push_str(&encode(hash));
            out.push('\n');
        }
        out.push('\n');
        out + &self.checkpoint.encode()
    }

    /// What a witness must find before it signs: a checkpoint signed by a known log that extends `latest`,
    /// the last one signed here (size 0 and the empty root where there is none). Whoever signs then has to
    /// store the new one first, and to compare and store in one step.
    ///
    /// # Errors
    /// [`Refusal`], with the HTTP status for it.
    pub fn check(
        &self,
        logs: &[VerifierKey],
        latest: impl FnOnce(&str) -> Option<(u64, Hash)>,
    ) -> Result<Checkpoint, Refusal> {
        let head = Checkpoint::parse(self.checkpoint.text()).map_err(Refusal::Malformed)?;
        let of_log =
            |key: &&VerifierKey| key.name() == head.origin() && key.kind() == KeyType::Ed25519;
        let keys: Vec<VerifierKey> = logs.iter().filter(of_log).cloned().collect();
        if keys.is_empty() {
            return Err(Refusal::UnknownLog(head.origin().to_owned()));
        }
        self.checkpoint
            .verify(&keys)
            .map_err(|_| Refusal::NotSigned)?;
        let (old, new) = (self.old_size, head.size());
        if old > new {
            return Err(Refusal::OldSizeLarger { old, new });
        }
        let (latest, latest_root) = latest(head.origin()).unwrap_or((0, empty_root()));
        if latest != old {
            return Err(Refusal::Conflict { latest, old });
        }
        if old == new && latest_root != *head.root() {
            return Err(Refusal::Equivocation);
        }
        verify_consistency(old, &latest_root, new, head.root(), &self.proof)
            .map_err(Refusal::Inconsistent)?;
        Ok(head)
    }
}
