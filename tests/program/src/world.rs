//! One chain with the program on it. Time stands still until a test moves it, and after every
//! transaction the books of all accounts are checked.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{AccountDeserialize, Discriminator, Event};
use base64::prelude::{Engine, BASE64_STANDARD};
use litesvm::LiteSVM;
use solana_account::Account;
use solana_clock::Clock;
use solana_instruction_error::InstructionError;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

use crate::{invariants, keys, program};

/// Unix time at which every world begins.
pub const START: i64 = 1_800_000_000;
/// Lamports of a fresh wallet: 100 SOL.
pub const WEALTH: u64 = 100_000_000_000;
/// The most bytes that the network takes as one transaction.
pub const MAX_TRANSACTION: usize = 1232;

/// A chain with the program, and the key that pays the fees.
pub struct World {
    pub svm: LiteSVM,
    pub payer: Keypair,
    /// Lamports spent on fees so far, all by `payer`.
    pub fees: u64,
}

/// A transaction that succeeded.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Compute units of all its instructions.
    pub cu: u64,
    pub logs: Vec<String>,
    pub return_data: Vec<u8>,
    /// Bytes on the wire.
    pub size: usize,
    pub signatures: usize,
}

impl Sent {
    /// The events of this kind that the program emitted, in order.
    #[must_use]
    pub fn events<E: Event + Discriminator>(&self) -> Vec<E> {
        let lines = self
            .logs
            .iter()
            .filter_map(|line| line.strip_prefix("Program data: "));
        lines
            .filter_map(|line| BASE64_STANDARD.decode(line).ok())
            .filter_map(|bytes| {
                let mut fields = bytes.strip_prefix(E::DISCRIMINATOR)?;
                Some(E::deserialize(&mut fields).expect("an event decodes"))
            })
            .collect()
    }
}

/// A transaction that was refused.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub error: TransactionError,
    pub logs: Vec<String>,
}

impl Refusal {
    /// The error's number, where it is a program's own.
    #[must_use]
    pub fn custom_code(&self) -> Option<u32> {
        match self.error {
            TransactionError::InstructionError(_, InstructionError::Custom(code)) => Some(code),
            _ => None,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{:?}\n{}", self.error, self.logs.join("\n"))
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// A chain with the program, the token programs and a rich payer of fees.
    ///
    /// # Panics
    /// Where the program was not built.
    #[must_use]
    pub fn new() -> Self {
        let mut svm = LiteSVM::new()
            .with_transaction_history(0)
            .with_log_bytes_limit(None);
        svm.add_program(althing::ID, program::bytes())
            .expect("the program is accepted by the verifier");
        let payer = keys::key("payer of fees");
        svm.airdrop(&payer.pubkey(), 1_000 * WEALTH)
            .expect("an airdrop");
        let mut world = Self {
            svm,
            payer,
            fees: 0,
        };
        world.set_clock(START, 1_000);
        world
    }

    // ---- time ----

    #[must_use]
    pub fn now(&self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    #[must_use]
    pub fn slot(&self) -> u64 {
        self.svm.get_sysvar::<Clock>().slot
    }

    /// Sets time and slot, as a test of deadlines or of one slot needs them.
    pub fn set_clock(&mut self, unix_timestamp: i64, slot: u64) {
        let clock = Clock {
            unix_timestamp,
            slot,
            ..self.svm.get_sysvar::<Clock>()
        };
        self.svm.set_sysvar(&clock);
    }

    /// Moves time to `unix_timestamp`, in a later slot.
    pub fn warp_to(&mut self, unix_timestamp: i64) {
        self.set_clock(unix_timestamp, self.slot() + 1);
    }

    /// Lets `seconds` pass.
    pub fn wait(&mut self, seconds: i64) {
        self.warp_to(self.now() + seconds);
    }

    /// The next slot, at the same second.
    pub fn next_slot(&mut self) {
        self.warp_to(self.now());
    }

    // ---- wallets ----

    /// The key of this name, with 100 SOL.
    ///
    /// # Panics
    /// Never: an airdrop cannot fail here.
    pub fn wallet(&mut self, name: &str) -> Keypair {
        let wallet = keys::key(name);
        self.svm
            .airdrop(&wallet.pubkey(), WEALTH)
            .expect("an airdrop");
        wallet
    }

    // ---- transactions ----

    /// Sends one transaction, whose fees `payer` pays. `signers` are the other signers; those that no
    /// instruction asks for are left out. Afterwards the books are checked, whether it succeeded or not.
    ///
    /// # Errors
    /// The program's refusal.
    ///
    /// # Panics
    /// Where the transaction could not be sent to a real network, or the books are wrong afterwards.
    #[track_caller]
    pub fn send(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<Sent, Refusal> {
        let message = Message::new(instructions, Some(&self.payer.pubkey()));
        let needed = &message.account_keys[..usize::from(message.header.num_required_signatures)];
        let mut keys = vec![&self.payer];
        for signer in signers {
            let address = signer.pubkey();
            if needed.contains(&address) && !keys.iter().any(|key| key.pubkey() == address) {
                keys.push(signer);
            }
        }
        let size = 1 + 64 * keys.len() + message.serialize().len();
        assert!(
            size <= MAX_TRANSACTION,
            "the transaction has {size} bytes, {MAX_TRANSACTION} are possible"
        );
        let signatures = keys.len();
        let transaction = Transaction::new(&keys, message, self.svm.latest_blockhash());

        let result = self.svm.send_transaction(transaction);
        self.fees += result
            .as_ref()
            .map_or_else(|failed| failed.meta.fee, |meta| meta.fee);
        invariants::check(&self.svm);
        match result {
            Ok(meta) => Ok(Sent {
                cu: meta.compute_units_consumed,
                logs: meta.logs,
                return_data: meta.return_data.data,
                size,
                signatures,
            }),
            Err(failed) => Err(Refusal {
                error: failed.err,
                logs: failed.meta.logs,
            }),
        }
    }

    /// Sends one transaction that must succeed.
    ///
    /// # Panics
    /// Where it does not.
    #[track_caller]
    pub fn go(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Sent {
        match self.send(instructions, signers) {
            Ok(sent) => sent,
            Err(refusal) => panic!("refused: {refusal}"),
        }
    }

    // ---- accounts ----

    /// The account's data and owner, if it exists.
    #[must_use]
    pub fn account(&self, address: &Pubkey) -> Option<Account> {
        self.svm
            .get_account(address)
            .filter(|account| account.lamports > 0)
    }

    #[must_use]
    pub fn exists(&self, address: &Pubkey) -> bool {
        self.account(address).is_some()
    }

    #[must_use]
    pub fn lamports(&self, address: &Pubkey) -> u64 {
        self.svm.get_balance(address).unwrap_or(0)
    }

    /// Rent of an account with `space` bytes of data.
    #[must_use]
    pub fn rent(&self, space: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(space)
    }

    /// A zero-copy account of the program.
    ///
    /// # Panics
    /// Where there is none of this kind.
    #[must_use]
    #[track_caller]
    pub fn zero_copy<T: bytemuck::AnyBitPattern + Discriminator>(&self, address: &Pubkey) -> T {
        let account = self
            .account(address)
            .unwrap_or_else(|| panic!("{address} does not exist"));
        invariants::zero_copy(&account.data)
            .unwrap_or_else(|| panic!("{address} is of another kind"))
    }

    /// A Borsh account of any program that Anchor can read.
    ///
    /// # Panics
    /// Where there is none of this kind.
    #[must_use]
    #[track_caller]
    pub fn borsh<T: AccountDeserialize>(&self, address: &Pubkey) -> T {
        let account = self
            .account(address)
            .unwrap_or_else(|| panic!("{address} does not exist"));
        T::try_deserialize(&mut account.data.as_slice())
            .unwrap_or_else(|error| panic!("{address} is of another kind: {error}"))
    }

    /// Changes a zero-copy account, as no transaction could: for states that take years to reach.
    ///
    /// # Panics
    /// Where there is none of this kind.
    pub fn edit<T: bytemuck::Pod + Discriminator>(
        &mut self,
        address: &Pubkey,
        change: impl FnOnce(&mut T),
    ) {
        let mut account = self.account(address).expect("an account");
        let mut value = self.zero_copy::<T>(address);
        change(&mut value);
        account.data[8..8 + size_of::<T>()].copy_from_slice(bytemuck::bytes_of(&value));
        self.svm.set_account(*address, account).expect("an account");
    }

    /// Puts an account there, as no transaction could: for look-alikes.
    ///
    /// # Panics
    /// Never: such accounts are not executable.
    pub fn plant(&mut self, address: Pubkey, owner: Pubkey, data: Vec<u8>) {
        let lamports = self.rent(data.len());
        let account = Account {
            lamports,
            data,
            owner,
            executable: false,
            rent_epoch: u64::MAX,
        };
        self.svm.set_account(address, account).expect("an account");
    }

    /// A copy of an account's bytes at another address under another owner. A program that looks at
    /// bytes alone would take it.
    ///
    /// # Panics
    /// Where the original does not exist.
    #[track_caller]
    pub fn look_alike(&mut self, original: &Pubkey) -> Pubkey {
        let copy = keys::key(&format!("look-alike of {original}")).pubkey();
        let data = self.account(original).expect("the original").data;
        self.plant(copy, keys::key("another program").pubkey(), data);
        copy
    }
}
