//! Bytes and rent of every kind of account, and of the program.

use althing::appeals::{AppealBallot, AppealRules, Question};
use althing::audit::{AuditEntry, KeptRoot};
use althing::bond::LogBond;
use althing::constants::HISTORY_PLACES;
use althing::governance::VoteRecord;
use althing::signing::Statement;
use althing::witness::{Equivocation, LogCheckpoint, WitnessSet, WitnessedLog};
use althing::{
    Action, Attestation, AuditLog, Chamber, Dao, Dataset, Grant, Model, ModelHistory, ModelVersion,
    Offence, Proposal, Provider, RevenuePool, RewardPool, RewardPosition, Seat, SigningKey,
    StakePosition, Unbonding, VersionSignature,
};
use althing_program_tests::prelude::*;
use althing_program_tests::program;
use anchor_lang::solana_program::program_pack::Pack;
use anchor_spl::token_2022::spl_token_2022::state::Account as TokenAccount;

use crate::report::Report;
use crate::setting::place;

/// Bytes of a pinned entry's payload.
const PAYLOAD: usize = 100;

pub fn measure(report: &mut Report) {
    let (w, c) = place();
    let transfer =
        payload(&w.transfer(&c.mint, &c.treasury, &c.members[0].tokens, &c.authority, 5));
    let promotion = payload(
        &c.promote_version(c.dao, c.dao)
            .call(instruction::PromoteVersion {}),
    );
    let action = |payload: &[u8]| Action::space(u16::try_from(payload.len()).expect("a payload"));
    let kinds = [
        ("`Dao`", Dao::SPACE),
        ("`Chamber`", Chamber::SPACE),
        ("`Seat`", Seat::SPACE),
        ("`AuditLog`", AuditLog::SPACE),
        (
            "`AuditEntry` with a payload of 100 bytes",
            AuditEntry::space(PAYLOAD),
        ),
        ("`KeptRoot`", KeptRoot::SPACE),
        ("`Model`", Model::SPACE),
        ("`ModelVersion`", ModelVersion::SPACE),
        (
            "`ModelHistory` of a new model",
            ModelHistory::space(HISTORY_PLACES),
        ),
        ("`Attestation`", Attestation::SPACE),
        ("`SigningKey`", SigningKey::SPACE),
        ("`VersionSignature`", VersionSignature::SPACE),
        ("`Statement` of 4,000 bytes", Statement::HEADER + 4_000),
        ("`Dataset`", Dataset::SPACE),
        ("`Grant`", Grant::SPACE),
        ("`WitnessSet`", WitnessSet::SPACE),
        ("`WitnessedLog`", WitnessedLog::SPACE),
        ("`LogCheckpoint`", LogCheckpoint::SPACE),
        ("`Equivocation`", Equivocation::SPACE),
        ("`Provider`", Provider::SPACE),
        ("`StakePosition`", StakePosition::SPACE),
        ("`Unbonding`", Unbonding::SPACE),
        ("`Offence`", Offence::SPACE),
        ("`RevenuePool`", RevenuePool::SPACE),
        ("`RewardPool`", RewardPool::SPACE),
        ("`RewardPosition`", RewardPosition::SPACE),
        ("`Proposal`", Proposal::SPACE),
        ("`Action` of a token transfer", action(&transfer)),
        ("`Action` of a promotion", action(&promotion)),
        ("`VoteRecord`", VoteRecord::SPACE),
        ("`LogBond`", LogBond::SPACE),
        ("`AppealRules`", AppealRules::SPACE),
        ("`Question`", Question::SPACE),
        ("`AppealBallot`", AppealBallot::SPACE),
        ("vault (SPL Token)", TokenAccount::LEN),
    ];
    for (name, bytes) in kinds {
        report.account(name, bytes, w.rent(bytes));
    }
    report.program(program::bytes().len() as u64);
}
