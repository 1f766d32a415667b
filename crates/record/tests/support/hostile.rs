//! Bytes and lines that must be refused: name, input, field at fault ("" for the whole), fault.

use super::{h, header, lines, record, TIME};

pub type Refused<T> = (&'static str, T, &'static str, &'static str);

/// The encoding of the line of that name.
pub fn sample(name: &str) -> Vec<u8> {
    let (_, line) = lines().into_iter().find(|(each, _)| each == name).unwrap();
    record(&line).encode()
}

fn patched(bytes: &[u8], at: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes
}

/// With the length in the header made right.
fn with_length(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = (bytes.len() - 136) as u16;
    bytes[14..16].copy_from_slice(&length.to_le_bytes());
    bytes
}

/// Another body behind the same header.
fn with_body(bytes: &[u8], body: &[u8]) -> Vec<u8> {
    with_length([&bytes[..136], body].concat())
}

pub fn frames() -> Vec<Refused<Vec<u8>>> {
    let all = sample("decision, every field");
    let least = sample("decision, fewest fields");
    let incident = sample("incident, fewest fields");
    let p = |at, with: &[u8]| patched(&all, at, with);
    let most = (1u64 << 53).to_le_bytes();
    vec![
        ("no bytes", vec![], "", "TooShort"),
        ("a header without its last byte", all[..135].to_vec(), "", "TooShort"),
        ("more bytes than a record has", vec![0; 4097], "", "TooLong"),
        ("an entry's domain", p(0, b"ALTHING\x01"), "", "NotARecord"),
        ("another domain", p(0, b"althrec\x01"), "", "NotARecord"),
        ("header layout 0", p(7, &[0]), "", "UnknownLayout"),
        ("header layout 2", p(7, &[2]), "", "UnknownLayout"),
        ("kind 0", p(8, &[0, 0]), "", "UnknownKind"),
        ("kind 1039", p(8, &1039u16.to_le_bytes()), "", "UnknownKind"),
        ("kind 1051", p(8, &1051u16.to_le_bytes()), "", "UnknownKind"),
        ("version 0 of a kind", p(10, &[0]), "", "UnknownVersion"),
        ("version 2 of a kind", p(10, &[2]), "", "UnknownVersion"),
        ("flags 3", p(11, &[3]), "", "UnknownFlags"),
        ("flags 6", p(11, &[6]), "", "UnknownFlags"),
        ("flags 128", p(11, &[128]), "", "UnknownFlags"),
        ("flags 0 beside a model", p(11, &[0]), "", "StrayModel"),
        ("no model where one is needed", patched(&p(11, &[0]), 104, &[0; 32]), "", "ModelMissing"),
        ("a version account of zeros", p(104, &[0; 32]), "modelVersion", "Zeros"),
        ("a model digest of zeros", patched(&least, 104, &[0; 32]), "modelDigest", "Zeros"),
        ("the last byte cut off", all[..411].to_vec(), "", "WrongLength"),
        ("a byte added", [&all[..], &[0]].concat(), "", "WrongLength"),
        ("a length of zero", p(14, &[0, 0]), "", "WrongLength"),
        ("a byte added and counted", with_length([&all[..], &[0]].concat()), "", "Trailing"),
        ("a verifier cut off and counted", with_length(all[..380].to_vec()), "verifiers", "Truncated"),
        ("half a digest", with_length(all[..136 + 20].to_vec()), "policyDigest", "Truncated"),
        ("no body", with_length(all[..136].to_vec()), "periodStart", "Truncated"),
        ("another kind's body", patched(&incident, 8, &1050u16.to_le_bytes()), "decisionSequence", "NumberOutOfRange"),
        ("no sequence", p(16, &[0xff; 8]), "sequence", "Missing"),
        ("sequence 2^53", p(16, &most), "sequence", "NumberOutOfRange"),
        ("no time", p(24, &[0; 8]), "time", "Missing"),
        ("time in seconds", p(24, &(TIME / 1_000_000).to_le_bytes()), "time", "TimeOutOfRange"),
        ("time in milliseconds", p(24, &(TIME / 1000).to_le_bytes()), "time", "TimeOutOfRange"),
        ("time in nanoseconds", p(24, &(TIME * 1000).to_le_bytes()), "time", "TimeOutOfRange"),
        ("a microsecond before 2000", p(24, &946_684_799_999_999u64.to_le_bytes()), "time", "TimeOutOfRange"),
        ("time 2^53", p(24, &most), "time", "TimeOutOfRange"),
        ("slot 2^53", p(32, &most), "slot", "NumberOutOfRange"),
        ("slot 2^64 - 2", p(32, &(u64::MAX - 1).to_le_bytes()), "slot", "NumberOutOfRange"),
        ("no log", p(40, &[0; 32]), "log", "Missing"),
        ("no operator", p(72, &[0; 32]), "operator", "Missing"),
    ]
}

/// Where fields begin is given by docs/records.md.
pub fn bodies() -> Vec<Refused<Vec<u8>>> {
    let decision = sample("decision, every field");
    let raw = sample("raw, fewest fields");
    let release = sample("release, every field");
    let rollback = sample("rollback, every field");
    let policy = sample("policyChange, every field");
    let incident = sample("incident, every field");
    let d = |at: usize, with: &[u8]| patched(&decision, 136 + at, with);
    let i = |at: usize, with: &[u8]| patched(&incident, 136 + at, with);
    let long = |micros: u64| micros.to_le_bytes();
    let nine = [&decision[136..347], &[9], &[7; 9 * 32][..]].concat();
    let media = |text: &[u8]| with_body(&raw, &[&[text.len() as u8], text, &[1, 0, 0]].concat());
    vec![
        ("a period that ends before it starts", d(8, &long(TIME - 5_000_001)), "periodEnd", "EndsBeforeStart"),
        ("no input", d(80, &[0; 32]), "input", "Missing"),
        ("no output", d(112, &[0; 32]), "output", "Missing"),
        ("confidence 10,001", d(208, &10_001u16.to_le_bytes()), "confidenceBps", "NumberOutOfRange"),
        ("confidence 65,534", d(208, &65_534u16.to_le_bytes()), "confidenceBps", "NumberOutOfRange"),
        ("review 5", d(210, &[5]), "review", "UnknownChoice"),
        ("verifiers without a review", d(210, &[0]), "review", "ReviewMissing"),
        ("nine verifiers", with_body(&decision, &nine), "verifiers", "TooMany"),
        ("a verifier of zeros", d(244, &[0; 32]), "verifiers", "Missing"),
        ("raw bytes, none", with_body(&raw, &[0, 0, 0]), "content", "Missing"),
        ("raw bytes, 3,585", with_body(&raw, &[&[0, 1, 14][..], &[7; 3585]].concat()), "content", "RawTooLong"),
        ("raw bytes, fewer than stated", with_body(&raw, &[0, 2, 0, 7]), "content", "Truncated"),
        ("text of 65 bytes", media(&[b'a'; 65]), "mediaType", "TextTooLong"),
        ("text with a line's end", media(b"a\nb"), "mediaType", "ControlCharacter"),
        ("text with a C1 control", media("a\u{85}".as_bytes()), "mediaType", "ControlCharacter"),
        ("text with DEL", media(b"a\x7f"), "mediaType", "ControlCharacter"),
        ("text with a lone byte", media(b"a\xff"), "mediaType", "NotUtf8"),
        ("text with an overlong form", media(b"\xc0\xaf"), "mediaType", "NotUtf8"),
        ("text with half a surrogate pair", media(b"\xed\xa0\x80"), "mediaType", "NotUtf8"),
        ("a release of what was released", patched(&release, 136 + 96, &[0x51; 32]), "weightsDigest", "Unchanged"),
        ("channel 3", patched(&release, 136 + 128, &[3]), "channel", "UnknownChoice"),
        ("a rollback to the same", patched(&rollback, 136 + 32, &[0x61; 32]), "toDigest", "Unchanged"),
        ("a policy that is the same", patched(&policy, 136, &[0x71; 32]), "policyDigest", "Unchanged"),
        ("noticed before it began", i(8, &long(TIME - 60_000_001)), "detectedAt", "EndsBeforeStart"),
        ("over before it began", i(16, &long(TIME - 60_000_001)), "resolvedAt", "EndsBeforeStart"),
        ("reported before it was noticed", i(24, &long(TIME - 30_000_001)), "reportedAt", "EndsBeforeStart"),
        ("over at a time in seconds", i(16, &long(1_785_628_800)), "resolvedAt", "TimeOutOfRange"),
    ]
}

/// A decision with ready commitments, as the lines below change it.
pub fn plain_line() -> String {
    let period = format!(r#""periodStart":{},"periodEnd":{TIME}"#, TIME - 1);
    let rest = format!(r#""input":"{}","output":"{}","review":"none""#, h(0x91), h(0x92));
    format!(r#"{{{},"modelDigest":"{}",{period},{rest}}}"#, header("decision", 7), h(3))
}

/// The plain line with this in the place of its `"review":"none"`.
fn with(end: &str) -> String {
    plain_line().replace(r#""review":"none""#, end)
}

fn swapped(from: &str, to: &str) -> String {
    let line = plain_line();
    assert!(line.contains(from), "{from}");
    line.replacen(from, to, 1)
}

/// Lines that every JSON reader reads as an object, which makes no record.
pub fn objects() -> Vec<Refused<String>> {
    let time = format!(r#""time":{TIME}"#);
    let subject = |json: &str| with(&format!(r#""review":"none","subject":{json}"#));
    let salt = format!(r#""salt":"{}""#, h(9));
    let model = format!(r#""modelDigest":"{}""#, h(3));
    let long = "00".repeat(4097);
    let nine = vec![format!("\"{}\"", h(7)); 9].join(",");
    let input = format!(r#""input":"{}""#, h(0x91));
    vec![
        ("no kind", swapped(r#""kind":"decision","#, ""), "kind", "Missing"),
        ("an unknown kind", swapped(r#""decision""#, r#""verdict""#), "kind", "UnknownKindName"),
        ("a kind in capitals", swapped(r#""decision""#, r#""Decision""#), "kind", "UnknownKindName"),
        ("a kind by number", swapped(r#""decision""#, "1049"), "kind", "WrongType"),
        ("version 2", swapped(r#""version":1"#, r#""version":2"#), "version", "UnknownVersion"),
        ("an unknown field", with(r#""review":"none","note":1"#), "note", "UnknownField"),
        ("another kind's field", with(r#""review":"none","label":"a""#), "label", "UnknownField"),
        ("a header's inner name", with(r#""review":"none","flags":1"#), "flags", "UnknownField"),
        ("no time", swapped(&format!("{time},"), ""), "time", "Missing"),
        ("time in seconds", swapped(&time, r#""time":1785628800"#), "time", "TimeOutOfRange"),
        ("time as text", swapped(&time, r#""time":"2026-08-02T00:00:00Z""#), "time", "WrongType"),
        ("time of null", swapped(&time, r#""time":null"#), "time", "Null"),
        ("a sequence below zero", swapped(r#""sequence":7"#, r#""sequence":-7"#), "sequence", "WrongType"),
        ("a sequence with a fraction", swapped(r#""sequence":7"#, r#""sequence":7.5"#), "sequence", "WrongType"),
        ("a retention of zero", with(r#""review":"none","retentionMonths":0"#), "retentionMonths", "Zeros"),
        ("a retention of 65,536", with(r#""review":"none","retentionMonths":65536"#), "retentionMonths", "NumberOutOfRange"),
        ("no log", swapped(r#""log":"4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi","#, ""), "log", "Missing"),
        ("a log of 31 bytes", swapped("4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi", "tVojvhToWjQ8Xvo4UPx2Xz9eRy7auyYMmZBjc2XfN"), "log", "NotAnAddress"),
        ("a log in hexadecimal", swapped("4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi", &h(1)), "log", "NotAnAddress"),
        ("the default key for a log", swapped("4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi", "11111111111111111111111111111111"), "log", "Zeros"),
        ("no model", swapped(&format!("{model},"), ""), "", "ModelMissing"),
        ("two models", with(r#""review":"none","modelVersion":"8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR""#), "", "TwoModels"),
        ("a digest in capitals", swapped(&h(3), &"AB".repeat(32)), "modelDigest", "NotHex"),
        ("a digest of 31 bytes", swapped(&h(3), &"ab".repeat(31)), "modelDigest", "NotHex"),
        ("a digest of zeros", swapped(&h(3), &h(0)), "modelDigest", "Zeros"),
        ("a digest with a space", swapped(&h(3), &format!(" {}", &h(3)[1..])), "modelDigest", "NotHex"),
        ("no input", swapped(&format!("{input},"), ""), "input", "Missing"),
        ("an input of zeros", swapped(&h(0x91), &h(0)), "input", "Zeros"),
        ("an input as a number", swapped(&input, r#""input":5"#), "input", "WrongType"),
        ("an input of null", swapped(&input, r#""input":null"#), "input", "Null"),
        ("a period that ends before it starts", swapped(&format!(r#""periodEnd":{TIME}"#), &format!(r#""periodEnd":{}"#, TIME - 2)), "periodEnd", "EndsBeforeStart"),
        ("no review", swapped(r#","review":"none""#, ""), "review", "Missing"),
        ("an unknown review", with(r#""review":"fine""#), "review", "UnknownChoiceName"),
        ("a review by number", with(r#""review":0"#), "review", "WrongType"),
        ("verifiers without a review", with(&format!(r#""review":"none","verifiers":["{}"]"#, h(7))), "review", "ReviewMissing"),
        ("nine verifiers", with(&format!(r#""review":"pending","verifiers":[{nine}]"#)), "verifiers", "TooMany"),
        ("a verifier that is no list", with(&format!(r#""review":"pending","verifiers":"{}""#, h(7))), "verifiers", "WrongType"),
        ("confidence above the whole", with(r#""review":"none","confidenceBps":10001"#), "confidenceBps", "NumberOutOfRange"),
        ("a value without a salt", subject(r#"{"text":"Ada"}"#), "subject", "SaltMissing"),
        ("a salt without a value", subject(&format!("{{{salt}}}")), "subject", "ValueMissing"),
        ("a value twice", subject(&format!(r#"{{"text":"Ada","hex":"00",{salt}}}"#)), "subject", "TwoValues"),
        ("a salt and a key", subject(&format!(r#"{{"text":"Ada","key":"ada",{salt}}}"#)), "subject", "TwoSalts"),
        ("an erased key", subject(r#"{"text":"Eve","key":"eve"}"#), "subject", "UnknownKey"),
        ("a salt of zeros", subject(&format!(r#"{{"text":"Ada","salt":"{}"}}"#, h(0))), "subject", "WeakSalt"),
        ("a short salt", subject(r#"{"text":"Ada","salt":"0909"}"#), "subject", "NotHex"),
        ("half a byte", subject(&format!(r#"{{"hex":"0",{salt}}}"#)), "subject", "NotHex"),
        ("a value of 4,097 bytes", subject(&format!(r#"{{"hex":"{long}",{salt}}}"#)), "subject", "ValueTooLong"),
        ("an unknown part of a value", subject(&format!(r#"{{"text":"Ada",{salt},"note":""}}"#)), "subject", "UnknownField"),
    ]
}

/// Texts that are no JSON, or JSON that readers differ about.
pub fn texts() -> Vec<Refused<Vec<u8>>> {
    let subject = |json: &str| with(&format!(r#""review":"none","subject":{json}"#)).into_bytes();
    let salt = format!(r#""salt":"{}""#, h(9));
    let seven = |to: &str| swapped(r#""sequence":7"#, &format!(r#""sequence":{to}"#)).into_bytes();
    let label = |text: &str| {
        let weights = h(0x51);
        format!(r#"{{{},"modelDigest":"{weights}","weightsDigest":"{weights}","channel":"general","label":"{text}"}}"#, header("release", 7)).into_bytes()
    };
    let kindless = |json: &str| swapped(r#""kind":"decision""#, &format!(r#""subject":{json},"kind":"decision""#)).into_bytes();
    let plain = plain_line();
    vec![
        ("nothing", vec![], "", "Syntax"),
        ("white space", b" \t".to_vec(), "", "Syntax"),
        ("a list", b"[]".to_vec(), "", "WrongType"),
        ("null", b"null".to_vec(), "", "Null"),
        ("cut off", plain.as_bytes()[..plain.len() - 1].to_vec(), "", "Syntax"),
        ("cut off in a text", plain.as_bytes()[..100].to_vec(), "operator", "Syntax"),
        ("two objects", [plain.as_bytes(), b"{}"].concat(), "", "Syntax"),
        ("a comma at the end", with(r#""review":"none","#).into_bytes(), "", "Syntax"),
        ("no comma", swapped(r#","review""#, r#" "review""#).into_bytes(), "", "Syntax"),
        ("no colon", swapped(r#""review":"#, r#""review""#).into_bytes(), "", "Syntax"),
        ("single quotes", with("'review':'none'").into_bytes(), "", "Syntax"),
        ("a comment", [plain.as_bytes(), b"// note"].concat(), "", "Syntax"),
        ("a byte order mark", [b"\xef\xbb\xbf", plain.as_bytes()].concat(), "", "WrongType"),
        ("a byte that is no UTF-8", [&label("")[..label("").len() - 2], b"\xff\"}"].concat(), "", "NotUtf8"),
        ("a line of 65,537 bytes", [plain.as_bytes(), &vec![b' '; 65_537 - plain.len()]].concat(), "", "LineTooLong"),
        ("kind twice", with(r#""review":"none","kind":"decision""#).into_bytes(), "kind", "DuplicateField"),
        ("another kind after the first", with(r#""review":"none","kind":"appeal""#).into_bytes(), "kind", "DuplicateField"),
        ("a field twice", with(r#""review":"none","review":"none""#).into_bytes(), "review", "DuplicateField"),
        ("a field twice, once with an escape", with(r#""review":"none","r\u0065view":"none""#).into_bytes(), "review", "DuplicateField"),
        ("a header's field twice", with(r#""review":"none","sequence":7"#).into_bytes(), "sequence", "DuplicateField"),
        ("a salt twice", subject(&format!(r#"{{"text":"Ada",{salt},{salt}}}"#)), "subject", "DuplicateField"),
        ("a number with a zero before", seven("07"), "sequence", "WrongType"),
        ("a number with a point", seven("7.0"), "sequence", "WrongType"),
        ("a number with an exponent", seven("7e0"), "sequence", "WrongType"),
        ("a number with a plus", seven("+7"), "sequence", "WrongType"),
        ("a number of 2^53", seven("9007199254740992"), "sequence", "NumberOutOfRange"),
        ("a number of 2^64", seven("18446744073709551616"), "sequence", "NumberOutOfRange"),
        ("a number of 400 digits", seven(&"9".repeat(400)), "sequence", "NumberOutOfRange"),
        ("an unknown escape", label(r"\x41"), "label", "Syntax"),
        ("half a surrogate pair", label(r"\ud834"), "label", "Syntax"),
        ("a surrogate pair of two halves alike", label(r"\ud834\ud834"), "label", "Syntax"),
        ("an escape cut off", label(r"\u00"), "label", "Syntax"),
        ("an escape with a sign", label(r"\u+041"), "label", "Syntax"),
        ("a tab in a text", label("\t"), "label", "Syntax"),
        ("an escaped line's end", label(r"\n"), "label", "ControlCharacter"),
        ("an empty text", label(""), "label", "EmptyText"),
        ("text of 65 bytes", label(&"é".repeat(33)), "label", "TextTooLong"),
        ("brackets that do not match", kindless(r#"{"text":["a"}]"#), "", "Syntax"),
        ("brackets inside each other without end", kindless(&"[".repeat(5000)), "", "Syntax"),
    ]
}
