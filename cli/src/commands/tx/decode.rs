//! `althing tx decode`.

use base64::{engine::general_purpose::STANDARD, Engine};
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::decode::{describe, idl, transaction, transaction::Transaction};
use crate::error::{Error, Result};
use crate::output::{Cell, Record};
use crate::send::failure;

/// Show what a transaction did, or one that was exported would do: instructions and events by name
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing tx decode 5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW"
)]
pub struct Decode {
    /// Its signature, or the base64 of --export
    pub transaction: String,
}

impl Run for Decode {
    fn run(self, context: &Context) -> Result<()> {
        let is_signature = bs58::decode(&self.transaction)
            .into_vec()
            .is_ok_and(|bytes| bytes.len() == 64);
        if is_signature {
            return sent(context, &self.transaction);
        }
        let wire = STANDARD.decode(&self.transaction).ok();
        let instructions = wire
            .and_then(|wire| transaction::instructions(&wire))
            .ok_or_else(|| {
                Error::usage(
                    "neither a signature nor a transaction in base64",
                    "Give a signature (base58, 64 bytes) or what --export printed.",
                )
            })?;
        let rows: Vec<Record> = instructions
            .iter()
            .map(|i| describe(i, &context.program()))
            .collect();
        context.out.record(&record! { "instructions" => rows });
        Ok(())
    }
}

fn sent(context: &Context, signature: &str) -> Result<()> {
    let Some(answer) = context.rpc.transaction(signature)? else {
        return Err(Error::failed(
            format!("the cluster does not know transaction {signature}"),
            "If it was sent less than two minutes ago, ask again; later it will not arrive any more, or the node forgot it.",
        ));
    };
    let transaction = Transaction::parse(&answer).ok_or_else(|| {
        Error::failed(
            "the transaction has a form that is not known here",
            "A newer althing may know it.",
        )
    })?;
    let program = context.program();
    let calls: Vec<Record> = transaction
        .calls
        .iter()
        .map(|call| {
            record! { "index" => call.index, "inner" => call.inner }
                .and(describe(&call.instruction, &program))
        })
        .collect();
    let events: Vec<Record> = transaction
        .events(&program)
        .iter()
        .filter_map(|data| idl::event(data))
        .map(|event| record! { "event" => event.name }.and(event.fields))
        .collect();
    let failure = transaction
        .error
        .as_ref()
        .map(|error| failure::explain(error, &transaction.logs, &program));
    let signers: Vec<Cell> = transaction.signers.iter().map(Cell::from).collect();
    context.out.record(&record! {
        "signature" => signature,
        "slot" => transaction.slot,
        "at" => Cell::Time(transaction.time),
        "outcome" => failure.map_or_else(|| "succeeded".to_string(), |error| format!("failed: {}", error.what)),
        "fee" => Cell::Amount(transaction.fee, 9),
        "computeUnits" => transaction.units,
        "signers" => signers,
        "instructions" => calls,
        "events" => events,
    });
    Ok(())
}
