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

/// What is known of a model when the watch begins, where the log is its.
#[derive(Clone, Debug)]
pub struct Governed {
    pub address: Pubkey,
    pub maintainer: Pubkey,
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
                maintainer: model.maintainer,
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
            maintainer: self.model.as_ref().map(|it| it.maintainer.to_string()),
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
        let by_maintainer = [
            EntryKind::ModelUpdated,
            EntryKind::VersionRegistered,
            EntryKind::VersionStaged,
            EntryKind::VersionUnstaged,
            EntryKind::ParentLinked,
            EntryKind::ParentUnlinked,
            EntryKind::DatasetLinked,
            EntryKind::DatasetUnlinked,
            EntryKind::SigningKeyAdded,
            EntryKind::SigningKeyRetired,
        ];
        let by_authority = [
            EntryKind::VersionPromoted,
            EntryKind::VersionDeprecated,
            EntryKind::VersionRevoked,
            EntryKind::TaintOverridden,
        ];
        let is_one = |kinds: &[EntryKind]| kinds.iter().any(|kind| *kind as u16 == entry.kind);
        if is_one(&by_maintainer) {
            return entry.actor == model.maintainer;
        }
        if is_one(&[EntryKind::SigningKeyRevoked]) {
            return [model.maintainer, model.authority].contains(&entry.actor);
        }
        !is_one(&by_authority) || entry.actor == model.authority
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
mod tests {
    use super::*;
    use althing::audit::entry::EntryHeader;
    use anchor_lang::AnchorSerialize;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn subject() -> Subject {
        Subject {
            log: key(1),
            writer: key(2),
            model: None,
            signers: vec![],
            attestations: 1,
            signature: false,
        }
    }

    fn governed() -> Option<Governed> {
        Some(Governed {
            address: key(4),
            maintainer: key(5),
            authority: key(6),
        })
    }

    fn growth(what: What) -> Growth {
        Growth {
            old_size: 4,
            size: 5,
            root: [0; 32],
            slot: 9,
            signature: "signature".into(),
            what,
        }
    }

    fn entry(kind: u16, actor: Pubkey, payload: &[u8]) -> Growth {
        let header = EntryHeader {
            log: key(1),
            index: 4,
            timestamp: 0,
            slot: 9,
            actor,
            kind,
        };
        let mut bytes = header.encode(payload.len()).unwrap().to_vec();
        bytes.extend_from_slice(payload);
        growth(What::Entry(bytes))
    }

    fn kinds(subject: &Subject, growth: &Growth, signers: &[Pubkey]) -> Vec<Kind> {
        let alerts = subject.judge(growth, signers);
        alerts.into_iter().map(|alert| alert.kind).collect()
    }

    #[test]
    fn only_its_writer_is_expected_in_a_log_of_ones_own() {
        assert_eq!(kinds(&subject(), &entry(1024, key(2), b"x"), &[]), []);
        let stranger = entry(1024, key(3), b"x");
        assert_eq!(kinds(&subject(), &stranger, &[]), [Kind::UnexpectedSigner]);
    }

    #[test]
    fn a_list_of_signers_holds_for_entries_and_batches() {
        let listed = Subject {
            signers: vec![key(2), key(4)],
            ..subject()
        };
        assert_eq!(kinds(&listed, &entry(1024, key(4), b"x"), &[key(9)]), []);
        let stranger = entry(1024, key(3), b"x");
        assert_eq!(kinds(&listed, &stranger, &[]), [Kind::UnexpectedSigner]);
        let batch = growth(What::Batch(String::new()));
        assert_eq!(kinds(&listed, &batch, &[key(4), key(2)]), []);
        assert_eq!(
            kinds(&listed, &batch, &[key(2), key(9)]),
            [Kind::UnexpectedSigner]
        );
        assert_eq!(kinds(&subject(), &batch, &[key(2), key(9)]), []);
    }

    #[test]
    fn a_models_maintainer_and_authority_have_their_own_kinds() {
        let model = Subject {
            writer: Pubkey::default(),
            model: governed(),
            ..subject()
        };
        let registered = EntryKind::VersionRegistered as u16;
        let revoked = EntryKind::VersionRevoked as u16;
        let attested = EntryKind::VersionAttested as u16;
        let linked = EntryKind::DatasetLinked as u16;
        let unlinked = EntryKind::DatasetUnlinked as u16;
        let overridden = EntryKind::TaintOverridden as u16;
        let key_revoked = EntryKind::SigningKeyRevoked as u16;
        for (kind, actor, fine) in [
            (registered, 5, true),
            (registered, 6, false),
            (revoked, 6, true),
            (revoked, 5, false),
            (attested, 9, true),
            (linked, 5, true),
            (linked, 6, false),
            (unlinked, 5, true),
            (unlinked, 9, false),
            (overridden, 6, true),
            (overridden, 5, false),
            (key_revoked, 5, true),
            (key_revoked, 6, true),
            (key_revoked, 9, false),
        ] {
            let alerts = kinds(&model, &entry(kind, key(actor), &[0; 9]), &[]);
            assert_eq!(alerts.is_empty(), fine, "kind {kind} by {actor}");
        }
    }

    #[test]
    fn a_promotion_needs_its_attestations() {
        let model = Subject {
            writer: Pubkey::default(),
            model: governed(),
            attestations: 2,
            ..subject()
        };
        let promoted = |passed, failed| {
            let payload = VersionPromoted {
                number: 1,
                previous: 0,
                weights_digest: [1; 32],
                manifest_digest: [2; 32],
                passed,
                failed,
            };
            let mut bytes = vec![];
            payload.serialize(&mut bytes).unwrap();
            entry(EntryKind::VersionPromoted as u16, key(6), &bytes)
        };
        for (passed, failed, fine) in [
            (2, 0, true),
            (2, 1, true),
            (2, 2, false),
            (3, 4, false),
            (1, 0, false),
        ] {
            let alerts = kinds(&model, &promoted(passed, failed), &[]);
            let expected = [Kind::PromotedWithoutProofs];
            let expected = if fine { &expected[..0] } else { &expected };
            assert_eq!(alerts, expected, "{passed} {failed}");
        }
        // Who asks for none gets none.
        let lax = Subject {
            attestations: 0,
            ..model.clone()
        };
        assert_eq!(kinds(&lax, &promoted(0, 3), &[]), []);
        let cut = entry(EntryKind::VersionPromoted as u16, key(6), b"x");
        assert_eq!(kinds(&model, &cut, &[]), [Kind::PromotedWithoutProofs]);
    }
}
