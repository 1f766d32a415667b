//! `tests/vectors/models.json`, which the TypeScript client is tested with too: manifests, their roots, the exact
//! bytes of their statements and what a signature is made over.
//!
//! `UPDATE_VECTORS=1 cargo test -p althing-digest --test vectors` writes the file anew.

use althing_digest::manifest::{Item, Manifest, Serialization};
use althing_digest::options::{Method, GIT_PATHS};
use althing_digest::{dsse, hex, sha256, Statement};
use serde_json::{json, Value};

const NAMES: [&str; 12] = [
    "Z",
    "a",
    "b/c",
    "b/c d",
    "b-c",
    "b.c",
    "quote\"and\\slash",
    "tab\tand\u{7f}",
    "\u{e9}",
    "\u{2603}/deep/er",
    "\u{ffff}",
    "\u{10000}",
];

fn files(names: &[&str]) -> Vec<Item> {
    let item = |name: &&str| Item {
        name: (*name).to_owned(),
        range: None,
        digest: sha256(name.as_bytes()),
    };
    names.iter().map(item).collect()
}

fn serialization(method: Method, ignored: &[&str], allow_symlinks: bool) -> Serialization {
    Serialization {
        method,
        allow_symlinks,
        ignore_paths: ignored.iter().map(|path| (*path).to_owned()).collect(),
    }
}

fn shards() -> Vec<Item> {
    let shard = |name: &str, start: u64, end: u64| Item {
        name: name.to_owned(),
        range: Some((start, end)),
        digest: sha256(format!("{name} {start}").as_bytes()),
    };
    vec![
        shard("a", 0, 7),
        shard("b/c", 0, 10),
        shard("b/c", 10, 20),
        shard("b/c", 20, 21),
    ]
}

fn vector(name: &str, model: &str, serialization: Serialization, items: Vec<Item>) -> Value {
    let method = serialization.method;
    let size = match method {
        Method::Files => Value::Null,
        Method::Shards { size } => size.into(),
    };
    let listed: Vec<Value> = items
        .iter()
        .map(|item| json!({ "name": item.name, "range": item.range, "sha256": hex(&item.digest) }))
        .collect();
    let (ignored, links) = (
        serialization.ignore_paths.clone(),
        serialization.allow_symlinks,
    );
    let manifest = Manifest::new(serialization, items).unwrap();
    let statement = Statement::new(model, manifest.clone()).unwrap();
    assert_eq!(
        Statement::parse(statement.payload()).as_ref().ok(),
        Some(&statement)
    );
    json!({
        "name": name, "model": model, "shardSize": size, "ignorePaths": ignored, "allowSymlinks": links,
        "items": listed, "root": hex(&manifest.root()),
        "statement": String::from_utf8(statement.payload().to_vec()).unwrap(),
        "statementHash": hex(&statement.hash()),
        "signedHash": hex(&sha256(&dsse::pae(dsse::PAYLOAD_TYPE, statement.payload()))),
    })
}

#[test]
fn the_vectors_are_those_of_this_crate() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/models.json"
    );
    let git = || serialization(Method::Files, &GIT_PATHS, false);
    let vectors = json!({
        "about": "Made by crates/digest/tests/vectors.rs: OpenSSF model signing.",
        "models": [
            vector("a single file", "weights.bin", git(), files(&["."])),
            vector("an empty folder", "empty", git(), vec![]),
            vector("names in the reference's order", "\u{1f98a} model", git(), files(&NAMES)),
            vector("nothing ignored, links followed", "m", serialization(Method::Files, &[], true), files(&["a"])),
            vector("shards", "big", serialization(Method::Shards { size: 10 }, &["x/y"], false), shards()),
        ],
    });
    let made = format!("{}\n", serde_json::to_string_pretty(&vectors).unwrap());
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == made,
        "{path} is not what this crate makes: see the top of this test"
    );
}
