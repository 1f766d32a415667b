//! A description behind a URI, and its hash, which come together or not at all.

use clap::Args;

use crate::input;

/// Where a description is, and what it must hash to.
#[derive(Args, Clone, Debug, Default)]
pub struct Metadata {
    /// Where the description (a model card) is, at most 200 bytes
    #[arg(long = "metadata", value_name = "URI", requires = "hash")]
    pub uri: Option<String>,
    /// SHA-256 of the description: 64 hex digits, or file:PATH to hash a file
    #[arg(long = "metadata-hash", value_name = "DIGEST", value_parser = input::digest, requires = "uri")]
    pub hash: Option<[u8; 32]>,
}

impl Metadata {
    /// As the program wants them.
    #[must_use]
    pub fn parts(self) -> (String, [u8; 32]) {
        (self.uri.unwrap_or_default(), self.hash.unwrap_or_default())
    }
}
