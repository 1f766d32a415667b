//! A bank, and a clock that moves with its slots.

use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;

use althing_program_tests::refusal::Code;
use althing_program_tests::world::WEALTH;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{system_program, AccountDeserialize, Discriminator};
use solana_account::Account;
use solana_clock::Clock;
use solana_instruction_error::InstructionError;
use solana_keypair::Keypair;
use solana_program_test::tokio::runtime::{Builder, Runtime};
use solana_program_test::tokio::spawn;
use solana_program_test::tokio::time::sleep;
use solana_program_test::{ProgramTest, ProgramTestBanksClientExt as _, ProgramTestContext};
use solana_signer::Signer;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

/// A signed group: the instructions of one transaction and who signs besides the payer of fees.
pub type Group<'a> = (Vec<Instruction>, Vec<&'a Keypair>);

/// A bank, and what serves it.
pub struct Chain {
    runtime: Runtime,
    context: ProgramTestContext,
}

impl Chain {
    /// A bank with the program, in which these keys have 100 SOL each.
    ///
    /// # Panics
    /// Where the program was not built.
    #[must_use]
    pub fn start(wallets: &[Pubkey]) -> Self {
        prepare_environment();
        let mut test = ProgramTest::default();
        test.add_upgradeable_program_to_genesis("althing", &althing::ID);
        for wallet in wallets {
            let account = Account {
                lamports: WEALTH,
                owner: system_program::ID,
                ..Account::default()
            };
            test.add_account(*wallet, account);
        }
        // One thread: the bank's ticker, a task of this runtime, must not run while a slot is changed.
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let context = runtime.block_on(test.start_with_context());
        Self { runtime, context }
    }

    // ---- time ----

    #[must_use]
    pub fn clock(&self) -> Clock {
        self.runtime
            .block_on(self.context.banks_client.get_sysvar())
            .expect("a clock")
    }

    /// The bank's time, unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock().unix_timestamp
    }

    /// Goes to the next slot, at the same second.
    pub fn next_slot(&mut self) {
        self.pass(1, 0);
    }

    /// Lets `seconds` pass, and the slots that belong to them.
    pub fn wait(&mut self, seconds: i64) {
        // 400 ms each, and at least one.
        let slots = seconds.unsigned_abs() * 5 / 2;
        self.pass(slots.max(1), seconds);
    }

    /// Waits until `unix_timestamp`.
    pub fn wait_until(&mut self, unix_timestamp: i64) {
        self.wait(unix_timestamp - self.now());
    }

    fn pass(&mut self, slots: u64, seconds: i64) {
        let before = self.clock();
        self.context
            .warp_to_slot(before.slot + slots)
            .expect("a later slot");
        let unix_timestamp = before.unix_timestamp + seconds;
        let clock = Clock {
            unix_timestamp,
            ..self.clock()
        };
        assert_eq!(clock.slot, before.slot + slots, "the bank's slot");
        self.context.set_sysvar(&clock);
    }

    // ---- transactions ----

    fn sign(&self, (instructions, signers): &Group) -> Transaction {
        let payer = &self.context.payer;
        let keys: Vec<&Keypair> = std::iter::once(payer)
            .chain(signers.iter().copied())
            .collect();
        Transaction::new_signed_with_payer(
            instructions,
            Some(&payer.pubkey()),
            &keys,
            self.context.last_blockhash,
        )
    }

    /// A blockhash that was not used yet, so that no transaction is taken for a repetition.
    fn renew_blockhash(&mut self) {
        let (client, last) = (
            &mut self.context.banks_client,
            &mut self.context.last_blockhash,
        );
        let new = self.runtime.block_on(async {
            // The bank makes one every few milliseconds.
            sleep(Duration::from_millis(7)).await;
            client.get_new_latest_blockhash(last).await
        });
        *last = new.expect("a blockhash");
    }

    /// Sends one transaction; the answer is its compute units.
    ///
    /// # Errors
    /// The program's refusal.
    ///
    /// # Panics
    /// Where the bank does not answer.
    pub fn send(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<u64, TransactionError> {
        self.renew_blockhash();
        let transaction = self.sign(&(instructions.to_vec(), signers.to_vec()));
        let client = &self.context.banks_client;
        let answer = self
            .runtime
            .block_on(client.process_transaction_with_metadata(transaction));
        let answer = answer.expect("the bank answers");
        answer.result?;
        Ok(answer
            .metadata
            .map_or(0, |metadata| metadata.compute_units_consumed))
    }

    /// Sends one transaction that must succeed; the answer is its compute units.
    ///
    /// # Panics
    /// Where it does not.
    #[track_caller]
    pub fn go(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> u64 {
        self.send(instructions, signers)
            .unwrap_or_else(|error| panic!("refused: {error:?}"))
    }

    /// Hands several transactions to the bank at once, under one blockhash and in one slot; the bank
    /// forms its own batches. The answers are in their order.
    ///
    /// # Panics
    /// Where the bank does not take one, or took them in different slots.
    pub fn together(&mut self, groups: &[Group]) -> Vec<Result<(), TransactionError>> {
        self.renew_blockhash();
        let transactions: Vec<_> = groups.iter().map(|group| self.sign(group)).collect();
        let signatures: Vec<_> = transactions
            .iter()
            .map(|transaction| transaction.signatures[0])
            .collect();
        let client = &self.context.banks_client;
        let statuses = self.runtime.block_on(async {
            let sent = transactions.into_iter().map(|transaction| {
                let client = client.clone();
                spawn(async move { client.process_transaction(transaction).await })
            });
            // Each is on its way before the first is waited for. Refusals are read from the statuses.
            for answer in sent.collect::<Vec<_>>() {
                let _refused = answer.await.expect("the bank answers");
            }
            client
                .get_transaction_statuses(signatures)
                .await
                .expect("statuses")
        });
        let statuses: Vec<_> = statuses
            .into_iter()
            .map(|status| status.expect("the bank took it"))
            .collect();
        assert!(
            statuses
                .iter()
                .all(|status| status.slot == statuses[0].slot),
            "all in one slot"
        );
        statuses
            .into_iter()
            .map(|status| status.err.map_or(Ok(()), Err))
            .collect()
    }

    // ---- accounts ----

    /// The account, if it exists.
    ///
    /// # Panics
    /// Where the bank does not answer.
    #[must_use]
    pub fn account(&self, address: &Pubkey) -> Option<Account> {
        self.runtime
            .block_on(self.context.banks_client.get_account(*address))
            .expect("the bank answers")
    }

    #[must_use]
    pub fn exists(&self, address: &Pubkey) -> bool {
        self.account(address).is_some()
    }

    #[must_use]
    pub fn lamports(&self, address: &Pubkey) -> u64 {
        self.account(address).map_or(0, |account| account.lamports)
    }

    /// Lamports that keep an account of `space` bytes.
    ///
    /// # Panics
    /// Where the bank does not answer.
    #[must_use]
    pub fn rent(&self, space: usize) -> u64 {
        self.runtime
            .block_on(self.context.banks_client.get_rent())
            .expect("rent")
            .minimum_balance(space)
    }

    /// The key that pays all fees, and mints.
    #[must_use]
    pub fn payer(&self) -> Keypair {
        self.context.payer.insecure_clone()
    }

    /// A zero-copy account of the program.
    ///
    /// # Panics
    /// Where there is none of this kind.
    #[must_use]
    #[track_caller]
    pub fn zero_copy<T: bytemuck::AnyBitPattern + Discriminator>(&self, address: &Pubkey) -> T {
        let account = self.account(address).expect("an account");
        althing_program_tests::invariants::zero_copy(&account.data)
            .expect("an account of this kind")
    }

    /// Any other account that Anchor can read.
    ///
    /// # Panics
    /// Where there is none of this kind.
    #[must_use]
    #[track_caller]
    pub fn borsh<T: AccountDeserialize>(&self, address: &Pubkey) -> T {
        let account = self.account(address).expect("an account");
        T::try_deserialize(&mut account.data.as_slice()).expect("an account of this kind")
    }

    /// Base units in a token account.
    #[must_use]
    #[track_caller]
    pub fn balance(&self, address: &Pubkey) -> u64 {
        self.borsh::<anchor_spl::token_interface::TokenAccount>(address)
            .amount
    }
}

/// A transaction was refused with exactly this error.
///
/// # Panics
/// Where it was not.
#[track_caller]
pub fn assert_refused<T>(result: Result<T, TransactionError>, expected: impl Code) {
    let (code, name) = expected.code();
    match result {
        Ok(_) => panic!("expected {name}, but the transaction succeeded"),
        Err(TransactionError::InstructionError(_, InstructionError::Custom(found)))
            if found == code => {}
        Err(other) => panic!("expected {name} ({code}), got {other:?}"),
    }
}

/// Where the compiled program lies, unless the environment says so; and a quiet bank, unless it says
/// otherwise.
fn prepare_environment() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if std::env::var_os("SBF_OUT_DIR").is_none() {
            let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/deploy"));
            assert!(
                beside.join("althing.so").exists(),
                "the compiled program is missing: run `make build` first ({})",
                beside.display()
            );
            std::env::set_var("SBF_OUT_DIR", beside);
        }
        if std::env::var_os("RUST_LOG").is_none() {
            std::env::set_var("RUST_LOG", "off");
        }
    });
}
