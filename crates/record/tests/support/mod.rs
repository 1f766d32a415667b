//! Lines of every kind that several tests share.
#![allow(dead_code)]

// One case a line reads best; a formatter would make six lines of each.
#[rustfmt::skip]
pub mod hostile;
#[rustfmt::skip]
pub mod receipts;
pub mod spec;

pub use althing_record::to_hex as hex;
use althing_record::{encode_address, Defaults, Keyring, LineConverter, Record, SubjectKey};

pub const LOG: [u8; 32] = [1; 32];
pub const OPERATOR: [u8; 32] = [2; 32];
/// 2026-08-02T00:00:00Z.
pub const TIME: u64 = 1_785_628_800_000_000;

/// 32 times that byte, in hexadecimal.
pub fn h(byte: u8) -> String {
    hex(&[byte; 32])
}

/// The header's fields of a line, without the model.
pub fn header(kind: &str, sequence: u64) -> String {
    let (log, operator) = (encode_address(&LOG), encode_address(&OPERATOR));
    format!(
        r#""kind":"{kind}","version":1,"log":"{log}","operator":"{operator}","sequence":{sequence},"time":{TIME}"#
    )
}

/// Keys of two persons.
pub fn keys() -> Keyring {
    let mut keys = Keyring::default();
    keys.insert("ada", SubjectKey::new(&[0xa1; 32]).unwrap());
    keys.insert("bob", SubjectKey::new(&[0xb2; 32]).unwrap());
    keys
}

/// The record of a line.
pub fn record(line: &str) -> Record {
    convert(line)
        .unwrap_or_else(|error| panic!("{error}\n{line}"))
        .record
}

pub fn convert(line: &str) -> Result<althing_record::Converted, althing_record::LineError> {
    let keys = keys();
    LineConverter::new(Defaults::default(), &keys).convert(1, None, line.as_bytes())
}

/// Two lines of each kind, by name: with every field, and with as few as it needs.
pub fn lines() -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (sequence, (kind, model, needed, optional)) in (0..).zip(bodies()) {
        let needs_model = if model {
            format!(r#","modelDigest":"{}""#, h(3))
        } else {
            String::new()
        };
        let least = format!("{{{}{needs_model}{needed}}}", header(kind, sequence));
        let version = format!(r#","modelVersion":"{}""#, encode_address(&[4; 32]));
        let most = format!(
            r#"{{{},"slot":{},"retentionMonths":6{version}{needed}{optional}}}"#,
            header(kind, sequence + 100),
            400_000_000 + sequence
        );
        // "none" is only for decisions that nobody verified.
        let most = most.replace(r#""review":"none""#, r#""review":"confirmed""#);
        lines.push((format!("{kind}, fewest fields"), least));
        lines.push((format!("{kind}, every field"), most));
    }
    lines
}

/// Kind, whether it needs a model, the fields that it needs, and those that it may have.
fn bodies() -> Vec<(&'static str, bool, String, String)> {
    let period = format!(
        r#","periodStart":{},"periodEnd":{}"#,
        TIME - 5_000_000,
        TIME - 1
    );
    let run = format!(
        r#","codeDigest":"{}","datasetRoot":"{}","configDigest":"{}","acceleratorSeconds":0,"energyWh":9007199254740991,"responsible":"{}","name":"run \"7\" é""#,
        h(0x11),
        h(0x12),
        h(0x13),
        h(0x14)
    );
    vec![
        (
            "raw",
            false,
            r#","content":"00ff7b7d""#.into(),
            r#","mediaType":"application/json""#.into(),
        ),
        (
            "dataCollection",
            false,
            format!(
                r#"{period},"datasetDigest":"{}","basis":"consent""#,
                h(0x21)
            ),
            format!(
                r#","dataset":"{}","sourcesDigest":"{}","licenceDigest":"{}","consentRoot":"{}","items":12,"sizeBytes":34,"collector":"{}","name":"street signs""#,
                encode_address(&[0x22; 32]),
                h(0x23),
                h(0x24),
                h(0x25),
                h(0x26)
            ),
        ),
        (
            "trainingRun",
            false,
            format!(r#"{period},"weightsDigest":"{}""#, h(0x31)),
            format!(r#","environmentDigest":"{}"{run}"#, h(0x32)),
        ),
        (
            "fineTune",
            false,
            format!(
                r#"{period},"baseDigest":"{}","weightsDigest":"{}","method":"adapter""#,
                h(0x33),
                h(0x34)
            ),
            run,
        ),
        (
            "evaluation",
            true,
            format!(
                r#","suiteDigest":"{}","resultDigest":"{}","verdict":"passed""#,
                h(0x41),
                h(0x42)
            ),
            format!(
                r#","datasetDigest":"{}","codeDigest":"{}","samples":1000,"scoreBps":10000,"evaluator":"{}","name":"suite""#,
                h(0x43),
                h(0x44),
                h(0x45)
            ),
        ),
        (
            "release",
            true,
            format!(r#","weightsDigest":"{}","channel":"general""#, h(0x51)),
            format!(
                r#","manifestDigest":"{}","cardDigest":"{}","previousDigest":"{}","approver":"{}","label":"1.2.0""#,
                h(0x52),
                h(0x53),
                h(0x54),
                h(0x55)
            ),
        ),
        (
            "rollback",
            true,
            format!(
                r#","fromDigest":"{}","toDigest":"{}","cause":"incident""#,
                h(0x61),
                h(0x62)
            ),
            format!(
                r#","incidentSequence":8,"reasonsDigest":"{}","approver":"{}""#,
                h(0x63),
                h(0x64)
            ),
        ),
        (
            "policyChange",
            false,
            format!(r#","policyDigest":"{}","effectiveAt":{TIME}"#, h(0x71)),
            format!(
                r#","previousDigest":"{}","proposal":"{}","reasonsDigest":"{}","approver":"{}""#,
                h(0x72),
                encode_address(&[0x73; 32]),
                h(0x74),
                h(0x75)
            ),
        ),
        (
            "incident",
            false,
            format!(
                r#","startedAt":{},"detectedAt":{},"severity":"serious","category":"fundamentalRights""#,
                TIME - 60_000_000,
                TIME - 30_000_000
            ),
            format!(
                r#","resolvedAt":{TIME},"reportedAt":{TIME},"affected":3,"aboutSequence":9,"reportDigest":"{}","measuresDigest":"{}","reporter":"{}""#,
                h(0x81),
                h(0x82),
                h(0x83)
            ),
        ),
        (
            "decision",
            true,
            format!(
                r#"{period},"input":"{}","output":"{}","review":"none""#,
                h(0x91),
                h(0x92)
            ),
            format!(
                r#","policyDigest":"{}","referenceDatabase":"{}","matchedInput":"{}","subject":"{}","confidenceBps":9731,"verifiers":["{}","{}"]"#,
                h(0x93),
                h(0x94),
                h(0x95),
                h(0x96),
                h(0x97),
                h(0x98)
            ),
        ),
        (
            "appeal",
            false,
            format!(r#","decisionLeaf":"{}","stage":"answered""#, h(0xa1)),
            format!(
                r#","decisionSequence":9,"dueAt":{},"correctionSequence":12,"appellant":"{}","grounds":"{}","answer":"{}","reviewer":"{}""#,
                TIME + 1,
                h(0xa2),
                h(0xa3),
                h(0xa4),
                h(0xa5)
            ),
        ),
    ]
}
