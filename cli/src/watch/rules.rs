//! What an append must fulfil.

use althing::audit::entry::{EntryKind, HEADER};
use althing::registry::entries::VersionPromoted;
use althing::{AuditLog, Model};
use anchor_lang::prelude::Pubkey;
use anchor_lang::AnchorDeserialize;

use super::state::Hands;
use super::{Alert, Kind};
use crate::context::Context;
use crate::error::Result;
use crate::logs::{Growth, What};

/// What only a model's maintainer does.
const BY_MAINTAINER: [EntryKind; 12] = [
    EntryKind::ModelUpdated,
    EntryKind::VersionRegistered,
    EntryKind::VersionStaged,
    EntryKind::VersionUnstaged,
    EntryKind::ParentLinked,
    EntryKind::ParentUnlinked,
    EntryKind::DatasetLinked,
    EntryKind::DatasetUnlinked,
    EntryKind::ArtifactLinked,
    EntryKind::CardUpdated,
    EntryKind::SigningKeyAdded,
    EntryKind::SigningKeyRetired,
];
/// What only the organisation's authority does.
const BY_AUTHORITY: [EntryKind; 4] = [
    EntryKind::VersionPromoted,
    EntryKind::VersionDeprecated,
    EntryKind::VersionRevoked,
    EntryKind::TaintOverridden,
];
/// What both do.
const BY_EITHER: [EntryKind; 2] = [
    EntryKind::MaintainershipOffered,
    EntryKind::SigningKeyRevoked,
];
const PROMOTED: u16 = EntryKind::VersionPromoted as u16;

/// Whom and what one log's appends are held against.
#[derive(Clone, Debug)]
pub struct Subject {
    pub log: Pubkey,
    /// Who appends, the default key where the program does.
    pub writer: Pubkey,
    pub model: Option<Governed>,
    /// Who may act, where that was given.
    pub signers: Vec<Pubkey>,
    /// Passing attestations that a promotion needs.
    pub attestations: u16,
    /// Whether it needs a signature too, of a key that counted.
    pub signature: bool,
}

/// What is known of a model, where the log is its.
#[derive(Clone, Debug)]
pub struct Governed {
    pub address: Pubkey,
    /// The maintainer as of the last entry that was read; `None` until one tells, where the watch begins in the past.
    pub maintainer: Option<Pubkey>,
    /// The organisation's.
    pub authority: Pubkey,
}

impl Subject {
    /// What is known of a log when the watch begins.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn new(context: &Context, address: Pubkey, log: &AuditLog) -> Result<Self> {
        let account = context.rpc.account(&log.subject)?;
        let model = account
            .filter(|account| account.owner == context.program())
            .and_then(|account| <Model as crate::chain::Stored>::read(&account.data))
            .filter(|model| model.log == address);
        Ok(Self {
            log: address,
            writer: log.writer,
            model: model.map(|model| Governed {
                address: log.subject,
                maintainer: Some(model.maintainer),
                authority: context.at().authority(&model.dao),
            }),
            signers: vec![],
            attestations: 1,
            signature: false,
        })
    }

    /// Who may act in the log, as it is remembered between runs.
    #[must_use]
    pub fn hands(&self) -> Hands {
        Hands {
            writer: self.writer.to_string(),
            maintainer: self
                .model
                .as_ref()
                .and_then(|it| it.maintainer)
                .map(|it| it.to_string()),
            authority: self.model.as_ref().map(|it| it.authority.to_string()),
        }
    }

    /// What is wrong with an append, by whoever signed its transaction.
    #[must_use]
    pub fn judge(&self, growth: &Growth, signers: &[Pubkey]) -> Vec<Alert> {
        let alert = |kind, detail| Alert {
            kind,
            log: self.log,
            slot: Some(growth.slot),
            signature: Some(growth.signature.clone()),
            detail,
        };
        let mut alerts = vec![];
        match &growth.what {
            What::Batch(_) => {
                let entries = growth.size - growth.old_size;
                alerts.extend(self.stranger(signers).map(|who| {
                    let detail = format!("{who} has signed a batch of {entries} entries");
                    alert(Kind::UnexpectedSigner, detail)
                }));
            }
            What::Entry(bytes) => {
                let Some(entry) = Entry::read(bytes) else {
                    return alerts;
                };
                if !self.expects(&entry) {
                    let detail = format!(
                        "{} has acted in entry {} of kind {}",
                        entry.actor, growth.old_size, entry.kind
                    );
                    alerts.push(alert(Kind::UnexpectedSigner, detail));
                }
                alerts.extend(
                    self.promotion(&entry)
                        .map(|detail| alert(Kind::PromotedWithoutProofs, detail)),
                );
            }
        }
        alerts
    }

    /// The first signer that is not on the list, where there is one.
    fn stranger<'a>(&self, signers: &'a [Pubkey]) -> Option<&'a Pubkey> {
        let strange = |who: &&Pubkey| !self.signers.contains(who);
        signers
            .iter()
            .find(|who| !self.signers.is_empty() && strange(who))
    }

    fn expects(&self, entry: &Entry<'_>) -> bool {
        if !self.signers.is_empty() {
            return self.signers.contains(&entry.actor);
        }
        let Some(model) = &self.model else {
            // Of an organisation's log anybody may be the actor: whoever was elected, proposed or registered.
            return self.writer == Pubkey::default() || entry.actor == self.writer;
        };
        let maintains = model.maintainer.is_none_or(|key| key == entry.actor);
        let governs = entry.actor == model.authority;
        if entry.is_one_of(&BY_MAINTAINER) {
            return maintains;
        }
        if entry.is_one_of(&BY_EITHER) {
            return maintains || governs;
        }
        !entry.is_one_of(&BY_AUTHORITY) || governs
    }

    /// Takes note of what an append says about who maintains the model. (That whoever accepts it was offered it by who may
    /// is for the program to see, which wrote the entry.)
    pub fn learn(&mut self, growth: &Growth) {
        let (What::Entry(bytes), Some(model)) = (&growth.what, &mut self.model) else {
            return;
        };
        let Some(entry) = Entry::read(bytes) else {
            return;
        };
        let accepted = entry.is_one_of(&[EntryKind::MaintainershipAccepted]);
        let first = model.maintainer.is_none() && entry.is_one_of(&BY_MAINTAINER);
        if accepted || first {
            model.maintainer = Some(entry.actor);
        }
    }

    /// The watch begins with older entries, when this key maintained the model. Where it is not known who did, the first entry
    /// of a maintainer's tells.
    pub fn begin_in_the_past(&mut self, maintainer: Option<Pubkey>) {
        if let Some(model) = &mut self.model {
            model.maintainer = maintainer;
        }
    }

    /// The number of the version that an append has put into production.
    #[must_use]
    pub fn promoted(&self, growth: &Growth) -> Option<(&Governed, u64)> {
        let What::Entry(bytes) = &growth.what else {
            return None;
        };
        let entry = Entry::read(bytes).filter(|entry| entry.kind == PROMOTED)?;
        let payload = VersionPromoted::deserialize(&mut &entry.payload[..]).ok()?;
        Some((self.model.as_ref()?, payload.number))
    }

    /// What is missing of a promotion, by its entry alone.
    fn promotion(&self, entry: &Entry<'_>) -> Option<String> {
        if entry.kind != PROMOTED || self.model.is_none() {
            return None;
        }
        let mut payload = entry.payload;
        let Ok(promoted) = VersionPromoted::deserialize(&mut payload) else {
            return Some("a version was promoted by an entry that cannot be read".into());
        };
        let VersionPromoted {
            number,
            passed,
            failed,
            ..
        } = promoted;
        // Where words are asked for, those against it may not weigh as much.
        let outweighed = self.attestations > 0 && failed >= passed;
        (passed < self.attestations || outweighed).then(|| {
            format!(
                "version {number} was promoted with {passed} passing and {failed} failing attestations; {} passing are asked for, and more than failing",
                self.attestations
            )
        })
    }
}

/// What an entry's bytes say.
struct Entry<'a> {
    actor: Pubkey,
    kind: u16,
    payload: &'a [u8],
}

impl<'a> Entry<'a> {
    fn is_one_of(&self, kinds: &[EntryKind]) -> bool {
        kinds.iter().any(|kind| *kind as u16 == self.kind)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (header, payload) = bytes.split_at_checked(HEADER)?;
        Some(Self {
            actor: Pubkey::try_from(&header[64..96]).ok()?,
            kind: u16::from_le_bytes(header[96..98].try_into().ok()?),
            payload,
        })
    }
}

#[cfg(test)]
mod tests;
