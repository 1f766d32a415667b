//! `althing revenue show`.

use clap::Args;

use super::{places, summary, Which};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::Cell;

/// Show a pool: who has which share, what is due to each and what was paid
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing revenue show tutor@2 --output json")]
pub struct Show {
    #[command(flatten)]
    pub which: Which,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, pool, mint) = self.which.find(context)?;
        let shown = summary(&address, &pool, &mint).and(record! {
            "dao" => pool.dao,
            "model" => pool.model,
            "vault" => pool.vault,
            "rentTo" => pool.payer,
            "sharesForPromotionAt" => Cell::Time(pool.released_at),
            "shares" => places(context, &pool, &mint)?,
        });
        context.out.record(&shown);
        Ok(())
    }
}
