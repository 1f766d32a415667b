//! Folders of tiles: written, gone on with, cut back, and verified when somebody has changed them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use althing_tlog::hash::{empty_root, leaf_hash};
use althing_tlog::proof::{prove_inclusion, verify_inclusion};
use althing_tlog::store::{
    edge_frontier, remove_beyond, remove_obsolete, verify, write_edge, Builder, Folder, Options,
    StoreError, TileHashes, TileSource,
};
use althing_tlog::tile::TilePath;
use althing_tlog::tree::MemoryTree;
use althing_tlog::Hash;

const OPTIONS: Options = Options {
    threads: 2,
    sync: false,
    group_files: 3,
    group_bytes: 1 << 16,
};

fn entry(index: u64) -> Vec<u8> {
    vec![index as u8; 1 + (index % 61) as usize]
}

fn root(size: u64) -> Hash {
    MemoryTree::from_leaves((0..size).map(|index| leaf_hash(&entry(index)))).root()
}

/// Extends the folder's tree.
fn grow(folder: &Path, from: u64, to: u64) {
    let mut builder = Builder::open(folder, from, &root(from), OPTIONS).unwrap();
    for index in from..to {
        assert_eq!(builder.push(&entry(index)).unwrap(), index);
    }
    let published = builder.publish().unwrap();
    assert_eq!((published.old_size, published.size), (from, to));
    assert_eq!(published.root, root(to));
    assert_eq!(published.frontier.root(), root(to));
}

fn made(size: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    grow(folder.path(), 0, size);
    folder
}

fn check(folder: &Path, size: u64) -> Result<(), StoreError> {
    verify(&Folder::new(folder), size, Some(&root(size)), 2, |_| {}).map(drop)
}

/// Every tile and bundle.
fn tiles(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.join("tile")];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn however_it_grew_the_folder_is_that_of_its_tree() {
    for steps in [
        &[0, 1, 2, 255, 256, 257, 600][..],
        &[0, 300, 511, 513, 70_000],
        &[0, 65_536, 65_537],
    ] {
        let folder = tempfile::tempdir().unwrap();
        for pair in steps.windows(2) {
            grow(folder.path(), pair[0], pair[1]);
            check(folder.path(), pair[1]).unwrap();
        }
        let size = steps[steps.len() - 1];
        let tiles = TileHashes::new(Folder::new(folder.path()), size);
        for index in [0, size / 2, size - 1] {
            assert_eq!(tiles.entry(index).unwrap(), entry(index));
            let proof = prove_inclusion(&tiles, index, size).unwrap();
            verify_inclusion(&leaf_hash(&entry(index)), index, size, &proof, &root(size)).unwrap();
        }
    }
}

#[test]
fn what_is_changed_is_found_and_named() {
    let folder = made(70_000);
    let whole = root(70_000);
    let check = |folder| verify(&Folder::new(folder), 70_000, Some(&whole), 2, |_| {}).map(drop);
    let files = tiles(folder.path());
    assert!(files.len() > 500);
    // Of each folder of tiles the first and the last files, and some between.
    for (at, (path, bytes)) in files.iter().enumerate() {
        if at % 83 != 0 && !path.to_string_lossy().contains(".p") {
            continue;
        }
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        let longer = [&bytes[..], b"\0"].concat();
        let mut swapped = bytes.clone();
        swapped.rotate_left(32);
        let changes = [
            flipped,
            bytes[..bytes.len() - 1].to_vec(),
            longer,
            swapped,
            vec![],
        ];
        for changed in changes.iter().filter(|changed| *changed != bytes) {
            fs::write(path, changed).unwrap();
            let error = check(folder.path()).unwrap_err().to_string();
            // A changed entry shows in the tile that has its hash.
            let tile = path.to_string_lossy().replace("tile/entries", "tile/0");
            let named = error.contains(&*path.to_string_lossy()) || error.contains(&tile);
            assert!(named, "{}: {error}", path.display());
        }
        fs::remove_file(path).unwrap();
        let error = check(folder.path()).unwrap_err();
        assert!(matches!(error, StoreError::Missing { .. }), "{error}");
        fs::write(path, bytes).unwrap();
    }
    check(folder.path()).unwrap();
    let other = verify(
        &Folder::new(folder.path()),
        70_000,
        Some(&root(7)),
        2,
        |_| {},
    );
    assert!(matches!(other, Err(StoreError::WrongRoot { .. })));
}

#[test]
fn a_pipe_or_a_folder_in_a_tiles_place_is_refused() {
    let folder = made(300);
    let path = folder.path().join("tile/0/000");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let error = check(folder.path(), 300).unwrap_err();
    assert!(matches!(error, StoreError::NotAFile { .. }), "{error}");
    assert!(error.to_string().contains("tile/0/000: is not a file"));
}

#[test]
fn a_writer_goes_on_only_from_the_tree_that_is_there() {
    let folder = made(300);
    let open = |size, root: &Hash| Builder::open(folder.path(), size, root, OPTIONS).map(drop);
    assert!(matches!(
        open(300, &root(301)),
        Err(StoreError::WrongRoot { .. })
    ));
    assert!(matches!(
        open(301, &root(301)),
        Err(StoreError::Missing { .. })
    ));
    let held = Builder::open(folder.path(), 300, &root(300), OPTIONS).unwrap();
    assert!(matches!(
        open(300, &root(300)),
        Err(StoreError::Locked { .. })
    ));
    drop(held);
    // The edge's bundle has to be that of the edge's hashes.
    let bundle = folder.path().join("tile/entries/001.p/44");
    let mut bytes = fs::read(&bundle).unwrap();
    bytes[2] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    assert!(matches!(
        open(300, &root(300)),
        Err(StoreError::WrongHash { .. })
    ));
}

#[test]
fn a_full_tile_is_never_replaced_by_another() {
    let folder = made(300);
    let mut builder = Builder::open(folder.path(), 0, &empty_root(), OPTIONS).unwrap();
    let pushed = (0..600).try_for_each(|_| builder.push(b"other").map(drop));
    let error = pushed
        .and_then(|()| builder.publish().map(drop))
        .unwrap_err();
    assert!(matches!(error, StoreError::Differs { .. }), "{error}");
    assert!(matches!(builder.push(b"x"), Err(StoreError::Failed)));
    drop(builder);
    check(folder.path(), 300).unwrap();
}

#[test]
fn an_entry_that_is_too_long_is_refused_and_the_rest_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::open(folder.path(), 0, &empty_root(), OPTIONS).unwrap();
    let error = builder.push(&[0; 65_536]).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::LongEntry {
                index: 0,
                length: 65_536
            }
        ),
        "{error}"
    );
    builder.push(&[0; 65_535]).unwrap();
    assert_eq!(builder.publish().unwrap().root, leaf_hash(&[0; 65_535]));
}

#[test]
fn what_nobody_has_seen_is_removed() {
    for (size, larger) in [
        (0, 700),
        (300, 700),
        (512, 70_000),
        (65_536, 66_000),
        (66_000, 66_001),
    ] {
        let folder = made(size);
        let before = tiles(folder.path());
        grow(folder.path(), size, larger);
        remove_beyond(folder.path(), size).unwrap();
        assert!(tiles(folder.path()) == before, "{size} of {larger}");
        grow(folder.path(), size, larger);
        check(folder.path(), larger).unwrap();
    }
}

#[test]
fn a_smaller_trees_edge_comes_from_a_larger_one() {
    for (size, larger) in [
        (1, 2),
        (300, 311),
        (300, 700),
        (65_000, 70_000),
        (65_792, 66_000),
        (256, 257),
    ] {
        let folder = made(larger);
        write_edge(folder.path(), larger, size).unwrap();
        let frontier = edge_frontier(&Folder::new(folder.path()), size).unwrap();
        assert_eq!(frontier.root(), root(size));
        check(folder.path(), larger).unwrap();
        remove_beyond(folder.path(), size).unwrap();
        check(folder.path(), size).unwrap();
        assert!(matches!(
            write_edge(folder.path(), size, larger),
            Err(StoreError::Missing { .. })
        ));
    }
}

#[test]
fn partial_tiles_go_when_their_full_ones_are_there() {
    let folder = made(300);
    grow(folder.path(), 300, 700);
    assert_eq!(remove_obsolete(folder.path()).unwrap(), 2);
    check(folder.path(), 700).unwrap();
    // A reader of the older tree takes the beginning of the full ones.
    let frontier = edge_frontier(&Folder::new(folder.path()), 300).unwrap();
    assert_eq!(frontier.root(), root(300));
}

/// Tiles that are no folder's.
struct Held(BTreeMap<String, Vec<u8>>);

impl TileSource for Held {
    type Error = StoreError;

    fn read(&self, path: &TilePath) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.0.get(&path.to_string()).cloned())
    }
}

#[test]
fn tiles_are_verified_wherever_they_are() {
    let folder = made(1000);
    let held = |(path, bytes): (PathBuf, Vec<u8>)| {
        let name = path.strip_prefix(folder.path()).unwrap();
        (name.to_string_lossy().into_owned(), bytes)
    };
    let mut held = Held(tiles(folder.path()).into_iter().map(held).collect());
    verify(&held, 1000, Some(&root(1000)), 2, |_| {}).unwrap();
    held.0.remove("tile/0/001");
    let error = verify(&held, 1000, None, 2, |_| {})
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "tile/0/001: is not there; entries up to 1000 need it"
    );
}
