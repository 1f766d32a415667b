use anchor_lang::prelude::*;

use crate::audit::events::RootKept;
use crate::audit::{AuditLog, KeptRoot};
use crate::constants::{ACCOUNT_VERSION, SEED_ROOT};

#[derive(Accounts)]
pub struct KeepRoot<'info> {
    pub audit_log: AccountLoader<'info, AuditLog>,
    // `init_if_needed`: it is made with the first root and replaced as a whole afterwards.
    #[account(
        init_if_needed,
        payer = payer,
        space = KeptRoot::SPACE,
        seeds = [SEED_ROOT, audit_log.key().as_ref(), payer.key().as_ref()],
        bump
    )]
    pub kept_root: AccountLoader<'info, KeptRoot>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Keeps size and root of a log as they are now, so that proofs can be made for them at leisure, however fast the
/// log grows.
///
/// # Specification
/// - Anybody may, of any log, for themselves: each has one kept root per log. It replaces what they kept before.
/// - No size is named, so nothing that the log's writer does can be in the way.
pub fn keep_root(ctx: Context<KeepRoot>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let info: &AccountInfo = accounts.kept_root.as_ref();
    let exists = info.try_borrow_data()?.starts_with(KeptRoot::DISCRIMINATOR);
    let mut kept = if exists {
        accounts.kept_root.load_mut()?
    } else {
        accounts.kept_root.load_init()?
    };
    let log = accounts.audit_log.load()?;
    *kept = KeptRoot {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.kept_root,
        _padding: [0; 6],
        audit_log: accounts.audit_log.key(),
        payer: accounts.payer.key(),
        size: log.size,
        root: log.root,
        slot: Clock::get()?.slot,
    };
    emit!(RootKept {
        kept_root: accounts.kept_root.key(),
        audit_log: kept.audit_log,
        size: kept.size,
        root: kept.root,
    });
    Ok(())
}
