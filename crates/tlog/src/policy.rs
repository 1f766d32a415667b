//! Whose signatures make a checkpoint trusted (C2SP tlog-policy).
//!
//! ```text
//! log <vkey> [<url>]                any of the logs must have signed, under its own origin
//! witness <name> <vkey> [<url>]
//! group <name> all|any|<k> <name>...
//! quorum <name>|none                exactly one line
//! ```
//!
//! Items are separated by spaces and tabs; `#` begins a comment line. Names of witnesses and groups are
//! the file's own, any bytes; whatever a line names stands in a line before. Each name is a member of at
//! most one group, so that a witness counts in one way only. One key is not given twice.

mod parse;

use crate::checkpoint::Checkpoint;
use crate::key::{KeyType, VerifierKey};
use crate::note::{Note, Verified, VerifyError};
use crate::text::TextError;

/// Bytes of a policy file.
pub const MAX_POLICY: usize = 1 << 20;

/// A log that is accepted, or a witness that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub key: VerifierKey,
    /// Where it is reached; the policy itself makes no use of it.
    pub url: Option<String>,
}

/// Witnesses or groups, of which `threshold` must have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    threshold: usize,
    members: Vec<Member>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

/// Logs, witnesses and the quorum of witnesses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Party>,
    witnesses: Vec<Party>,
    groups: Vec<Group>,
    /// `None`: no witness is needed.
    quorum: Option<Member>,
    keys: Vec<VerifierKey>,
}

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    #[error("expected log, witness, group or quorum")]
    Keyword,
    #[error("expected {0}")]
    Form(&'static str),
    #[error("the byte 0x{0:02x} is not allowed")]
    Byte(u8),
    #[error("a log's key is of type 0x01, a witness's of type 0x04")]
    KeyType,
    #[error("the key of {0} was given before")]
    SameKey(String),
    #[error("the name is taken, or none, which stands for no quorum")]
    Taken,
    #[error("no line before this one defines the name {0:?}")]
    Undefined(String),
    #[error("{0:?} is a member of a group already, and would count twice")]
    Twice(String),
    #[error("the threshold must be between 1 and the number of members, {members}")]
    Threshold { members: usize },
    #[error("there must be one quorum line")]
    Quorum,
}

/// A checkpoint that satisfies a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted<'a> {
    pub checkpoint: Checkpoint,
    /// The signatures that count: the log's and the known witnesses', in the order of the note.
    pub signatures: Vec<Verified<'a>>,
}

impl Trusted<'_> {
    /// The latest time at which a witness signed, in seconds since 1970.
    #[must_use]
    pub fn witnessed_at(&self) -> Option<u64> {
        self.signatures
            .iter()
            .filter_map(|signature| signature.time)
            .max()
    }
}

/// Why a checkpoint does not satisfy a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    #[error("its text: {0}")]
    Malformed(#[from] TextError),
    #[error(transparent)]
    Signatures(#[from] VerifyError),
    #[error("no log of the policy has signed a checkpoint of {origin}")]
    NotTheLog { origin: String },
    #[error("{witnesses} of the policy's witnesses have signed, and these are no quorum")]
    NoQuorum { witnesses: usize },
}

impl Policy {
    /// Any of the logs, and `threshold` of the witnesses; 0 asks for none.
    ///
    /// # Errors
    /// [`PolicyFault`] where a key is of the wrong type or given twice, or the threshold exceeds the
    /// witnesses.
    pub fn new(
        logs: &[VerifierKey],
        witnesses: &[VerifierKey],
        threshold: usize,
    ) -> Result<Self, PolicyFault> {
        let mut policy = Self {
            logs: vec![],
            witnesses: vec![],
            groups: vec![],
            quorum: None,
            keys: vec![],
        };
        for key in logs {
            policy.add(key.clone(), None, KeyType::Ed25519)?;
        }
        for key in witnesses {
            policy.add(key.clone(), None, KeyType::Cosignature)?;
        }
        if threshold > witnesses.len() {
            return Err(PolicyFault::Threshold {
                members: witnesses.len(),
            });
        }
        if threshold > 0 {
            let members = (0..witnesses.len()).map(Member::Witness).collect();
            policy.groups.push(Group { threshold, members });
            policy.quorum = Some(Member::Group(0));
        }
        Ok(policy)
    }

    fn add(
        &mut self,
        key: VerifierKey,
        url: Option<String>,
        kind: KeyType,
    ) -> Result<(), PolicyFault> {
        if key.kind() != kind {
            return Err(PolicyFault::KeyType);
        }
        let parties = if kind == KeyType::Ed25519 {
            &mut self.logs
        } else {
            &mut self.witnesses
        };
        if let Some(other) = parties
            .iter()
            .find(|other| other.key.public() == key.public())
        {
            return Err(PolicyFault::SameKey(other.key.name().to_owned()));
        }
        self.keys.push(key.clone());
        parties.push(Party { key, url });
        Ok(())
    }

    /// Reads a policy file.
    ///
    /// # Errors
    /// [`TextError`] says what is wrong in which line.
    pub fn parse(bytes: &[u8]) -> Result<Self, TextError> {
        parse::parse(bytes)
    }

    #[must_use]
    pub fn logs(&self) -> &[Party] {
        &self.logs
    }

    #[must_use]
    pub fn witnesses(&self) -> &[Party] {
        &self.witnesses
    }

    /// Checks a signed checkpoint: signed by a log of the policy whose name is the origin, and cosigned
    /// by a quorum.
    ///
    /// # Errors
    /// [`PolicyError`] says what is missing.
    pub fn check(&self, note: &Note) -> Result<Trusted<'_>, PolicyError> {
        let signatures = note.verify(&self.keys)?;
        let checkpoint = Checkpoint::parse(note.text())?;
        let by_log = |signed: &Verified<'_>| {
            signed.key.kind() == KeyType::Ed25519 && signed.key.name() == checkpoint.origin()
        };
        if !signatures.iter().any(by_log) {
            return Err(PolicyError::NotTheLog {
                origin: checkpoint.origin().to_owned(),
            });
        }
        let signed: Vec<bool> = self
            .witnesses
            .iter()
            .map(|witness| {
                signatures
                    .iter()
                    .any(|signature| *signature.key == witness.key)
            })
            .collect();
        if !self.is_quorum(&signed) {
            let witnesses = signed.iter().filter(|signed| **signed).count();
            return Err(PolicyError::NoQuorum { witnesses });
        }
        let counts = |signed: &Verified<'_>| signed.time.is_some() || by_log(signed);
        let signatures = signatures.iter().copied().filter(counts).collect();
        Ok(Trusted {
            checkpoint,
            signatures,
        })
    }

    /// Members of a group are defined before it, so one pass in order is enough.
    fn is_quorum(&self, signed: &[bool]) -> bool {
        let mut groups: Vec<bool> = Vec::with_capacity(self.groups.len());
        let holds = |member: &Member, groups: &[bool]| match member {
            Member::Witness(at) => signed[*at],
            Member::Group(at) => groups[*at],
        };
        for group in &self.groups {
            let have = group
                .members
                .iter()
                .filter(|member| holds(member, &groups))
                .count();
            groups.push(have >= group.threshold);
        }
        self.quorum
            .as_ref()
            .is_none_or(|quorum| holds(quorum, &groups))
    }
}
