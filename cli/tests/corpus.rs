//! Replays what the fuzzers have found, and what they began with.

#[path = "../../fuzz/replay.rs"]
mod replay;

#[test]
fn every_file_of_every_corpus_holds() {
    replay::replay("cli_", althing_cli::fuzz::TARGETS);
}
