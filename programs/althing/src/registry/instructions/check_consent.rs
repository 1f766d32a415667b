use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::Grant;
use crate::constants::SEED_GRANT;
use crate::error::AlthingError;
use crate::registry::{entries, grants, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct CheckConsent<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    /// CHECK: compared with the grant's address; nothing may be there, which is what is to be found out.
    pub grant: UncheckedAccount<'info>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub caller: Signer<'info>,
}

/// Writes down that a version in production has lost the consent to use one of its datasets, or has it again. It
/// takes nothing out of production: that is for a vote.
///
/// # Specification
/// - Anybody may.
/// - The version is in production, and `place` is that of one of its datasets.
/// - The account is at the address of the grant of that dataset, to the model, for the purpose linked.
/// - Whether consent holds is not what was found before: a promotion finds that all of it holds. It holds as a
///   promotion asks for it, but that of a stream any balance is enough.
/// - The finding is kept with the version, and is an entry of the model's log.
pub fn check_consent(ctx: Context<CheckConsent>, place: u8) -> Result<()> {
    let accounts = &*ctx.accounts;
    let finding = judge(accounts, place)?;
    let caller = accounts.caller.key;
    match finding {
        Finding::Lost(payload) => {
            audit::record(&accounts.log, EntryKind::ConsentLost, caller, &payload)
        }
        Finding::Restored(payload) => {
            audit::record(&accounts.log, EntryKind::ConsentRestored, caller, &payload)
        }
    }
}

enum Finding {
    Lost(entries::ConsentLost),
    Restored(entries::ConsentRestored),
}

fn judge(accounts: &CheckConsent, place: u8) -> Result<Finding> {
    let version = &mut accounts.model_version.load_mut()?;
    ensure!(
        version.status() == VersionStatus::Production,
        AlthingError::VersionNotInProduction
    );
    let link = grants::links(version).nth(usize::from(place));
    let (dataset, purpose) = link.ok_or(AlthingError::NotLinked)?;
    let model = accounts.model.key();
    let seeds: [&[u8]; 4] = [SEED_GRANT, dataset.as_ref(), model.as_ref(), &[purpose]];
    let (address, _) = Pubkey::find_program_address(&seeds, &crate::ID);
    ensure_keys_eq!(accounts.grant.key(), address, AlthingError::WrongGrant);

    let now = Clock::get()?.unix_timestamp;
    let judge = |grant: &Grant| grant.production_problem(now);
    let problem = grants::problem(&accounts.grant, &model, (&dataset, purpose), judge);
    let changed = version.note_consent(place, problem.is_none());
    ensure!(changed, AlthingError::ConsentUnchanged);
    let number = version.number;
    Ok(match problem {
        Some(problem) => Finding::Lost(entries::ConsentLost {
            number,
            dataset,
            purpose,
            refusal: u32::from(problem),
        }),
        None => Finding::Restored(entries::ConsentRestored {
            number,
            dataset,
            purpose,
        }),
    })
}
