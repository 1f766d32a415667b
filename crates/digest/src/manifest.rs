//! The manifest: every file or shard with its SHA-256, in the reference's order, and the root over them.

use ring::digest::{Context, SHA256};

use crate::error::{Error, Result};
use crate::name::{self, compare_names, SINGLE_FILE};
use crate::options::{leaves, normalised, Method, MAX_ITEMS};

/// One file or shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The file's name inside the model, `.` for a model that is a single file.
    pub name: String,
    /// First byte and the byte after the last, in shards only.
    pub range: Option<(u64, u64)>,
    pub digest: [u8; 32],
}

impl Item {
    /// The name in the statement: `path` or `path:start:end`.
    #[must_use]
    pub fn identifier(&self) -> String {
        match self.range {
            None => self.name.clone(),
            Some((start, end)) => format!("{}:{start}:{end}", self.name),
        }
    }
}

/// How the items were made; the statement carries it, so that a verifier can do the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serialization {
    pub method: Method,
    pub allow_symlinks: bool,
    /// Relative to the model, sorted when made here; the reference's order is arbitrary.
    pub ignore_paths: Vec<String>,
}

/// Items in order with how they were made. Invariant: names are valid and strictly ascending, no file lies below
/// another, and in shards the pieces of a file follow each other from 0 without gap, all but the last of full size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    serialization: Serialization,
    items: Vec<Item>,
}

impl Manifest {
    /// Checks the invariant.
    ///
    /// # Errors
    /// [`Error::Resource`] names the first item that breaks it; [`Error::TooManyItems`]; [`Error::ShardSize`];
    /// [`Error::IgnoredPath`] for an ignored path that is the whole model or absolute. One with `..` is kept and ignores
    /// nothing, as in the reference.
    pub fn new(serialization: Serialization, items: Vec<Item>) -> Result<Self> {
        serialization.method.check()?;
        for path in &serialization.ignore_paths {
            if !leaves(path) {
                normalised(path)?;
            }
        }
        if items.len() > MAX_ITEMS {
            return Err(Error::TooManyItems { limit: MAX_ITEMS });
        }
        let mut previous: Option<&Item> = None;
        for item in &items {
            let fault = name::fault(&item.name)
                .or_else(|| {
                    (item.name == SINGLE_FILE && items[0].name != SINGLE_FILE)
                        .then_some("'.' is not alone")
                })
                .or_else(|| follows(previous, item))
                .or_else(|| match serialization.method {
                    Method::Files => item
                        .range
                        .is_some()
                        .then_some("it has bounds, but the method is files"),
                    Method::Shards { size } => shard_fault(previous, item, size),
                });
            if let Some(why) = fault {
                return Err(Error::Resource {
                    name: item.identifier(),
                    why,
                });
            }
            previous = Some(item);
        }
        Ok(Self {
            serialization,
            items,
        })
    }

    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    #[must_use]
    pub fn serialization(&self) -> &Serialization {
        &self.serialization
    }

    /// SHA-256 over the items' digests in order. It does not cover the names: see [`crate::Statement::hash`].
    #[must_use]
    pub fn root(&self) -> [u8; 32] {
        root_of(&self.items)
    }
}

/// SHA-256 over the items' digests in the order given.
pub(crate) fn root_of(items: &[Item]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for item in items {
        context.update(&item.digest);
    }
    let mut root = [0; 32];
    root.copy_from_slice(context.finish().as_ref());
    root
}

/// Into the reference's order: names, then the bounds of shards.
pub(crate) fn sort(items: &mut [Item]) {
    items.sort_unstable_by(|a, b| compare_names(&a.name, &b.name).then(a.range.cmp(&b.range)));
}

/// Ascending, and no file below a file.
fn follows(previous: Option<&Item>, item: &Item) -> Option<&'static str> {
    let previous = previous?;
    match compare_names(&previous.name, &item.name) {
        std::cmp::Ordering::Greater => Some("it is not in order"),
        std::cmp::Ordering::Equal if item.range.is_none() => Some("it is named twice"),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less if previous.name == SINGLE_FILE => Some("'.' is not alone"),
        std::cmp::Ordering::Less if name::is_within(&item.name, &previous.name) => {
            Some("it lies below another file")
        }
        std::cmp::Ordering::Less => None,
    }
}

fn shard_fault(previous: Option<&Item>, item: &Item, size: u64) -> Option<&'static str> {
    let Some((start, end)) = item.range else {
        return Some("it has no bounds, but the method is shards");
    };
    if item.name.contains(':') {
        return Some("the name has a colon");
    }
    if start >= end || end - start > size {
        return Some("its bounds do not fit the shard size");
    }
    let expected = match previous {
        Some(Item {
            name,
            range: Some((from, to)),
            ..
        }) if *name == item.name => {
            if to - from != size {
                return Some("a shard before it is not of full size");
            }
            *to
        }
        _ => 0,
    };
    (start != expected).then_some("a shard before it is missing")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, range: Option<(u64, u64)>) -> Item {
        Item {
            name: name.into(),
            range,
            digest: [name.len() as u8; 32],
        }
    }

    fn fault(method: Method, items: &[(&str, Option<(u64, u64)>)]) -> Option<&'static str> {
        let serialization = Serialization {
            method,
            allow_symlinks: false,
            ignore_paths: Vec::new(),
        };
        match Manifest::new(
            serialization,
            items
                .iter()
                .map(|(name, range)| item(name, *range))
                .collect(),
        ) {
            Ok(_) => None,
            Err(Error::Resource { why, .. }) => Some(why),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn files_are_in_order_and_single() {
        let files = |names: &[&str]| {
            fault(
                Method::Files,
                &names.iter().map(|n| (*n, None)).collect::<Vec<_>>(),
            )
        };
        assert_eq!(files(&[]), None);
        assert_eq!(files(&["."]), None);
        assert_eq!(files(&["a/b", "a-b", "a.b"]), None);
        assert_eq!(files(&["a-b", "a/b"]), Some("it is not in order"));
        assert_eq!(files(&["a", "a"]), Some("it is named twice"));
        assert_eq!(files(&["a", "a/b"]), Some("it lies below another file"));
        assert_eq!(files(&[".", "a"]), Some("'.' is not alone"));
        assert_eq!(files(&["-", "."]), Some("'.' is not alone"));
        assert_eq!(files(&[".", "."]), Some("it is named twice"));
        assert_eq!(
            files(&["../a"]),
            Some("the name has an empty, '.' or '..' component")
        );
        assert_eq!(
            fault(Method::Files, &[("a", Some((0, 1)))]),
            Some("it has bounds, but the method is files")
        );
    }

    #[test]
    fn shards_follow_each_other() {
        let shards = |items: &[(&str, (u64, u64))]| {
            fault(
                Method::Shards { size: 4 },
                &items
                    .iter()
                    .map(|(n, r)| (*n, Some(*r)))
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            shards(&[("a", (0, 4)), ("a", (4, 8)), ("a", (8, 9)), ("b", (0, 1))]),
            None
        );
        assert_eq!(shards(&[(".", (0, 4)), (".", (4, 5))]), None);
        assert_eq!(
            shards(&[("a", (4, 8))]),
            Some("a shard before it is missing")
        );
        assert_eq!(
            shards(&[("a", (0, 4)), ("a", (8, 9))]),
            Some("a shard before it is missing")
        );
        assert_eq!(
            shards(&[("a", (0, 4)), ("a", (0, 4))]),
            Some("a shard before it is missing")
        );
        assert_eq!(
            shards(&[("a", (0, 3)), ("a", (3, 4))]),
            Some("a shard before it is not of full size")
        );
        assert_eq!(
            shards(&[("a", (0, 5))]),
            Some("its bounds do not fit the shard size")
        );
        assert_eq!(
            shards(&[("a", (0, 0))]),
            Some("its bounds do not fit the shard size")
        );
        assert_eq!(
            shards(&[("a", (3, 1))]),
            Some("its bounds do not fit the shard size")
        );
        assert_eq!(shards(&[("a:b", (0, 1))]), Some("the name has a colon"));
        let no_range = fault(Method::Shards { size: 4 }, &[("a", None)]);
        assert_eq!(no_range, Some("it has no bounds, but the method is shards"));
    }

    #[test]
    fn a_manifest_cannot_ignore_everything() {
        for path in [".", "", "/a"] {
            let serialization = Serialization {
                method: Method::Files,
                allow_symlinks: false,
                ignore_paths: vec![path.into()],
            };
            assert!(
                matches!(
                    Manifest::new(serialization, vec![]),
                    Err(Error::IgnoredPath { .. })
                ),
                "{path:?}"
            );
        }
        // The reference records where a signature beside the model lies; that ignores nothing.
        let serialization = Serialization {
            method: Method::Files,
            allow_symlinks: false,
            ignore_paths: vec!["..".into(), "../model.sig".into()],
        };
        assert!(Manifest::new(serialization, vec![]).is_ok());
        let serialization = Serialization {
            method: Method::Shards { size: 0 },
            allow_symlinks: false,
            ignore_paths: vec![],
        };
        assert!(matches!(
            Manifest::new(serialization, vec![]),
            Err(Error::ShardSize(0))
        ));
    }

    #[test]
    fn the_root_of_nothing_is_the_hash_of_nothing() {
        let serialization = Serialization {
            method: Method::Files,
            allow_symlinks: false,
            ignore_paths: vec![],
        };
        let root = Manifest::new(serialization, vec![]).unwrap().root();
        assert_eq!(
            crate::hex(&root),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
