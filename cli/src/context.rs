//! What a command is given: settings, the cluster, the output, the wallet.

use std::{
    env,
    fs::File,
    io::{self, BufRead, IsTerminal, Read, Write},
    path::PathBuf,
};

use anchor_lang::prelude::Pubkey;
use solana_keypair::{read_keypair, Keypair};

use crate::chain::Addresses;
use crate::cli::Global;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::rpc::{Commitment, Retry, Rpc};
use crate::settings::{Settings, Surroundings};

/// The largest key file that is read, bytes.
const MAX_KEY_FILE: u64 = 64 << 10;

/// What a command works with.
pub struct Context {
    pub global: Global,
    pub settings: Settings,
    pub rpc: Rpc,
    pub out: Output,
}

/// Reads the environment as settings do.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}

/// The home directory.
#[must_use]
pub fn home() -> Option<PathBuf> {
    env::var_os("HOME")
        .filter(|home| !home.is_empty())
        .map(Into::into)
}

impl Context {
    /// # Errors
    /// A setting that is not one.
    pub fn new(global: Global) -> Result<Self> {
        let around = Surroundings {
            home: home(),
            env: &variable,
        };
        let settings = Settings::find(&global, &around)?;
        let rpc = Rpc::new(
            &settings.url.value,
            settings.commitment.value,
            Retry::default(),
        )?;
        Ok(Self {
            out: Output::new(global.output),
            settings,
            rpc,
            global,
        })
    }

    /// The same, but nothing is read before it cannot be undone any more, nor is anything sent taken for done, whatever
    /// commitment the user asked for.
    ///
    /// # Errors
    /// A setting that is not one.
    pub fn finalized(&self) -> Result<Self> {
        let mut global = self.global.clone();
        global.commitment = Some(Commitment::Finalized);
        Self::new(global)
    }

    /// The program's address.
    #[must_use]
    pub fn program(&self) -> Pubkey {
        self.settings.program.value
    }

    /// Addresses of the program's accounts.
    #[must_use]
    pub fn at(&self) -> Addresses {
        Addresses {
            program: self.program(),
        }
    }

    /// The organisation that was given.
    ///
    /// # Errors
    /// Where none was.
    pub fn dao_address(&self) -> Result<Pubkey> {
        self.settings.dao.as_ref().map(|dao| dao.value).ok_or_else(|| {
            Error::usage(
                "which organisation?",
                "Give --dao ADDRESS, set ALTHING_DAO, or once: althing config set --dao ADDRESS (althing dao list shows all).",
            )
        })
    }

    /// The user's key.
    ///
    /// # Errors
    /// Where the file is missing or holds none.
    pub fn wallet(&self) -> Result<Keypair> {
        read_key(&self.settings.keypair.value)
    }

    /// Asks before what cannot be undone.
    ///
    /// # Errors
    /// Exit code 2 where nobody can answer, 1 where the answer is no.
    pub fn confirm(&self, question: &str) -> Result<()> {
        if self.global.yes {
            return Ok(());
        }
        if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            return Err(Error::usage(
                format!("this wants a yes: {question}"),
                "Add --yes where nobody can be asked, or --dry-run to see what would happen.",
            ));
        }
        let _ = write!(io::stderr(), "{question} [y/N] ");
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes") {
            return Ok(());
        }
        Err(Error::failed("not done: you did not say yes", ""))
    }
}

/// Reads a key file of the Solana tools.
///
/// # Errors
/// Where it is missing, holds no key, or is no file.
pub fn read_key(path: &str) -> Result<Keypair> {
    if path.contains("://") {
        return Err(Error::usage(
            format!("{path}: only key files can sign here"),
            "Use --export with --from ADDRESS and sign with the wallet that holds the key.",
        ));
    }
    // What has no end, such as a device, is not read to it.
    let read = File::open(path)
        .map_err(Into::into)
        .and_then(|file| read_keypair(&mut file.take(MAX_KEY_FILE)));
    read.map_err(|why| {
        Error::usage(
            format!("no key in {path}: {why}"),
            "Make one with `solana-keygen new`, or give -k FILE; --export with --from ADDRESS needs none.",
        )
    })
}
