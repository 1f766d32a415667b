use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{AuditLog, KeptRoot};
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
    /// The kept root, or without one the log as it is now, of which the chain's own root at that size is part.
    History {
        /// The chain's root at that size.
        root: [u8; 32],
        /// That it is a prefix: an RFC 6962 consistency proof, at most 41 hashes, none where the kept root is it.
        proof: Vec<[u8; 32]>,
    },
}

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ReportEquivocationArgs {
    /// Leaves, as both checkpoints say.
    pub size: u64,
    /// See [`Equivocation::evidence_hash`].
    pub evidence_hash: [u8; 32],
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
    /// A root that somebody keeps of the log, where it is the evidence.
    #[account(has_one = audit_log @ AlthingError::WrongKeptRoot)]
    pub kept_root: Option<AccountLoader<'info, KeptRoot>>,
    // `init_if_needed`: a lie that was told and punished while the bond was small answers for the rest.
    #[account(
        init_if_needed,
        payer = payer,
        space = Equivocation::SPACE,
        seeds = [SEED_EQUIVOCATION, audit_log.key().as_ref(), &args.evidence_hash[..]],
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
/// - Anybody may.
/// - The instruction checks exactly one Ed25519 signature, by the bond's key, over a checkpoint of the bond's
///   origin and this size; what stands behind the root does not matter.
/// - Another root of this size is signed by the same key, stands in a checkpoint of the chain's, or is proved
///   to be that of the log, by the log as it is now or by a kept root.
/// - Half of the bond is taken, rounded up, less what was taken for the same key, size and pair of roots before:
///   a lie costs half of the most that was ever bonded towards this organisation, whenever and however often it is
///   reported. A fifth of what is taken, rounded down, is the reporter's.
/// - The slash is an entry of the organisation's log; its evidence is the address of the account that is kept.
pub fn report_equivocation(
    ctx: Context<ReportEquivocation>,
    args: ReportEquivocationArgs,
) -> Result<()> {
    let accounts = &*ctx.accounts;
    let signed = signed_root(accounts, args.size, args.relative_index)?;
    let (ground, other) = other_root(accounts, &args)?;
    ensure!(signed != other, AlthingError::RootsAreEqual);
    let (dao, signing_key) = (accounts.dao.key(), accounts.bond.load()?.signing_key);
    let hash = Equivocation::evidence_hash(&dao, &signing_key, args.size, [&signed, &other]);
    ensure!(
        args.evidence_hash == hash,
        AlthingError::EvidenceHashMismatch
    );
    let before = before(accounts)?;
    let cut = left_to_take(accounts, &before)?;
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
    let taken = slash(&slashing, cut, REPORTER_BPS, &cause)?.total();
    let taken = taken.and_then(|taken| taken.checked_add(before.taken));
    let mut kept = if before.exists {
        accounts.equivocation.load_mut()?
    } else {
        accounts.equivocation.load_init()?
    };
    *kept = Equivocation {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.equivocation,
        ground,
        _padding: [0; 5],
        dao,
        audit_log: accounts.audit_log.key(),
        bond: accounts.bond.key(),
        reporter: accounts.reporter.key(),
        payer: before.payer,
        size: args.size,
        signing_key,
        signed_root: signed,
        other_root: other,
        taken: taken.ok_or(AlthingError::Overflow)?,
        slot: Clock::get()?.slot,
    };
    Ok(())
}

/// What earlier reports of the same lie have left.
struct Before {
    exists: bool,
    /// Base units that they took.
    taken: u64,
    /// Who paid the rent, or does now.
    payer: Pubkey,
}

fn before(accounts: &ReportEquivocation) -> Result<Before> {
    let info: &AccountInfo = accounts.equivocation.as_ref();
    let exists = info
        .try_borrow_data()?
        .starts_with(Equivocation::DISCRIMINATOR);
    if !exists {
        return Ok(Before {
            exists,
            taken: 0,
            payer: accounts.payer.key(),
        });
    }
    let kept = accounts.equivocation.load()?;
    Ok(Before {
        exists,
        taken: kept.taken,
        payer: kept.payer,
    })
}

/// Base units that this report takes.
fn left_to_take(accounts: &ReportEquivocation, before: &Before) -> Result<u64> {
    let whole = accounts.bond.load()?.part(EQUIVOCATION_BPS)?;
    ensure!(whole > 0, AlthingError::BondIsEmpty);
    let left = whole.saturating_sub(before.taken);
    ensure!(left > 0, AlthingError::EquivocationPunished);
    Ok(left)
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
            let (size, of) = known(accounts)?;
            ensure!(
                merkle::verify_consistency(args.size, root, size, proof, &of),
                AlthingError::NotTheLogsHistory
            );
            Ok((Equivocation::HISTORY, *root))
        }
    }
}

/// Size and root that a history is held against: those of the kept root, or of the log as it is now.
fn known(accounts: &ReportEquivocation) -> Result<(u64, merkle::Hash)> {
    if let Some(kept) = &accounts.kept_root {
        let kept = kept.load()?;
        return Ok((kept.size, kept.root));
    }
    let log = accounts.audit_log.load()?;
    Ok((log.size, log.root))
}
