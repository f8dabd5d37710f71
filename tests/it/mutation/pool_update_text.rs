//! Editing a pool's texts and features: what stays, what null clears, and how long they may be.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::{BOOKS_RING, Seeded, add_pool, seeded};

async fn edit(house: &Seeded, mut input: Value) -> Reply {
    input["id"] = json!(house.books.pool.to_string());
    house.edit_pool(input).await
}

#[tokio::test]
async fn an_edit_changes_what_it_gives_and_null_clears_a_text() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let mut wanted = json!({"name": "Main", "reference": null, "version": 1, "defaultDestination": {"number": BOOKS_RING},
            "features": {"callRecording": false, "callRating": false, "callAnnounce": false, "announcement": null}});

        let all = json!({"name": " Shop ", "reference": " crm-7 ", "features": {"callRecording": true, "callRating": true, "callAnnounce": true,
            "announcement": " A caller from the van "}});
        let kept = json!({"callRecording": true, "callRating": true, "callAnnounce": true, "announcement": "A caller from the van"});
        let steps = [
            (all, json!({"name": "Shop", "reference": "crm-7", "features": kept})),
            (json!({"features": {"callRecording": false}}), json!({"features": {"callRecording": false}})),
            (json!({"reference": null, "name": null, "features": null}), json!({"reference": null})),
            (
                json!({"features": {"announcement": null, "callAnnounce": false, "callRating": null}}),
                json!({"features": {"announcement": null, "callAnnounce": false}}),
            ),
        ];
        for (version, (input, changed)) in (2..).zip(steps) {
            merge(&mut wanted, &changed);
            wanted["version"] = json!(version);
            assert_eq!(edit(&house, input).await.good()["pool"], wanted);
        }
        assert_eq!(house.changes(house.books.account).await, ["POOL_UPDATED"; 4]);
    }
}

fn merge(to: &mut Value, from: &Value) {
    for (name, value) in from.as_object().unwrap() {
        if value.is_object() { merge(&mut to[name], value) } else { to[name] = value.clone() }
    }
}

#[tokio::test]
async fn calls_are_not_announced_without_an_announcement() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let missing = "ANNOUNCEMENT_MISSING at input.features.announcement: To announce calls, say what shall be announced.";

        for features in [
            json!({"callAnnounce": true}),
            json!({"callAnnounce": true, "announcement": null}),
            json!({"callAnnounce": true, "announcement": "  \u{200b} "}),
        ] {
            assert_eq!(edit(&house, json!({"features": features})).await.user_errors(), missing);
        }
        assert!(house.changes(house.books.account).await.is_empty());

        edit(&house, json!({"features": {"callAnnounce": true, "announcement": "Van"}})).await.good();
        assert_eq!(edit(&house, json!({"features": {"announcement": null}})).await.user_errors(), missing);
        assert_eq!(house.changes(house.books.account).await, ["POOL_UPDATED"]);
    }
}

#[tokio::test]
async fn texts_that_are_too_long_or_deceptive_are_all_refused_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let texts = |name: &str, reference: &str, announcement: &str| json!({"name": name, "reference": reference, "features": {"callAnnounce": true, "announcement": announcement}});

        let long = edit(&house, texts(&"é".repeat(121), &"é".repeat(256), &"é".repeat(501))).await;
        let deceptive = edit(&house, texts("a\tb", "a\u{0}", "a\u{202e}b")).await;

        assert_eq!(
            long.user_errors().lines().collect::<Vec<_>>(),
            [
                "NAME_TOO_LONG at input.name: A name has at most 120 characters.",
                "REFERENCE_TOO_LONG at input.reference: This text has at most 255 characters.",
                "ANNOUNCEMENT_TOO_LONG at input.features.announcement: This text has at most 500 characters."
            ]
        );
        assert_eq!(
            deceptive.user_errors().lines().collect::<Vec<_>>(),
            [
                "NAME_NOT_ALLOWED at input.name: A name can't hold control characters or unpaired direction marks.",
                "REFERENCE_NOT_ALLOWED at input.reference: This text can't hold control characters or unpaired direction marks.",
                "ANNOUNCEMENT_NOT_ALLOWED at input.features.announcement: This text can't hold control characters or unpaired direction marks."
            ]
        );
        assert!(house.changes(house.books.account).await.is_empty());

        let longest = edit(&house, texts(&"é".repeat(120), &"é".repeat(255), &"é".repeat(500))).await;
        assert_eq!(longest.good()["pool"]["version"], 2);
    }
}

#[tokio::test]
async fn a_name_is_given_and_unique_among_the_accounts_pools() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        add_pool(&house.gateway, house.books.account, "Shop", house.books.destination).await;

        let empty = edit(&house, json!({"name": "  "})).await;
        let taken = edit(&house, json!({"name": " SHOP", "defaultDestination": {"number": "1"}})).await;

        assert_eq!(empty.user_errors(), "NAME_MISSING at input.name: A name is needed.");
        assert_eq!(
            taken.user_errors().lines().collect::<Vec<_>>(),
            [
                "NAME_TAKEN at input.name: Another pool has this name.",
                "DESTINATION_NOT_E164 at input.defaultDestination.number: The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567."
            ]
        );
        assert_eq!(house.changes(house.books.account).await, ["POOL_CREATED"]);
        assert_eq!(edit(&house, json!({"name": "MAIN"})).await.good()["pool"]["name"], "MAIN");
    }
}
