//! Many transactions: they are read side by side, and never too many at once.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
    time::Duration,
};

use althing_cli::rpc::AT_ONCE;
use serde_json::Value;

use crate::logs::Operator;
use crate::proxy::between;

/// Entries, each by a transaction of its own.
const ENTRIES: u64 = 30;

static OPEN: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// A node that takes its time for transactions, and counts how many it is asked for at once.
fn slow(method: &str) -> Option<Value> {
    if method == "getTransaction" {
        ASKED.fetch_add(1, SeqCst);
        MOST.fetch_max(OPEN.fetch_add(1, SeqCst) + 1, SeqCst);
        thread::sleep(Duration::from_millis(40));
    }
    None
}

fn answered(method: &str, _: &mut Value) {
    if method == "getTransaction" {
        OPEN.fetch_sub(1, SeqCst);
    }
}

#[test]
#[ignore = "needs a local validator"]
fn transactions_are_read_side_by_side_and_in_order() {
    let it = Operator::new("many");
    for index in 0..ENTRIES {
        let payload = format!("entry {index}");
        let append = [
            "log",
            "append-entry",
            &it.log,
            "--kind",
            "1024",
            "--payload",
            &payload,
        ];
        it.run(&append).json();
    }
    let dir = it.dir();
    fs::create_dir_all(&dir).unwrap();
    it.run(&["log", "sync", "--log", &it.log, "--dir", &dir])
        .json();

    let node = between(&it.chain.url, slow, answered);
    let run = |arguments: &[&str]| it.chain.run_at(&node, &it.who, arguments).json();
    let verified = run(&["log", "verify", &dir]);
    assert_eq!(verified["entries"], ENTRIES);
    assert_eq!(verified["olderStates"], ENTRIES);
    assert_eq!(verified["historyComplete"], true);
    // The one that made the log, too.
    let asked = ASKED.load(SeqCst) as u64;
    assert!((ENTRIES..=ENTRIES + 1).contains(&asked), "{asked}");
    let entries = run(&["log", "entries", &it.log, "--all"]);
    let indices: Vec<u64> = entries
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["index"].as_u64())
        .collect();
    assert_eq!(indices, (0..ENTRIES).collect::<Vec<_>>());
    let most = MOST.load(SeqCst);
    assert!((2..=AT_ONCE).contains(&most), "{most}");

    // A search that finds what it wants at once asks for no more.
    let before = ASKED.load(SeqCst);
    run(&["log", "verify", &dir, "--head-only"]);
    assert!(ASKED.load(SeqCst) <= before + 1);
    inclusion_by_the_program(&it);
}

/// The program answers what another program could ask it.
fn inclusion_by_the_program(it: &Operator) {
    let dir = it.dir();
    let asked = it.run(&["log", "verify-inclusion", &it.log, "7"]).json();
    assert_eq!(
        (&asked["programSays"], &asked["size"]),
        (&true.into(), &ENTRIES.into())
    );
    let by_tiles = ["log", "verify-inclusion", &it.log, "7", "--dir", &dir];
    assert_eq!(it.run(&by_tiles).json(), asked);
    let other = "0a".repeat(32);
    let wrong = ["log", "verify-inclusion", &it.log, "7", "--leaf", &other];
    it.run(&wrong)
        .fails(3, "the program does not find that leaf");
    it.run(&["log", "verify-inclusion", &it.log, "30"])
        .fails(1, "has 30 entries");

    let past = ["log", "verify-consistency", &it.log, "13"];
    let asked = it.run(&past).json();
    assert_eq!(
        (&asked["programSays"], &asked["oldSize"]),
        (&true.into(), &13.into())
    );
    let root = asked["oldRoot"].as_str().unwrap();
    let known = [&past[..], &["--root", root, "--dir", &dir]].concat();
    assert_eq!(it.run(&known).json(), asked);
    let wrong = [&past[..], &["--root", &other]].concat();
    it.run(&wrong)
        .fails(3, "the program does not find that the log had the root");
    it.run(&["log", "verify-consistency", &it.log, "31"])
        .fails(1, "no history of 31");
}
