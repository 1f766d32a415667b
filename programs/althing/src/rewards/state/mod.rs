pub mod reward_pool;
pub mod reward_position;

pub use reward_pool::RewardPool;
pub use reward_position::RewardPosition;
