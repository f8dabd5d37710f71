//! `dialgate health`: asks a gateway that serves here whether it is ready. For a container's health check, so that its image needs no curl.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::failure::{Failure, print};
use crate::config::flag::HealthFlags;

/// Longer than this is no answer. The gateway itself waits for its database for less.
const PATIENCE: Duration = Duration::from_secs(4);
/// More of an answer is not looked at.
const ANSWER: u64 = 4096;

/// Asks, and fails unless it is ready.
pub async fn run(flags: HealthFlags) -> Result<(), Failure> {
    let address = reachable(flags.check().map_err(|fault| Failure::Settings(vec![fault]))?);
    let answer = tokio::time::timeout(PATIENCE, ask(address)).await;
    let answer = answer.map_err(|_| Failure::Plain(format!("{address} does not answer in time.")))?;
    let status = answer.map_err(Failure::because(format!("{address} can't be asked")))?;
    if status != "200" {
        return Err(Failure::Plain(format!("{address} is not ready (HTTP status {status}).")));
    }
    print("ready\n");
    Ok(())
}

/// The status of the answer, or what stands in its place.
async fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let status =
        answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).filter(|status| status.bytes().all(|b| b.is_ascii_digit()));
    Ok(status.unwrap_or("missing").to_owned())
}

/// Where one reaches what listens on every address.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
