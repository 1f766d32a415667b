pub mod audit_entry;
pub mod audit_log;
pub mod kept_root;

pub use audit_entry::AuditEntry;
pub use audit_log::AuditLog;
pub use kept_root::KeptRoot;
