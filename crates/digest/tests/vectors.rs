//! `tests/vectors/models.json`, which the TypeScript client is tested with too: manifests, their roots, the exact
//! bytes of their statements and what a signature is made over; bundles that verify, and others that do not.
//!
//! `UPDATE_VECTORS=1 cargo test -p althing-digest --test vectors` writes the file anew.

use althing_digest::manifest::{Item, Manifest, Serialization};
use althing_digest::options::{Method, GIT_PATHS};
use althing_digest::{dsse, hex, sha256, Bundle, SigningKey, Statement};
use base64::engine::general_purpose::STANDARD;
use base64::Engine as _;
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

const P256: &[u8] = include_bytes!("../../../fuzz/corpus/digest_key/prime256v1.pkcs8");
const P384: &[u8] = include_bytes!("../../../fuzz/corpus/digest_key/secp384r1.pkcs8");

/// A throw-away key, and the statement that is signed with it.
fn signed(key: &SigningKey) -> Value {
    let manifest = Manifest::new(
        serialization(Method::Files, &GIT_PATHS, false),
        files(&["a/b", "a-b", "a.b"]),
    );
    let statement = Statement::new("m", manifest.unwrap()).unwrap();
    serde_json::from_str(&Bundle::sign(&statement, key).to_json()).unwrap()
}

/// The same signer's bundle over another payload.
fn over(key: &SigningKey, payload: &Value) -> Value {
    let payload = payload.to_string();
    let mut bundle = signed(key);
    let signature = key.sign(&dsse::pae(dsse::PAYLOAD_TYPE, payload.as_bytes()));
    bundle["dsseEnvelope"]["payload"] = STANDARD.encode(payload).into();
    bundle["dsseEnvelope"]["signatures"][0]["sig"] = STANDARD.encode(signature).into();
    bundle
}

fn payload_of(bundle: &Value) -> Value {
    let text = bundle["dsseEnvelope"]["payload"].as_str().unwrap();
    serde_json::from_slice(&STANDARD.decode(text).unwrap()).unwrap()
}

/// Bundles as several writers have them: each verifies.
fn bundles() -> Vec<Value> {
    let key = SigningKey::from_ed25519_seed(&[3; 32]);
    let mut out = Vec::new();
    let mut add = |name: &str, key: &SigningKey, bundle: &Value| {
        let public = key.verifying_key();
        let text = bundle.to_string();
        let statement = Bundle::parse(text.as_bytes())
            .unwrap()
            .verify(&public)
            .unwrap();
        out.push(json!({
            "name": name, "key": public.to_pem(), "bundle": text, "hint": public.hint(),
            "statementHash": hex(&statement.hash()), "root": hex(&statement.root()),
            "names": statement.manifest().items().iter().map(|item| &item.name).collect::<Vec<_>>(),
        }));
    };
    for pem in [P256, P384] {
        let key = SigningKey::from_pem(pem).unwrap();
        add(&key.verifying_key().kind().to_string(), &key, &signed(&key));
    }
    let plain = signed(&key);
    add("Ed25519", &key, &plain);
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut bundle = plain.clone();
        change(&mut bundle);
        bundle
    };
    let url_safe = changed(&|bundle| {
        let envelope = &mut bundle["dsseEnvelope"];
        for place in ["/payload", "/signatures/0/sig"] {
            let value = envelope.pointer_mut(place).unwrap();
            let text = value.as_str().unwrap().replace('+', "-").replace('/', "_");
            *value = text.trim_end_matches('=').into();
        }
    });
    add("the URL-safe alphabet without padding", &key, &url_safe);
    let others = changed(&|bundle| {
        bundle["dsseEnvelope"]["future"] = json!([1]);
        let list = bundle["dsseEnvelope"]["signatures"].as_array_mut().unwrap();
        list[0]["keyid"] = Value::Null;
        list.insert(0, json!({"sig": STANDARD.encode([7; 512]), "more": true}));
    });
    add(
        "several signatures, unknown fields, keyid null",
        &key,
        &others,
    );
    let old = changed(&|bundle| {
        bundle["verificationMaterial"] = json!({
            "publicKey": {"rawBytes": "AA==", "keyDetails": "PKIX_ED25519"},
            "timestampVerificationData": {}, "tlogEntries": [],
        });
    });
    add("a bundle of an old release", &key, &old);
    let mut payload = payload_of(&plain);
    let list = payload["predicate"]["resources"].as_array_mut().unwrap();
    list.rotate_left(1);
    let digests = list
        .iter()
        .flat_map(|it| sha256(it["name"].as_str().unwrap().as_bytes()));
    let root = sha256(&digests.collect::<Vec<u8>>());
    payload["subject"][0]["digest"]["sha256"] = hex(&root).into();
    add("resources in another order", &key, &over(&key, &payload));
    out
}

/// Bundles that do not verify with the key that made them.
fn refused_bundles() -> Vec<Value> {
    let key = SigningKey::from_ed25519_seed(&[3; 32]);
    let plain = signed(&key);
    let mut out = Vec::new();
    let mut add = |name: &str, bundle: Value| {
        let (public, text) = (key.verifying_key(), bundle.to_string());
        let verified = Bundle::parse(text.as_bytes()).and_then(|bundle| bundle.verify(&public));
        assert!(verified.is_err(), "{name}");
        out.push(json!({ "name": name, "key": public.to_pem(), "bundle": text }));
    };
    let places = [
        ("/mediaType", json!("application/json")),
        ("/more", json!(1)),
        ("/verificationMaterial/more", json!(1)),
        ("/verificationMaterial/certificate", json!({})),
        ("/verificationMaterial/tlogEntries", json!([{}])),
        ("/verificationMaterial/publicKey", Value::Null),
        (
            "/verificationMaterial/publicKey/hint",
            json!("0".repeat(64)),
        ),
        ("/dsseEnvelope/payloadType", json!("text/plain")),
        ("/dsseEnvelope/signatures", json!([])),
        ("/dsseEnvelope/signatures/0/sig", json!("")),
        ("/dsseEnvelope/signatures/0/sig", json!("A_+A")),
        ("/dsseEnvelope/signatures/0/sig", json!("AB==")),
        (
            "/dsseEnvelope/signatures/0/sig",
            json!(STANDARD.encode([1; 64])),
        ),
    ];
    for (place, value) in places {
        let mut bundle = plain.clone();
        let (above, last) = place.rsplit_once('/').unwrap();
        match bundle.pointer_mut(above).unwrap() {
            Value::Array(list) => list[0] = value,
            object => object[last] = value,
        }
        add(place, bundle);
    }
    let payload = payload_of(&plain);
    let places = [
        ("/_type", json!("https://in-toto.io/Statement/v0.1")),
        (
            "/predicateType",
            json!("https://model_signing/Digests/v0.1"),
        ),
        ("/subject", json!([])),
        ("/subject/0/name", json!("")),
        ("/subject/0/digest/sha256", json!("0".repeat(64))),
        ("/predicate/serialization/hash_type", json!("blake3")),
        ("/predicate/serialization/method", json!("shapes")),
        ("/predicate/serialization/ignore_paths", json!(["."])),
        ("/predicate/resources/0/name", json!("../a")),
        ("/predicate/resources/0/name", json!("a-b")),
        ("/predicate/resources/0/name", json!("a-b/c")),
        ("/predicate/resources/0/algorithm", json!("sha1")),
        ("/predicate/resources/0/digest", json!("00")),
    ];
    for (place, value) in places {
        let mut payload = payload.clone();
        *payload.pointer_mut(place).unwrap() = value;
        add(place, over(&key, &payload));
    }
    out
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
        "bundles": bundles(),
        "refusedBundles": refused_bundles(),
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
