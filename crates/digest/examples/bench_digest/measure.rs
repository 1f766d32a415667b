//! Taking turns, so that whatever else the machine does meets everybody.

use std::time::Instant;

use althing_digest::{digest_path, hex, NoProgress};

use crate::models::Case;
use crate::peers::{self, ModelSigning};
use crate::AnyError;

/// Seconds on the clock and of all cores.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    pub wall: f64,
    pub cpu: f64,
}

impl Time {
    const NEVER: Self = Self {
        wall: f64::INFINITY,
        cpu: f64::INFINITY,
    };

    fn best(self, other: Self) -> Self {
        Self {
            wall: self.wall.min(other.wall),
            cpu: self.cpu.min(other.cpu),
        }
    }
}

/// The best times of a case.
pub struct Row {
    pub title: String,
    pub bytes: u64,
    pub one_core: bool,
    pub ours: Time,
    pub theirs: Time,
}

pub struct Outcome {
    pub rows: Vec<Row>,
    pub cores: usize,
    pub processor: String,
    /// Bytes per second of one core.
    pub openssl: f64,
    pub openssl_version: String,
    pub peer_version: String,
    /// Processes that wanted a core, on the average of the minute before the first and the last turn.
    pub load: [f64; 2],
    pub rounds: usize,
    /// The most memory that this process had, in bytes.
    pub peak: u64,
}

/// Hashes everything `rounds` times and once before, which brings it into the page cache.
pub fn all(cases: &[Case], rounds: usize) -> Result<Outcome, AnyError> {
    let mut peer = ModelSigning::start()?;
    let mut rows = Vec::new();
    for case in cases {
        let (_, root) = peer.hash(case)?;
        let digest = digest_path(&case.path, &case.options, &NoProgress)?;
        if hex(&digest.root()) != root {
            return Err(format!(
                "{}: the roots differ, so the times mean nothing",
                case.title
            )
            .into());
        }
        rows.push(Row {
            title: case.title.clone(),
            bytes: digest.bytes,
            one_core: case.one_core,
            ours: Time::NEVER,
            theirs: Time::NEVER,
        });
    }
    let before = load()?;
    let mut openssl: f64 = 0.0;
    for _ in 0..rounds {
        openssl = openssl.max(peers::openssl_speed()?);
        for (row, case) in rows.iter_mut().zip(cases) {
            row.ours = row.ours.best(ours(case)?);
            row.theirs = row.theirs.best(peer.hash(case)?.0);
        }
    }
    Ok(Outcome {
        rows,
        cores: std::thread::available_parallelism()?.get(),
        processor: processor()?,
        openssl,
        openssl_version: peers::openssl_version()?,
        peer_version: peer.version()?,
        load: [before, load()?],
        rounds,
        peak: peak_resident()?,
    })
}

fn ours(case: &Case) -> Result<Time, AnyError> {
    let (began, used) = (Instant::now(), cpu_seconds());
    digest_path(&case.path, &case.options, &NoProgress)?;
    Ok(Time {
        wall: began.elapsed().as_secs_f64(),
        cpu: cpu_seconds() - used,
    })
}

/// Processor time of all threads of this process so far.
fn cpu_seconds() -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the pointer is to a structure of the type that the call fills.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    assert_eq!(failed, 0, "every Linux has this clock");
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn load() -> Result<f64, AnyError> {
    let text = std::fs::read_to_string("/proc/loadavg")?;
    Ok(text.split(' ').next().unwrap_or_default().parse()?)
}

/// The value of the first line that begins with `name`, in a file of `name: value` lines.
fn field(path: &str, name: &str) -> Result<String, AnyError> {
    let text = std::fs::read_to_string(path)?;
    let line = text.lines().find(|line| line.starts_with(name));
    let value = line.and_then(|line| line.split_once(':'));
    Ok(value
        .ok_or(format!("{path} has no {name}"))?
        .1
        .trim()
        .to_owned())
}

fn processor() -> Result<String, AnyError> {
    let name = field("/proc/cpuinfo", "model name")?;
    let flags = field("/proc/cpuinfo", "flags")?;
    let has: Vec<&str> = ["sha_ni", "avx512bw"]
        .into_iter()
        .filter(|wanted| flags.split(' ').any(|flag| flag == *wanted))
        .collect();
    Ok(format!("{name} ({})", has.join(", ")))
}

fn peak_resident() -> Result<u64, AnyError> {
    let value = field("/proc/self/status", "VmHWM")?;
    let kib: u64 = value
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .parse()?;
    Ok(kib * 1024)
}
