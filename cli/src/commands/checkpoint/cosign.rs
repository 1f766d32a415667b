//! `althing checkpoint cosign`.

use std::path::PathBuf;

use althing::precompile::Scheme;
use althing::{
    accounts, instruction, CosignCheckpointArgs, Dao, LogCheckpoint, WitnessSet, WitnessedLog,
};
use althing_tlog::{cosignature, note::Note};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use super::{find, signers};
use crate::chain::Call;
use crate::commands::version::sign::{check, Signed, INSTRUCTIONS};
use crate::commands::{witness::verifier, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::file;
use crate::send::{Actor, Plan, Sending};

/// The largest note that is read, bytes.
const MAX_NOTE: usize = 1 << 20;

/// Hand witnesses' signatures over a checkpoint to the chain, which checks and counts them; anybody may
///
/// The signatures are in a note of the checkpoint, as witnesses (C2SP tlog-witness) answer and logs publish it. Those that the
/// chain has already, and those of others, are left out.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing checkpoint cosign 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/1000 --note checkpoint"
)]
pub struct Cosign {
    /// The checkpoint: address, or LOG/SIZE
    pub checkpoint: String,
    /// The note with the signatures
    #[arg(long, value_name = "FILE")]
    pub note: PathBuf,
    #[command(flatten)]
    pub sending: Sending,
}

/// What a cosignature is counted on.
struct Place {
    address: Pubkey,
    found: LogCheckpoint,
    log: WitnessedLog,
    set: WitnessSet,
    dao_log: Pubkey,
}

impl Run for Cosign {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let bytes = file::read(&self.note, MAX_NOTE)?;
        let note = Note::parse(&bytes).map_err(|why| {
            Error::usage(
                format!("{}: {why}", self.note.display()),
                "Give a checkpoint with signatures (C2SP signed note).",
            )
        })?;
        let (address, found, log) = find(context, &self.checkpoint)?;
        let text = found.claim().text(log.origin());
        if note.text().as_bytes() != text {
            return Err(Error::mismatch(
                "the note is not of this checkpoint: name, size or root differ",
                "Compare it with althing checkpoint show.",
            ));
        }
        let set: WitnessSet = context.fetch(&log.witness_set)?;
        let dao: Dao = context.fetch(&log.dao)?;
        let place = Place {
            address,
            found,
            log,
            set,
            dao_log: dao.log,
        };
        let steps = place.steps(context, &actor, &note)?;
        let told = record! {
            "checkpoint" => address,
            "submitted" => steps.len(),
            "before" => signers(&place.found, &place.set).count(),
            "quorum" => place.set.quorum,
        };
        let plan = Plan {
            steps,
            resume: "say it again to go on.".into(),
            ..Plan::default()
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

impl Place {
    /// A transaction for each witness's signature that the chain has not.
    fn steps(
        &self,
        context: &Context,
        actor: &Actor,
        note: &Note,
    ) -> Result<Vec<Vec<Instruction>>> {
        let had: Vec<usize> = signers(&self.found, &self.set).collect();
        let mut steps = vec![];
        for place in (0..usize::from(self.set.count)).filter(|place| !had.contains(place)) {
            let Some(key) = verifier(&self.set, place) else {
                continue;
            };
            let by_it = note.signatures().iter().filter(|one| one.is_by(&key));
            for one in by_it {
                let time = cosignature::verify(&key, note.text(), &one.bytes).map_err(|why| {
                    Error::mismatch(
                        format!("the signature of {}: {why}", key.name()),
                        "Ask that witness for another.",
                    )
                })?;
                let split = cosignature::split(&one.bytes);
                let (_, signature) =
                    split.map_err(|why| Error::mismatch(why.to_string(), "Ask for another."))?;
                let signed = Signed {
                    scheme: Scheme::Ed25519,
                    key: key.public().to_vec(),
                    signature,
                    message: cosignature::message(time, note.text()),
                };
                steps.push(self.step(context, actor, place, time, &signed));
            }
        }
        if steps.is_empty() {
            return Err(Error::failed(
                "the note has no signature of a witness that the chain has not counted",
                "See althing witness list, and althing checkpoint show.",
            ));
        }
        Ok(steps)
    }

    fn step(
        &self,
        context: &Context,
        actor: &Actor,
        place: usize,
        time: u64,
        signed: &Signed,
    ) -> Vec<Instruction> {
        let accounts = accounts::CosignCheckpoint {
            witness_set: self.log.witness_set,
            witnessed_log: self.found.witnessed_log,
            checkpoint: self.address,
            log: self.dao_log,
            instructions_sysvar: INSTRUCTIONS,
            submitter: actor.from,
        };
        let args = CosignCheckpointArgs {
            witness: u8::try_from(place).unwrap_or(u8::MAX),
            time,
            relative_index: -1,
        };
        let count = accounts.call(context.program(), instruction::CosignCheckpoint { args });
        vec![check(signed), count]
    }
}
