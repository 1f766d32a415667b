//! `althing model offer`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Offer a model to another key, which maintains it once it accepts; as its maintainer, or by vote
///
/// A later offer replaces an earlier one. By --propose the organisation gives a model away whose maintainer is lost, or takes it
/// over itself: offer it to the organisation's authority.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model offer tutor 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Offer {
    /// The model: name or address
    pub model: String,
    /// Who may accept it
    #[arg(value_parser = input::address)]
    pub new_maintainer: Pubkey,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Offer {
    fn run(self, context: &Context) -> Result<()> {
        let (address, model) = context.model(&self.model)?;
        let actor = self.sending.actor_in(context, &model.dao)?;
        let accounts = accounts::OfferMaintainership {
            dao: model.dao,
            model: address,
            log: model.log,
            offerer: actor.from,
        };
        let data = instruction::OfferMaintainership {
            new_maintainer: self.new_maintainer,
        };
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        let told = record! { "model" => address, "offeredTo" => self.new_maintainer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
