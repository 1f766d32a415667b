//! A local Solana validator in one process: Surfpool, offline, with the program loaded and accounts funded.

mod options;
mod validator;

use options::Options;
use std::{fs, path::Path, process::ExitCode, time::Duration};
use tokio::signal::unix::{signal, SignalKind};
use validator::Validator;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("althing-localnet: error: {what}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let Some(options) = Options::from_args(std::env::args().skip(1))? else {
        print!("{}", options::USAGE);
        return Ok(());
    };
    // Surfpool's locks may only be taken on a runtime with several threads.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|e| e.to_string())?;
    runtime.block_on(serve(options))
}

async fn serve(options: Options) -> Result<(), String> {
    if options.only_keypair {
        println!("{}", options.payer);
        return Ok(());
    }
    // Before anything listens, so that no signal is lost.
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|e| e.to_string())?;
    let mut terminate = signal(SignalKind::terminate()).map_err(|e| e.to_string())?;

    let mut validator = Validator::start(&options).await?;
    announce(&options, &validator)?;

    let lifetime = options.lifetime.unwrap_or(Duration::MAX);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = tokio::time::sleep(lifetime) => {}
        why = validator.failure() => return Err(why),
    }
    if let Some(file) = &options.ready_file {
        let _ = fs::remove_file(file);
    }
    validator.stop()
}

/// One line of JSON for programs, on stdout and in the ready file; the same in words for people, on stderr.
fn announce(options: &Options, validator: &Validator) -> Result<(), String> {
    let programs: Vec<String> = options
        .programs
        .iter()
        .map(|program| format!("\"{}\"", program.address))
        .collect();
    let line = format!(
        r#"{{"rpcUrl":"{}","wsUrl":"{}","programs":[{}],"payer":"{}","keypair":"{}"}}"#,
        validator.rpc_url,
        validator.ws_url,
        programs.join(","),
        options.payer,
        options.keypair.display(),
    );
    println!("{line}");
    eprintln!("\n  RPC         {}", validator.rpc_url);
    eprintln!("  WebSocket   {}", validator.ws_url);
    for program in &options.programs {
        eprintln!("  program     {}", program.address);
    }
    eprintln!("  funded key  {}", options.keypair.display());
    eprintln!("\nCtrl-C stops it.");
    if let Some(file) = &options.ready_file {
        write_whole(file, &line)?;
    }
    Ok(())
}

/// Whoever waits for the file never sees half of it.
fn write_whole(file: &Path, text: &str) -> Result<(), String> {
    let partial = file.with_extension("partial");
    fs::write(&partial, format!("{text}\n"))
        .and_then(|()| fs::rename(&partial, file))
        .map_err(|e| format!("{}: {e}", file.display()))
}
