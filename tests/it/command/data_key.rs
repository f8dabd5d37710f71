//! The operator's keys at the command line: made, missing, wrong and rotated.

use api::seal::data_keys::Owner;
use api::store;
use api::store::write::Write;

use super::child::dialgate;
use super::serve::{SERVE, end, serving};
use crate::support::database::{Database, Engine};
use crate::support::gateway::DATA_KEY;
use crate::support::seed::seeded;

const OLD: [&str; 2] = ["--data-key", DATA_KEY];

/// `serve` with another key.
fn serve(key: &str) -> Vec<&str> {
    SERVE.iter().map(|word| if *word == DATA_KEY { key } else { *word }).collect()
}

#[tokio::test]
async fn a_new_key_is_another_each_time() {
    let keys = [dialgate("sqlite://nowhere.db", &["data-key", "new"]).await.good(), dialgate("", &["data-key", "new"]).await.good()];

    assert_ne!(keys[0], keys[1]);
    for key in keys {
        assert!(key.len() == 45 && key.ends_with("=\n"), "{key}");
    }
}

#[tokio::test]
async fn a_gateway_without_a_key_or_with_a_wrong_one_does_not_start() {
    let home = Database::fresh(Engine::Sqlite).await;
    let without: Vec<_> = SERVE.into_iter().filter(|word| !OLD.contains(word)).collect();
    let told = dialgate(&home.url, &without).await;
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert_eq!(
        told.err,
        "Dialgate can't start with these settings:\n- DIALGATE_DATA_KEY is missing: the key that protects callers' numbers (make one with: \
         dialgate data-key new). (Only a demo, --demo, does without.)\n"
    );

    let doubled = format!("{DATA_KEY},{DATA_KEY},hunter2");
    let mut words = serve(&doubled);
    words.push("--origins=*");
    let told = dialgate(&home.url, &words).await;
    assert!(told.code == 2 && !told.err.contains(DATA_KEY) && !told.err.contains("hunter2"), "{told:?}");
    let lines: Vec<_> = told.err.lines().collect();
    assert_eq!(
        lines[1],
        "- DIALGATE_DATA_KEY can't be used: key 2 is there twice; key 3 is not base64 of 32 bytes, which is what `dialgate data-key new` prints."
    );
    assert!(lines.len() == 3 && lines[2].starts_with("- DIALGATE_ORIGINS"), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_rotated_with_the_old_one_behind_the_new() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let url = &house.gateway.home.url;
        let op = house.gateway.operation(house.books.account);
        let write = Write::begin(&op).await.unwrap();
        let owners = [Owner::Operator, Owner::Account(house.books.account), Owner::Account(house.motors.account)];
        store::data_key::find_or_make(&op, write.db(), &owners).await.unwrap();
        write.commit_all(&op, Vec::new()).await.unwrap();
        let new = dialgate(url, &["data-key", "new"]).await.good().trim().to_owned();
        let both = format!("{new},{DATA_KEY}");

        // The new one alone opens nothing yet, and says so.
        let told = dialgate(url, &serve(&new)).await.bad();
        assert!(told.starts_with("DIALGATE_DATA_KEY does not open the callers of this database: 3 of its data keys "), "{told}");
        let told = dialgate(url, &["data-key", "rewrap", "--data-key", &new]).await.bad();
        assert!(told.starts_with("0 data keys are wrapped with the first key now, and 0 were before. Left as they are: 3 "), "{told}");

        let (child, _) = serving(url, &serve(&both));
        let told = dialgate(url, &["data-key", "rewrap", "--data-key", &both, "--json"]).await.good();
        assert_eq!(told, "{\"currentCount\":0,\"rewrappedCount\":3}\n", "{engine:?}");
        let told = dialgate(url, &["data-key", "rewrap", "--data-key", &both]).await.good();
        assert_eq!(told, "0 data keys are wrapped with the first key now, and 3 were before. No other key is needed any more.\n");
        end(child);

        let (child, _) = serving(url, &serve(&new));
        end(child);
        assert!(
            dialgate(url, &serve(DATA_KEY)).await.bad().starts_with("DIALGATE_DATA_KEY does not open the callers of this database: 3 ")
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_keeps_its_key_in_a_file_of_its_own() {
    use std::os::unix::fs::PermissionsExt;

    let home = Database::fresh(Engine::Sqlite).await;
    let directory = std::path::PathBuf::from(home.url.trim_start_matches("sqlite://").split('?').next().unwrap()).with_file_name("");
    let told = dialgate(&home.url, &["data-key", "rewrap"]).await.bad();
    assert!(told.starts_with("There is no key that opens callers' numbers: set DIALGATE_DATA_KEY"), "{told}");
    let words = ["serve", "--listen=127.0.0.1:0", "--demo", "--log=warn"];

    let (child, _) = serving(&home.url, &words);
    let file = directory.join("demo-data-key");
    let key = std::fs::read_to_string(&file).unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(dialgate(&home.url, &["data-key", "rewrap"]).await.good().starts_with("0 data keys "));
    end(child);

    let (child, _) = serving(&home.url, &words);
    end(child);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), key);
    // It is nowhere in the database.
    let bytes = std::fs::read(directory.join("dialgate.db")).unwrap();
    assert!(!bytes.windows(16).any(|window| window == &key.as_bytes()[..16]));
}
