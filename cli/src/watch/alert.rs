//! What is said: alerts and events, a line of JSON each, and alerts to a webhook too.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use reqwest::blocking::Client;

use crate::error::{Error, Result};
use crate::output::{Cell, Record};

/// How often a webhook is tried, and the first pause.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(500);

/// What is not as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody acted or signed who is not expected to.
    UnexpectedSigner,
    /// A version came into production without the attestations, or the signature, that were asked for.
    PromotedWithoutProofs,
    /// A published checkpoint, or the chain's log, has fewer entries than before.
    Shrunk,
    /// The same size has another root than before.
    OtherRoot,
    /// A published checkpoint is not a continuation of the last one, or not what the chain has.
    Inconsistent,
    /// The node does not tell how the log has grown.
    MissingHistory,
    /// The checkpoint that a bond promises did not come.
    MissedDeadline,
    /// A published checkpoint cannot be read.
    Unreadable,
    /// The cluster has not answered for a long time, so that nothing can be seen.
    Unreachable,
}

impl Kind {
    /// As it stands in the JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnexpectedSigner => "unexpectedSigner",
            Self::PromotedWithoutProofs => "promotedWithoutProofs",
            Self::Shrunk => "shrunk",
            Self::OtherRoot => "otherRoot",
            Self::Inconsistent => "inconsistent",
            Self::MissingHistory => "missingHistory",
            Self::MissedDeadline => "missedDeadline",
            Self::Unreadable => "unreadable",
            Self::Unreachable => "unreachable",
        }
    }
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Alert {
    pub kind: Kind,
    pub log: Pubkey,
    pub slot: Option<u64>,
    pub signature: Option<String>,
    /// In words.
    pub detail: String,
}

impl Alert {
    fn record(&self) -> Record {
        record! {
            "alert" => self.kind.name(),
            "log" => self.log,
            "slot" => self.slot,
            "signature" => self.signature.clone(),
            "detail" => &self.detail,
        }
    }
}

/// Where it is said.
pub struct Reporter {
    webhook: Option<(Client, String)>,
    /// Whether events that are as they must be are told as well.
    events: bool,
    /// Alerts so far.
    pub alerts: u64,
}

impl Reporter {
    /// # Errors
    /// Where the webhook is no URL.
    pub fn new(webhook: Option<&str>, events: bool) -> Result<Self> {
        let client = |url: &str| {
            let bad = |why: String| {
                Error::usage(format!("--webhook {url}: {why}"), "Give an http(s) URL.")
            };
            let parsed = reqwest::Url::parse(url).map_err(|why| bad(why.to_string()))?;
            if !matches!(parsed.scheme(), "http" | "https") {
                return Err(bad("is no http(s) URL".into()));
            }
            let client = Client::builder().timeout(Duration::from_secs(10)).build();
            Ok((client.map_err(|why| bad(why.to_string()))?, url.to_owned()))
        };
        Ok(Self {
            webhook: webhook.map(client).transpose()?,
            events,
            alerts: 0,
        })
    }

    /// Tells an alert. A webhook that does not answer is tried again, and then given up with a word on stderr: the line on
    /// stdout is what counts.
    pub fn alert(&mut self, alert: &Alert) {
        self.alerts += 1;
        let line = line(&alert.record());
        say(&line);
        let Some((client, url)) = &self.webhook else {
            return;
        };
        let mut pause = PAUSE;
        let mut why = String::new();
        for attempt in 1..=TRIES {
            let request = client
                .post(url)
                .header("content-type", "application/json")
                .body(line.clone());
            match request.send() {
                Ok(answer) if answer.status().is_success() => return,
                Ok(answer) => why = format!("HTTP {}", answer.status()),
                Err(error) => why = error.without_url().to_string(),
            }
            if attempt < TRIES {
                thread::sleep(pause);
                pause *= 2;
            }
        }
        crate::output::complain(&format!(
            "warning: the webhook did not take an alert: {why}"
        ));
    }

    /// Tells an event, where events are asked for.
    pub fn event(&self, event: &str, more: Record) {
        if self.events {
            say(&line(&record! { "event" => event }.and(more)));
        }
    }
}

fn line(record: &Record) -> String {
    let kept = record
        .0
        .iter()
        .filter(|(_, cell)| *cell != Cell::None)
        .cloned();
    serde_json::to_string(&Record(kept.collect())).unwrap_or_default()
}

/// A line on stdout, at once. Nobody reading it any more ends the watch.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(crate::Exit::Failed as i32);
    }
}
