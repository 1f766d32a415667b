//! Witnesses' signatures counted on the chain, and operators reported.

use std::fs;

use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::cosignature;
use althing_tlog::key::{KeyType, SignerKey};
use althing_tlog::note::Note;
use serde_json::Value;

use crate::support::{Chain, Commons, Person};

const ORIGIN: &str = "example.org/log";

#[test]
#[ignore = "needs a local validator"]
fn checkpoints_are_witnessed_and_operators_reported() {
    let chain = Chain::connect();
    let reporter = chain.person("reporter");
    let commons = Commons::found(&[(&reporter, 1)], chain, "Witnesses");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    commons
        .chain
        .open_account(&commons.authority, &commons.mint);
    commons
        .found_by(&["power", "deposit", "500", "--yes"])
        .json();
    let log = log_with_bond(&commons);
    let missed = ["report", "missed-deadline", &log];
    commons.run(&reporter, &missed).fails(1, "is due by slot");
    let listed = commons.found_by(&["witness", "list"]).json();
    assert_eq!(listed, Value::Array(vec![]));
    commons
        .found_by(&["witness", "admit", &log])
        .fails(1, "named no witnesses");
    commons.next_epoch();

    let witness =
        SignerKey::from_seed("witness.example.org", KeyType::Cosignature, &[7; 32]).unwrap();
    let other = SignerKey::from_seed("other.example.org", KeyType::Cosignature, &[8; 32]).unwrap();
    let keys = [witness.verifier().to_string(), other.verifier().to_string()];
    let set = [
        "witness",
        "set",
        &keys[0],
        &keys[1],
        "--quorum",
        "1",
        "--propose",
        "Witnesses",
    ];
    commons.found_by(&set).json();
    commons.found_by(&["vote", "cast", "0", "yes"]).json();
    commons.decide("0");
    let listed = commons.found_by(&["witness", "list"]).json();
    assert_eq!(listed[1]["key"], keys[1]);
    assert_eq!(listed[0]["quorum"], "1 of 2");

    witnessed(&commons, &log, &witness);
    equivocation(&commons, &reporter, &log);
    commons.run(&reporter, &missed).json();
    commons.run(&reporter, &missed).fails(1, "is due by slot");
}

/// A log of the founder's with two entries, and a bond of 100 with short intervals.
fn log_with_bond(commons: &Commons) -> String {
    commons.found_by(&["log", "create", "--yes"]).json();
    let log = commons.founder.address();
    for text in ["one", "two"] {
        let append = [
            "log",
            "append-entry",
            &log,
            "--kind",
            "1024",
            "--payload",
            text,
        ];
        commons.found_by(&append).json();
    }
    let open = [
        "bond",
        "open",
        &log,
        "100",
        "--origin",
        ORIGIN,
        "--interval",
        "20",
        "--yes",
    ];
    commons.found_by(&open).json();
    log
}

fn witnessed(commons: &Commons, log: &str, witness: &SignerKey) {
    let logs = commons.found_by(&["witness", "logs"]).json();
    assert_eq!(logs, Value::Array(vec![]));
    commons.found_by(&["witness", "admit", log]).json();
    let none = commons.found_by(&["checkpoint", "list", log]).json();
    assert_eq!(none, Value::Array(vec![]));
    let opened = commons.found_by(&["checkpoint", "open", log]).json();
    assert_eq!(opened["size"], 2);
    let at = format!("{log}/2");
    let shown = commons.found_by(&["checkpoint", "show", &at]).json();
    let text = shown["note"].as_str().unwrap().trim_end();
    let text = format!("{text}\n");

    let file = commons.chain.folder.path().join("checkpoint");
    let submit = |text: &str, key: &SignerKey| {
        let mut note = Note::new(text).unwrap();
        note.add(cosignature::sign(key, text, 1_700_000_000).unwrap())
            .unwrap();
        fs::write(&file, note.encode()).unwrap();
        commons.found_by(&[
            "checkpoint",
            "cosign",
            &at,
            "--note",
            &file.display().to_string(),
        ])
    };
    let stranger =
        SignerKey::from_seed("stranger.example.org", KeyType::Cosignature, &[9; 32]).unwrap();
    submit(&text, &stranger).fails(1, "no signature of a witness");
    submit(&text.replace("\n2\n", "\n3\n"), witness).fails(3, "not of this checkpoint");
    submit(&text, witness).json();
    submit(&text, witness).fails(1, "no signature of a witness");
    let shown = commons.found_by(&["checkpoint", "show", &at]).json();
    assert_eq!(shown["witnessed"], true);
    assert_eq!(shown["signed"][0]["witness"], "witness.example.org");
    let note = Note::parse(shown["note"].as_str().unwrap().as_bytes()).unwrap();
    assert_eq!(note.verify(&[witness.verifier().clone()]).unwrap().len(), 1);
    let logs = commons.found_by(&["witness", "logs"]).json();
    assert_eq!(logs[0]["witnessedSize"], 2);
    commons
        .found_by(&["checkpoint", "close", &at])
        .fails(1, "CheckpointStillNeeded");
    // A vote may close it; and without it the log, and then the witnesses, could go.
    let authority = commons.authority.to_string();
    let by_vote = [
        "checkpoint",
        "close",
        &at,
        "--dry-run",
        "--from",
        &authority,
    ];
    commons.found_by(&by_vote).json();
    commons
        .found_by(&["witness", "remove", log, "--dry-run"])
        .fails(1, "CheckpointsOpen");
    commons
        .found_by(&["witness", "close", "--dry-run"])
        .fails(1, "WitnessedLogsOpen");
}

/// The bond's key signs roots that are not the log's.
fn equivocation(commons: &Commons, reporter: &Person, log: &str) {
    let seed = commons.founder.key.secret_bytes();
    let key = SignerKey::from_seed(ORIGIN, KeyType::Ed25519, seed).unwrap();
    let file = commons.chain.folder.path().join("seen");
    let report = |size: u64, root: [u8; 32]| {
        let checkpoint = Checkpoint::new(ORIGIN, size, root, &[]).unwrap();
        fs::write(&file, checkpoint.sign(&key).unwrap().encode()).unwrap();
        let file = file.display().to_string();
        commons.run(
            reporter,
            &["report", "equivocation", log, "--checkpoint", &file],
        )
    };
    let entries = commons.found_by(&["checkpoint", "list", log]).json();
    let root: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| {
            u8::from_str_radix(&entries[0]["root"].as_str().unwrap()[at..at + 2], 16).unwrap()
        })
        .collect();
    let none = commons.found_by(&["report", "list", log]).json();
    assert_eq!(none, Value::Array(vec![]));
    report(2, root.try_into().unwrap()).fails(1, "nothing to report");
    report(9, [1; 32]).fails(1, "no history of 9");
    // Against the checkpoint on the chain, then against the log's own history.
    report(2, [1; 32]).json();
    let bond = commons.found_by(&["bond", "show", log]).json();
    assert_eq!(bond["amount"]["uiAmountString"], "50");
    let listed = commons.found_by(&["report", "list", log]).json();
    assert_eq!(listed[0]["against"], "a checkpoint on the chain");
    assert_eq!(listed[0]["taken"]["uiAmountString"], "50");
    report(2, [2; 32]).fails(1, "exists already");
    report(1, [1; 32]).json();
    let bond = commons.found_by(&["bond", "show", log]).json();
    assert_eq!(bond["amount"]["uiAmountString"], "25");
    signed_twice(commons, reporter, log, &key);
}

/// Two signed checkpoints of one size exclude each other, whatever the log holds.
fn signed_twice(commons: &Commons, reporter: &Person, log: &str, key: &SignerKey) {
    let seen = |name: &str, size: u64, root: u8| {
        let file = commons.chain.folder.path().join(name);
        let checkpoint = Checkpoint::new(ORIGIN, size, [root; 32], &[]).unwrap();
        fs::write(&file, checkpoint.sign(key).unwrap().encode()).unwrap();
        file.display().to_string()
    };
    let (one, other) = (seen("one", 9, 1), seen("other", 9, 2));
    let report = |one: &str, other: &str| {
        let files = ["--checkpoint", one, "--other", other];
        let whole = [&["report", "equivocation", log], &files[..]].concat();
        commons.run(reporter, &whole)
    };
    report(&one, &seen("larger", 10, 2)).fails(2, "Two checkpoints of one size");
    report(&one, &one).fails(1, "nothing to report");
    report(&one, &other).json();
    let listed = commons.found_by(&["report", "list", log]).json();
    let against: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|proof| proof["against"].as_str())
        .collect();
    let expected = [
        "a checkpoint on the chain",
        "the log's history",
        "another signed one",
    ];
    assert_eq!(against, expected);
    assert_eq!(listed[2]["taken"]["uiAmountString"], "12.5");
}
