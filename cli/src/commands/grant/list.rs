//! `althing grant list`.

use althing::{Dao, Grant};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::{dataset, Run};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::rpc::Memcmp;

/// List grants: those of the organisation, of a dataset, of a model, of a licensee
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant list --model tutor\n  althing grant list --dataset 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --output json"
)]
pub struct List {
    /// Only those of this dataset: address, or digest in the organisation
    #[arg(long)]
    pub dataset: Option<String>,
    /// Only those for this model: name or address
    #[arg(long)]
    pub model: Option<String>,
    /// Only those of this licensee
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub licensee: Option<Pubkey>,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let mut conditions = vec![];
        if let Some(dataset) = &self.dataset {
            let (address, _) = dataset::find(context, dataset)?;
            conditions.push(Memcmp::key(offset::GRANT_DATASET, &address));
        } else {
            let dao: Dao = context.fetch(&context.dao_address()?)?;
            conditions.push(Memcmp::key(offset::GRANT_LOG, &dao.log));
        }
        if let Some(model) = &self.model {
            let (address, _) = context.model(model)?;
            conditions.push(Memcmp::key(offset::GRANT_MODEL, &address));
        }
        if let Some(licensee) = &self.licensee {
            conditions.push(Memcmp::key(offset::GRANT_LICENSEE, licensee));
        }
        let now = context.rpc.clock()?.now;
        let found = context.list::<Grant>(&conditions)?;
        let mut rows = vec![];
        for (address, grant) in &found {
            rows.push(summary(context, address, grant, now)?);
        }
        context.out.list("grants", &rows);
        Ok(())
    }
}
