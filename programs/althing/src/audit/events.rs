use anchor_lang::prelude::*;

/// An entry was appended. With the log's address these fields give the entry's bytes, so a reader of
/// events can rebuild a governed log and check it against the root.
#[event]
pub struct EntryAppended {
    pub log: Pubkey,
    pub index: u64,
    pub timestamp: i64,
    pub slot: u64,
    pub actor: Pubkey,
    pub kind: u16,
    pub payload: Vec<u8>,
    /// The log's root afterwards.
    pub root: [u8; 32],
}

/// A batch was appended.
#[event]
pub struct BatchAppended {
    pub log: Pubkey,
    /// The log's size before.
    pub old_size: u64,
    /// The log's size afterwards.
    pub size: u64,
    /// The log's root afterwards.
    pub root: [u8; 32],
    pub slot: u64,
    /// Where the entries are.
    pub uri: String,
}

/// A log of its writer's own was created.
#[event]
pub struct LogCreated {
    pub log: Pubkey,
    pub subject: Pubkey,
    pub writer: Pubkey,
}

/// Somebody keeps a tree that a log has been.
#[event]
pub struct RootKept {
    pub kept_root: Pubkey,
    pub audit_log: Pubkey,
    pub size: u64,
    pub root: [u8; 32],
}
