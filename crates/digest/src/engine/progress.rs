//! What the caller is told while a model is hashed, and how it stops that.

/// Called from several threads at once; keep each call short.
pub trait Progress: Sync {
    /// A file of `bytes` was found (its part of the total).
    fn found(&self, bytes: u64) {
        let _ = bytes;
    }

    /// The listing is complete; the totals reported by [`Progress::found`] are final.
    fn listed(&self) {}

    /// Another `bytes` were hashed; called for every buffer, at most every 256 KiB per file.
    fn hashed(&self, bytes: u64) {
        let _ = bytes;
    }

    /// A file, or in shards a piece of one, is done.
    fn item_done(&self) {}

    /// Asked between buffers; `true` ends the digest with [`crate::Error::Cancelled`].
    fn cancelled(&self) -> bool {
        false
    }
}

/// Reports nothing and never stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {}
