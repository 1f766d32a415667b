//! `althing doctor`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use solana_signer::Signer;

use super::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::bytes::{sha256, to_hex};
use crate::input::{decimal::format_units, format_time};
use crate::output::Record;

const LOADER: Pubkey = Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");
/// Tag, slot and authority of a program's data account; the code follows.
const PROGRAM_HEADER: usize = 45;
/// How far a cluster's clock may be from ours before we say so, seconds.
const DRIFT: i64 = 30;

/// Check everything that the other commands need
///
/// Asks the cluster, looks whether the program is there and which code, who may upgrade it, whether your key can be
/// read and pay, and whether the clocks agree. Exits with 1 where something is wrong.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing doctor -u devnet")]
pub struct Doctor {}

struct Check {
    name: &'static str,
    ok: bool,
    says: String,
}

fn check(name: &'static str, result: Result<String>) -> Check {
    match result {
        Ok(says) => Check {
            name,
            ok: true,
            says,
        },
        Err(error) if error.todo.is_empty() => Check {
            name,
            ok: false,
            says: error.what,
        },
        Err(error) => Check {
            name,
            ok: false,
            says: format!("{} — {}", error.what, error.todo),
        },
    }
}

impl Run for Doctor {
    fn run(self, context: &Context) -> Result<()> {
        let cluster = check("cluster", cluster(context));
        let reachable = cluster.ok;
        let mut checks = vec![
            check("althing", Ok(env!("CARGO_PKG_VERSION").into())),
            cluster,
        ];
        if reachable {
            checks.push(check("clock", clock(context)));
            checks.extend(program(context));
        }
        checks.push(check("wallet", wallet(context, reachable)));
        if let Some(dao) = context.settings.dao.as_ref().filter(|_| reachable) {
            let found = context.fetch::<althing::Dao>(&dao.value);
            checks.push(check(
                "organisation",
                found.map(|found| format!("{} ({})", found.name, dao.value)),
            ));
        }
        let rows: Vec<Record> = checks
            .iter()
            .map(|check| {
                Record::new()
                    .with("check", check.name)
                    .with("ok", check.ok)
                    .with("says", &check.says)
            })
            .collect();
        context.out.list("checks", &rows);
        match checks.iter().filter(|check| !check.ok).count() {
            0 => Ok(()),
            bad => Err(Error::failed(
                format!("{bad} of {} checks failed", checks.len()),
                "See above what each says.",
            )),
        }
    }
}

fn cluster(context: &Context) -> Result<String> {
    let version = context.rpc.version()?;
    let genesis = context.rpc.genesis_hash()?;
    let name = match genesis.as_str() {
        "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" => "mainnet-beta",
        "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG" => "devnet",
        "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY" => "testnet",
        _ => "another cluster",
    };
    Ok(format!("{name}, Agave {version}, genesis {genesis}"))
}

fn clock(context: &Context) -> Result<String> {
    let clock = context.rpc.clock()?;
    let ours = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let ours = ours
        .ok()
        .and_then(|d| i64::try_from(d.as_secs()).ok())
        .unwrap_or(0);
    let drift = clock.now.saturating_sub(ours);
    let says = format!("{}, slot {}", format_time(clock.now), clock.slot);
    if drift.abs() <= DRIFT {
        return Ok(says);
    }
    Ok(format!(
        "{says}; this computer's clock is {} s off, deadlines count by the cluster's",
        -drift
    ))
}

fn program(context: &Context) -> Vec<Check> {
    let address = context.program();
    let missing = || {
        Error::failed(
            format!("nothing is deployed at {address}"),
            "Check --url and --program-id.",
        )
    };
    let account = match context.rpc.account(&address) {
        Ok(Some(account)) if account.executable => account,
        Ok(_) => return vec![check("program", Err(missing()))],
        Err(error) => return vec![check("program", Err(error))],
    };
    let data = account
        .data
        .get(4..36)
        .filter(|_| account.owner == LOADER)
        .and_then(|key| Pubkey::try_from(key).ok());
    let Some(data) = data else {
        return vec![check("program", Ok(format!("{address}, not upgradeable")))];
    };
    let code = context
        .rpc
        .account(&data)
        .and_then(|account| account.ok_or_else(missing));
    let code = match code {
        Ok(code) => code.data,
        Err(error) => return vec![check("program", Err(error))],
    };
    let body = code.get(PROGRAM_HEADER..).unwrap_or_default();
    // As `solana-verify` hashes: without the zeros that fill the account up.
    let end = body
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    let hash = to_hex(&sha256(&body[..end]));
    let authority = match (code.get(12), code.get(13..45)) {
        (Some(1), Some(key)) => Pubkey::try_from(key)
            .map(|key| key.to_string())
            .unwrap_or_default(),
        _ => "nobody".into(),
    };
    vec![
        check(
            "program",
            Ok(format!("{address}, SHA-256 of its code {hash}")),
        ),
        check("upgrade", Ok(format!("by {authority}"))),
    ]
}

fn wallet(context: &Context, reachable: bool) -> Result<String> {
    let address = context.wallet()?.pubkey();
    if !reachable {
        return Ok(address.to_string());
    }
    let lamports = context.rpc.balance(&address)?;
    if lamports == 0 {
        return Err(Error::failed(
            format!("{address} has no SOL"),
            "Fees and rent need some: on a test cluster `solana airdrop 1`.",
        ));
    }
    Ok(format!("{address}, {} SOL", format_units(lamports, 9)))
}
