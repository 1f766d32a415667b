use anchor_lang::prelude::*;
use anchor_spl::token_interface::Mint;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, ClosedDataset, Dataset};
use crate::constants::{ACCOUNT_VERSION, SEED_DATASET};
use crate::create::{create, grow};
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
    /// CHECK: created here, at the address of the dataset, or where one was closed.
    #[account(mut, seeds = [SEED_DATASET, dao.key().as_ref(), &args.digest], bump)]
    pub dataset: UncheckedAccount<'info>,
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
/// - The digest is given. An organisation knows a digest once. Where its dataset was closed, only the last owner may
///   register it again: versions name it still.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - The mint, if there is one, has no extension that would break the books.
/// - The registration is an entry of the organisation's log.
pub fn register_dataset<'info>(
    ctx: Context<'info, RegisterDataset<'info>>,
    args: RegisterDatasetArgs,
) -> Result<()> {
    ensure!(args.digest != [0; 32], AlthingError::DatasetDigestIsZero);
    require_metadata(&args.uri, &args.metadata_hash)?;
    let accounts: &RegisterDataset = ctx.accounts;
    let mint = payment_mint(accounts.mint.as_deref())?;
    take_place(accounts, &args.digest, ctx.bumps.dataset)?;
    write(accounts, ctx.bumps.dataset, &args, mint)?;
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

/// Makes the account, of zeros, also where a dataset of this owner's was closed.
fn take_place(accounts: &RegisterDataset, digest: &[u8; 32], bump: u8) -> Result<()> {
    let (place, payer) = (&accounts.dataset, &accounts.payer);
    if place.owner == &crate::ID {
        ClosedDataset::take(place, accounts.owner.key)?;
        return grow(place, payer, Dataset::SPACE);
    }
    let dao = accounts.dao.key();
    let seeds: [&[u8]; 4] = [SEED_DATASET, dao.as_ref(), digest, &[bump]];
    create(place, payer, Dataset::SPACE, &seeds)
}

fn write<'info>(
    accounts: &'info RegisterDataset<'info>,
    bump: u8,
    args: &RegisterDatasetArgs,
    mint: Pubkey,
) -> Result<()> {
    let loader = AccountLoader::<Dataset>::new_unchecked(&accounts.dataset);
    {
        let mut dataset = loader.load_init()?;
        dataset.version = ACCOUNT_VERSION;
        dataset.bump = bump;
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
    loader.exit(&crate::ID)
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
