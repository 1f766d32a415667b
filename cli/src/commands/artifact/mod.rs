//! `althing artifact`: code and evaluation suites that versions link.

mod close;
mod list;
mod register;
mod show;

use althing::Artifact;
use anchor_lang::prelude::Pubkey;
use clap::ValueEnum;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{
    cell::{digest, padded},
    Record,
};

group! {
    /// Code and evaluation suites that versions link
    Group {
        Close(close::Close),
        List(list::List),
        Register(register::Register),
        Show(show::Show),
    }
}

/// What an artifact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Code that trained a version or runs it
    Code,
    /// A suite that a version is evaluated by
    Evaluation,
}

impl Kind {
    /// As the program counts.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Code => Artifact::CODE,
            Self::Evaluation => Artifact::EVALUATION,
        }
    }
}

/// A kind in words.
#[must_use]
pub fn kind(kind: u8) -> String {
    match kind {
        Artifact::CODE => "code".into(),
        Artifact::EVALUATION => "evaluation".into(),
        other => format!("kind {other}"),
    }
}

/// An artifact by its address, or as `KIND:DIGEST` in the organisation, which is that of the command line unless `dao` is
/// given.
///
/// # Errors
/// Where there is none.
pub fn find(context: &Context, text: &str, dao: Option<&Pubkey>) -> Result<(Pubkey, Artifact)> {
    let address = match named(text) {
        Some((kind, digest)) => {
            let dao = match dao {
                Some(dao) => *dao,
                None => context.dao_address()?,
            };
            context.at().artifact(&dao, kind.byte(), &digest)
        }
        None => input::address(text).map_err(|_| {
            Error::usage(
                format!(
                    "{text}: neither an artifact's address nor code:DIGEST or evaluation:DIGEST"
                ),
                "See althing artifact list.",
            )
        })?,
    };
    Ok((address, context.fetch(&address)?))
}

/// Kind and digest of `KIND:DIGEST`.
fn named(text: &str) -> Option<(Kind, [u8; 32])> {
    let (kind, digest) = text.split_once(':')?;
    let kind = Kind::from_str(kind, false).ok()?;
    Some((kind, input::digest(digest).ok()?))
}

/// What a list says of an artifact.
fn summary(address: &Pubkey, artifact: &Artifact) -> Record {
    record! {
        "kind" => kind(artifact.kind),
        "digest" => digest(&artifact.digest),
        "artifact" => address,
        "owner" => artifact.owner,
        "links" => artifact.links,
        "metadataUri" => padded(&artifact.metadata_uri),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artifacts_are_named_by_kind_and_digest() {
        let digest = "0a".repeat(32);
        let ten = [10; 32];
        assert_eq!(named(&format!("code:{digest}")), Some((Kind::Code, ten)));
        assert_eq!(
            named(&format!("evaluation:{digest}")),
            Some((Kind::Evaluation, ten))
        );
        for bad in [
            "code",
            "code:",
            "suite:00",
            &digest,
            &format!("Code:{digest}"),
        ] {
            assert_eq!(named(bad), None, "{bad}");
        }
        assert_eq!(kind(Kind::Code.byte()), "code");
        assert_eq!(kind(Kind::Evaluation.byte()), "evaluation");
    }
}
