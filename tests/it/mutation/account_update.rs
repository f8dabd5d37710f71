//! Editing the account: its name at once, its time zone from the next month on.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::ACCOUNT_UPDATE;
use crate::support::seed::seeded;

const ZONE_UNKNOWN: &str = "TIME_ZONE_NOT_FOUND at input.timeZone: A time zone must be spelled as in the IANA database, such as Europe/London or America/Los_Angeles.";
/// The first of April in London, where summer time has begun.
const APRIL: &str = "2026-03-31T23:00:00+00:00";

#[tokio::test]
async fn an_account_changes_its_name_and_its_zone_from_the_next_month_on() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let id = house.books.account.to_string();
        let input = json!({"expectedVersion": 1, "name": " Bayview Motors ", "timeZone": "Asia/Tokyo"});
        let before = house.rows().await;

        let rehearsed = house.rehearse_manage(ACCOUNT_UPDATE, input.clone()).await;

        assert_eq!(
            rehearsed.payload(),
            &json!({"account": null, "current": null, "warnings": [], "replayed": false, "dryRun": true, "userErrors": []})
        );
        assert_eq!(house.rows().await, before);

        let done = house.manage(ACCOUNT_UPDATE, input).await;

        // That another account has the name is nobody's business.
        let account = json!({"id": id, "name": "Bayview Motors", "timeZone": "Europe/London", "nextTimeZone": "Asia/Tokyo",
            "nextTimeZoneFrom": APRIL, "version": 2});
        assert_eq!(
            done.payload(),
            &json!({"account": account, "current": null, "warnings": [], "replayed": false, "dryRun": false, "userErrors": []})
        );
        assert_eq!(house.changes(house.books.account).await, ["ACCOUNT_UPDATED"]);
        let change = house.last_change().await;
        assert_eq!(change["fields"], json!(["name", "nextTimeZone", "nextTimeZoneFrom"]));
        assert_eq!(change["before"], json!({"name": "Harbour Books", "nextTimeZone": null, "nextTimeZoneFrom": null}));
        assert_eq!((&change["pools"], &change["channels"], &change["affected"]), (&json!([]), &json!([]), &json!(0)));
        assert!(house.changes(house.motors.account).await.is_empty());
    }
}

#[tokio::test]
async fn an_edit_that_says_what_is_so_changes_nothing() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let before = house.rows().await;

        for input in [json!({}), json!({"name": null, "timeZone": null}), json!({"name": " Harbour Books ", "timeZone": "Europe/London"})] {
            assert_eq!(house.manage(ACCOUNT_UPDATE, input).await.good()["account"]["version"], 1);
        }
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let before = house.rows().await;
        let missing =
            "TIME_ZONE_NOT_FOUND at input.timeZone: A time zone is needed, by its name in the IANA database, such as Europe/London.";
        let deceptive = "NAME_NOT_ALLOWED at input.name: A name can't hold control characters or unpaired direction marks.";

        for (name, said, zone, refusal) in [
            (" ", "NAME_MISSING at input.name: A name is needed.", "europe/london", format!("{ZONE_UNKNOWN} [Europe/London]")),
            (&*"é".repeat(121), "NAME_TOO_LONG at input.name: A name has at most 120 characters.", "Mars", ZONE_UNKNOWN.into()),
            ("a\u{0}b", deceptive, "Europe/London\0", ZONE_UNKNOWN.into()),
            ("a\u{202e}b", deceptive, " ", missing.into()),
        ] {
            let reply = house.manage(ACCOUNT_UPDATE, json!({"name": name, "timeZone": zone})).await;
            assert_eq!(reply.user_errors().lines().collect::<Vec<_>>(), [said, &refusal]);
            assert_eq!((&reply.payload()["account"], &reply.payload()["current"]), (&Value::Null, &Value::Null));
        }
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn an_edit_of_what_someone_else_changed_is_refused_and_shows_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        house.manage(ACCOUNT_UPDATE, json!({"name": "Harbour"})).await.good();
        let before = house.rows().await;

        let reply = house.manage(ACCOUNT_UPDATE, json!({"expectedVersion": 1, "name": "Books"})).await;

        assert_eq!(
            reply.user_errors(),
            "VERSION_CONFLICT at input.expectedVersion: This was changed by someone else meanwhile: its version is now 2. Read it again before you edit it."
        );
        assert_eq!(reply.payload()["userErrors"][0]["currentVersion"], 2);
        let current = json!({"name": "Harbour", "timeZone": "Europe/London", "version": 2});
        assert_eq!((&reply.payload()["current"], &reply.payload()["account"]), (&current, &Value::Null));
        assert_eq!(house.rows().await, before);
    }
}

#[tokio::test]
async fn an_account_is_edited_with_the_scope_for_it_alone() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let before = house.rows().await;
        let ask = async |scope: &str| {
            let caller = house.gateway.caller_with(house.books.account, scope);
            caller.ask_with(ACCOUNT_UPDATE, json!({"input": {"name": "Harbour"}})).await
        };

        let refused = ask("numbers:read numbers:write").await;

        assert_eq!(refused.codes(), ["FORBIDDEN"]);
        assert!(refused.body["errors"][0]["message"].as_str().unwrap().contains("account:write"), "{:#}", refused.body);
        assert_eq!(house.rows().await, before);
        assert_eq!(ask("account:write").await.good()["account"]["name"], "Harbour");
    }
}
