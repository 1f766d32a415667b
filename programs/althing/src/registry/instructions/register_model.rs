use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::*;
use crate::create::create;
use crate::dao::{Chamber, Dao, Seat};
use crate::error::AlthingError;
use crate::metadata::require_metadata;
use crate::registry::{entries, Model, ModelHistory};
use crate::text::require_hashed_name;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RegisterModelArgs {
    /// 1 to 64 bytes; unique within the organisation, for ever.
    pub name: String,
    /// SHA-256 of the name, part of the model's address.
    pub name_hash: [u8; 32],
    /// 0 to 200 bytes.
    pub metadata_uri: String,
    /// SHA-256 of what the URI points at; zeros without a URI.
    pub metadata_hash: [u8; 32],
}

#[derive(Accounts)]
#[instruction(args: RegisterModelArgs)]
pub struct RegisterModel<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        constraint = chamber.load()?.index == TOKEN_CHAMBER @ AlthingError::WrongChamber
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(
        has_one = chamber @ AlthingError::WrongSeat,
        constraint = seat.load()?.holder == maintainer.key() @ AlthingError::WrongSeat
    )]
    pub seat: AccountLoader<'info, Seat>,
    // `init_if_needed` here and for the log, so that a name in use is refused by name: a model has a
    // log, and opening that a second time fails.
    #[account(
        init_if_needed,
        payer = payer,
        space = Model::SPACE,
        seeds = [SEED_MODEL, dao.key().as_ref(), args.name_hash.as_ref()],
        bump,
        dup
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(
        init_if_needed,
        payer = payer,
        space = AuditLog::SPACE,
        seeds = [SEED_LOG, model.key().as_ref()],
        bump
    )]
    pub log: AccountLoader<'info, AuditLog>,
    /// CHECK: created here, at the address of the model's history.
    #[account(mut, seeds = [SEED_HISTORY, model.key().as_ref()], bump)]
    pub history: UncheckedAccount<'info>,
    /// The organisation's log.
    #[account(mut, address = dao.log @ AlthingError::WrongLog)]
    pub dao_log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Registers a model with a log and a history of its own; whoever registers it maintains it.
///
/// # Specification
/// - Whoever may propose may: a seat in chamber 0 whose weight in this epoch reaches the threshold. Names are
///   used once, so they must not be for the taking.
/// - The name is 1 to 64 bytes and was never used in this organisation.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - The registration is an entry of the organisation's log; the model's log and history start empty.
pub fn register_model<'info>(
    ctx: Context<'info, RegisterModel<'info>>,
    args: RegisterModelArgs,
) -> Result<()> {
    require_hashed_name(&args.name, &args.name_hash, AlthingError::NameOutOfBounds)?;
    require_metadata(&args.metadata_uri, &args.metadata_hash)?;

    let accounts: &mut RegisterModel = ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let epoch = accounts.dao.epoch_at(now)?;
    ensure!(
        accounts.seat.load()?.weight_at(epoch)? >= accounts.dao.config.proposal_threshold,
        AlthingError::BelowProposalThreshold
    );

    let model = accounts.model.key();
    audit::start(&accounts.log, ctx.bumps.log, model, accounts.payer.key())
        .map_err(|_| AlthingError::ModelNameUsed)?;
    let payload = entries::ModelRegistered {
        model,
        log: accounts.log.key(),
        metadata_hash: args.metadata_hash,
        name: args.name.clone(),
        metadata_uri: args.metadata_uri.clone(),
    };
    accounts.model.set_inner(Model {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.model,
        dao: accounts.dao.key(),
        payer: accounts.payer.key(),
        maintainer: accounts.maintainer.key(),
        new_maintainer: Pubkey::default(),
        log: payload.log,
        created_at: now,
        version_count: 0,
        open_versions: 0,
        production: 0,
        production_version: Pubkey::default(),
        metadata_hash: args.metadata_hash,
        name: args.name,
        metadata_uri: args.metadata_uri,
    });
    audit::record(
        &accounts.dao_log,
        EntryKind::ModelRegistered,
        accounts.maintainer.key,
        &payload,
    )?;
    create_history(accounts, ctx.bumps.history)
}

fn create_history<'info>(accounts: &'info RegisterModel<'info>, bump: u8) -> Result<()> {
    let model = accounts.model.key();
    create(
        &accounts.history,
        &accounts.payer,
        ModelHistory::space(HISTORY_PLACES),
        &[SEED_HISTORY, model.as_ref(), &[bump]],
    )?;
    let history = AccountLoader::<ModelHistory>::new_unchecked(&accounts.history);
    {
        let header = &mut history.load_init()?;
        header.version = ACCOUNT_VERSION;
        header.bump = bump;
        header.model = model;
        header.payer = accounts.payer.key();
    }
    history.exit(&crate::ID)
}
