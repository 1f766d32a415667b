//! Questions about logged decisions: answered, not answered, and appealed.

use std::fs;

use serde_json::Value;

use crate::support::{Chain, Commons, Person};

#[test]
#[ignore = "needs a local validator"]
fn questions_are_answered_reported_and_appealed() {
    let chain = Chain::connect();
    let (asker, judge) = (chain.person("asker"), chain.person("judge"));
    let commons = Commons::found(&[(&asker, 100), (&judge, 400)], chain, "Questions");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    commons
        .chain
        .open_account(&commons.authority, &commons.mint);
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    commons
        .run(&judge, &["power", "deposit", "400", "--yes"])
        .json();
    let log = bonded_log(&commons);
    commons.next_epoch();
    let listed = commons.found_by(&["question", "list"]).json();
    assert_eq!(listed, Value::Array(vec![]));
    commons
        .found_by(&["question", "rules", &log])
        .fails(1, "no terms");
    set_rules(&commons, &log);

    let hash = "0f".repeat(32);
    let open = |index: &str| {
        let opened = commons.run(
            &asker,
            &["question", "open", &log, index, "--hash", &hash, "--yes"],
        );
        opened.json()["question"].as_str().unwrap().to_string()
    };
    let too_far = commons.run(
        &asker,
        &["question", "open", &log, "99", "--hash", &hash, "--yes"],
    );
    too_far.fails(1, "has 3 entries");
    commons
        .found_by(&["question", "open", &log, "0", "--hash", &hash, "--yes"])
        .fails(1, "OperatorAsks");
    commons
        .run(&asker, &["question", "open", &log, "0", "--hash", &hash])
        .fails(2, "this wants a yes");
    let shown = ["question", "open", &log, "0", "--hash", &hash, "--export"];
    let exported = commons.run(&asker, &shown).json();
    let signers = &exported["exported"][0]["signers"];
    assert_eq!(*signers, Value::Array(vec![asker.address().into()]));

    accepted(&commons, &asker, &open("0"));
    upheld(&commons, &asker, &judge, &log, &open("1"));
    unanswered(&commons, &asker, &open("2"));
    let left = commons.found_by(&["question", "list", "--open"]).json();
    assert_eq!(left, Value::Array(vec![]));
    let bond = commons.found_by(&["bond", "show", &log]).json();
    assert_eq!(bond["openQuestions"], 0);
    // A tenth for the wrong answer, and a twentieth of what was left for the silence.
    assert_eq!(bond["slashed"]["uiAmountString"], "14.5");
}

/// A log of the founder's with three entries and a bond of 100.
fn bonded_log(commons: &Commons) -> String {
    commons.found_by(&["log", "create", "--yes"]).json();
    let log = commons.founder.address();
    for text in ["one", "two", "three"] {
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
        "example.org/log",
        "--interval",
        "100000",
        "--yes",
    ];
    commons.found_by(&open).json();
    log
}

fn set_rules(commons: &Commons, log: &str) {
    let rules = |voting: &str| {
        commons.found_by(&[
            "question",
            "set-rules",
            log,
            "--deposit",
            "2",
            "--answer-period",
            "20s",
            "--appeal-period",
            "20s",
            "--voting-period",
            voting,
            "--propose",
            "Questions",
        ])
    };
    rules("13s").fails(2, "voting_period");
    rules("10s").json();
    commons.found_by(&["vote", "cast", "0", "yes"]).json();
    commons.decide("0");
    let shown = commons.found_by(&["question", "rules", log]).json();
    assert_eq!(shown["inForce"], Value::Null);
    assert_eq!(shown["later"]["deposit"]["uiAmountString"], "2");
    commons.chain.wait_until(commons.chain.now() + 17);
    let shown = commons.found_by(&["question", "rules", log]).json();
    assert_eq!(shown["depositNow"]["uiAmountString"], "2");
}

fn state(commons: &Commons, question: &str) -> Value {
    commons.found_by(&["question", "show", question]).json()["state"].clone()
}

fn answer(commons: &Commons, question: &str) {
    let file = commons.chain.folder.path().join("answer.txt");
    fs::write(&file, format!("because, salted with {question}")).unwrap();
    let hash = format!("file:{}", file.display());
    let answer = ["question", "answer", question, "--hash", &hash];
    // Nothing is appended but by the answer itself.
    let shown = commons.found_by(&[&answer[..], &["--dry-run"]].concat());
    assert_eq!(shown.json()["dryRun"], true);
    assert_eq!(state(commons, question), "open");
    commons.found_by(&answer).json();
    assert_eq!(state(commons, question), "answered");
    commons.found_by(&answer).fails(1, "is answered");
}

/// An answer of which the first transaction was carried out before, and not the second.
fn answer_that_is_logged(commons: &Commons, log: &str, question: &str) {
    let hash = "0c".repeat(32);
    let address: anchor_lang::prelude::Pubkey = question.parse().unwrap();
    let hex: String = address
        .to_bytes()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let payload = format!("hex:{hex}{hash}");
    let append = [
        "log",
        "append-entry",
        log,
        "--kind",
        "1100",
        "--payload",
        &payload,
    ];
    let index = commons.found_by(&append).json()["expectedIndex"].to_string();
    let answer = |hash: &str, index: &str| {
        commons.found_by(&[
            "question", "answer", question, "--hash", hash, "--index", index,
        ])
    };
    answer(&hash, "0").fails(1, "entry 0 is not this answer");
    answer(&"0d".repeat(32), &index).fails(1, "is not this answer");
    answer(&hash, "99").fails(1, "entry 99: the log has");
    let answered = answer(&hash, &index).json();
    assert_eq!(answered["answerIndex"].to_string(), index);
    assert_eq!(state(commons, question), "answered");
}

fn accepted(commons: &Commons, asker: &Person, question: &str) {
    assert_eq!(state(commons, question), "open");
    commons
        .found_by(&["question", "report", question])
        .fails(1, "AnswerNotOverdue");
    commons
        .run(asker, &["question", "accept", question, "--yes"])
        .fails(1, "WrongQuestionState");
    let hash = "0b".repeat(32);
    commons
        .run(asker, &["question", "answer", question, "--hash", &hash])
        .fails(1, "the log's operator answers");
    answer(commons, question);
    commons
        .found_by(&["question", "accept", question, "--yes"])
        .fails(1, "AppealStillPossible");
    commons
        .run(asker, &["question", "accept", question])
        .fails(2, "this wants a yes");
    commons
        .run(asker, &["question", "accept", question, "--yes"])
        .json();
    assert_eq!(state(commons, question), "accepted");
    commons.found_by(&["question", "close", question]).json();
}

fn upheld(commons: &Commons, asker: &Person, judge: &Person, log: &str, question: &str) {
    answer_that_is_logged(commons, log, question);
    let grounds = "0e".repeat(32);
    let vote = ["appeal", "vote", question, "uphold"];
    commons.run(judge, &vote).fails(1, "is answered");
    let open = ["appeal", "open", question, "--grounds", &grounds];
    commons.run(asker, &open).fails(2, "this wants a yes");
    let open = [&open[..], &["--yes"]].concat();
    commons.run(judge, &open).fails(1, "NotQuestioner");
    commons.run(asker, &open).json();
    let none = commons.found_by(&["appeal", "votes", question]).json();
    assert_eq!(none, Value::Array(vec![]));
    commons
        .found_by(&vote)
        .fails(1, "neither operator nor questioner");
    commons
        .run(judge, &["appeal", "vote", question, "reject"])
        .json();
    let changed = commons.run(judge, &vote).json();
    assert_eq!(
        (&changed["before"], &changed["weight"]["uiAmountString"]),
        (&"reject".into(), &"400".into())
    );
    let votes = commons.found_by(&["appeal", "votes", question]).json();
    assert_eq!(votes[0]["choice"], "uphold");
    commons
        .found_by(&["appeal", "finalize", question])
        .fails(1, "is open until");
    commons.chain.wait_until(commons.chain.now() + 11);
    let ended = commons.found_by(&["appeal", "finalize", question]).json();
    assert_eq!(ended["verdict"], "upheld");
    assert_eq!(state(commons, question), "upheld");
    commons.found_by(&["question", "close", question]).json();
}

fn unanswered(commons: &Commons, asker: &Person, question: &str) {
    commons.chain.wait_until(commons.chain.now() + 21);
    let hash = "0b".repeat(32);
    commons
        .found_by(&["question", "answer", question, "--hash", &hash])
        .fails(1, "the time to answer ended at");
    commons
        .found_by(&["question", "close", question])
        .fails(1, "althing question report");
    commons.run(asker, &["question", "report", question]).json();
    assert_eq!(state(commons, question), "unanswered");
    commons.found_by(&["question", "close", question]).json();
}
