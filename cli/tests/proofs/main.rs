//! Logs in folders, their proofs and checkpoints, checked offline by the built binary; and folders that somebody has made
//! to be trouble.

mod support;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use support::{entry, files, public, stranger, Desk};

#[test]
fn a_proof_is_made_and_checked_without_a_cluster() {
    let desk = Desk::new();
    desk.log("log", &[300], "yes");
    // What is there before stays whole until the new one is.
    desk.write("7.tlog-proof", "older");
    let (key, not_key) = (public(), stranger());
    let prove = [
        "log",
        "prove",
        "7",
        "--dir",
        "log",
        "--save",
        "7.tlog-proof",
    ];
    assert_eq!(desk.run(&prove).json()["signatureChecked"], false);
    let keyed = |key: &str| desk.run(&[&prove[..], &["--key", key]].concat());
    assert_eq!(keyed(&key).json()["signatureChecked"], true);
    keyed(&not_key).fails(3, "log/checkpoint");
    desk.write("entry", entry(7, "yes"));
    desk.write("other", entry(8, "yes"));

    let check =
        |more: &[&str]| desk.run(&[&["verify", "proof", "7.tlog-proof"][..], more].concat());
    let told = check(&["--entry", "entry", "--key", &key]).json();
    assert_eq!(
        (&told["verified"], &told["index"]),
        (&true.into(), &7.into())
    );
    assert_eq!(told["chain"], "not asked");
    let leaf = told["leaf"].as_str().unwrap();
    assert_eq!(check(&["--leaf", leaf, "--key", &key]).json()["leaf"], leaf);
    check(&["--entry", "entry"]).fails(2, "who must have signed");
    check(&["--key", &key]).fails(2, "--entry");
    check(&["--entry", "other", "--key", &key]).fails(3, "7.tlog-proof: it does not lead");
    check(&["--entry", "entry", "--key", &not_key]).fails(3, "7.tlog-proof, its checkpoint");

    let good = fs::read_to_string(desk.path("7.tlog-proof")).unwrap();
    let wrong = [
        good.replacen("index 7", "index 6", 1),
        good.replacen("\n300\n", "\n299\n", 1),
        good[..good.len() / 2].to_owned(),
        String::new(),
    ];
    for text in wrong {
        assert_ne!(text, good);
        desk.write("7.tlog-proof", text);
        check(&["--entry", "entry", "--key", &key]).fails(3, "7.tlog-proof");
    }
    assert_eq!(
        fs::read_dir(desk.path(".")).unwrap().count(),
        5,
        "nothing is left beside log, log-300, entry, other and 7.tlog-proof"
    );
}

#[test]
fn witnesses_are_counted_by_a_policy() {
    let desk = Desk::new();
    desk.log("log", &[300], "yes");
    desk.policy("policy", &[7, 8, 9]);
    desk.write("entry", entry(7, "yes"));
    let verify = ["log", "verify", "log", "--offline", "--policy", "policy"];
    let prove = ["log", "prove", "7", "--dir", "log", "--save", "proof"];
    let check = [
        "verify", "proof", "proof", "--entry", "entry", "--policy", "policy",
    ];
    desk.cosign("log", &[8]);
    desk.run(&prove).json();
    desk.run(&verify).fails(3, "no quorum");
    desk.run(&check).fails(3, "no quorum");
    desk.run(&[&prove[..], &["--policy", "policy"]].concat())
        .fails(3, "no quorum");

    desk.cosign("log", &[9]);
    desk.run(&prove).json();
    for arguments in [&verify[..], &check[..]] {
        let told = desk.run(arguments).json();
        assert_eq!(told["verified"], true);
        assert_eq!(told["witnesses"].as_array().unwrap().len(), 2, "{told}");
        assert_eq!(told["witnessedAt"], "1970-01-01T00:00:09Z", "{told}");
        assert!(told["signedBy"]
            .as_str()
            .unwrap()
            .starts_with("example.org/log+"));
    }
    let key = public();
    desk.run(&[&check[..], &["--key", key.as_str()]].concat())
        .fails(2, "cannot be used with");
    desk.write("policy", "quorum two\n");
    desk.run(&verify).fails(2, "policy: line 1");
}

#[test]
fn an_update_leads_from_a_kept_checkpoint_to_the_newest() {
    let desk = Desk::new();
    desk.log("log", &[100, 300, 700], "yes");
    desk.log("other", &[100, 700], "no");
    let save = |from: &str, dir: &str| {
        let make = ["log", "consistency", from, "--dir", dir, "--save", "update"];
        desk.run(&make).json()
    };
    let (key, not_key) = (public(), stranger());
    let check = |kept: &str, more: &[&str]| {
        let usual = ["verify", "consistency", "update", "--checkpoint", kept];
        desk.run(&[&usual[..], more].concat())
    };
    assert_eq!(save("100", "log")["newSize"], 700);
    assert!(fs::read(desk.path("update"))
        .unwrap()
        .starts_with(b"old 100\n"));
    let told = check("log-100", &["--key", &key, "--save", "kept"]).json();
    assert_eq!(
        (&told["oldSize"], &told["newSize"]),
        (&100.into(), &700.into())
    );
    let newest = fs::read(desk.path("log-700")).unwrap();
    assert_eq!(fs::read(desk.path("kept")).unwrap(), newest);

    check("log-100", &[]).fails(2, "who must have signed");
    check("log-100", &["--key", &not_key]).fails(3, "update, its checkpoint");
    check("log-300", &["--key", &key]).fails(2, "log consistency 300 --save");
    check("other-100", &["--key", &key, "--save", "kept"]).fails(3, "is not the beginning");
    assert_eq!(fs::read(desk.path("kept")).unwrap(), newest);
    save("100", "other");
    check("log-100", &["--key", &key]).fails(3, "is not the beginning");
    desk.write("update", "old 100\n");
    check("log-100", &["--key", &key]).fails(3, "update: ");
    let between = [
        "log",
        "consistency",
        "100",
        "300",
        "--dir",
        "log",
        "--save",
        "update",
    ];
    desk.run(&between).fails(2, "leave the larger size out");
}

#[test]
fn a_receipt_is_believed_by_a_kept_checkpoint() {
    let desk = Desk::new();
    desk.log("log", &[100, 300, 700], "yes");
    desk.log("other", &[100, 300, 700], "no");
    // The receipt is of the log when it had 300 entries.
    fs::copy(desk.path("log-300"), desk.path("log/checkpoint")).unwrap();
    for index in ["7", "250"] {
        let made = desk.run(&["log", "receipt", index, "--dir", "log"]);
        assert_eq!(made.code, 0, "{}", made.err);
        desk.write(&format!("receipt-{index}"), made.out);
    }
    fs::copy(desk.path("log-700"), desk.path("log/checkpoint")).unwrap();
    let check = |index: &str, more: &[&str]| {
        let receipt = format!("receipt-{index}");
        let usual = ["verify", "decision", &receipt, "--offline"];
        desk.run(&[&usual[..], more].concat())
    };
    let told = check("7", &["--checkpoint", "log-300"]).json();
    assert_eq!(
        (&told["verified"], &told["chain"]),
        (&true.into(), &"not asked".into())
    );
    assert_eq!(told["checkpointSize"], 300);
    check("7", &[]).fails(2, "--checkpoint FILE");
    for (index, kept) in [("7", "log-700"), ("250", "log-700"), ("7", "log-100")] {
        check(index, &["--checkpoint", kept]).fails(2, "--dir DIR_OR_URL");
        let told = check(index, &["--checkpoint", kept, "--dir", "log"]).json();
        assert_eq!(told["verified"], true);
    }
    // What came after the kept checkpoint it does not vouch for: whoever made the receipt could have added it.
    let older = ["--checkpoint", "log-100", "--dir", "log"];
    check("250", &older).fails(2, "does not vouch");
    let key = public();
    let told = check("250", &[&older[..], &["--key", &key]].concat()).json();
    assert!(told["signedBy"]
        .as_str()
        .unwrap()
        .starts_with("example.org/log+"));
    for kept in ["other-300", "other-700", "other-100"] {
        check("7", &["--checkpoint", kept, "--dir", "log"]).fails(3, "is not the beginning");
    }
    let text = fs::read_to_string(desk.path("log-300")).unwrap();
    desk.write("log-300", text.replace("example.org", "example.com"));
    check("7", &["--checkpoint", "log-300"]).fails(3, "not the same log");
}

#[test]
fn what_is_no_file_in_a_folder_is_told_and_not_waited_for() {
    let desk = Desk::new();
    desk.log("log", &[300], "yes");
    let key = public();
    let verify = ["log", "verify", "log", "--offline", "--key", &key];
    let prove = ["log", "prove", "7", "--dir", "log"];
    desk.run(&verify).json();
    for name in ["log/checkpoint", "log/tile/entries/000", "log/tile/0/000"] {
        let path = desk.path(name);
        let good = fs::read(&path).unwrap();
        let words = format!("{name}: is not a file");
        let both = |words: &str| {
            desk.run(&verify).fails(3, words);
            desk.run(&prove).fails(3, words);
        };
        desk.pipe(name);
        both(&words);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        both(&words);
        fs::remove_dir(&path).unwrap();
        symlink(&path, &path).unwrap();
        both(&words);
        fs::remove_file(&path).unwrap();
        if name != "log/checkpoint" {
            both(&format!("{name}: is not there"));
        }
        fs::write(&path, &good).unwrap();
        // As long as a disk is large, and as long as it need be.
        let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.set_len(10 << 30).unwrap();
        drop(file);
        both(name);
        fs::write(&path, &good).unwrap();
    }
    desk.run(&verify).json();
    // A journal that never ends keeps nobody from asking the chain, which here does not answer.
    fs::create_dir(desk.path("log/.althing")).unwrap();
    desk.pipe("log/.althing/journal");
    let which = desk.run(&["log", "verify", "log"]);
    which.fails(2, "which log is this?");
}

#[test]
fn a_pipe_is_read_where_it_is_given_and_not_where_it_lies() {
    let desk = Desk::new();
    desk.log("log", &[300], "yes");
    let key = public();
    desk.write(
        "pub",
        include_str!("../../../fuzz/corpus/digest_key/prime256v1.pub"),
    );
    desk.pipe("pipe");
    for arguments in [
        &["verify", "decision", "pipe", "--offline", "--key", &key][..],
        &["verify", "proof", "pipe", "--entry", "pipe", "--key", &key],
        &["verify", "proof", "log", "--entry", "pipe", "--key", &key],
        &["log", "verify", "log", "--offline", "--policy", "pipe"],
        &[
            "model",
            "verify",
            "log",
            "--signature",
            "pipe",
            "--key",
            "pub",
        ],
        &["log", "watch", "x", "--state", "pipe"],
    ] {
        desk.run(arguments).fails(2, "is not a file");
    }
    let nothing = desk.run(&["log", "append", "nothing", "--log", "x", "--dir", "log"]);
    nothing.fails(2, "nothing: No such file");
    let folder = desk.run(&["log", "append", "log", "--log", "x", "--dir", "log"]);
    folder.fails(2, "log: is a folder");
}

#[test]
fn a_mirror_heals_and_takes_nothing_that_is_no_tile() {
    let desk = Desk::new();
    desk.log("log", &[700], "yes");
    let export = ["log", "export", "mirror", "--dir", "log", "--proof", "7"];
    let key = public();
    let verify = ["log", "verify", "mirror", "--offline", "--key", &key];
    let first = desk.run(&export).json();
    let whole = files(&desk.path("mirror"));
    assert!(whole
        .iter()
        .all(|name| !name.contains("new") && !name.contains("tmp")));
    desk.run(&verify).json();
    for name in ["tile/0/001", "tile/entries/001"] {
        let mirrored = desk.path("mirror").join(name);
        let good = fs::read(&mirrored).unwrap();
        for length in [0, 100, good.len() - 1] {
            fs::write(&mirrored, &good[..length]).unwrap();
            let again = desk.run(&export).json();
            assert!(again["files"].as_u64() < first["files"].as_u64());
            assert_eq!(fs::read(&mirrored).unwrap(), good);
        }
        // Where the source is cut off the place is named, and what is there stays.
        let source = desk.path("log").join(name);
        fs::remove_file(&mirrored).unwrap();
        fs::write(&source, &good[..100]).unwrap();
        desk.run(&export).fails(3, &format!("log/{name}: "));
        assert!(!mirrored.exists());
        fs::write(&source, &good).unwrap();
        desk.run(&export).json();
        desk.run(&verify).json();
    }
    assert_eq!(files(&desk.path("mirror")), whole);

    for to in ["log", "log/mirror", "log/a/b", "mirror/../log/c"] {
        desk.run(&["log", "export", to, "--dir", "log"])
            .fails(2, "own folder");
    }
    assert!(!desk.path("log/a").exists());
}

#[test]
fn a_tile_that_is_missing_is_named_with_its_folder() {
    let desk = Desk::new();
    desk.log("log", &[700], "yes");
    fs::remove_file(desk.path("log/tile/0/001")).unwrap();
    let words = "log/tile/0/001: is not there";
    desk.run(&["log", "prove", "300", "--dir", "log"])
        .fails(3, words);
    desk.run(&["log", "consistency", "300", "--dir", "log"])
        .fails(3, words);
    desk.run(&["log", "export", "mirror", "--dir", "log"])
        .fails(3, words);
    fs::remove_dir_all(desk.path("log/tile/0")).unwrap();
    fs::write(desk.path("log/tile/0"), "a file").unwrap();
    desk.run(&["log", "prove", "300", "--dir", "log"])
        .fails(3, "is not there");
}

#[test]
fn folders_have_any_name_that_the_system_allows() {
    let desk = Desk::new();
    desk.log("log", &[300], "yes");
    let odd = OsStr::from_bytes(b"l\xffg");
    fs::rename(desk.path("log"), desk.path(".").join(odd)).unwrap();
    let run = |arguments: &[&str]| {
        let mut all: Vec<OsString> = arguments.iter().map(Into::into).collect();
        let at = all.iter().position(|it| it == "HERE").unwrap();
        all[at] = odd.to_owned();
        desk.run(&all).json()
    };
    let key = public();
    run(&["log", "verify", "HERE", "--offline", "--key", &key]);
    run(&["log", "prove", "7", "--dir", "HERE"]);
    run(&["log", "consistency", "7", "--dir", "HERE"]);
    run(&["log", "export", "mirror", "--dir", "HERE"]);
}
