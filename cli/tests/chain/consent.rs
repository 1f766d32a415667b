//! Datasets, consent with a price, and its revocation.

use serde_json::Value;

use crate::support::{Chain, Commons};

#[test]
#[ignore = "needs a local validator"]
fn consent_is_offered_accepted_used_and_revoked() {
    let chain = Chain::connect();
    let lab = chain.person("lab");
    let commons = Commons::found(&[(&lab, 200)], chain, "Consent");
    commons
        .found_by(&["power", "deposit", "20", "--yes"])
        .json();
    let listed = commons.found_by(&["dataset", "list"]).json();
    assert_eq!(listed, Value::Array(vec![]));
    let digest = "0d".repeat(32);
    let mint = commons.mint.to_string();
    let registered = commons
        .found_by(&["dataset", "register", &digest, "--paid-in", &mint])
        .json();
    let dataset = registered["dataset"].as_str().unwrap().to_string();
    let by_digest = commons.found_by(&["dataset", "show", &digest]).json();
    assert_eq!(by_digest["dataset"], dataset);
    assert_eq!(by_digest["grants"], Value::Array(vec![]));
    commons.next_epoch();
    commons
        .found_by(&["model", "register", "tutor", "--yes"])
        .json();
    let none = commons
        .found_by(&["grant", "list", "--model", "tutor"])
        .json();
    assert_eq!(none, Value::Array(vec![]));

    let offer = |purpose: &str, price: &[&str]| {
        let whole = [&["grant", "offer", &dataset, "tutor", purpose], price].concat();
        commons.found_by(&whole)
    };
    let to_lab = ["--licensee", &lab.address()];
    offer(
        "train",
        &[&["--per-use", "2", "--uses", "3"][..], &to_lab].concat(),
    )
    .json();
    offer("train", &["--per-use", "2"]).fails(1, "exists already");
    offer("evaluate", &to_lab).json();
    // Nobody else may accept; without a name it is the maintainer.
    let align = offer("align", &[]).json();
    assert_eq!(align["licensee"], commons.founder.address());
    let align = format!("{dataset}/tutor/align");
    commons
        .run(&lab, &["grant", "accept", &align, "--yes"])
        .fails(1, "NotLicensee");
    commons.found_by(&["grant", "close", &align]).json();
    let train = format!("{dataset}/tutor/train");
    let shown = commons.found_by(&["grant", "show", &train]).json();
    assert_eq!(shown["price"], "2 per use");
    assert_eq!(
        (&shown["state"], &shown["validNow"]),
        (&Value::from("offered"), &Value::from(false))
    );
    assert_eq!(shown["because"], "GrantNotAccepted");

    commons
        .run(&lab, &["grant", "accept", &train])
        .fails(2, "this wants a yes");
    commons
        .run(&lab, &["grant", "accept", &train, "--prepay", "5", "--yes"])
        .json();
    commons.run(&lab, &["grant", "use", &train, "2"]).json();
    commons
        .run(&lab, &["grant", "use", &train, "1"])
        .fails(1, "PrepaidTooLow");
    commons.run(&lab, &["grant", "fund", &train, "7"]).json();
    commons
        .found_by(&["grant", "use", &train])
        .fails(1, "NotLicensee");
    let paid = commons.found_by(&["grant", "claim", &train]).json();
    assert_eq!(paid["earnedAbout"]["uiAmountString"], "4");
    commons
        .found_by(&["grant", "revoke", &train, "--yes"])
        .json();
    let shown = commons.found_by(&["grant", "show", &train]).json();
    assert_eq!(shown["state"], "revoked");
    assert_eq!(shown["refunded"]["uiAmountString"], "8");
    commons
        .run(&lab, &["grant", "use", &train])
        .fails(1, "GrantRevoked");
    commons.found_by(&["grant", "close", &train]).json();

    let evaluate = format!("{dataset}/tutor/evaluate");
    commons
        .run(&lab, &["grant", "accept", &evaluate, "--yes"])
        .json();
    commons
        .run(&lab, &["grant", "end", &evaluate, "--yes"])
        .json();
    commons
        .found_by(&["dataset", "close", &dataset, "--yes"])
        .fails(1, "");
    commons.found_by(&["grant", "close", &evaluate]).json();
    commons
        .found_by(&["dataset", "transfer", &dataset, &lab.address()])
        .json();
    commons.run(&lab, &["dataset", "accept", &dataset]).json();
    let owned = commons
        .found_by(&["dataset", "list", "--owner", &lab.address()])
        .json();
    assert_eq!(owned[0]["dataset"], dataset);
    commons
        .run(&lab, &["dataset", "close", &dataset, "--yes"])
        .json();
    let shown = commons.found_by(&["dataset", "show", &dataset]);
    shown.fails(1, "was closed");
    let register = ["dataset", "register", &digest];
    commons.found_by(&register).fails(1, "NotFormerOwner");
    let again = commons.run(&lab, &register).json();
    assert_eq!(again["dataset"], dataset);
    commons.run(&lab, &register).fails(1, "DatasetIsRegistered");
}
