//! Who signed the version, and by which key.

use althing::signing::dsse;
use althing::{SigningKey, Standing, VersionSignature};
use althing_digest::dsse::pae;
use althing_digest::dsse::PAYLOAD_TYPE;
use althing_digest::{sha256, Bundle, VerifyingKey};
use anchor_lang::prelude::Pubkey;

use super::files::Files;
use super::subject::Subject;
use super::{count, Report, Verdict};
use crate::chain::stored::offset;
use crate::commands::key as keys;
use crate::context::Context;
use crate::error::Result;
use crate::input::key::shown;
use crate::output::{Cell, Record};
use crate::rpc::Memcmp;

/// A signature on the chain, as it was found.
struct Found {
    account: Pubkey,
    public: Option<VerifyingKey>,
    standing: Standing,
    slot: u64,
    signed_at: i64,
    /// Whether it was checked here as well; `None` without the statement.
    checked: Option<bool>,
}

impl Found {
    fn counts(&self) -> bool {
        self.standing == Standing::Good && self.public.is_some() && self.checked != Some(false)
    }

    fn name(&self) -> String {
        self.public.as_ref().map_or_else(|| "?".to_owned(), shown)
    }
}

/// Whether a key of the model signed the version while it counted, or the key that was asked for. Where the statement is at
/// hand, every signature is checked here as well, so that the node need not be believed.
///
/// # Errors
/// Where the cluster does not answer.
pub fn check(
    context: &Context,
    subject: &Subject,
    files: &Files,
    wanted: Option<&VerifyingKey>,
    report: &mut Report,
) -> Result<Vec<Record>> {
    let condition = Memcmp::key(offset::SIGNATURE_VERSION, &subject.address);
    let signatures = context.list::<VersionSignature>(&[condition])?;
    let addresses: Vec<Pubkey> = signatures.iter().map(|(_, one)| one.signing_key).collect();
    let signers = context.fetch_many::<SigningKey>(&addresses)?;
    let statement = files.statement(&subject.version.manifest_digest);
    let message = statement.map(|statement| pae(PAYLOAD_TYPE, statement.payload()));
    let found: Vec<Found> = signatures
        .iter()
        .zip(&signers)
        .map(|((account, one), signer)| {
            read(*account, one, signer.as_ref(), subject, message.as_deref())
        })
        .collect();
    judge(&found, wanted, report);
    if let Some(bundle) = files.named.as_ref().and_then(|named| named.bundle.as_ref()) {
        let condition = Memcmp::key(offset::KEY_MODEL, &subject.model_address);
        let known = context.list::<SigningKey>(&[condition])?;
        let known: Vec<Known> = known
            .iter()
            .filter_map(|(_, key)| Known::read(key, subject.slot))
            .collect();
        // What the chain has seen signed while the key counted needs no other date.
        let same = files
            .named
            .as_ref()
            .is_some_and(|named| named.statement.hash() == subject.version.manifest_digest);
        let dated = found.iter().filter(|one| same && one.counts());
        let dated: Vec<&VerifyingKey> = dated.filter_map(|one| one.public.as_ref()).collect();
        judge_bundle(bundle, &known, &dated, wanted, report);
    }
    Ok(found.iter().map(row).collect())
}

/// A key of the model, and what a signature without a date is worth by it now.
struct Known {
    public: VerifyingKey,
    standing: Standing,
    /// The slot from which, or up to which, it counts.
    slot: u64,
}

impl Known {
    fn read(key: &SigningKey, now: u64) -> Option<Self> {
        // Whoever stole a key can write any date, so a revoked one is so from the beginning.
        let (standing, slot) = match key.standing_at(now) {
            _ if key.is_revoked() => (Standing::Revoked, key.revoked_at_slot),
            Standing::NotYetValid => (Standing::NotYetValid, key.valid_from_slot),
            standing => (standing, key.valid_until_slot),
        };
        Some(Self {
            public: keys::public(key)?,
            standing,
            slot,
        })
    }
}

fn read(
    account: Pubkey,
    one: &VersionSignature,
    signer: Option<&SigningKey>,
    subject: &Subject,
    message: Option<&[u8]>,
) -> Found {
    // A key of another model is none of this one's.
    let signer = signer.filter(|signer| signer.model == subject.model_address);
    let public = signer.and_then(keys::public);
    let checked = match (&public, message) {
        (Some(public), Some(message)) => {
            let signed = match one.form {
                VersionSignature::HASH => dsse::hash_message(&sha256(message)).to_vec(),
                _ => message.to_vec(),
            };
            Some(public.verify_on_chain(&signed, &one.signature).is_ok())
        }
        _ => None,
    };
    Found {
        account,
        public,
        standing: signer.map_or(Standing::Revoked, |signer| one.standing(signer)),
        slot: one.slot,
        signed_at: one.signed_at,
        checked,
    }
}

fn judge(found: &[Found], wanted: Option<&VerifyingKey>, report: &mut Report) {
    if let Some(forged) = found.iter().find(|one| one.checked == Some(false)) {
        let says = format!(
            "the node shows a signature by {} that does not fit the statement: do not trust it",
            forged.name()
        );
        report.tell("signer", Verdict::Broken, says);
        return;
    }
    let good: Vec<&Found> = found.iter().filter(|one| one.counts()).collect();
    if let Some(wanted) = wanted {
        let by_wanted = good.iter().find(|one| one.public.as_ref() == Some(wanted));
        report.judge(
            "signer",
            by_wanted.is_some(),
            format!(
                "signed by {}, recorded in slot {}",
                shown(wanted),
                by_wanted.map_or(0, |one| one.slot)
            ),
            format!(
                "{} has no signature that counts over this version",
                shown(wanted)
            ),
        );
        return;
    }
    let names = |all: &[&Found]| {
        all.iter()
            .map(|one| one.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (verdict, says) = if !good.is_empty() {
        let here = good.iter().all(|one| one.checked == Some(true));
        let where_checked = if here {
            "the chain and here"
        } else {
            "the chain"
        };
        let says = format!("signed by {}, checked by {where_checked}", names(&good));
        (Verdict::Holds, says)
    } else if found.is_empty() {
        (
            Verdict::Open,
            "nobody has recorded a signature over this version on the chain".to_owned(),
        )
    } else {
        let says = format!(
            "{} on the chain, by a key that did not count in its slot (retired, revoked, or not yet valid)",
            count(found.len() as u64, "signature")
        );
        (Verdict::Broken, says)
    };
    report.tell("signer", verdict, says);
}

/// The signature that lies beside the files. It has no date of its own: what it is worth by a key that has ended only the
/// chain tells, where the same key's signature over the same statement was recorded in time (`dated`).
fn judge_bundle(
    bundle: &Bundle,
    known: &[Known],
    dated: &[&VerifyingKey],
    wanted: Option<&VerifyingKey>,
    report: &mut Report,
) {
    let by_known = known.iter().find(|key| bundle.verify(&key.public).is_ok());
    let by = by_known.map(|key| &key.public);
    let by = by.or_else(|| wanted.filter(|key| bundle.verify(key).is_ok()));
    let mut tell = |verdict, says: String| report.tell("signature file", verdict, says);
    let Some(by) = by else {
        let says = "by none of the model's keys, or not over its statement";
        return tell(Verdict::Broken, says.into());
    };
    let name = shown(by);
    if wanted.is_some_and(|wanted| wanted != by) {
        let says = format!("signed by {name}, another of the model's keys than the one asked for");
        return tell(Verdict::Broken, says);
    }
    let (standing, slot) = by_known.map_or((Standing::Good, 0), |key| (key.standing, key.slot));
    if standing != Standing::Good && dated.contains(&by) {
        let says =
            format!("signed by {name}, whose signature the chain has from when the key counted");
        return tell(Verdict::Holds, says);
    }
    let open = "when it was signed the file does not tell";
    match standing {
        Standing::Good => tell(Verdict::Holds, format!("signed by {name}")),
        Standing::Revoked => tell(
            Verdict::Broken,
            format!("signed by {name}, a key that was revoked from slot {slot} on; {open}"),
        ),
        Standing::Retired => tell(
            Verdict::Open,
            format!("signed by {name}, a key that counted up to slot {slot}; {open}"),
        ),
        Standing::NotYetValid => tell(
            Verdict::Open,
            format!("signed by {name}, a key that counts from slot {slot} on"),
        ),
    }
}

fn row(found: &Found) -> Record {
    let standing = match found.standing {
        Standing::Good => "good",
        Standing::NotYetValid => "not yet valid",
        Standing::Retired => "retired",
        Standing::Revoked => "revoked",
    };
    record! {
        "signer" => found.public.as_ref().map(shown),
        "standing" => standing,
        "slot" => found.slot,
        "at" => Cell::Time(found.signed_at),
        "checkedHere" => found.checked.map(Cell::Bool),
        "signature" => found.account,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use althing_digest::SigningKey as Private;

    fn public(byte: u8) -> VerifyingKey {
        Private::from_ed25519_seed(&[byte; 32]).verifying_key()
    }

    fn found(byte: u8, standing: Standing, checked: Option<bool>) -> Found {
        Found {
            account: Pubkey::default(),
            public: Some(public(byte)),
            standing,
            slot: 7,
            signed_at: 1,
            checked,
        }
    }

    fn verdict(all: &[Found], wanted: Option<u8>) -> Verdict {
        let mut report = Report::default();
        judge(all, wanted.map(public).as_ref(), &mut report);
        report.findings[0].verdict
    }

    #[test]
    fn a_signature_that_counts_is_enough_unless_one_is_asked_for() {
        use Standing::{Good, NotYetValid, Retired, Revoked};
        use Verdict::{Broken, Holds, Open};
        assert_eq!(verdict(&[], None), Open);
        assert_eq!(verdict(&[], Some(1)), Broken);
        for bad in [NotYetValid, Retired, Revoked] {
            assert_eq!(verdict(&[found(1, bad, None)], None), Broken);
            assert_eq!(
                verdict(&[found(1, bad, Some(true)), found(2, Good, None)], None),
                Holds
            );
            assert_eq!(
                verdict(&[found(1, bad, None), found(2, Good, None)], Some(1)),
                Broken
            );
        }
        assert_eq!(verdict(&[found(1, Good, Some(true))], Some(1)), Holds);
        // What the chain is said to have checked, and is false, is the node's lie.
        assert_eq!(
            verdict(&[found(1, Good, None), found(2, Good, Some(false))], None),
            Broken
        );
    }

    fn bundle() -> Bundle {
        let manifest = althing_digest::Manifest::new(
            althing_digest::Serialization {
                method: althing_digest::Method::Files,
                allow_symlinks: false,
                ignore_paths: vec![],
            },
            vec![],
        );
        let statement = althing_digest::Statement::new("m", manifest.unwrap()).unwrap();
        Bundle::sign(&statement, &Private::from_ed25519_seed(&[1; 32]))
    }

    fn known(byte: u8, standing: Standing) -> Known {
        Known {
            public: public(byte),
            standing,
            slot: 7,
        }
    }

    /// The bundle is signed by key 1.
    fn judged(known: &[Known], dated: &[u8], wanted: Option<u8>) -> (Verdict, String) {
        let mut report = Report::default();
        let dated: Vec<_> = dated.iter().map(|byte| public(*byte)).collect();
        let dated: Vec<_> = dated.iter().collect();
        let wanted = wanted.map(public);
        judge_bundle(&bundle(), known, &dated, wanted.as_ref(), &mut report);
        let one = &report.findings[0];
        (one.verdict, one.says.clone())
    }

    #[test]
    fn a_file_is_by_a_key_of_the_model_or_broken() {
        use Standing::Good;
        let verdict = |bytes: &[u8], wanted| {
            let keys: Vec<_> = bytes.iter().map(|byte| known(*byte, Good)).collect();
            judged(&keys, &[], wanted).0
        };
        assert_eq!(verdict(&[2, 1], None), Verdict::Holds);
        assert_eq!(verdict(&[2], None), Verdict::Broken);
        assert_eq!(verdict(&[], Some(1)), Verdict::Holds);
        assert_eq!(verdict(&[1, 2], Some(2)), Verdict::Broken);
    }

    #[test]
    fn a_file_by_a_key_that_does_not_count_holds_only_by_what_the_chain_has_of_it() {
        use Standing::{NotYetValid, Retired, Revoked};
        for (standing, verdict, words) in [
            (Revoked, Verdict::Broken, "revoked from slot 7"),
            (Retired, Verdict::Open, "counted up to slot 7"),
            (NotYetValid, Verdict::Open, "counts from slot 7"),
        ] {
            for wanted in [None, Some(1)] {
                let keys = || [known(2, Standing::Good), known(1, standing)];
                let (found, says) = judged(&keys(), &[], wanted);
                assert_eq!(found, verdict, "{says}");
                assert!(says.contains(words), "{says}");
                // Another key's recorded signature is no date of this one.
                assert_eq!(judged(&keys(), &[2], wanted).0, verdict);
                assert_eq!(judged(&keys(), &[2, 1], wanted).0, Verdict::Holds);
            }
        }
    }

    #[test]
    fn a_key_is_judged_at_the_slot_of_the_check_and_revoked_at_any() {
        let key = |from, until, revoked| {
            let mut key = <SigningKey as bytemuck::Zeroable>::zeroed();
            (key.scheme, key.valid_from_slot) = (1, from);
            (key.valid_until_slot, key.revoked_at_slot) = (until, revoked);
            let bytes = public(1).on_chain().unwrap();
            key.public_key[..bytes.len()].copy_from_slice(&bytes);
            let known = Known::read(&key, 100).unwrap();
            assert_eq!(known.public, public(1));
            (known.standing, known.slot)
        };
        let open = althing::OPEN;
        assert_eq!(key(0, open, open), (Standing::Good, open));
        assert_eq!(key(100, 100, open), (Standing::Good, 100));
        assert_eq!(key(101, open, open), (Standing::NotYetValid, 101));
        assert_eq!(key(0, 99, open), (Standing::Retired, 99));
        // A slot in the future cannot be named on the chain; a key that lies is not to be believed either.
        for revoked in [0, 100, 5_000] {
            assert_eq!(key(0, 99, revoked), (Standing::Revoked, revoked));
        }
    }
}
