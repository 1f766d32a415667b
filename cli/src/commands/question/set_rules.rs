//! `althing question set-rules`.

use althing::{accounts, instruction, AppealTerms};
use anchor_lang::system_program;
use clap::Args;

use super::rules::describe;
use crate::chain::Call;
use crate::commands::{bond, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, Decimal};
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Set the terms on which a bonded log can be questioned, by vote
///
/// They come into force after the organisation's withdrawal cooldown: an operator who does not accept them can have left by
/// then. The organisation pays the rent.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question set-rules 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --deposit 5 --chamber 2 --propose 'Questions about the decisions'"
)]
pub struct SetRules {
    /// The bond: its address, or its log's
    pub bond: String,
    /// Deposit of a question while no other is open, in whole tokens
    #[arg(long, value_name = "AMOUNT")]
    pub deposit: Decimal,
    /// With so many questions open the deposit has doubled, 1 to 1,000,000
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub crowd: u32,
    /// How long the operator may take to answer
    #[arg(long, value_name = "DURATION", default_value = "3d", value_parser = input::duration)]
    pub answer_period: i64,
    /// How long after the answer an appeal is possible
    #[arg(long, value_name = "DURATION", default_value = "3d", value_parser = input::duration)]
    pub appeal_period: i64,
    /// How long the vote on an appeal is open; no longer than one on a proposal
    #[arg(long, value_name = "DURATION", default_value = "3d", value_parser = input::duration)]
    pub voting_period: i64,
    /// What a missing answer costs of the bond
    #[arg(long, value_name = "PERCENT", default_value = "5%", value_parser = input::percent)]
    pub unanswered: u16,
    /// What an appeal that is upheld costs of the bond
    #[arg(long, value_name = "PERCENT", default_value = "10%", value_parser = input::percent)]
    pub upheld: u16,
    /// The questioner's share of a penalty, at most 50%
    #[arg(long, value_name = "PERCENT", default_value = "25%", value_parser = input::percent)]
    pub share: u16,
    /// Index of the chamber that judges appeals
    #[arg(long, value_name = "INDEX", default_value_t = 0)]
    pub chamber: u8,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for SetRules {
    fn run(self, context: &Context) -> Result<()> {
        let (bond, found) = bond::find(context, &self.bond)?;
        let org = context.org_at(&found.dao)?;
        let terms = AppealTerms {
            question_bond: org.mint.units(self.deposit)?,
            crowd: self.crowd,
            answer_period: self.answer_period,
            appeal_period: self.appeal_period,
            voting_period: self.voting_period,
            unanswered_bps: self.unanswered,
            upheld_bps: self.upheld,
            questioner_bps: self.share,
            chamber: self.chamber,
        };
        if let Err(refusal) = terms.validate(&org.dao.config) {
            let message = match &refusal {
                anchor_lang::error::Error::AnchorError(error) => error.error_msg.clone(),
                other => other.to_string(),
            };
            return Err(Error::usage(
                format!("terms: {message}"),
                "Correct that term; see the bounds in the help.",
            ));
        }
        let actor = self.sending.authority(context, &org.address)?;
        let accounts = accounts::SetAppealRules {
            dao: org.address,
            authority: actor.from,
            bond,
            chamber: context.at().chamber(&org.address, self.chamber),
            rules: context.at().appeal_rules(&org.address, &bond),
            log: org.dao.log,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let told = record! {
            "rules" => accounts.rules,
            "terms" => describe(&org, &terms),
            "inForceAfter" => Cell::Span(org.dao.config.withdrawal_cooldown),
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::SetAppealRules { terms })
        ]);
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
