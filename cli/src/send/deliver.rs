//! Handing a signed transaction to the cluster until its fate is known.

use std::{
    sync::{Mutex, Once},
    thread,
    time::{Duration, Instant},
};

use super::{failure, wire::Signed};
use crate::context::Context;
use crate::error::{Error, Exit, Result};
use crate::rpc::{Handed, Status};

const POLL: Duration = Duration::from_millis(400);
const AGAIN: Duration = Duration::from_secs(2);

/// The transaction that is under way, for whoever presses Ctrl-C.
static UNDER_WAY: Mutex<Option<String>> = Mutex::new(None);
static HANDLER: Once = Once::new();

impl Context {
    /// Sends a transaction again and again until it is as settled as the commitment asks, or its block hash has
    /// expired. Returns its signature.
    ///
    /// # Errors
    /// Exit code 1 where it failed, 4 where it is not known whether it arrived.
    pub fn deliver(&self, signed: &Signed, last_valid_height: u64) -> Result<String> {
        note_interrupts(&signed.signature);
        let outcome = self.until_known(signed, last_valid_height);
        if let Ok(mut under_way) = UNDER_WAY.lock() {
            *under_way = None;
        }
        let status = outcome?;
        match status.error {
            None => Ok(signed.signature.clone()),
            Some(error) => {
                let transaction = self.rpc.transaction(&signed.signature).ok().flatten();
                let logs = transaction.map(|t| crate::rpc::strings(&t["meta"]["logMessages"]));
                let error = failure::explain(&error, &logs.unwrap_or_default(), &self.program());
                let todo = format!("{} (transaction {})", error.todo, signed.signature);
                Err(error.advise(todo))
            }
        }
    }

    fn until_known(&self, signed: &Signed, last_valid_height: u64) -> Result<Status> {
        // A node that says no has not passed the transaction on.
        if let Handed::Refused(error) = self.rpc.hand_over(&signed.wire) {
            return Err(error);
        }
        let mut sent = Instant::now();
        loop {
            let status = self
                .rpc
                .status(&signed.signature, false)
                .map_err(|e| unknown(signed, &e.what))?;
            if let Some(status) =
                status.filter(|s| s.error.is_some() || s.commitment >= self.rpc.commitment())
            {
                return Ok(status);
            }
            if sent.elapsed() >= AGAIN {
                let height = self
                    .rpc
                    .block_height()
                    .map_err(|e| unknown(signed, &e.what))?;
                if height > last_valid_height {
                    return self.last_look(signed);
                }
                let _ = self.rpc.hand_over(&signed.wire);
                sent = Instant::now();
            }
            thread::sleep(POLL);
        }
    }

    /// The block hash has expired; it may have arrived all the same, in a block that is not settled yet.
    fn last_look(&self, signed: &Signed) -> Result<Status> {
        let status = self
            .rpc
            .status(&signed.signature, true)
            .map_err(|e| unknown(signed, &e.what))?;
        status
            .filter(|s| s.error.is_some() || s.commitment >= self.rpc.commitment())
            .ok_or_else(|| unknown(signed, "its block hash has expired"))
    }
}

fn unknown(signed: &Signed, why: &str) -> Error {
    Error::unconfirmed(
        format!(
            "transaction {} was sent and not confirmed: {why}",
            signed.signature
        ),
        format!(
            "See whether it arrived before you try again: althing tx decode {}",
            signed.signature
        ),
    )
}

/// Ctrl-C while a transaction is under way leaves its signature.
fn note_interrupts(signature: &str) {
    if let Ok(mut under_way) = UNDER_WAY.lock() {
        *under_way = Some(signature.into());
    }
    HANDLER.call_once(|| {
        let _ = ctrlc::set_handler(|| {
            let under_way = UNDER_WAY
                .lock()
                .ok()
                .and_then(|mut signature| signature.take());
            let Some(signature) = under_way else {
                std::process::exit(130);
            };
            Error::unconfirmed(
                format!("interrupted; transaction {signature} was sent and may arrive"),
                format!("See whether it did before you try again: althing tx decode {signature}"),
            )
            .print();
            std::process::exit(Exit::Unconfirmed as i32);
        });
    });
}
