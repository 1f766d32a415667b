//! A version in production, its decisions, and who watches over both.

use std::fs;

use serde_json::Value;

use crate::logs::Operator;
use crate::support::{Chain, Commons};
use crate::watch::Watcher;

#[test]
#[ignore = "needs a local validator"]
fn a_decision_counts_only_by_the_version_that_was_in_production() {
    let it = Operator::new("operator");
    let commons = Commons::found(&[], Chain::connect(), "Released");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    let evaluator = commons.chain.person("evaluator");
    commons
        .found_by(&["seat", "open", "1", "--holder", &evaluator.address()])
        .json();
    commons.next_epoch();
    let appoint = [
        "seat",
        "grant",
        "1",
        &evaluator.address(),
        "1",
        "--propose",
        "Appoint",
    ];
    decide(&commons, &commons.found_by(&appoint).json());
    commons.next_epoch();

    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    let (weights, manifest) = ("5a".repeat(32), "02".repeat(32));
    let register = [
        "version",
        "register",
        "tutor",
        "--weights",
        &weights,
        "--manifest",
        &manifest,
    ];
    let version = commons.found_by(&register).json()["version"]
        .as_str()
        .unwrap()
        .to_owned();
    let early = receipt(&it, &version, "early");
    let refused = it.run(&["verify", "decision", &early]);
    refused.fails(3, "was not in production in slot");

    commons.found_by(&["version", "stage", "tutor@1"]).json();
    let attest = [
        "version",
        "attest",
        "tutor@1",
        "--passed",
        "--results",
        &weights,
    ];
    commons.run(&evaluator, &attest).json();
    let promote = [
        "version",
        "promote",
        "tutor@1",
        "--propose",
        "Release tutor 1",
    ];
    decide(&commons, &commons.found_by(&promote).json());
    // The record's time is in the second of the promotion or after it.
    commons.chain.wait_until(commons.chain.now() + 2);
    let late = receipt(&it, &version, "late");
    let checked = it.run(&["verify", "decision", &late]).json();
    assert_eq!(
        (&checked["model"], &checked["version"]),
        (&"tutor".into(), &1.into())
    );
    assert_eq!(
        (&checked["statusThen"], &checked["statusNow"]),
        (&"production".into(), &"production".into())
    );
    // The early decision stays what it was.
    it.run(&["verify", "decision", &early])
        .fails(3, "was not in production in slot");

    let model = commons.found_by(&["model", "show", "tutor"]).json();
    let log = model["log"].as_str().unwrap().to_owned();
    let ws = std::env::var("ALTHING_WS_URL").unwrap();
    let watch = |more: &[&str]| {
        let usual = [
            log.as_str(),
            "--ws",
            &ws,
            "--from-start",
            "--events",
            "--every",
            "1s",
        ];
        Watcher::start(&it, &[&usual[..], more].concat())
    };
    let fine = watch(&[]);
    let entries = model_log(&commons);
    assert_eq!(
        fine.sizes(entries),
        (1..=entries as u64).collect::<Vec<_>>()
    );
    fine.is_silent();
    for more in [&["--attestations", "2"][..], &["--require-signature"]] {
        let watcher = watch(&[more, &["--exit-on-alert"]].concat());
        let alert = watcher.alert();
        assert_eq!(alert["alert"], "promotedWithoutProofs", "{alert}");
        assert_eq!(watcher.code(), 3);
    }
    a_promise_that_is_broken(&it, &commons, &ws);
}

/// A bond promises a checkpoint within ten slots, and none comes.
fn a_promise_that_is_broken(it: &Operator, commons: &Commons, ws: &str) {
    let created = commons.found_by(&["log", "create", "--yes"]).json();
    let log = created["log"].as_str().unwrap().to_owned();
    let open = [
        "bond",
        "open",
        &log,
        "5",
        "--origin",
        "example.org/decisions",
        "--interval",
        "10",
        "--yes",
    ];
    commons.found_by(&open).json();
    let watcher = Watcher::start(it, &[&log, "--ws", ws, "--every", "1s", "--exit-on-alert"]);
    let alert = watcher.alert();
    assert_eq!(alert["alert"], "missedDeadline", "{alert}");
    assert_eq!(watcher.code(), 3);
}

fn decide(commons: &Commons, proposed: &Value) {
    let number = proposed["number"].as_u64().unwrap().to_string();
    commons.found_by(&["vote", "cast", &number, "yes"]).json();
    commons.decide(&number);
}

fn model_log(commons: &Commons) -> usize {
    let history = commons.found_by(&["model", "history", "tutor"]).json();
    history.as_array().unwrap().len()
}

/// The receipt of a decision that the version makes now.
fn receipt(it: &Operator, version: &str, name: &str) -> String {
    let digest = "5a".repeat(32);
    let time = it.chain.now() * 1_000_000;
    let line = format!(
        r#"{{"kind":"decision","time":{time},"modelVersion":"{version}","periodStart":{time},"periodEnd":{time},"input":"{digest}","output":"{digest}","review":"none"}}"#
    );
    let lines = fs::read_to_string(it.path("lines")).unwrap_or_default() + &line + "\n";
    fs::write(it.path("lines"), lines).unwrap();
    let size = it.append(&[]).json()["size"].as_u64().unwrap();
    let made = it.run(&[
        "log",
        "receipt",
        &(size - 1).to_string(),
        "--dir",
        &it.dir(),
    ]);
    let file = it.path(&format!("{name}.json"));
    fs::write(&file, made.out).unwrap();
    file
}
