//! Stories over several rooms, and what nobody may be able to do in any of them.

mod from_foundation_to_the_last_lamport;
mod one_token_one_vote;
mod questions_walk;
mod random_walk;
mod revenue_reaches_everybody;
mod the_log_tells_everything;
