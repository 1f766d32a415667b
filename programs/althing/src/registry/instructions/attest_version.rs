use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{ACCOUNT_VERSION, SEED_ATTESTATION};
use crate::dao::{Chamber, Dao, Seat};
use crate::error::AlthingError;
use crate::registry::entries::VersionAttested;
use crate::registry::{Attestation, Model, ModelVersion};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AttestVersionArgs {
    /// SHA-256 of the evaluation's results.
    pub result_hash: [u8; 32],
    /// Whether the version passed.
    pub passed: bool,
}

#[derive(Accounts)]
pub struct AttestVersion<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        constraint = chamber.load()?.kind == Chamber::KIND_EVALUATORS @ AlthingError::WrongChamber
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(
        has_one = chamber @ AlthingError::WrongSeat,
        constraint = seat.load()?.holder == evaluator.key() @ AlthingError::WrongSeat
    )]
    pub seat: AccountLoader<'info, Seat>,
    #[account(has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    // `init_if_needed`: an evaluator may change their mind. The address names version and evaluator, so
    // an attestation that exists is theirs and about this version.
    #[account(
        init_if_needed,
        payer = payer,
        space = Attestation::SPACE,
        seeds = [SEED_ATTESTATION, model_version.key().as_ref(), evaluator.key().as_ref()],
        bump
    )]
    pub attestation: AccountLoader<'info, Attestation>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub evaluator: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Gives, or replaces, an evaluator's word on a version.
///
/// # Specification
/// - Whoever has weight in an evaluators' chamber of the organisation in the running epoch may; one
///   word per evaluator, whatever the weight.
/// - The version is a draft or staged, of a model of the organisation.
/// - The hash of the results is given.
/// - The word is an entry of the model's log. It counts on when the evaluator's weight is gone later.
pub fn attest_version(ctx: Context<AttestVersion>, args: AttestVersionArgs) -> Result<()> {
    ensure!(args.result_hash != [0; 32], AlthingError::ResultHashIsZero);
    let accounts = &mut *ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let epoch = accounts.dao.epoch_at(now)?;
    ensure!(
        accounts.seat.load()?.weight_at(epoch)? > 0,
        AlthingError::SeatWithoutWeight
    );

    let replaced = write_attestation(accounts, ctx.bumps.attestation, &args, now)?;
    let version = &mut accounts.model_version.load_mut()?;
    version.count_attestation(replaced, args.passed)?;
    let payload = VersionAttested {
        number: version.number,
        verdict: if args.passed {
            VersionAttested::PASSED
        } else {
            VersionAttested::FAILED
        },
        seat: accounts.seat.key(),
        result_hash: args.result_hash,
        passed: version.attestations_passed,
        failed: version.attestations_failed,
    };
    audit::record(
        &accounts.log,
        EntryKind::VersionAttested,
        accounts.evaluator.key,
        &payload,
    )
}

/// Writes the account whole and returns the verdict that it replaces, if any.
fn write_attestation(
    accounts: &AttestVersion,
    bump: u8,
    args: &AttestVersionArgs,
    now: i64,
) -> Result<Option<bool>> {
    let info: &AccountInfo = accounts.attestation.as_ref();
    let exists = info
        .try_borrow_data()?
        .starts_with(Attestation::DISCRIMINATOR);
    let mut attestation = if exists {
        accounts.attestation.load_mut()?
    } else {
        accounts.attestation.load_init()?
    };
    let (replaced, payer) = if exists {
        (Some(attestation.has_passed()), attestation.payer)
    } else {
        (None, accounts.payer.key())
    };
    *attestation = Attestation {
        version: ACCOUNT_VERSION,
        bump,
        passed: u8::from(args.passed),
        _padding: [0; 5],
        model_version: accounts.model_version.key(),
        evaluator: accounts.evaluator.key(),
        seat: accounts.seat.key(),
        payer,
        result_hash: args.result_hash,
        attested_at: now,
    };
    Ok(replaced)
}
