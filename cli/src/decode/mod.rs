//! Bytes by name: instructions, events and errors from the program's IDL, log entries from their tables.

pub mod idl;
pub mod value;
