//! A log's entries, read from the transactions that appended them, and held against the root on the chain.

use althing::audit::entry::EntryHeader;
use althing::audit::events::EntryAppended;
use althing::AuditLog;
use anchor_lang::prelude::Pubkey;
use anchor_lang::{AnchorDeserialize, Discriminator};
use bytemuck::Zeroable;

use crate::context::Context;
use crate::decode::{entries, transaction::Transaction};
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::output::{Cell, Record};
use crate::rpc::AT_ONCE;

/// An entry and the transaction that appended it.
pub struct Entry {
    pub event: EntryAppended,
    pub signature: String,
}

impl Entry {
    /// In words.
    #[must_use]
    pub fn describe(&self) -> Record {
        let event = &self.event;
        let payload = match entries::payload(event.kind, &event.payload) {
            Some(record) => Cell::Record(record),
            None => Cell::Text(to_hex(&event.payload)),
        };
        record! {
            "index" => event.index,
            "kind" => event.kind,
            "name" => entries::name(event.kind),
            "at" => Cell::Time(event.timestamp),
            "slot" => event.slot,
            "actor" => event.actor,
            "payload" => payload,
            "signature" => &self.signature,
        }
    }
}

impl Context {
    /// The newest entries of a log, oldest first; at most `limit` transactions are looked at.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn entries(&self, log: &Pubkey, limit: usize) -> Result<Vec<Entry>> {
        let mut seen = self.rpc.signatures(log, limit)?;
        seen.retain(|one| !one.failed);
        let mut found = vec![];
        for (number, some) in seen.chunks(AT_ONCE).enumerate() {
            if number % 8 == 7 {
                let read = number * AT_ONCE;
                let text = format!("read {read} of {} transactions ...", seen.len());
                self.out.progress(&text);
            }
            let signatures: Vec<&str> = some.iter().map(|one| one.signature.as_str()).collect();
            let answers = self.rpc.transactions(&signatures);
            for (signature, answer) in signatures.into_iter().zip(answers) {
                let parsed = answer?.and_then(|answer| Transaction::parse(&answer));
                let transaction = parsed.ok_or_else(|| gone(signature))?;
                for data in transaction.events(&self.program()) {
                    let Some(body) = data.strip_prefix(EntryAppended::DISCRIMINATOR) else {
                        continue;
                    };
                    let event =
                        EntryAppended::deserialize(&mut &body[..]).map_err(|_| gone(signature))?;
                    if event.log == *log {
                        let signature = signature.to_owned();
                        found.push(Entry { event, signature });
                    }
                }
            }
        }
        found.sort_by_key(|entry| entry.event.index);
        found.dedup_by_key(|entry| entry.event.index);
        Ok(found)
    }

    /// Every entry of a log that is written one by one, proven against its root.
    ///
    /// # Errors
    /// Where the node has not all of its transactions; exit code 3 where they do not give the root.
    pub fn whole_log(&self, address: &Pubkey) -> Result<Vec<Entry>> {
        let log: AuditLog = self.fetch(address)?;
        let mut entries = self.entries(address, usize::MAX)?;
        // What was appended while we read is not in the root that was read.
        entries.retain(|entry| entry.event.index < log.size);
        if entries.len() as u64 != log.size {
            return Err(Error::failed(
                format!(
                    "the node has {} of the log's {} entries",
                    entries.len(),
                    log.size
                ),
                "Ask a node that keeps older transactions (--url); batches are not on the chain.",
            ));
        }
        let mut rebuilt = AuditLog::zeroed();
        for entry in &entries {
            let event = &entry.event;
            let header = EntryHeader {
                log: event.log,
                index: event.index,
                timestamp: event.timestamp,
                slot: event.slot,
                actor: event.actor,
                kind: event.kind,
            };
            let leaf = header
                .leaf(&event.payload)
                .map_err(|_| gone(&entry.signature))?;
            rebuilt
                .append_leaf(leaf, event.slot)
                .map_err(|_| gone(&entry.signature))?;
        }
        if log.size > 0 && rebuilt.root != log.root {
            return Err(Error::mismatch(
                format!("the entries do not give the root of log {address}"),
                "Do not trust this node's transactions; ask another (--url).",
            ));
        }
        Ok(entries)
    }
}

fn gone(signature: &str) -> Error {
    Error::failed(
        format!("transaction {signature} cannot be read"),
        "Ask a node that keeps older transactions (--url).",
    )
}
