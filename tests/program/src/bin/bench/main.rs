//! Measures the compiled program in LiteSVM and writes docs/benchmarks.md. Keys are fixed, so compute
//! units are the same in every run.

mod appeals;
mod audit;
mod bond;
mod compute;
mod consent;
mod dao;
mod flows;
mod governance;
mod lineage;
mod registry;
mod report;
mod revenue;
mod setting;
mod signing;
mod sizes;
mod sources;
mod witness;

use std::process::ExitCode;

use report::Report;

const USAGE: &str = "\
usage: bench [--check | --set-ceilings]

Measures compute units per instruction, bytes and rent per account, transactions and signatures per flow, and the size
of the program; prints the tables. Run it in the root of the project, after make build.

  (nothing)        writes docs/benchmarks.md as well
  --check          writes nothing; fails where a figure is over its ceiling in tests/program/ceilings.json
  --set-ceilings   writes tests/program/ceilings.json: each figure and 3 % more, within the project's own limits
";

fn main() -> ExitCode {
    let mode = std::env::args().nth(1);
    if !matches!(mode.as_deref(), None | Some("--check" | "--set-ceilings")) {
        eprint!("{USAGE}");
        return ExitCode::from(if mode.as_deref() == Some("--help") {
            0
        } else {
            2
        });
    }
    let mut report = Report::default();
    governance::measure(&mut report);
    flows::measure(&mut report);
    audit::measure(&mut report);
    dao::measure(&mut report);
    consent::measure(&mut report);
    registry::measure(&mut report);
    sources::measure(&mut report);
    revenue::measure(&mut report);
    signing::measure(&mut report);
    lineage::measure(&mut report);
    compute::measure(&mut report);
    bond::measure(&mut report);
    appeals::measure(&mut report);
    witness::measure(&mut report);
    sizes::measure(&mut report);

    println!("{}", report.markdown());
    let result = report
        .require_all_instructions()
        .and_then(|()| match mode.as_deref() {
            Some("--check") => report.check(),
            Some("--set-ceilings") => report.set_ceilings(),
            _ => report.write().and_then(|()| report.check()),
        });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("bench: error: {what}");
            ExitCode::FAILURE
        }
    }
}
