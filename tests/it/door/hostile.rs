//! Hostile requests, some hundreds in kinds, each over POST and over GET: each is answered, refused when it is too much, in few bytes, with
//! little time and memory, and whoever asks next is served as before.
//!
//! They are sent in a process of their own, so that nobody else's time and memory are counted, and so that a request that ends the
//! process is seen. `DIALGATE_HOSTILE=word` sends those only whose name has this word, and prints the figures of each.

mod attack;
mod fields;
mod fragments;
mod introspection;
mod json;
mod junk;
mod measure;
mod nesting;
mod parameters;
mod text;

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use self::attack::{Attack, Way};
use self::measure::{Cost, measured};
use crate::support::caller::{Caller, Reply};
use crate::support::database::Engine;
use crate::support::seed::{MOTORS_RING, Seeded, seeded};

/// What one request may take, in whatever build this is. The dearest that is allowed is the whole schema as tools ask for it, which takes
/// half of this, and more with each noun.
const TIME: Duration = Duration::from_millis(40);
const GROWTH: u64 = 8 * 1024 * 1024;
/// What a refusal may say.
const REFUSAL: usize = 64 * 1024;
/// The size of a head, which holds the address of a GET: what is longer never comes as far as a request.
const HEAD: usize = 65_000;

/// All of them.
pub fn corpus() -> Vec<Attack> {
    let documents = [nesting::all(), fragments::all(), fields::all(), introspection::all(), text::all(), parameters::all()];
    let envelopes = [json::all(), junk::all()];
    documents.into_iter().chain(envelopes).flatten().collect()
}

#[test]
fn hostile_requests_are_refused_and_cost_little() {
    let began = Instant::now();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["door::hostile::all_of_them", "--exact", "--ignored", "--nocapture"]);
    let output = child.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let lines: Vec<_> = out.lines().collect();
    println!("{}", lines[lines.len().saturating_sub(40)..].join("\n"));
    assert!(output.status.success(), "{}: {err}", output.status);
    println!("in {:.1} s", began.elapsed().as_secs_f64());
}

#[test]
#[ignore = "runs in a process of its own, which the other test starts"]
fn all_of_them() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let word = std::env::var("DIALGATE_HOSTILE").ok();
        let house = seeded(Engine::Sqlite, 5).await;
        house.ordered("Spring issue").await;
        let (mut kinds, mut sent, mut faults, mut most) = (BTreeMap::new(), 0, Vec::new(), Cost::default());
        for attack in corpus().into_iter().filter(|attack| word.as_ref().is_none_or(|word| attack.name.contains(word.as_str()))) {
            // The last line is the one that ended the process, should it end.
            print!("{}\r", attack.name);
            *kinds.entry(attack.kind()).or_insert(0) += 1;
            for way in [Way::Post, Way::Get] {
                let Some((cost, fault)) = send(&house, &attack, way).await else { continue };
                sent += 1;
                most = most.max(cost);
                faults.extend(fault.map(|fault| format!("{way:?} {}: {fault}", attack.name)));
                if word.is_some() {
                    println!("{way:?} {}: {cost:?}", attack.name);
                }
            }
        }
        println!("{kinds:?}\n{} documents, {sent} requests, at most {most:?}", kinds.values().sum::<usize>());
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert!(word.is_some() || kinds.values().sum::<usize>() >= 200);
    });
}

/// Sends it, again if it took too much, for a neighbour may have been in the way; none if it can't be sent this way.
async fn send(house: &Seeded, attack: &Attack, way: Way) -> Option<(Cost, Option<String>)> {
    let mut best: Option<(Cost, Option<String>)> = None;
    for time in 0..3 {
        let request = request(attack, way, time, house.books.caller.token.as_deref().unwrap())?;
        let (reply, cost) = measured(house.books.caller.send(request)).await;
        let dear = cost.time > TIME || cost.growth.is_some_and(|growth| growth > GROWTH);
        let fault = fault(attack, &reply).or(dear.then(|| format!("{cost:?}: {}", start(&reply))));
        let is_better = best.as_ref().is_none_or(|(least, _)| cost < *least);
        if is_better {
            best = Some((cost, fault));
        }
        // No neighbour makes it twenty times as dear.
        if !dear || cost.time > 20 * TIME {
            break;
        }
    }
    let next = probe(&house.books.caller).await;
    best.map(|(cost, fault)| (cost, fault.or(next)))
}

fn request(attack: &Attack, way: Way, time: usize, token: &str) -> Option<Request<Body>> {
    let request = match way {
        Way::Post => Request::post("/graphql").header(header::CONTENT_TYPE, "application/json"),
        Way::Get => Request::get(attack.address(time).filter(|address| address.len() < HEAD)?),
    };
    let body = if way == Way::Post { Body::from(attack.body(time)) } else { Body::empty() };
    Some(request.header(header::AUTHORIZATION, format!("Bearer {token}")).body(body).unwrap())
}

/// What is wrong with an answer.
fn fault(attack: &Attack, reply: &Reply) -> Option<String> {
    let text = reply.body.to_string();
    let errors = reply.body["errors"].as_array().map_or(0, Vec::len);
    let told = reply.body.get("data").and_then(|data| data.as_object());
    let is_refusal = reply.body.get("data").is_none();
    // A root that is null with an error beside it was refused as well.
    let is_done = told.is_some_and(|roots| roots.values().any(|root| !root.is_null()));
    let wrong = match () {
        () if reply.status.is_server_error() => "the server is to blame",
        () if !reply.body.is_object() => "the answer is no JSON object",
        () if text.contains("Bayview") || text.contains(MOTORS_RING) => "another account is told about",
        () if is_refusal && errors == 0 => "neither data nor errors",
        () if is_refusal && text.len() > REFUSAL => "the refusal is too long",
        () if reply.codes().contains(&"INTERNAL") => "a failure of ours",
        () if errors > 10 => "more than ten errors",
        () if attack.is_too_much && is_done => "it was carried out",
        () if reply.status.is_success() && is_refusal && reply.codes().contains(&"(none)") => "an error without a code",
        () => return None,
    };
    Some(format!("{wrong}: {} {}", reply.status, start(reply)))
}

/// Whoever asks next is served.
async fn probe(caller: &Caller) -> Option<String> {
    let reply = caller.ask("{ viewer { subject } }").await;
    let served = reply.status == StatusCode::OK && reply.body["data"]["viewer"]["subject"] == "ann";
    (!served).then(|| format!("afterwards nobody is served: {}", start(&reply)))
}

fn start(reply: &Reply) -> String {
    reply.body.to_string().chars().take(300).collect()
}
