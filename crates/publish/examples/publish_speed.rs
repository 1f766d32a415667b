//! Measures publishing without a chain: `publish_speed FOLDER ENTRIES [raw] [nosync]`.
//! Writes that many lines of JSON (decisions, commitments ready) beside the folder, or raw lines of 200 bytes, and
//! brings them into a log as one batch.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use althing_publish::{Chain, Form, Input, Mark, PublishError, Publisher, Settings, Start};
use althing_record::{Defaults, NoSalts};
use althing_tlog::key::{KeyType, SignerKey};
use althing_tlog::store::Options;
use althing_tlog::tree::{Batch, Frontier};
use althing_tlog::Hash;

struct Ledger(Frontier);

impl Chain for Ledger {
    fn head(&mut self) -> Result<Mark, PublishError> {
        let (size, root) = (self.0.size(), self.0.root());
        Ok(Mark { size, root })
    }

    fn root_at(&mut self, _: u64) -> Result<Option<Hash>, PublishError> {
        Ok(None)
    }

    fn append(&mut self, batch: &Batch) -> Result<(), PublishError> {
        for subtree in &batch.subtrees {
            let pushed = self.0.push(*subtree);
            pushed.map_err(|error| PublishError::Chain(error.to_string()))?;
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, entries, rest @ ..] = &arguments[..] else {
        return Err("usage: publish_speed FOLDER ENTRIES [raw] [nosync]".into());
    };
    let (folder, entries): (PathBuf, u64) = (folder.into(), entries.parse()?);
    let word = |word: &str| rest.iter().any(|given| given == word);
    let lines = folder.with_extension("lines");
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&lines)?);
    let digest = "5a".repeat(32);
    for index in 0..entries {
        if word("raw") {
            writeln!(file, "{index:0>199}")?;
            continue;
        }
        let time = 1_785_628_795_000_000 + index;
        writeln!(
            file,
            r#"{{"kind":"decision","time":{time},"modelDigest":"{digest}","periodStart":{time},"periodEnd":{time},"input":"{digest}","output":"{digest}","review":"none"}}"#
        )?;
    }
    file.into_inner()?.sync_all()?;

    let store = Options {
        sync: !word("nosync"),
        ..Options::default()
    };
    let settings = Settings {
        log: [7; 32],
        origin: "example.org/speed".into(),
        signer: SignerKey::from_seed("example.org/speed", KeyType::Ed25519, &[9; 32])?,
        batch: 1 << 24,
        subtrees: 30,
        store,
        adopt: false,
    };
    let mut nobody = ();
    let start = Instant::now();
    let mut publisher = Publisher::open(&folder, settings, Ledger(Frontier::new()), &mut nobody)?;
    let defaults = Defaults {
        log: Some([7; 32]),
        operator: Some([8; 32]),
    };
    let form = match word("raw") {
        true => Form::Raw,
        false => Form::Json {
            defaults,
            salts: &NoSalts,
        },
    };
    let input = Input::File {
        path: lines,
        start: Start::Resume,
    };
    let outcome = publisher.append(input, form)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} entries in {} batch(es), {} transaction(s), {seconds:.2} s: {:.2} million/s, {}",
        outcome.now.size,
        outcome.batches,
        outcome.transactions,
        entries as f64 / seconds / 1e6,
        usage()
    );
    Ok(())
}

/// The most memory and the processor time that this process has used, as Linux tells it.
fn usage() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = |field| -> Option<f64> { stat.split(' ').nth(field)?.parse().ok() };
    let (user, system) = (ticks(13).unwrap_or(0.0), ticks(14).unwrap_or(0.0));
    format!(
        "peak memory {}, {:.2} s of user and {:.2} s of system time",
        peak.unwrap_or("?").trim(),
        user / 100.0,
        system / 100.0
    )
}
