//! The floods themselves. `DIALGATE_PROOF=1` makes them as large as they are promised: a million reports, and a hundred kills.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::client::{self, Client};
use super::gateways::Gateways;
use super::oracle::Past;
use super::reports::{Call, Report, SWITCHES, shuffled};
use super::{check, world};
use crate::support::database::Engine;
use crate::support::dice::Dice;

/// How large a flood is.
#[derive(Clone, Copy)]
struct Size {
    /// Reports that differ.
    reports: usize,
    /// How often each is sent at most.
    times: usize,
    /// How many reports go into one request at most.
    batch: usize,
    clients: usize,
    kills: usize,
}

/// What is still to be sent, by the switch that sends it.
struct Queue {
    left: [Vec<Report>; 3],
    dice: Dice,
    batch: usize,
}

impl Queue {
    fn take(&mut self) -> Option<(usize, Vec<Report>)> {
        let full: Vec<usize> = (0..3).filter(|n| !self.left[*n].is_empty()).collect();
        let switch = *full.get(self.dice.below(full.len().max(1)))?;
        let left = &mut self.left[switch];
        let size = (1 + self.dice.below(self.batch)).min(left.len());
        Some((switch, left.split_off(left.len() - size)))
    }
}

async fn flood(engine: Engine, size: Size) {
    let (house, past) = world::make(engine, 12).await;
    let past = Arc::new(past);
    let (all, calls) = shuffled(&past, size.reports, size.times, 7);
    let (total, sent) = (all.len(), Arc::new(AtomicUsize::new(0)));
    let mut left: [Vec<Report>; 3] = Default::default();
    for report in all {
        left[Call::of(report.call, &past).switch].push(report);
    }
    let queue = Arc::new(Mutex::new(Queue { left, dice: Dice::of(3), batch: size.batch }));
    let gateways = Arc::new(Gateways::start(engine, &house.gateway.home.url));
    let began = Instant::now();

    let clients: Vec<_> =
        (0..size.clients).map(|n| tokio::spawn(client(n, past.clone(), queue.clone(), gateways.clone(), sent.clone()))).collect();
    let killer = {
        let (gateways, sent) = (gateways.clone(), sent.clone());
        tokio::spawn(async move {
            for n in 0..size.kills {
                while sent.load(Ordering::Relaxed) < total * (n + 1) / (size.kills + 1) {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                let gateways = gateways.clone();
                tokio::task::spawn_blocking(move || gateways.kill(n.wrapping_mul(7) % 3)).await.unwrap();
            }
        })
    };
    let mut fates = BTreeMap::<String, usize>::new();
    for client in clients {
        for (fate, amount) in client.await.unwrap() {
            *fates.entry(fate).or_default() += amount;
        }
    }
    killer.await.unwrap();
    let seconds = began.elapsed().as_secs_f64();
    Arc::into_inner(gateways).unwrap().end();

    let found = check::all(&house, &past, calls).await;
    if size.kills == 0 {
        // Without a doubtful commit every first report was told to be the first, once.
        assert_eq!(fates.get("RECORDED").copied(), Some(found.calls), "{fates:?}");
    }
    println!(
        "{engine:?}: {} reports of {calls} calls, sent {total} times by {} clients in {seconds:.0} s ({:.0} a second), {} kills: {found:?}; {fates:?}",
        size.reports,
        size.clients,
        f64::from(u32::try_from(total).unwrap()) / seconds,
        size.kills
    );
}

/// Sends what is there until nothing is left; whatever is not answered, again through another gateway.
async fn client(
    n: usize,
    past: Arc<Past>,
    queue: Arc<Mutex<Queue>>,
    gateways: Arc<Gateways>,
    sent: Arc<AtomicUsize>,
) -> BTreeMap<String, usize> {
    let (mut client, mut fates, mut turn) = (Client::default(), BTreeMap::new(), n);
    let tokens = SWITCHES.map(client::token);
    loop {
        let Some((switch, batch)) = queue.lock().await.take() else { return fates };
        let calls: Vec<_> = batch.iter().map(|report| Call::of(report.call, &past).spelled(&past, *report)).collect();
        let told = loop {
            turn += 1;
            if let Some(told) = client.report(&gateways.address(turn), &tokens[switch], &calls).await {
                break told;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        for fate in told {
            *fates.entry(fate).or_default() += 1;
        }
        sent.fetch_add(batch.len(), Ordering::Relaxed);
    }
}

fn is_proof() -> bool {
    std::env::var_os("DIALGATE_PROOF").is_some()
}

fn shuffle() -> Size {
    let reports = if is_proof() { 1_000_000 } else { 1_500 };
    Size { reports, times: 5, batch: if is_proof() { 500 } else { 60 }, clients: 8, kills: 0 }
}

/// Each report once: what was acknowledged and is lost stays lost.
fn killing() -> Size {
    let (reports, kills) = if is_proof() { (300_000, 100) } else { (1_500, 4) };
    Size { reports, times: 1, batch: if is_proof() { 200 } else { 40 }, clients: 8, kills }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shuffled_reports_leave_what_an_oracle_says_on_sqlite() {
    flood(Engine::Sqlite, shuffle()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shuffled_reports_leave_what_an_oracle_says_on_postgresql() {
    flood(Engine::Postgres, shuffle()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_gateway_loses_nothing_acknowledged_and_counts_nothing_twice_on_sqlite() {
    flood(Engine::Sqlite, killing()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_gateway_loses_nothing_acknowledged_and_counts_nothing_twice_on_postgresql() {
    flood(Engine::Postgres, killing()).await;
}
