//! Witnesses, the logs that they watch and checkpoints.

use super::Books;

pub fn check(books: &Books) {
    for (at, set) in &books.witness_sets {
        assert!((1..=16).contains(&set.count), "set {at}: its number");
        assert!(
            (1..=set.count).contains(&set.quorum),
            "set {at}: its quorum"
        );
        let logs = books.witnessed_logs.iter();
        let count = logs.filter(|(_, log)| log.witness_set == *at).count();
        assert_eq!(count as u64, set.logs, "set {at}: its logs");
    }
    for (at, log) in &books.witnessed_logs {
        let checkpoints = books.checkpoints.iter();
        let count = checkpoints.filter(|(_, each)| each.witnessed_log == *at);
        assert_eq!(
            count.count() as u64,
            log.checkpoints,
            "witnessed log {at}: its checkpoints"
        );
    }
    for (at, checkpoint) in &books.checkpoints {
        check_checkpoint(books, at, checkpoint);
    }
}

fn check_checkpoint(
    books: &Books,
    at: &anchor_lang::prelude::Pubkey,
    checkpoint: &althing::witness::LogCheckpoint,
) {
    let log = books
        .logs
        .iter()
        .find(|(log, _)| *log == checkpoint.audit_log);
    let (_, log) = log.unwrap_or_else(|| panic!("checkpoint {at}: of no log"));
    assert!(checkpoint.size <= log.size, "checkpoint {at}: its size");
    if checkpoint.size == log.size {
        assert_eq!(checkpoint.root, log.root, "checkpoint {at}: its root");
    }
    let (_, watched) = books
        .witnessed_logs
        .iter()
        .find(|(log, _)| *log == checkpoint.witnessed_log)
        .unwrap_or_else(|| panic!("checkpoint {at}: of no witnessed log"));
    if checkpoint.is_witnessed() {
        assert!(
            checkpoint.size <= watched.latest_size,
            "checkpoint {at}: beyond the latest"
        );
        assert!(checkpoint.witnessed_slot > 0, "checkpoint {at}: its slot");
    } else if let Some((_, set)) = books
        .witness_sets
        .iter()
        .find(|(set, _)| *set == watched.witness_set)
    {
        let stale = checkpoint.revision != set.revision;
        assert!(
            stale || checkpoint.count() < set.quorum,
            "checkpoint {at}: its quorum was not noticed"
        );
    }
    for (place, cosignature) in checkpoint.cosignatures.iter().enumerate() {
        let signed = checkpoint.cosigned >> place & 1 == 1;
        assert_eq!(
            signed,
            cosignature.signature != [0; 64],
            "checkpoint {at}: cosignature {place}"
        );
    }
}
