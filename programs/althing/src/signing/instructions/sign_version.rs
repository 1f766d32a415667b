use anchor_lang::prelude::*;
use solana_sha256_hasher::hash;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{ACCOUNT_VERSION, SEED_SIGNATURE};
use crate::create::create;
use crate::error::AlthingError;
use crate::precompile::Checked;
use crate::registry::{ModelVersion, VersionStatus};
use crate::signing::{dsse, entries, SigningKey, Statement, VersionSignature};

#[derive(Accounts)]
pub struct SignVersion<'info> {
    #[account(
        constraint = model_version.load()?.status() != VersionStatus::Revoked @ AlthingError::SignedVersionIsRevoked
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(
        mut,
        constraint = signing_key.load()?.model == model_version.load()?.model @ AlthingError::WrongSigningKey
    )]
    pub signing_key: AccountLoader<'info, SigningKey>,
    /// The sealed statement, where its hash was signed.
    #[account(has_one = model_version @ AlthingError::WrongStatement)]
    pub statement: Option<AccountLoader<'info, Statement>>,
    /// CHECK: created here, at the address of this version and key.
    #[account(
        mut,
        seeds = [SEED_SIGNATURE, model_version.key().as_ref(), signing_key.key().as_ref()],
        bump
    )]
    pub signature: UncheckedAccount<'info>,
    // A model has one log for ever, which names it: the model itself is not needed.
    #[account(mut, constraint = log.load()?.subject == model_version.load()?.model @ AlthingError::WrongLog)]
    pub log: AccountLoader<'info, AuditLog>,
    /// CHECK: the transaction's own instructions.
    #[account(address = solana_instructions_sysvar::ID)]
    pub instructions_sysvar: UncheckedAccount<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Records a signature over a version that the runtime checks in the same transaction, by the instruction of
/// the Ed25519 or the secp256r1 program that stands `relative_index` instructions behind this one: -1 for the
/// one before.
///
/// # Specification
/// - Anybody may, once per version and key, while the version is not revoked.
/// - The key is one of the model's and its signatures count in the running slot.
/// - The instruction checks exactly one signature, by this key, over the encoding of the statement whose
///   SHA-256 is the version's `manifest_digest`, or over the SHA-256 of that encoding behind [`dsse::HASHED`], for
///   which a sealed statement stands.
/// - The signature is an entry of the model's log.
pub fn sign_version<'info>(
    ctx: Context<'info, SignVersion<'info>>,
    relative_index: i16,
) -> Result<()> {
    let accounts: &SignVersion = ctx.accounts;
    let clock = Clock::get()?;
    let (scheme, checked) = {
        let mut key = accounts.signing_key.load_mut()?;
        key.require_good(clock.slot)?;
        let scheme = key.scheme()?;
        let checked = Checked::read(&accounts.instructions_sysvar, relative_index, scheme)?;
        ensure!(
            key.is(scheme, checked.public_key()),
            AlthingError::SignatureOfAnotherKey
        );
        key.count_signature()?;
        (scheme as u8, checked)
    };
    let (number, manifest_digest) = {
        let version = accounts.model_version.load()?;
        (version.number, version.manifest_digest)
    };
    let form = require_message(accounts, &manifest_digest, checked.message())?;
    let signature = checked.signature();
    let record = VersionSignature {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.signature,
        scheme,
        form,
        _padding: [0; 4],
        model_version: accounts.model_version.key(),
        signing_key: accounts.signing_key.key(),
        payer: accounts.payer.key(),
        slot: clock.slot,
        signed_at: clock.unix_timestamp,
        signature,
    };
    store(accounts, record)?;
    let payload = entries::VersionSigned {
        number,
        signing_key: accounts.signing_key.key(),
        scheme,
        form,
        manifest_digest,
        signature,
    };
    audit::record(
        &accounts.log,
        EntryKind::VersionSigned,
        accounts.payer.key,
        &payload,
    )
}

/// The message is the encoding of the version's statement, or its hash behind [`dsse::HASHED`].
fn require_message(
    accounts: &SignVersion,
    manifest_digest: &[u8; 32],
    message: &[u8],
) -> Result<u8> {
    if let Some(signed) = dsse::hashed(message) {
        let statement = accounts.statement.as_ref();
        let statement = statement.ok_or(AlthingError::StatementMissing)?.load()?;
        ensure!(statement.is_sealed(), AlthingError::StatementNotSealed);
        ensure!(
            statement.encoding_hash == *signed,
            AlthingError::SignedMessageMismatch
        );
        return Ok(VersionSignature::HASH);
    }
    let body = dsse::body(message).ok_or(AlthingError::SignedMessageMismatch)?;
    ensure!(
        hash(body).as_bytes() == manifest_digest,
        AlthingError::SignedMessageMismatch
    );
    Ok(VersionSignature::WHOLE)
}

fn store<'info>(accounts: &SignVersion<'info>, record: VersionSignature) -> Result<()> {
    let seeds: [&[u8]; 4] = [
        SEED_SIGNATURE,
        record.model_version.as_ref(),
        record.signing_key.as_ref(),
        &[record.bump],
    ];
    create(
        &accounts.signature,
        &accounts.payer,
        VersionSignature::SPACE,
        &seeds,
    )?;
    let mut data = accounts.signature.try_borrow_mut_data()?;
    let (discriminator, rest) = data.split_at_mut_checked(8).ok_or(AlthingError::Overflow)?;
    discriminator.copy_from_slice(VersionSignature::DISCRIMINATOR);
    rest.copy_from_slice(bytemuck::bytes_of(&record));
    Ok(())
}
