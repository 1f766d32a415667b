//! The command tree's root.

use clap::{Args, Parser};

use crate::commands::Command;
use crate::output::Format;
use crate::rpc::Commitment;

/// Own and govern AI in the open: organisations, models, votes, stake and public logs on Solana.
#[derive(Debug, Parser)]
#[command(
    name = "althing",
    version,
    max_term_width = 110,
    after_help = "Exit codes: 0 ok, 1 failed, 2 usage, 3 verification mismatch, 4 sent but unconfirmed.\n\
                  Data goes to stdout, progress to stderr and only to a terminal. Amounts are in whole tokens (1.5), \
                  times in UTC, durations as 90s, 1h30m or 3d.\n\n\
                  Examples:\n  althing doctor -u localhost\n  althing verify model ./tutor --model tutor --dao 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin\n  \
                  althing log verify https://example.org/log\n  althing proposal show 7\n  althing version promote tutor@2 --propose 'Release tutor 2'\n\n\
                  Each command explains itself: althing COMMAND --help."
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Cluster: localhost (l), devnet (d), testnet (t), mainnet-beta (m) or a URL
    /// [env: ANCHOR_PROVIDER_URL] [default: that of the Solana tools]
    #[arg(short, long, global = true, value_name = "URL_OR_MONIKER")]
    pub url: Option<String>,
    /// Your key, a file [env: ANCHOR_WALLET] [default: that of the Solana tools]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub keypair: Option<String>,
    /// How settled a state must be that is read or waited for
    #[arg(long, global = true, value_enum)]
    pub commitment: Option<Commitment>,
    /// Form of the output
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub output: Format,
    /// Address of another deployment of the program
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub program_id: Option<String>,
    /// The organisation, where a command needs one [env: ALTHING_DAO] [default: that of `althing config set --dao`]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub dao: Option<String>,
    /// Do not ask before what cannot be undone
    #[arg(short, long, global = true)]
    pub yes: bool,
}
