//! What is logged, by the thread that logs it: a test that runs on one thread hears itself alone.
//!
//! It listens from before the first request of the process on: a place that logs asks once whether anybody listens, and one that asked
//! before somebody did may not ask again.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

thread_local! {
    static HEARD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Ear;

impl io::Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        HEARD.with_borrow_mut(|heard| heard.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Listens, once for the whole process.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(|| Ear).with_ansi(false).finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// What this thread has logged since it was asked last.
pub fn heard() -> String {
    String::from_utf8(HEARD.take()).unwrap()
}
