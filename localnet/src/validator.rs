//! Surfpool in a thread of this process.

use crate::options::{Mint, Options};
use crossbeam_channel::{Receiver, Sender};
use std::{
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};
use surfpool_core::{
    runloops::start_local_surfnet_runloop,
    solana_account::Account,
    surfnet::{
        locker::SurfnetSvmLocker,
        svm::{SurfnetSvm, SurfnetSvmConfig},
    },
};
use surfpool_sdk::{BlockProductionMode, Pubkey, SimnetCommand, SimnetEvent};
use surfpool_types::{RpcConfig, SimnetConfig, SurfpoolConfig};

const HOST: &str = "127.0.0.1";
const TOKEN_PROGRAM: Pubkey = Pubkey::from_str_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
/// Size of an SPL token mint without extensions, in bytes.
const MINT_SIZE: usize = 82;
/// How long the two servers may take to close.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);

pub struct Validator {
    pub rpc_url: String,
    pub ws_url: String,
    commands: Sender<SimnetCommand>,
    events: Receiver<SimnetEvent>,
}

impl Validator {
    /// Returns once RPC and WebSocket answer and everything that was asked for is on the chain.
    pub async fn start(options: &Options) -> Result<Self, String> {
        let (rpc, ws) = match options.ports {
            Some((rpc, ws)) => (claim(rpc)?, claim(ws)?),
            None => free_ports()?,
        };
        let simnet = SimnetConfig {
            offline_mode: true,
            remote_rpc_url: None,
            slot_time: options.slot_ms,
            block_production_mode: BlockProductionMode::Clock,
            instruction_profiling_enabled: false,
            ..Default::default()
        };
        let svm = SurfnetSvmConfig {
            surfnet_id: simnet.surfnet_id.clone(),
            slot_time: simnet.slot_time,
            instruction_profiling_enabled: simnet.instruction_profiling_enabled,
            max_profiles: simnet.max_profiles,
            log_bytes_limit: simnet.log_bytes_limit,
            ..Default::default()
        };
        let config = SurfpoolConfig {
            simnets: vec![simnet],
            rpc: RpcConfig {
                bind_host: HOST.into(),
                bind_port: rpc,
                ws_port: ws,
                ..Default::default()
            },
            ..Default::default()
        };
        let (svm, events, geyser_events) = SurfnetSvm::new(svm).map_err(|e| e.to_string())?;
        let locker = SurfnetSvmLocker::new(svm);
        let (commands, command_queue) = crossbeam_channel::unbounded();

        let (for_loop, to_loop) = (locker.clone(), commands.clone());
        thread::Builder::new()
            .name("surfnet".into())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(2)
                    .enable_all()
                    .build()
                    .expect("a runtime needs only threads");
                let run = start_local_surfnet_runloop(
                    for_loop,
                    config,
                    to_loop,
                    command_queue,
                    geyser_events,
                );
                if let Err(e) = runtime.block_on(run) {
                    eprintln!("althing-localnet: {e}");
                }
            })
            .map_err(|e| e.to_string())?;
        wait_until_started(&events)?;

        let validator = Self {
            rpc_url: format!("http://{HOST}:{rpc}"),
            ws_url: format!("ws://{HOST}:{ws}"),
            commands,
            events,
        };
        populate(&locker, options).await?;
        Ok(validator)
    }

    /// Resolves with the reason when the validator ends by itself.
    pub async fn failure(&self) -> String {
        loop {
            // Read all the time, so that the queue of events stays empty.
            while let Ok(event) = self.events.try_recv() {
                match event {
                    SimnetEvent::Aborted(why) => return why,
                    SimnetEvent::Shutdown => return "the validator stopped by itself".into(),
                    _ => {}
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Stops and returns once both servers have let go of their ports.
    pub fn stop(&mut self) -> Result<(), String> {
        self.commands
            .send(SimnetCommand::Terminate(None))
            .map_err(|e| e.to_string())?;
        let deadline = Instant::now() + STOP_TIMEOUT;
        let mut closed = 0;
        while closed < 2 {
            match self.events.recv_deadline(deadline) {
                Ok(SimnetEvent::Shutdown) => closed += 1,
                Ok(_) => {}
                Err(e) => {
                    return Err(format!(
                        "the validator did not confirm that it stopped: {e}"
                    ))
                }
            }
        }
        Ok(())
    }
}

/// Fails early and plainly where the servers would fail late.
fn claim(port: u16) -> Result<u16, String> {
    TcpListener::bind((HOST, port))
        .map(|_| port)
        .map_err(|e| format!("port {port}: {e} (--port takes another one, --free-ports any)"))
}

fn free_ports() -> Result<(u16, u16), String> {
    let listen = || TcpListener::bind((HOST, 0)).map_err(|e| e.to_string());
    // Both are held until both are known, so they differ.
    let (rpc, ws) = (listen()?, listen()?);
    let port = |listener: &TcpListener| {
        listener
            .local_addr()
            .map(|a| a.port())
            .map_err(|e| e.to_string())
    };
    Ok((port(&rpc)?, port(&ws)?))
}

fn wait_until_started(events: &Receiver<SimnetEvent>) -> Result<(), String> {
    loop {
        match events.recv_timeout(Duration::from_secs(60)) {
            Ok(SimnetEvent::CoreStarted(_)) => return Ok(()),
            Ok(SimnetEvent::Aborted(why)) => return Err(why),
            Ok(SimnetEvent::Shutdown) => {
                return Err("the validator stopped while it started".into())
            }
            Ok(_) => {}
            Err(e) => return Err(format!("the validator did not start: {e}")),
        }
    }
}

async fn populate(locker: &SurfnetSvmLocker, options: &Options) -> Result<(), String> {
    for (address, lamports) in &options.funds {
        locker
            .airdrop(address, *lamports)
            .map_err(|e| format!("could not fund {address}: {e:?}"))?
            .map_err(|e| format!("could not fund {address}: {}", e.err))?;
    }
    for program in &options.programs {
        locker
            .write_program(
                program.address,
                Some(options.upgrade_authority),
                0,
                &program.bytes,
                &None,
            )
            .await
            .map_err(|e| format!("could not load the program {}: {e}", program.address))?;
    }
    for mint in &options.mints {
        locker
            .with_svm_writer(|svm| {
                let lamports = svm.inner.minimum_balance_for_rent_exemption(MINT_SIZE);
                svm.set_account(&mint.address, mint_account(mint, lamports))
            })
            .map_err(|e| format!("could not create the mint {}: {e}", mint.address))?;
    }
    Ok(())
}

/// SPL token's `Mint`: authority (option tag and key), supply, decimals, initialised, freeze authority (none).
fn mint_account(mint: &Mint, lamports: u64) -> Account {
    let mut data = vec![0u8; MINT_SIZE];
    data[0..4].copy_from_slice(&1u32.to_le_bytes());
    data[4..36].copy_from_slice(mint.authority.as_ref());
    data[44] = mint.decimals;
    data[45] = 1;
    Account {
        lamports,
        data,
        owner: TOKEN_PROGRAM,
        executable: false,
        rent_epoch: u64::MAX,
    }
}
