//! The command line.

use std::{fs, path::PathBuf, str::FromStr, time::Duration};
use surfpool_sdk::{Keypair, Pubkey, Signer};

pub const USAGE: &str = "\
usage: althing-localnet [OPTIONS]

A local Solana validator (Surfpool, offline) with the program in it. Prints one line of JSON when it is ready:
rpcUrl, wsUrl, programs, payer, keypair. Runs until SIGINT or SIGTERM.

  --port N                         RPC on port N, WebSocket on N + 1 (default: 8899)
  --free-ports                     RPC and WebSocket on ports that are free
  --slot-ms N                      time of a slot in milliseconds (default: 400)
  --program ADDRESS=FILE           loads a program, upgradeable; may be repeated
                                   (default: target/deploy/althing.so at the address in tests/keys)
  --no-program                     loads none
  --upgrade-authority ADDRESS      of the programs (default: the payer)
  --keypair FILE                   the payer, made if the file is missing (default: .localnet/payer.json)
  --sol N                          what the payer gets (default: 10000)
  --fund ADDRESS:SOL               funds another account; may be repeated
  --mint ADDRESS:AUTHORITY[:DECIMALS]
                                   creates an SPL token mint (default: 6 decimals); may be repeated
  --ready-file FILE                writes the line of JSON there too, and removes the file when it stops
  --for SECONDS                    stops after that time
  --only-keypair                   makes the payer's file if it is missing, prints its address, and ends
  --help                           this text
";

const LAMPORTS_PER_SOL: u64 = 1_000_000_000;

pub struct Program {
    pub address: Pubkey,
    pub bytes: Vec<u8>,
}

pub struct Mint {
    pub address: Pubkey,
    pub authority: Pubkey,
    pub decimals: u8,
}

pub struct Options {
    /// RPC and WebSocket; `None` takes free ones.
    pub ports: Option<(u16, u16)>,
    pub slot_ms: u64,
    pub programs: Vec<Program>,
    pub upgrade_authority: Pubkey,
    pub keypair: PathBuf,
    pub payer: Pubkey,
    /// Accounts and lamports, the payer's first.
    pub funds: Vec<(Pubkey, u64)>,
    pub mints: Vec<Mint>,
    pub ready_file: Option<PathBuf>,
    pub lifetime: Option<Duration>,
    pub only_keypair: bool,
}

impl Options {
    /// `None` when only the help was asked for.
    pub fn from_args(mut args: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut port = 8899u16;
        let mut free_ports = false;
        let mut slot_ms = 400u64;
        let mut programs = Vec::new();
        let mut no_program = false;
        let mut upgrade_authority = None;
        let mut keypair = PathBuf::from(".localnet/payer.json");
        let mut sol = 10_000u64;
        let mut funds = Vec::new();
        let mut mints = Vec::new();
        let mut ready_file = None;
        let mut lifetime = None;
        let mut only_keypair = false;

        while let Some(flag) = args.next() {
            let mut value = || {
                args.next()
                    .ok_or(format!("{flag} wants a value (see --help)"))
            };
            match flag.as_str() {
                "--help" | "-h" => return Ok(None),
                "--port" => port = parse(&flag, &value()?)?,
                "--free-ports" => free_ports = true,
                "--slot-ms" => slot_ms = parse(&flag, &value()?)?,
                "--program" => programs.push(program(&value()?)?),
                "--no-program" => no_program = true,
                "--upgrade-authority" => upgrade_authority = Some(parse(&flag, &value()?)?),
                "--keypair" => keypair = value()?.into(),
                "--sol" => sol = parse(&flag, &value()?)?,
                "--fund" => funds.push(fund(&value()?)?),
                "--mint" => mints.push(mint(&value()?)?),
                "--ready-file" => ready_file = Some(value()?.into()),
                "--for" => lifetime = Some(Duration::from_secs(parse(&flag, &value()?)?)),
                "--only-keypair" => only_keypair = true,
                _ => return Err(format!("unknown option {flag} (see --help)")),
            }
        }
        if slot_ms == 0 {
            return Err("--slot-ms: a slot takes at least 1 ms".into());
        }
        if programs.is_empty() && !no_program && !only_keypair {
            programs.push(default_program()?);
        }
        let ws_port = port
            .checked_add(1)
            .ok_or("--port: the WebSocket's port would be 65536")?;
        let payer = payer(&keypair)?;
        funds.insert(0, (payer, lamports("--sol", sol)?));
        Ok(Some(Self {
            ports: (!free_ports).then_some((port, ws_port)),
            slot_ms,
            programs,
            upgrade_authority: upgrade_authority.unwrap_or(payer),
            keypair,
            payer,
            funds,
            mints,
            ready_file,
            lifetime,
            only_keypair,
        }))
    }
}

fn parse<T: FromStr>(flag: &str, text: &str) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|e| format!("{flag} {text}: {e}"))
}

fn lamports(flag: &str, sol: u64) -> Result<u64, String> {
    sol.checked_mul(LAMPORTS_PER_SOL)
        .ok_or(format!("{flag} {sol}: more lamports than fit in 64 bits"))
}

fn program(text: &str) -> Result<Program, String> {
    let (address, file) = text
        .split_once('=')
        .ok_or(format!("--program {text}: want ADDRESS=FILE"))?;
    Ok(Program {
        address: parse("--program", address)?,
        bytes: fs::read(file).map_err(|e| format!("--program {text}: {file}: {e}"))?,
    })
}

fn default_program() -> Result<Program, String> {
    let (address, file) = ("tests/keys/program-id.txt", "target/deploy/althing.so");
    let address = fs::read_to_string(address)
        .map_err(|e| format!("{address}: {e} (run this in the root of the project, or say --program or --no-program)"))?;
    Ok(Program {
        address: parse("tests/keys/program-id.txt", address.trim())?,
        bytes: fs::read(file).map_err(|e| format!("{file}: {e} (make build makes it)"))?,
    })
}

fn fund(text: &str) -> Result<(Pubkey, u64), String> {
    let (address, sol) = text
        .split_once(':')
        .ok_or(format!("--fund {text}: want ADDRESS:SOL"))?;
    Ok((
        parse("--fund", address)?,
        lamports("--fund", parse("--fund", sol)?)?,
    ))
}

fn mint(text: &str) -> Result<Mint, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let (address, authority, decimals) = match parts[..] {
        [address, authority] => (address, authority, "6"),
        [address, authority, decimals] => (address, authority, decimals),
        _ => return Err(format!("--mint {text}: want ADDRESS:AUTHORITY[:DECIMALS]")),
    };
    Ok(Mint {
        address: parse("--mint", address)?,
        authority: parse("--mint", authority)?,
        decimals: parse("--mint", decimals)?,
    })
}

/// The address of the payer's keypair, in the file format of the Solana tools: an array of 64 bytes.
fn payer(file: &PathBuf) -> Result<Pubkey, String> {
    let bad = |what: String| format!("--keypair {}: {what}", file.display());
    if !file.exists() {
        let keypair = Keypair::new();
        let bytes: Vec<String> = keypair.to_bytes().iter().map(u8::to_string).collect();
        if let Some(directory) = file.parent() {
            fs::create_dir_all(directory).map_err(|e| bad(e.to_string()))?;
        }
        fs::write(file, format!("[{}]\n", bytes.join(","))).map_err(|e| bad(e.to_string()))?;
        return Ok(keypair.pubkey());
    }
    let text = fs::read_to_string(file).map_err(|e| bad(e.to_string()))?;
    let bytes = text
        .trim()
        .trim_start_matches('[')
        .trim_end_matches(']')
        .split(',')
        .map(|byte| byte.trim().parse::<u8>())
        .collect::<Result<Vec<u8>, _>>()
        .map_err(|e| bad(format!("not a keypair: {e}")))?;
    Keypair::try_from(&bytes[..])
        .map(|keypair| keypair.pubkey())
        .map_err(|e| bad(format!("not a keypair: {e}")))
}
