use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::*;
use crate::dao::{entries, Chamber, Checkpoints, Config, Dao};
use crate::error::AlthingError;
use crate::text::require_hashed_name;
use crate::token::require_plain_mint;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct CreateDaoArgs {
    /// 1 to 64 bytes; unique per creator.
    pub name: String,
    /// SHA-256 of the name, part of the organisation's address.
    pub name_hash: [u8; 32],
    /// The rules.
    pub config: Config,
    /// How a deposit becomes weight: 0 linear, 1 square root.
    pub weighting: u8,
}

#[derive(Accounts)]
#[instruction(args: CreateDaoArgs)]
pub struct CreateDao<'info> {
    #[account(
        init,
        payer = payer,
        space = Dao::SPACE,
        seeds = [SEED_DAO, creator.key().as_ref(), args.name_hash.as_ref()],
        bump
    )]
    pub dao: Box<Account<'info, Dao>>,
    /// CHECK: the signer for the organisation, and owner of its treasury; holds no data.
    #[account(seeds = [SEED_AUTHORITY, dao.key().as_ref()], bump)]
    pub authority: UncheckedAccount<'info>,
    #[account(
        init,
        payer = payer,
        space = Chamber::SPACE,
        seeds = [SEED_CHAMBER, dao.key().as_ref(), &[TOKEN_CHAMBER]],
        bump
    )]
    pub token_chamber: AccountLoader<'info, Chamber>,
    #[account(
        init,
        payer = payer,
        token::mint = mint,
        token::authority = token_chamber,
        token::token_program = token_program,
        seeds = [SEED_VAULT, token_chamber.key().as_ref()],
        bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    #[account(
        init,
        payer = payer,
        space = Chamber::SPACE,
        seeds = [SEED_CHAMBER, dao.key().as_ref(), &[EVALUATOR_CHAMBER]],
        bump
    )]
    pub evaluator_chamber: AccountLoader<'info, Chamber>,
    #[account(init, payer = payer, space = AuditLog::SPACE, seeds = [SEED_LOG, dao.key().as_ref()], bump)]
    pub log: AccountLoader<'info, AuditLog>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub creator: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Founds an organisation with its rules, its token holders' and evaluators' chambers, and its log.
///
/// # Specification
/// - Anybody may; the creator signs, so that nobody can take an address under another's key.
/// - Every rule is within its bounds and the periods leave a proposal possible.
/// - The mint has no extension that would break the books.
/// - The foundation is the first entry of the organisation's log.
pub fn create_dao(ctx: Context<CreateDao>, args: CreateDaoArgs) -> Result<()> {
    require_hashed_name(&args.name, &args.name_hash, AlthingError::NameOutOfBounds)?;
    args.config.validate()?;
    ensure!(
        args.weighting <= Chamber::SQUARE_ROOT,
        AlthingError::WeightingUnknown
    );
    require_plain_mint(&ctx.accounts.mint)?;

    open_chambers(&ctx, args.weighting)?;
    let accounts = &mut *ctx.accounts;
    let payload = entries::DaoCreated {
        mint: accounts.mint.key(),
        config: args.config.clone(),
        name: args.name.clone(),
    };
    accounts.dao.set_inner(Dao {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.dao,
        authority_bump: ctx.bumps.authority,
        payer: accounts.payer.key(),
        creator: accounts.creator.key(),
        mint: accounts.mint.key(),
        authority: accounts.authority.key(),
        log: accounts.log.key(),
        config: args.config,
        created_at: Clock::get()?.unix_timestamp,
        proposal_count: 0,
        lineage_revision: 0,
        chamber_count: 2,
        name: args.name,
    });

    audit::start(
        &accounts.log,
        ctx.bumps.log,
        accounts.dao.key(),
        accounts.payer.key(),
    )?;
    audit::record(
        &accounts.log,
        EntryKind::DaoCreated,
        accounts.creator.key,
        &payload,
    )
}

fn open_chambers(ctx: &Context<CreateDao>, weighting: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let common = Chamber {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.token_chamber,
        index: TOKEN_CHAMBER,
        kind: Chamber::KIND_TOKEN_HOLDERS,
        weighting,
        _padding: [0; 3],
        dao: accounts.dao.key(),
        payer: accounts.payer.key(),
        mint: accounts.mint.key(),
        vault: accounts.vault.key(),
        deposited: 0,
        seats: 0,
        total: Checkpoints::default(),
    };
    *accounts.token_chamber.load_init()? = common;
    *accounts.evaluator_chamber.load_init()? = Chamber {
        bump: ctx.bumps.evaluator_chamber,
        index: EVALUATOR_CHAMBER,
        kind: Chamber::KIND_EVALUATORS,
        weighting: Chamber::LINEAR,
        mint: Pubkey::default(),
        vault: Pubkey::default(),
        ..common
    };
    Ok(())
}
