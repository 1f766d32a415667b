//! `tests/vectors/records.json`, which the TypeScript client is tested with too, and that everything in it holds.
//!
//! `UPDATE_VECTORS=1 cargo test -p althing-record --test vectors` writes the file anew.

mod support;

use althing_record::{
    encode_address, leaf_of, Content, Kept, Opening, Receipt, ReceiptError, Record, SaltSource,
    Salts, SubjectKey, Value,
};
use serde_json::{json, Value as Json};
use support::{convert, h, hex, hostile, keys, lines, receipts, record};

#[test]
fn the_vectors_are_those_of_this_crate() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/records.json"
    );
    let vectors = json!({
        "about": "Made by crates/record/tests/vectors.rs; docs/records.md is the format.",
        "records": records(),
        "salts": salts(),
        "sealed": sealed(),
        "receipts": receipt_vectors(),
        "refusedBytes": refused_bytes(),
        "refusedObjects": refused_objects(),
        "refusedTexts": refused_texts(),
        "refusedReceipts": refused_receipts(),
    });
    let made = format!("{}\n", serde_json::to_string_pretty(&vectors).unwrap());
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors"))
            .unwrap();
        std::fs::write(path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == made,
        "{path} is not what this crate makes: see the top of this test"
    );
}

fn records() -> Vec<Json> {
    let vector = |(name, line): (String, String)| {
        let record = record(&line);
        assert_eq!(record.leaf(), leaf_of(&record.encode()));
        let object: Json = serde_json::from_str(&record.to_json()).unwrap();
        json!({ "name": name, "object": object, "bytes": hex(&record.encode()), "leaf": hex(&record.leaf()) })
    };
    lines().into_iter().map(vector).collect()
}

/// Salts that keys give, one for each place.
fn salts() -> Vec<Json> {
    let record = record(&sealed_line());
    let secret = [0xa1; 32];
    let places = [
        ("subject", None),
        ("input", None),
        ("verifiers", Some(0)),
        ("verifiers", Some(1)),
    ];
    let mut seen = Vec::new();
    let vectors = places.map(|(field, index)| {
        let (place, _) = record.personal(field, index).unwrap();
        let salt = SubjectKey::new(&secret).unwrap().salt(&place);
        assert!(!seen.contains(salt.bytes()), "every place has its own salt");
        seen.push(*salt.bytes());
        json!({
            "key": hex(&secret), "log": encode_address(&place.log), "operator": encode_address(&place.operator),
            "sequence": place.sequence, "kind": place.kind, "version": place.version, "field": place.field,
            "index": place.index, "salt": hex(salt.bytes()),
        })
    });
    vectors.to_vec()
}

fn sealed_line() -> String {
    let personal = format!(
        r#""input":{{"sha256":"{}","salt":"{}"}},"output":{{"text":"granted","salt":"{}"}},"matchedInput":{{"hex":"00ff","salt":"{}"}},"subject":{{"text":"Ada Lovelace, 1815-12-10","key":"ada"}},"verifiers":[{{"text":"Bob","key":"bob"}},"{}",{{"text":"","key":"bob"}}]"#,
        h(0x0a),
        h(0x0b),
        h(0x0c),
        h(0x0d),
        h(0x0e)
    );
    let plain = hostile::plain_line();
    let start = plain.find(r#""input""#).unwrap();
    format!(r#"{}{personal},"review":"confirmed"}}"#, &plain[..start])
}

/// A line with values in clear: its record, what the operator keeps, what is disclosed.
fn sealed() -> Json {
    let line = sealed_line();
    let keys = keys();
    let converted = convert(&line).unwrap();
    let record = &converted.record;
    let disclosures: Vec<Json> = converted
        .openings
        .iter()
        .map(|opening| parse(&opening.disclose(record, &keys).unwrap().to_json()))
        .collect();
    let kept = Kept {
        sequence: 7,
        leaf: record.leaf(),
        openings: converted.openings.clone(),
    };
    assert_eq!(Kept::from_json(&kept.to_json()).as_ref(), Ok(&kept));
    json!({
        "keys": { "ada": h(0xa1), "bob": h(0xb2) }, "object": parse(&line), "bytes": hex(&record.encode()),
        "kept": parse(&kept.to_json()), "disclosures": disclosures,
    })
}

fn parse(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

fn refused_bytes() -> Vec<Json> {
    let all = hostile::frames().into_iter().chain(hostile::bodies());
    let vector = |(name, bytes, field, fault): hostile::Refused<Vec<u8>>| {
        let error = Record::decode(&bytes).expect_err(name);
        assert_eq!(
            (
                error.field.as_deref().unwrap_or(""),
                error.fault.code().as_str()
            ),
            (field, fault),
            "{name}"
        );
        json!({ "name": name, "bytes": hex(&bytes), "field": field, "fault": fault })
    };
    all.map(vector).collect()
}

fn refused_objects() -> Vec<Json> {
    convert(&hostile::plain_line()).unwrap();
    let vector = |(name, line, field, fault): hostile::Refused<String>| {
        refused_line(name, line.as_bytes(), field, fault);
        json!({ "name": name, "object": parse(&line), "field": field, "fault": fault })
    };
    hostile::objects().into_iter().map(vector).collect()
}

fn refused_line(name: &str, line: &[u8], field: &str, fault: &str) {
    let keys = keys();
    let mut converter = althing_record::LineConverter::new(Default::default(), &keys);
    let error = converter.convert(12, None, line).expect_err(name);
    let found = (
        error.error.field.clone().unwrap_or_default(),
        error.error.fault.code(),
    );
    assert_eq!(
        (found.0.as_str(), found.1.as_str()),
        (field, fault),
        "{name}: {error}"
    );
    assert!(error.to_string().starts_with("line 12, "), "{error}");
}

/// Bytes that are no line, or that readers of JSON differ about. The file has the short ones.
fn refused_texts() -> Vec<Json> {
    let vector = |(name, text, field, fault): hostile::Refused<Vec<u8>>| {
        refused_line(name, &text, field, fault);
        (text.len() < 2000).then(|| json!({ "name": name, "bytes": hex(&text), "fault": fault }))
    };
    hostile::texts().into_iter().filter_map(vector).collect()
}

fn receipt_vectors() -> Vec<Json> {
    let vector = |(name, receipt): (&str, Receipt)| {
        let text = receipt.to_json().unwrap();
        assert_eq!(
            Receipt::parse(text.as_bytes()).as_ref(),
            Ok(&receipt),
            "{name}"
        );
        json!({ "name": name, "receipt": text, "leaf": hex(&receipt.leaf()) })
    };
    receipts::good(&convert(&sealed_line()).unwrap())
        .into_iter()
        .map(vector)
        .collect()
}

fn refused_receipts() -> Vec<Json> {
    let good = receipts::good(&convert(&sealed_line()).unwrap());
    let vector = |(name, text, fault): (&str, String, &str)| {
        let error: ReceiptError = Receipt::parse(text.as_bytes()).expect_err(name);
        assert_eq!(error.code(), fault, "{name}: {error}");
        assert!(error.to_string().starts_with("receipt"), "{error}");
        json!({ "name": name, "receipt": text, "fault": fault })
    };
    receipts::refused(&good[0].1, &good[1].1)
        .into_iter()
        .map(vector)
        .collect()
}

/// What an erased key hid stays hidden; the record stays as it is.
#[test]
fn erasing_a_key_erases_what_it_hid() {
    let mut keys = keys();
    let converted = convert(&sealed_line()).unwrap();
    let bytes = converted.record.encode();
    let of = |id: &str| -> Vec<Opening> {
        let source = SaltSource::Key(id.into());
        converted
            .openings
            .iter()
            .filter(|opening| opening.source == source)
            .cloned()
            .collect()
    };
    // What is kept says nothing without the key either.
    for opening in &converted.openings {
        if matches!(opening.source, SaltSource::Salt(_)) {
            assert!(matches!(opening.content, Content::Clear(_)));
            continue;
        }
        assert!(matches!(opening.content, Content::Sealed(_)), "{opening:?}");
        let kept = opening.to_json();
        let shown = opening.disclose(&converted.record, &keys).unwrap();
        let value = String::from_utf8(shown.value.bytes().1.to_vec()).unwrap_or_default();
        for part in [value, hex(shown.value.bytes().1)] {
            assert!(part.len() < 3 || !kept.contains(&part), "{kept}");
        }
    }
    let (ada, bob) = (of("ada"), of("bob"));
    assert_eq!((ada.len(), bob.len()), (1, 2));
    ada[0].disclose(&converted.record, &keys).unwrap();
    keys.erase("ada").unwrap();
    assert!(keys.key("ada").is_none());
    let refused = ada[0].disclose(&converted.record, &keys).unwrap_err();
    assert_eq!(refused.fault.code(), "UnknownKey");
    bob.iter()
        .for_each(|opening| drop(opening.disclose(&converted.record, &keys).unwrap()));
    assert_eq!(
        Record::decode(&bytes).unwrap().leaf(),
        converted.record.leaf()
    );
}

/// Of a disclosure nothing can be changed: not the value, its form, the salt, the field or the index.
#[test]
fn a_disclosure_opens_one_field_of_one_record() {
    let keys = keys();
    let converted = convert(&sealed_line()).unwrap();
    let record = &converted.record;
    let shown: Vec<_> = converted
        .openings
        .iter()
        .map(|it| it.disclose(record, &keys).unwrap())
        .collect();
    for disclosure in &shown {
        disclosure.check(record).unwrap();
        for other in &shown {
            let moved = althing_record::Disclosure {
                field: other.field.clone(),
                index: other.index,
                ..disclosure.clone()
            };
            assert_eq!(moved.check(record).is_ok(), other == disclosure);
            let salted = althing_record::Disclosure {
                salt: other.salt,
                ..disclosure.clone()
            };
            assert_eq!(salted.check(record).is_ok(), other.salt == disclosure.salt);
        }
        let bytes = disclosure.value.bytes().1.to_vec();
        for value in [
            Value::Bytes([&bytes[..], b"x"].concat()),
            Value::Sha256([0x0a; 32]),
        ] {
            let changed = althing_record::Disclosure {
                value: value.clone(),
                ..disclosure.clone()
            };
            assert_eq!(changed.check(record).is_ok(), value == disclosure.value);
        }
        // Text and the same bytes are one value; the hash of a content is another than a content of these bytes.
        let as_bytes = althing_record::Disclosure {
            value: Value::Bytes(bytes),
            ..disclosure.clone()
        };
        assert_eq!(as_bytes.check(record).is_ok(), disclosure.field != "input");
    }
    let none = althing_record::Disclosure {
        field: "referenceDatabase".into(),
        ..shown[0].clone()
    };
    assert_eq!(none.check(record).unwrap_err().fault.code(), "NotPersonal");
    for (field, index) in [
        ("verifiers", None),
        ("verifiers", Some(3)),
        ("subject", Some(0)),
        ("nothing", None),
    ] {
        assert_eq!(
            record.personal(field, index).unwrap_err().fault.code(),
            "NotPersonal",
            "{field}"
        );
    }
}
