//! A node between the command line and the validator that changes what it likes: what a broken or lying one does.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use serde_json::Value;

/// What becomes of a question: `None` passes it on, else this is the answer's `result`.
pub type Answer = fn(method: &str) -> Option<Value>;
/// What becomes of the real answer's `result`.
pub type Change = fn(method: &str, result: &mut Value);

/// The same, by what is asked as well.
pub type Reply = fn(method: &str, params: &Value) -> Option<Value>;

/// Listens for as long as the test runs; returns where.
pub fn between(url: &str, answer: Answer, change: Change) -> String {
    listen(url, move |method, _| answer(method), change)
}

/// [`between`], where the answer depends on what is asked.
pub fn between_asked(url: &str, reply: Reply, change: Change) -> String {
    listen(url, reply, change)
}

fn listen(
    url: &str,
    answer: impl Fn(&str, &Value) -> Option<Value> + Copy + Send + 'static,
    change: Change,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let url = url.to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let url = url.clone();
            thread::spawn(move || serve(stream, &url, answer, change));
        }
    });
    format!("http://{address}")
}

fn serve(
    stream: TcpStream,
    url: &str,
    answer: impl Fn(&str, &Value) -> Option<Value>,
    change: Change,
) {
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(body) = request(&mut reader) {
        let asked: Value = serde_json::from_slice(&body).unwrap();
        let method = asked["method"].as_str().unwrap_or_default().to_string();
        let reply = match answer(&method, &asked["params"]) {
            Some(result) => {
                serde_json::json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result })
            }
            None => {
                let sent = client
                    .post(url)
                    .header("content-type", "application/json")
                    .body(body)
                    .send()
                    .unwrap();
                let mut reply: Value = serde_json::from_str(&sent.text().unwrap()).unwrap();
                change(&method, &mut reply["result"]);
                reply
            }
        };
        let reply = reply.to_string();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            reply.len()
        );
        if writer
            .write_all(format!("{head}{reply}").as_bytes())
            .is_err()
        {
            return;
        }
    }
}

/// The body of one HTTP request; `None` where the connection ends.
fn request(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(body)
}
