use anchor_lang::prelude::*;

/// One evaluator's latest word on one version. Seeds: `"attestation"`, version, evaluator.
///
/// Keyed by the evaluator, not by the seat: whoever sits in two evaluators' chambers counts once.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Attestation {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 1 passed, 0 failed.
    pub passed: u8,
    pub _padding: [u8; 5],
    /// The version.
    pub model_version: Pubkey,
    /// Whose word it is.
    pub evaluator: Pubkey,
    /// The seat that gave the right to it, at the time of the latest word.
    pub seat: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// SHA-256 of the evaluation's results.
    pub result_hash: [u8; 32],
    /// When the latest word was given, unix seconds.
    pub attested_at: i64,
}

impl Attestation {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Whether the word is "passed".
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.passed == 1
    }
}
