//! What the fuzz targets run on any bytes: every parser, and what must hold of whatever it accepts.
//! `fuzz/` feeds them new input; `tests/corpus.rs` replays what it has found.

use crate::{
    commitment, Defaults, Kept, Keyring, LineConverter, NoSalts, Opening, Place, Receipt, Record,
    Salt, SubjectKey, Value,
};

/// A target: its name, which is that of its folder in `fuzz/corpus`, and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// All targets of this crate.
pub const TARGETS: &[Target] = &[
    ("record_bytes", fuzz_bytes),
    ("record_commitment", fuzz_commitment),
    ("record_line", fuzz_line),
    ("record_opening", fuzz_opening),
    ("record_receipt", fuzz_receipt),
];

/// Bytes that decode are the only ones of their record, and JSON gives the record back.
pub fn fuzz_bytes(bytes: &[u8]) {
    let Ok(record) = Record::decode(bytes) else {
        return;
    };
    assert_eq!(record.encode(), bytes, "a record has one encoding");
    let line = record.to_json();
    let back = LineConverter::new(Defaults::default(), &NoSalts).convert(1, None, line.as_bytes());
    assert_eq!(
        back.map(|converted| converted.record),
        Ok(record),
        "JSON gives the record back"
    );
}

/// A line that is converted gives a record that decodes, and openings that open it.
pub fn fuzz_line(bytes: &[u8]) {
    let mut keys = Keyring::default();
    keys.insert("k", SubjectKey::new(&[7; 32]).expect("not zero"));
    let defaults = Defaults {
        log: Some([1; 32]),
        operator: Some([2; 32]),
    };
    let Ok(converted) = LineConverter::new(defaults, &keys).convert(1, None, bytes) else {
        return;
    };
    let encoded = converted.record.encode();
    assert_eq!(
        Record::decode(&encoded).as_ref(),
        Ok(&converted.record),
        "what is converted decodes"
    );
    for opening in &converted.openings {
        opening
            .disclose(&converted.record, &keys)
            .expect("an opening opens");
    }
    fuzz_bytes(&encoded);
}

/// A receipt that is read can be written, and is the same when it is read again.
pub fn fuzz_receipt(bytes: &[u8]) {
    let Ok(receipt) = Receipt::parse(bytes) else {
        return;
    };
    let json = receipt.to_json().expect("what was read can be written");
    assert_eq!(Receipt::parse(json.as_bytes()).as_ref(), Ok(&receipt));
}

/// The same for what an operator keeps.
pub fn fuzz_opening(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(opening) = Opening::from_json(text) {
        assert_eq!(
            Opening::from_json(&opening.to_json()).as_ref(),
            Ok(&opening)
        );
    }
    if let Ok(kept) = Kept::from_json(text) {
        assert_eq!(Kept::from_json(&kept.to_json()).as_ref(), Ok(&kept));
    }
}

/// Two places (12 bytes each), a salt (32) and a value: a commitment is that of its bytes as text or not, and another
/// for whatever differs in what is hashed.
pub fn fuzz_commitment(bytes: &[u8]) {
    let Some((places, rest)) = bytes.split_first_chunk::<24>() else {
        return;
    };
    let Some((salt, value)) = rest.split_first_chunk::<32>() else {
        return;
    };
    let Ok(salt) = Salt::new(*salt) else { return };
    let place = |at: usize| {
        let byte = |offset: usize| places[at + offset];
        Place {
            log: [byte(0); 32],
            operator: [byte(1); 32],
            sequence: u64::from(byte(2)) << (byte(3) % 57),
            kind: u16::from_le_bytes([byte(4), byte(5)]),
            version: byte(6),
            field: byte(7),
            index: byte(8),
        }
    };
    let (one, other) = (place(0), place(12));
    let content = Value::Bytes(value.to_vec());
    let Ok(made) = commitment(&one, &salt, &content) else {
        assert!(value.len() > crate::MAX_VALUE);
        return;
    };
    if let Ok(text) = std::str::from_utf8(value) {
        assert_eq!(commitment(&one, &salt, &Value::Text(text.into())), Ok(made));
    }
    if let Ok(hash) = value.try_into() {
        assert_ne!(commitment(&one, &salt, &Value::Sha256(hash)), Ok(made));
    }
    let tag = |it: &Place| (it.kind, it.version, it.field, it.index);
    let same = commitment(&other, &salt, &content) == Ok(made);
    assert_eq!(same, tag(&one) == tag(&other));
    let key = SubjectKey::new(salt.bytes()).expect("a salt is not zeros");
    assert_eq!(key.salt(&one) == key.salt(&other), one == other);
}
