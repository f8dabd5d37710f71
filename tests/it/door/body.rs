//! Bodies that come slowly, break off, or have no end.

use std::fs;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::time::timeout;

use super::served::{LONG, Server, gateway, limits, rest};
use crate::command::serve::{SERVE, end, serving};
use crate::support::database::{Database, Engine};
use crate::support::gateway::{AUDIENCE, Gateway, ISSUER, SECRET};

/// Half a gigabyte.
const FLOOD: usize = 500 * 1024 * 1024;
/// What the system keeps of a stream whose ends have small buffers, and the library reads ahead.
const BUFFERS: usize = 128 * 1024;

/// A token that only reads, of an account that need not exist.
fn token(secret: &str, issuer: &str, audience: &str) -> String {
    let account = "account_01890a5dac96774bbcceb302099a8057";
    let claims =
        json!({"iss": issuer, "aud": audience, "sub": "ann", "exp": 4_000_000_000_u32, "account": account, "scope": "numbers:read"});
    let key = jsonwebtoken::EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key).unwrap()
}

fn post(token: &str, length: &str) -> String {
    format!(
        "{} /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n{length}\r\n\r\n",
        Method::POST
    )
}

/// Sends a head and then as much of a body as is taken. How much that was, and the beginning of the answer.
async fn flood(address: SocketAddr, head: &str, part: &[u8]) -> (usize, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_send_buffer_size(8 * 1024).unwrap();
    let mut socket = socket.connect(address).await.unwrap();
    socket.write_all(head.as_bytes()).await.unwrap();
    let (mut read, mut write) = socket.split();
    let mut sent = 0;
    let sending = async {
        while sent < FLOOD {
            // From where the last write ended, or a chunk would be cut.
            match write.write(&part[sent % part.len()..]).await {
                Ok(count) => sent += count,
                Err(_) => break,
            }
        }
    };
    let mut answer = vec![0; 1024];
    let reading = async { read.read(&mut answer).await.unwrap_or_default() };
    let ((), count) = timeout(LONG, async { tokio::join!(sending, reading) }).await.expect("it is read for ever");
    (sent, String::from_utf8_lossy(&answer[..count]).into_owned())
}

/// Parts of a body that is not told how long it will be.
fn chunk() -> Vec<u8> {
    format!("2000\r\n{}\r\n", " ".repeat(0x2000)).into_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_does_not_come_is_waited_for_only_so_long() {
    let (_gateway, server) = gateway("bodySeconds=1", 0).await;
    let token = token(SECRET, ISSUER, AUDIENCE);

    for (length, begun) in
        [("Content-Length: 100", "{\"query\""), ("Content-Length: 100", ""), ("Transfer-Encoding: chunked", "5\r\n{\"qu")]
    {
        let begun_at = Instant::now();
        let mut socket = server.send(&(post(&token, length) + begun)).await;
        let answer = rest(&mut socket).await;

        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("LIMIT_EXCEEDED"), "{length}, {begun:?}: {answer}");
        assert!(begun_at.elapsed() < Duration::from_secs(3), "{:?}", begun_at.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_body_that_is_too_large_no_more_is_read_than_is_allowed() {
    let gateway = Gateway::empty(Engine::Sqlite).await;
    // What a socket accepts inherits this.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8 * 1024).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener: TcpListener = socket.listen(16).unwrap();
    let limits = limits("");
    let server = Server::start(listener, gateway.router.clone(), limits.clone());
    let token = token(SECRET, ISSUER, AUDIENCE);

    let (sent, answer) = flood(server.address, &post(&token, &format!("Content-Length: {FLOOD}")), &[b' '; 8192]).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(sent <= BUFFERS, "{sent}");

    let (sent, answer) = flood(server.address, &post(&token, "Transfer-Encoding: chunked"), &chunk()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(sent <= limits.body_bytes_write as usize + BUFFERS, "{sent}");

    let (sent, answer) = flood(server.address, &post("none", "Transfer-Encoding: chunked"), &chunk()).await;
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(sent <= BUFFERS, "{sent}");
}

// What a process uses is read where Linux tells it.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_costs_no_memory() {
    let home = Database::fresh(Engine::Sqlite).await;
    let (child, address) = serving(&home.url, &SERVE);
    let memory = || {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap()
    };
    let token = token("q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe", "i", "a");
    let flood = async |count| {
        for _ in 0..count {
            for (length, part) in [(format!("Content-Length: {FLOOD}"), vec![b' '; 8192]), ("Transfer-Encoding: chunked".into(), chunk())] {
                let (_, answer) = flood(address.parse().unwrap(), &post(&token, &length), &part).await;
                assert_eq!(answer.get(9..12), Some(StatusCode::PAYLOAD_TOO_LARGE.as_str()), "{answer}");
            }
        }
    };

    // The first ones make what all of them use.
    flood(5).await;
    let before = memory();
    flood(20).await;
    let after = memory();

    assert!(after < before + 1024, "{before} kB before, {after} kB after");
    end(child);
}
