//! The sockets: how many connections there are, how long a head may take to come and an answer to be taken, and how all of it ends.
//! Knows nothing of what is asked.

use std::io::{self, ErrorKind, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Sleep, sleep};

use crate::config::limits::Limits;

/// When the system refuses a connection for want of something, asking again at once would want it again.
const PAUSE: Duration = Duration::from_millis(200);

/// Answers on a listener until `shut` comes, and then until the last request has ended; idle connections are closed at once then. The
/// address at the other end is given to the router as `ConnectInfo<SocketAddr>`.
pub async fn serve(listener: TcpListener, router: Router, limits: &Limits, shut: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let (closing, _) = watch::channel(());
    let http = protocol(limits);
    let patience = Duration::from_secs(limits.write_seconds.into());
    let mut shut = std::pin::pin!(shut);
    loop {
        // A place first: whoever finds none waits in the system's queue, and costs us nothing there.
        let next = async { (places.clone().acquire_owned().await, accept(&listener).await) };
        let (place, (stream, peer)) = tokio::select! {
            biased;
            () = &mut shut => break,
            next = next => next,
        };
        let (http, router, closing) = (http.clone(), router.clone(), closing.subscribe());
        tokio::spawn(async move {
            talk(&http, Patient::new(stream, patience), peer, router, closing).await;
            drop(place);
        });
    }
    drop(listener);
    drop(closing);
    // Every place is free again when the last connection has ended. A semaphore fails only when it is closed, which nobody does.
    let _ = places.acquire_many(limits.connections).await;
}

/// HTTP/1.1, as strict as we need it. The time for a head begins with the connection, and anew with the end of each answer, so it also
/// ends connections that say nothing and those that are kept alive and idle.
fn protocol(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    // The buffer alone is no limit: it grows in steps, and a head that fits into the last of them passes.
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds.into()))
        .max_header_size(limits.head_bytes as usize)
        .max_buf_size(limits.head_bytes as usize)
        .max_headers(limits.head_fields as usize);
    http
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(connection) => return connection,
            // The one who called has hung up already.
            Err(error)
                if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused) => {}
            Err(error) => {
                tracing::error!(error = error.to_string(), "a connection can't be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

/// One connection, until it ends.
async fn talk(http: &http1::Builder, stream: Patient, peer: SocketAddr, router: Router, mut closing: watch::Receiver<()>) {
    // Without it only an answer in several parts is slower.
    let _ = stream.stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        service.call(request)
    });
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        // It never changes, but whoever would change it goes.
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(peer = peer.to_string(), error = error.to_string(), "a connection broke off");
    }
}

/// A connection that waits only so long for a reader who takes nothing. The time begins anew with whatever is taken.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    /// Runs while an answer is waiting to be taken.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        Self { stream, patience, waiting: None }
    }

    fn watched(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, "the answer was not taken in time")))
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watched(cx, written)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.watched(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
