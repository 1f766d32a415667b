//! Receipts, and what is made of them to deceive.

use althing_record::{encode_address, Converted, Receipt};

use super::{h, hex, keys};

const PROOF: &str = "c2sp.org/tlog-proof@v1\nindex 7\nAAAA\n\nexample.org/log\n8\nAAAA\n\n— example.org/log AAAA\n";

/// One of a record in a batch, and one of a record that was appended alone.
pub fn good(converted: &Converted) -> Vec<(&'static str, Receipt)> {
    let record = converted.record.clone();
    let disclosures = converted.openings.iter().map(|it| it.disclose(&record, &keys()).unwrap()).collect();
    let log = record.header().log;
    let batch = Receipt {
        log,
        index: 7,
        record,
        entry: None,
        model_version: Some([4; 32]),
        disclosures,
        proof: PROOF.into(),
    };
    let mut entry = [0; 100];
    entry[..8].copy_from_slice(b"ALTHING\x01");
    entry[8..40].copy_from_slice(&log);
    entry[40..48].copy_from_slice(&7u64.to_le_bytes());
    entry[48..96].fill(5);
    entry[96..98].copy_from_slice(&1049u16.to_le_bytes());
    entry[98..].copy_from_slice(&(batch.record.encode().len() as u16).to_le_bytes());
    let proof = PROOF.replace("index", "extra AAAA\nindex");
    let alone = Receipt { entry: Some(entry), model_version: None, disclosures: vec![], proof, ..batch.clone() };
    vec![("in a batch", batch), ("appended alone", alone)]
}

/// Name, text, fault.
pub fn refused(batch: &Receipt, alone: &Receipt) -> Vec<(&'static str, String, &'static str)> {
    let (batch_text, alone_text) = (batch.to_json().unwrap(), alone.to_json().unwrap());
    let swap = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in {text}");
        text.replacen(from, to, 1)
    };
    let b = |from: &str, to: &str| swap(&batch_text, from, to);
    let a = |from: &str, to: &str| swap(&alone_text, from, to);
    let entry = hex(&alone.entry.unwrap());
    let e = |at: usize, byte: &str| {
        let mut changed = entry.clone();
        changed.replace_range(2 * at..2 * at + 2, byte);
        a(&entry, &changed)
    };
    let record = hex(&batch.record.encode());
    let first = batch.disclosures[0].to_json();
    let of_account = {
        let mut bytes = batch.record.encode();
        bytes[11] = 2;
        b(&record, &hex(&bytes))
    };
    let other_log = encode_address(&[9; 32]);
    let own_log = encode_address(&batch.log);
    vec![
        ("no receipt", String::new(), "Syntax"),
        ("cut off", batch_text[..batch_text.len() - 1].into(), "Syntax"),
        ("a list", "[]".into(), "WrongType"),
        ("something behind", format!("{batch_text} {{}}"), "Syntax"),
        ("too long", format!("{batch_text}{}", " ".repeat(262_144)), "TooLong"),
        ("receipt 2", b(r#""receipt":1"#, r#""receipt":2"#), "UnknownVersion"),
        ("no version", b(r#""receipt":1,"#, ""), "Missing"),
        ("no index", b(r#""index":7,"#, ""), "Missing"),
        ("no record", b(&format!(r#""record":"{record}","#), ""), "Missing"),
        ("no log", b(&format!(r#""log":"{own_log}","#), ""), "Missing"),
        ("an unknown field", b(r#"{"receipt":1"#, r#"{"receipt":1,"valid":true"#), "UnknownField"),
        ("a record cut off", b(&record, &record[..record.len() - 2]), "WrongLength"),
        ("a record with capitals", b(&record, &record.to_uppercase()), "NotHex"),
        ("a record of zero bytes", b(&record, ""), "TooShort"),
        ("another log", b(&own_log, &other_log), "OtherLog"),
        ("another version account", of_account, "OtherModel"),
        ("another index than the proof's", b(r#""index":7"#, r#""index":8"#), "Proof"),
        ("another format of proof", b("tlog-proof@v1", "tlog-proof@v2"), "Proof"),
        ("a proof without an index", b(r"index 7\u000a", ""), "Proof"),
        ("a proof whose index is written otherwise", b(r"index 7\u000a", r"index 07\u000a"), "Proof"),
        ("a proof with carriage returns", b(r"index 7\u000a", r"index 7\u000d\u000a"), "Proof"),
        ("no proof", b(&batch_text[batch_text.find(r#","proof""#).unwrap()..], "}"), "Missing"),
        ("another value", b("granted", "refused"), "DoesNotOpen"),
        ("another salt", b(&h(0x0c), &h(0x1c)), "DoesNotOpen"),
        ("a value as another field's", b(r#""field":"output""#, r#""field":"subject""#), "DoesNotOpen"),
        ("a value of a field that is not personal", b(r#""field":"output""#, r#""field":"review""#), "NotPersonal"),
        ("a person at another index", b(r#""index":2"#, r#""index":1"#), "DoesNotOpen"),
        ("a person beyond the list", b(r#""index":2"#, r#""index":3"#), "NotPersonal"),
        ("a field disclosed twice", b(&first, &format!("{first},{first}")), "DisclosedTwice"),
        ("a key in the place of a salt", b(&format!(r#""salt":"{}""#, h(0x0c)), r#""key":"ada""#), "SaltMissing"),
        ("an entry of another layout", e(7, "02"), "Entry"),
        ("an entry of another log", e(8, "09"), "Entry"),
        ("an entry of another index", e(40, "08"), "Entry"),
        ("an entry of another kind", e(96, "1a"), "Entry"),
        ("an entry of another length", e(98, "00"), "Entry"),
        ("an entry cut off", a(&entry, &entry[..198]), "NotHex"),
    ]
}
