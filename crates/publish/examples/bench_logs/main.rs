//! Building and verifying logs of millions of entries, beside `pymerkle`, in one run. `make bench` calls it.

mod peer;
mod report;
mod tasks;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

pub type AnyError = Box<dyn std::error::Error>;

const USAGE: &str = "\
usage: bench_logs [--write FILE] [--dir FOLDER] [--rounds N] [--batch ENTRIES] [--large ENTRIES] [--peer ENTRIES]

Brings lines into logs, verifies one, has pymerkle build a tree, and prints the tables. Each task is a process of its own.

  --write FILE      writes them as a page of Markdown as well
  --dir FOLDER      where the logs are made, and removed afterwards (default: the system's temporary folder)
  --rounds N        turns; the best of each counts (default: 3)
  --batch ENTRIES   entries of one batch (default: 1000000)
  --large ENTRIES   entries of the log that is verified (default: 10000000)
  --peer ENTRIES    entries of the peer's tree (default: 200000)

ALTHING_PYTHON names a Python with pymerkle (scripts/python.sh prints one).
";

pub struct Arguments {
    write: Option<PathBuf>,
    dir: PathBuf,
    rounds: usize,
    pub batch: u64,
    pub large: u64,
    pub peer: u64,
}

fn arguments() -> Result<Arguments, AnyError> {
    let mut out = Arguments {
        write: None,
        dir: std::env::temp_dir(),
        rounds: 3,
        batch: 1_000_000,
        large: 10_000_000,
        peer: 200_000,
    };
    let mut given = std::env::args().skip(1);
    while let Some(flag) = given.next() {
        let value = given.next().ok_or(format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--write" => out.write = Some(value.into()),
            "--dir" => out.dir = value.into(),
            "--rounds" => out.rounds = value.parse::<usize>()?.max(1),
            "--batch" => out.batch = value.parse::<u64>()?.max(1),
            "--large" => out.large = value.parse::<u64>()?.max(1),
            "--peer" => out.peer = value.parse::<u64>()?.max(1),
            _ => return Err(format!("unknown option {flag}").into()),
        }
    }
    Ok(out)
}

/// What one task took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    pub entries: u64,
    /// Seconds by the clock.
    pub wall: f64,
    /// Seconds of all cores together.
    pub busy: f64,
    /// The most memory, KiB.
    pub memory: u64,
    pub transactions: u64,
}

impl Took {
    /// Entries per second by the clock.
    pub fn rate(&self) -> f64 {
        self.entries as f64 / self.wall
    }

    /// Entries per second of one core's time.
    pub fn per_core(&self) -> f64 {
        self.entries as f64 / self.busy
    }
}

/// Everything that was measured.
pub struct Outcome {
    pub arguments: Arguments,
    pub json: Took,
    pub raw: Took,
    pub large: Took,
    pub verified: Took,
    pub peer: Took,
    pub ours: Took,
    pub peer_name: String,
    /// The machine's load average before and after.
    pub load: [String; 2],
}

/// Runs a task of [`tasks`] as a process of its own.
fn task(words: &[&str]) -> Result<Took, AnyError> {
    let out = Command::new(std::env::current_exe()?)
        .arg("task")
        .args(words)
        .output()?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).into());
    }
    let text = String::from_utf8(out.stdout)?;
    tasks::read(&text).ok_or_else(|| format!("a task said {text:?}").into())
}

/// The best of several turns: by the clock, and by the cores' time, each for itself.
fn best(
    rounds: usize,
    mut turn: impl FnMut(usize) -> Result<Took, AnyError>,
) -> Result<Took, AnyError> {
    let mut best = turn(0)?;
    for round in 1..rounds {
        let took = turn(round)?;
        best.wall = best.wall.min(took.wall);
        best.busy = best.busy.min(took.busy);
        best.memory = best.memory.max(took.memory);
    }
    Ok(best)
}

/// The machine's load average.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").into()
}

fn run() -> Result<(), AnyError> {
    let arguments = arguments()?;
    let folder = tempfile::tempdir_in(&arguments.dir)?;
    let place = |name: &str| folder.path().join(name).display().to_string();
    let before = load();
    let publish = |form: &str, entries: u64, rounds: usize| {
        let lines = place(form);
        tasks::write_lines(&lines, form, entries)?;
        let count = entries.to_string();
        best(rounds, |round| {
            let log = place(&format!("{form}-{entries}-{round}"));
            task(&["publish", &log, &lines, form, &count])
        })
    };
    let json = publish("json", arguments.batch, arguments.rounds)?;
    let raw = publish("raw", arguments.batch, arguments.rounds)?;
    let large = publish("raw", arguments.large, 1)?;
    let log = place(&format!("raw-{}-0", arguments.large));
    let count = arguments.large.to_string();
    let verified = best(arguments.rounds, |_| task(&["verify", &log, &count]))?;
    tasks::write_lines(&place("raw"), "raw", arguments.peer)?;
    let ours = task(&["tree", &place("raw")])?;
    let (peer, peer_name) = peer::tree(&place("raw"))?;
    let outcome = Outcome {
        arguments,
        json,
        raw,
        large,
        verified,
        peer,
        ours,
        peer_name,
        load: [before, load()],
    };
    println!("{}", report::tables(&outcome));
    if let Some(page) = &outcome.arguments.write {
        std::fs::write(page, report::page(&outcome))
            .map_err(|e| format!("{}: {e}", page.display()))?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--help") {
        print!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let done = match words.split_first() {
        Some((task, rest)) if task == "task" => tasks::run(rest),
        _ => run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench_logs: error: {error}");
            ExitCode::FAILURE
        }
    }
}
