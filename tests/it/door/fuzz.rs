//! Documents that chance has broken: each goes through the guards, the parser and the library's rules, and none may end the process, panic
//! or take long.
//!
//! Each has a number, from which it is made again: `DIALGATE_FUZZ_SEED=n` makes and prints the n-th alone. `DIALGATE_FUZZ=n` tries so many,
//! on all cores.

mod mutation;
mod seeds;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use api::config::limits::Limits;
use api::graphql::schema::{self, Language, Schema};
use api::server::guard::documents::{self, Refusal};
use async_graphql::Request;

use crate::support::dice::Dice;

/// What is tried every day.
const EVERY_DAY: usize = 120_000;
/// What one document may take of a core.
const TIME: Duration = Duration::from_millis(50);
/// As much as a worker of the runtime has.
const STACK: usize = 2 * 1024 * 1024;
/// No document has an operation of this name: the library holds it against all rules, and then finds nothing to carry out.
const NOBODY: &str = "thereIsNoOperationOfThisName";

/// How far a document came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Guarded,
    Unreadable,
    Refused,
    /// It broke no rule.
    Valid,
}

fn through(runtime: &tokio::runtime::Runtime, schema: &Schema, limits: &Limits, text: &str) -> Way {
    // Reads it and holds it against the guards, as a request does.
    let checked = match documents::check(schema, limits, text) {
        Ok(checked) => checked,
        Err(Refusal::TooMuch(_)) => return Way::Guarded,
        Err(Refusal::Unreadable(_)) => return Way::Unreadable,
        Err(_) => return Way::Refused,
    };
    let mut request = Request::new(text).operation_name(NOBODY);
    request.set_parsed_query(checked.document);
    let response = runtime.block_on(schema.execute(request));
    let [error, ..] = response.errors.as_slice() else { panic!("an operation that is not there was carried out") };
    if error.message.contains(NOBODY) { Way::Valid } else { Way::Refused }
}

/// What this thread has taken so far, where the system tells; else the time of day.
fn time(began: Instant) -> Duration {
    #[cfg(target_os = "linux")]
    {
        use nix::sys::resource::{UsageWho, getrusage};
        let usage = getrusage(UsageWho::RUSAGE_THREAD).unwrap();
        let sum = usage.user_time() + usage.system_time();
        let _ = began;
        Duration::new(sum.tv_sec().try_into().unwrap(), u32::try_from(sum.tv_usec()).unwrap() * 1000)
    }
    #[cfg(not(target_os = "linux"))]
    began.elapsed()
}

/// Says which document it was, should it fail.
struct Announce(usize);

impl Drop for Announce {
    fn drop(&mut self) {
        eprintln!("DIALGATE_FUZZ_SEED={} fails", self.0);
    }
}

/// Tries documents until there are none left; how many came how far, and the longest time.
fn work(next: &AtomicUsize, end: usize, seeds: &[String], schema: &Schema) -> ([usize; 4], (Duration, usize)) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (limits, began) = (Limits::default(), Instant::now());
    let (mut ways, mut longest) = ([0; 4], (Duration::ZERO, 0));
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= end {
            return (ways, longest);
        }
        let text = mutation::mutated(&mut Dice::of(number as u64), seeds);
        let failed = Announce(number);
        let mut least = Duration::MAX;
        // Again if it was long, for a neighbour may have been in the way.
        for _ in 0..3 {
            let before = time(began);
            let way = through(&runtime, schema, &limits, &text);
            least = least.min(time(began) - before);
            if least <= TIME {
                ways[way as usize] += 1;
                break;
            }
        }
        assert!(least <= TIME, "{least:?}: {text}");
        longest = longest.max((least, number));
        std::mem::forget(failed);
        if number % 500_000 == 499_999 {
            eprintln!("{} documents in {:.0} s", number + 1, began.elapsed().as_secs_f64());
        }
    }
}

#[test]
fn broken_documents_end_nothing_and_take_little() {
    let number = |name| std::env::var(name).ok().map(|text| text.parse::<usize>().unwrap());
    let seeds = seeds::all();
    let (first, end) = match number("DIALGATE_FUZZ_SEED") {
        Some(n) => (n, n + 1),
        None => (0, number("DIALGATE_FUZZ").unwrap_or(EVERY_DAY)),
    };
    if end == first + 1 {
        println!("{}", mutation::mutated(&mut Dice::of(first as u64), &seeds));
    }
    let (next, began, schema) = (AtomicUsize::new(first), Instant::now(), schema::build(&Arc::default(), Language::default()));
    let cores = if end - first > EVERY_DAY { thread::available_parallelism().unwrap().get() } else { 1 };
    let (ways, (longest, of)) = thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || work(&next, end, &seeds, &schema)).unwrap();
        let workers: Vec<_> = (0..cores).map(start).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).fold(([0; 4], (Duration::ZERO, 0)), |(sum, most), (ways, longest)| {
            (std::array::from_fn(|n| sum[n] + ways[n]), most.max(longest))
        })
    });
    let [guarded, unreadable, refused, valid] = ways;
    println!(
        "{} documents from {} seeds in {:.1} s: {guarded} stopped by a guard, {unreadable} unreadable, {refused} against a rule, {valid} good; \
         the longest, {of}, took {longest:?}",
        end - first,
        seeds.len(),
        began.elapsed().as_secs_f64()
    );
    // Else chance breaks too little, or too much.
    assert!(end == first + 1 || ways.iter().all(|way| *way > (end - first) / 100), "{ways:?}");
}
