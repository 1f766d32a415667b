//! Logs, and the roots of them that somebody keeps.

use super::Books;

pub fn check(books: &Books) {
    for (at, log) in &books.logs {
        let root = althing::math::merkle::root(&log.frontier, log.size);
        assert_eq!(
            log.root, root,
            "log {at}: the root is not that of its frontier"
        );
        for (level, slot) in log.frontier.iter().enumerate() {
            let used = log.size >> level & 1 == 1;
            assert!(
                used || *slot == [0; 32],
                "log {at}: level {level} is not of this size"
            );
        }
    }
    for (at, kept) in &books.kept_roots {
        let log = books.logs.iter().find(|(log, _)| *log == kept.audit_log);
        let (_, log) = log.unwrap_or_else(|| panic!("kept root {at}: of no log"));
        assert!(kept.size <= log.size, "kept root {at}: its size");
        if kept.size == log.size {
            assert_eq!(kept.root, log.root, "kept root {at}");
        }
    }
}
