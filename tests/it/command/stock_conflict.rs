//! A number becomes somebody's destination while a file that has it is imported. One of the two is refused, whoever comes first.

use std::sync::Arc;
use std::time::Duration;

use api::action::stock_import::{self, Progress, Report};
use api::action::stock_read;
use api::config::cli::Cli;
use api::rule::stock_row::{RawRow, Types};
use api::store;
use api::store::error::StoreError;
use api::store::write::Write;
use entity::destination::Model;
use entity::id::{AccountId, Id};
use entity::value::destination_kind::DestinationKind;
use entity::value::phone_number::PhoneNumber;

use crate::support::database::Engine;
use crate::support::gateway::data_keys;
use crate::support::seed::{Seeded, seeded};

fn destination(house: &Seeded, number: &str) -> Model {
    let op = house.gateway.operation(house.books.account);
    let number = PhoneNumber::parse(number).unwrap();
    let kind = DestinationKind::of(&number);
    let (id, account_id, now) = (op.mint(), house.books.account, op.now);
    Model {
        search_text: String::new(),
        id,
        account_id,
        country: number.country(),
        kind,
        number,
        label: None,
        version: 1,
        created_at: now,
        updated_at: now,
        archived_at: None,
    }
}

/// Adds a destination past everything, from a place that can't await.
fn insert_apart(url: &str, row: Model) {
    let url = url.to_owned();
    std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let db = sea_orm::Database::connect(url).await.unwrap();
            assert!(store::destination::insert_unless_there(&db, row).await.unwrap());
            db.close().await.unwrap();
        });
    })
    .join()
    .unwrap();
}

/// Imports so many London numbers from 020 7000 0000 on, and does something at a certain point.
async fn import(house: &Seeded, amount: u64, skip_bad: bool, mut at: impl FnMut(Progress) + Send) -> Report {
    let database = api::database::Database::open_for_bulk(&house.gateway.home.url).await.unwrap().with_data_keys(data_keys());
    let mut op = house.gateway.operation(AccountId::from_uuid(uuid::Uuid::nil()));
    op.database = database.clone();
    let types = Types::new(store::number_type::list_all(database.reader()).await.unwrap(), None);
    let row = |n: u64| Ok(RawRow { line: n + 2, read: 0, cells: Ok((format!("+44207{n:07}"), Some("020 London".into()))) });
    let batches = stock_read::run(&op, types, (0..amount).map(row));
    let report = stock_import::run(&op, batches, skip_bad, &mut at).await.unwrap();
    database.close().await.unwrap();
    report
}

const LATE: &str = "+442070007000";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_destination_that_is_made_meanwhile_undoes_the_import() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let (row, url) = (destination(&house, LATE), house.gateway.home.url.clone());

        let report = import(&house, 9_000, false, |progress| {
            if matches!(progress, Progress::Checked(_)) {
                insert_apart(&url, row.clone());
            }
        })
        .await;

        assert_eq!(report, Report { rows: 9_000, bad: 1, ..Report::default() }, "{engine:?}");
        assert_eq!(house.free().await, 0, "{engine:?}: what the first transaction had published was taken back");
    }
}

/// Only on SQLite are there transactions in between.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_somebody_has_meanwhile_stays_theirs() {
    let house = Arc::new(seeded(Engine::Sqlite, 0).await);
    let (row, url) = (destination(&house, LATE), house.gateway.home.url.clone());
    let (handle, orderer) = (tokio::runtime::Handle::current(), house.clone());
    let mut ordered = String::new();

    let report = import(&house, 9_000, false, |progress| {
        if progress == Progress::Published(5_000) {
            ordered = tokio::task::block_in_place(|| handle.block_on(orderer.ordered("Van")));
            insert_apart(&url, row.clone());
        }
    })
    .await;

    assert_eq!(report, Report { rows: 9_000, bad: 1, left_behind: 1, ..Report::default() });
    assert_eq!((house.free().await, house.amount("stock_number").await), (0, 1));
    let owned = "stock_number s JOIN fixed_number f ON f.id = s.fixed_number_id AND f.number = s.number AND f.status = 'ACTIVE'";
    assert_eq!(house.amount(owned).await, 1, "{ordered}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_destination_that_is_made_meanwhile_is_skipped_like_any_bad_row() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let (row, url) = (destination(&house, LATE), house.gateway.home.url.clone());

        let report = import(&house, 9_000, true, |progress| {
            if matches!(progress, Progress::Checked(_)) {
                insert_apart(&url, row.clone());
            }
        })
        .await;

        assert_eq!(report, Report { rows: 9_000, bad: 1, imported: 8_999, done: true, ..Report::default() }, "{engine:?}");
        assert_eq!(house.free().await, 8_999, "{engine:?}");
    }
}

/// A write that has made a destination and not yet committed is waited for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_waits_for_who_is_making_a_destination() {
    for engine in Engine::BOTH {
        let house = Arc::new(seeded(engine, 0).await);
        let op = house.gateway.operation(house.books.account);
        let write = Write::begin(&op).await.unwrap();
        assert!(store::destination::insert_unless_there(write.db(), destination(&house, LATE)).await.unwrap());

        let other = house.clone();
        let importing = tokio::spawn(async move { import(&other, 8_000, false, |_| ()).await });
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert!(!importing.is_finished(), "{engine:?}");
        write.commit_all(&op, Vec::new()).await.unwrap();

        let report = importing.await.unwrap();
        assert_eq!((report.bad, report.done, house.free().await), (1, false, 0), "{engine:?}");
    }
}

/// A write that looked before the import was committed, and makes its destination after it, is told to look again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looked_too_early_looks_again() {
    let house = seeded(Engine::Postgres, 0).await;
    let op = house.gateway.operation(house.books.account);
    let write = Write::begin(&op).await.unwrap();
    let number = PhoneNumber::parse(LATE).unwrap();
    assert_eq!(store::stock::are_tracked(write.db(), vec![number]).await.unwrap(), []);

    assert!(import(&house, 8_000, false, |_| ()).await.done);

    let made = store::destination::insert_unless_there(write.db(), destination(&house, LATE)).await;
    assert!(matches!(made, Err(StoreError::Contended)), "{made:?}");
}

#[test]
fn the_command_line_is_read_whole() {
    let words = ["dialgate", "stock", "import", "file.csv", "--skip-bad"].map(Into::into).to_vec();
    assert!(matches!(Cli::read_from(words), api::config::cli::Command::Stock(_)));
}
