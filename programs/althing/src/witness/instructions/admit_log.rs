use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::bond::{state::log_bond::require_origin, LogBond};
use crate::constants::{ACCOUNT_VERSION, SEED_WITNESSED};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::text::fixed;
use crate::witness::{entries, WitnessSet, WitnessedLog};

#[derive(Accounts)]
pub struct AdmitLog<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(mut, has_one = dao @ AlthingError::WrongDao)]
    pub witness_set: AccountLoader<'info, WitnessSet>,
    /// The log that is to be witnessed.
    pub audit_log: AccountLoader<'info, AuditLog>,
    /// Its bond towards the organisation, where somebody else than the authority admits it.
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        has_one = audit_log @ AlthingError::WrongAuditLog
    )]
    pub bond: Option<AccountLoader<'info, LogBond>>,
    #[account(
        init,
        payer = payer,
        space = WitnessedLog::SPACE,
        seeds = [SEED_WITNESSED, witness_set.key().as_ref(), audit_log.key().as_ref()],
        bump
    )]
    pub witnessed_log: AccountLoader<'info, WitnessedLog>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    /// The authority, or anybody where the log is bonded.
    pub admitter: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Has the organisation's witnesses watch a log from now on, under the name that stands in its checkpoints.
///
/// # Specification
/// - The authority may admit any log under any name; anybody a log that is bonded to the organisation, under
///   the bond's.
/// - The name is 1 to 128 bytes without spaces, control characters and plus signs. It stays as it is.
/// - The admission is an entry of the organisation's log.
pub fn admit_log(ctx: Context<AdmitLog>, origin: String) -> Result<()> {
    require_origin(&origin)?;
    let accounts = &*ctx.accounts;
    require_right(accounts, &origin)?;
    accounts.witness_set.load_mut()?.count_log()?;
    enter(accounts, ctx.bumps.witnessed_log, &origin)?;
    let payload = entries::LogAdmitted {
        witnessed_log: accounts.witnessed_log.key(),
        audit_log: accounts.audit_log.key(),
        origin,
    };
    audit::record(
        &accounts.log,
        EntryKind::LogAdmitted,
        accounts.admitter.key,
        &payload,
    )
}

fn require_right(accounts: &AdmitLog, origin: &str) -> Result<()> {
    if accounts.admitter.key() == accounts.dao.authority {
        return Ok(());
    }
    let bond = accounts.bond.as_ref().ok_or(AlthingError::LogNotBonded)?;
    ensure!(
        bond.load()?.origin() == origin.as_bytes(),
        AlthingError::OriginIsNotTheBonds
    );
    Ok(())
}

#[inline(never)]
fn enter(accounts: &AdmitLog, bump: u8, origin: &str) -> Result<()> {
    // Field by field: the account is fresh, and what is not set here is zero.
    let mut log = accounts.witnessed_log.load_init()?;
    log.version = ACCOUNT_VERSION;
    log.bump = bump;
    log.origin_length = u8::try_from(origin.len()).map_err(|_| AlthingError::OriginOutOfBounds)?;
    log.dao = accounts.dao.key();
    log.witness_set = accounts.witness_set.key();
    log.audit_log = accounts.audit_log.key();
    log.payer = accounts.payer.key();
    log.origin = fixed(origin, AlthingError::OriginOutOfBounds)?;
    Ok(())
}
