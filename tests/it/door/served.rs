//! A gateway on a loopback socket, with limits of its own, and clients that write bytes.

use std::net::SocketAddr;
use std::time::Duration;

use api::config::limits::Limits;
use api::server::listen;
use api::server::router::router;
use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::support::database::Engine;
use crate::support::gateway::Gateway;

/// Longer than anything here takes.
pub const LONG: Duration = Duration::from_secs(10);
/// A request that needs nothing.
pub const PROBE: &str = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A server at work.
pub struct Server {
    pub address: SocketAddr,
    shut: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// Limits that are not as they are by themselves.
pub fn limits(pairs: &str) -> Limits {
    let mut faults = Vec::new();
    let limits = Limits::read(pairs, &mut faults);
    assert_eq!(faults, [""; 0]);
    limits
}

/// A gateway without any data, and a server in front of it that believes so many proxies.
pub async fn gateway(pairs: &str, proxies: u8) -> (Gateway, Server) {
    let gateway = Gateway::empty(Engine::Sqlite).await;
    let limits = limits(pairs);
    let router = router(gateway.state.clone().with_limits(limits.clone()).with_trusted_proxies(proxies));
    let server = Server::start(TcpListener::bind("127.0.0.1:0").await.unwrap(), router, limits);
    (gateway, server)
}

impl Server {
    /// Serves anything.
    pub fn start(listener: TcpListener, router: Router, limits: Limits) -> Self {
        let address = listener.local_addr().unwrap();
        let (shut, shutting) = oneshot::channel::<()>();
        let task = tokio::spawn(async move { listen::serve(listener, router, &limits, async { drop(shutting.await) }).await });
        Self { address, shut: Some(shut), task }
    }

    /// Asks it to end.
    pub fn shut(&mut self) {
        self.shut.take();
    }

    /// Waits until it has ended.
    pub async fn ended(self) {
        timeout(LONG, self.task).await.expect("it did not end").unwrap();
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends a text on a connection of its own.
    pub async fn send(&self, text: &str) -> TcpStream {
        let mut socket = self.connect().await;
        socket.write_all(text.as_bytes()).await.unwrap();
        socket
    }

    /// One request on a connection of its own, and the whole answer.
    pub async fn ask(&self, request: &str) -> String {
        head(&mut self.send(request).await).await
    }
}

/// Everything until the other end closes.
pub async fn rest(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let ended = timeout(LONG, socket.read_to_end(&mut bytes)).await;
    // Who closes while we still send may also break the connection off.
    let _ = ended.expect("it was not closed");
    String::from_utf8(bytes).unwrap()
}

/// The next part of an answer, which holds at least its head.
pub async fn head(socket: &mut TcpStream) -> String {
    let mut bytes = vec![0; 64 * 1024];
    let count = timeout(LONG, socket.read(&mut bytes)).await.expect("there is no answer").unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

/// Whether nothing comes for a while, not even an end.
pub async fn is_silent(socket: &mut TcpStream, time: Duration) -> bool {
    timeout(time, socket.read(&mut [0; 1])).await.is_err()
}
