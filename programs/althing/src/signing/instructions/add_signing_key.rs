use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{ACCOUNT_VERSION, SEED_KEY};
use crate::error::AlthingError;
use crate::precompile::{Checked, Scheme, MAX_PUBLIC_KEY};
use crate::registry::Model;
use crate::signing::{entries, SigningKey, OPEN};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AddSigningKeyArgs {
    /// 1 Ed25519, 2 P-256.
    pub scheme: u8,
    /// 32 bytes, or 33 compressed.
    pub public_key: Vec<u8>,
    /// SHA-256 of the scheme's byte and the public key, part of the account's address.
    pub key_id: [u8; 32],
    /// The first slot in which its signatures count, not before the running one; 0 for that.
    pub valid_from_slot: u64,
    /// The last slot in which they count; 0 for open.
    pub valid_until_slot: u64,
    /// Where the instruction that checks the proof of possession stands, relative to the transaction's own instruction
    /// that runs now: -1 for the one before.
    pub proof_index: i16,
}

#[derive(Accounts)]
#[instruction(args: AddSigningKeyArgs)]
pub struct AddSigningKey<'info> {
    #[account(
        has_one = maintainer @ AlthingError::NotMaintainer,
        has_one = log @ AlthingError::WrongLog
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(
        init,
        payer = payer,
        space = SigningKey::SPACE,
        seeds = [SEED_KEY, model.key().as_ref(), args.key_id.as_ref()],
        bump
    )]
    pub signing_key: AccountLoader<'info, SigningKey>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    /// CHECK: the transaction's own instructions.
    #[account(address = solana_instructions_sysvar::ID)]
    pub instructions_sysvar: UncheckedAccount<'info>,
    pub maintainer: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Adds a key that signs the model's versions, beside those that there are.
///
/// # Specification
/// - Only the maintainer may.
/// - The key has the form of its scheme and is not one of the model's keys already.
/// - Its holder agrees: an instruction of the Ed25519 or the secp256r1 program in the same transaction checks exactly one
///   signature of the key, over [`SigningKey::proof`] of this model.
/// - Its slots begin now or later and do not end before they begin.
/// - The addition is an entry of the model's log.
pub fn add_signing_key(ctx: Context<AddSigningKey>, args: AddSigningKeyArgs) -> Result<()> {
    let scheme = Scheme::from_number(args.scheme)?;
    ensure!(
        scheme.is_key(&args.public_key),
        AlthingError::PublicKeyMalformed
    );
    ensure!(
        SigningKey::id_of(args.scheme, &args.public_key) == args.key_id,
        AlthingError::KeyIdMismatch
    );
    let now = Clock::get()?.slot;
    let (from, until) = window(&args, now)?;

    let accounts = &*ctx.accounts;
    require_proof(accounts, &args, scheme)?;
    let mut public_key = [0; MAX_PUBLIC_KEY];
    public_key
        .get_mut(..args.public_key.len())
        .ok_or(AlthingError::PublicKeyMalformed)?
        .copy_from_slice(&args.public_key);
    *accounts.signing_key.load_init()? = SigningKey {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.signing_key,
        scheme: args.scheme,
        _padding: [0; 5],
        model: accounts.model.key(),
        payer: accounts.payer.key(),
        added_by: accounts.maintainer.key(),
        public_key,
        _padding_of_key: [0; 7],
        added_at_slot: now,
        valid_from_slot: from,
        valid_until_slot: until,
        revoked_at_slot: OPEN,
        signatures: 0,
    };
    let payload = entries::SigningKeyAdded {
        signing_key: accounts.signing_key.key(),
        scheme: args.scheme,
        public_key,
        valid_from_slot: from,
        valid_until_slot: until,
    };
    audit::record(
        &accounts.log,
        EntryKind::SigningKeyAdded,
        accounts.maintainer.key,
        &payload,
    )
}

/// Whoever holds the key has signed for this model.
fn require_proof(accounts: &AddSigningKey, args: &AddSigningKeyArgs, scheme: Scheme) -> Result<()> {
    let checked = Checked::read(&accounts.instructions_sysvar, args.proof_index, scheme)?;
    ensure!(
        checked.public_key() == args.public_key,
        AlthingError::SignatureOfAnotherKey
    );
    ensure!(
        checked.message() == SigningKey::proof(&accounts.model.key()),
        AlthingError::ProofMismatch
    );
    Ok(())
}

/// The first and the last slot in which its signatures count.
fn window(args: &AddSigningKeyArgs, now: u64) -> Result<(u64, u64)> {
    let from = match args.valid_from_slot {
        0 => now,
        slot => slot,
    };
    let until = match args.valid_until_slot {
        0 => OPEN,
        slot => slot,
    };
    ensure!(
        from >= now && until >= from,
        AlthingError::KeyWindowOutOfBounds
    );
    Ok((from, until))
}
