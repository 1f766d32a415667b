//! The code that made the version or runs it, and the suite that it is evaluated by.

use std::path::Path;

use althing::Artifact;
use anchor_lang::prelude::Pubkey;

use super::subject::Subject;
use super::{Report, Verdict};
use crate::commands::artifact::kind as kind_name;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::{hash_file, to_hex};
use crate::output::cell::{digest, padded, unpad};
use crate::output::Record;

/// Files to be held against what the version links.
#[derive(Clone, Copy, Default)]
pub struct Given<'a> {
    pub code: Option<&'a Path>,
    pub evaluation: Option<&'a Path>,
}

/// What a version says of one kind, and what is at hand of it.
struct Linked {
    kind: u8,
    /// The account that is linked; the default key for none.
    address: Pubkey,
    artifact: Option<Artifact>,
    /// What the version was registered with; zeros for none.
    declared: [u8; 32],
    /// Hash of the file at hand.
    given: Option<[u8; 32]>,
}

/// Whether what the version links is there and as it was registered, and is the file at hand.
///
/// # Errors
/// Where the cluster does not answer, or a file cannot be read.
pub fn check(
    context: &Context,
    subject: &Subject,
    given: Given,
    report: &mut Report,
) -> Result<Vec<Record>> {
    let version = &subject.version;
    let kinds = [
        (
            Artifact::CODE,
            version.code,
            version.code_digest,
            given.code,
        ),
        (
            Artifact::EVALUATION,
            version.evaluation,
            [0; 32],
            given.evaluation,
        ),
    ];
    let mut rows = vec![];
    for (kind, address, declared, file) in kinds {
        let artifact = match address == Pubkey::default() {
            true => None,
            false => context.fetch_if::<Artifact>(&address)?,
        };
        let linked = Linked {
            kind,
            address,
            artifact,
            declared,
            given: file.map(hash).transpose()?,
        };
        judge(&linked, &subject.model.dao, report);
        rows.extend(linked.artifact.map(|artifact| {
            record! {
                "kind" => kind_name(kind),
                "digest" => digest(&artifact.digest),
                "artifact" => address,
                "metadataUri" => padded(&artifact.metadata_uri),
                "metadataHash" => digest(&artifact.metadata_hash),
            }
        }));
    }
    Ok(rows)
}

fn hash(path: &Path) -> Result<[u8; 32]> {
    hash_file(path)
        .map_err(|why| Error::usage(format!("{}: {why}", path.display()), "Check the path."))
}

fn judge(linked: &Linked, dao: &Pubkey, report: &mut Report) {
    let (check, what) = match linked.kind {
        Artifact::CODE => ("code", "code"),
        _ => ("evaluation", "evaluation suite"),
    };
    let names = linked.address != Pubkey::default();
    let fits = linked.artifact.filter(|artifact| {
        let declared = linked.declared == [0; 32] || linked.declared == artifact.digest;
        artifact.kind == linked.kind && artifact.dao == *dao && declared
    });
    if names && fits.is_none() {
        let says = format!(
            "links {} as its {what}, which the node does not have so: do not trust this node",
            linked.address
        );
        return report.tell(check, Verdict::Broken, says);
    }
    let expected = fits.map_or(linked.declared, |artifact| artifact.digest);
    if expected == [0; 32] {
        let verdict = match linked.given {
            Some(_) => Verdict::Broken,
            None => Verdict::Open,
        };
        return report.tell(check, verdict, format!("names no {what}"));
    }
    let place = fits.map(|artifact| unpad(&artifact.metadata_uri));
    let place = place.filter(|uri| !uri.is_empty());
    let place = place.map_or_else(String::new, |uri| format!(", described at {uri}"));
    let says = format!("its {what} has the hash {}{place}", to_hex(&expected));
    match linked.given {
        Some(given) => report.judge(
            check,
            given == expected,
            format!("{says}, as the file at hand"),
            format!("{says}, the file at hand {}", to_hex(&given)),
        ),
        None if names => report.tell(check, Verdict::Holds, says),
        None => {
            let says = format!("{says}; it is no artifact that can be looked up");
            report.tell(check, Verdict::Open, says);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::subject::tests::key;
    use bytemuck::Zeroable;

    const DIGEST: [u8; 32] = [7; 32];

    fn artifact() -> Artifact {
        Artifact {
            kind: Artifact::CODE,
            dao: key(9),
            digest: DIGEST,
            ..Artifact::zeroed()
        }
    }

    fn code() -> Linked {
        Linked {
            kind: Artifact::CODE,
            address: key(1),
            artifact: Some(artifact()),
            declared: [0; 32],
            given: None,
        }
    }

    fn verdict(linked: &Linked) -> Verdict {
        let mut report = Report::default();
        judge(linked, &key(9), &mut report);
        report.findings[0].verdict
    }

    #[test]
    fn what_is_linked_is_there_and_of_its_kind_organisation_and_digest() {
        assert_eq!(verdict(&code()), Verdict::Holds);
        let declared = Linked {
            declared: DIGEST,
            ..code()
        };
        assert_eq!(verdict(&declared), Verdict::Holds);
        let others = [
            None,
            Some(Artifact {
                kind: Artifact::EVALUATION,
                ..artifact()
            }),
            Some(Artifact {
                dao: key(8),
                ..artifact()
            }),
        ];
        for artifact in others {
            let linked = Linked { artifact, ..code() };
            assert_eq!(verdict(&linked), Verdict::Broken);
        }
        let other = Linked {
            declared: [8; 32],
            ..code()
        };
        assert_eq!(verdict(&other), Verdict::Broken);
    }

    #[test]
    fn a_file_at_hand_is_what_is_linked_or_declared() {
        let unlinked = |declared, given| Linked {
            address: Pubkey::default(),
            artifact: None,
            declared,
            given,
            ..code()
        };
        let given = |given| Linked {
            given: Some(given),
            ..code()
        };
        assert_eq!(verdict(&given(DIGEST)), Verdict::Holds);
        assert_eq!(verdict(&given([8; 32])), Verdict::Broken);
        assert_eq!(verdict(&unlinked([0; 32], None)), Verdict::Open);
        assert_eq!(verdict(&unlinked([0; 32], Some(DIGEST))), Verdict::Broken);
        assert_eq!(verdict(&unlinked(DIGEST, None)), Verdict::Open);
        assert_eq!(verdict(&unlinked(DIGEST, Some(DIGEST))), Verdict::Holds);
        assert_eq!(verdict(&unlinked(DIGEST, Some([8; 32]))), Verdict::Broken);
    }
}
