//! How fast lines become bytes and leaves. Run alone:
//! `cargo test -p althing-record --test speed -- --ignored --nocapture`

mod support;

use std::hint::black_box;

use althing_record::{leaf_of, Defaults, LineConverter};
use support::{h, header, keys};

const LINES: u64 = 100_000;

/// Seconds that this thread has run on a core: other programs' share does not count.
fn busy() -> f64 {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    spent.split(' ').next().unwrap().parse::<f64>().unwrap() * 1e-9
}

/// Seconds per line of the best of twelve runs.
fn measure(name: &str, line: impl Fn(u64) -> String) -> f64 {
    let keys = keys();
    let lines: Vec<String> = (0..LINES).map(line).collect();
    let best = (0..12)
        .map(|_| {
            let mut converter = LineConverter::new(Defaults::default(), &keys);
            let mut out = Vec::new();
            let started = busy();
            for (number, line) in (1..).zip(&lines) {
                out.clear();
                converter
                    .convert(number, None, line.as_bytes())
                    .unwrap()
                    .record
                    .encode_onto(&mut out);
                black_box(leaf_of(&out));
            }
            (busy() - started) / LINES as f64
        })
        .fold(f64::MAX, f64::min);
    println!(
        "{name}: {:.0} ns per line of {} bytes, {:.2} million/s on one core",
        best * 1e9,
        lines[0].len(),
        1e-6 / best
    );
    best
}

#[test]
#[ignore = "a measurement, not a check"]
fn lines_per_second() {
    let period = r#""periodStart":1785628795000000,"periodEnd":1785628799999999"#;
    let start = |i| {
        format!(
            r#"{{{},"modelDigest":"{}",{period}"#,
            header("decision", i),
            h(3)
        )
    };
    let plain = |i: u64| {
        format!(
            r#"{},"input":"{}","output":"{}","review":"none"}}"#,
            start(i),
            h(i as u8 | 1),
            h(2)
        )
    };
    let full = |i: u64| {
        let rest = format!(
            r#""policyDigest":"{}","subject":"{}","confidenceBps":9731,"verifiers":["{}","{}"]"#,
            h(4),
            h(5),
            h(6),
            h(7)
        );
        plain(i).replace("none\"}", &format!("confirmed\",{rest}}}"))
    };
    let salted = |i: u64| {
        let salt = h(9);
        format!(
            r#"{},"input":{{"sha256":"{}","salt":"{salt}"}},"output":{{"text":"granted","salt":"{salt}"}},"subject":{{"text":"person {i}","salt":"{salt}"}},"review":"none"}}"#,
            start(i),
            h(8)
        )
    };
    let keyed = |i| salted(i).replace(&format!(r#""salt":"{}""#, h(9)), r#""key":"ada""#);
    measure("decision, commitments ready, few fields", plain);
    measure(
        "decision, commitments ready, policy, subject, two verifiers",
        full,
    );
    measure("decision, three values with salts", salted);
    measure("decision, three values with a person's key", keyed);
}
