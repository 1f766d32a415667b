use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::AuditLog;
use crate::bond::slash::{slash, Cause, Reason, Slashing};
use crate::bond::LogBond;
use crate::constants::{
    ACCOUNT_VERSION, EQUIVOCATION_BPS, MAX_PROOF, REPORTER_BPS, SEED_EQUIVOCATION,
};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::math::merkle;
use crate::precompile::{Checked, Scheme};
use crate::witness::{note::Claim, Equivocation, LogCheckpoint};

/// What the operator's signed checkpoint is held against.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub enum Evidence {
    /// Another checkpoint that the operator's key has signed.
    SignedTwice {
        /// Where its signature stands in the transaction, relative to this instruction: -1 for the one before.
        relative_index: i16,
    },
    /// A checkpoint of the chain's.
    Checkpoint,
    /// The log as it is now, of which the chain's own root at that size is part.
    History {
        /// The chain's root at that size.
        root: [u8; 32],
        /// That it is a prefix of the log: an RFC 6962 consistency proof, at most 41 hashes.
        proof: Vec<[u8; 32]>,
    },
}

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ReportEquivocationArgs {
    /// Leaves, as both checkpoints say.
    pub size: u64,
    /// Where the signature over the operator's checkpoint stands in the transaction, relative to this instruction.
    pub relative_index: i16,
    /// What it is held against.
    pub evidence: Evidence,
}

#[derive(Accounts)]
#[instruction(args: ReportEquivocationArgs)]
pub struct ReportEquivocation<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = audit_log @ AlthingError::WrongAuditLog,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub bond: AccountLoader<'info, LogBond>,
    /// The log that is bonded.
    pub audit_log: AccountLoader<'info, AuditLog>,
    /// The chain's checkpoint, where it is the evidence.
    #[account(has_one = audit_log @ AlthingError::WrongCheckpoint)]
    pub checkpoint: Option<AccountLoader<'info, LogCheckpoint>>,
    #[account(
        init,
        payer = payer,
        space = Equivocation::SPACE,
        seeds = [SEED_EQUIVOCATION, audit_log.key().as_ref(), &args.size.to_le_bytes()[..]],
        bump
    )]
    pub equivocation: AccountLoader<'info, Equivocation>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the organisation's authority.
    #[account(
        mut,
        dup,
        constraint = treasury.mint == mint.key() @ AlthingError::WrongMint,
        constraint = treasury.owner == dao.authority @ AlthingError::WrongTokenOwner
    )]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the reporter's share goes: any account of the mint.
    #[account(mut, dup, constraint = reward.mint == mint.key() @ AlthingError::WrongMint)]
    pub reward: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    /// CHECK: the transaction's own instructions.
    #[account(address = solana_instructions_sysvar::ID)]
    pub instructions_sysvar: UncheckedAccount<'info>,
    pub reporter: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Takes a part of the bond of an operator whose key has signed a checkpoint that is not of the log, or two
/// that exclude each other.
///
/// # Specification
/// - Anybody may, once per log and size.
/// - The instruction checks exactly one Ed25519 signature, by the bond's key, over a checkpoint of the bond's
///   origin and this size; lines of an extension do not matter.
/// - Another root of this size is signed by the same key, stands in a checkpoint of the chain's, or is proved
///   to be that of the log.
/// - Half of the bond is taken, rounded up, a fifth of that, rounded down, is the reporter's.
/// - The slash is an entry of the organisation's log; its evidence is the address of the account that is kept.
pub fn report_equivocation(
    ctx: Context<ReportEquivocation>,
    args: ReportEquivocationArgs,
) -> Result<()> {
    let accounts = &*ctx.accounts;
    let signed = signed_root(accounts, args.size, args.relative_index)?;
    let (ground, other) = other_root(accounts, &args)?;
    ensure!(signed != other, AlthingError::RootsAreEqual);

    let cut = accounts.bond.load()?.part(EQUIVOCATION_BPS)?;
    let cause = Cause {
        reason: Reason::Equivocation,
        evidence: accounts.equivocation.key().to_bytes(),
        actor: accounts.reporter.key(),
    };
    let slashing = Slashing {
        bond: &accounts.bond,
        vault: &accounts.vault,
        treasury: &accounts.treasury,
        reporter: Some(&accounts.reward),
        mint: &accounts.mint,
        token_program: &accounts.token_program,
        log: &accounts.log,
    };
    let taken = slash(&slashing, cut, REPORTER_BPS, &cause)?;
    *accounts.equivocation.load_init()? = Equivocation {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.equivocation,
        ground,
        _padding: [0; 5],
        audit_log: accounts.audit_log.key(),
        bond: accounts.bond.key(),
        reporter: accounts.reporter.key(),
        payer: accounts.payer.key(),
        size: args.size,
        signed_root: signed,
        other_root: other,
        taken: taken.total().ok_or(AlthingError::Overflow)?,
        slot: Clock::get()?.slot,
    };
    Ok(())
}

/// The root that the bond's key has signed for this size.
#[inline(never)]
fn signed_root(accounts: &ReportEquivocation, size: u64, relative: i16) -> Result<merkle::Hash> {
    let checked = Checked::read(&accounts.instructions_sysvar, relative, Scheme::Ed25519)?;
    let bond = accounts.bond.load()?;
    ensure!(
        checked.public_key() == bond.signing_key,
        AlthingError::CheckpointOfAnotherKey
    );
    let claim = Claim::read(checked.message(), bond.origin());
    let claim = claim.ok_or(AlthingError::NotACheckpoint)?;
    ensure_eq!(claim.size, size, AlthingError::EvidenceOfAnotherSize);
    Ok(claim.root)
}

/// What the evidence is, and the root of this size by it.
#[inline(never)]
fn other_root(
    accounts: &ReportEquivocation,
    args: &ReportEquivocationArgs,
) -> Result<(u8, merkle::Hash)> {
    match &args.evidence {
        Evidence::SignedTwice { relative_index } => {
            let root = signed_root(accounts, args.size, *relative_index)?;
            Ok((Equivocation::SIGNED_TWICE, root))
        }
        Evidence::Checkpoint => {
            let checkpoint = accounts.checkpoint.as_ref();
            let checkpoint = checkpoint.ok_or(AlthingError::CheckpointMissing)?.load()?;
            ensure_eq!(
                checkpoint.size,
                args.size,
                AlthingError::EvidenceOfAnotherSize
            );
            Ok((Equivocation::CHECKPOINT, checkpoint.root))
        }
        Evidence::History { root, proof } => {
            ensure!(proof.len() <= MAX_PROOF, AlthingError::ProofTooLong);
            let log = accounts.audit_log.load()?;
            ensure!(
                merkle::verify_consistency(args.size, root, log.size, proof, &log.root),
                AlthingError::NotTheLogsHistory
            );
            Ok((Equivocation::HISTORY, *root))
        }
    }
}
