//! `althing question list`.

use althing::Question;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::rpc::Memcmp;

/// List questions about the logs of an organisation, the oldest first
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question list\n  althing question list --open --output json"
)]
pub struct List {
    /// Only those about this log: its address, or that of its subject
    #[arg(long)]
    pub log: Option<String>,
    /// Only those of this questioner
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub questioner: Option<Pubkey>,
    /// Only those that are not settled
    #[arg(long)]
    pub open: bool,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let mut conditions = vec![Memcmp::key(offset::QUESTION_DAO, &org.address)];
        if let Some(log) = &self.log {
            let (log, _) = context.find_log(log)?;
            conditions.push(Memcmp::key(offset::QUESTION_LOG, &log));
        }
        if let Some(questioner) = &self.questioner {
            conditions.push(Memcmp::key(offset::QUESTION_QUESTIONER, questioner));
        }
        let mut found = context.list::<Question>(&conditions)?;
        found.retain(|(_, question)| !self.open || !question.is_settled());
        found.sort_by_key(|(_, question)| question.opened_at);
        let rows: Vec<_> = found
            .iter()
            .map(|(address, question)| summary(&org, address, question))
            .collect();
        context.out.list("questions", &rows);
        Ok(())
    }
}
