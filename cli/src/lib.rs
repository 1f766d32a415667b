//! The althing command line.
