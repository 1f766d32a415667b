use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::MAX_CLOCK_SKEW;
use crate::error::AlthingError;
use crate::precompile::{Checked, Scheme};
use crate::witness::{
    entries, events::CheckpointCosigned, Cosignature, LogCheckpoint, WitnessSet, WitnessedLog,
};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct CosignCheckpointArgs {
    /// The witness's place in the set.
    pub witness: u8,
    /// When the witness signed, seconds since 1970.
    pub time: u64,
    /// Where the instruction of the Ed25519 program stands in the transaction, relative to this one: -1 for the
    /// one before.
    pub relative_index: i16,
}

#[derive(Accounts)]
pub struct CosignCheckpoint<'info> {
    pub witness_set: AccountLoader<'info, WitnessSet>,
    #[account(mut, has_one = witness_set @ AlthingError::WrongWitnessSet)]
    pub witnessed_log: AccountLoader<'info, WitnessedLog>,
    #[account(mut, has_one = witnessed_log @ AlthingError::WrongCheckpoint)]
    pub checkpoint: AccountLoader<'info, LogCheckpoint>,
    /// The organisation's log.
    // An organisation has one log for ever, which names it: the organisation itself is not needed.
    #[account(mut, constraint = log.load()?.subject == witness_set.load()?.dao @ AlthingError::WrongLog)]
    pub log: AccountLoader<'info, AuditLog>,
    /// CHECK: the transaction's own instructions.
    #[account(address = solana_instructions_sysvar::ID)]
    pub instructions_sysvar: UncheckedAccount<'info>,
    /// Whoever brings the signature.
    pub submitter: Signer<'info>,
}

/// Records a witness's signature over a checkpoint that the runtime checks in the same transaction.
///
/// # Specification
/// - Anybody may, once per checkpoint and witness of the set as it is now.
/// - The instruction checks exactly one Ed25519 signature, by the witness's key, over `cosignature/v1`, the
///   time and the checkpoint's text as the chain knows it.
/// - The time is not later than ten minutes from now, and the witnessing was not ended.
/// - With the signature that makes the quorum, the checkpoint is witnessed: an entry of the organisation's log.
pub fn cosign_checkpoint(ctx: Context<CosignCheckpoint>, args: CosignCheckpointArgs) -> Result<()> {
    let accounts = &*ctx.accounts;
    let clock = Clock::get()?;
    let latest = clock.unix_timestamp.saturating_add(MAX_CLOCK_SKEW);
    let timely = i64::try_from(args.time).is_ok_and(|time| time <= latest);
    ensure!(timely, AlthingError::CosignatureTimeOutOfBounds);

    let cosignature = require_signature(accounts, &args)?;
    let set = accounts.witness_set.load()?;
    let mut checkpoint = accounts.checkpoint.load_mut()?;
    let count = checkpoint.cosign(&set, args.witness, cosignature)?;
    emit!(CheckpointCosigned {
        checkpoint: accounts.checkpoint.key(),
        witness: args.witness,
        time: args.time,
        count,
    });
    if checkpoint.is_witnessed() || count < set.quorum {
        return Ok(());
    }
    checkpoint.witnessed = 1;
    checkpoint.witnessed_slot = clock.slot;
    let payload = entries::CheckpointWitnessed {
        audit_log: checkpoint.audit_log,
        size: checkpoint.size,
        root: checkpoint.root,
        revision: checkpoint.revision,
        quorum: set.quorum,
        cosigned: checkpoint.cosigned,
    };
    accounts
        .witnessed_log
        .load_mut()?
        .note_witnessed(payload.size, payload.root, clock.slot);
    audit::record(
        &accounts.log,
        EntryKind::CheckpointWitnessed,
        accounts.submitter.key,
        &payload,
    )
}

/// The witness's signature over what the chain knows, as the runtime has checked it.
fn require_signature(
    accounts: &CosignCheckpoint,
    args: &CosignCheckpointArgs,
) -> Result<Cosignature> {
    let sysvar = &accounts.instructions_sysvar;
    let checked = Checked::read(sysvar, args.relative_index, Scheme::Ed25519)?;
    let set = accounts.witness_set.load()?;
    ensure!(
        checked.public_key() == set.key(args.witness)?,
        AlthingError::CosignatureOfAnotherKey
    );
    let log = accounts.witnessed_log.load()?;
    log.require_witnessed()?;
    let claim = accounts.checkpoint.load()?.claim();
    ensure!(
        checked.message() == claim.cosigned(log.origin(), args.time),
        AlthingError::CosignedMessageMismatch
    );
    Ok(Cosignature {
        time: args.time,
        signature: checked.signature(),
    })
}
