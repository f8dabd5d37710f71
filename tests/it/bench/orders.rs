//! Orders a second beside the same transaction written by hand: the look-ups that the rules need, the pick, the rows, the change.

use std::sync::Arc;

use entity::id::Id;
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::sqlx::{self, Executor};
use serde_json::json;
use uuid::Uuid;

use super::{ROUNDS, median, rate, report};
use crate::support::database::Engine;
use crate::support::seed::{Seeded, number_type, seeded};

/// What a screen asks of an order; counting what is left would measure the count.
const ORDER: &str = "mutation($input: FixedNumberOrderInput!) { fixedNumberOrder(input: $input) {
    fixedNumbers { id number destination { number } } userErrors { code message field } } }";

const STATEMENTS: [&str; 8] = [
    "SELECT p.default_destination_id, c.kind, t.title FROM pool p JOIN channel c ON c.account_id = p.account_id JOIN number_type t ON t.id = $4
        WHERE p.account_id = $1 AND p.id = $2 AND c.id = $3",
    "SELECT id FROM fixed_number WHERE account_id = $1 AND status = 'ACTIVE' AND mode = 'SIMPLE' AND description_folded = $2",
    "SELECT id, number FROM stock_number WHERE number_type_id = $1 AND fixed_number_id IS NULL ORDER BY pick_key, id LIMIT 1",
    "INSERT INTO fixed_number (id, account_id, number, number_type_id, pool_id, channel_id, mode, description, description_folded,
        label_folded, status, ordered_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, 'SIMPLE', $7, $7, $7, 'ACTIVE', $8, $8, 1)",
    "INSERT INTO fixed_number_interval (id, account_id, fixed_number_id, live_from) VALUES ($1, $2, $3, $4)",
    "UPDATE stock_number SET fixed_number_id = $1 WHERE id = $2 AND fixed_number_id IS NULL",
    "UPDATE account_feed SET head = head + 1 WHERE account_id = $1 RETURNING head",
    "INSERT INTO change (account_id, seq, kind, subject_type, subject_id, subject_version, occurred_at, actor, request_id, changed_fields,
        after, touched_pools, touched_channels, affected_count)
        VALUES ($1, $2, 'FIXED_NUMBER_ORDERED', 'FIXED_NUMBER', $3, 1, $4, 'ann', 'req', '[]', '{}', '[]', '[]', 1)",
];

// The two drivers' types have nothing in common that a function could be generic over in fewer lines than this.
macro_rules! by_hand {
    ($connection:expr, $lock:expr, $begin:expr, $ids:expr, $n:expr) => {{
        let [account, pool, channel, number_type]: [Uuid; 4] = $ids;
        let now = chrono::DateTime::from_timestamp(1_772_443_800, 0).unwrap();
        let text = format!("by hand {}", $n);
        let (id, interval) = (Uuid::from_u128(u128::from($n) << 64 | 1), Uuid::from_u128(u128::from($n) << 64 | 2));
        let at = $connection;
        at.execute($begin).await.unwrap();
        sqlx::query(STATEMENTS[0]).bind(account).bind(pool).bind(channel).bind(number_type).fetch_one(&mut *at).await.unwrap();
        sqlx::query(STATEMENTS[1]).bind(account).bind(&text).fetch_optional(&mut *at).await.unwrap();
        let (stock, number): (Uuid, String) = sqlx::query_as($lock).bind(number_type).fetch_one(&mut *at).await.unwrap();
        sqlx::query(STATEMENTS[3])
            .bind(id)
            .bind(account)
            .bind(number)
            .bind(number_type)
            .bind(pool)
            .bind(channel)
            .bind(&text)
            .bind(now)
            .execute(&mut *at)
            .await
            .unwrap();
        sqlx::query(STATEMENTS[4]).bind(interval).bind(account).bind(id).bind(now).execute(&mut *at).await.unwrap();
        sqlx::query(STATEMENTS[5]).bind(id).bind(stock).execute(&mut *at).await.unwrap();
        let head: i64 = sqlx::query_scalar(STATEMENTS[6]).bind(account).fetch_one(&mut *at).await.unwrap();
        sqlx::query(STATEMENTS[7]).bind(account).bind(head).bind(id).bind(now).execute(&mut *at).await.unwrap();
        at.execute("COMMIT").await.unwrap();
    }};
}

async fn ours(house: &Arc<Seeded>, number_type: String, round: usize) -> f64 {
    let house = house.clone();
    rate(move |n| {
        // Half the orders for each of two accounts, as by hand.
        let home = if n % 2 == 0 { &house.books } else { &house.motors };
        let input = json!({"numberTypeId": number_type, "poolId": home.pool.to_string(), "channelId": home.print.to_string(),
            "destination": {"default": true}, "numbers": [{"simple": {"description": format!("{round} {n}")}}]});
        let caller = home.caller.clone();
        async move {
            caller.ask_with(ORDER, json!({"input": input})).await.good();
        }
    })
    .await
}

async fn run(engine: Engine) {
    let house = Arc::new(seeded(engine, 1).await);
    // Stock for one round each, so that every count of what is left counts about as much.
    let mut rates = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let stem = format!("+44113{round}");
        let kind = number_type(&house.gateway, &format!("Leeds {round}"), &stem, 20_000).await;
        rates.0.push(ours(&house, kind.to_string(), round).await);
        let kind = number_type(&house.gateway, &format!("Sheffield {round}"), &format!("+44114{round}"), 20_000).await;
        let ids = [&house.books, &house.motors].map(|home| [home.account.uuid(), home.pool.uuid(), home.print.uuid(), kind.uuid()]);
        let offset = (round as u64 + 1) << 32;
        rates.1.push(match engine {
            Engine::Sqlite => {
                let options: SqliteConnectOptions = house.gateway.home.url.parse().unwrap();
                let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options.foreign_keys(true)).await.unwrap();
                sqlx::query("PRAGMA synchronous = FULL").execute(&pool).await.unwrap();
                rate(move |n| {
                    let pool = pool.clone();
                    async move {
                        let mut at = pool.acquire().await.unwrap();
                        by_hand!(&mut *at, STATEMENTS[2], "BEGIN IMMEDIATE", ids[(n % 2) as usize], n + offset);
                    }
                })
                .await
            }
            Engine::Postgres => {
                let pool = PgPoolOptions::new().max_connections(8).connect(&house.gateway.home.url).await.unwrap();
                const LOCKED: &str = "SELECT id, number FROM stock_number WHERE number_type_id = $1 AND fixed_number_id IS NULL
                    ORDER BY pick_key, id LIMIT 1 FOR UPDATE SKIP LOCKED";
                rate(move |n| {
                    let pool = pool.clone();
                    async move {
                        let mut at = pool.acquire().await.unwrap();
                        by_hand!(&mut *at, LOCKED, "BEGIN", ids[(n % 2) as usize], n + offset);
                    }
                })
                .await
            }
        });
    }
    report(&format!("{engine:?} orders beside the transaction by hand"), median(rates.0), median(rates.1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn orders_beside_the_hand_written_transaction_on_sqlite() {
    run(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, for a release build"]
async fn orders_beside_the_hand_written_transaction_on_postgresql() {
    run(Engine::Postgres).await;
}
