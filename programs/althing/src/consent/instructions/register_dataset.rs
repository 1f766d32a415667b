use anchor_lang::prelude::*;
use anchor_spl::token_interface::Mint;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Dataset};
use crate::constants::{ACCOUNT_VERSION, SEED_DATASET};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::metadata::require_metadata;
use crate::text::fixed;
use crate::token::require_plain_mint;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RegisterDatasetArgs {
    /// SHA-256 of the data, or the root of a Merkle tree over it.
    pub digest: [u8; 32],
    /// Where its description is, 0 to 200 bytes.
    pub uri: String,
    /// SHA-256 of what the URI points at; zeros without a URI.
    pub metadata_hash: [u8; 32],
}

#[derive(Accounts)]
#[instruction(args: RegisterDatasetArgs)]
pub struct RegisterDataset<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        init,
        payer = payer,
        space = Dataset::SPACE,
        seeds = [SEED_DATASET, dao.key().as_ref(), &args.digest],
        bump
    )]
    pub dataset: AccountLoader<'info, Dataset>,
    /// The mint in which prices are paid; none where all grants are free.
    pub mint: Option<Box<InterfaceAccount<'info, Mint>>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub owner: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Registers a dataset by its digest. The data itself stays where it is.
///
/// # Specification
/// - Anybody may, and owns it. Who signs as owner may be the authority.
/// - The digest is given. An organisation knows a digest once: a second is refused by the system program.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - The mint, if there is one, has no extension that would break the books.
/// - The registration is an entry of the organisation's log.
pub fn register_dataset(ctx: Context<RegisterDataset>, args: RegisterDatasetArgs) -> Result<()> {
    ensure!(args.digest != [0; 32], AlthingError::DatasetDigestIsZero);
    require_metadata(&args.uri, &args.metadata_hash)?;
    let accounts = &ctx.accounts;
    let mint = payment_mint(accounts.mint.as_deref())?;
    {
        let mut dataset = accounts.dataset.load_init()?;
        dataset.version = ACCOUNT_VERSION;
        dataset.bump = ctx.bumps.dataset;
        dataset.dao = accounts.dao.key();
        dataset.log = accounts.dao.log;
        dataset.owner = accounts.owner.key();
        dataset.payer = accounts.payer.key();
        dataset.mint = mint;
        dataset.digest = args.digest;
        dataset.metadata_hash = args.metadata_hash;
        dataset.created_at = Clock::get()?.unix_timestamp;
        dataset.uri = fixed(&args.uri, AlthingError::MetadataUriOutOfBounds)?;
    }
    let payload = entries::DatasetRegistered {
        dataset: accounts.dataset.key(),
        owner: accounts.owner.key(),
        digest: args.digest,
        metadata_hash: args.metadata_hash,
        mint,
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetRegistered,
        accounts.owner.key,
        &payload,
    )
}

/// The key of the mint that prices are paid in; the default key for none.
///
/// # Errors
/// [`AlthingError::MintExtensionRefused`].
pub(super) fn payment_mint(mint: Option<&InterfaceAccount<Mint>>) -> Result<Pubkey> {
    let Some(mint) = mint else {
        return Ok(Pubkey::default());
    };
    require_plain_mint(mint)?;
    Ok(mint.key())
}
