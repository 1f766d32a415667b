use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{ACCOUNT_VERSION, SEED_WITNESSES};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::witness::state::witness_set::NamedWitness;
use crate::witness::{entries, WitnessSet};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SetWitnessesArgs {
    /// How many of them have to sign, 1 to their number.
    pub quorum: u8,
    /// 1 to 16, names and keys all different.
    pub witnesses: Vec<NamedWitness>,
}

#[derive(Accounts)]
pub struct SetWitnesses<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    // `init_if_needed`: the set is made with the first witnesses and replaced afterwards, each time as a whole.
    #[account(
        init_if_needed,
        payer = payer,
        space = WitnessSet::SPACE,
        seeds = [SEED_WITNESSES, dao.key().as_ref()],
        bump
    )]
    pub witness_set: AccountLoader<'info, WitnessSet>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Names the organisation's witnesses, or others instead of those that there are.
///
/// # Specification
/// - Only the authority may.
/// - 1 to 16 witnesses, names and keys all different; a quorum among them.
/// - What was counted for checkpoints without a quorum is void.
/// - The change is an entry of the organisation's log.
pub fn set_witnesses(ctx: Context<SetWitnesses>, args: SetWitnessesArgs) -> Result<()> {
    let accounts = &*ctx.accounts;
    let payload = write(accounts, ctx.bumps.witness_set, &args)?;
    audit::record(
        &accounts.log,
        EntryKind::WitnessesNamed,
        accounts.authority.key,
        &payload,
    )
}

#[inline(never)]
fn write(
    accounts: &SetWitnesses,
    bump: u8,
    args: &SetWitnessesArgs,
) -> Result<entries::WitnessesNamed> {
    let info: &AccountInfo = accounts.witness_set.as_ref();
    let exists = info
        .try_borrow_data()?
        .starts_with(WitnessSet::DISCRIMINATOR);
    let mut set = if exists {
        accounts.witness_set.load_mut()?
    } else {
        accounts.witness_set.load_init()?
    };
    if !exists {
        set.version = ACCOUNT_VERSION;
        set.bump = bump;
        set.dao = accounts.dao.key();
        set.payer = accounts.payer.key();
    }
    set.name(&args.witnesses, args.quorum)?;
    Ok(entries::WitnessesNamed {
        revision: set.revision,
        quorum: set.quorum,
        count: set.count,
        set_hash: set.hash(),
    })
}
