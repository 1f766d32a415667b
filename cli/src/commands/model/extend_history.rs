//! `althing model extend-history`.

use althing::constants::MAX_HISTORY_GROWTH;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Add places to a model's history of statuses, where it is full
///
/// Anybody may, and pays the rent, which goes to the model's payer when the model is closed.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing model extend-history tutor --places 64")]
pub struct ExtendHistory {
    /// The model: name or address
    pub model: String,
    /// How many, 1 to 320
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=i64::from(MAX_HISTORY_GROWTH)))]
    pub places: u16,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for ExtendHistory {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, _) = context.model(&self.model)?;
        let (changes, left) = context.status_changes(&address)?;
        let call = context.extend_history(&address, &actor.payer, self.places);
        let told = record! {
            "model" => address,
            "used" => changes.len(),
            "free" => left.saturating_add(usize::from(self.places)),
        };
        context.send(&self.sending, &actor, Plan::new(vec![call]).tell(told))
    }
}
