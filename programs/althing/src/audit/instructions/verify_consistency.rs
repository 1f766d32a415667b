use anchor_lang::prelude::*;

use crate::audit::AuditLog;
use crate::constants::MAX_PROOF;
use crate::error::AlthingError;
use crate::math::merkle;

#[derive(Accounts)]
pub struct VerifyConsistency<'info> {
    pub log: AccountLoader<'info, AuditLog>,
}

/// Whether a tree of `old_size` leaves with root `old_root` is a prefix of the log as it is now. For
/// other programs: the answer is the return data, one byte, 1 for yes.
///
/// # Specification
/// - Anybody may ask; nothing is changed.
/// - A wrong size, root or proof is answered with 0, not with an error; a caller must read the answer.
///   A proof over 41 hashes is refused.
pub fn verify_consistency(
    ctx: Context<VerifyConsistency>,
    old_size: u64,
    old_root: [u8; 32],
    proof: Vec<[u8; 32]>,
) -> Result<bool> {
    ensure!(proof.len() <= MAX_PROOF, AlthingError::ProofTooLong);
    let log = ctx.accounts.log.load()?;
    Ok(merkle::verify_consistency(
        old_size, &old_root, log.size, &proof, &log.root,
    ))
}
