//! Keys that seal callers: one an owner, made once, opened by nobody without the operator's key, and gone when they are deleted.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use api::operation::Operation;
use api::seal::caller_key::CallerKey;
use api::seal::data_keys::{DataKeys, Owner};
use api::store;
use api::store::error::StoreError;
use api::store::write::Write;
use entity::value::phone_number::PhoneNumber;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::support::database::Engine;
use crate::support::gateway::data_keys;
use crate::support::seed::{Seeded, seeded};

const CALL: Uuid = Uuid::from_u128(1);
const CALLER: &str = "+447700900123";

type Keys = HashMap<Owner, Arc<CallerKey>>;

fn owners(house: &Seeded) -> [Owner; 3] {
    [Owner::Account(house.motors.account), Owner::Operator, Owner::Account(house.books.account)]
}

async fn find_or_make(op: &Operation, owners: &[Owner]) -> Result<Keys, StoreError> {
    let write = Write::begin(op).await?;
    let keys = store::data_key::find_or_make(op, write.db(), owners).await?;
    write.commit_all(op, Vec::new()).await?;
    Ok(keys)
}

/// An operation of a gateway that was given other keys.
fn with_keys(op: &Operation, keys: DataKeys) -> Operation {
    let database = op.database.clone().with_data_keys(keys);
    Operation::new(op.viewer.clone(), op.now, database, op.request_id.clone(), op.randomness.clone())
}

async fn stored(house: &Seeded) -> i64 {
    let db = house.gateway.database.reader();
    let statement = Statement::from_string(db.get_database_backend(), "SELECT count(*) AS amount FROM data_key");
    db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "amount").unwrap()
}

#[tokio::test]
async fn each_owner_has_one_key_that_is_made_once_and_read_by_one_statement() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let op = house.gateway.operation(house.books.account);
        let scope = op.viewer.account_scope().unwrap();
        assert!(store::data_key::find(&op, scope, op.database.reader()).await.unwrap().is_none());
        // Made and rolled back: nothing remains of it.
        let write = Write::begin(&op).await.unwrap();
        let lost = store::data_key::find_or_make(&op, write.db(), &owners(&house)).await.unwrap();
        write.rollback().await.unwrap();

        let (made, first) = house.gateway.counting(find_or_make(&op, &owners(&house))).await;
        let (again, second) = house.gateway.counting(find_or_make(&op, &owners(&house))).await;
        let (made, again) = (made.unwrap(), again.unwrap());

        assert_eq!((first.len(), second.len(), stored(&house).await), (3, 1, 3), "{engine:?}: {first:?}");
        for owner in owners(&house) {
            let sealed = made[&owner].seal(CALL, CALLER);
            assert_eq!(again[&owner].open(CALL, &sealed).as_deref(), Ok(CALLER), "{owner}");
            assert!(lost[&owner].open(CALL, &sealed).is_err(), "{owner}: a key that was rolled back");
            for other in owners(&house).into_iter().filter(|other| *other != owner) {
                assert!(again[&other].open(CALL, &sealed).is_err(), "what {owner} sealed is open to {other}");
            }
        }
        let own = store::data_key::find(&op, scope, op.database.reader()).await.unwrap().unwrap();
        let of_operator = store::data_key::find_of_operator(&op, op.database.reader()).await.unwrap().unwrap();
        let number = PhoneNumber::parse(CALLER).unwrap();
        assert_eq!(own.search_hash(&number), made[&Owner::Account(house.books.account)].search_hash(&number));
        assert_eq!(of_operator.search_hash(&number), made[&Owner::Operator].search_hash(&number));
    }
}

#[tokio::test]
async fn many_who_need_a_key_at_once_get_the_same() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let number = PhoneNumber::parse(CALLER).unwrap();
        let mut owners = owners(&house);
        let tasks: Vec<_> = (0..16)
            .map(|n| {
                owners.rotate_left(n % 3);
                let (op, owners) = (house.gateway.operation(house.books.account), owners);
                tokio::spawn(async move { find_or_make(&op, &owners).await })
            })
            .collect();

        let mut hashes = Vec::new();
        for task in tasks {
            let keys = task.await.unwrap().unwrap();
            hashes.push(owners.map(|owner| keys[&owner].search_hash(&number)));
        }

        hashes.dedup();
        assert_eq!((hashes.len(), stored(&house).await), (1, 3), "{engine:?}");
    }
}

#[tokio::test]
async fn without_the_operator_s_key_nothing_opens_and_nothing_is_made() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let op = house.gateway.operation(house.books.account);
        let scope = op.viewer.account_scope().unwrap();
        let (books, motors) = (Owner::Account(house.books.account), Owner::Account(house.motors.account));
        find_or_make(&op, &[books]).await.unwrap();

        for keys in [DataKeys::default(), DataKeys::read(&DataKeys::draw()).unwrap()] {
            let op = with_keys(&op, keys);
            assert!(matches!(store::data_key::find(&op, scope, op.database.reader()).await, Err(StoreError::Broken(_))));
            assert!(matches!(find_or_make(&op, &[books, motors]).await, Err(StoreError::Broken(_))));
        }
        assert_eq!(stored(&house).await, 1, "{engine:?}");

        // Under the name of another account it does not open either.
        let to = motors_literal(&house);
        op.database.writer().execute_unprepared(&format!("UPDATE data_key SET account_id = {to}")).await.unwrap();
        assert!(find_or_make(&op, &[motors]).await.is_err(), "{engine:?}");
    }
}

fn motors_literal(house: &Seeded) -> String {
    let id = entity::id::Id::uuid(house.motors.account);
    match house.gateway.engine {
        Engine::Sqlite => format!("X'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    }
}

#[tokio::test]
async fn a_key_is_deleted_behind_what_is_being_sealed_with_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let op = house.gateway.operation(house.books.account);
        let (scope, owner) = (op.viewer.account_scope().unwrap(), Owner::Account(house.books.account));
        let before = find_or_make(&op, &[owner]).await.unwrap();
        let sealing = Write::begin(&op).await.unwrap();
        store::data_key::find_or_make(&op, sealing.db(), &[owner]).await.unwrap();

        let deleting = {
            let op = op.clone();
            tokio::spawn(async move {
                let write = Write::begin(&op).await?;
                store::data_key::delete(scope, write.db()).await?;
                write.commit_all(&op, Vec::new()).await
            })
        };
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!deleting.is_finished(), "{engine:?}: it did not wait");
        sealing.commit_all(&op, Vec::new()).await.unwrap();
        deleting.await.unwrap().unwrap();

        assert_eq!(stored(&house).await, 0);
        // What comes later has another key, and opens nothing of what was there before.
        let after = find_or_make(&op, &[owner]).await.unwrap();
        assert!(after[&owner].open(CALL, &before[&owner].seal(CALL, CALLER)).is_err());
    }
}

#[tokio::test]
async fn a_key_is_wrapped_anew_while_it_is_used() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let op = house.gateway.operation(house.books.account);
        let owner = Owner::Account(house.books.account);
        let before = find_or_make(&op, &[owner, Owner::Operator]).await.unwrap();
        let new = DataKeys::draw();
        let both = DataKeys::read(&format!("{new},{}", crate::support::gateway::DATA_KEY)).unwrap();
        let (both, alone) = (with_keys(&op, both), with_keys(&op, DataKeys::read(&new).unwrap()));
        let sealing = Write::begin(&op).await.unwrap();
        if engine == Engine::Postgres {
            store::data_key::find_or_make(&op, sealing.db(), &[owner]).await.unwrap();
        } else {
            sealing.rollback().await.unwrap();
        }

        let run = || api::action::data_key_rewrap::run(&both.database, op.now, &op.randomness);
        let outcome = run().await.unwrap();

        assert_eq!((outcome.rewrapped, outcome.current, outcome.unknown, outcome.broken), (2, 0, 0, 0), "{engine:?}");
        assert_eq!(run().await.unwrap().current, 2);
        let after = find_or_make(&alone, &[owner, Owner::Operator]).await.unwrap();
        for owner in [owner, Owner::Operator] {
            assert_eq!(after[&owner].open(CALL, &before[&owner].seal(CALL, CALLER)).as_deref(), Ok(CALLER));
        }
        assert!(find_or_make(&with_keys(&op, data_keys()), &[owner]).await.is_err(), "the old key alone opens it");
    }
}
