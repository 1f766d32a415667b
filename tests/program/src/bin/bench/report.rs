//! The figures, as a Markdown table and against their ceilings.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

const MARKDOWN: &str = "docs/benchmarks.md";
const CEILINGS: &str = "tests/program/ceilings.json";
const IDL: &str = "idl/althing.json";

/// What the project promises, in compute units; see the foundation issue's limits in docs/benchmarks.md.
const PROMISED: &[(&str, u64)] = &[
    ("cast_vote (first)", 11_000),
    ("cast_vote (changed)", 6_000),
    ("flow: transfer by vote, in all", 65_000),
    ("flow: transfer by vote, transactions", 4),
    ("append_entry (size 2^20 - 1)", 7_000),
    ("append_batch (1,000,000 leaves)", 10_000),
    ("verify_inclusion (depth 30)", 9_000),
    ("claim_reward", 15_000),
    ("sign_version (Ed25519, whole)", 12_000),
    ("sign_version (P-256, whole)", 12_000),
    ("sign_version (Ed25519, hash)", 12_000),
    ("sign_version (P-256, hash)", 12_000),
    ("cosign_checkpoint", 12_000),
    ("cosign_checkpoint (quorum)", 12_000),
    ("execute_proposal (promote_version)", 70_000),
    (
        "execute_proposal (promote_version, 4 parents, 8 streamed grants, 2 artifacts)",
        80_000,
    ),
    ("flow: transfer by vote, lamports not returned", 0),
];
/// No instruction may need more.
const PROMISED_OF_ALL: u64 = 200_000;

/// Everything measured.
#[derive(Default)]
pub struct Report {
    units: Vec<(String, u64)>,
    flows: Vec<(String, u64)>,
    accounts: Vec<(&'static str, usize, u64)>,
    program: u64,
}

impl Report {
    /// Compute units of one instruction in a transaction of its own.
    pub fn units(&mut self, name: &str, units: u64) {
        self.units.push((name.into(), units));
    }

    /// A figure of a flow.
    pub fn flow(&mut self, name: &str, figure: u64) {
        self.flows.push((format!("flow: {name}"), figure));
    }

    /// Bytes and rent of a kind of account.
    pub fn account(&mut self, name: &'static str, bytes: usize, rent: u64) {
        self.accounts.push((name, bytes, rent));
    }

    /// Bytes of the program.
    pub fn program(&mut self, bytes: u64) {
        self.program = bytes;
    }

    /// All tables.
    pub fn markdown(&self) -> String {
        let mut text = String::from(
            "# Benchmarks\n\nWritten by `make bench` from the compiled program (built with the project's own toolchain) in LiteSVM. Keys are fixed, so the \
             figures are the same in every run;\n`tests/program/ceilings.json` holds what CI accepts.\n\n\
             ## Compute units per instruction\n\nEach in a transaction of its own; what only the authority may do, \
             inside an `execute_proposal`. Keys are chosen so that\neach address is found at the first try; every \
             further try adds 1,500. *Limit* is what the project promises; no instruction\nmay need more than \
             200,000.\n\n| instruction | compute units | limit |\n|---|---:|---:|\n",
        );
        for (name, units) in &self.units {
            let limit = promised(name).map_or(String::new(), grouped);
            let _ = writeln!(text, "| `{name}` | {} | {limit} |", grouped(*units));
        }
        text.push_str("\n## Flows\n\n| figure | value | limit |\n|---|---:|---:|\n");
        for (name, figure) in &self.flows {
            let limit = promised(name).map_or(String::new(), grouped);
            let _ = writeln!(
                text,
                "| {} | {} | {limit} |",
                name.trim_start_matches("flow: "),
                grouped(*figure)
            );
        }
        text.push_str(
            "\nThe same flow costs 148,279 compute units in SPL Governance (none of the rent returned) and 64,811 in \
             Squads v4, as\nmeasured for this project's plan.\n\n\
             ## Accounts\n\n| account | bytes | rent, lamports |\n|---|---:|---:|\n",
        );
        for (name, bytes, rent) in &self.accounts {
            let _ = writeln!(
                text,
                "| {name} | {} | {} |",
                grouped(*bytes as u64),
                grouped(*rent)
            );
        }
        let _ = writeln!(
            text,
            "\n## Program\n\n`target/deploy/althing.so`: {} bytes.",
            grouped(self.program)
        );
        text
    }

    /// Writes the tables.
    pub fn write(&self) -> Result<(), String> {
        fs::create_dir_all("docs")
            .and_then(|()| fs::write(MARKDOWN, self.markdown()))
            .map_err(|e| format!("{MARKDOWN}: {e}"))
    }

    /// Every instruction of the program has been measured.
    pub fn require_all_instructions(&self) -> Result<(), String> {
        let text = fs::read_to_string(IDL).map_err(|e| format!("{IDL}: {e}"))?;
        let idl: serde_json::Value =
            serde_json::from_str(&text).map_err(|e| format!("{IDL}: {e}"))?;
        let instructions = idl["instructions"]
            .as_array()
            .ok_or(format!("{IDL}: no instructions"))?;
        let names = instructions
            .iter()
            .filter_map(|instruction| instruction["name"].as_str());
        // "cast_vote (first)" measures "cast_vote".
        let measured = |name: &&str| {
            self.units
                .iter()
                .any(|(row, _)| row.split(' ').next() == Some(*name))
        };
        let missing: Vec<_> = names.filter(|name| !measured(name)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!(
            "these instructions are not measured: {}",
            missing.join(", ")
        ))
    }

    /// Compares every figure with its ceiling.
    pub fn check(&self) -> Result<(), String> {
        let text = fs::read_to_string(CEILINGS).map_err(|e| format!("{CEILINGS}: {e}"))?;
        let ceilings: BTreeMap<String, u64> =
            serde_json::from_str(&text).map_err(|e| format!("{CEILINGS}: {e}"))?;
        let figures = self.figures();
        let mut wrong = vec![];
        for (name, figure) in &figures {
            match ceilings.get(name) {
                None => wrong.push(format!("{name}: {figure}, without a ceiling")),
                Some(ceiling) if figure > ceiling => {
                    wrong.push(format!("{name}: {figure}, over its ceiling of {ceiling}"))
                }
                Some(_) => {}
            }
        }
        let unknown = ceilings.keys().filter(|name| !figures.contains_key(*name));
        wrong.extend(unknown.map(|name| format!("{name}: has a ceiling but was not measured")));
        if wrong.is_empty() {
            return Ok(());
        }
        Err(format!(
            "{}\n(a change on purpose: bench --set-ceilings, and say why in the commit)",
            wrong.join("\n")
        ))
    }

    /// Writes ceilings just above the figures, and says which promise is not kept.
    pub fn set_ceilings(&self) -> Result<(), String> {
        let mut broken = vec![];
        let mut ceilings = BTreeMap::new();
        for (name, figure) in self.figures() {
            let limit =
                promised(&name).unwrap_or(if name.starts_with("flow") || name.contains(".so") {
                    u64::MAX
                } else {
                    PROMISED_OF_ALL
                });
            if figure > limit {
                broken.push(format!("{name}: {figure}, promised {limit}"));
            }
            ceilings.insert(name, (figure + figure * 3 / 100).min(limit.max(figure)));
        }
        let text = serde_json::to_string_pretty(&ceilings).map_err(|e| e.to_string())? + "\n";
        fs::write(CEILINGS, text).map_err(|e| format!("{CEILINGS}: {e}"))?;
        if broken.is_empty() {
            Ok(())
        } else {
            Err(broken.join("\n"))
        }
    }

    fn figures(&self) -> BTreeMap<String, u64> {
        let program = std::iter::once((String::from("althing.so, bytes"), self.program));
        self.units
            .iter()
            .chain(&self.flows)
            .cloned()
            .chain(program)
            .collect()
    }
}

fn promised(name: &str) -> Option<u64> {
    PROMISED
        .iter()
        .find(|(promise, _)| *promise == name)
        .map(|(_, limit)| *limit)
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
