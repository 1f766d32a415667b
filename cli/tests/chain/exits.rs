//! Each exit code, by a run that earns it.

use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::{json, Value};

use crate::proxy::between;
use crate::support::{finish, Chain, Commons};

fn pass(_: &str) -> Option<Value> {
    None
}

fn keep(_: &str, _: &mut Value) {}

#[test]
#[ignore = "needs a local validator"]
fn zero_one_and_two() {
    let commons = Commons::found(&[], Chain::connect(), "Exits");
    let checks = commons.found_by(&["doctor"]).json();
    assert!(checks
        .as_array()
        .unwrap()
        .iter()
        .all(|check| check["ok"] == true));

    // 1: the program, a token program or the cluster says no, or there is no such thing.
    commons
        .found_by(&["power", "deposit", "1001", "--yes"])
        .fails(1, "too few tokens");
    commons
        .found_by(&["proposal", "create", "Too early"])
        .fails(1, "");
    commons
        .found_by(&["proposal", "show", "99"])
        .fails(1, "there is no proposal");
    commons
        .found_by(&["model", "show", "nobody"])
        .fails(1, "there is no model");
    let nobody = commons
        .chain
        .run_at("http://127.0.0.1:9", &commons.founder, &["dao", "list"]);
    nobody.fails(1, "");

    // 2: nobody can be asked, nothing is named, or what is named is not what it must be.
    commons
        .found_by(&["power", "deposit", "1"])
        .fails(2, "this wants a yes");
    commons
        .found_by(&["power", "deposit", "0.0000001", "--yes"])
        .fails(2, "decimal places");
    commons.found_by(&["power", "deposit"]).fails(2, "AMOUNT");
    commons
        .found_by(&["no-such-command"])
        .fails(2, "unrecognized");
    commons
        .chain
        .run(&commons.founder, &["dao", "show"])
        .fails(2, "which organisation?");
    let mut no_key = commons.chain.command(&commons.chain.url);
    no_key.args(["-k", "/nowhere/key.json", "power", "deposit", "1"]);
    finish(no_key.output().unwrap()).fails(2, "no key in");
    let other = "7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q";
    commons
        .found_by(&["seat", "open", "1", "--from", other])
        .fails(2, "cannot sign here");
}

/// Where an `EntryAppended` says who acted: behind its tag, log, index, timestamp, slot.
const ACTOR: usize = 8 + 32 + 8 + 8 + 8;

/// A node that changes a byte in every event.
fn forge_events(method: &str, result: &mut Value) {
    if method != "getTransaction" {
        return;
    }
    for line in result["meta"]["logMessages"]
        .as_array_mut()
        .into_iter()
        .flatten()
    {
        let text = line.as_str().unwrap_or_default();
        let Some(data) = text.strip_prefix("Program data: ") else {
            continue;
        };
        let mut bytes = STANDARD.decode(data).unwrap();
        // A byte of who acted: it stands in the entry, and an entry is what the root holds.
        bytes[ACTOR] ^= 1;
        *line = Value::from(format!("Program data: {}", STANDARD.encode(bytes)));
    }
}

/// A node that shows other actions than those that were submitted.
fn forge_actions(method: &str, result: &mut Value) {
    if method != "getMultipleAccounts" {
        return;
    }
    let tag = <althing::Action as anchor_lang::Discriminator>::DISCRIMINATOR;
    for account in result["value"].as_array_mut().into_iter().flatten() {
        let Some(data) = account["data"][0].as_str() else {
            continue;
        };
        let mut bytes = STANDARD.decode(data).unwrap();
        if bytes.starts_with(tag) {
            *bytes.last_mut().unwrap() ^= 1;
            account["data"][0] = Value::from(STANDARD.encode(bytes));
        }
    }
}

#[test]
#[ignore = "needs a local validator"]
fn three_where_a_node_lies() {
    let commons = Commons::found(&[], Chain::connect(), "Lies");
    let liar = between(&commons.chain.url, pass, forge_events);
    let entries = [
        "--dao",
        &commons.dao,
        "log",
        "entries",
        &commons.dao,
        "--all",
    ];
    assert_eq!(commons.chain.run(&commons.founder, &entries).code, 0);
    let told = commons.chain.run_at(&liar, &commons.founder, &entries);
    told.fails(3, "do not give the root");
    assert!(told.out.is_empty(), "{}", told.out);

    commons
        .found_by(&["power", "deposit", "20", "--yes"])
        .json();
    commons.next_epoch();
    commons
        .found_by(&[
            "dao",
            "configure",
            "--set",
            "quorumBps=25%",
            "--propose",
            "Quorum",
        ])
        .json();
    let liar = between(&commons.chain.url, pass, forge_actions);
    for command in [
        &["proposal", "show", "0"][..],
        &["vote", "cast", "0", "yes"],
    ] {
        let whole = [&["--dao", commons.dao.as_str()], command].concat();
        let told = commons.chain.run_at(&liar, &commons.founder, &whole);
        told.fails(3, "not those whose hash the proposal froze");
    }
    commons.found_by(&["vote", "cast", "0", "yes"]).json();
}

/// A node that takes transactions, loses them, and says that their time is over.
fn lose(method: &str) -> Option<Value> {
    match method {
        "sendTransaction" => Some(json!("1".repeat(88))),
        "getBlockHeight" => Some(json!(u32::MAX)),
        _ => None,
    }
}

#[test]
#[ignore = "needs a local validator"]
fn four_where_a_transaction_is_lost() {
    let commons = Commons::found(&[], Chain::connect(), "Lost");
    let hole = between(&commons.chain.url, lose, keep);
    let open = ["--dao", &commons.dao, "seat", "open", "1"];
    let lost = commons.chain.run_at(&hole, &commons.founder, &open);
    lost.fails(4, "was sent and not confirmed");
    assert!(lost.err.contains("althing tx decode"), "{}", lost.err);
    assert!(lost.out.is_empty(), "{}", lost.out);
    // It never arrived, so the same can be done again.
    commons.found_by(&["seat", "open", "1"]).json();
}
