//! A web server of axum's on loopback, and a client that sends whatever bytes it is told to.

use std::net::SocketAddr;

use axum::Router;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";

/// Serves until it is dropped.
pub struct Server {
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub async fn serve(app: Router) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    Server { address, task }
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// All values of a header, as text.
    pub fn all(&self, name: &str) -> Vec<String> {
        let named = self.headers.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).collect()
    }

    pub fn is_replay(&self) -> bool {
        self.all("x-idempotent-replay") == ["true"]
    }

    /// The problem that it tells, whose status is the answer's.
    pub fn problem(&self) -> Value {
        assert_eq!(self.all("content-type"), ["application/problem+json"], "{self:?}");
        let problem: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], self.status);
        problem
    }

    /// The status and the problem's code.
    pub fn refusal(&self) -> (u16, String) {
        (self.status, self.problem()["code"].as_str().unwrap().to_owned())
    }
}

/// The head of a request with this line, these header lines and a length.
pub fn head(line: &str, headers: &[&str], length: usize) -> Vec<u8> {
    let lines: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    format!("{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n{lines}\r\n").into_bytes()
}

/// Posts a body over a connection of its own.
pub async fn post(server: &Server, path: &str, headers: &[&str], body: &str) -> Answer {
    let mut request = head(&format!("POST {path}"), headers, body.len());
    request.extend(body.as_bytes());
    exchange(server, &request).await
}

/// Posts with the usual key.
pub async fn post_keyed(server: &Server, path: &str, body: &str) -> Answer {
    post(server, path, &[&format!("idempotency-key: \"{KEY}\"")], body).await
}

/// Sends bytes, and reads the answer to its end.
pub async fn exchange(server: &Server, request: &[u8]) -> Answer {
    try_exchange(server, request).await.expect("an answer")
}

/// `None` where the server closes the connection without an answer.
pub async fn try_exchange(server: &Server, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // A server may have answered, and closed, before it has read everything.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    parsed(&bytes)
}

/// `None` where it broke off.
pub fn parsed(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = (&bytes[..end], &bytes[end + 4..]);
    let mut lines = head.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let status = std::str::from_utf8(lines.next()?.get(9..12)?).ok()?.parse().ok()?;
    let headers = lines.filter_map(|line| {
        let colon = line.iter().position(|&byte| byte == b':')?;
        Some((String::from_utf8_lossy(&line[..colon]).to_lowercase(), line[colon + 1..].trim_ascii().to_vec()))
    });
    let mut answer = Answer { status, headers: headers.collect(), body: body.to_vec() };
    if answer.all("transfer-encoding") == ["chunked"] {
        answer.body = unchunked(body)?;
    } else if let [length] = &answer.all("content-length")[..] {
        answer.body = body.get(..length.parse().ok()?)?.to_vec();
    }
    Some(answer)
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend(rest.get(end + 2..end + 2 + length)?);
        rest = &rest[end + 4 + length..];
    }
}
