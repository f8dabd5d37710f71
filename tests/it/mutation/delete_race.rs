//! Deletions that race with what would use the deleted: one of the two is refused, whoever comes first.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::manage::{CHANNEL_CREATE, CHANNEL_DELETE, DESTINATION_CREATE, DESTINATION_DELETE, POOL_CREATE, POOL_DELETE};
use crate::support::seed::{ORDER, Seeded, seeded};

const ROUNDS: usize = 40;

/// Asks until it is answered: a busy database may say that one should try again.
async fn insist(house: &Seeded, verb: &str, input: Value) -> Reply {
    loop {
        let reply = house.manage(verb, input.clone()).await;
        if reply.codes() != ["UNAVAILABLE"] {
            return reply;
        }
    }
}

fn done(reply: &Reply) -> bool {
    reply.payload()["userErrors"] == json!([])
}

/// A pool or a channel, made anew each round: orders on it race with its deletion.
struct Place {
    create: &'static str,
    delete: &'static str,
    /// What the payload and the order's input call it.
    names: [&'static str; 2],
    missing: &'static str,
    /// Numbers that are left on one that is gone.
    lost: &'static str,
}

async fn either_it_is_deleted_or_ordered_for(place: Place) {
    for engine in Engine::BOTH {
        let house = Arc::new(seeded(engine, 200).await);
        let mut deleted = 0;

        for round in 0..ROUNDS {
            let input = match place.names[0] {
                "pool" => json!({"name": format!("Pool {round}"), "defaultDestination": {"id": house.books.destination.to_string()}}),
                _ => json!({"name": format!("Channel {round}"), "kind": "OTHER"}),
            };
            let made = house.manage(place.create, input).await;
            let id = made.good()[place.names[0]]["id"].clone();
            let mut requests = tokio::task::JoinSet::new();
            // Sometimes the one comes first, sometimes the other.
            for request in [[0, 1, 2], [1, 0, 2], [1, 2, 0]][round % 3] {
                let (house, id, delete) = (house.clone(), id.clone(), place.delete);
                let mut input = house.order(&[&format!("{round}/{request}")]);
                input[place.names[1]] = id.clone();
                requests.spawn(async move {
                    let (verb, input) = if request == 0 { (delete, json!({"id": id})) } else { (ORDER, input) };
                    (request == 0, insist(&house, verb, input).await)
                });
            }
            let replies = requests.join_all().await;
            let gone = replies.iter().any(|(delete, reply)| *delete && done(reply));
            deleted += usize::from(gone);

            for (delete, reply) in &replies {
                match (*delete, gone) {
                    (true, true) | (false, false) => assert!(done(reply), "{:#}", reply.body),
                    (true, false) => assert!(reply.user_errors().starts_with("IN_USE"), "{:#}", reply.body),
                    (false, true) => assert!(reply.user_errors().starts_with(place.missing), "{:#}", reply.body),
                }
            }
            assert_eq!(house.amount(place.lost).await, 0, "{engine:?}, round {round}");
        }
        println!("{engine:?}: in {deleted} of {ROUNDS} rounds the deletion came first");
        house.changes(house.books.account).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_the_pool_is_deleted_or_it_is_ordered_for() {
    either_it_is_deleted_or_ordered_for(Place {
        create: POOL_CREATE,
        delete: POOL_DELETE,
        names: ["pool", "poolId"],
        missing: "POOL_NOT_FOUND",
        lost: "fixed_number n JOIN pool p ON p.id = n.pool_id WHERE p.archived_at IS NOT NULL AND n.status = 'ACTIVE'",
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_the_channel_is_deleted_or_it_is_ordered_for() {
    either_it_is_deleted_or_ordered_for(Place {
        create: CHANNEL_CREATE,
        delete: CHANNEL_DELETE,
        names: ["channel", "channelId"],
        missing: "CHANNEL_NOT_FOUND",
        lost: "fixed_number n JOIN channel c ON c.id = n.channel_id WHERE c.archived_at IS NOT NULL AND n.status = 'ACTIVE'",
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_the_destination_is_deleted_or_a_pool_rings_at_it() {
    for engine in Engine::BOTH {
        let house = Arc::new(seeded(engine, 0).await);
        let mut deleted = 0;

        for round in 0..ROUNDS {
            let number = format!("+448081571{round:03}");
            let made = house.manage(DESTINATION_CREATE, json!({"number": number})).await;
            let id = &made.good()["destination"]["id"];
            let inputs = [
                json!({"id": id}),
                json!({"name": format!("{round} by id"), "defaultDestination": {"id": id}}),
                json!({"name": format!("{round} by number"), "defaultDestination": {"number": number}}),
            ];
            let mut requests = tokio::task::JoinSet::new();
            // Sometimes the one comes first, sometimes the other.
            for request in [[0, 1, 2], [1, 0, 2], [2, 0, 1]][round % 3] {
                let (house, input) = (house.clone(), inputs[request].clone());
                let verb = if request == 0 { DESTINATION_DELETE } else { POOL_CREATE };
                requests.spawn(async move { (request, insist(&house, verb, input).await) });
            }
            let mut replies = requests.join_all().await;
            replies.sort_by_key(|(request, _)| *request);
            let [(_, gone), (_, by_id), (_, by_number)] = &replies[..] else { unreachable!() };
            deleted += usize::from(done(gone));

            // By its number a pool finds the destination or makes another; by its id it finds it or nothing.
            let elsewhere = by_number.good()["pool"]["defaultDestination"]["id"] != *id;
            if done(gone) {
                let missing = "DESTINATION_NOT_FOUND at input.defaultDestination.id: There is no such destination in your account.";
                assert_eq!((by_id.user_errors().as_str(), elsewhere), (missing, true));
            } else {
                assert!(gone.user_errors().starts_with("IN_USE") && done(by_id) && !elsewhere, "{replies:#?}");
            }
            let lost =
                "pool p JOIN destination d ON d.id = p.default_destination_id WHERE p.archived_at IS NULL AND d.archived_at IS NOT NULL";
            assert_eq!(house.amount(lost).await, 0, "{engine:?}, round {round}");
        }
        println!("{engine:?}: in {deleted} of {ROUNDS} rounds the deletion came first");
        house.changes(house.books.account).await;
    }
}
