pub mod appeal_ballot;
pub mod appeal_rules;
pub mod question;

pub use appeal_ballot::AppealBallot;
pub use appeal_rules::{AppealRules, AppealTerms};
pub use question::Question;
