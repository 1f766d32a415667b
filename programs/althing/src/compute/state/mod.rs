pub mod offence;
pub mod provider;
pub mod stake_position;
pub mod unbonding;

pub use offence::Offence;
pub use provider::{Offer, Provider};
pub use stake_position::StakePosition;
pub use unbonding::Unbonding;
