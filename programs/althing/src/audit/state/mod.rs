pub mod audit_entry;
pub mod audit_log;

pub use audit_entry::AuditEntry;
pub use audit_log::AuditLog;
