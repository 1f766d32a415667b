use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Dataset, Grant, GrantTerms};
use crate::constants::{ACCOUNT_VERSION, SEED_GRANT, SEED_VAULT};
use crate::error::AlthingError;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct OfferGrantArgs {
    /// 0 train, 1 fine-tune, 2 evaluate, 3 retrieve, 4 align, 5 distill.
    pub purpose: u8,
    /// Who may accept, use and end it: whoever acts for the model.
    pub licensee: Pubkey,
    /// What is asked, and for how long.
    pub terms: GrantTerms,
}

#[derive(Accounts)]
#[instruction(args: OfferGrantArgs)]
pub struct OfferGrant<'info> {
    #[account(
        mut,
        dup,
        has_one = owner @ AlthingError::NotDatasetOwner,
        has_one = log @ AlthingError::WrongLog
    )]
    pub dataset: AccountLoader<'info, Dataset>,
    /// CHECK: any address; a promotion asks for the grant of its model.
    pub model: UncheckedAccount<'info>,
    // The purpose is checked where the address is derived, so that a wrong one is refused by name.
    #[account(
        init,
        payer = payer,
        space = Grant::SPACE,
        seeds = [
            SEED_GRANT,
            dataset.key().as_ref(),
            model.key().as_ref(),
            &[Grant::require_purpose(args.purpose)?][..],
        ],
        bump
    )]
    pub grant: AccountLoader<'info, Grant>,
    /// Where payments lie; none for a free grant.
    #[account(
        init,
        payer = payer,
        token::mint = mint,
        token::authority = grant,
        token::token_program = token_program,
        seeds = [SEED_VAULT, grant.key().as_ref()],
        bump
    )]
    pub vault: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// The dataset's mint; none for a free grant.
    #[account(constraint = mint.key() == dataset.load()?.mint @ AlthingError::WrongMint)]
    pub mint: Option<Box<InterfaceAccount<'info, Mint>>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub owner: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Offers the use of a dataset, for one model and one purpose.
///
/// # Specification
/// - Only the dataset's owner may.
/// - The licensee is named: an offer to anybody would be a stranger's to accept, use up and end.
/// - The terms are within their bounds: see [`GrantTerms`].
/// - A price is paid in the dataset's mint, into a vault of the grant's own; a free grant has neither.
/// - A dataset has one grant per model and purpose: a second is refused by the system program.
/// - The offer is an entry of the organisation's log.
pub fn offer_grant(ctx: Context<OfferGrant>, args: OfferGrantArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    ensure!(
        args.licensee != Pubkey::default(),
        AlthingError::LicenseeMissing
    );
    args.terms.validate(Clock::get()?.unix_timestamp)?;
    let free = args.terms.price_kind == GrantTerms::FREE;
    let given = accounts.vault.is_some() && accounts.mint.is_some();
    let left_out = accounts.vault.is_none() && accounts.mint.is_none();
    let fitting = if free { left_out } else { given };
    ensure!(fitting, AlthingError::GrantAccountsMissing);

    accounts.dataset.load_mut()?.add_grant()?;
    write_offer(&ctx, &args)?;
    let payload = entries::GrantOffered {
        grant: accounts.grant.key(),
        dataset: accounts.dataset.key(),
        model: accounts.model.key(),
        licensee: args.licensee,
        mint: key_of(accounts.mint.as_deref()),
        purpose: args.purpose,
        terms: args.terms,
    };
    audit::record(
        &accounts.log,
        EntryKind::GrantOffered,
        accounts.owner.key,
        &payload,
    )
}

fn key_of(account: Option<&impl Key>) -> Pubkey {
    account.map_or(Pubkey::default(), Key::key)
}

/// Field by field: the account is fresh, and a whole value would fill a part of the stack frame.
#[inline(never)]
fn write_offer(ctx: &Context<OfferGrant>, args: &OfferGrantArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut grant = accounts.grant.load_init()?;
    grant.version = ACCOUNT_VERSION;
    grant.bump = ctx.bumps.grant;
    grant.purpose = args.purpose;
    grant.state = Grant::OFFERED;
    grant.dataset = accounts.dataset.key();
    grant.model = accounts.model.key();
    grant.licensee = args.licensee;
    grant.log = accounts.log.key();
    grant.mint = key_of(accounts.mint.as_deref());
    grant.vault = key_of(accounts.vault.as_deref());
    grant.payer = accounts.payer.key();
    grant.price_kind = args.terms.price_kind;
    grant.price = args.terms.price;
    grant.period = args.terms.period;
    grant.starts_at = args.terms.starts_at;
    grant.expires_at = args.terms.expires_at;
    grant.use_cap = args.terms.use_cap;
    Ok(())
}
