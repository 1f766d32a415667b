//! What publishing needs of the chain.

use althing_tlog::tree::Batch;
use althing_tlog::Hash;

use crate::{Mark, PublishError};

/// A log on the chain, of which the caller is the writer.
pub trait Chain {
    /// The log's size and root, at a commitment at which they will not be undone.
    ///
    /// # Errors
    /// [`PublishError::Chain`].
    fn head(&mut self) -> Result<Mark, PublishError>;

    /// The root that the log had when it had `size` entries. `None` where no append ended at that size, or the chain's
    /// history is not known that far back.
    ///
    /// # Errors
    /// [`PublishError::Chain`].
    fn root_at(&mut self, size: u64) -> Result<Option<Hash>, PublishError>;

    /// Sends one `append_batch` and waits until it will not be undone.
    ///
    /// # Errors
    /// [`PublishError::Chain`] where it certainly did not happen, [`PublishError::Moved`] where the log no longer has
    /// the batch's old size, [`PublishError::Unconfirmed`] where it is not known whether it happened.
    fn append(&mut self, batch: &Batch) -> Result<(), PublishError>;
}
