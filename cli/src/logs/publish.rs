//! `althing-publish` with a cluster as its chain.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use althing::{accounts, instruction, AppendBatchArgs, AuditLog, LogBond, Subtree};
use althing_publish::{Chain, Mark, PublishError, Publisher, Settings, Watcher};
use althing_tlog::key::{KeyType, SignerKey};
use althing_tlog::store::{Options, CHECKPOINT};
use althing_tlog::tree::Batch;
use althing_tlog::Hash;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;
use indicatif::{HumanCount, ProgressBar};
use solana_compute_budget_interface::ComputeBudgetInstruction;

use super::checkpoint::{origin_of, Head};
use super::{stream, tiles, Tiles};
use crate::chain::Call;
use crate::context::{read_key, Context};
use crate::error::{Error, Exit, Result};
use crate::output::{cell::unpad, Record};
use crate::send::{wire, Actor, Plan, Sending};

/// The most subtrees that the program takes at once.
const MAX_SUBTREES: usize = 32;

/// What every command takes that writes a log's folder.
#[derive(Args, Clone, Debug)]
pub struct Publishing {
    /// The log: its address, or that of its subject (an organisation, a model, a key), or a model's name
    #[arg(long, value_name = "LOG")]
    pub log: String,
    /// The log's folder, for any static host to serve (but for names that begin with a dot); made where it is missing
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// Name of the log in its checkpoints, such as example.org/decisions [default: that of the folder's checkpoint or
    /// the log's bond, else althing/ and the log's address]
    #[arg(long, value_name = "NAME")]
    pub origin: Option<String>,
    /// Key file that signs checkpoints [default: your key]
    #[arg(long, value_name = "FILE")]
    pub checkpoint_key: Option<String>,
    /// Go on with a folder that has a checkpoint but no journal, such as a copy of what is served
    #[arg(long)]
    pub adopt: bool,
}

impl Publishing {
    /// How the log is published.
    ///
    /// # Errors
    /// Where a key or a name is none.
    pub fn settings(&self, context: &Context, log: &Pubkey, batch: u64) -> Result<Settings> {
        let origin = self.origin(context, log)?;
        let key = match &self.checkpoint_key {
            Some(path) => read_key(path)?,
            None => context.wallet()?,
        };
        let signer = SignerKey::from_seed(&origin, KeyType::Ed25519, key.secret_bytes());
        let signer = signer.map_err(|why| {
            Error::usage(
                format!("--origin {origin}: {why}"),
                "Give a name without spaces and plus signs, such as example.org/decisions.",
            )
        })?;
        Ok(Settings {
            log: log.to_bytes(),
            origin,
            signer,
            batch,
            subtrees: MAX_SUBTREES,
            store: Options::default(),
            adopt: self.adopt,
        })
    }

    /// A log keeps its name; one that is bonded has the name that the bond gives it.
    fn origin(&self, context: &Context, log: &Pubkey) -> Result<String> {
        let known = if self.dir.join(CHECKPOINT).exists() {
            let tiles = Tiles::open(&self.dir)?;
            Some(Head::of(&tiles)?.checkpoint.origin().to_owned())
        } else {
            None
        };
        match (&self.origin, known) {
            (Some(given), Some(known)) if *given != known => Err(Error::usage(
                format!("--origin {given}: the log's checkpoints are those of {known}"),
                "A log keeps its name; leave --origin out.",
            )),
            (Some(given), _) => Ok(given.clone()),
            (None, Some(known)) => Ok(known),
            (None, None) => {
                let bond = context.fetch_if::<LogBond>(&context.at().bond(log))?;
                Ok(bond.map_or_else(|| origin_of(log), |bond| unpad(&bond.origin)))
            }
        }
    }
}

/// A log on a cluster. Checkpoints are signed over what it says, so its context is [`Context::finalized`].
pub struct Cluster<'a> {
    context: &'a Context,
    log: Pubkey,
    /// Who appends; nobody where only what is there is fetched.
    writing: Option<Writing<'a>>,
}

/// How batches are sent.
pub struct Writing<'a> {
    pub sending: &'a Sending,
    pub actor: &'a Actor,
    /// Where the entries are published.
    pub uri: &'a str,
}

impl<'a> Cluster<'a> {
    #[must_use]
    pub fn new(context: &'a Context, log: Pubkey, writing: Option<Writing<'a>>) -> Self {
        Self {
            context,
            log,
            writing,
        }
    }

    fn instruction(&self, writing: &Writing<'_>, batch: &Batch) -> Instruction {
        let subtrees = batch.subtrees.iter().map(|subtree| Subtree {
            level: subtree.level,
            root: subtree.root,
        });
        let args = AppendBatchArgs {
            old_size: batch.old_size,
            subtrees: subtrees.collect(),
            uri: writing.uri.into(),
        };
        let accounts = accounts::AppendBatch {
            log: self.log,
            writer: writing.actor.from,
        };
        accounts.call(self.context.program(), instruction::AppendBatch { args })
    }

    /// Subtrees that one transaction has room for.
    #[must_use]
    pub fn room(&self) -> usize {
        let Some(writing) = &self.writing else {
            return MAX_SUBTREES;
        };
        let fits = |count: &usize| {
            let subtree = althing_tlog::tree::Subtree {
                level: 0,
                root: [0; 32],
            };
            let batch = Batch {
                old_size: 0,
                new_size: 0,
                subtrees: vec![subtree; *count],
            };
            let all = [
                ComputeBudgetInstruction::set_compute_unit_limit(0),
                ComputeBudgetInstruction::set_compute_unit_price(0),
                self.instruction(writing, &batch),
            ];
            let message = wire::message(&writing.actor.fees, &all, [0; 32]);
            wire::length(&message) <= wire::MAX_TRANSACTION
        };
        (1..=MAX_SUBTREES).rev().find(fits).unwrap_or(1)
    }
}

impl Chain for Cluster<'_> {
    fn head(&mut self) -> std::result::Result<Mark, PublishError> {
        let log: AuditLog = self.context.fetch(&self.log).map_err(chain)?;
        let (size, root) = (log.size, log.root);
        Ok(Mark { size, root })
    }

    fn root_at(&mut self, size: u64) -> std::result::Result<Option<Hash>, PublishError> {
        let growth = self.context.growth_to(&self.log, size).map_err(chain)?;
        Ok(growth.map(|growth| growth.root))
    }

    fn append(&mut self, batch: &Batch) -> std::result::Result<(), PublishError> {
        let Some(writing) = &self.writing else {
            return Err(PublishError::Chain(
                "a batch is left over from an append: run that again".into(),
            ));
        };
        let plan = Plan::new(vec![self.instruction(writing, batch)]);
        let sent = self
            .context
            .carry_out(writing.sending, writing.actor, &plan);
        match sent {
            Ok(_) => Ok(()),
            Err(error) if error.exit == Exit::Unconfirmed => {
                Err(PublishError::Unconfirmed(both(&error)))
            }
            Err(error) if error.what.contains("LogSizeMoved") => {
                Err(PublishError::Moved(both(&error)))
            }
            Err(error) => Err(chain(error)),
        }
    }
}

fn chain(error: Error) -> PublishError {
    PublishError::Chain(both(&error))
}

fn both(error: &Error) -> String {
    format!("{}. {}", error.what, error.todo)
}

/// What a fault in publishing means for the exit code, and what to do about it.
pub(crate) fn fault(error: PublishError) -> Error {
    let what = error.to_string();
    match error {
        PublishError::Store(error) => tiles::fault(error),
        PublishError::Unconfirmed(_) => Error::unconfirmed(
            what,
            "Run the same command again: it finds out what became of it, and goes on.",
        ),
        PublishError::OtherRoot { .. } | PublishError::Damaged { .. } => Error::mismatch(
            what,
            "Check --log and the cluster; restore the folder from a copy where it was damaged.",
        ),
        PublishError::Line { .. }
        | PublishError::LongLine { .. }
        | PublishError::EmptyLine { .. }
        | PublishError::CutOff { .. } => Error::usage(
            what,
            "Mend the line and run the same command again; the batches before it are published.",
        ),
        PublishError::StreamLeft { lines, .. } => Error::usage(
            what,
            format!("Give --skip {lines} to go on with it, or --skip 0 to append another one."),
        ),
        PublishError::InputKnown { .. } | PublishError::FewLines { .. } => {
            Error::usage(what, "Give --skip NUMBER.")
        }
        PublishError::InputChanged { .. }
        | PublishError::OtherLog { .. }
        | PublishError::Checkpoint { .. }
        | PublishError::BatchSize(_)
        | PublishError::Journal { .. }
        | PublishError::Kept { .. } => Error::usage(what, ""),
        PublishError::NoJournal { .. } => Error::usage(what, "To adopt it add --adopt."),
        PublishError::NotAdopted { .. } => Error::mismatch(
            what,
            "Fetch the folder anew, or check --log and the cluster.",
        ),
        PublishError::Moved(_) => Error::failed(what, "Run the same command again."),
        PublishError::Locked { .. } => Error::failed(what, "Wait until it has ended."),
        PublishError::Chain(_)
        | PublishError::Io { .. }
        | PublishError::Apart { .. }
        | PublishError::Converter
        | PublishError::Stopped => Error::failed(what, ""),
    }
}

/// Shows how far it is, on a terminal.
pub struct Progress {
    bar: ProgressBar,
    from: u64,
    begin: Instant,
}

impl Progress {
    #[must_use]
    pub fn new(from: u64) -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            bar,
            from,
            begin: Instant::now(),
        }
    }

    /// So many entries are there.
    pub fn show(&self, entries: u64) {
        if self.bar.is_hidden() {
            return;
        }
        let done = entries.saturating_sub(self.from);
        let rate = done as f64 / self.begin.elapsed().as_secs_f64().max(0.001);
        let (done, rate) = (HumanCount(done), HumanCount(rate as u64));
        self.bar.set_message(format!("{done} entries, {rate}/s"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Watcher for Progress {
    fn progress(&mut self, entries: u64) -> bool {
        self.show(entries);
        true
    }
}

/// Works with a log's folder, and says what came of it.
///
/// # Errors
/// Those of publishing.
pub fn with_publisher(
    publishing: &Publishing,
    settings: Settings,
    cluster: Cluster<'_>,
    size: u64,
    work: impl FnOnce(
        &mut Publisher<'_, Cluster<'_>>,
    ) -> std::result::Result<althing_publish::Outcome, PublishError>,
) -> Result<Record> {
    let log = cluster.log;
    let mut progress = Progress::new(size);
    let origin = settings.origin.clone();
    let mut publisher =
        Publisher::open(&publishing.dir, settings, cluster, &mut progress).map_err(fault)?;
    let outcome = work(&mut publisher).map_err(|error| match publisher.left() {
        Some(left) => stream::fault(error, left),
        None => fault(error),
    })?;
    Ok(record! {
        "log" => log,
        "appended" => outcome.now.size - outcome.old_size,
        "size" => outcome.now.size,
        "root" => crate::input::bytes::to_hex(&outcome.now.root),
        "batches" => outcome.batches,
        "transactions" => outcome.transactions,
        "origin" => origin,
        "dir" => publishing.dir.display().to_string(),
    })
}
