//! The WebSocket: a thread that says when to look.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use anchor_lang::prelude::Pubkey;
use serde_json::{json, Value};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

use crate::rpc::Commitment;

/// The longest that a read waits, so that a dead connection is noticed.
const READ: Duration = Duration::from_secs(5);
/// After that much silence the node is asked whether it is there.
const PING: Duration = Duration::from_secs(20);
/// After that much silence it is not.
const DEAD: Duration = Duration::from_secs(45);
/// The first pause before connecting again, and the longest.
const PAUSE: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(15);

/// Why to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something named this log.
    Named(Pubkey),
    /// The connection is there (again): whatever was missed is to be read now.
    Connected,
    /// It is gone.
    Lost(String),
}

/// Follows mentions of these addresses for ever, in a thread of its own that ends when nobody listens any more.
pub fn listen(url: String, logs: Vec<Pubkey>, commitment: Commitment, wakes: Sender<Wake>) {
    thread::spawn(move || {
        let mut pause = PAUSE;
        loop {
            let begin = Instant::now();
            let why = match follow(&url, &logs, commitment, &wakes) {
                Err(why) => why,
                Ok(()) => return,
            };
            if wakes.send(Wake::Lost(why)).is_err() {
                return;
            }
            // One that held for a while was a good one.
            if begin.elapsed() > LONGEST {
                pause = PAUSE;
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST);
        }
    });
}

type Socket = WebSocket<MaybeTlsStream<TcpStream>>;

/// Until the connection breaks, with the reason, or nobody listens any more.
fn follow(
    url: &str,
    logs: &[Pubkey],
    commitment: Commitment,
    wakes: &Sender<Wake>,
) -> Result<(), String> {
    let (mut socket, _) = tungstenite::connect(url).map_err(|why| why.to_string())?;
    let stream = match socket.get_ref() {
        MaybeTlsStream::Plain(stream) => Some(stream),
        MaybeTlsStream::Rustls(stream) => Some(stream.get_ref()),
        _ => None,
    };
    if let Some(stream) = stream {
        stream
            .set_read_timeout(Some(READ))
            .map_err(|why| why.to_string())?;
    }
    // A subscription's number by log; those that are not answered yet have none.
    let mut numbers: Vec<Option<u64>> = vec![None; logs.len()];
    for (id, log) in logs.iter().enumerate() {
        let request = json!({
            "jsonrpc": "2.0", "id": id, "method": "logsSubscribe",
            "params": [{ "mentions": [log.to_string()] }, { "commitment": commitment.name() }],
        });
        send(&mut socket, Message::text(request.to_string()))?;
    }
    let (mut heard, mut asked) = (Instant::now(), Instant::now());
    loop {
        let message = match socket.read() {
            Ok(message) => message,
            Err(tungstenite::Error::Io(why))
                if matches!(why.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                if heard.elapsed() > DEAD {
                    return Err("silent for too long".into());
                }
                if heard.elapsed() > PING && asked.elapsed() > PING {
                    send(&mut socket, Message::Ping(Vec::new().into()))?;
                    asked = Instant::now();
                }
                continue;
            }
            Err(why) => return Err(why.to_string()),
        };
        heard = Instant::now();
        let Message::Text(text) = message else {
            continue;
        };
        let Ok(said) = serde_json::from_str::<Value>(&text) else {
            return Err("answered without JSON".into());
        };
        let wake = match read(&said, logs, &mut numbers)? {
            Some(wake) => wake,
            None => continue,
        };
        if wakes.send(wake).is_err() {
            return Ok(());
        }
    }
}

/// What a message means.
pub(crate) fn read(
    said: &Value,
    logs: &[Pubkey],
    numbers: &mut [Option<u64>],
) -> Result<Option<Wake>, String> {
    if let Some(error) = said.get("error") {
        return Err(format!(
            "refused: {}",
            error["message"].as_str().unwrap_or("")
        ));
    }
    if said["method"] == "logsNotification" {
        let number = said["params"]["subscription"].as_u64();
        let at = numbers
            .iter()
            .position(|known| known.is_some() && *known == number);
        return Ok(at.and_then(|at| logs.get(at)).copied().map(Wake::Named));
    }
    let id = said["id"].as_u64().and_then(|id| usize::try_from(id).ok());
    if let Some(number) = id.and_then(|id| numbers.get_mut(id)) {
        *number = said["result"].as_u64();
        // Only now is nothing missed any more.
        if numbers.iter().all(Option::is_some) {
            return Ok(Some(Wake::Connected));
        }
    }
    Ok(None)
}

fn send(socket: &mut Socket, message: Message) -> Result<(), String> {
    socket.send(message).map_err(|why| why.to_string())
}

/// Where a node's WebSocket is, by the custom of the Solana tools: the same host, at a given port one higher.
#[must_use]
pub fn url_of(rpc: &str) -> Option<String> {
    let mut url = reqwest::Url::parse(rpc).ok()?;
    let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
    if let Some(port) = url.port() {
        url.set_port(Some(port.checked_add(1)?)).ok()?;
    }
    let rest = url.as_str().split_once("://")?.1.to_owned();
    Some(format!("{scheme}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_websocket_is_beside_the_rpc() {
        for (rpc, ws) in [
            ("http://127.0.0.1:8899", "ws://127.0.0.1:8900/"),
            (
                "https://api.devnet.solana.com",
                "wss://api.devnet.solana.com/",
            ),
            ("https://x.example/?key=1", "wss://x.example/?key=1"),
        ] {
            assert_eq!(url_of(rpc).as_deref(), Some(ws));
        }
        assert_eq!(url_of("nothing"), None);
        assert_eq!(url_of("http://127.0.0.1:65535"), None);
    }

    #[test]
    fn messages_wake_only_for_their_log() {
        let logs = [
            Pubkey::new_from_array([1; 32]),
            Pubkey::new_from_array([2; 32]),
        ];
        let mut numbers = [None, None];
        let mut read = |said: Value| read(&said, &logs, &mut numbers);
        assert_eq!(read(json!({ "id": 1, "result": 70 })), Ok(None));
        let named = |number| json!({ "method": "logsNotification", "params": { "subscription": number, "result": {} } });
        assert_eq!(read(named(71)), Ok(None));
        assert_eq!(
            read(json!({ "id": 0, "result": 71 })),
            Ok(Some(Wake::Connected))
        );
        assert_eq!(read(named(70)), Ok(Some(Wake::Named(logs[1]))));
        assert_eq!(read(named(71)), Ok(Some(Wake::Named(logs[0]))));
        assert_eq!(read(named(72)), Ok(None));
        assert!(read(json!({ "id": 0, "error": { "message": "no" } })).is_err());
        assert_eq!(read(json!({ "id": "x" })), Ok(None));
        assert_eq!(read(json!([])), Ok(None));
    }
}
