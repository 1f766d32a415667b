//! `althing proposal create`.

use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::send::{Motion, Proposer, Sending};

/// Create a draft, to which actions are then added
///
/// Needs weight in this epoch, as much as the organisation's rules ask for. The rent returns when the proposal is closed.
/// A command with --propose TITLE creates a proposal, adds its action and submits it at once.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal create 'Release tutor 2' --description https://example.org/p/7.md --description-hash file:7.md\n  \
                  althing version promote tutor@2 --add-to 7\n  althing proposal submit 7"
)]
pub struct Create {
    /// Its title, 1 to 64 bytes
    pub title: String,
    /// Where the description is, at most 128 bytes
    #[arg(long = "description", value_name = "URI", requires = "hash")]
    pub uri: Option<String>,
    /// SHA-256 of the description: 64 hex digits, or file:PATH to hash a file
    #[arg(long = "description-hash", value_name = "DIGEST", value_parser = input::digest, requires = "uri")]
    pub hash: Option<[u8; 32]>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Create {
    fn run(self, context: &Context) -> Result<()> {
        if self.sending.is_proposed() {
            return Err(Error::usage(
                "an organisation does not propose to itself",
                "Give --propose to the command whose action it is.",
            ));
        }
        let dao = context.dao_address()?;
        let proposer = Proposer {
            member: self.sending.actor(context)?,
            dao,
        };
        let motion = Motion {
            title: self.title,
            uri: self.uri.unwrap_or_default(),
            description_hash: self.hash.unwrap_or_default(),
        };
        let authority = context.at().authority(&dao);
        let plan = context.plan_proposal(&proposer, &motion, &[], &authority)?;
        context.send(&self.sending, &proposer.member, plan)
    }
}
