//! `althing chamber create`.

use althing::{accounts, instruction, Chamber};
use anchor_lang::system_program;
use clap::{Args, ValueEnum};

use crate::chain::Call;
use crate::commands::{dao::create::Weighting, Run};
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Add a chamber whose seats are granted, by vote
///
/// The organisation pays the rent from its authority.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing chamber create citizens --propose 'A chamber of citizens'\n  althing chamber create evaluators --weighting square-root --dry-run"
)]
pub struct Create {
    /// Whose chamber it is
    #[arg(value_enum)]
    pub kind: Kind,
    /// How points become weight
    #[arg(long, value_enum, default_value_t = Weighting::Linear)]
    pub weighting: Weighting,
    #[command(flatten)]
    pub sending: Sending,
}

/// Kinds of chambers whose seats are granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Evaluators,
    Citizens,
}

impl Run for Create {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let actor = self.sending.authority(context, &org.address)?;
        let accounts = accounts::CreateChamber {
            dao: org.address,
            authority: actor.from,
            chamber: context.at().chamber(&org.address, org.dao.chamber_count),
            log: org.dao.log,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let data = instruction::CreateChamber {
            kind: match self.kind {
                Kind::Evaluators => Chamber::KIND_EVALUATORS,
                Kind::Citizens => Chamber::KIND_CITIZENS,
            },
            weighting: self.weighting.code(),
        };
        let told = record! { "chamber" => accounts.chamber, "index" => org.dao.chamber_count };
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
