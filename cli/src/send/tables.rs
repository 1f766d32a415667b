//! Transactions that are too long with every address in them, such as those with the proof of a leaf among millions: their
//! addresses go into a lookup table of the payer's first, where each is a byte.
//!
//! A table costs rent and is used once. It is given up right afterwards, so that it can be closed some minutes later, which is
//! when no transaction can refer to it any more: `althing tx close-table`.

use std::{
    thread,
    time::{Duration, Instant},
};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::system_program;
use solana_keypair::Keypair;
use solana_message::AddressLookupTableAccount;

use super::{wire, with_any_budget, Actor, Sending};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::rpc::{Account, Commitment};

/// The runtime's program that keeps lookup tables.
const PROGRAM: Pubkey = Pubkey::from_str_const("AddressLookupTab1e1111111111111111111111111");
/// Addresses that one transaction can put into a table beside all else.
const MOST: usize = 24;
/// Slots that a transaction may refer to, after which a table that was given up can be closed.
pub const COOLDOWN: u64 = 513;
/// What a cluster has to make a block after the one that a table is in.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is needed to know of a table to close it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// The slot in which it was given up; `None` while it can be used.
    pub given_up: Option<u64>,
    /// Who may close it; `None` for nobody, ever.
    pub authority: Option<Pubkey>,
}

impl Table {
    /// Reads one; `None` where it is none.
    #[must_use]
    pub fn read(account: &Account) -> Option<Self> {
        let data = &account.data;
        let kind = u32::from_le_bytes(data.get(..4)?.try_into().ok()?);
        let slot = u64::from_le_bytes(data.get(4..12)?.try_into().ok()?);
        // Then the slot and the place of the last addition.
        let authority = match data.get(21)? {
            0 => None,
            _ => Some(Pubkey::try_from(data.get(22..54)?).ok()?),
        };
        (account.owner == PROGRAM && kind == 1).then_some(Self {
            given_up: (slot != u64::MAX).then_some(slot),
            authority,
        })
    }
}

/// Whether a transaction does not fit the network with every address in it.
pub(super) fn is_too_long(payer: &Pubkey, step: &[Instruction], sending: &Sending) -> bool {
    let whole = wire::message(payer, &with_any_budget(step, sending), [0; 32]);
    wire::length(&whole) > wire::MAX_TRANSACTION
}

/// Refuses what cannot be shown without sending something before.
pub(super) fn require_fit(payer: &Pubkey, step: &[Instruction], sending: &Sending) -> Result<()> {
    if is_too_long(payer, step, sending) && fits_by_table(payer, step, sending).is_ok() {
        return Err(Error::usage(
            "the transaction only fits the network after its addresses were put into a lookup table",
            "Send it (without --dry-run and --export), or let the organisation do it with --propose.",
        ));
    }
    Ok(())
}

/// The addresses that go into a table, where that makes the transaction short enough.
fn fits_by_table(payer: &Pubkey, step: &[Instruction], sending: &Sending) -> Result<Vec<Pubkey>> {
    let addresses = shareable(payer, step);
    let table = AddressLookupTableAccount {
        key: PROGRAM,
        addresses,
    };
    let all = with_any_budget(step, sending);
    let message = wire::compile(payer, &all, [0; 32], Some(&table))?;
    wire::unsigned(&message)?;
    Ok(table.addresses)
}

/// What a table can stand for: neither who signs, nor a program that is called.
fn shareable(payer: &Pubkey, step: &[Instruction]) -> Vec<Pubkey> {
    let all = || step.iter().flat_map(|one| &one.accounts);
    let stays = |key: &Pubkey| {
        key == payer
            || step.iter().any(|one| one.program_id == *key)
            || all().any(|meta| meta.is_signer && meta.pubkey == *key)
    };
    let mut found: Vec<Pubkey> = vec![];
    for meta in all() {
        if !stays(&meta.pubkey) && !found.contains(&meta.pubkey) {
            found.push(meta.pubkey);
        }
    }
    found.truncate(MOST);
    found
}

impl Context {
    /// Makes a table, sends the transaction by it, and gives the table up.
    pub(super) fn send_by_table(
        &self,
        sending: &Sending,
        actor: &Actor,
        step: &[Instruction],
        more: &[Keypair],
    ) -> Result<(String, Option<Pubkey>)> {
        let addresses = fits_by_table(&actor.fees, step, sending)?;
        self.out.progress("puts addresses into a lookup table ...");
        let table = self.open_table(sending, actor, addresses)?;
        let sent = self.send_as(sending, actor, step, more, Some(&table));
        let give_up = [deactivate(&table.key, &actor.fees)];
        let given_up = self.send_as(sending, actor, &give_up, &[], None);
        match (sent, given_up) {
            (Ok(signature), _) => Ok((signature, Some(table.key))),
            // The first error is what matters; the table is told, so that its rent is not lost.
            (Err(error), _) => {
                let todo = format!(
                    "{} Rent of the lookup table returns by: althing tx close-table {}.",
                    error.todo, table.key
                );
                Err(error.advise(todo))
            }
        }
    }

    /// A table of these addresses, once it can be used.
    fn open_table(
        &self,
        sending: &Sending,
        actor: &Actor,
        addresses: Vec<Pubkey>,
    ) -> Result<AddressLookupTableAccount> {
        let slot = self.rpc.slot(Commitment::Finalized)?;
        let (key, create) = create(&actor.fees, slot);
        let extend = extend(&key, &actor.fees, &addresses);
        self.send_as(sending, actor, &[create, extend], &[], None)?;
        // What a block adds to a table counts from the next one on.
        let (made, begin) = (self.rpc.clock()?.slot, Instant::now());
        while self.rpc.clock()?.slot <= made {
            if begin.elapsed() > PATIENCE {
                return Err(Error::failed(
                    format!("the cluster made no block in {} s", PATIENCE.as_secs()),
                    format!("Try again later; the lookup table's rent returns by: althing tx close-table {key}."),
                ));
            }
            thread::sleep(Duration::from_millis(200));
        }
        Ok(AddressLookupTableAccount { key, addresses })
    }
}

/// An instruction of the program: its number, as 4 bytes, then its arguments.
fn call(number: u32, arguments: &[u8], accounts: Vec<AccountMeta>) -> Instruction {
    Instruction {
        program_id: PROGRAM,
        accounts,
        data: [&number.to_le_bytes()[..], arguments].concat(),
    }
}

/// Makes a table that this payer has authority over; its address follows from payer and slot.
fn create(payer: &Pubkey, slot: u64) -> (Pubkey, Instruction) {
    let seeds: [&[u8]; 2] = [payer.as_ref(), &slot.to_le_bytes()];
    let (table, bump) = Pubkey::find_program_address(&seeds, &PROGRAM);
    let arguments = [&slot.to_le_bytes()[..], &[bump]].concat();
    let accounts = vec![
        AccountMeta::new(table, false),
        AccountMeta::new_readonly(*payer, true),
        AccountMeta::new(*payer, true),
        AccountMeta::new_readonly(system_program::ID, false),
    ];
    (table, call(0, &arguments, accounts))
}

fn extend(table: &Pubkey, payer: &Pubkey, addresses: &[Pubkey]) -> Instruction {
    let mut arguments = (addresses.len() as u64).to_le_bytes().to_vec();
    addresses
        .iter()
        .for_each(|address| arguments.extend_from_slice(address.as_ref()));
    let accounts = vec![
        AccountMeta::new(*table, false),
        AccountMeta::new_readonly(*payer, true),
        AccountMeta::new(*payer, true),
        AccountMeta::new_readonly(system_program::ID, false),
    ];
    call(2, &arguments, accounts)
}

/// Gives a table up: it cannot be used any more.
#[must_use]
pub fn deactivate(table: &Pubkey, authority: &Pubkey) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*table, false),
        AccountMeta::new_readonly(*authority, true),
    ];
    call(3, &[], accounts)
}

/// Closes a table that was given up; its rent goes to the authority.
#[must_use]
pub fn close(table: &Pubkey, authority: &Pubkey) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*table, false),
        AccountMeta::new_readonly(*authority, true),
        AccountMeta::new(*authority, false),
    ];
    call(4, &[], accounts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    /// A call with a signer, so many other accounts and so many bytes.
    fn step(accounts: u8, data: usize) -> [Instruction; 1] {
        let others = (100..)
            .take(accounts.into())
            .map(|byte| AccountMeta::new(key(byte), false));
        let signer = AccountMeta::new_readonly(key(2), true);
        [Instruction {
            program_id: key(9),
            accounts: std::iter::once(signer).chain(others).collect(),
            data: vec![1; data],
        }]
    }

    #[test]
    fn a_table_has_neither_signers_nor_programs_and_each_address_once() {
        let [mut one] = step(3, 0);
        let [mut other] = step(2, 0);
        one.accounts.push(AccountMeta::new(key(1), false));
        other.program_id = key(102);
        let found = shareable(&key(1), &[one, other]);
        assert_eq!(found, [key(100), key(101)]);
        assert_eq!(shareable(&key(1), &step(60, 0)).len(), MOST);
    }

    #[test]
    fn what_is_too_long_with_every_address_fits_by_a_table() {
        let sending = Sending::default();
        let payer = key(1);
        let room = |step: &[Instruction]| {
            let whole = wire::message(&payer, &with_any_budget(step, &sending), [0; 32]);
            wire::MAX_TRANSACTION - wire::length(&whole)
        };
        let data = 300 + room(&step(12, 300));
        assert!(!is_too_long(&payer, &step(12, data), &sending));
        assert_eq!(require_fit(&payer, &step(12, data), &sending), Ok(()));
        let long = step(12, data + 1);
        assert!(is_too_long(&payer, &long, &sending));
        assert_eq!(fits_by_table(&payer, &long, &sending).unwrap().len(), 12);
        assert_eq!(
            require_fit(&payer, &long, &sending).unwrap_err().exit,
            crate::Exit::Usage
        );
        // A table with 12 addresses costs 34 bytes and one for each, and saves 32 for each.
        let most = data + 12 * 31 - 34;
        for (bytes, fits) in [(most - 3, true), (most + 3, false)] {
            let longest = step(12, bytes);
            assert_eq!(
                fits_by_table(&payer, &longest, &sending).is_ok(),
                fits,
                "{bytes}"
            );
        }
    }

    #[test]
    fn making_a_full_table_fits_a_transaction_with_a_price() {
        let (table, create) = create(&key(1), 7);
        let addresses: Vec<Pubkey> = (100..).take(MOST).map(key).collect();
        let both = [create, extend(&table, &key(1), &addresses)];
        let sending = Sending {
            price: Some(super::super::Price::Fixed(1)),
            ..Sending::default()
        };
        assert!(!is_too_long(&key(1), &both, &sending));
    }

    #[test]
    fn instructions_are_those_of_the_program() {
        let (table, create) = create(&key(1), 7);
        assert_eq!(create.data[..12], [0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!((create.data.len(), create.accounts[0].pubkey), (13, table));
        let extend = extend(&table, &key(1), &[key(5)]);
        assert_eq!(extend.data[..12], [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(extend.data[12..], [5; 32]);
        assert_eq!(deactivate(&table, &key(1)).data, [3, 0, 0, 0]);
        assert_eq!(close(&table, &key(1)).data, [4, 0, 0, 0]);
    }

    #[test]
    fn a_tables_state_is_read_from_its_bytes() {
        let mut data = [
            &[1, 0, 0, 0][..],
            &[255; 8],
            &[0; 9],
            &[1],
            &[6; 32],
            &[0; 2],
        ]
        .concat();
        let account = |data: &[u8], owner| Account {
            lamports: 1,
            owner,
            executable: false,
            data: data.to_vec(),
        };
        let open = Table::read(&account(&data, PROGRAM)).unwrap();
        assert_eq!((open.given_up, open.authority), (None, Some(key(6))));
        data[4..12].copy_from_slice(&300u64.to_le_bytes());
        data[21] = 0;
        let frozen = Table::read(&account(&data, PROGRAM)).unwrap();
        assert_eq!((frozen.given_up, frozen.authority), (Some(300), None));
        assert_eq!(Table::read(&account(&data, key(1))), None);
        assert_eq!(Table::read(&account(&data[..40], PROGRAM)), Some(frozen));
        data[0] = 0;
        assert_eq!(Table::read(&account(&data, PROGRAM)), None);
    }
}
