//! What a log has grown by, from the events of the transactions that named it.

use althing::audit::entry::EntryHeader;
use althing::audit::events::{BatchAppended, EntryAppended};
use anchor_lang::prelude::Pubkey;
use anchor_lang::{AnchorDeserialize, Discriminator};

use crate::context::Context;
use crate::decode::transaction::Transaction;
use crate::error::{Error, Result};
use crate::rpc::Seen;

/// Signatures that are asked for at once.
const PAGE: usize = 1_000;

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
        let parsed = answer.and_then(|answer| Transaction::parse(&answer));
        let transaction = parsed.ok_or_else(|| gone(signature))?;
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
    /// Of one transaction, the newest last.
    found: Vec<Growth>,
    looked: usize,
}

impl Growths<'_> {
    fn advance(&mut self) -> Result<Option<Growth>> {
        loop {
            if let Some(growth) = self.found.pop() {
                return Ok(Some(growth));
            }
            let Some(seen) = self.page.next() else {
                if self.ended {
                    return Ok(None);
                }
                let before = self.last.as_deref();
                let page = self
                    .context
                    .rpc
                    .signature_page(&self.log, before, None, PAGE)?;
                self.ended = page.len() < PAGE;
                self.last = page.last().map(|seen| seen.signature.clone());
                self.page = page.into_iter();
                continue;
            };
            self.looked += 1;
            if self.looked.is_multiple_of(50) {
                let text = format!("looked at {} transactions ...", self.looked);
                self.context.out.progress(&text);
            }
            if !seen.failed {
                self.found = self.context.growth_in(&self.log, &seen.signature)?;
            }
        }
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
pub(crate) fn growth(data: &[u8], log: &Pubkey, signature: &str) -> Result<Option<Growth>> {
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
fn entry(event: &EntryAppended) -> Option<Vec<u8>> {
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
