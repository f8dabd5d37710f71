//! An account's time zone: another one comes with the next month, until then it can be replaced or taken back.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::ACCOUNT_UPDATE;
use crate::support::seed::{Seeded, seeded};

/// The first of April in London, where summer time has begun.
const APRIL: &str = "2026-03-31T23:00:00+00:00";

async fn zones(house: &Seeded) -> Value {
    house.books.caller.ask("{ account { timeZone nextTimeZone nextTimeZoneFrom version } }").await.data()["account"].clone()
}

/// Moves the clock to an instant.
fn go_to(house: &Seeded, instant: &str) {
    use api::clock::Clock as _;
    let to: DateTime<Utc> = instant.parse().unwrap();
    house.gateway.clock.advance(to - house.gateway.clock.now());
}

#[tokio::test]
async fn a_zone_that_was_chosen_comes_with_the_month() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        house.manage(ACCOUNT_UPDATE, json!({"timeZone": "Asia/Tokyo"})).await.good();
        let coming = json!({"timeZone": "Europe/London", "nextTimeZone": "Asia/Tokyo", "nextTimeZoneFrom": APRIL, "version": 2});
        let come = json!({"timeZone": "Asia/Tokyo", "nextTimeZone": null, "nextTimeZoneFrom": null, "version": 2});

        assert_eq!(zones(&house).await, coming);
        go_to(&house, "2026-03-31T22:59:59Z");
        assert_eq!(zones(&house).await, coming);
        go_to(&house, "2026-03-31T23:00:00Z");
        assert_eq!(zones(&house).await, come);

        // The zone that has come is the one in force: to say so is no change, and the next begins where its month ends.
        let rows = house.rows().await;
        house.manage(ACCOUNT_UPDATE, json!({"timeZone": "Asia/Tokyo", "expectedVersion": 2})).await.good();
        assert_eq!((zones(&house).await, house.rows().await), (come, rows));
        house.manage(ACCOUNT_UPDATE, json!({"timeZone": "America/New_York"})).await.good();
        assert_eq!(
            zones(&house).await,
            json!({"timeZone": "Asia/Tokyo", "nextTimeZone": "America/New_York", "nextTimeZoneFrom": "2026-04-30T15:00:00+00:00", "version": 3})
        );
        assert_eq!(house.changes(house.books.account).await, ["ACCOUNT_UPDATED"; 2]);
    }
}

#[tokio::test]
async fn a_zone_to_come_is_replaced_or_taken_back() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;
        let choose = async |zone: &str| {
            house.later();
            let account = house.manage(ACCOUNT_UPDATE, json!({"timeZone": zone})).await.good()["account"].clone();
            json!([account["timeZone"], account["nextTimeZone"], account["nextTimeZoneFrom"], account["version"]])
        };

        assert_eq!(choose("Asia/Tokyo").await, json!(["Europe/London", "Asia/Tokyo", APRIL, 2]));
        assert_eq!(choose("Asia/Tokyo").await, json!(["Europe/London", "Asia/Tokyo", APRIL, 2]), "the same again is no change");
        assert_eq!(choose("Asia/Kathmandu").await, json!(["Europe/London", "Asia/Kathmandu", APRIL, 3]));
        assert_eq!(choose("Europe/London").await, json!(["Europe/London", null, null, 4]));
        assert_eq!(choose("Europe/London").await, json!(["Europe/London", null, null, 4]), "the same again is no change");
        assert_eq!(house.changes(house.books.account).await, ["ACCOUNT_UPDATED"; 3]);
        go_to(&house, "2026-05-01T00:00:00Z");
        assert_eq!(zones(&house).await, json!({"timeZone": "Europe/London", "nextTimeZone": null, "nextTimeZoneFrom": null, "version": 4}));
    }
}
