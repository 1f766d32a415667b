use anchor_lang::prelude::*;

use crate::audit::events::RootKept;
use crate::audit::KeptRoot;
use crate::constants::MAX_PROOF;
use crate::error::AlthingError;
use crate::math::merkle;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RecallRootArgs {
    /// Leaves of the earlier tree.
    pub size: u64,
    /// Its root.
    pub root: [u8; 32],
    /// That the kept tree began with it: an RFC 6962 consistency proof, at most 41 hashes.
    pub proof: Vec<[u8; 32]>,
}

#[derive(Accounts)]
pub struct RecallRoot<'info> {
    #[account(mut, has_one = payer @ AlthingError::WrongKeptRoot)]
    pub kept_root: AccountLoader<'info, KeptRoot>,
    pub payer: Signer<'info>,
}

/// Goes back from a kept root to an earlier one, by a proof. What would take too many hashes at once is done in
/// several steps.
///
/// # Specification
/// - Only who keeps the root may.
/// - The kept tree began with the earlier one, or is it.
pub fn recall_root(ctx: Context<RecallRoot>, args: RecallRootArgs) -> Result<()> {
    ensure!(args.proof.len() <= MAX_PROOF, AlthingError::ProofTooLong);
    let mut kept = ctx.accounts.kept_root.load_mut()?;
    ensure!(
        merkle::verify_consistency(args.size, &args.root, kept.size, &args.proof, &kept.root),
        AlthingError::NotAPrefix
    );
    kept.size = args.size;
    kept.root = args.root;
    emit!(RootKept {
        kept_root: ctx.accounts.kept_root.key(),
        audit_log: kept.audit_log,
        size: args.size,
        root: args.root,
    });
    Ok(())
}
