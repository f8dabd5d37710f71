//! Connections: how many, how they end, and readers who do not read.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

use super::served::{LONG, PROBE, Server, gateway, head, is_silent, limits, rest};
use crate::command::child::start_with_files;
use crate::command::serve::{SERVE, end, ready};
use crate::support::database::{Database, Engine};

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

async fn serving(pairs: &str) -> Server {
    let router = Router::new()
        .route("/health/live", get(async || "live"))
        .route("/large", get(async || vec![b'x'; 32 * 1024 * 1024]))
        .route("/slow", get(async || sleep(Duration::from_millis(500)).await))
        .route("/peer", get(async |ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>| peer.to_string()));
    Server::start(TcpListener::bind("127.0.0.1:0").await.unwrap(), router, limits(pairs))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_connections_than_there_are_places_wait_and_are_served_later() {
    let (_gateway, server) = gateway("connections=2", 0).await;
    let mut first = server.send(PROBE).await;
    let mut second = server.send(PROBE).await;
    head(&mut first).await;
    head(&mut second).await;
    let mut third = server.send(PROBE).await;
    let mut fourth = server.send(PROBE).await;
    assert!(is_silent(&mut third, Duration::from_millis(300)).await, "there is no place for it");

    drop(first);
    assert!(head(&mut third).await.starts_with("HTTP/1.1 200 "));
    assert!(is_silent(&mut fourth, Duration::from_millis(200)).await);
    drop(third);
    assert!(head(&mut fourth).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_reads_the_answer_is_dropped() {
    let server = serving("connections=1,writeSeconds=1").await;
    let unread = server.send(&request("/large")).await;
    let begun = Instant::now();

    // There is one place, and the next one gets it when the first is dropped.
    assert!(server.ask(PROBE).await.starts_with("HTTP/1.1 200 "));

    assert!(begun.elapsed() > Duration::from_millis(900), "{:?}", begun.elapsed());
    drop(unread);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_slowly_gets_all_of_the_answer() {
    let server = serving("writeSeconds=1").await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(64 * 1024).unwrap();
    let mut socket = socket.connect(server.address).await.unwrap();
    let text = request("/large").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    socket.write_all(text.as_bytes()).await.unwrap();

    let (mut buffer, mut all, begun) = (vec![0; 1024 * 1024], 0, Instant::now());
    loop {
        let count = timeout(LONG, socket.read(&mut buffer)).await.unwrap().unwrap();
        all += count;
        if count == 0 {
            break;
        }
        // For longer than a reader may take nothing, but always something.
        if begun.elapsed() < Duration::from_millis(1_800) {
            sleep(Duration::from_millis(20)).await;
        }
    }

    assert!(begun.elapsed() > Duration::from_millis(1_200), "{:?}", begun.elapsed());
    assert!(all > 32 * 1024 * 1024, "{all}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_knows_who_sent_it() {
    let server = serving("").await;
    let mut socket = server.send(&request("/peer")).await;

    let answer = head(&mut socket).await;

    assert!(answer.ends_with(&socket.local_addr().unwrap().to_string()), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_end_running_requests_are_answered_and_idle_connections_closed() {
    let mut server = serving("headerSeconds=60").await;
    let mut mute = server.connect().await;
    let mut idle = server.send(PROBE).await;
    head(&mut idle).await;
    let mut running = server.send(&request("/slow")).await;
    sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();

    server.shut();

    assert_eq!((rest(&mut mute).await, rest(&mut idle).await), (String::new(), String::new()));
    assert!(begun.elapsed() < Duration::from_millis(300), "{:?}", begun.elapsed());
    let answer = rest(&mut running).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("connection: close"), "{answer}");
    let address = server.address;
    server.ended().await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_without_files_for_more_connections_serves_again_when_some_are_closed() {
    let home = Database::fresh(Engine::Sqlite).await;
    let (child, address) = ready(start_with_files(64, &home.url, &SERVE));
    let mut connections = Vec::new();
    for _ in 0..100 {
        connections.push(TcpStream::connect(&address).await.unwrap());
    }
    let mut last = connections.pop().unwrap();
    last.write_all(PROBE.as_bytes()).await.unwrap();
    assert!(is_silent(&mut last, Duration::from_millis(300)).await, "it has files enough, so this shows nothing");

    drop(connections);

    assert!(head(&mut last).await.starts_with("HTTP/1.1 200 "));
    end(child);
}
