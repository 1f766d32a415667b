use anchor_lang::prelude::*;

use crate::appeals::{entries, AppealRules, AppealTerms};
use crate::audit::{self, AuditLog, EntryKind};
use crate::bond::LogBond;
use crate::constants::{ACCOUNT_VERSION, SEED_RULES};
use crate::dao::{Chamber, Dao};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct SetAppealRules<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(has_one = dao @ AlthingError::WrongDao)]
    pub bond: AccountLoader<'info, LogBond>,
    /// The chamber that judges appeals.
    #[account(has_one = dao @ AlthingError::WrongDao)]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(
        init_if_needed,
        payer = payer,
        space = AppealRules::SPACE,
        seeds = [SEED_RULES, dao.key().as_ref(), bond.key().as_ref()],
        bump
    )]
    pub rules: Box<Account<'info, AppealRules>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Sets on which terms the log behind a bond can be questioned.
///
/// # Specification
/// - Only the authority may, for a bond of its organisation.
/// - The terms are within their bounds; the vote on an appeal is no longer than one on a proposal, and the
///   chamber is the organisation's.
/// - They come into force after the bond's cooldown, or the organisation's as it is now where that is longer: an
///   operator that does not accept them and asks its bond back at once has it by then, whatever votes decide about
///   cooldowns. Until then those before stay in force; terms not yet in force are replaced.
/// - The terms are an entry of the organisation's log.
pub fn set_appeal_rules(ctx: Context<SetAppealRules>, terms: AppealTerms) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    terms.validate(&accounts.dao.config)?;
    ensure_eq!(
        accounts.chamber.load()?.index,
        terms.chamber,
        AlthingError::WrongChamber
    );
    let now = Clock::get()?.unix_timestamp;
    let cooldown = accounts.dao.config.withdrawal_cooldown;
    let effective_at = now
        .checked_add(cooldown.max(accounts.bond.load()?.cooldown))
        .ok_or(AlthingError::Overflow)?;
    if accounts.rules.version == ACCOUNT_VERSION {
        accounts.rules.set(terms.clone(), now, effective_at);
    } else {
        accounts.rules.set_inner(AppealRules {
            version: ACCOUNT_VERSION,
            bump: ctx.bumps.rules,
            dao: accounts.dao.key(),
            bond: accounts.bond.key(),
            payer: accounts.payer.key(),
            effective_at,
            latest: terms.clone(),
            before: None,
        });
    }
    let payload = entries::AppealRulesSet {
        bond: accounts.bond.key(),
        effective_at,
        terms,
    };
    audit::record(
        &accounts.log,
        EntryKind::AppealRulesSet,
        accounts.authority.key,
        &payload,
    )
}
