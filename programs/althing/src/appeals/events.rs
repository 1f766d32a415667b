use anchor_lang::prelude::*;

/// Somebody questioned a leaf of a bonded log.
#[event]
pub struct QuestionOpened {
    pub question: Pubkey,
    pub bond: Pubkey,
    pub questioner: Pubkey,
    /// The leaf's index.
    pub index: u64,
    /// SHA-256 of the salted question.
    pub question_hash: [u8; 32],
    /// Base units.
    pub deposit: u64,
    /// The first second in which an answer comes too late, unix seconds.
    pub answer_by: i64,
}

/// The operator answered in the log.
#[event]
pub struct QuestionAnswered {
    pub question: Pubkey,
    /// Index of the answer's entry.
    pub index: u64,
    /// SHA-256 of the salted answer.
    pub answer_hash: [u8; 32],
    /// The first second in which an appeal comes too late, unix seconds.
    pub appeal_by: i64,
}

/// A vote on an appeal was cast or changed.
#[event]
pub struct AppealVoteCast {
    pub question: Pubkey,
    pub voter: Pubkey,
    /// 0 uphold, 1 reject, 2 abstain.
    pub choice: u8,
    pub weight: u64,
}
