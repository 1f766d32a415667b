//! Names of files inside a model: relative, `/` between components, UTF-8.

use std::cmp::Ordering;

/// Longest name accepted in a statement, in bytes (the longest path of Linux).
pub const MAX_NAME_BYTES: usize = 4096;

/// The name of a model that is a single file.
pub const SINGLE_FILE: &str = ".";

/// The reference's order: component by component, each by code points. `a`, `a/b`, `a-b`, `a.b`.
///
/// Code points order as UTF-8 bytes do; `/` ends a component and so comes before every other byte.
#[must_use]
pub fn compare_names(a: &str, b: &str) -> Ordering {
    let key = |byte: &u8| if *byte == b'/' { 0 } else { *byte };
    a.as_bytes()
        .iter()
        .map(key)
        .cmp(b.as_bytes().iter().map(key))
}

/// Whether `name` lies at `prefix` or below it, both relative to the model.
#[must_use]
pub fn is_within(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Why a name from a statement is refused, if it is.
pub(crate) fn fault(name: &str) -> Option<&'static str> {
    if name == SINGLE_FILE {
        return None;
    }
    if name.is_empty() {
        return Some("the name is empty");
    }
    if name.len() > MAX_NAME_BYTES {
        return Some("the name is longer than 4096 bytes");
    }
    if name.contains('\0') {
        return Some("the name contains a NUL");
    }
    if name.starts_with('/') {
        return Some("the name is absolute");
    }
    if name.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Some("the name has an empty, '.' or '..' component");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_reference_order() {
        let mut names = [
            "a.b",
            "a-b",
            "a/b",
            "a",
            "\u{10000}",
            "\u{ffff}",
            "a/b/c",
            "a/b-c",
            "Z",
            "a b",
            "\u{e9}",
        ];
        names.sort_by(|a, b| compare_names(a, b));
        let expected = [
            "Z",
            "a",
            "a/b",
            "a/b/c",
            "a/b-c",
            "a b",
            "a-b",
            "a.b",
            "\u{e9}",
            "\u{ffff}",
            "\u{10000}",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn names_that_leave_the_model_are_faults() {
        for name in [
            "", "/a", "a//b", "a/", "./a", "a/.", "../a", "a/../b", "..", "a\0b",
        ] {
            assert!(fault(name).is_some(), "{name:?}");
        }
        for name in [".", "a", "a/b", "...", " ", "a\nb", "a:b", ".git", "a\\b"] {
            assert!(fault(name).is_none(), "{name:?}");
        }
        assert!(fault(&"a".repeat(MAX_NAME_BYTES)).is_none());
        assert!(fault(&"a".repeat(MAX_NAME_BYTES + 1)).is_some());
    }

    #[test]
    fn within_is_by_component() {
        assert!(is_within("a/b", "a") && is_within("a", "a"));
        assert!(!is_within("ab", "a") && !is_within("a", "a/b") && !is_within("b/a", "a"));
    }

    proptest! {
        #[test]
        fn order_is_that_of_lists_of_components(a in "[a./\\-\u{e9}\u{ffff}\u{10000}]{0,8}", b in "[a./\\-\u{e9}\u{ffff}\u{10000}]{0,8}") {
            let parts = |s: &str| s.split('/').map(|p| p.chars().map(u32::from).collect::<Vec<_>>()).collect::<Vec<_>>();
            prop_assert_eq!(compare_names(&a, &b), parts(&a).cmp(&parts(&b)));
        }
    }
}
