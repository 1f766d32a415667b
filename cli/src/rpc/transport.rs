//! One request, and its answer, however often it takes.

use std::{
    io::Read,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use reqwest::{blocking::Client, header::RETRY_AFTER, StatusCode};
use serde_json::{json, Value};

use super::Commitment;
use crate::error::{Error, Result};

/// The largest answer that is read, bytes.
const MAX_ANSWER: u64 = 512 << 20;

/// How patiently a cluster is asked.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// For one request, the connection included.
    pub timeout: Duration,
    /// The first pause; each further one is twice as long.
    pub pause: Duration,
    /// The longest pause, whatever the cluster asks for.
    pub longest: Duration,
    /// When to give up on one question.
    pub patience: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            pause: Duration::from_millis(250),
            longest: Duration::from_secs(10),
            patience: Duration::from_secs(60),
        }
    }
}

/// A connection to a cluster.
pub struct Rpc {
    client: Client,
    url: String,
    retry: Retry,
    next: AtomicU64,
    pub(super) commitment: Commitment,
    /// The slot before which no account may be from.
    pub(super) floor: Option<u64>,
}

/// Why a request got no answer.
pub(super) enum Trouble {
    /// Worth another try, perhaps after that time.
    Again(String, Option<Duration>),
    /// Nothing answers there; worth a short try.
    Nobody(String),
    /// The answer is no.
    Final(Error),
}

impl Rpc {
    /// # Errors
    /// Where the system has no TLS or no sockets.
    pub fn new(url: &str, commitment: Commitment, retry: Retry) -> Result<Self> {
        let builder = Client::builder()
            .timeout(retry.timeout)
            .connect_timeout(Duration::from_secs(10));
        let local =
            url.contains("//127.0.0.1") || url.contains("//localhost") || url.contains("//[::1]");
        let builder = if local { builder.no_proxy() } else { builder };
        let client = builder.build().map_err(|e| {
            Error::failed(
                format!("no HTTP client: {e}"),
                "Check the system's TLS and network.",
            )
        })?;
        Ok(Self {
            client,
            url: url.into(),
            retry,
            next: AtomicU64::new(1),
            commitment,
            floor: None,
        })
    }

    /// From here on takes no account that is from an earlier slot than this: a node that is further back is asked again.
    pub fn not_before(&mut self, slot: u64) {
        self.floor = Some(slot);
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How settled what it reads is.
    #[must_use]
    pub fn commitment(&self) -> Commitment {
        self.commitment
    }

    /// Asks until there is an answer.
    ///
    /// # Errors
    /// The cluster's refusal, or that it could not be reached in time.
    pub fn call(&self, method: &str, params: Value) -> Result<Value> {
        let (id, body) = self.request(method, params);
        let begin = Instant::now();
        let mut pause = self.retry.pause;
        loop {
            let (why, wait, patience) = match self.once(method, &body, id) {
                Ok(answer) => return Ok(answer),
                Err(Trouble::Final(error)) => return Err(error),
                Err(Trouble::Again(why, wait)) => (why, wait, self.retry.patience),
                Err(Trouble::Nobody(why)) => (why, None, self.retry.patience / 30),
            };
            let wait = wait.unwrap_or(pause).min(self.retry.longest);
            if begin.elapsed().saturating_add(wait) > patience {
                return Err(Error::failed(
                    format!("{method}: {} does not answer: {why}", self.host()),
                    "Check --url and the network, or try again later or another cluster node.",
                ));
            }
            thread::sleep(wait);
            pause = pause.saturating_mul(2).min(self.retry.longest);
        }
    }

    /// Asks once.
    pub(super) fn attempt(
        &self,
        method: &str,
        params: Value,
    ) -> std::result::Result<Value, Trouble> {
        let (id, body) = self.request(method, params);
        self.once(method, &body, id)
    }

    fn request(&self, method: &str, params: Value) -> (u64, String) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let body = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        (id, body.to_string())
    }

    fn once(&self, method: &str, body: &str, id: u64) -> std::result::Result<Value, Trouble> {
        let request = self
            .client
            .post(&self.url)
            .header("content-type", "application/json")
            .body(body.to_string());
        let response = request.send().map_err(|e| {
            let connects = !e.is_connect();
            let why = reason(&e.without_url());
            if !connects {
                Trouble::Nobody(why)
            } else {
                Trouble::Again(why, None)
            }
        })?;
        let status = response.status();
        let wait = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .map(Duration::from_secs);
        if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            return Err(Trouble::Again(format!("HTTP {status}"), wait));
        }
        let mut text = String::new();
        response
            .take(MAX_ANSWER)
            .read_to_string(&mut text)
            .map_err(|e| Trouble::Again(format!("the answer broke off: {e}"), None))?;
        let answer: Value = serde_json::from_str(&text).map_err(|_| {
            let what = format!(
                "{method}: {} answered HTTP {status} without JSON",
                self.host()
            );
            Trouble::Final(Error::failed(
                what,
                "Check that --url is a Solana JSON-RPC endpoint, with its key.",
            ))
        })?;
        self.read(method, answer, id)
    }

    fn read(
        &self,
        method: &str,
        mut answer: Value,
        id: u64,
    ) -> std::result::Result<Value, Trouble> {
        if let Some(error) = answer.get("error").filter(|error| !error.is_null()) {
            let code = error["code"].as_i64().unwrap_or(0);
            let message = error["message"].as_str().unwrap_or("without a message");
            // Behind the cluster, or behind the slot that was asked for; too many requests, as some providers say it.
            if matches!(code, -32005 | -32016 | -32429 | 429) {
                return Err(Trouble::Again(message.into(), None));
            }
            return Err(Trouble::Final(Error::failed(
                format!("{method}: {} refused: {message} ({code})", self.host()),
                "Check the arguments; another cluster node may allow what this one does not.",
            )));
        }
        if answer["id"].as_u64() != Some(id) || answer.get("result").is_none() {
            return Err(Trouble::Final(Error::failed(
                format!("{method}: {} answered something else", self.host()),
                "Check that --url is a Solana JSON-RPC endpoint.",
            )));
        }
        Ok(answer["result"].take())
    }

    /// The URL without a path or query, which may hold a provider's key.
    fn host(&self) -> String {
        let url = reqwest::Url::parse(&self.url).ok();
        let host = url.and_then(|url| {
            let port = url
                .port()
                .map(|port| format!(":{port}"))
                .unwrap_or_default();
            Some(format!("{}{port}", url.host_str()?))
        });
        host.unwrap_or_else(|| "the cluster".into())
    }
}

/// The innermost cause says what happened.
fn reason(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::sync::mpsc::{channel, Receiver};

    /// Answers with these, one a request, and tells the questions.
    fn node(answers: [&'static str; 2]) -> (Rpc, Receiver<Value>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, asked) = channel();
        thread::spawn(move || {
            for answer in answers {
                let (stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut length, mut line) = (0, String::from("x"));
                while !line.trim().is_empty() {
                    line.clear();
                    reader.read_line(&mut line).unwrap();
                    let lower = line.to_ascii_lowercase();
                    if let Some(value) = lower.strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let body: Value = serde_json::from_slice(&body).unwrap();
                let answer = format!(r#"{{"jsonrpc":"2.0","id":{},{answer}}}"#, body["id"]);
                let head = format!(
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                    answer.len()
                );
                (&stream).write_all((head + &answer).as_bytes()).unwrap();
                sender.send(body).unwrap();
            }
        });
        let retry = Retry {
            pause: Duration::from_millis(1),
            ..Retry::default()
        };
        (Rpc::new(&url, Commitment::Finalized, retry).unwrap(), asked)
    }

    #[test]
    fn a_node_behind_the_slot_that_is_asked_for_is_asked_again() {
        let (mut rpc, asked) = node([
            r#""error":{"code":-32016,"message":"Minimum context slot has not been reached"}"#,
            r#""result":{"value":null}"#,
        ]);
        rpc.not_before(7);
        assert_eq!(rpc.account(&super::super::CLOCK).unwrap(), None);
        for _ in 0..2 {
            let options = &asked.recv().unwrap()["params"][1];
            assert_eq!(options["minContextSlot"], 7);
            assert_eq!(options["commitment"], "finalized");
        }
    }

    #[test]
    fn no_slot_is_asked_for_where_none_was_named() {
        let (rpc, asked) = node([r#""result":[]"#; 2]);
        let program = super::super::CLOCK;
        assert_eq!(rpc.program_accounts(&program, &[]).unwrap(), []);
        let options = asked.recv().unwrap();
        assert!(options["params"][1].get("minContextSlot").is_none());
    }
}
