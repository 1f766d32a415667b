//! The room `witness`: cosignatures, and what a bonded operator loses.

mod admit_log;
mod close_checkpoint;
mod close_witness_set;
mod close_witnessed_log;
mod cosign_checkpoint;
mod interop;
mod open_checkpoint;
mod report_equivocation;
mod report_missed_deadline;
mod set_witnesses;

use althing::witness::{LogCheckpoint, WitnessSet, WitnessedLog};
use althing_program_tests::prelude::*;

fn set(w: &World, watch: &Watch) -> WitnessSet {
    w.zero_copy(&watch.set)
}

fn watched_log(w: &World, watch: &Watch) -> WitnessedLog {
    w.zero_copy(&watch.log)
}

fn checkpoint(w: &World, watch: &Watch) -> LogCheckpoint {
    w.zero_copy(&watch.checkpoint())
}

/// Opens a checkpoint and has the first witnesses sign it until there is a quorum.
#[track_caller]
fn witness_now(w: &mut World, watch: &Watch) {
    watch.open(w);
    for index in 0..QUORUM {
        watch.cosign(w, index).unwrap();
    }
}

/// Ends a witnessed log by a vote.
fn end(w: &mut World, watch: &Watch) -> Result<Sent, Refusal> {
    let close = watch.c.close_witnessed_log(watch.o.audit_log);
    w.as_authority(&watch.c, close.call(instruction::CloseWitnessedLog {}))
}
