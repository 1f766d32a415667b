//! Instructions of the programs that organisations use most: system, tokens, loader, memo.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;

use super::tokens;
use crate::chain::token::TokenAccount;
use crate::context::Context;
use crate::input::decimal::format_units;

const LOADER: Pubkey = Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");
const MEMO: Pubkey = Pubkey::from_str_const("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const ASSOCIATED: Pubkey = Pubkey::from_str_const("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/// What it does; `None` where it is not known here.
pub fn sentence(context: &Context, instruction: &Instruction) -> Option<String> {
    let call = Foreign {
        context,
        instruction,
    };
    match instruction.program_id {
        system_program::ID => call.system(),
        anchor_spl::token::ID | anchor_spl::token_2022::ID => call.token(),
        LOADER => call.loader(),
        ASSOCIATED => Some(format!(
            "Open the token account of {} for mint {}.",
            call.account(2)?,
            call.account(3)?
        )),
        MEMO => Some(format!(
            "Leave a memo: {:?}.",
            String::from_utf8_lossy(&instruction.data)
        )),
        _ => None,
    }
}

struct Foreign<'a> {
    context: &'a Context,
    instruction: &'a Instruction,
}

impl Foreign<'_> {
    fn account(&self, index: usize) -> Option<Pubkey> {
        Some(self.instruction.accounts.get(index)?.pubkey)
    }

    fn bytes<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        let end = at.checked_add(N)?;
        self.instruction.data.get(at..end)?.try_into().ok()
    }

    fn number(&self, at: usize) -> Option<u64> {
        self.bytes(at).map(u64::from_le_bytes)
    }

    fn system(&self) -> Option<String> {
        let sol = |units| format!("{} SOL", format_units(units, 9));
        Some(match u32::from_le_bytes(self.bytes(0)?) {
            0 => format!(
                "Create account {} of program {} with {}.",
                self.account(1)?,
                Pubkey::new_from_array(self.bytes(20)?),
                sol(self.number(4)?)
            ),
            1 => format!(
                "Give account {} to program {}.",
                self.account(0)?,
                Pubkey::new_from_array(self.bytes(4)?)
            ),
            2 => format!(
                "Send {} from {} to {}.",
                sol(self.number(4)?),
                self.account(0)?,
                self.account(1)?
            ),
            _ => return None,
        })
    }

    /// The mint of a token account, where it can be looked up.
    fn mint_of(&self, account: &Pubkey) -> Option<Pubkey> {
        let found = self.context.rpc.account(account).ok()??;
        Some(TokenAccount::read(&found)?.mint)
    }

    /// A token account and whose it is.
    fn holder(&self, account: &Pubkey) -> String {
        let found = self.context.rpc.account(account).ok().flatten();
        match found.as_ref().and_then(TokenAccount::read) {
            Some(found) => format!("{account} (of {})", found.owner),
            None => account.to_string(),
        }
    }

    fn amount(&self, account: &Pubkey) -> Option<String> {
        let units = self.number(1)?;
        Some(match self.mint_of(account) {
            Some(mint) => tokens(self.context, &mint, units),
            None => format!("{units} base units"),
        })
    }

    fn token(&self) -> Option<String> {
        let first = self.account(0)?;
        Some(match self.bytes::<1>(0)?[0] {
            3 => format!(
                "Transfer {} from {} to {}.",
                self.amount(&first)?,
                self.holder(&first),
                self.holder(&self.account(1)?)
            ),
            4 => format!(
                "Let {} spend {} of {}.",
                self.account(1)?,
                self.amount(&first)?,
                self.holder(&first)
            ),
            5 => format!("End every approval to spend from {}.", self.holder(&first)),
            6 => self.set_authority(&first)?,
            7 | 14 => format!(
                "Mint {} to {}.",
                tokens(self.context, &first, self.number(1)?),
                self.holder(&self.account(1)?)
            ),
            8 | 15 => format!(
                "Burn {} of {}.",
                tokens(self.context, &self.account(1)?, self.number(1)?),
                self.holder(&first)
            ),
            9 => format!(
                "Close token account {} and send its SOL to {}.",
                self.holder(&first),
                self.account(1)?
            ),
            10 => format!("Freeze token account {}.", self.holder(&first)),
            11 => format!("Thaw token account {}.", self.holder(&first)),
            12 => format!(
                "Transfer {} from {} to {}.",
                tokens(self.context, &self.account(1)?, self.number(1)?),
                self.holder(&first),
                self.holder(&self.account(2)?)
            ),
            13 => format!(
                "Let {} spend {} of {}.",
                self.account(2)?,
                tokens(self.context, &self.account(1)?, self.number(1)?),
                self.holder(&first)
            ),
            _ => return None,
        })
    }

    fn set_authority(&self, account: &Pubkey) -> Option<String> {
        let [kind, given] = self.bytes(1)?;
        let kind = match kind {
            0 => "minting",
            1 => "freezing",
            2 => "owning",
            3 => "closing",
            _ => return None,
        };
        Some(match given {
            0 => format!("Give up the authority for {kind} {account}, for ever."),
            _ => format!(
                "Hand the authority for {kind} {account} to {}.",
                Pubkey::new_from_array(self.bytes(3)?)
            ),
        })
    }

    fn loader(&self) -> Option<String> {
        Some(match u32::from_le_bytes(self.bytes(0)?) {
            3 => format!(
                "Replace the code of program {} by that in buffer {}.",
                self.account(1)?,
                self.account(3)?
            ),
            4 | 7 => match self.account(2) {
                Some(next) => format!(
                    "Hand the authority over the code in {} to {next}.",
                    self.account(0)?
                ),
                None => format!(
                    "Give up the authority over the code in {}, for ever.",
                    self.account(0)?
                ),
            },
            5 => format!(
                "Close {} and send its SOL to {}.",
                self.account(0)?,
                self.account(1)?
            ),
            _ => return None,
        })
    }
}
