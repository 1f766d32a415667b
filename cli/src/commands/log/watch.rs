//! `althing log watch`.

use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::logs::Tiles;
use crate::watch::follow::Patience;
use crate::watch::heads::Place;
use crate::watch::rules::Subject;
use crate::watch::{wake, Followed, Reporter, State, Watch as Watching};

/// Follow logs and models, and say when something is not as it must be
///
/// Alerts are lines of JSON on stdout: an unexpected signer, another maintainer or writer than before, a version promoted without
/// its attestations or signature, or with as many failing ones, a published checkpoint that does not continue the last one or is
/// not what the chain has, a deadline of a bond that was missed, history that the node keeps back, a cluster that does not answer.
/// What happens while the connection is broken is read afterwards, in order; with --state also what happened while nobody watched.
/// Ends only with --exit-on-alert (exit code 3).
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log watch tutor --state tutor.json --webhook https://example.org/alerts\n  althing log watch 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --dir https://example.org/log --exit-on-alert"
)]
pub struct Watch {
    /// The logs: addresses, or those of their subjects (organisations, models, keys), or models' names
    #[arg(required = true, value_name = "LOG")]
    pub logs: Vec<String>,
    /// Where a log is published, to watch its checkpoints; of several logs LOG=DIR_OR_URL; can be given several times
    #[arg(long, value_name = "[LOG=]DIR_OR_URL")]
    pub dir: Vec<String>,
    /// Who must sign published checkpoints: NAME+ID+BASE64 or an address [default: the log's writer, or whom its bond names]
    #[arg(long)]
    pub key: Option<String>,
    /// Who may act; anybody else is an alert; can be given several times [default: the log's writer; of a model its maintainer
    /// and the organisation's authority, each for what is theirs]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub signer: Vec<Pubkey>,
    /// Passing attestations with which a version may come into production
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub attestations: u16,
    /// Ask also for a recorded signature of a key that counts
    #[arg(long)]
    pub require_signature: bool,
    /// File that remembers what was seen, so that the next run goes on there
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Begin with the logs' first entries, not now
    #[arg(long)]
    pub from_start: bool,
    /// End at the first alert, with exit code 3
    #[arg(long)]
    pub exit_on_alert: bool,
    /// Also post every alert there, as JSON; what is not taken is posted again with every look, with --state in the next run too
    #[arg(long, value_name = "URL")]
    pub webhook: Option<String>,
    /// Tell appends, checkpoints and connections too
    #[arg(long)]
    pub events: bool,
    /// How often to look where nothing is told, also at published checkpoints and deadlines
    #[arg(long, value_name = "DURATION", default_value = "15s", value_parser = input::duration)]
    pub every: i64,
    /// After which silence of the cluster there is an alert
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = input::duration)]
    pub silence: i64,
    /// The node's WebSocket [default: the host of --url, at a given port one higher]
    #[arg(long, value_name = "URL")]
    pub ws: Option<String>,
}

impl Run for Watch {
    fn run(self, context: &Context) -> Result<()> {
        let mut reporter = Reporter::new(self.webhook.as_deref(), self.events)?;
        let state = State::load(self.state.as_deref())?;
        reporter.unsent.clone_from(&state.unsent);
        let mut watching = Watching {
            context,
            followed: vec![],
            state,
            reporter,
        };
        let mut dirs = self.dirs()?;
        for given in &self.logs {
            let (address, log) = context.find_log(given)?;
            let mut subject = Subject::new(context, address, &log)?;
            subject.signers.clone_from(&self.signer);
            subject.attestations = self.attestations;
            subject.signature = self.require_signature;
            let names = [given.clone(), address.to_string()];
            let at = dirs
                .iter()
                .position(|(log, _)| log.as_ref().is_none_or(|log| names.contains(log)));
            let place = at.map(|at| self.place(dirs.remove(at).1)).transpose()?;
            watching.begin(Followed::new(subject, place), self.from_start)?;
        }
        if let Some((log, dir)) = dirs.first() {
            return Err(Error::usage(
                format!(
                    "--dir {}={dir}: that log is not followed",
                    log.as_deref().unwrap_or("")
                ),
                "Name the log as it is named in the command.",
            ));
        }
        let url = self.ws.clone().or_else(|| wake::url_of(context.rpc.url()));
        let url = url.filter(|url| url.starts_with("ws://") || url.starts_with("wss://"));
        let url =
            url.ok_or_else(|| Error::usage("no WebSocket URL", "Give the node's: --ws wss://…"))?;
        let (sender, wakes) = channel();
        let logs = watching
            .followed
            .iter()
            .map(|followed| followed.subject.log)
            .collect();
        wake::listen(url, logs, context.rpc.commitment(), sender);
        let seconds = |given: i64| Duration::from_secs(given.unsigned_abs().max(1));
        watching.run(
            &wakes,
            Patience {
                every: seconds(self.every),
                silence: seconds(self.silence),
                exit_on_alert: self.exit_on_alert,
            },
        )
    }
}

impl Watch {
    /// What was given as `--dir`: the log, where it is named, and the place.
    fn dirs(&self) -> Result<Vec<(Option<String>, String)>> {
        let dirs = self.dir.iter().map(|given| match given.split_once('=') {
            // A URL may have an equals sign, and then it has a colon before.
            Some((log, place)) if !log.contains([':', '/']) => {
                (Some(log.to_owned()), place.to_owned())
            }
            _ => (None, given.clone()),
        });
        let dirs: Vec<_> = dirs.collect();
        if self.logs.len() > 1 && dirs.iter().any(|(log, _)| log.is_none()) {
            return Err(Error::usage(
                "--dir: of which log?",
                "Of several logs give LOG=DIR_OR_URL.",
            ));
        }
        Ok(dirs)
    }

    fn place(&self, name: String) -> Result<Place> {
        Ok(Place {
            tiles: Tiles::open(&name)?,
            name,
            key: self.key.clone(),
        })
    }
}
