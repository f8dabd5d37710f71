//! What something took of this process: time of the processor, and memory at its highest.

use std::fs;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

/// What something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    pub time: Duration,
    /// In bytes; none where the system does not tell.
    pub growth: Option<u64>,
}

impl Cost {
    /// The more of each.
    pub fn max(self, other: Self) -> Self {
        Self { time: self.time.max(other.time), growth: self.growth.max(other.growth) }
    }
}

/// Does something, and tells what it took: of all threads of the process.
pub async fn measured<T>(work: impl Future<Output = T>) -> (T, Cost) {
    // Forgets the highest mark so far.
    let forgot = fs::write("/proc/self/clear_refs", "5").is_ok();
    let (before, began) = (memory("VmRSS:"), time());
    let result = work.await;
    let (time, highest) = (time() - began, memory("VmHWM:"));
    let growth = before.zip(highest).filter(|_| forgot).map(|(before, highest)| highest.saturating_sub(before));
    (result, Cost { time, growth })
}

fn time() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let one = |value: nix::sys::time::TimeVal| Duration::from_micros(u64::try_from(value.tv_sec() * 1_000_000 + value.tv_usec()).unwrap());
    one(usage.user_time()) + one(usage.system_time())
}

fn memory(mark: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(mark))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
