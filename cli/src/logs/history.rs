//! What a log has grown by, from the events of the transactions that named it.

use althing::audit::entry::EntryHeader;
use althing::audit::events::{BatchAppended, EntryAppended};
use anchor_lang::prelude::Pubkey;
use anchor_lang::{AnchorDeserialize, Discriminator};
use serde_json::Value;

use crate::context::Context;
use crate::decode::transaction::Transaction;
use crate::error::{Error, Result};
use crate::rpc::{Seen, AT_ONCE};

/// Signatures that are asked for at once.
const PAGE: usize = 1_000;
/// Transactions after which it is said again how many were read.
const SAID: usize = 50;

/// An append.
#[derive(Clone, Debug)]
pub struct Growth {
    /// Entries before.
    pub old_size: u64,
    /// Entries afterwards.
    pub size: u64,
    /// The root afterwards.
    pub root: [u8; 32],
    pub slot: u64,
    /// The transaction.
    pub signature: String,
    pub what: What,
}

/// What was appended.
#[derive(Clone, Debug)]
pub enum What {
    /// One entry, as its bytes.
    Entry(Vec<u8>),
    /// A batch, and where its entries are.
    Batch(String),
}

impl Context {
    /// A log's growth, the newest first, as far as the node remembers. Asks as it goes on.
    #[must_use]
    pub fn growths<'a>(&'a self, log: &Pubkey) -> Growths<'a> {
        Growths {
            context: self,
            log: *log,
            page: vec![].into_iter(),
            last: None,
            ended: false,
            found: vec![],
            trouble: None,
            width: 1,
            looked: 0,
        }
    }

    /// The append that led to so many entries.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn growth_to(&self, log: &Pubkey, size: u64) -> Result<Option<Growth>> {
        for growth in self.growths(log) {
            let growth = growth?;
            if growth.size <= size {
                return Ok((growth.size == size).then_some(growth));
            }
        }
        Ok(None)
    }

    /// What one transaction appended to a log, in order.
    ///
    /// # Errors
    /// Where the node has forgotten it.
    pub fn growth_in(&self, log: &Pubkey, signature: &str) -> Result<Vec<Growth>> {
        self.growth_and_signers(log, signature)
            .map(|(growths, _)| growths)
    }

    /// What one transaction appended to a log, in order, and who signed it.
    ///
    /// # Errors
    /// Where the node has forgotten it.
    pub fn growth_and_signers(
        &self,
        log: &Pubkey,
        signature: &str,
    ) -> Result<(Vec<Growth>, Vec<Pubkey>)> {
        let answer = self.rpc.transaction(signature)?;
        self.read_growth(log, signature, answer.as_ref())
    }

    fn read_growth(
        &self,
        log: &Pubkey,
        signature: &str,
        answer: Option<&Value>,
    ) -> Result<(Vec<Growth>, Vec<Pubkey>)> {
        let transaction = answer.and_then(Transaction::parse);
        let transaction = transaction.ok_or_else(|| gone(signature))?;
        let events = transaction.events(&self.program());
        let growths = events.iter().map(|data| growth(data, log, signature));
        let growths: Result<_> = growths.filter_map(Result::transpose).collect();
        Ok((growths?, transaction.signers))
    }
}

/// Appends, the newest first.
pub struct Growths<'a> {
    context: &'a Context,
    log: Pubkey,
    page: std::vec::IntoIter<Seen>,
    last: Option<String>,
    ended: bool,
    /// Of the transactions read last, the newest last.
    found: Vec<Growth>,
    /// What comes after those.
    trouble: Option<Error>,
    /// Transactions that are read next: ever more, since who reads many will read more.
    width: usize,
    looked: usize,
}

impl Growths<'_> {
    fn advance(&mut self) -> Result<Option<Growth>> {
        loop {
            if let Some(growth) = self.found.pop() {
                return Ok(Some(growth));
            }
            if let Some(error) = self.trouble.take() {
                return Err(error);
            }
            let good = self.page.by_ref().filter(|seen| !seen.failed);
            let next: Vec<Seen> = good.take(self.width).collect();
            if !next.is_empty() {
                self.read(&next);
            } else if self.ended {
                return Ok(None);
            } else {
                self.turn()?;
            }
        }
    }

    /// Asks for older transactions.
    fn turn(&mut self) -> Result<()> {
        let before = self.last.as_deref();
        let rpc = &self.context.rpc;
        let page = rpc.signature_page(&self.log, before, None, PAGE)?;
        self.ended = page.len() < PAGE;
        self.last = page.last().map(|seen| seen.signature.clone());
        self.page = page.into_iter();
        Ok(())
    }

    /// Reads transactions, the newest first.
    fn read(&mut self, seen: &[Seen]) {
        let signatures: Vec<&str> = seen.iter().map(|one| one.signature.as_str()).collect();
        let answers = self.context.rpc.transactions(&signatures);
        let mut newest_first = vec![];
        for (signature, answer) in signatures.iter().zip(answers) {
            let read = answer.and_then(|answer| {
                self.context
                    .read_growth(&self.log, signature, answer.as_ref())
            });
            match read {
                Ok((growths, _)) => newest_first.push(growths),
                // What is newer than it was read all the same.
                Err(error) => {
                    self.trouble = Some(error);
                    break;
                }
            }
        }
        self.found = newest_first.into_iter().rev().flatten().collect();
        let before = self.looked;
        self.looked = before.saturating_add(seen.len());
        if before / SAID != self.looked / SAID {
            let text = format!("looked at {} transactions ...", self.looked);
            self.context.out.progress(&text);
        }
        self.width = self.width.saturating_mul(2).min(AT_ONCE);
    }
}

impl Iterator for Growths<'_> {
    type Item = Result<Growth>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance().transpose();
        if matches!(next, Some(Err(_))) {
            (self.ended, self.page) = (true, vec![].into_iter());
        }
        next
    }
}

/// The growth that an event tells of.
fn growth(data: &[u8], log: &Pubkey, signature: &str) -> Result<Option<Growth>> {
    let bad = || gone(signature);
    if let Some(mut body) = data.strip_prefix(EntryAppended::DISCRIMINATOR) {
        let event = EntryAppended::deserialize(&mut body).map_err(|_| bad())?;
        if event.log != *log {
            return Ok(None);
        }
        return Ok(Some(Growth {
            old_size: event.index,
            size: event.index.checked_add(1).ok_or_else(bad)?,
            root: event.root,
            slot: event.slot,
            signature: signature.into(),
            what: What::Entry(entry(&event).ok_or_else(bad)?),
        }));
    }
    if let Some(mut body) = data.strip_prefix(BatchAppended::DISCRIMINATOR) {
        let event = BatchAppended::deserialize(&mut body).map_err(|_| bad())?;
        return Ok((event.log == *log).then(|| Growth {
            old_size: event.old_size,
            size: event.size,
            root: event.root,
            slot: event.slot,
            signature: signature.into(),
            what: What::Batch(event.uri),
        }));
    }
    Ok(None)
}

/// The bytes of an entry.
pub(super) fn entry(event: &EntryAppended) -> Option<Vec<u8>> {
    let header = EntryHeader {
        log: event.log,
        index: event.index,
        timestamp: event.timestamp,
        slot: event.slot,
        actor: event.actor,
        kind: event.kind,
    };
    let mut bytes = header.encode(event.payload.len()).ok()?.to_vec();
    bytes.extend_from_slice(&event.payload);
    Some(bytes)
}

fn gone(signature: &str) -> Error {
    Error::failed(
        format!("transaction {signature} cannot be read"),
        "Ask a node that keeps older transactions (--url).",
    )
}
