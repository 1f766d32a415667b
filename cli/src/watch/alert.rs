//! What is said: alerts and events, a line of JSON each, and alerts to a webhook too.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use reqwest::blocking::Client;

use crate::error::{Error, Result};
use crate::output::{Cell, Record};

/// How often a webhook is tried at first, and the first pause.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(500);
/// Alerts that are kept for a webhook, at most.
const MAX_UNSENT: usize = 1_000;

/// What is not as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody acted or signed who is not expected to.
    UnexpectedSigner,
    /// Who may act in a log is somebody else than before.
    ChangeOfHands,
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
            Self::ChangeOfHands => "changeOfHands",
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
    /// Alerts that the webhook has not taken yet, the oldest first.
    pub unsent: Vec<String>,
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
            unsent: vec![],
        })
    }

    /// Tells an alert. The line on stdout is what counts; a webhook that does not take it gets it again with the next look,
    /// and by what the state file keeps also in the next run.
    pub fn alert(&mut self, alert: &Alert) {
        self.alerts += 1;
        let line = line(&alert.record());
        say(&line);
        if self.webhook.is_some() {
            self.unsent.push(line);
            self.deliver(TRIES);
        }
    }

    /// Posts what the webhook has not taken yet, in order, each so many times at most. An alert may come twice, where an
    /// answer was lost, but none is left out.
    pub fn deliver(&mut self, tries: u32) {
        let Some((client, url)) = &self.webhook else {
            return;
        };
        let mut sent = 0;
        for line in &self.unsent {
            if let Err(why) = post(client, url, line, tries) {
                let left = self.unsent.len() - sent;
                crate::output::complain(&format!(
                    "warning: the webhook did not take an alert, {left} are waiting: {why}"
                ));
                break;
            }
            sent += 1;
        }
        self.unsent.drain(..sent);
        // A webhook that is gone for good must not fill the memory: the oldest have been on stdout.
        let over = self.unsent.len().saturating_sub(MAX_UNSENT);
        self.unsent.drain(..over);
    }

    /// Tells an event, where events are asked for.
    pub fn event(&self, event: &str, more: Record) {
        if self.events {
            say(&line(&record! { "event" => event }.and(more)));
        }
    }
}

/// Posts one alert, with growing pauses between tries.
fn post(client: &Client, url: &str, line: &str, tries: u32) -> std::result::Result<(), String> {
    let mut pause = PAUSE;
    let mut attempt = 1;
    loop {
        let request = client
            .post(url)
            .header("content-type", "application/json")
            .body(line.to_owned());
        let why = match request.send() {
            Ok(answer) if answer.status().is_success() => return Ok(()),
            Ok(answer) => format!("HTTP {}", answer.status()),
            Err(error) => error.without_url().to_string(),
        };
        if attempt >= tries {
            return Err(why);
        }
        attempt += 1;
        thread::sleep(pause);
        pause *= 2;
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Read};
    use std::net::TcpListener;
    use std::sync::mpsc::{channel, Receiver};

    /// Answers with these statuses, one a request, and tells the bodies.
    fn webhook(statuses: &'static [&'static str]) -> (String, Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (sender, bodies) = channel();
        thread::spawn(move || {
            for status in statuses {
                let (stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut length, mut line) = (0, String::from("x"));
                while !line.trim().is_empty() {
                    line.clear();
                    reader.read_line(&mut line).unwrap();
                    let lower = line.to_ascii_lowercase();
                    if let Some(value) = lower.strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let answer =
                    format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                (&stream).write_all(answer.as_bytes()).unwrap();
                sender.send(String::from_utf8(body).unwrap()).unwrap();
            }
        });
        (url, bodies)
    }

    fn reporter(url: &str) -> Reporter {
        let mut reporter = Reporter::new(Some(url), false).unwrap();
        // No proxy stands before this machine's own address.
        let client = Client::builder().no_proxy().build().unwrap();
        reporter.webhook = Some((client, url.to_owned()));
        reporter
    }

    #[test]
    fn what_a_webhook_did_not_take_comes_again_in_order() {
        let (url, bodies) = webhook(&["500 No", "200 OK", "503 No", "200 OK", "200 OK"]);
        let mut reporter = reporter(&url);
        reporter.unsent = ["one", "two", "three"].map(Into::into).to_vec();
        reporter.deliver(1);
        assert_eq!(reporter.unsent, ["one", "two", "three"]);
        reporter.deliver(1);
        assert_eq!(reporter.unsent, ["two", "three"]);
        reporter.deliver(1);
        assert!(reporter.unsent.is_empty());
        let bodies: Vec<String> = bodies.iter().take(5).collect();
        assert_eq!(bodies, ["one", "one", "two", "two", "three"]);
    }

    #[test]
    fn what_waits_for_a_webhook_has_a_bound_and_the_newest_stay() {
        let (url, _bodies) = webhook(&["500 No"]);
        let mut reporter = reporter(&url);
        reporter.unsent = (0..MAX_UNSENT + 2).map(|it| it.to_string()).collect();
        reporter.deliver(1);
        assert_eq!(reporter.unsent.len(), MAX_UNSENT);
        assert_eq!(reporter.unsent[0], "2");
    }
}
