//! Published checkpoints: each must continue the last one, be signed by whom it must, and be what the chain has.

use althing::AuditLog;
use althing_publish::Mark;
use althing_tlog::key::VerifierKey;
use althing_tlog::proof::{prove_consistency, verify_consistency};
use althing_tlog::store::TileHashes;
use anchor_lang::prelude::Pubkey;

use super::Kind;
use crate::context::Context;
use crate::error::{Exit, Result};
use crate::input::bytes::to_hex;
use crate::logs::{Head, Tiles};

/// Where a log is published, and who signs it.
pub struct Place {
    pub name: String,
    pub tiles: Tiles,
    /// Who must sign, where that was given; else the log's writer or whom its bond names.
    pub key: Option<String>,
}

/// What was found.
pub enum Found {
    /// Nothing was published yet.
    Nothing,
    /// The same as before, or a good continuation.
    Good(Mark),
    Bad(Kind, String),
}

impl Place {
    /// Looks at the checkpoint that is published now.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn look(
        &self,
        context: &Context,
        address: &Pubkey,
        log: &AuditLog,
        last: Option<&Mark>,
    ) -> Result<Found> {
        let bytes = match self.tiles.checkpoint() {
            Ok((_, bytes)) => bytes,
            // Before the first append there is none.
            Err(error) if error.exit == Exit::Usage && last.is_none() => return Ok(Found::Nothing),
            Err(error) => return Ok(Found::Bad(Kind::Unreadable, error.what)),
        };
        let head = match Head::parse(self.name.clone(), &bytes) {
            Ok(head) => head,
            Err(error) => return Ok(Found::Bad(Kind::Unreadable, error.what)),
        };
        let keys = self.keys(context, address, log, head.checkpoint.origin())?;
        if let Err(error) = head.signed_by(&keys) {
            return Ok(Found::Bad(Kind::UnexpectedSigner, error.what));
        }
        let now = Mark {
            size: head.size(),
            root: *head.checkpoint.root(),
        };
        if last == Some(&now) {
            return Ok(Found::Good(now));
        }
        if let Some((kind, detail)) = last.and_then(|last| self.apart(last, &now)) {
            return Ok(Found::Bad(kind, detail));
        }
        match head.on_chain(context, address, log) {
            Ok(_) => Ok(Found::Good(now)),
            Err(error) if error.exit == Exit::Mismatch => {
                Ok(Found::Bad(Kind::Inconsistent, error.what))
            }
            Err(error) => Err(error),
        }
    }

    fn keys(
        &self,
        context: &Context,
        address: &Pubkey,
        log: &AuditLog,
        origin: &str,
    ) -> Result<Vec<VerifierKey>> {
        match &self.key {
            Some(text) => Ok(vec![crate::logs::checkpoint::key(text, origin)?]),
            None => context.checkpoint_keys(address, log, origin),
        }
    }

    /// Why `now` is no continuation of `last`.
    fn apart(&self, last: &Mark, now: &Mark) -> Option<(Kind, String)> {
        let name = &self.name;
        if now.size < last.size {
            let detail = format!("{name}: has {} entries, it had {}", now.size, last.size);
            return Some((Kind::Shrunk, detail));
        }
        if now.size == last.size {
            let (then, now) = (to_hex(&last.root), to_hex(&now.root));
            let detail = format!(
                "{name}: at {} entries its root is {now}, it was {then}",
                last.size
            );
            return Some((Kind::OtherRoot, detail));
        }
        let tiles = TileHashes::new(&self.tiles, now.size);
        let proof = prove_consistency(&tiles, last.size, now.size);
        let why = match proof {
            Err(why) => why.to_string(),
            Ok(proof) => verify_consistency(last.size, &last.root, now.size, &now.root, &proof)
                .err()?
                .to_string(),
        };
        let detail = format!(
            "{name}: its {} entries do not continue the {} that were there: {why}",
            now.size, last.size
        );
        Some((Kind::Inconsistent, detail))
    }
}
