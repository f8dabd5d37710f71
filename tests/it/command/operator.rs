//! Accounts and number types at the command line.

use insta::assert_snapshot;
use serde_json::json;

use super::child::dialgate;
use crate::support::database::{Database, Engine};
use crate::support::seed::seeded;

fn acme() -> Vec<&'static str> {
    let what = ["--name=Acme", "--country=GB", "--currency=GBP", "--time-zone=Europe/London", "--package=standard"];
    [&["account", "create"][..], &what, &["--json"]].concat()
}

#[tokio::test]
async fn an_account_is_made_and_listed_and_can_be_used() {
    for engine in Engine::BOTH {
        let database = Database::fresh(engine).await;
        assert_eq!(dialgate(&database.url, &["account", "list"]).await.good(), "There are no accounts yet.\n");

        let made = dialgate(&database.url, &acme()).await.json();
        let words = [
            "account",
            "create",
            "--name",
            "  Béta ",
            "--country",
            "US",
            "--currency",
            "usd",
            "--time-zone",
            "America/New_York",
            "--package",
            "Premium",
        ];
        let id = dialgate(&database.url, &words).await.good();

        assert!(id.starts_with("account_") && id.ends_with('\n'), "{id}");
        let listed = dialgate(&database.url, &["account", "list", "--json"]).await.json();
        assert_eq!(listed[0], made);
        assert_eq!((&listed[1]["name"], &listed[1]["id"], &listed[1]["package"]), (&json!("Béta"), &json!(id.trim()), &json!("PREMIUM")));
        let table = dialgate(&database.url, &["account", "list"]).await.good();
        assert_eq!(table.lines().next(), Some("NAME  COUNTRY  CURRENCY  PACKAGE   TIME ZONE         ID"));
        assert!(table.lines().nth(2).unwrap().starts_with("Béta  US       USD       PREMIUM   America/New_York  account_"));

        let secret = ["--jwt-secret", "q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe"];
        let token = dialgate(&database.url, &[&["token", "--account", "Béta", "--all-scopes"][..], &secret].concat()).await.good();
        assert_eq!(token.split('.').count(), 3);
    }
}

#[tokio::test]
async fn all_that_is_wrong_with_an_account_is_said_at_once() {
    let database = Database::fresh(Engine::Sqlite).await;
    let words = ["account", "create", "--name= ", "--country=UK", "--currency=EUR", "--time-zone=new york", "--package=gold"];
    assert_snapshot!(dialgate(&database.url, &words).await.bad(), @r"
    Nothing was done, because:
    - --name: A name is needed.
    - --country: A country must be two capital letters of ISO 3166 that have telephone numbers, such as GB or US.
    - --currency: There are GBP and USD.
    - --time-zone: A time zone must be spelled as in the IANA database, such as Europe/London or America/Los_Angeles. Did you mean America/New_York?
    - --package: There are standard, professional, enterprise, premium, legacy.
    ");
    let mut like_an_id = acme();
    like_an_id[2] = "--name=account_01900000000070008000000000000001";
    assert_eq!(dialgate(&database.url, &like_an_id).await.bad(), "--name: A name can't look like an account's id.\n");
    assert_eq!(dialgate(&database.url, &["account", "list"]).await.good(), "There are no accounts yet.\n");
}

#[tokio::test]
async fn a_name_is_given_once() {
    for engine in Engine::BOTH {
        let database = Database::fresh(engine).await;
        // All at once: each looks while the others wait.
        let tries: Vec<_> =
            (0..4).map(|_| database.url.clone()).map(|url| tokio::spawn(async move { dialgate(&url, &acme()).await })).collect();
        let mut codes = Vec::new();
        for one in tries {
            let told = one.await.unwrap();
            codes.push(told.code);
            assert!(told.code == 0 || told.err == "Another account has the name \"Acme\".\n", "{told:?}");
        }
        codes.sort_unstable();
        assert_eq!(codes, [0, 1, 1, 1], "{engine:?}");
    }
}

#[tokio::test]
async fn a_number_type_is_made_and_listed_with_its_stock() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let url = &house.gateway.home.url;
        house.ordered("Van").await;
        let held = house.ordered("Poster").await;
        house.delete(json!({"id": held})).await.good();
        let words =
            ["number-type", "create", "--title=0113 Leeds", "--country=GB", "--prefix=+44113", "--kind=geographic", "--hold-days=120"];

        let id = dialgate(url, &words).await.good();

        let listed = dialgate(url, &["number-type", "list", "--json"]).await.json();
        let counts = |n: usize| ["title", "freeCount", "usedCount", "heldCount", "holdDays"].map(|key| listed[n][key].clone());
        assert_eq!(counts(0), [json!("0113 Leeds"), json!(0), json!(0), json!(0), json!(120)]);
        assert_eq!(counts(1), [json!("020 London"), json!(3), json!(1), json!(1), json!(90)]);
        assert_eq!(listed[0]["id"], id.trim());
        let table = dialgate(url, &["number-type", "list"]).await.good();
        assert!(table.starts_with("TITLE       COUNTRY  PREFIX  KIND        HOLD DAYS  FREE  USED  HELD  ID\n"), "{table}");

        assert_eq!(dialgate(url, &words).await.bad(), "Another number type has the title \"0113 Leeds\".\n");
        let wrong = ["number-type", "create", "--title=", "--country=GB", "--prefix=+1212", "--kind=gold", "--hold-days=7"];
        assert_eq!(
            dialgate(url, &wrong).await.bad().lines().collect::<Vec<_>>(),
            [
                "Nothing was done, because:",
                "- --title: A title is needed.",
                "- --prefix: Numbers of this country begin with +44, and +1212 does not.",
                "- --kind: There are geographic, freephone, uk-wide, business-rate.",
                "- --hold-days: It must be a whole number from 45 to 3650.",
            ]
        );
    }
}

#[tokio::test]
async fn a_database_is_there_and_up_to_date_or_nothing_is_made() {
    let directory = std::env::temp_dir().join(format!("dialgate-nowhere-{}", std::process::id()));
    let url = format!("sqlite://{}", directory.join("none.db").display());
    for words in [acme(), vec!["stock", "list"], vec!["number-type", "list"], vec!["demo", "reset", "--yes"]] {
        let told = dialgate(&url, &words).await.bad();
        assert!(told.starts_with("There is no database at ") && told.contains("dialgate migrate"), "{told}");
    }
    assert!(!directory.exists());

    for engine in Engine::BOTH {
        let database = Database::fresh(engine).await;
        let db = sea_orm::Database::connect(&database.url).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&db, "DELETE FROM seaql_migrations WHERE version LIKE '%_feed'").await.unwrap();
        db.close().await.unwrap();
        let told = dialgate(&database.url, &["account", "list"]).await.bad();
        assert_eq!(told, "The tables of this database are not those of this program. Run `dialgate migrate` first.\n");
    }
}

#[tokio::test]
async fn every_command_has_help_and_a_wrong_word_is_told() {
    for words in [
        vec!["--help"],
        vec!["health", "--help"],
        vec!["account", "create", "--help"],
        vec!["number-type", "create", "--help"],
        vec!["stock", "import", "--help"],
        vec!["stock", "list", "--help"],
        vec!["data-key", "rewrap", "--help"],
        vec!["demo", "reset", "--help"],
    ] {
        let told = dialgate("sqlite://nowhere.db", &words).await;
        assert!(told.code == 0 && told.out.contains("Usage: dialgate"), "{told:?}");
    }
    let told = dialgate("sqlite://nowhere.db", &["acount"]).await;
    assert!(told.code == 2 && told.err.contains("'account'"), "{told:?}");
}
