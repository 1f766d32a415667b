use anchor_lang::prelude::*;

use crate::audit::events::LogCreated;
use crate::audit::AuditLog;
use crate::constants::SEED_LOG;

#[derive(Accounts)]
pub struct CreateLog<'info> {
    #[account(init, payer = payer, space = AuditLog::SPACE, seeds = [SEED_LOG, subject.key().as_ref()], bump)]
    pub log: AccountLoader<'info, AuditLog>,
    /// What the log is about. It signs, so that nobody can take another's log address.
    pub subject: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Creates an empty log for `subject`, written by `writer`.
///
/// # Specification
/// - Anybody may, for a key that signs; the default key as writer makes a log that nobody can write.
/// - A subject has one log, for ever: a second creation is refused by the system program.
pub fn create_log(ctx: Context<CreateLog>, writer: Pubkey) -> Result<()> {
    let subject = ctx.accounts.subject.key();
    let payer = ctx.accounts.payer.key();
    ctx.accounts
        .log
        .load_init()?
        .initialise(ctx.bumps.log, subject, writer, payer);
    emit!(LogCreated {
        log: ctx.accounts.log.key(),
        subject,
        writer
    });
    Ok(())
}
