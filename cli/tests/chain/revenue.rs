//! What a version earns: shared by a vote, passed on, paid, closed.

use serde_json::{json, Value};

use crate::support::{Chain, Commons, Person};

/// Founder, with a model made from the one of a laboratory, which was made from an owner's data; both versions are
/// attested.
fn made_from_one_another() -> (Commons, Person, Person) {
    let chain = Chain::connect();
    let (lab, owner) = (chain.person("lab"), chain.person("owner"));
    let evaluator = chain.person("evaluator");
    let commons = Commons::found(&[(&lab, 200), (&owner, 1)], chain, "Earners");
    commons.chain.send_sol(&commons.authority, 100_000_000);
    let deposit = |amount: &'static str| ["power", "deposit", amount, "--yes"];
    commons.found_by(&deposit("600")).json();
    commons.run(&lab, &deposit("100")).json();
    commons
        .found_by(&["seat", "open", "1", "--holder", &evaluator.address()])
        .json();
    commons.next_epoch();
    let holder = evaluator.address();
    let seat = ["seat", "grant", "1", &holder, "1"];
    let appoint = [&seat[..], &["--propose", "Appoint"]].concat();
    let number = commons.found_by(&appoint).json()["number"].to_string();
    commons.found_by(&["vote", "cast", &number, "yes"]).json();
    commons.decide(&number);
    commons.next_epoch();
    for (maintainer, model) in [(&lab, "base"), (&commons.founder, "tutor")] {
        let run = |arguments: &[&str]| commons.run(maintainer, arguments).json();
        run(&["model", "register", model, "--yes"]);
        let (weights, manifest) = ("5a".repeat(32), "02".repeat(32));
        let digests = ["--weights", &weights, "--manifest", &manifest];
        run(&[&["version", "register", model][..], &digests].concat());
        let version = format!("{model}@1");
        if model == "tutor" {
            run(&["version", "link-parent", &version, "base@1"]);
        } else {
            link_data(&commons, &owner, &lab);
        }
        run(&["version", "stage", &version]);
        let attest = ["version", "attest", &version, "--passed", "--results"];
        let attest = [&attest[..], &[weights.as_str()]].concat();
        commons.run(&evaluator, &attest).json();
    }
    (commons, lab, owner)
}

/// The owner's data is what the base was trained on, with consent.
fn link_data(commons: &Commons, owner: &Person, lab: &Person) {
    let digest = "0d".repeat(32);
    let register = ["dataset", "register", &digest];
    let registered = commons.run(owner, &register).json();
    let dataset = registered["dataset"].as_str().unwrap();
    let offer = ["grant", "offer", dataset, "base", "train"];
    commons.run(owner, &offer).json();
    let grant = format!("{dataset}/base/train");
    commons
        .run(lab, &["grant", "accept", &grant, "--yes"])
        .json();
    let link = ["version", "link-dataset", "base@1", dataset, "train"];
    commons.run(lab, &link).json();
}

/// What is due to each place of a pool, in whole tokens.
fn due(commons: &Commons, version: &str) -> Value {
    let shown = commons.found_by(&["revenue", "show", version]).json();
    let places = shown["shares"].as_array().unwrap().iter();
    let due = |place: &Value| place["due"]["uiAmountString"].clone();
    places
        .map(|place| (place["place"].as_str().unwrap().to_owned(), due(place)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// One proposal that releases both and sets both tables, the base's first.
fn release_and_share(commons: &Commons) {
    let created = commons
        .found_by(&["proposal", "create", "Release and share"])
        .json();
    let number = created["number"].to_string();
    let shares = |version: &'static str, parts: &[&'static str]| {
        [&["revenue", "set-shares", version][..], parts].concat()
    };
    for action in [
        vec!["version", "promote", "base@1"],
        vec!["version", "promote", "tutor@1"],
        shares("base@1", &["--maintainer", "25%", "--dataset", "1=75%"]),
        shares("tutor@1", &["--maintainer", "10%", "--parent", "1=40%"]),
    ] {
        let add = [&action[..], &["--add-to", &number, "--skip-simulation"]].concat();
        commons.found_by(&add).json();
    }
    commons.found_by(&["proposal", "submit", &number]).json();
    let shown = commons.found_by(&["proposal", "show", &number]);
    assert!(
        shown.out.contains("Share what version 1 of")
            && shown
                .out
                .contains("50% treasury, 10% maintainer, 40% parent-1"),
        "{}",
        shown.out
    );
    commons.found_by(&["vote", "cast", &number, "yes"]).json();
    commons.decide(&number);
}

#[test]
#[ignore = "needs a local validator"]
fn what_a_version_earns_reaches_the_owner_of_the_data_of_what_it_was_made_from() {
    let (commons, lab, owner) = made_from_one_another();
    let run = |arguments: &[&str]| commons.found_by(arguments);
    assert_eq!(run(&["revenue", "list"]).json(), json!([]));
    run(&["revenue", "show", "tutor@1"]).fails(1, "has no revenue pool");
    run(&["revenue", "create", "tutor@1"]).json();
    run(&["revenue", "create", "tutor@1"]).fails(1, "exists already");
    let share = ["revenue", "set-shares", "tutor@1", "--parent", "1=40%"];
    run(&[&share[..], &["--dry-run"]].concat()).fails(1, "has no pool in the token");
    commons.run(&lab, &["revenue", "create", "base@1"]).json();
    run(&share).fails(2, "only the organisation");
    run(&[&share[..], &["--maintainer", "61%"]].concat()).fails(2, "more than 100%");
    run(&[&share[..], &["--dry-run"]].concat()).fails(1, "VersionNotReleased");

    // Until a vote sets the shares everything is the treasury's.
    run(&["revenue", "deposit", "tutor@1", "5"]).fails(2, "this wants a yes");
    let deposited = run(&["revenue", "deposit", "tutor@1", "5", "--yes"]).json();
    assert_eq!(deposited["shared"], false);
    assert_eq!(
        due(&commons, "tutor@1"),
        json!({ "treasury": "5", "maintainer": "0" })
    );
    release_and_share(&commons);
    run(&["revenue", "deposit", "tutor@1", "100", "--yes"]).json();
    assert_eq!(
        due(&commons, "tutor@1"),
        json!({ "treasury": "55", "maintainer": "10", "parent-1": "40" })
    );

    let passed = run(&["revenue", "distribute", "tutor@1"]).json();
    assert_eq!(passed["passedOn"][0]["amount"]["uiAmountString"], "40");
    run(&["revenue", "distribute", "tutor@1"]).fails(1, "nothing is due to a parent");
    let claimed = run(&["revenue", "claim", "tutor@1"]).json();
    assert_eq!(claimed["payments"][0]["place"], "maintainer");
    assert_eq!(claimed["payments"][0]["amount"]["uiAmountString"], "10");
    // The organisation has no token account yet.
    assert_eq!(claimed["waiting"][0]["place"], "treasury");
    run(&["revenue", "claim", "tutor@1"]).fails(1, "no token account");
    let claimed = run(&["revenue", "claim", "base@1"]).json();
    let paid = |row: usize| {
        let payment = &claimed["payments"][row];
        (
            payment["holder"].clone(),
            payment["amount"]["uiAmountString"].clone(),
        )
    };
    assert_eq!(paid(0), (owner.address().into(), "30".into()));
    assert_eq!(paid(1), (lab.address().into(), "10".into()));
    commons
        .chain
        .open_account(&commons.authority, &commons.mint);
    let treasury = ["revenue", "claim", "tutor@1", "--place", "treasury"];
    let claimed = run(&treasury).json();
    assert_eq!(claimed["payments"][0]["amount"]["uiAmountString"], "55");
    run(&treasury).fails(1, "NoRevenueDue");
    run(&["revenue", "claim", "tutor@1"]).fails(1, "nothing is due to anybody");

    let listed = run(&["revenue", "list", "--model", "tutor"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["earned"]["uiAmountString"], "105");
    assert_eq!(
        run(&["revenue", "list"]).json().as_array().unwrap().len(),
        2
    );
    let pool = listed[0]["pool"].as_str().unwrap();
    let shown = run(&["revenue", "show", pool]).json();
    assert_eq!(shown["shares"][2]["paid"]["uiAmountString"], "40");
    run(&["revenue", "close", "tutor@1"]).fails(1, "RevenuePoolInUse");
    run(&["revenue", "close", "base@1", "--dry-run"]).fails(1, "RevenuePoolInUse");
    // One in another token, which no vote has shared, is its payer's to close.
    let other = commons.chain.mint(&[]).to_string();
    let founder = commons.founder.address();
    run(&["revenue", "create", "tutor@1", "--mint", &other]).json();
    let closed = run(&["revenue", "close", "tutor@1", "--mint", &other]).json();
    assert_eq!(closed["rentTo"], founder);
}
