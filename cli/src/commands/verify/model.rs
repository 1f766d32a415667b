//! `althing verify model`.

use std::path::PathBuf;

use clap::Args;

use crate::checks::files::{Files, Given};
use crate::checks::subject::{choose, Subject};
use crate::checks::{
    artifacts, attestations, consents, lifecycle, lineage, log, signer, twins, Report, Verdict,
};
use crate::commands::model::hashing::{differences, Hashing};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::{hash_file, to_hex};
use crate::input::key;
use crate::output::{cell::unpad, Cell, Record};

/// Check a model's files against the chain: what they are, who signed them, whether the organisation stands behind them
///
/// Hashes the files and compares root and statement with what the version was registered with; then who signed it, its place
/// in the lifecycle, which other versions have the same weights, what evaluators say, which code and evaluation suite it links,
/// whether the data may be used, and what it was made from. All of it is finalized, unless --commitment says otherwise: model,
/// version and organisation as of the slot that is shown, the rest as of that slot or a later one, before which the former did not
/// change. A statement or signature at hand (model.sig in a model that is a folder is found by itself) names the files that differ.
/// No wallet is needed. Exit code 0 where nothing is broken, 3 where something is, 1 where the cluster or a file cannot be read, or
/// the model changed meanwhile.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing verify model ./tutor --model tutor\n  althing verify model ./tutor --model tutor --version 2 --signature model.sig --output json\n  althing verify model ./tutor --model tutor --slot 312000000"
)]
pub struct Model {
    /// The files: a file or a folder
    pub path: PathBuf,
    /// The model that they should be: name or address
    #[arg(long)]
    pub model: String,
    /// The version's number [default: the one whose digest the files have, else the one in production]
    #[arg(long, value_name = "NUMBER")]
    pub version: Option<u64>,
    /// Ask whether it was in production at the end of that slot, instead of whether it is now
    #[arg(long)]
    pub slot: Option<u64>,
    /// The statement that was registered, a file: how the files were hashed, and the name of each
    #[arg(long, value_name = "FILE")]
    pub statement: Option<PathBuf>,
    /// A signature over the files, which has the statement in it
    #[arg(long, value_name = "FILE")]
    pub signature: Option<PathBuf>,
    /// Who must have signed the version: a Solana address, or a public key in PEM
    #[arg(long, value_name = "ADDRESS_OR_FILE")]
    pub signer: Option<String>,
    /// The model card, a file, to be held against the version's hash of it
    #[arg(long, value_name = "FILE")]
    pub card: Option<PathBuf>,
    /// Its code, a file, to be held against the digest that the version has of it
    #[arg(long, value_name = "FILE")]
    pub code: Option<PathBuf>,
    /// The suite that it is evaluated by, a file, to be held against the digest of what the version links
    #[arg(long, value_name = "FILE")]
    pub evaluation: Option<PathBuf>,
    /// Read the model's whole log as well, and find the version's registration in it; needs a node with its transactions
    #[arg(long)]
    pub log: bool,
    #[command(flatten)]
    pub hashing: Hashing,
}

impl Run for Model {
    fn run(self, context: &Context) -> Result<()> {
        let mut context = context.settled()?;
        let signer = self.signer.as_deref().map(key::verifying).transpose()?;
        // Asked first: hashing may take an hour.
        let (address, model) = context.model(&self.model)?;
        let given = Given {
            statement: self.statement.clone(),
            signature: self.signature.clone(),
        };
        let files = Files::hash(&self.path, &given, &self.hashing, &[&model.name])?;
        let number = match self.version {
            Some(number) => number,
            None => choose(&context, &address, &model, &files)?,
        };
        let version = context.at().version(&address, number);
        let subject = Subject::read(&context, &address, &model.dao, &version)?;
        context.rpc.not_before(subject.slot);
        let context = &context;

        let mut report = Report::default();
        files.check(&subject.version, &mut report);
        self.check_card(&subject, &mut report)?;
        let signatures = signer::check(context, &subject, &files, signer.as_ref(), &mut report)?;
        lifecycle::check(&subject, self.slot, &mut report);
        let others = twins::check(context, &subject, &mut report)?;
        let made_by = artifacts::Given {
            code: self.code.as_deref(),
            evaluation: self.evaluation.as_deref(),
        };
        let made_by = artifacts::check(context, &subject, made_by, &mut report)?;
        let words = attestations::check(context, &subject, &mut report)?;
        let grants = consents::check(context, &subject, &mut report)?;
        let ancestors = lineage::check(context, &subject, &mut report)?;
        if self.log {
            log::check(context, &subject, &mut report)?;
        }
        subject.require_unchanged(context)?;

        let mut told = summary(&subject, &files, context, &report);
        if let Some(comparison) = files.comparison.as_ref().filter(|found| !found.holds()) {
            told = told.and(differences(comparison));
        }
        context.out.record(&told.and(record! {
            "signatures" => signatures,
            "attestations" => words,
            "sameWeights" => others,
            "artifacts" => made_by,
            "grants" => grants,
            "madeFrom" => ancestors,
        }));
        report.outcome()
    }
}

impl Model {
    fn check_card(&self, subject: &Subject, report: &mut Report) -> Result<()> {
        let registered = subject.version.metadata_hash;
        let Some(path) = &self.card else {
            let says = if registered == [0; 32] {
                "has no model card".to_owned()
            } else {
                format!(
                    "its model card is at {} and must have the hash {}: give it as --card FILE",
                    unpad(&subject.version.metadata_uri),
                    to_hex(&registered)
                )
            };
            report.tell("card", Verdict::Open, says);
            return Ok(());
        };
        let found = hash_file(path).map_err(|e| {
            crate::Error::usage(format!("{}: {e}", path.display()), "Check the path.")
        })?;
        if registered == [0; 32] {
            report.tell("card", Verdict::Broken, "the version has no model card");
            return Ok(());
        }
        report.judge(
            "card",
            found == registered,
            "the model card is the one that the version names",
            format!(
                "the card's hash is {}, that of the version's card {}",
                to_hex(&found),
                to_hex(&registered)
            ),
        );
        Ok(())
    }
}

fn summary(subject: &Subject, files: &Files, context: &Context, report: &Report) -> Record {
    record! {
        "holds" => report.holds(),
        "model" => subject.model_address,
        "name" => &subject.model.name,
        "dao" => subject.model.dao,
        "number" => subject.version.number,
        "version" => subject.address,
        "slot" => subject.slot,
        "at" => Cell::Time(subject.now),
        "commitment" => context.rpc.commitment().name(),
        "files" => files.digest.files,
        "root" => to_hex(&files.root),
        "checks" => report.rows(),
    }
}
