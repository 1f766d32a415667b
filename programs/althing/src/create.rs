//! Creates the accounts that every vote needs. Anchor's `init` does the same for twice the compute units:
//! it computes rent in floating point, which the VM emulates, and encodes the call through `bincode`.

use anchor_lang::prelude::*;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::solana_program::program::{invoke, invoke_signed};
use anchor_lang::system_program;

use crate::error::AlthingError;

/// Bytes that every account costs beside its data. Source: `ACCOUNT_STORAGE_OVERHEAD` of the runtime.
const OVERHEAD: u64 = 128;

/// Makes `account`, whose address was derived from `seeds` (bump included), an account of this program with
/// `space` zero bytes, paid by `payer`. Lamports that somebody sent there before count towards the rent.
///
/// # Errors
/// Those of the system program, such as an account that exists already.
#[inline(never)]
pub fn create<'info>(
    account: &AccountInfo<'info>,
    payer: &AccountInfo<'info>,
    space: usize,
    seeds: &[&[u8]],
) -> Result<()> {
    let rent = minimum_balance(space)?;
    let given = account.lamports();
    if given == 0 {
        let mut data = [0; 52];
        data[4..12].copy_from_slice(&rent.to_le_bytes());
        data[12..20].copy_from_slice(&(space as u64).to_le_bytes());
        data[20..52].copy_from_slice(crate::ID.as_ref());
        return call(&[payer, account], &data, seeds);
    }
    // `CreateAccount` refuses an account with lamports; its three parts do not.
    if let Some(missing) = rent.checked_sub(given).filter(|missing| *missing > 0) {
        let mut transfer = [0; 12];
        transfer[0] = 2;
        transfer[4..12].copy_from_slice(&missing.to_le_bytes());
        call(&[payer, account], &transfer, seeds)?;
    }
    let mut allocate = [0; 12];
    allocate[0] = 8;
    allocate[4..12].copy_from_slice(&(space as u64).to_le_bytes());
    call(&[account], &allocate, seeds)?;
    let mut assign = [0; 36];
    assign[0] = 1;
    assign[4..36].copy_from_slice(crate::ID.as_ref());
    call(&[account], &assign, seeds)
}

/// Makes an account of this program `space` bytes long, at most 10,240 more than it has; the new bytes are
/// zeros. `payer` adds the rent that is missing.
///
/// # Errors
/// Those of the system program; those of the runtime where it is more.
#[inline(never)]
pub fn grow<'info>(
    account: &AccountInfo<'info>,
    payer: &AccountInfo<'info>,
    space: usize,
) -> Result<()> {
    let missing = minimum_balance(space)?.saturating_sub(account.lamports());
    if missing > 0 {
        let mut transfer = [0; 12];
        transfer[0] = 2;
        transfer[4..12].copy_from_slice(&missing.to_le_bytes());
        let instruction = Instruction {
            program_id: system_program::ID,
            accounts: vec![
                AccountMeta::new(*payer.key, true),
                AccountMeta::new(*account.key, false),
            ],
            data: transfer.to_vec(),
        };
        invoke(&instruction, &[payer.clone(), account.clone()])?;
    }
    account.resize(space)?;
    Ok(())
}

/// Makes an account of this program `space` bytes long, which is less than it has. What of its rent is free then goes to
/// `receiver`.
///
/// # Errors
/// Those of the runtime.
#[inline(never)]
pub fn shrink<'info>(
    account: &AccountInfo<'info>,
    receiver: &AccountInfo<'info>,
    space: usize,
) -> Result<()> {
    account.resize(space)?;
    let free = account.lamports().saturating_sub(minimum_balance(space)?);
    let kept = account.lamports().checked_sub(free);
    let got = receiver.lamports().checked_add(free);
    **account.try_borrow_mut_lamports()? = kept.ok_or(AlthingError::Overflow)?;
    **receiver.try_borrow_mut_lamports()? = got.ok_or(AlthingError::Overflow)?;
    Ok(())
}

/// Calls the system program; all accounts are writable, and all sign but the receiver of a transfer, who
/// does no harm by signing as well.
fn call(accounts: &[&AccountInfo], data: &[u8], seeds: &[&[u8]]) -> Result<()> {
    let instruction = Instruction {
        program_id: system_program::ID,
        accounts: accounts
            .iter()
            .map(|info| AccountMeta::new(*info.key, true))
            .collect(),
        data: data.to_vec(),
    };
    let infos: Vec<AccountInfo> = accounts.iter().map(|info| (*info).clone()).collect();
    invoke_signed(&instruction, &infos, &[seeds])?;
    Ok(())
}

/// Lamports that exempt `space` bytes from rent. In whole numbers where the threshold is the two years of
/// today or the one of SIMD-0194.
#[allow(deprecated)] // until SIMD-0194 is active everywhere, both fields count
fn minimum_balance(space: usize) -> Result<u64> {
    let rent = Rent::get()?;
    let bytes = OVERHEAD
        .checked_add(space as u64)
        .ok_or(AlthingError::Overflow)?;
    let year = bytes
        .checked_mul(rent.lamports_per_byte_year)
        .ok_or(AlthingError::Overflow)?;
    let threshold = rent.exemption_threshold.to_bits();
    if threshold == 2f64.to_bits() {
        return year
            .checked_mul(2)
            .ok_or_else(|| AlthingError::Overflow.into());
    }
    if threshold == 1f64.to_bits() {
        return Ok(year);
    }
    Ok(rent.minimum_balance(space))
}
