//! `althing report equivocation`.

use std::path::{Path, PathBuf};

use althing::precompile::Scheme;
use althing::witness::note::Claim;
use althing::{accounts, instruction, Evidence, LogBond, LogCheckpoint, ReportEquivocationArgs};
use althing_tlog::key::{KeyType, VerifierKey};
use althing_tlog::note::Note;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use clap::Args;

use super::PaidTo;
use crate::chain::{Call, Org};
use crate::commands::version::sign::{check, Signed, INSTRUCTIONS};
use crate::commands::{bond, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::output::{cell::unpad, file};
use crate::send::{Actor, Plan, Sending};

/// The largest note that is read, bytes.
const MAX_NOTE: usize = 1 << 20;

/// Report that an operator has signed two truths about a log: half of the bond is lost; anybody may
///
/// A checkpoint that the bond's key has signed is held against another one that it has signed too, else against a checkpoint
/// on the chain, else against the log's own history.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing report equivocation 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --checkpoint seen.txt\n  \
                  althing report equivocation 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --checkpoint seen.txt --other also-seen.txt"
)]
pub struct Equivocation {
    /// The bond: its address, or its log's
    pub bond: String,
    /// A checkpoint that the operator has signed, and that is not true
    #[arg(long, value_name = "FILE")]
    pub checkpoint: PathBuf,
    /// Another one of the same size
    #[arg(long, value_name = "FILE")]
    pub other: Option<PathBuf>,
    /// The log's folder, or the URL at which its tiles are served, for its history [default: its transactions]
    #[arg(long, value_name = "DIR_OR_URL")]
    pub dir: Option<String>,
    #[command(flatten)]
    pub paid_to: PaidTo,
    #[command(flatten)]
    pub sending: Sending,
}

/// A checkpoint that the bond's key has signed.
struct Seen {
    claim: Claim,
    signed: Signed,
}

impl Run for Equivocation {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found) = bond::find(context, &self.bond)?;
        let actor = self.sending.actor_in(context, &found.dao)?;
        let org = context.org_at(&found.dao)?;
        let seen = read(&self.checkpoint, &found)?;
        let other = self
            .other
            .as_deref()
            .map(|path| read(path, &found))
            .transpose()?;
        let (evidence, checkpoint, against) = self.evidence(context, &found, &seen, &other)?;
        let accounts = self.accounts(context, &org, &actor, (&address, &found), seen.claim.size)?;
        let accounts = accounts::ReportEquivocation {
            checkpoint,
            ..accounts
        };
        let args = ReportEquivocationArgs {
            size: seen.claim.size,
            relative_index: -1,
            evidence,
        };
        let mut step: Vec<Instruction> = other.iter().map(|other| check(&other.signed)).collect();
        step.push(check(&seen.signed));
        step.push(accounts.call(context.program(), instruction::ReportEquivocation { args }));
        let told = record! {
            "bond" => address,
            "size" => seen.claim.size,
            "signedRoot" => to_hex(&seen.claim.root),
            "otherRoot" => to_hex(&against),
            "equivocation" => accounts.equivocation,
        };
        context.send(&self.sending, &actor, Plan::new(step).tell(told))
    }
}

impl Equivocation {
    /// What the signed checkpoint is held against, and the root that this has.
    fn evidence(
        &self,
        context: &Context,
        found: &LogBond,
        seen: &Seen,
        other: &Option<Seen>,
    ) -> Result<(Evidence, Option<Pubkey>, [u8; 32])> {
        let size = seen.claim.size;
        if let Some(other) = other {
            if other.claim.size != size {
                return Err(Error::usage(
                    format!(
                        "the checkpoints have {size} and {} entries",
                        other.claim.size
                    ),
                    "Two checkpoints of one size are needed.",
                ));
            }
            differ(&seen.claim.root, &other.claim.root)?;
            let evidence = Evidence::SignedTwice { relative_index: -2 };
            return Ok((evidence, None, other.claim.root));
        }
        let set = context.at().witnesses(&found.dao);
        let watched = context.at().witnessed(&set, &found.audit_log);
        let address = context.at().checkpoint(&watched, size);
        if let Some(known) = context.fetch_if::<LogCheckpoint>(&address)? {
            differ(&seen.claim.root, &known.root)?;
            return Ok((Evidence::Checkpoint, Some(address), known.root));
        }
        let dir = self.dir.as_deref();
        let (root, proof) = context.extends(&found.audit_log, size, dir)?;
        differ(&seen.claim.root, &root)?;
        Ok((Evidence::History { root, proof }, None, root))
    }

    fn accounts(
        &self,
        context: &Context,
        org: &Org,
        actor: &Actor,
        (bond, found): (&Pubkey, &LogBond),
        size: u64,
    ) -> Result<accounts::ReportEquivocation> {
        let (reward, treasury) = self.paid_to.find(context, org, &actor.from)?;
        Ok(accounts::ReportEquivocation {
            dao: found.dao,
            bond: *bond,
            audit_log: found.audit_log,
            checkpoint: None,
            equivocation: context.at().equivocation(&found.audit_log, size),
            vault: found.vault,
            treasury,
            reward,
            mint: found.mint,
            log: org.dao.log,
            instructions_sysvar: INSTRUCTIONS,
            reporter: actor.from,
            payer: actor.payer,
            token_program: org.mint.program,
            system_program: system_program::ID,
        })
    }
}

fn differ(signed: &[u8; 32], other: &[u8; 32]) -> Result<()> {
    if signed != other {
        return Ok(());
    }
    Err(Error::failed(
        format!("both have the root {}", to_hex(signed)),
        "That is one truth, and nothing to report.",
    ))
}

/// Reads a checkpoint and the signature of the bond's key under it.
fn read(path: &Path, found: &LogBond) -> Result<Seen> {
    let bad = |why: String| {
        Error::usage(
            format!("{}: {why}", path.display()),
            "Give a checkpoint of the log that its operator has signed (C2SP signed note).",
        )
    };
    let note = Note::parse(&file::read(path, MAX_NOTE)?).map_err(|why| bad(why.to_string()))?;
    let origin = unpad(&found.origin);
    let claim = Claim::read(note.text().as_bytes(), origin.as_bytes())
        .ok_or_else(|| bad(format!("no checkpoint of {origin}")))?;
    let key = VerifierKey::new(&origin, KeyType::Ed25519, &found.signing_key)
        .map_err(|why| bad(why.to_string()))?;
    let keys = [key];
    let by_it = note.verify(&keys).map_err(|why| bad(why.to_string()))?;
    if by_it.is_empty() {
        return Err(bad("not signed with the bond's key".into()));
    }
    let signature = note.signatures().iter().find(|one| one.is_by(&keys[0]));
    let signature = signature.and_then(|one| one.bytes[..].try_into().ok());
    Ok(Seen {
        claim,
        signed: Signed {
            scheme: Scheme::Ed25519,
            key: found.signing_key.to_vec(),
            signature: signature.ok_or_else(|| bad("its signature has another length".into()))?,
            message: note.text().as_bytes().to_vec(),
        },
    })
}
