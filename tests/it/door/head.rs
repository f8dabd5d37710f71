//! Heads that come slowly, not at all, or are too large.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::served::{PROBE, Server, gateway, head, rest};

const HALF: &str = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";

/// Writes until it is thrown out, and says after how long that was.
async fn dripping(mut socket: tokio::net::TcpStream) -> Duration {
    let begun = Instant::now();
    let (mut read, mut write) = socket.split();
    let drip = async {
        loop {
            sleep(Duration::from_millis(250)).await;
            if write.write_all(b"x").await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let mut answer = Vec::new();
    tokio::select! {
        _ = tokio::io::AsyncReadExt::read_to_end(&mut read, &mut answer) => {}
        () = drip => {}
        () = sleep(super::served::LONG) => panic!("it was not closed"),
    }
    assert_eq!(answer, b"");
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_slow_senders_stop_nobody_and_are_closed() {
    let (_gateway, server) = gateway("headerSeconds=2", 0).await;
    let mut slow = JoinSet::new();
    for _ in 0..1000 {
        slow.spawn(dripping(server.send(HALF).await));
    }

    let begun = Instant::now();
    for _ in 0..20 {
        assert!(server.ask(PROBE).await.starts_with("HTTP/1.1 200 "));
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());

    let times = slow.join_all().await;
    assert!(times.iter().all(|time| *time < Duration::from_secs(5)), "{:?}", times.iter().max());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_says_nothing_or_nothing_more_is_closed() {
    let (_gateway, server) = gateway("headerSeconds=1", 0).await;
    let mut mute = server.connect().await;
    let mut idle = server.send(PROBE).await;
    assert!(head(&mut idle).await.starts_with("HTTP/1.1 200 "));
    let begun = Instant::now();

    assert_eq!((rest(&mut mute).await, rest(&mut idle).await), (String::new(), String::new()));

    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_for_a_head_begins_anew_with_each_request() {
    let (_gateway, server) = gateway("headerSeconds=1", 0).await;
    let mut socket = server.connect().await;

    for _ in 0..4 {
        sleep(Duration::from_millis(500)).await;
        socket.write_all(PROBE.as_bytes()).await.unwrap();
        assert!(head(&mut socket).await.starts_with("HTTP/1.1 200 "));
    }
}

async fn status(server: &Server, request: String) -> String {
    let answer = server.ask(&request).await;
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_is_too_large_is_told_so() {
    let (_gateway, server) = gateway("", 0).await;
    let with = |address: &str, fields: &str| format!("GET /health/live{address} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n");

    // The longest document, every byte of it spelled with three.
    let document = format!("?query={}", "%7B".repeat(16 * 1024));
    assert_eq!(status(&server, with(&document, "")).await, "200");
    assert_eq!(status(&server, with("", &format!("X-Large: {}\r\n", "x".repeat(60_000)))).await, "200");
    assert_eq!(status(&server, with("", &format!("X-Large: {}\r\n", "x".repeat(70_000)))).await, "431");
    assert_eq!(status(&server, with(&format!("?{}", "x".repeat(70_000)), "")).await, "431");
    assert_eq!(status(&server, with("", &"X-Many: x\r\n".repeat(99))).await, "200");
    assert_eq!(status(&server, with("", &"X-Many: x\r\n".repeat(100))).await, "431");

    let (_gateway, larger) = gateway("headBytes=131072,headFields=200", 0).await;
    assert_eq!(status(&larger, with("", &format!("X-Large: {}\r\n", "x".repeat(70_000)))).await, "200");
    assert_eq!(status(&larger, with(&format!("?{}", "x".repeat(70_000)), "")).await, "414");
    assert_eq!(status(&larger, with("", &"X-Many: x\r\n".repeat(150))).await, "200");
}
