//! Looks at logs: reads everything that happened since the last look, in order, and judges it.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use althing::AuditLog;
use althing_publish::Mark;
use anchor_lang::prelude::Pubkey;

use super::heads::Place;
use super::rules::Subject;
use super::state::{Seen, State};
use super::wake::Wake;
use super::{Alert, Kind, Reporter};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::logs::{Growth, What};
use crate::rpc;

/// Transactions after which the state is written while many are read.
const OFTEN: usize = 50;
/// Looks after which something that a node does not show yet is an alert: nodes behind one address differ.
const PATIENCE: u32 = 5;
/// After a notification, the node may take a moment until its history has what it told of.
const SOON: Duration = Duration::from_millis(500);

/// A log that is followed.
pub struct Followed {
    pub subject: Subject,
    pub place: Option<Place>,
    /// Looks at which the node did not show what it must have.
    behind: u32,
    /// Looks that follow soon, because something was told of and not found.
    again: u32,
    /// What was told of already and still holds.
    pub(super) told: BTreeSet<String>,
    /// When the cluster last answered about it.
    answered: Instant,
    /// Whether it was told that it does not.
    unreachable: bool,
}

impl Followed {
    #[must_use]
    pub fn new(subject: Subject, place: Option<Place>) -> Self {
        Self {
            subject,
            place,
            behind: 0,
            again: 0,
            told: BTreeSet::new(),
            answered: Instant::now(),
            unreachable: false,
        }
    }
}

/// How patiently.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Between looks, where nothing is told.
    pub every: Duration,
    /// After which silence of the cluster is an alert.
    pub silence: Duration,
    /// End at the first alert.
    pub exit_on_alert: bool,
}

/// Everything that is followed.
pub struct Watch<'a> {
    pub context: &'a Context,
    pub followed: Vec<Followed>,
    pub state: State,
    pub reporter: Reporter,
}

impl Watch<'_> {
    /// Begins to follow a log: where the state says, else now, or with its first entry.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn begin(&mut self, followed: Followed, from_start: bool) -> Result<()> {
        let address = followed.subject.log;
        let hands = followed.subject.hands();
        self.followed.push(followed);
        let name = address.to_string();
        if let Some(seen) = self.state.logs.get_mut(&name) {
            for detail in seen.take_hands(hands) {
                let newest = self.followed.len() - 1;
                self.alert(newest, Kind::ChangeOfHands, None, detail);
            }
            return self.save();
        }
        let mut seen = Seen {
            hands: Some(hands),
            ..Seen::nothing()
        };
        if !from_start {
            // First the transaction, then the size: what comes in between is known by its size.
            let newest = self.context.rpc.signature_page(&address, None, None, 1)?;
            seen.last = newest.into_iter().next().map(|one| one.signature);
            let log: AuditLog = self.context.fetch(&address)?;
            (seen.mark.size, seen.mark.root) = (log.size, log.root);
        }
        self.state.logs.insert(name, seen);
        self.save()
    }

    /// Writes down what was seen, and what the webhook has not taken.
    fn save(&mut self) -> Result<()> {
        self.state.unsent.clone_from(&self.reporter.unsent);
        self.state.save()
    }

    /// Follows for ever, or until the first alert.
    ///
    /// # Errors
    /// Exit code 3 at an alert, where that is asked for; where the state cannot be written.
    pub fn run(&mut self, wakes: &Receiver<Wake>, patience: Patience) -> Result<()> {
        let mut next = Instant::now();
        loop {
            let all = self.wait(wakes, next);
            let now = Instant::now();
            let whole = all || now >= next;
            self.look_at(whole, patience.silence);
            if whole {
                self.reporter.deliver(1);
            }
            self.save()?;
            if patience.exit_on_alert && self.reporter.alerts > 0 {
                return Err(Error::mismatch(
                    "something is not as it must be",
                    "The alert is on stdout.",
                ));
            }
            let soon = self.followed.iter().any(|followed| followed.again > 0);
            let pause = if soon { SOON } else { patience.every };
            if whole || soon {
                next = Instant::now() + pause;
            }
        }
    }

    /// Waits for a reason to look; whether it concerns everything. Reasons that came together are one.
    fn wait(&mut self, wakes: &Receiver<Wake>, next: Instant) -> bool {
        let mut all = false;
        let mut wait = next.saturating_duration_since(Instant::now());
        loop {
            match wakes.recv_timeout(wait) {
                Ok(Wake::Named(log)) => {
                    for followed in &mut self.followed {
                        if followed.subject.log == log {
                            followed.again = PATIENCE;
                        }
                    }
                }
                Ok(Wake::Connected) => {
                    self.reporter.event("connected", record! {});
                    all = true;
                }
                Ok(Wake::Lost(why)) => {
                    self.reporter
                        .event("disconnected", record! { "why" => why });
                }
                Err(RecvTimeoutError::Timeout) => return all,
                Err(RecvTimeoutError::Disconnected) => {
                    // Without the WebSocket there are still the looks.
                    std::thread::sleep(wait);
                    return all;
                }
            }
            wait = Duration::ZERO;
        }
    }

    /// Looks at everything, or only at what was told of. What one log fails with does not keep the others from being
    /// looked at, and after too long a silence is an alert of that log alone.
    fn look_at(&mut self, all: bool, silence: Duration) {
        for at in 0..self.followed.len() {
            if !all && self.followed[at].again == 0 {
                continue;
            }
            let looked = self.look(at).and_then(|grown| {
                let followed = &mut self.followed[at];
                followed.again = if grown {
                    0
                } else {
                    followed.again.saturating_sub(1)
                };
                match all {
                    true => self.look_around(at),
                    false => Ok(()),
                }
            });
            self.answered(at, looked, silence);
        }
    }

    /// Notes whether there was an answer about a log.
    fn answered(&mut self, at: usize, looked: Result<()>, silence: Duration) {
        let followed = &mut self.followed[at];
        let Err(error) = looked else {
            (followed.answered, followed.unreachable) = (Instant::now(), false);
            return;
        };
        let tell = followed.answered.elapsed() > silence && !followed.unreachable;
        followed.unreachable |= tell;
        self.context.out.progress(&format!("warning: {error}"));
        if tell {
            self.alert(at, Kind::Unreachable, None, error.what);
        }
    }

    /// Reads what happened to a log since the last look; whether it has grown.
    fn look(&mut self, at: usize) -> Result<bool> {
        let address = self.followed[at].subject.log;
        let last = self.seen(at).last.clone();
        let mut found: Vec<rpc::Seen> = vec![];
        loop {
            let before = found.last().map(|one| one.signature.clone());
            let rpc = &self.context.rpc;
            let page = rpc.signature_page(&address, before.as_deref(), last.as_deref(), 1_000)?;
            let ended = page.len() < 1_000;
            found.extend(page);
            if ended {
                break;
            }
        }
        let mut grown = false;
        for (number, one) in found.into_iter().rev().enumerate() {
            if !one.failed {
                let (growths, signers) =
                    self.context.growth_and_signers(&address, &one.signature)?;
                for growth in growths {
                    // First what may fail, because what was judged is not judged again.
                    if growth.size > self.seen(at).mark.size {
                        self.look_for_signature(at, &growth)?;
                    }
                    grown |= self.judge(at, &growth, &signers);
                }
            }
            self.seen(at).last = Some(one.signature);
            if number % OFTEN == OFTEN - 1 {
                self.save()?;
            }
        }
        self.compare(at)?;
        Ok(grown)
    }

    /// Judges an append; whether it is a new one.
    fn judge(&mut self, at: usize, growth: &Growth, signers: &[Pubkey]) -> bool {
        let mark = self.seen(at).mark;
        let now = Mark {
            size: growth.size,
            root: growth.root,
        };
        let place = |kind, detail, log| Alert {
            kind,
            log,
            slot: Some(growth.slot),
            signature: Some(growth.signature.clone()),
            detail,
        };
        let log = self.followed[at].subject.log;
        if now.size <= mark.size {
            if now.size == mark.size && now.root != mark.root {
                let detail = format!(
                    "at {} entries an append left another root than before",
                    now.size
                );
                self.reporter.alert(&place(Kind::OtherRoot, detail, log));
            }
            return false;
        }
        if growth.old_size != mark.size {
            let detail = format!(
                "the log had {} entries and an append begins at {}: the node does not tell what came between",
                mark.size, growth.old_size
            );
            self.reporter
                .alert(&place(Kind::MissingHistory, detail, log));
        }
        for alert in self.followed[at].subject.judge(growth, signers) {
            self.reporter.alert(&alert);
        }
        let kind = match &growth.what {
            What::Batch(_) => "batch",
            What::Entry(_) => "entry",
        };
        self.reporter.event(
            "appended",
            record! {
                "log" => log,
                "kind" => kind,
                "oldSize" => growth.old_size,
                "size" => growth.size,
                "root" => to_hex(&growth.root),
                "slot" => growth.slot,
                "signature" => &growth.signature,
            },
        );
        self.seen(at).mark = now;
        true
    }

    /// Holds what the transactions told against the log's account.
    fn compare(&mut self, at: usize) -> Result<()> {
        let address = self.followed[at].subject.log;
        let log: AuditLog = self.context.fetch(&address)?;
        let mark = self.seen(at).mark;
        let (kind, detail) = if log.size == mark.size {
            if log.root == mark.root {
                self.followed[at].behind = 0;
                return Ok(());
            }
            let detail = format!(
                "at {} entries the log's account has another root than its transactions told",
                log.size
            );
            (Kind::OtherRoot, detail)
        } else {
            // Nodes behind one address are not equally far: only what stays so counts.
            self.followed[at].behind += 1;
            if self.followed[at].behind < PATIENCE {
                self.followed[at].again = self.followed[at].again.max(1);
                return Ok(());
            }
            let kind = match log.size < mark.size {
                true => Kind::Shrunk,
                false => Kind::MissingHistory,
            };
            let detail = format!(
                "the log's account has {} entries, its transactions told of {}",
                log.size, mark.size
            );
            (kind, detail)
        };
        self.tell_once(at, kind, Some(log.slot), detail);
        Ok(())
    }

    pub(super) fn seen(&mut self, at: usize) -> &mut Seen {
        let name = self.followed[at].subject.log.to_string();
        self.state.logs.entry(name).or_insert_with(Seen::nothing)
    }

    pub(super) fn alert(&mut self, at: usize, kind: Kind, slot: Option<u64>, detail: String) {
        self.reporter.alert(&Alert {
            kind,
            log: self.followed[at].subject.log,
            slot,
            signature: None,
            detail,
        });
    }

    /// What is still so at the next look is not told again.
    pub(super) fn tell_once(&mut self, at: usize, kind: Kind, slot: Option<u64>, detail: String) {
        if self.followed[at].told.insert(format!("{kind:?} {detail}")) {
            self.alert(at, kind, slot, detail);
        }
    }
}
