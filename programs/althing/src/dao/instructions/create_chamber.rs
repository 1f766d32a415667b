use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::*;
use crate::dao::{entries, Chamber, Checkpoints, Dao};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CreateChamber<'info> {
    #[account(mut, has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(
        init,
        payer = payer,
        space = Chamber::SPACE,
        seeds = [SEED_CHAMBER, dao.key().as_ref(), &[dao.chamber_count]],
        bump
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Adds a chamber whose weights are granted by vote.
///
/// # Specification
/// - Only the authority may.
/// - The kind is evaluators (2) or citizens (3); the weighting is 0 (linear) or 1 (square root).
/// - The new chamber is an entry of the organisation's log.
pub fn create_chamber(ctx: Context<CreateChamber>, kind: u8, weighting: u8) -> Result<()> {
    ensure!(
        (Chamber::KIND_EVALUATORS..=Chamber::KIND_CITIZENS).contains(&kind),
        AlthingError::ChamberKindNotAllowed
    );
    ensure!(
        weighting <= Chamber::SQUARE_ROOT,
        AlthingError::WeightingUnknown
    );

    let dao = &mut ctx.accounts.dao;
    let index = dao.chamber_count;
    dao.chamber_count = index.checked_add(1).ok_or(AlthingError::TooManyChambers)?;
    *ctx.accounts.chamber.load_init()? = Chamber {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.chamber,
        index,
        kind,
        weighting,
        _padding: [0; 3],
        dao: dao.key(),
        payer: ctx.accounts.payer.key(),
        mint: Pubkey::default(),
        vault: Pubkey::default(),
        deposited: 0,
        seats: 0,
        total: Checkpoints::default(),
    };
    let payload = entries::ChamberCreated {
        index,
        kind,
        weighting,
    };
    audit::record(
        &ctx.accounts.log,
        EntryKind::ChamberCreated,
        ctx.accounts.authority.key,
        &payload,
    )
}
