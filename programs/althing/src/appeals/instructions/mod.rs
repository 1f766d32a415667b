#![allow(ambiguous_glob_reexports)] // Anchor makes a module of the same name per file.

pub mod accept_answer;
pub mod answer_question;
pub mod cast_appeal_vote;
pub mod close_appeal_rules;
pub mod close_ballot;
pub mod close_question;
pub mod finalize_appeal;
pub mod open_appeal;
pub mod open_question;
pub mod report_unanswered;
pub mod set_appeal_rules;
pub mod settle_question;

pub use accept_answer::*;
pub use answer_question::*;
pub use cast_appeal_vote::*;
pub use close_appeal_rules::*;
pub use close_ballot::*;
pub use close_question::*;
pub use finalize_appeal::*;
pub use open_appeal::*;
pub use open_question::*;
pub use report_unanswered::*;
pub use set_appeal_rules::*;
pub use settle_question::*;
