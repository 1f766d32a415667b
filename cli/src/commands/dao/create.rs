//! `althing dao create`.

use althing::constants::{EVALUATOR_CHAMBER, TOKEN_CHAMBER};
use althing::{accounts, instruction, Chamber, CreateDaoArgs};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::{Args, ValueEnum};

use super::rules::Rules;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, bytes::sha256};
use crate::send::{Plan, Sending};

/// Found an organisation, with its rules, its two chambers, its vault and its log
///
/// It is governed by those who deposit the token. Its address follows from you and the name; afterwards you have no
/// more rights than any member. All rules but the length of an epoch can be changed by vote.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dao create Commons --mint 4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU --quorum 20% --voting-period 5d --cooldown 8d"
)]
pub struct Create {
    /// Its name, 1 to 64 bytes; unique among those that you found
    pub name: String,
    /// The token that governs: deposits and stakes are in it
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub mint: Pubkey,
    /// How a deposit becomes weight: a token a vote, or its square root
    #[arg(long, value_enum, default_value_t = Weighting::Linear)]
    pub weighting: Weighting,
    #[command(flatten)]
    pub rules: Rules,
    #[command(flatten)]
    pub sending: Sending,
}

/// How an amount becomes weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Weighting {
    Linear,
    SquareRoot,
}

impl Weighting {
    /// As the program says it.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Linear => Chamber::LINEAR,
            Self::SquareRoot => Chamber::SQUARE_ROOT,
        }
    }
}

impl Run for Create {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let at = context.at();
        let mint = context.mint(&self.mint)?;
        let config = self.rules.config(&mint, self.weighting.code())?;
        let dao = at.dao(&actor.from, &self.name);
        let token_chamber = at.chamber(&dao, TOKEN_CHAMBER);
        let accounts = accounts::CreateDao {
            dao,
            authority: at.authority(&dao),
            token_chamber,
            vault: at.vault(&token_chamber),
            evaluator_chamber: at.chamber(&dao, EVALUATOR_CHAMBER),
            log: at.log(&dao),
            mint: mint.address,
            creator: actor.from,
            payer: actor.payer,
            token_program: mint.program,
            system_program: system_program::ID,
        };
        let args = CreateDaoArgs {
            name_hash: sha256(self.name.as_bytes()),
            name: self.name,
            config,
            weighting: self.weighting.code(),
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CreateDao { args })
        ]);
        context.send(
            &self.sending,
            &actor,
            plan.tell(
                record! { "dao" => dao, "authority" => accounts.authority, "log" => accounts.log },
            ),
        )
    }
}
