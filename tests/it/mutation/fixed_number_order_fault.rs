//! What an order refuses: every fault of the input in one answer, and nothing is done.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

async fn on(house: &Seeded, channel: impl ToString, numbers: Value) -> Reply {
    let mut input = house.order(&[]);
    input["channelId"] = json!(channel.to_string());
    input["numbers"] = numbers;
    house.place(input).await
}

#[tokio::test]
async fn every_fault_of_an_order_is_told_in_one_answer() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        house.ordered("Poster").await;
        let long = "x".repeat(121);
        let input = json!({"numberTypeId": "nothing", "poolId": house.motors.pool.to_string(), "channelId": house.books.pool.to_string(),
            "destination": {"number": "020 7947 0018"},
            "numbers": [{"simple": {"description": " "}}, {"simple": {"description": long}}, {"simple": {"description": "a\u{0}"}},
                {"simple": {"description": "POSTER"}}, {"simple": {"description": "Van"}}, {"simple": {"description": "van "}},
                {"advanced": {"campaign": "", "keyword": "\t"}}]});

        let reply = house.place(input).await;

        assert_eq!(
            reply.user_errors().lines().collect::<Vec<_>>(),
            [
                "NUMBER_TYPE_NOT_FOUND at input.numberTypeId: There is no such number type.",
                "POOL_NOT_FOUND at input.poolId: There is no such pool in your account.",
                "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.",
                "DESCRIPTION_MISSING at input.numbers.0.simple.description: A description is needed.",
                "DESCRIPTION_TOO_LONG at input.numbers.1.simple.description: A description has at most 120 characters.",
                "DESCRIPTION_NOT_ALLOWED at input.numbers.2.simple.description: A description can't hold control characters or unpaired direction marks.",
                "CAMPAIGN_EMPTY at input.numbers.6.advanced.campaign: An empty campaign can't be stored. Leave it out instead.",
                "KEYWORD_NOT_ALLOWED at input.numbers.6.advanced.keyword: A keyword can't hold control characters.",
                "DESCRIPTION_TAKEN at input.numbers.3.simple.description: Another number has this description.",
                "DESCRIPTION_TAKEN at input.numbers.5.simple.description: Two numbers of this order have the same description.",
                "DESTINATION_NOT_E164 at input.destination.number: The destination must be a plus sign, the country code and 7 to 15 digits in all, with nothing else, for example +442071234567. [+442079470018]"
            ]
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
        assert_eq!((house.free().await, house.amount("destination").await), (4, 2));
    }
}

#[tokio::test]
async fn a_label_must_fit_its_channel() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;

        let search = on(&house, house.books.search, json!([{"advanced": {"campaign": "a"}}, {"advanced": {"publisher": null}}])).await;
        let print = on(&house, house.books.print, json!([{"advanced": {"publisher": "GOOGLE_ADS"}}, {"advanced": {"keyword": "k"}}])).await;

        assert_eq!(
            search.user_errors().lines().collect::<Vec<_>>(),
            [
                "PUBLISHER_MISSING at input.numbers.0.advanced.publisher: A paid-search channel needs a publisher.",
                "PUBLISHER_MISSING at input.numbers.1.advanced.publisher: A paid-search channel needs a publisher."
            ]
        );
        assert_eq!(
            print.user_errors().lines().collect::<Vec<_>>(),
            [
                "PUBLISHER_NOT_APPLICABLE at input.numbers.0.advanced.publisher: Only a paid-search channel has a publisher. Leave it out.",
                "CAMPAIGN_MISSING at input.numbers.0.advanced.campaign: In Advanced mode a channel other than paid search needs a campaign.",
                "CAMPAIGN_MISSING at input.numbers.1.advanced.campaign: In Advanced mode a channel other than paid search needs a campaign."
            ]
        );
        assert!(house.changes(house.books.account).await.is_empty());
    }
}

#[tokio::test]
async fn a_campaign_and_a_keyword_are_each_held_against_the_same_rules() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let long = "é".repeat(256);
        let tags = |text: &str| json!({"advanced": {"publisher": "GOOGLE_ADS", "campaign": text, "keyword": text}});

        let reply = on(&house, house.books.search, json!([tags(""), tags(&long), tags("a\u{7f}"), tags("\0")])).await;

        assert_eq!(
            reply.user_errors().lines().collect::<Vec<_>>(),
            [
                "CAMPAIGN_EMPTY at input.numbers.0.advanced.campaign: An empty campaign can't be stored. Leave it out instead.",
                "KEYWORD_EMPTY at input.numbers.0.advanced.keyword: An empty keyword can't be stored. Leave it out instead.",
                "CAMPAIGN_TOO_LONG at input.numbers.1.advanced.campaign: A campaign has at most 255 characters.",
                "KEYWORD_TOO_LONG at input.numbers.1.advanced.keyword: A keyword has at most 255 characters.",
                "CAMPAIGN_NOT_ALLOWED at input.numbers.2.advanced.campaign: A campaign can't hold control characters.",
                "KEYWORD_NOT_ALLOWED at input.numbers.2.advanced.keyword: A keyword can't hold control characters.",
                "CAMPAIGN_NOT_ALLOWED at input.numbers.3.advanced.campaign: A campaign can't hold control characters.",
                "KEYWORD_NOT_ALLOWED at input.numbers.3.advanced.keyword: A keyword can't hold control characters."
            ]
        );
        assert!(house.changes(house.books.account).await.is_empty());
    }
}

#[tokio::test]
async fn what_belongs_to_another_account_is_refused_like_what_is_not_there() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let with = |pool: String, channel: String, destination: String| {
            let mut input = house.order(&["Van"]);
            (input["poolId"], input["channelId"], input["destination"]) = (json!(pool), json!(channel), json!({"id": destination}));
            input
        };
        let zeros = "0".repeat(32);

        let foreign =
            house.place(with(house.motors.pool.to_string(), house.motors.print.to_string(), house.motors.destination.to_string())).await;
        let missing = house.place(with(format!("pool_{zeros}"), format!("channel_{zeros}"), format!("destination_{zeros}"))).await;
        let malformed = house.place(with(String::new(), "\0".into(), house.books.pool.to_string())).await;

        assert_eq!(
            foreign.user_errors().lines().collect::<Vec<_>>(),
            [
                "POOL_NOT_FOUND at input.poolId: There is no such pool in your account.",
                "CHANNEL_NOT_FOUND at input.channelId: There is no such channel in your account.",
                "DESTINATION_NOT_FOUND at input.destination.id: There is no such destination in your account."
            ]
        );
        assert_eq!(missing.body, foreign.body);
        assert_eq!(malformed.body, foreign.body);
        assert!(house.changes(house.books.account).await.is_empty());
        assert!(house.changes(house.motors.account).await.is_empty());
    }
}

#[tokio::test]
async fn a_fault_stands_before_the_stock_that_is_lacking() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;

        let reply = house.place(house.order(&[""])).await;

        assert_eq!(reply.user_errors(), "DESCRIPTION_MISSING at input.numbers.0.simple.description: A description is needed.");
    }
}
