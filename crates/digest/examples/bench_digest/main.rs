//! Hashing speed beside `model-signing` and `openssl speed`, in one run. `make bench` calls it.

mod measure;
mod models;
mod peers;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

pub type AnyError = Box<dyn std::error::Error>;

const USAGE: &str = "\
usage: bench_digest [--write FILE] [--dir FOLDER] [--rounds N] [--small FILES] [--large BYTES]

Makes models, hashes them from the page cache in turns with the peers, and prints the tables.

  --write FILE    writes them as a page of Markdown as well
  --dir FOLDER    where the models are made, and removed afterwards (default: the system's temporary folder)
  --rounds N      turns; the best of each counts (default: 5)
  --small FILES   small files of a model (default: 10000)
  --large BYTES   size of the large file (default: 4294967296)

ALTHING_PYTHON names a Python with model-signing (scripts/python.sh prints one).
";

struct Arguments {
    write: Option<PathBuf>,
    dir: PathBuf,
    rounds: usize,
    small: u64,
    large: u64,
}

fn arguments() -> Result<Arguments, AnyError> {
    let mut out = Arguments {
        write: None,
        dir: std::env::temp_dir(),
        rounds: 5,
        small: 10_000,
        large: 4 << 30,
    };
    let mut given = std::env::args().skip(1);
    while let Some(flag) = given.next() {
        let value = given.next().ok_or(format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--write" => out.write = Some(value.into()),
            "--dir" => out.dir = value.into(),
            "--rounds" => out.rounds = value.parse::<usize>()?.max(1),
            "--small" => out.small = value.parse()?,
            "--large" => out.large = value.parse()?,
            _ => return Err(format!("unknown option {flag}").into()),
        }
    }
    Ok(out)
}

fn run() -> Result<(), AnyError> {
    let arguments = arguments()?;
    let folder = tempfile::tempdir_in(&arguments.dir)?;
    let models = models::make(folder.path(), arguments.small, arguments.large)?;
    let outcome = measure::all(&models, arguments.rounds)?;
    println!("{}", report::tables(&outcome));
    if let Some(page) = arguments.write {
        std::fs::write(&page, report::page(&outcome))
            .map_err(|e| format!("{}: {e}", page.display()))?;
    }
    Ok(())
}

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--help") {
        print!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench_digest: error: {error}");
            ExitCode::FAILURE
        }
    }
}
