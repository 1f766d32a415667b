//! The althing command line.

fn main() {}
