//! A local validator, people with keys and tokens, and the built binary.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use althing_cli::rpc::{Commitment, Handed, Retry, Rpc};
use althing_cli::send::wire;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::{instruction::Instruction, system_instruction};
use anchor_spl::associated_token::get_associated_token_address;
use anchor_spl::token::spl_token;
use serde_json::Value;
use solana_keypair::{read_keypair_file, Keypair};
use solana_signer::Signer;
use tempfile::TempDir;

/// Base units of one token of the tests' mint.
pub const TOKEN: u64 = 1_000_000;
const DECIMALS: u8 = 6;
const MINT_SPACE: u64 = 82;

/// The validator and a folder for what is written.
pub struct Chain {
    pub url: String,
    pub program: String,
    pub folder: TempDir,
    rpc: Rpc,
    payer: Keypair,
}

/// A person with a key file.
pub struct Person {
    pub key: Keypair,
    pub file: PathBuf,
}

impl Person {
    pub fn address(&self) -> String {
        self.key.pubkey().to_string()
    }
}

/// What a run of the binary left.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The JSON on stdout, of a run that went well.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }

    /// Says that it ended with that code and such words on stderr.
    #[track_caller]
    pub fn fails(&self, code: i32, words: &str) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(
            self.err.contains(words),
            "{words:?} is not in: {}",
            self.err
        );
    }
}

impl Chain {
    pub fn connect() -> Self {
        let variable = |name: &str| {
            env::var(name).unwrap_or_else(|_| panic!("{name}: run by scripts/with-localnet.sh"))
        };
        let url = variable("ALTHING_RPC_URL");
        let rpc = Rpc::new(&url, Commitment::Confirmed, Retry::default()).unwrap();
        Self {
            rpc,
            program: variable("ALTHING_PROGRAM_ID"),
            folder: tempfile::tempdir().unwrap(),
            payer: read_keypair_file(variable("ALTHING_KEYPAIR")).unwrap(),
            url,
        }
    }

    /// A new person with some SOL.
    pub fn person(&self, name: &str) -> Person {
        let key = Keypair::new();
        let file = self.folder.path().join(format!("{name}.json"));
        let bytes: Vec<String> = key.to_bytes().iter().map(u8::to_string).collect();
        fs::write(&file, format!("[{}]", bytes.join(","))).unwrap();
        self.send_sol(&key.pubkey(), 2_000_000_000);
        Person { key, file }
    }

    pub fn send_sol(&self, to: &Pubkey, lamports: u64) {
        self.send(
            &[system_instruction::transfer(
                &self.payer.pubkey(),
                to,
                lamports,
            )],
            &[&self.payer],
        );
    }

    /// A new mint, and whole tokens of it for these people.
    pub fn mint(&self, shares: &[(&Pubkey, u64)]) -> Pubkey {
        let (mint, payer) = (Keypair::new(), self.payer.pubkey());
        let rent = 10_000_000;
        let program = spl_token::ID;
        let create =
            system_instruction::create_account(&payer, &mint.pubkey(), rent, MINT_SPACE, &program);
        let initialize = spl_token::instruction::initialize_mint2(
            &program,
            &mint.pubkey(),
            &payer,
            None,
            DECIMALS,
        );
        self.send(&[create, initialize.unwrap()], &[&self.payer, &mint]);
        for (owner, tokens) in shares {
            let account = self.open_account(owner, &mint.pubkey());
            let give = spl_token::instruction::mint_to(
                &program,
                &mint.pubkey(),
                &account,
                &payer,
                &[],
                tokens * TOKEN,
            );
            self.send(&[give.unwrap()], &[&self.payer]);
        }
        mint.pubkey()
    }

    /// The associated token account of an owner, opened.
    pub fn open_account(&self, owner: &Pubkey, mint: &Pubkey) -> Pubkey {
        let open =
            anchor_spl::associated_token::spl_associated_token_account::instruction::create_associated_token_account(
                &self.payer.pubkey(),
                owner,
                mint,
                &spl_token::ID,
            );
        self.send(&[open], &[&self.payer]);
        get_associated_token_address(owner, mint)
    }

    fn send(&self, instructions: &[Instruction], keys: &[&Keypair]) {
        let block = self.rpc.latest_blockhash().unwrap();
        let message = wire::message(&self.payer.pubkey(), instructions, block.hash);
        let signed = wire::sign(&message, keys).unwrap();
        match self.rpc.hand_over(&signed.wire) {
            Handed::Taken => {}
            other => panic!("{other:?}"),
        }
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let status = self.rpc.status(&signed.signature, false).unwrap();
            if let Some(status) = status.filter(|s| s.commitment >= Commitment::Confirmed) {
                assert!(status.error.is_none(), "{:?}", status.error);
                return;
            }
            assert!(Instant::now() < end, "not confirmed after 30 s");
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn balance(&self, address: &Pubkey) -> u64 {
        self.rpc.balance(address).unwrap()
    }

    /// How long an account is.
    pub fn bytes(&self, address: &Pubkey) -> usize {
        self.rpc.account(address).unwrap().unwrap().data.len()
    }

    pub fn now(&self) -> i64 {
        self.rpc.clock().unwrap().now
    }

    /// Waits until the cluster's clock has reached that second.
    pub fn wait_until(&self, time: i64) {
        let end = Instant::now() + Duration::from_secs(120);
        while self.now() < time {
            assert!(Instant::now() < end, "the clock stands still");
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// Runs the binary as that person, in JSON.
    pub fn run(&self, who: &Person, arguments: &[&str]) -> Ran {
        self.run_at(&self.url, who, arguments)
    }

    /// The same against another node.
    pub fn run_at(&self, url: &str, who: &Person, arguments: &[&str]) -> Ran {
        let mut command = self.command(url);
        command.args(["-k", who.file.to_str().unwrap()]);
        finish(command.args(arguments).output().unwrap())
    }

    /// The binary with nothing of the surroundings but the node.
    pub fn command(&self, url: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_althing"));
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .args(["-u", url, "--program-id", &self.program])
            .args(["--output", "json"])
            .stdin(Stdio::null());
        command
    }
}

pub fn finish(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An organisation whose votes take seconds.
pub struct Commons {
    pub chain: Chain,
    pub founder: Person,
    pub dao: String,
    pub authority: Pubkey,
    pub mint: Pubkey,
}

/// Epoch, seconds.
pub const EPOCH: i64 = 3;

impl Commons {
    /// Founded by somebody with 1,000 tokens.
    pub fn found(others: &[(&Person, u64)], chain: Chain, name: &str) -> Self {
        let founder = chain.person("founder");
        let founder_key = founder.key.pubkey();
        let keys: Vec<(Pubkey, u64)> = others
            .iter()
            .map(|(person, tokens)| (person.key.pubkey(), *tokens))
            .collect();
        let mut shares: Vec<(&Pubkey, u64)> = vec![(&founder_key, 1_000)];
        shares.extend(keys.iter().map(|(key, tokens)| (key, *tokens)));
        let mint = chain.mint(&shares);
        let created = chain.run(
            &founder,
            &[
                "dao",
                "create",
                name,
                "--mint",
                &mint.to_string(),
                "--epoch",
                "3s",
                "--voting-period",
                "12s",
                "--hold-up",
                "1s",
                "--execution-window",
                "120s",
                "--cooldown",
                "16s",
                "--quorum",
                "30%",
                "--attestations",
                "1",
                "--proposal-threshold",
                "10",
            ],
        );
        let created = created.json();
        let text = |key: &str| created[key].as_str().unwrap().to_string();
        Self {
            dao: text("dao"),
            authority: text("authority").parse().unwrap(),
            chain,
            founder,
            mint,
        }
    }

    /// Runs the binary as that person, in this organisation.
    pub fn run(&self, who: &Person, arguments: &[&str]) -> Ran {
        let whole = [&["--dao", self.dao.as_str()], arguments].concat();
        self.chain.run(who, &whole)
    }

    pub fn found_by(&self, arguments: &[&str]) -> Ran {
        self.run(&self.founder, arguments)
    }

    /// Waits for the epoch after the running one.
    pub fn next_epoch(&self) {
        self.chain.wait_until(self.chain.now() + EPOCH);
    }

    /// Waits for the end of a vote, counts it and carries it out.
    pub fn decide(&self, number: &str) {
        let watched = self.found_by(&["proposal", "watch", number, "--until", "counting"]);
        assert_eq!(watched.code, 0, "{}", watched.err);
        self.found_by(&["proposal", "finalize", number]).json();
        let watched = self.found_by(&["proposal", "watch", number, "--until", "executable"]);
        assert_eq!(watched.code, 0, "{}", watched.err);
        self.found_by(&["proposal", "execute", number, "--yes"])
            .json();
    }
}
