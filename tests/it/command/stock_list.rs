//! The stock at the command line.

use serde_json::json;

use super::child::dialgate;
use crate::support::database::Engine;
use crate::support::seed::seeded;

#[tokio::test]
async fn stock_is_listed_with_who_has_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 4).await;
        let url = &house.gateway.home.url;
        house.ordered("Van").await;
        let held = house.ordered("Poster").await;
        house.delete(json!({"id": held})).await.good();

        let table = dialgate(url, &["stock", "list"]).await.good();
        let lines: Vec<_> = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            lines,
            [
                "NUMBER STATE TYPE ACCOUNT",
                "+442079460000 used 020 London Harbour Books",
                "+442079460001 held 020 London Harbour Books",
                "+442079460002 free 020 London",
                "+442079460003 free 020 London"
            ]
        );

        let numbers = |value: serde_json::Value| -> Vec<String> {
            value.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap()[11..].to_owned()).collect()
        };
        for (words, wanted) in [
            (&["--free"][..], &["02", "03"][..]),
            (&["--used"], &["00", "01"]),
            (&["--limit", "1"], &["00"]),
            (&["--after", "+442079460001", "--limit", "1"], &["02"]),
            (&["--type", "020 London", "--used", "--limit", "9"], &["00", "01"]),
            (&["--after", "+442079460003"], &[]),
            (&["--limit", "0"], &[]),
        ] {
            let told = dialgate(url, &[&["stock", "list", "--json"][..], words].concat()).await;
            assert_eq!(numbers(told.json()), wanted, "{words:?}");
        }
        let told = dialgate(url, &["stock", "list", "--limit", "3"]).await.good();
        assert!(told.ends_with("There are more: go on with --after +442079460002, or take more with --limit.\n"), "{told}");
        let told = dialgate(url, &["stock", "list", "--type", "020 Paris"]).await.bad();
        assert_eq!(told, "No number type has the title or the id \"020 Paris\". There are: 020 London.\n");
        assert_eq!(dialgate(url, &["stock", "list", "--free", "--used"]).await.code, 2);
    }
}

#[tokio::test]
async fn a_long_list_is_whole() {
    let house = seeded(Engine::Sqlite, 2_500).await;

    let listed = dialgate(&house.gateway.home.url, &["stock", "list", "--json", "--limit", "10000"]).await.json();

    let mut numbers: Vec<_> = listed.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap()).collect();
    assert!(numbers.is_sorted());
    numbers.dedup();
    assert_eq!(numbers.len(), 2_500);
}
