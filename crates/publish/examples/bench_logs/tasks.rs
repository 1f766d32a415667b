//! What is measured: one task in one process, so that its memory is its own.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use althing_publish::{Chain, Form, Input, Mark, PublishError, Publisher, Settings, Start};
use althing_record::{to_hex, Defaults, NoSalts};
use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::hash::leaf_hash;
use althing_tlog::key::{KeyType, SignerKey};
use althing_tlog::note::Note;
use althing_tlog::store::{verify, Folder, Options};
use althing_tlog::tree::{Batch, Frontier};
use althing_tlog::Hash;

use crate::{AnyError, Took};

const ORIGIN: &str = "example.org/bench";

/// Lines of JSON (decisions, whose commitments are ready), or raw ones of 200 bytes.
pub fn write_lines(path: &str, form: &str, entries: u64) -> Result<(), AnyError> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let (digest, zeros) = ("5a".repeat(32), "0".repeat(180));
    for index in 0..entries {
        if form == "raw" {
            writeln!(file, "{zeros}{index:020}")?;
            continue;
        }
        let time = 1_785_628_795_000_000 + index;
        writeln!(
            file,
            r#"{{"kind":"decision","time":{time},"modelDigest":"{digest}","periodStart":{time},"periodEnd":{time},"input":"{digest}","output":"{digest}","review":"none"}}"#
        )?;
    }
    file.into_inner()?.sync_all()?;
    Ok(())
}

/// A task by its words.
pub fn run(words: &[String]) -> Result<(), AnyError> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let begin = Instant::now();
    let (entries, transactions, root) = match words[..] {
        ["publish", log, lines, form, entries] => publish(log, lines, form, entries.parse()?)?,
        ["verify", log, entries] => check(log, entries.parse()?)?,
        ["tree", lines] => tree(lines)?,
        _ => return Err("no such task".into()),
    };
    let wall = begin.elapsed().as_secs_f64();
    let (busy, memory) = (busy()?, memory()?);
    println!(
        "{entries} {wall} {busy} {memory} {transactions} {}",
        to_hex(&root)
    );
    Ok(())
}

/// What a task has printed.
pub fn read(text: &str) -> Option<Took> {
    let mut words = text.split_whitespace();
    Some(Took {
        entries: words.next()?.parse().ok()?,
        wall: words.next()?.parse().ok()?,
        busy: words.next()?.parse().ok()?,
        memory: words.next()?.parse().ok()?,
        transactions: words.next()?.parse().ok()?,
    })
}

type Done = Result<(u64, u64, Hash), AnyError>;

/// Lines to a log with everything that belongs to it: tiles on the disk, one `append_batch`, checkpoint, journal.
fn publish(log: &str, lines: &str, form: &str, entries: u64) -> Done {
    let settings = Settings {
        log: [7; 32],
        origin: ORIGIN.into(),
        signer: SignerKey::from_seed(ORIGIN, KeyType::Ed25519, &[9; 32])?,
        batch: entries.next_power_of_two(),
        // What a transaction has room for beside a URI of 100 bytes.
        subtrees: 25,
        store: Options::default(),
        adopt: false,
    };
    let form = match form {
        "raw" => Form::Raw,
        _ => Form::Json {
            defaults: Defaults {
                log: Some([7; 32]),
                operator: Some([8; 32]),
            },
            salts: &NoSalts,
        },
    };
    let input = Input::File {
        path: lines.into(),
        start: Start::Resume,
    };
    let (chain, mut nobody) = (Rules(Frontier::new()), ());
    let mut publisher = Publisher::open(Path::new(log), settings, chain, &mut nobody)?;
    let outcome = publisher.append(input, form)?;
    Ok((outcome.now.size, outcome.transactions, outcome.now.root))
}

/// The program's rules for a batch; a cluster's time is not measured here.
struct Rules(Frontier);

impl Chain for Rules {
    fn head(&mut self) -> Result<Mark, PublishError> {
        let (size, root) = (self.0.size(), self.0.root());
        Ok(Mark { size, root })
    }

    fn root_at(&mut self, _: u64) -> Result<Option<Hash>, PublishError> {
        Ok(None)
    }

    fn append(&mut self, batch: &Batch) -> Result<(), PublishError> {
        let fits = batch
            .subtrees
            .iter()
            .try_for_each(|subtree| self.0.push(*subtree));
        fits.map_err(|error| PublishError::Chain(error.to_string()))
    }
}

/// Every entry and every tile, up to the checkpoint's root.
fn check(log: &str, entries: u64) -> Done {
    let note = Note::parse(&std::fs::read(Path::new(log).join("checkpoint"))?)?;
    let head = Checkpoint::parse(note.text())?;
    let threads = std::thread::available_parallelism()?.get();
    let report = verify(
        &Folder::new(log),
        head.size(),
        Some(head.root()),
        threads,
        |_| {},
    )?;
    if report.size != entries {
        return Err(format!("{} entries instead of {entries}", report.size).into());
    }
    Ok((report.size, 0, report.root))
}

/// The root alone, in memory, on one core: what the peer does.
fn tree(lines: &str) -> Done {
    let bytes = std::fs::read(lines)?;
    let mut frontier = Frontier::new();
    for line in bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        frontier.push_leaf(leaf_hash(line))?;
    }
    Ok((frontier.size(), 0, frontier.root()))
}

/// Seconds of all cores that this process has used.
fn busy() -> Result<f64, AnyError> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = stat.rsplit_once(')').ok_or("/proc/self/stat is strange")?;
    let ticks = rest.split_whitespace().skip(11).take(2);
    let ticks: Result<Vec<f64>, _> = ticks.map(str::parse).collect();
    // Linux tells a hundredth of a second on every machine.
    Ok(ticks?.iter().sum::<f64>() / 100.0)
}

/// The most memory that it has had, KiB.
fn memory() -> Result<u64, AnyError> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next());
    Ok(peak.ok_or("/proc/self/status is strange")?.parse()?)
}
