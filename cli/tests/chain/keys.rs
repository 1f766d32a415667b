//! Keys of a model, and signatures over its versions that the chain checks.

use std::fs;

use serde_json::Value;

use crate::support::{Chain, Commons};

#[test]
#[ignore = "needs a local validator"]
fn a_version_is_signed_and_its_key_retired_and_revoked() {
    let chain = Chain::connect();
    let signer = chain.person("signer");
    let commons = Commons::found(&[], chain, "Keys");
    commons
        .found_by(&["power", "deposit", "20", "--yes"])
        .json();
    let folder = commons.chain.folder.path();
    let model = folder.join("model");
    fs::create_dir(&model).unwrap();
    // More files than a statement in one transaction can name.
    for file in 0..20 {
        fs::write(model.join(format!("part-{file}.bin")), [file; 100]).unwrap();
    }
    let (model, small) = (model.display().to_string(), folder.join("small.bin"));
    fs::write(&small, b"weights").unwrap();
    let small = small.display().to_string();
    let key = signer.file.display().to_string();
    let signature = |name: &str| folder.join(name).display().to_string();
    let (long, short) = (signature("long.sig"), signature("short.sig"));
    commons.next_epoch();

    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    for (path, file) in [(&model, &long), (&small, &short)] {
        let signed = commons
            .found_by(&["model", "sign", path, "--key", &key, "--signature", file])
            .json();
        let (root, statement) = (
            signed["root"].as_str().unwrap(),
            signed["statementHash"].as_str().unwrap(),
        );
        commons
            .found_by(&[
                "version",
                "register",
                "tutor",
                "--weights",
                root,
                "--manifest",
                statement,
            ])
            .json();
    }
    assert_eq!(
        commons.found_by(&["key", "list", "tutor"]).json(),
        Value::Array(vec![])
    );
    let sign = |version: &str, file: &str, more: &[&str]| {
        let whole = [&["version", "sign", version, "--signature", file], more].concat();
        commons.found_by(&whole)
    };
    sign("tutor@2", &short, &[]).fails(3, "none of the model's keys");
    // Nobody's key is added without them.
    let address = signer.address();
    let add = |more: &[&str]| {
        let whole = [&["key", "add", "tutor", &address], more].concat();
        commons.found_by(&whole)
    };
    let other = commons.founder.file.display().to_string();
    add(&[]).fails(2, "must prove it");
    add(&["--key", &other]).fails(2, "not the private key of the one");
    let prove = |file: &str| {
        let proven = commons.found_by(&["key", "prove", "tutor", "--key", file]);
        proven.json()["proof"].as_str().unwrap().to_owned()
    };
    add(&["--proof", &prove(&other)]).fails(3, "not the key's signature");
    add(&["--proof", "no"]).fails(2, "not hexadecimal");
    add(&["--proof", &prove(&key)]).json();
    sign("tutor@1", &short, &[]).fails(3, "was registered with");
    sign("tutor@2", &short, &[]).fails(2, "fits no transaction");
    sign("tutor@2", &short, &["--key", &other]).fails(2, "not the key that made");
    for (version, file) in [("tutor@1", &long), ("tutor@2", &short)] {
        let signed = sign(version, file, &["--key", &key]).json();
        assert_eq!(signed["form"], "hash");
    }
    sign("tutor@2", &short, &["--key", &key]).fails(1, "");
    for version in ["tutor@1", "tutor@2"] {
        let found = commons.found_by(&["version", "signatures", version]).json();
        assert_eq!(found[0]["signer"], signer.address());
        assert_eq!(found[0]["standing"], "good");
    }

    commons
        .found_by(&["key", "retire", "tutor", &signer.address(), "--yes"])
        .json();
    let keys = commons.found_by(&["key", "list", "tutor"]).json();
    assert_eq!(keys[0]["now"], "good");
    assert!(keys[0]["validUntilSlot"].as_u64().is_some());
    commons
        .found_by(&["key", "close", "tutor", &signer.address()])
        .fails(1, "");
    commons
        .found_by(&[
            "key",
            "revoke",
            "tutor",
            &signer.address(),
            "--from-slot",
            "1",
            "--yes",
        ])
        .json();
    let found = commons
        .found_by(&["version", "signatures", "tutor@1"])
        .json();
    assert_eq!(found[0]["standing"], "revoked");
}
