use anchor_lang::prelude::*;

use crate::audit::AuditLog;
use crate::constants::MAX_PROOF;
use crate::error::AlthingError;
use crate::math::merkle;

#[derive(Accounts)]
pub struct VerifyInclusion<'info> {
    pub log: AccountLoader<'info, AuditLog>,
}

/// Whether a leaf stands at `index` in the log as it is now. For other programs: the answer is the
/// return data, one byte, 1 for yes.
///
/// # Specification
/// - Anybody may ask; nothing is changed.
/// - A wrong leaf, index or proof is answered with 0, not with an error, so that a caller can go on;
///   a caller must read the answer. A proof over 41 hashes is refused.
pub fn verify_inclusion(
    ctx: Context<VerifyInclusion>,
    leaf: [u8; 32],
    index: u64,
    proof: Vec<[u8; 32]>,
) -> Result<bool> {
    ensure!(proof.len() <= MAX_PROOF, AlthingError::ProofTooLong);
    let log = ctx.accounts.log.load()?;
    Ok(merkle::verify_inclusion(
        &leaf, index, log.size, &proof, &log.root,
    ))
}
