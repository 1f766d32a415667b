//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].

use anchor_lang::prelude::*;

use super::AppealTerms;

/// `AppealRulesSet`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AppealRulesSet {
    pub bond: Pubkey,
    /// From when on questions are asked on these terms, unix seconds.
    pub effective_at: i64,
    pub terms: AppealTerms,
}

/// `AppealOpened`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AppealOpened {
    pub question: Pubkey,
    /// SHA-256 of the salted grounds.
    pub grounds_hash: [u8; 32],
    pub chamber: u8,
    pub epoch: u64,
    /// Weight of the chamber's seats but for the operator's and the questioner's.
    pub eligible: u64,
    pub voting_ends_at: i64,
    pub quorum_bps: u16,
    pub approval_bps: u16,
}

/// `QuestionSettled`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct QuestionSettled {
    pub question: Pubkey,
    pub bond: Pubkey,
    /// The questioned leaf's index in the bonded log.
    pub index: u64,
    /// The questioned leaf.
    pub leaf: [u8; 32],
    pub question_hash: [u8; 32],
    /// Zeros where there was no answer.
    pub answer_hash: [u8; 32],
    /// The state of the question: 3 unanswered, 4 accepted, 5 lapsed, 6 upheld, 7 rejected, 8 undecided.
    pub outcome: u8,
    /// Base units of the deposit, which went to the questioner; where rejected, to the treasury.
    pub deposit: u64,
    /// Weight cast to uphold the appeal.
    pub yes: u64,
    /// Weight cast to reject it.
    pub no: u64,
    /// Weight cast as abstention.
    pub abstain: u64,
    /// The denominator; 0 without an appeal.
    pub eligible: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(payload: &impl AnchorSerialize) -> usize {
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        bytes.len()
    }

    #[test]
    fn payloads_are_as_long_as_documented() {
        let (key, hash) = (Pubkey::default(), [0; 32]);
        let set = AppealRulesSet {
            bond: key,
            effective_at: 1,
            terms: AppealTerms {
                question_bond: 1,
                crowd: 2,
                answer_period: 3,
                appeal_period: 4,
                voting_period: 5,
                unanswered_bps: 6,
                upheld_bps: 7,
                questioner_bps: 8,
                chamber: 9,
            },
        };
        assert_eq!(length(&set), 83);
        let opened = AppealOpened {
            question: key,
            grounds_hash: hash,
            chamber: 1,
            epoch: 2,
            eligible: 3,
            voting_ends_at: 4,
            quorum_bps: 5,
            approval_bps: 6,
        };
        assert_eq!(length(&opened), 93);
        let settled = QuestionSettled {
            question: key,
            bond: key,
            index: 1,
            leaf: hash,
            question_hash: hash,
            answer_hash: hash,
            outcome: 2,
            deposit: 3,
            yes: 4,
            no: 5,
            abstain: 6,
            eligible: 7,
        };
        assert_eq!(length(&settled), 209);
    }
}
