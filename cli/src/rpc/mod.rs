//! The cluster's JSON-RPC, as far as it is used here. Reads are complete or an error: a cluster that is busy is asked
//! again, with growing pauses, and never answered for.

pub mod answers;
pub mod methods;
pub mod transport;

use std::str::FromStr;

pub use answers::*;
pub use methods::AT_ONCE;
pub use transport::{Retry, Rpc};

/// How settled a state must be: in the node's latest block; voted for by a supermajority of stake; with 31 more
/// blocks on top, so that it cannot be undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Commitment {
    Processed,
    #[default]
    Confirmed,
    Finalized,
}

impl Commitment {
    /// As JSON-RPC spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Processed => "processed",
            Self::Confirmed => "confirmed",
            Self::Finalized => "finalized",
        }
    }
}

impl FromStr for Commitment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Processed, Self::Confirmed, Self::Finalized]
            .into_iter()
            .find(|known| known.name() == text)
            .ok_or_else(|| "neither processed, confirmed nor finalized".into())
    }
}
