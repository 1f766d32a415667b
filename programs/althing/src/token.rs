//! The one place that moves tokens, for SPL Token and Token-2022 alike.
//!
//! Every vault is a token account owned by the account that keeps its books (a chamber, a provider, a bond, a
//! reward pool), never by the organisation's authority: a vote can spend the treasury, but not what
//! members and providers have deposited. Invariant, checked after every transaction of the tests:
//! a vault holds at least what its books say it owes.

use anchor_lang::prelude::*;
use anchor_spl::token_2022::spl_token_2022::{
    extension::{BaseStateWithExtensions, ExtensionType, StateWithExtensions},
    state::Mint as MintState,
};
use anchor_spl::token_interface::{self, Mint, TokenAccount, TransferChecked};

use crate::error::AlthingError;

/// Extensions that only describe a mint. All others are refused: a fee makes a vault receive less than
/// its books say, a hook or a pause can block withdrawals, a permanent delegate can empty a vault.
const HARMLESS: [ExtensionType; 6] = [
    ExtensionType::MetadataPointer,
    ExtensionType::TokenMetadata,
    ExtensionType::GroupPointer,
    ExtensionType::TokenGroup,
    ExtensionType::GroupMemberPointer,
    ExtensionType::TokenGroupMember,
];

/// Refuses a mint whose extensions would break the books.
///
/// # Errors
/// [`AlthingError::MintExtensionRefused`].
pub fn require_plain_mint(mint: &InterfaceAccount<Mint>) -> Result<()> {
    let info = mint.to_account_info();
    if *info.owner == anchor_spl::token::ID {
        return Ok(());
    }
    let data = info.try_borrow_data()?;
    let state = StateWithExtensions::<MintState>::unpack(&data)?;
    for extension in state.get_extension_types()? {
        ensure!(
            HARMLESS.contains(&extension),
            AlthingError::MintExtensionRefused
        );
    }
    Ok(())
}

/// Moves `amount` base units from a user's token account into a vault, and checks that exactly this
/// amount arrived.
///
/// # Errors
/// Those of the token program; [`AlthingError::TransferNotExact`].
pub fn receive<'info>(
    from: &InterfaceAccount<'info, TokenAccount>,
    vault: &mut InterfaceAccount<'info, TokenAccount>,
    mint: &InterfaceAccount<'info, Mint>,
    owner: &Signer<'info>,
    token_program: &Interface<'info, token_interface::TokenInterface>,
    amount: u64,
) -> Result<()> {
    let before = vault.amount;
    let accounts = TransferChecked {
        from: from.to_account_info(),
        mint: mint.to_account_info(),
        to: vault.to_account_info(),
        authority: owner.to_account_info(),
    };
    let cpi = CpiContext::new(token_program.key(), accounts);
    token_interface::transfer_checked(cpi, amount, mint.decimals)?;
    vault.reload()?;
    let arrived = vault
        .amount
        .checked_sub(before)
        .ok_or(AlthingError::TransferNotExact)?;
    ensure_eq!(arrived, amount, AlthingError::TransferNotExact);
    Ok(())
}

/// Moves `amount` base units out of a vault, signed by the account that keeps its books.
///
/// # Errors
/// Those of the token program.
pub fn pay<'info>(
    vault: &InterfaceAccount<'info, TokenAccount>,
    to: &InterfaceAccount<'info, TokenAccount>,
    mint: &InterfaceAccount<'info, Mint>,
    keeper: AccountInfo<'info>,
    token_program: &Interface<'info, token_interface::TokenInterface>,
    amount: u64,
    keeper_seeds: &[&[u8]],
) -> Result<()> {
    let accounts = TransferChecked {
        from: vault.to_account_info(),
        mint: mint.to_account_info(),
        to: to.to_account_info(),
        authority: keeper,
    };
    let signer = [keeper_seeds];
    let cpi = CpiContext::new_with_signer(token_program.key(), accounts, &signer);
    token_interface::transfer_checked(cpi, amount, mint.decimals)
}

/// Closes a vault: what is left in it goes to `treasury`, its rent to whoever paid for it. Returns what was left.
///
/// # Errors
/// [`AlthingError::TreasuryMissing`] where something is left and no treasury is given; those of the token
/// program.
pub fn close_vault<'info>(
    vault: &InterfaceAccount<'info, TokenAccount>,
    treasury: Option<&InterfaceAccount<'info, TokenAccount>>,
    mint: &InterfaceAccount<'info, Mint>,
    payer: AccountInfo<'info>,
    keeper: AccountInfo<'info>,
    token_program: &Interface<'info, token_interface::TokenInterface>,
    keeper_seeds: &[&[u8]],
) -> Result<u64> {
    let left = vault.amount;
    if left > 0 {
        let to = treasury.ok_or(AlthingError::TreasuryMissing)?;
        pay(
            vault,
            to,
            mint,
            keeper.clone(),
            token_program,
            left,
            keeper_seeds,
        )?;
    }
    let accounts = token_interface::CloseAccount {
        account: vault.to_account_info(),
        destination: payer,
        authority: keeper,
    };
    let signer = [keeper_seeds];
    let cpi = CpiContext::new_with_signer(token_program.key(), accounts, &signer);
    token_interface::close_account(cpi)?;
    Ok(left)
}
