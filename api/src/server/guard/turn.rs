//! How many requests are worked on at once. More would only make all of them slower, so they wait a little, and are then sent away.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::config::limits::Limits;
use crate::server::answer::{Fault, UNAVAILABLE};

/// The turns that there are. Cheap to copy.
#[derive(Clone)]
pub struct Turns {
    free: Arc<Semaphore>,
    patience: Duration,
}

/// The right to be worked on, until it is dropped. Goes along to the task that does the work, also when nobody waits for that any more.
#[must_use = "the turn ends when it is dropped"]
pub struct Turn {
    _place: OwnedSemaphorePermit,
}

impl Turns {
    /// As many as the limits say.
    pub fn new(limits: &Limits) -> Self {
        let free = Arc::new(Semaphore::new(limits.concurrent_requests as usize));
        Self { free, patience: Duration::from_millis(limits.queue_milliseconds.into()) }
    }

    /// Waits for a turn; first come, first served. None: it took too long. To be asked when the whole request has been read, so that
    /// nobody holds a turn who is slow to send.
    pub async fn take(&self) -> Option<Turn> {
        let place = timeout(self.patience, self.free.clone().acquire_owned()).await;
        Some(Turn { _place: place.ok()?.ok()? })
    }
}

/// What those are told who got no turn.
pub fn refusal() -> Fault {
    let message = "Too many requests are being worked on. Nothing was done; please try again.";
    let fault = Fault::new(StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE, message);
    fault.under(header::RETRY_AFTER, HeaderValue::from_static("1"))
}
