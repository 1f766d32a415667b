//! The built command line against a local validator. Run by `make test` (suite `cli`) under `scripts/with-localnet.sh`.

mod bonds;
mod consent;
mod datasets;
mod exits;
mod journey;
mod keys;
mod lineage;
mod listings;
mod logs;
mod long;
mod many;
mod proxy;
mod questions;
mod registry;
mod released;
mod support;
mod unsent;
mod verify_model;
mod watch;
mod witnesses;
