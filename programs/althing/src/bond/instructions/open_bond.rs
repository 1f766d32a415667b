use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::bond::state::log_bond::{require_interval, require_origin};
use crate::bond::{entries, LogBond};
use crate::constants::{ACCOUNT_VERSION, SEED_BOND, SEED_VAULT};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::text::fixed;
use crate::token;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct OpenBondArgs {
    /// Base units of the organisation's mint.
    pub amount: u64,
    /// Slots within which each next checkpoint is promised, 10 to 78,840,000.
    pub checkpoint_interval: u64,
    /// Ed25519 key that signs the log's checkpoints; may be the operator's own.
    pub signing_key: [u8; 32],
    /// Name of the log in its checkpoints, 1 to 128 bytes.
    pub origin: String,
}

#[derive(Accounts)]
pub struct OpenBond<'info> {
    #[account(has_one = mint @ AlthingError::WrongMint, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    /// The log to be bonded.
    #[account(constraint = audit_log.load()?.writer == operator.key() @ AlthingError::NotLogWriter)]
    pub audit_log: AccountLoader<'info, AuditLog>,
    #[account(
        init,
        payer = payer,
        space = LogBond::SPACE,
        seeds = [SEED_BOND, audit_log.key().as_ref()],
        bump
    )]
    pub bond: AccountLoader<'info, LogBond>,
    #[account(
        init,
        payer = payer,
        token::mint = mint,
        token::authority = bond,
        token::token_program = token_program,
        seeds = [SEED_VAULT, bond.key().as_ref()],
        bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens come from: any account that the operator may spend from.
    #[account(mut, dup, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub operator: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Opens the bond of a log towards an organisation, with a first stake.
///
/// # Specification
/// - Only the log's writer may, who becomes the operator; a governed log has none.
/// - Interval, key and origin are within their bounds. They stay as they are, but for a shorter interval.
/// - The organisation's withdrawal cooldown, as it is now, is the bond's for life.
/// - The amount is more than zero, and arrives exactly.
/// - The first interval begins now.
/// - A log has one bond: a second is refused by the system program.
/// - The opening is an entry of the organisation's log.
pub fn open_bond(ctx: Context<OpenBond>, args: OpenBondArgs) -> Result<()> {
    ensure!(args.amount > 0, AlthingError::AmountIsZero);
    require_interval(args.checkpoint_interval)?;
    ensure!(args.signing_key != [0; 32], AlthingError::SigningKeyIsZero);
    require_origin(&args.origin)?;
    enter_bond(&ctx, &args)?;

    let accounts = &mut *ctx.accounts;
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.operator,
        &accounts.token_program,
        args.amount,
    )?;
    let payload = entries::BondOpened {
        bond: accounts.bond.key(),
        audit_log: accounts.audit_log.key(),
        amount: args.amount,
        checkpoint_interval: args.checkpoint_interval,
        signing_key: args.signing_key,
        origin: args.origin,
    };
    audit::record(
        &accounts.log,
        EntryKind::BondOpened,
        accounts.operator.key,
        &payload,
    )
}

#[inline(never)]
fn enter_bond(ctx: &Context<OpenBond>, args: &OpenBondArgs) -> Result<()> {
    let (accounts, clock) = (&ctx.accounts, Clock::get()?);
    // Field by field: the account is fresh, and what is not set here is zero.
    let mut bond = accounts.bond.load_init()?;
    bond.version = ACCOUNT_VERSION;
    bond.bump = ctx.bumps.bond;
    bond.origin_length =
        u8::try_from(args.origin.len()).map_err(|_| AlthingError::OriginOutOfBounds)?;
    bond.operator = accounts.operator.key();
    bond.dao = accounts.dao.key();
    bond.audit_log = accounts.audit_log.key();
    bond.mint = accounts.mint.key();
    bond.vault = accounts.vault.key();
    bond.payer = accounts.payer.key();
    bond.signing_key = args.signing_key;
    bond.origin = fixed(&args.origin, AlthingError::OriginOutOfBounds)?;
    bond.amount = args.amount;
    bond.checkpoint_interval = args.checkpoint_interval;
    bond.opened_at = clock.unix_timestamp;
    bond.cooldown = accounts.dao.config.withdrawal_cooldown;
    bond.note_checkpoint(clock.slot, accounts.audit_log.load()?.size);
    Ok(())
}
