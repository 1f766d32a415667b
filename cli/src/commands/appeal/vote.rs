//! `althing appeal vote`.

use althing::{accounts, instruction, AppealBallot, Question, Seat};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use super::Choice;
use crate::chain::{lookup::weight_in, Call};
use crate::commands::{question, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::format_time;
use crate::output::{cell::digest, Cell};
use crate::send::{Plan, Sending};

/// Vote on an appeal, or change your vote, as a member of the chamber that judges
///
/// The vote is for the very grounds whose hash is shown with it. Operator and questioner have no vote.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing appeal vote 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin uphold"
)]
pub struct Vote {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
    /// Your vote: uphold the appeal, or reject it
    #[arg(value_enum)]
    pub choice: Choice,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Vote {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found) = question::find(context, &self.question)?;
        let actor = self.sending.actor_in(context, &found.dao)?;
        let now = context.rpc.clock()?.now;
        let seat_address = context.at().seat(&found.chamber, &actor.from);
        let seat: Option<Seat> = context.fetch_if(&seat_address)?;
        let ballot_address = context.at().ballot(&address, &seat_address);
        let ballot: Option<AppealBallot> = context.fetch_if(&ballot_address)?;
        let before = ballot.map(|ballot| (ballot.choice, ballot.weight));
        let weight = weight(&found, &actor.from, seat.as_ref(), before, now).map_err(|why| {
            Error::failed(
                format!("you cannot vote on this appeal: {why}"),
                format!("See althing question show {address}."),
            )
        })?;
        let org = context.org_at(&found.dao)?;
        let chamber = context.fetch(&found.chamber)?;
        let accounts = accounts::CastAppealVote {
            question: address,
            seat: seat_address,
            ballot: ballot_address,
            voter: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let data = instruction::CastAppealVote {
            choice: self.choice.code(),
            grounds_hash: found.grounds_hash,
        };
        let told = record! {
            "question" => address,
            "choice" => super::choice(self.choice.code()),
            "before" => before.map(|(choice, _)| super::choice(choice)),
            "weight" => weight_in(&chamber, &org.mint, weight),
            "groundsHash" => digest(&found.grounds_hash),
            "answerHash" => digest(&found.answer_hash),
            "votingEndsAt" => Cell::Time(found.voting_ends_at),
        };
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

/// The weight that counts, or why there is none: what the program asks, before anything is signed.
fn weight(
    question: &Question,
    voter: &Pubkey,
    seat: Option<&Seat>,
    before: Option<(u8, u64)>,
    now: i64,
) -> std::result::Result<u64, String> {
    if question.state != Question::APPEALED {
        return Err(format!("the question is {}", question::state(question)));
    }
    if now >= question.voting_ends_at {
        return Err(format!(
            "the vote ended at {}",
            format_time(question.voting_ends_at)
        ));
    }
    if *voter == question.operator || *voter == question.questioner {
        return Err("neither operator nor questioner has a vote".into());
    }
    // A vote that is changed keeps the weight with which it was cast.
    if let Some((_, weight)) = before {
        return Ok(weight);
    }
    let seat =
        seat.ok_or_else(|| format!("you have no seat in chamber {}", question.chamber_index))?;
    match seat.weight_at(question.epoch) {
        Err(_) => Err("your weight changed so often that the one of its epoch is not known".into()),
        Ok(0) => Err(format!(
            "your seat had no weight in epoch {}, at which the appeal weighs everybody",
            question.epoch
        )),
        Ok(weight) => Ok(weight),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytemuck::Zeroable;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn appealed() -> Question {
        let mut question = Question::zeroed();
        question.state = Question::APPEALED;
        question.operator = key(1);
        question.questioner = key(2);
        question.epoch = 3;
        question.voting_ends_at = 100;
        question
    }

    fn seat(epoch: u64, points: u64) -> Seat {
        let mut seat = Seat::zeroed();
        seat.weight.set_from_next(epoch, points);
        seat
    }

    #[test]
    fn a_member_with_weight_at_the_epoch_votes_until_the_end() {
        let member = seat(2, 5);
        assert_eq!(weight(&appealed(), &key(3), Some(&member), None, 99), Ok(5));
        let late = weight(&appealed(), &key(3), Some(&member), None, 100);
        assert!(late.unwrap_err().contains("ended"));
    }

    #[test]
    fn a_change_keeps_its_weight_whatever_became_of_the_seat() {
        let before = Some((Question::NO, 7));
        assert_eq!(weight(&appealed(), &key(3), None, before, 99), Ok(7));
        assert!(weight(&appealed(), &key(3), None, before, 100).is_err());
        let moved = seat(9, 1);
        assert_eq!(
            weight(&appealed(), &key(3), Some(&moved), before, 99),
            Ok(7)
        );
    }

    #[test]
    fn each_hindrance_is_named() {
        let says = |question: &Question, voter: u8, seat: Option<&Seat>, part: &str| {
            let why = weight(question, &key(voter), seat, None, 1).unwrap_err();
            assert!(why.contains(part), "{why}");
        };
        let member = seat(2, 5);
        says(
            &appealed(),
            1,
            Some(&member),
            "neither operator nor questioner",
        );
        says(
            &appealed(),
            2,
            Some(&member),
            "neither operator nor questioner",
        );
        says(&appealed(), 3, None, "no seat");
        says(&appealed(), 3, Some(&seat(3, 5)), "no weight in epoch 3");
        let mut settled = appealed();
        settled.state = Question::UPHELD;
        says(&settled, 3, Some(&member), "is upheld");
    }
}
