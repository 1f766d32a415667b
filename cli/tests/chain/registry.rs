//! Weights that are found or proved absent, artifacts, cards, and a model that changes hands.

use serde_json::Value;

use crate::proxy::between;
use crate::support::{Chain, Commons, Person, Ran};

/// Asks for weights, at the level at which the tests' transactions wait.
fn find(commons: &Commons, weights: &str) -> Ran {
    commons.found_by(&["--commitment", "confirmed", "version", "find", weights])
}

/// What was shown, whatever the exit code.
fn shown(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}{}", ran.out, ran.err))
}

fn register(commons: &Commons, who: &Person, model: &str, weights: &str, more: &[&str]) -> Ran {
    let manifest = "02".repeat(32);
    let given = [
        "version",
        "register",
        model,
        "--weights",
        weights,
        "--manifest",
        &manifest,
    ];
    commons.run(who, &[&given[..], more].concat())
}

#[test]
#[ignore = "needs a local validator"]
fn weights_artifacts_cards_and_maintainers() {
    let chain = Chain::connect();
    let heir = chain.person("heir");
    let commons = Commons::found(&[], chain, "Registry");
    commons
        .found_by(&["power", "deposit", "600", "--yes"])
        .json();
    commons.next_epoch();
    for model in ["tutor", "second"] {
        commons
            .found_by(&["model", "register", model, "--yes"])
            .json();
    }
    weights_are_found_or_absent(&commons);
    artifacts_are_linked(&commons);
    cards_change_and_stand_still(&commons);
    a_model_changes_hands(&commons, &heir);
}

fn weights_are_found_or_absent(commons: &Commons) {
    let weights = "5a".repeat(32);
    let absent = find(commons, &weights);
    absent.fails(3, "no version of the organisation has these weights");
    let told = shown(&absent);
    assert_eq!(told["exists"], false);
    assert_eq!(told["versions"], Value::Array(vec![]));
    assert!(told["slot"].as_u64().unwrap() > 0, "{told}");
    let slot = format!("as of slot {}", told["slot"]);
    assert!(told["says"].as_str().unwrap().contains(&slot), "{told}");

    let founder = &commons.founder;
    register(commons, founder, "tutor", &weights, &[]).json();
    register(commons, founder, "second", &weights, &[]).json();
    let told = find(commons, &weights).json();
    let mut found: Vec<(&str, u64, &str)> = told["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap();
            (
                text("name"),
                row["number"].as_u64().unwrap(),
                text("status"),
            )
        })
        .collect();
    found.sort_unstable();
    assert_eq!(found, [("second", 1, "draft"), ("tutor", 1, "draft")]);

    // Of another organisation nothing is said, and of an address that is none nothing is proved.
    let nobody = founder.address();
    let elsewhere = ["--dao", &nobody, "version", "find", &weights];
    let ran = commons.chain.run(founder, &elsewhere);
    ran.fails(1, "is no organisation");
    commons
        .found_by(&["version", "find", "file:weights.bin"])
        .fails(2, "not 64 hex digits");
    // A node that leaves versions out is found out by the index.
    let liar = between(
        &commons.chain.url,
        |_| None,
        |method, result| {
            if method == "getProgramAccounts" {
                result.as_array_mut().unwrap().pop();
            }
        },
    );
    let asked = ["--dao", &commons.dao, "version", "find", &weights];
    let asked = [&["--commitment", "confirmed"][..], &asked].concat();
    let told = commons.chain.run_at(&liar, founder, &asked);
    told.fails(
        1,
        "the node lists 1 versions with these weights, but the program counts 2",
    );

    for version in ["tutor@1", "second@1"] {
        commons
            .found_by(&["version", "close", version, "--yes"])
            .json();
    }
    find(commons, &weights).fails(3, "no version");
}

fn artifacts_are_linked(commons: &Commons) {
    let (code, other) = ("c0".repeat(32), "c1".repeat(32));
    let founder = &commons.founder;
    register(
        commons,
        founder,
        "tutor",
        &"5b".repeat(32),
        &["--code", &code],
    )
    .json();
    let listed = commons.found_by(&["artifact", "list"]).json();
    assert_eq!(listed, Value::Array(vec![]));
    let register = |kind: &str, digest: &str| {
        let given = ["artifact", "register", kind, digest, "--model", "tutor"];
        commons.found_by(&given)
    };
    let registered = register("code", &code).json();
    assert_eq!(registered["owner"], founder.address());
    register("code", &code).fails(1, "ArtifactExists");
    register("code", &other).json();
    register("evaluation", &code).json();
    let listed = commons
        .found_by(&["artifact", "list", "--kind", "code"])
        .json();
    assert_eq!(listed.as_array().unwrap().len(), 2);

    let link = |kind: &str, digest: &str| {
        let artifact = format!("{kind}:{digest}");
        commons.found_by(&["version", "link-artifact", "tutor@2", &artifact])
    };
    link("code", &other).fails(1, "CodeDigestMismatch");
    link("code", &"c2".repeat(32)).fails(1, "there is no artifact");
    let address = link("code", &code).json()["artifact"].clone();
    link("evaluation", &code).json();
    let version = commons.found_by(&["version", "show", "tutor@2"]).json();
    assert_eq!(version["code"], address);
    let artifact = format!("evaluation:{code}");
    let told = commons.found_by(&["artifact", "show", &artifact]).json();
    assert_eq!(told["artifact"], version["evaluation"]);
    assert_eq!(told["versions"][0]["number"], 2);
    let close = ["artifact", "close", &artifact, "--yes"];
    commons.found_by(&close).fails(1, "ArtifactInUse");
    let unlink = ["version", "unlink-artifact", "tutor@2", &artifact];
    commons.found_by(&unlink).json();
    commons.found_by(&close).json();
    // The other one goes with its version.
    commons
        .found_by(&["version", "close", "tutor@2", "--yes"])
        .json();
    let left = commons
        .found_by(&["artifact", "show", &format!("code:{code}")])
        .json();
    assert_eq!(
        (&left["links"], &left["versions"]),
        (&0.into(), &Value::Array(vec![]))
    );
}

fn cards_change_and_stand_still(commons: &Commons) {
    let founder = &commons.founder;
    register(commons, founder, "tutor", &"5c".repeat(32), &[]).json();
    let update = |uri: &str, hash: &str| {
        let card = ["--metadata", uri, "--metadata-hash", hash];
        commons.found_by(&[&["version", "update-card", "tutor@3"], &card[..]].concat())
    };
    commons
        .found_by(&["version", "update-card", "tutor@3"])
        .fails(2, "nothing to update");
    let (first, second) = ("01".repeat(32), "02".repeat(32));
    let told = update("https://example.org/card", &first).json();
    assert_eq!(
        (&told["oldHash"], &told["metadataHash"]),
        (&Value::Null, &Value::from(first.as_str()))
    );
    commons.found_by(&["version", "stage", "tutor@3"]).json();
    update("https://example.org/card", &second).fails(1, "CardFrozen");
    update("https://example.org/moved", &first).json();
    let version = commons.found_by(&["version", "show", "tutor@3"]).json();
    assert_eq!(
        (&version["metadataUri"], &version["metadataHash"]),
        (
            &Value::from("https://example.org/moved"),
            &Value::from(first)
        )
    );
    let history = commons.found_by(&["model", "history", "tutor"]).json();
    let last = history.as_array().unwrap().last().unwrap();
    assert_eq!(last["name"], "CardUpdated");
}

fn a_model_changes_hands(commons: &Commons, heir: &Person) {
    let offered = || commons.found_by(&["model", "show", "tutor"]).json()["offeredTo"].clone();
    let accept = || commons.run(heir, &["model", "accept", "tutor"]);
    assert_eq!(offered(), Value::Null);
    accept().fails(1, "NotNewMaintainer");
    let withdraw = || commons.found_by(&["model", "withdraw-offer", "tutor"]);
    withdraw().fails(1, "NoOffer");
    let offer = || commons.found_by(&["model", "offer", "tutor", &heir.address()]);
    offer().json();
    assert_eq!(offered(), heir.address());
    withdraw().json();
    accept().fails(1, "NotNewMaintainer");
    offer().json();
    let told = accept().json();
    assert_eq!(
        (&told["maintainer"], &told["formerly"]),
        (
            &Value::from(heir.address()),
            &Value::from(commons.founder.address())
        )
    );
    let unstage = ["version", "unstage", "tutor@3"];
    commons.found_by(&unstage).fails(1, "NotMaintainer");
    commons.run(heir, &unstage).json();
    commons
        .run(heir, &["version", "close", "tutor@3", "--yes"])
        .json();
    commons
        .run(heir, &["model", "close", "tutor", "--yes"])
        .json();
}
