//! One file per command.
//!
//! # To add a command
//! 1. Write `commands/<group>/<command>.rs`: a `clap::Args` struct whose doc comment says what the command does,
//!    whose arguments each have a doc comment with their unit, and whose `after_help` has an example; and [`Run`]
//!    for it.
//! 2. In `commands/<group>/mod.rs` add `mod <command>;` and a line to the `group!`.
//! 3. Where it calls an instruction of the program that no command called before, add a row to [`instructions`].
//! 4. Write the list in docs/cli.md anew: `ALTHING_UPDATE=1 scripts/cargo.sh test --workspace --test help`.
//!
//! A new group is a folder with a `group!`, and a `pub mod` and a line of the `group!` below.

use crate::context::Context;
use crate::error::Result;

/// What a command does.
pub trait Run {
    /// Does it.
    ///
    /// # Errors
    /// What went wrong, with the exit code.
    fn run(self, context: &Context) -> Result<()>;
}

/// An enum of subcommands, by convention `Group`, and its dispatch.
macro_rules! group {
    ($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $variant:ident($command:path)),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, clap::Subcommand)]
        #[allow(clippy::large_enum_variant)] // Parsed once per process.
        pub enum $name {
            $($(#[$attr])* $variant($command)),*
        }

        impl $crate::commands::Run for $name {
            fn run(self, context: &$crate::context::Context) -> $crate::error::Result<()> {
                match self {
                    $(Self::$variant(command) => command.run(context)),*
                }
            }
        }
    };
}

pub mod appeal;
pub mod artifact;
pub mod bond;
pub mod chamber;
pub mod checkpoint;
pub mod completion;
pub mod config;
pub mod dao;
pub mod dataset;
pub mod doctor;
pub mod grant;
pub mod instructions;
pub mod key;
pub mod log;
pub mod man;
pub mod model;
pub mod power;
pub mod proposal;
pub mod provider;
pub mod question;
pub mod report;
pub mod rewards;
pub mod seat;
pub mod tx;
pub mod verify;
pub mod version;
pub mod vote;
pub mod whoami;
pub mod witness;

group! {
    /// The groups of commands, and those that stand alone.
    Command {
        #[command(subcommand)] Config(config::Group),
        Doctor(doctor::Doctor),
        Whoami(whoami::Whoami),
        #[command(subcommand)] Verify(verify::Group),
        #[command(subcommand)] Dao(dao::Group),
        #[command(subcommand)] Chamber(chamber::Group),
        #[command(subcommand)] Seat(seat::Group),
        #[command(subcommand)] Power(power::Group),
        #[command(subcommand)] Proposal(proposal::Group),
        #[command(subcommand)] Vote(vote::Group),
        #[command(subcommand)] Model(model::Group),
        #[command(subcommand)] Version(version::Group),
        #[command(subcommand)] Artifact(artifact::Group),
        #[command(subcommand)] Dataset(dataset::Group),
        #[command(subcommand)] Grant(grant::Group),
        #[command(subcommand)] Key(key::Group),
        #[command(subcommand)] Provider(provider::Group),
        #[command(subcommand)] Rewards(rewards::Group),
        #[command(subcommand)] Log(log::Group),
        #[command(subcommand)] Bond(bond::Group),
        #[command(subcommand)] Question(question::Group),
        #[command(subcommand)] Appeal(appeal::Group),
        #[command(subcommand)] Witness(witness::Group),
        #[command(subcommand)] Checkpoint(checkpoint::Group),
        #[command(subcommand)] Report(report::Group),
        #[command(subcommand)] Tx(tx::Group),
        Completion(completion::Completion),
        Man(man::Man),
    }
}
