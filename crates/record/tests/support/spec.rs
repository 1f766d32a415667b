//! The layout as docs/records.md gives it, read from the page, and an encoder that knows nothing but that.

use althing_record::encode_address;
use proptest::prelude::*;

use super::{hex, TIME};

/// A kind's section and its row in the table of kinds.
#[derive(Clone, Debug)]
pub struct Kind {
    pub name: String,
    pub number: u16,
    pub needs_model: bool,
    pub fields: Vec<Field>,
}

/// A row of a kind's table.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: String,
    pub optional: bool,
    pub choices: Vec<String>,
}

/// A value as bytes and as JSON; `None` where it is absent in the JSON.
#[derive(Clone, Debug)]
pub struct Value {
    pub bytes: Vec<u8>,
    pub json: Option<String>,
}

pub fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/records.md");
    std::fs::read_to_string(path).unwrap()
}

/// The cells of a table's row.
fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// The rows of the first table after a heading.
fn table<'a>(page: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let (_, section) = page
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("no {heading}"));
    let rows = section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'));
    rows.skip(2).map(cells).collect()
}

pub fn kinds() -> Vec<Kind> {
    let page = page();
    let kinds = table(&page, "## Kinds").into_iter().map(|row| {
        let name = row[0].trim_matches('`').to_owned();
        let mut at = Some(0);
        let fields = table(&page, &format!("### Body of `{name}`"))
            .into_iter()
            .map(|row| field(&name, &row, &mut at));
        Kind {
            number: row[1].parse().unwrap(),
            needs_model: row[2] == "yes",
            fields: fields.collect(),
            name,
        }
    });
    kinds.collect()
}

/// One row; checks that its offset is the sum of the sizes before it, as long as those are fixed.
fn field(kind: &str, row: &[&str], at: &mut Option<usize>) -> Field {
    let name = row[2].trim_matches('`').to_owned();
    if let Some(offset) = *at {
        assert_eq!(row[0], offset.to_string(), "offset of {kind}.{name}");
    }
    *at = at
        .zip(row[1].parse::<usize>().ok())
        .map(|(offset, size)| offset + size);
    let (kind, choices) = row[3].split_once(": ").unwrap_or((row[3], ""));
    Field {
        name,
        optional: kind.ends_with('?'),
        kind: kind.trim_end_matches('?').to_owned(),
        choices: choices
            .split(", ")
            .filter(|choice| !choice.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

impl Field {
    /// What the field looks like when it holds nothing.
    pub fn absent(&self) -> Option<Value> {
        let bytes = match (self.kind.as_str(), self.optional) {
            ("people" | "text", _) => vec![0],
            (_, false) => return None,
            ("time", true) => vec![0; 8],
            ("count", true) => vec![0xff; 8],
            ("bps", true) => vec![0xff; 2],
            ("digest" | "address" | "commitment", true) => vec![0; 32],
            (other, _) => panic!("type {other}"),
        };
        Some(Value { bytes, json: None })
    }

    /// Any value of the field's type.
    pub fn values(&self) -> BoxedStrategy<Value> {
        let some = match self.kind.as_str() {
            "time" => number(946_684_800_000_000, (1 << 53) - 1, 8),
            "count" => number(0, (1 << 53) - 1, 8),
            "bps" => number(0, 10_000, 2),
            "digest" | "commitment" => hash()
                .prop_map(|hash| value(&hash, quoted(&hex(&hash))))
                .boxed(),
            "address" => hash()
                .prop_map(|hash| value(&hash, quoted(&encode_address(&hash))))
                .boxed(),
            "people" => prop::collection::vec(hash(), 1..=8)
                .prop_map(people)
                .boxed(),
            "text" => "[ -~äß☃𝄞]{1,16}".prop_map(text).boxed(),
            "bytes" => prop::collection::vec(any::<u8>(), 1..300)
                .prop_map(bytes)
                .boxed(),
            "choice" => {
                let all: Vec<_> = (0u8..).zip(self.choices.clone()).collect();
                prop::sample::select(all)
                    .prop_map(|(number, name)| value(&[number], quoted(&name)))
                    .boxed()
            }
            other => panic!("type {other}"),
        };
        match self.absent() {
            Some(absent) => prop_oneof![Just(absent), some].boxed(),
            None => some,
        }
    }
}

fn value(bytes: &[u8], json: String) -> Value {
    Value {
        bytes: bytes.to_vec(),
        json: Some(json),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn hash() -> impl Strategy<Value = [u8; 32]> {
    any::<[u8; 32]>().prop_filter("not zeros", |hash| *hash != [0; 32])
}

/// The ends of the range more often than by chance.
fn number(min: u64, max: u64, size: usize) -> BoxedStrategy<Value> {
    let numbers = prop_oneof![Just(min), Just(max), min..=max];
    numbers
        .prop_map(move |number| value(&number.to_le_bytes()[..size], number.to_string()))
        .boxed()
}

fn people(list: Vec<[u8; 32]>) -> Value {
    let bytes = [vec![list.len() as u8], list.concat()].concat();
    let texts: Vec<_> = list.iter().map(|hash| quoted(&hex(hash))).collect();
    value(&bytes, format!("[{}]", texts.join(",")))
}

fn text(text: String) -> Value {
    let bytes = [&[text.len() as u8][..], text.as_bytes()].concat();
    value(&bytes, serde_json::to_string(&text).unwrap())
}

fn bytes(content: Vec<u8>) -> Value {
    value(
        &[&(content.len() as u16).to_le_bytes()[..], &content].concat(),
        quoted(&hex(&content)),
    )
}

/// A record by the page: its bytes and its line.
#[derive(Clone, Debug)]
pub struct Sample {
    pub kind: Kind,
    pub bytes: Vec<u8>,
    pub line: String,
}

/// Records of any kind. Rules between fields are not looked at: some of these break them.
pub fn samples() -> impl Strategy<Value = Sample> {
    prop::sample::select(kinds()).prop_flat_map(|kind| {
        let fields: Vec<_> = kind.fields.iter().map(Field::values).collect();
        let header = (
            hash(),
            hash(),
            0..1u64 << 53,
            any::<u16>(),
            prop::option::of(0..1u64 << 53),
            0u8..3,
            hash(),
        );
        (Just(kind), fields, header)
            .prop_map(|(kind, fields, header)| assemble(kind, &fields, header))
    })
}

type HeaderValues = ([u8; 32], [u8; 32], u64, u16, Option<u64>, u8, [u8; 32]);

fn assemble(kind: Kind, values: &[Value], header: HeaderValues) -> Sample {
    let (log, operator, sequence, months, slot, flags, model) = header;
    let flags = if kind.needs_model && flags == 0 {
        1
    } else {
        flags
    };
    let model: &[u8] = if flags == 0 { &[0; 32] } else { &model };
    let body: Vec<u8> = values
        .iter()
        .flat_map(|value| value.bytes.clone())
        .collect();
    let bytes = [
        b"ALTHREC\x01",
        &kind.number.to_le_bytes()[..],
        &[1, flags],
        &months.to_le_bytes(),
        &(body.len() as u16).to_le_bytes(),
        &sequence.to_le_bytes(),
        &TIME.to_le_bytes(),
        &slot.unwrap_or(u64::MAX).to_le_bytes(),
        &log,
        &operator,
        model,
        &body,
    ]
    .concat();
    let mut pairs = vec![
        ("kind", quoted(&kind.name)),
        ("version", "1".into()),
        ("log", quoted(&encode_address(&log))),
        ("operator", quoted(&encode_address(&operator))),
        ("sequence", sequence.to_string()),
        ("time", TIME.to_string()),
    ];
    pairs.extend(slot.map(|slot| ("slot", slot.to_string())));
    pairs.extend((months > 0).then(|| ("retentionMonths", months.to_string())));
    pairs.extend((flags == 1).then(|| ("modelDigest", quoted(&hex(model)))));
    pairs.extend((flags == 2).then(|| {
        (
            "modelVersion",
            quoted(&encode_address(model.try_into().unwrap())),
        )
    }));
    let body = kind
        .fields
        .iter()
        .zip(values)
        .filter_map(|(field, value)| Some((&*field.name, value.json.clone()?)));
    pairs.extend(body);
    let line: Vec<_> = pairs
        .iter()
        .map(|(name, json)| format!("\"{name}\":{json}"))
        .collect();
    Sample {
        bytes,
        line: format!("{{{}}}", line.join(",")),
        kind: kind.clone(),
    }
}
