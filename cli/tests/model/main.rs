//! Digests and signatures of models by the built binary, without any network.

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Stdio;

use althing_digest::{sha256, Statement};
use support::{Desk, P256_PRIVATE, P256_PUBLIC};

fn hex(bytes: &[u8]) -> String {
    althing_digest::hex(bytes)
}

#[test]
fn a_digest_is_root_statement_and_manifest() {
    let desk = Desk::with_model();
    let statement = desk.path("statement.json");
    let told = desk
        .run(&["model", "digest", "model", "--statement", &statement])
        .json();
    let digests = [&b"shared\n"[..], b"0123456789"].map(sha256);
    assert_eq!(told["root"], hex(&sha256(&digests.concat())));
    assert_eq!(told["name"], "model");
    assert_eq!(
        (told["files"].as_u64(), told["bytes"].as_str()),
        (Some(2), Some("17"))
    );
    assert_eq!(told["manifest"][0]["name"], "lib/tokenizer");
    assert_eq!(told["manifest"][1]["digest"], hex(&digests[1]));
    let written = fs::read(&statement).unwrap();
    assert_eq!(told["statementHash"], hex(&sha256(&written)));
    let read = Statement::parse(&written).unwrap();
    assert_eq!(told["root"], hex(&read.manifest().root()));

    let brief = desk.run(&["model", "digest", "model", "--brief"]).json();
    assert!(brief.get("manifest").is_none());
    assert_eq!(brief["statementHash"], told["statementHash"]);
    // The name stands in the statement and not in the root.
    let named = desk
        .run(&["model", "digest", "model", "--name", "other", "--brief"])
        .json();
    assert_eq!(named["root"], told["root"]);
    assert_ne!(named["statementHash"], told["statementHash"]);
}

#[test]
fn shards_ignored_paths_and_git_are_as_asked() {
    let desk = Desk::with_model();
    desk.write("model/.git/config", b"git");
    desk.write("model/empty", b"");
    let all = desk.run(&["model", "digest", "model"]).json();
    let names = |told: &serde_json::Value| -> Vec<String> {
        let rows = told["manifest"].as_array().unwrap().iter();
        rows.map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&all), ["empty", "lib/tokenizer", "weights"]);
    let git = desk
        .run(&["model", "digest", "model", "--include-git"])
        .json();
    assert_eq!(names(&git)[0], ".git/config");
    let less = desk
        .run(&[
            "model",
            "digest",
            "model",
            "--ignore",
            "model/lib",
            "--ignore",
            "elsewhere",
        ])
        .json();
    assert_eq!(names(&less), ["empty", "weights"]);
    assert_eq!(less["ignored"][4], "lib");
    let shards = desk
        .run(&["model", "digest", "model", "--shard-size", "8"])
        .json();
    assert_eq!(
        names(&shards),
        ["lib/tokenizer:0:7", "weights:0:8", "weights:8:10"]
    );
    assert_eq!(shards["algorithm"], "sha256-sharded-8");
    assert_eq!(shards["notCovered"][0]["name"], "empty");
    let single = desk.run(&["model", "digest", "model/weights"]).json();
    assert_eq!(single["root"], hex(&sha256(&sha256(b"0123456789"))));
    // A statement inside the model is no part of it, however often it is written.
    let inside = [
        "model",
        "digest",
        "model",
        "--statement",
        "model/statement.json",
    ];
    let (first, second) = (desk.run(&inside).json(), desk.run(&inside).json());
    assert_eq!(first["statementHash"], second["statementHash"]);
}

#[test]
fn what_is_signed_with_a_solana_key_verifies_by_its_address() {
    let desk = Desk::with_model();
    let told = desk.run(&["model", "sign", "model"]).json();
    assert_eq!(
        (told["signature"].as_str(), told["keyKind"].as_str()),
        (Some("model.sig"), Some("Ed25519"))
    );
    assert_eq!(told["signer"], desk.address());
    let verify = ["model", "verify", "model", "--key", &desk.address()];
    let held = desk.run(&verify).json();
    assert_eq!(
        (&held["holds"], &held["root"]),
        (&true.into(), &told["root"])
    );
    assert_eq!(held["statementHash"], told["statementHash"]);
    // Under any name, from anywhere.
    fs::rename(desk.path("model"), desk.path("renamed")).unwrap();
    desk.run(&["model", "verify", "renamed", "--key", &desk.address()])
        .json();
}

#[test]
fn a_changed_bit_a_missing_and_a_further_file_are_named_with_exit_code_3() {
    let desk = Desk::with_model();
    desk.write("signer.pem", P256_PRIVATE.as_bytes());
    desk.write("signer.pub", P256_PUBLIC.as_bytes());
    for shards in [&[][..], &["--shard-size", "4"]] {
        let sign = [
            "model",
            "sign",
            "model",
            "--key",
            "signer.pem",
            "--signature",
            "model/m.sig",
        ];
        let signed = desk.run(&[&sign[..], shards].concat()).json();
        assert_eq!(signed["keyKind"], "EC P-256");
        let verify = [
            "model",
            "verify",
            "model",
            "--key",
            "signer.pub",
            "--signature",
            "model/m.sig",
        ];
        desk.run(&verify).json();

        desk.write("model/weights", b"0123456788");
        let told = desk.run(&verify);
        told.fails(3, "is not the one that was signed");
        let shown = told.shown();
        let name = if shards.is_empty() {
            "weights"
        } else {
            "weights:8:10"
        };
        assert_eq!(
            (&shown["holds"], &shown["changed"][0]["name"]),
            (&false.into(), &name.into())
        );
        assert!(told.err.contains(name), "{}", told.err);

        fs::rename(desk.path("model/weights"), desk.path("model/more")).unwrap();
        let told = desk.run(&verify);
        told.fails(3, "missing");
        let shown = told.shown();
        let count = if shards.is_empty() { 1 } else { 3 };
        assert_eq!(shown["missing"].as_array().unwrap().len(), count);
        assert!(shown["unexpected"][0].as_str().unwrap().starts_with("more"));
        fs::remove_file(desk.path("model/more")).unwrap();
        desk.write("model/weights", b"0123456789");
        // What does not belong to the model can be left out by name.
        desk.write("model/notes", b"mine");
        desk.run(&verify).fails(3, "not signed");
        desk.run(&[&verify[..], &["--ignore", "model/notes"]].concat())
            .json();
        fs::remove_file(desk.path("model/notes")).unwrap();
    }
}

#[test]
fn forged_and_broken_signatures_are_told_apart() {
    let desk = Desk::with_model();
    desk.run(&["model", "sign", "model"]).json();
    let address = desk.address();
    let verify = ["model", "verify", "model", "--key", &address];
    let good = fs::read(desk.path("model.sig")).unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    let stranger = Desk::with_model().address();
    desk.run(&["model", "verify", "model", "--key", &stranger])
        .fails(3, "another key");
    let payload = text.find("\"payload\":\"").unwrap() + 20;
    let mut forged = good.clone();
    forged[payload] = if forged[payload] == b'A' { b'B' } else { b'A' };
    desk.write("model.sig", &forged);
    desk.run(&verify).fails(3, "does not fit the statement");
    for (broken, words) in [
        (&good[..good.len() / 2], "line 1 column"),
        (b"", "line 1 column"),
        (b"{}", "missing field"),
        (b"\xff\xfe", "bundle"),
    ] {
        desk.write("model.sig", broken);
        let told = desk.run(&verify);
        told.fails(2, words);
        assert!(told.out.is_empty(), "{}", told.out);
    }
    fs::remove_file(desk.path("model.sig")).unwrap();
    desk.run(&verify).fails(2, "model.sig");
    desk.run(&["model", "verify", "model", "--key", "neither"])
        .fails(2, "neither");
}

#[test]
fn what_cannot_be_hashed_is_named_and_nothing_is_written() {
    let desk = Desk::with_model();
    symlink("weights", desk.path("model/link")).unwrap();
    let sign = ["model", "sign", "model"];
    desk.run(&sign).fails(1, "symbolic link");
    desk.run(&["model", "digest", "missing"])
        .fails(2, "not found");
    desk.run(&["model", "digest", "model", "--ignore", "model"])
        .fails(2, "whole model");
    desk.run(&["model", "digest", "model", "--shard-size", "0"])
        .fails(2, "--shard-size");
    desk.run(&["model", "sign", "model", "--key", "model/weights"])
        .fails(2, "no key in");
    let nowhere = [
        "model",
        "sign",
        "model",
        "--allow-symlinks",
        "--signature",
        "no/where.sig",
    ];
    desk.run(&nowhere).fails(1, "no/where.sig");
    desk.write("model/a\nok: all is well", b"");
    let told = desk.run(&sign);
    assert_eq!(told.err.lines().count(), 2, "{}", told.err);
    let mut left: Vec<_> = fs::read_dir(desk.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["id.json", "model"]);
    desk.run(&["model", "sign", "model", "--allow-symlinks"])
        .json();
}

#[test]
fn text_shows_what_json_shows() {
    let desk = Desk::with_model();
    desk.write("model/evil\nRoot  0000", b"");
    let told = desk.text(&["model", "digest", "model"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(
        told.out
            .lines()
            .filter(|line| line.starts_with("Root "))
            .count(),
        1,
        "{}",
        told.out
    );
    assert!(told.out.contains("Statement hash"), "{}", told.out);
    assert!(told.err.is_empty(), "{}", told.err);
}

/// A stderr that takes nothing: a full disk, a reader that has gone.
fn deaf() -> [(&'static str, Stdio); 2] {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    [("full", full.into()), ("closed", writer.into())]
}

#[test]
fn a_full_or_closed_stderr_changes_no_exit_code() {
    let desk = Desk::with_model();
    let other = ["model", "verify", "model", "--key", "id.pub"];
    for (arguments, expected) in [
        (&["model", "digest", "/nonexistent"][..], 2),
        (&["nonsense"], 2),
        (&["model", "digest", "model"], 0),
        (&other, 2),
    ] {
        for (what, stderr) in deaf() {
            let status = desk
                .command(arguments)
                .stderr(stderr)
                .stdout(Stdio::null())
                .status();
            assert_eq!(
                status.unwrap().code(),
                Some(expected),
                "{arguments:?} {what}"
            );
        }
    }
}

#[test]
fn a_full_stdout_is_said_and_a_reader_that_has_gone_is_no_error() {
    let desk = Desk::with_model();
    for arguments in [&["--help"][..], &["model", "digest", "model"]] {
        for (what, stdout) in deaf() {
            let expected = i32::from(what == "full");
            let ran = desk.command(arguments).stdout(stdout).output().unwrap();
            assert_eq!(ran.status.code(), Some(expected), "{arguments:?} {what}");
            let said = String::from_utf8(ran.stderr).unwrap();
            let report = what == "full" && arguments[0] == "model";
            assert_eq!(said.contains("What was done stands"), report, "{said}");
        }
    }
}

#[test]
fn a_key_file_without_end_is_refused_and_not_read() {
    let desk = Desk::with_model();
    for arguments in [
        &["model", "sign", "model", "--key", "/dev/zero"][..],
        &["model", "sign", "model", "-k", "/dev/zero"],
        &["model", "verify", "model", "--key", "/dev/zero"],
    ] {
        let ran = desk.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("/dev/zero"), "{}", ran.err);
    }
}

#[test]
fn what_is_no_signature_is_refused_with_its_files_name() {
    let desk = Desk::with_model();
    desk.run(&["model", "sign", "model"]).json();
    let good = fs::read_to_string(desk.path("model.sig")).unwrap();
    let address = desk.address();
    let other = [
        "{".to_owned(),
        String::new(),
        good.replace("application/vnd.in-toto+json", "text/plain"),
        good.replacen("\"payload\"", "\"other\"", 1),
    ];
    for text in other {
        assert_ne!(text, good);
        desk.write("other.sig", text.as_bytes());
        let verify = ["model", "verify", "model", "--key", &address];
        let told = desk.run(&[&verify[..], &["--signature", "other.sig"]].concat());
        assert!([2, 3].contains(&told.code), "{}", told.err);
        assert!(told.err.starts_with("error: other.sig: "), "{}", told.err);
    }
}
