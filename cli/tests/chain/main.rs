//! The built command line against a local validator. Run by `make test` (suite `cli`) under `scripts/with-localnet.sh`.

mod bonds;
mod consent;
mod exits;
mod journey;
mod keys;
mod listings;
mod logs;
mod proxy;
mod registry;
mod released;
mod support;
mod unsent;
mod verify_model;
mod watch;
