//! What must hold for any input, as plain functions: fuzzers call them, and tests replay their corpora.

use crate::{
    Defaults, Kept, Keyring, LineConverter, NoSalts, Opening, Receipt, Record, SubjectKey,
};

/// Bytes that decode are the only ones of their record, and JSON gives the record back.
pub fn decode(bytes: &[u8]) {
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
pub fn line(bytes: &[u8]) {
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
    decode(&encoded);
}

/// A receipt that is read can be written, and is the same when it is read again.
pub fn receipt(bytes: &[u8]) {
    let Ok(receipt) = Receipt::parse(bytes) else {
        return;
    };
    let json = receipt.to_json().expect("what was read can be written");
    assert_eq!(Receipt::parse(json.as_bytes()).as_ref(), Ok(&receipt));
}

/// The same for what an operator keeps.
pub fn openings(bytes: &[u8]) {
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
