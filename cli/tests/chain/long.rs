//! A question about one of very many entries, whose proof makes its transaction longer than the network takes.

use std::fs;

use crate::support::{Chain, Commons, Person, Ran};

/// Entries: so many that a proof has 17 hashes.
const ENTRIES: usize = 70_000;

/// A log of the founder's, bonded, with a batch of many entries, which can be questioned.
fn bonded(commons: &Commons, dir: &str) -> String {
    let lines: String = (0..ENTRIES)
        .map(|index| format!("entry {index}\n"))
        .collect();
    let file = commons.chain.folder.path().join("lines");
    fs::write(&file, lines).unwrap();
    commons.found_by(&["log", "create", "--yes"]).json();
    let log = commons.founder.address();
    let bond = ["bond", "open", &log, "100", "--origin", "example.org/long"];
    let promise = ["--interval", "100000", "--yes"];
    commons.found_by(&[&bond[..], &promise].concat()).json();
    let rules = ["question", "set-rules", &log, "--deposit", "2"];
    let periods = [
        "--answer-period",
        "60s",
        "--voting-period",
        "10s",
        "--propose",
        "Ask",
    ];
    commons.found_by(&[&rules[..], &periods].concat()).json();
    commons.found_by(&["vote", "cast", "0", "yes"]).json();
    // Is done while the vote is open.
    let file = file.display().to_string();
    let append = ["log", "append", &file, "--log", &log, "--dir", dir];
    let appended = commons.found_by(&[&append[..], &["--input-format", "raw"]].concat());
    assert_eq!(appended.json()["size"], ENTRIES);
    commons.decide("0");
    commons.chain.wait_until(commons.chain.now() + 17);
    log
}

#[test]
#[ignore = "needs a local validator"]
fn a_leaf_among_many_is_questioned_by_a_lookup_table() {
    let chain = Chain::connect();
    let (asker, sponsor) = (chain.person("asker"), chain.person("sponsor"));
    let commons = Commons::found(&[(&asker, 100)], chain, "Long");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    commons.next_epoch();
    let dir = commons
        .chain
        .folder
        .path()
        .join("log")
        .display()
        .to_string();
    let log = bonded(&commons, &dir);

    let (hash, payer) = ("0f".repeat(32), sponsor.file.display().to_string());
    let ask = |more: &[&str]| {
        let open = ["question", "open", &log, "65000", "--hash", &hash, "--yes"];
        let paid = ["--fee-payer", &payer, "--dir", &dir];
        commons.run(&asker, &[&open[..], &paid, more].concat())
    };
    ask(&["--dry-run"]).fails(2, "into a lookup table");
    let open = ["question", "open", &log, "65000", "--hash", &hash, "--yes"];
    // Without its tiles nobody can prove what came in a batch.
    commons.run(&asker, &open).fails(1, "--dir");
    let opened = ask(&[]).json();
    assert_eq!(opened["signatures"].as_array().map(Vec::len), Some(1));
    let question = opened["question"].as_str().unwrap();
    let shown = commons.found_by(&["question", "show", question]).json();
    assert_eq!(
        (&shown["index"], &shown["state"]),
        (&65_000.into(), &"open".into())
    );
    assert_eq!(shown["questioner"], asker.address());
    let table = opened["lookupTables"][0].as_str().unwrap();
    table_is_given_up(&commons, &sponsor, table);

    // A refusal does not lose the table's address.
    let again = ask(&[]);
    again.fails(1, "exists already");
    assert!(
        again.err.contains("althing tx close-table"),
        "{}",
        again.err
    );

    let answer = ["question", "answer", question, "--hash", &hash];
    let answered = commons.found_by(&answer).json();
    assert_eq!(answered["answerIndex"], ENTRIES);
    let shown = commons.found_by(&["question", "show", question]).json();
    assert_eq!(shown["state"], "answered");
}

fn table_is_given_up(commons: &Commons, sponsor: &Person, table: &str) {
    let close =
        |who: &Person, table: &str| -> Ran { commons.run(who, &["tx", "close-table", table]) };
    close(sponsor, table).fails(1, "cools down for");
    close(&commons.founder, table).fails(1, "the table is");
    close(sponsor, &commons.dao).fails(1, "there is no lookup table");
}
