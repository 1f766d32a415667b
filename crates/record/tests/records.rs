//! Records as bytes and as JSON: what is encoded comes back, and nothing else is read.

mod support;

use althing_record::{fuzz, Body, Fault, Kind, Record, HEADER, MAX_RECORD};
use proptest::prelude::*;
use support::{convert, lines, record, spec};

/// Whether only a rule between fields was broken.
fn between_fields(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::EndsBeforeStart | Fault::Unchanged | Fault::ReviewMissing
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// The page's tables and the crate agree about every byte, and JSON about every value.
    #[test]
    fn the_page_and_the_crate_encode_alike(sample in spec::samples()) {
        let decoded = Record::decode(&sample.bytes);
        let converted = convert(&sample.line);
        match decoded {
            Ok(decoded) => {
                let converted = converted.map_err(|error| TestCaseError::fail(format!("{error}: {}", sample.line)))?;
                prop_assert_eq!(&converted.record, &decoded);
                prop_assert_eq!(decoded.encode(), sample.bytes);
                prop_assert_eq!(decoded.to_json(), sample.line);
                prop_assert_eq!(decoded.kind().number(), sample.kind.number);
            }
            Err(error) => {
                prop_assert!(between_fields(&error.fault), "{error}: {}", sample.line);
                prop_assert_eq!(converted.unwrap_err().error, error);
            }
        }
    }

    /// Every flipped bit is refused or gives another record, whose only bytes these are.
    #[test]
    fn a_flipped_bit_is_refused_or_another_record(sample in spec::samples(), bit in any::<prop::sample::Index>()) {
        let Ok(record) = Record::decode(&sample.bytes) else { return Ok(()) };
        let mut flipped = sample.bytes.clone();
        let bit = bit.index(flipped.len() * 8);
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(other) = Record::decode(&flipped) {
            prop_assert_ne!(&other, &record);
            prop_assert_eq!(other.encode(), &flipped[..]);
            prop_assert_ne!(other.leaf(), record.leaf());
        }
    }

    /// No prefix of a record is one, and nothing can be added to it.
    #[test]
    fn a_record_ends_where_it_ends(sample in spec::samples(), cut in any::<prop::sample::Index>(), more in 1usize..40) {
        if Record::decode(&sample.bytes).is_err() { return Ok(()) }
        let cut = cut.index(sample.bytes.len());
        prop_assert!(Record::decode(&sample.bytes[..cut]).is_err());
        let mut longer = sample.bytes.clone();
        longer.resize(longer.len() + more, 0);
        let actual = longer.len() - HEADER;
        let stated = actual - more;
        prop_assert_eq!(Record::decode(&longer).unwrap_err().fault, Fault::WrongLength { stated, actual });
    }

    /// Bytes at random, and records with random bytes in them.
    #[test]
    fn no_bytes_break_the_reader(
        sample in spec::samples(),
        noise in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        fuzz::fuzz_bytes(&bytes);
        fuzz::fuzz_line(&bytes);
        let (mut record, mut line) = (sample.bytes, sample.line.into_bytes());
        for (at, byte) in noise {
            let place = at.index(record.len());
            record[place] = byte;
            let place = at.index(line.len());
            line[place] = byte;
        }
        fuzz::fuzz_bytes(&record);
        fuzz::fuzz_line(&line);
    }
}

/// Every single bit of every sample, not only random ones.
#[test]
fn every_bit_of_every_kind_counts() {
    let mut seen = std::collections::HashSet::new();
    for (name, line) in lines() {
        let bytes = record(&line).encode();
        assert!(seen.insert(bytes.clone()), "{name}");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            if let Ok(other) = Record::decode(&flipped) {
                assert_eq!(other.encode(), flipped, "{name}, bit {bit}");
                assert!(
                    seen.insert(flipped),
                    "{name}, bit {bit}: two records share bytes"
                );
            }
        }
    }
}

#[test]
fn a_line_shows_its_record() {
    for (name, line) in lines() {
        let record = record(&line);
        assert_eq!(
            Record::decode(&record.encode()).as_ref(),
            Ok(&record),
            "{name}"
        );
        let shown: serde_json::Value = serde_json::from_str(&record.to_json()).unwrap();
        assert_eq!(
            shown,
            serde_json::from_str::<serde_json::Value>(&line).unwrap(),
            "{name}"
        );
    }
}

/// In particular the order of the fields, and how white space and escapes are written, say nothing.
#[test]
fn other_json_of_the_same_object_gives_the_same_record() {
    for (name, line) in lines() {
        let object: serde_json::Value = serde_json::from_str(&line).unwrap();
        let sorted = object.to_string();
        assert_ne!(sorted, line, "{name}: sorted names come in another order");
        let pretty = serde_json::to_string_pretty(&object)
            .unwrap()
            .replace("\"kind\"", "\"\\u006bind\"");
        for other in [sorted, pretty] {
            assert_eq!(support::record(&other), support::record(&line), "{name}");
        }
    }
}

#[test]
fn kinds_are_those_of_the_page() {
    let documented: Vec<_> = spec::kinds()
        .into_iter()
        .map(|kind| (kind.name, kind.number, kind.needs_model))
        .collect();
    let known: Vec<_> = Kind::ALL
        .iter()
        .map(|kind| (kind.name().to_owned(), kind.number(), kind.needs_model()))
        .collect();
    assert_eq!(documented, known);
    for kind in Kind::ALL {
        assert_eq!(Kind::from_number(kind.number()), Some(*kind));
        assert_eq!(Kind::from_name(kind.name()), Some(*kind));
    }
    assert_eq!(
        (
            Kind::from_number(1039),
            Kind::from_number(1051),
            Kind::from_name("other")
        ),
        (None, None, None)
    );
}

#[test]
fn the_largest_records_stay_within_the_bound() {
    let header = support::header("raw", 1);
    let media = "m".repeat(64);
    let content = "00".repeat(3584);
    let raw = record(&format!(
        r#"{{{header},"mediaType":"{media}","content":"{content}"}}"#
    ));
    assert_eq!(raw.encode().len(), 3787);
    const { assert!(3787 <= MAX_RECORD) };
    for (name, line) in lines() {
        let record = record(&line);
        let fits = record.encode().len() <= 512;
        assert!(
            fits || matches!(record.body(), Body::Raw(_)),
            "{name} does not fit an entry"
        );
    }
}

/// The page's example is its line's record: the table's bytes, and the leaf above it.
#[test]
fn the_page_shows_a_record_byte_by_byte() {
    let page = spec::page();
    let (_, section) = page.split_once("\n## A record, byte by byte\n").unwrap();
    let line = section.lines().find(|line| line.starts_with('{')).unwrap();
    let record = record(line);
    let mut shown = String::new();
    for row in section
        .lines()
        .filter(|line| line.starts_with("| "))
        .take(16)
        .skip(1)
    {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells[0], (shown.len() / 2).to_string(), "{row}");
        shown.push_str(cells[1].trim_matches('`'));
    }
    assert_eq!(shown, support::hex(&record.encode()));
    assert!(section.contains(&format!(
        "leaf in a batch is `{}`",
        support::hex(&record.leaf())
    )));
}
