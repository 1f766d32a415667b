//! `althing verify model`.

use std::path::PathBuf;

use clap::Args;

use crate::checks::files::{Files, Given};
use crate::checks::subject::{choose, Subject};
use crate::checks::{attestations, consents, lifecycle, lineage, log, signer, Report, Verdict};
use crate::commands::model::hashing::{differences, Hashing};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::{hash_file, to_hex};
use crate::input::key;
use crate::output::{Cell, Record};
use crate::rpc::Commitment;

/// Check a model's files against the chain: what they are, who signed them, whether the organisation stands behind them
///
/// Hashes the files and compares root and statement with what the version was registered with; then who signed it, its place
/// in the lifecycle, what evaluators say, whether the data may be used, and what it was made from. All of it is finalized, unless
/// --commitment says otherwise: model, version and organisation as of the slot that is shown, the rest as of that slot or a later
/// one, before which the former did not change. A statement or signature at hand (model.sig in a model that is a folder is found
/// by itself) names the files that differ. No wallet is needed. Exit code 0 where nothing is broken, 3 where something is, 1 where
/// the cluster or a file cannot be read, or the model changed meanwhile.
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
    /// Read the model's whole log as well, and find the version's registration in it; needs a node with its transactions
    #[arg(long)]
    pub log: bool,
    #[command(flatten)]
    pub hashing: Hashing,
}

impl Run for Model {
    fn run(self, context: &Context) -> Result<()> {
        let mut context = settled(context)?;
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
            return Ok(());
        };
        let found = hash_file(path).map_err(|e| {
            crate::Error::usage(format!("{}: {e}", path.display()), "Check the path.")
        })?;
        if registered == [0; 32] {
            report.tell(
                "card",
                Verdict::Broken,
                "the version was registered without a model card",
            );
            return Ok(());
        }
        report.judge(
            "card",
            found == registered,
            "the model card is the one that the version was registered with",
            format!(
                "the card's hash is {}, the version was registered with {}",
                to_hex(&found),
                to_hex(&registered)
            ),
        );
        Ok(())
    }
}

/// The same context, which reads what cannot be undone any more, unless the user asked for something else.
fn settled(context: &Context) -> Result<Context> {
    let mut global = context.global.clone();
    global.commitment = global.commitment.or(Some(Commitment::Finalized));
    Context::new(global)
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
