//! Editing a fixed number's label and channel: which labels fit, what is dropped, and what has to be said anew.

use serde_json::{Value, json};

use crate::support::caller::Reply;
use crate::support::database::Engine;
use crate::support::seed::seeded;

fn label(reply: &Reply) -> Value {
    let number = &reply.good()["fixedNumber"];
    json!([number["mode"], number["description"], number["publisher"], number["campaign"], number["keyword"], number["version"]])
}

#[tokio::test]
async fn leaving_paid_search_drops_the_publisher_and_says_so() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let all = json!({"advanced": {"publisher": "GOOGLE_ADS", "campaign": " Brand", "keyword": "books"}});
        let id = house.ordered_as(house.books.search, all).await;

        let reply = house.edit(json!({"id": id, "channelId": house.books.print.to_string()})).await;

        assert_eq!(reply.good()["warnings"], json!([{"code": "PUBLISHER_CLEARED"}]));
        assert_eq!(label(&reply), json!(["ADVANCED", null, null, " Brand", "books", 2]));
        assert_eq!(reply.good()["fixedNumber"]["channel"], json!({"name": "Magazine"}));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_UPDATED"]);
    }
}

#[tokio::test]
async fn leaving_paid_search_needs_a_campaign() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered_as(house.books.search, json!({"advanced": {"publisher": "GOOGLE_ADS", "keyword": "books"}})).await;
        let to = house.books.print.to_string();

        let bare = house.edit(json!({"id": id, "channelId": to})).await;

        assert_eq!(
            bare.user_errors(),
            "CAMPAIGN_MISSING at input.label.advanced.campaign: In Advanced mode a channel other than paid search needs a campaign. Give a whole new label with this edit."
        );
        assert_eq!(bare.payload()["warnings"], json!([]));
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);

        let labelled = house.edit(json!({"id": id, "channelId": to, "label": {"advanced": {"campaign": "Brand"}}})).await;

        assert_eq!(label(&labelled), json!(["ADVANCED", null, null, "Brand", null, 2]), "a label is replaced whole");
    }
}

#[tokio::test]
async fn coming_to_paid_search_in_advanced_mode_needs_a_publisher() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered_as(house.books.print, json!({"advanced": {"campaign": "Brand"}})).await;
        let to = house.books.search.to_string();

        let bare = house.edit(json!({"id": id, "channelId": to})).await;
        let lacking = house.edit(json!({"id": id, "channelId": to, "label": {"advanced": {"campaign": "Brand"}}})).await;

        assert_eq!(
            bare.user_errors(),
            "PUBLISHER_MISSING at input.label.advanced.publisher: A paid-search channel needs a publisher. Give a whole new label with this edit."
        );
        assert_eq!(lacking.user_errors(), "PUBLISHER_MISSING at input.label.advanced.publisher: A paid-search channel needs a publisher.");
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);

        let labelled = house.edit(json!({"id": id, "channelId": to, "label": {"advanced": {"publisher": "MICROSOFT_ADVERTISING"}}})).await;

        assert_eq!(label(&labelled), json!(["ADVANCED", null, "MICROSOFT_ADVERTISING", null, null, 2]));
    }
}

#[tokio::test]
async fn a_number_moves_between_the_two_modes() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;

        let advanced = house.edit(json!({"id": id, "label": {"advanced": {"campaign": "Brand", "keyword": "books"}}})).await;
        house.ordered("VAN").await;
        let taken = house.edit(json!({"id": id, "label": {"simple": {"description": "Van"}}})).await;
        let simple = house.edit(json!({"id": id, "label": {"simple": {"description": "Bus"}}})).await;

        assert_eq!(label(&advanced), json!(["ADVANCED", null, null, "Brand", "books", 2]));
        assert_eq!(taken.user_errors(), "DESCRIPTION_TAKEN at input.label.simple.description: Another number has this description.");
        assert_eq!(label(&simple), json!(["SIMPLE", "Bus", null, null, null, 3]));
        assert_eq!(
            house.changes(house.books.account).await,
            ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_UPDATED", "FIXED_NUMBER_ORDERED", "FIXED_NUMBER_UPDATED"]
        );
    }
}

#[tokio::test]
async fn a_number_may_keep_its_own_description_and_respell_it() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;
        house.ordered("Bus").await;

        let respelled = house.edit(json!({"id": id, "label": {"simple": {"description": "VAN"}}})).await;
        let taken = house.edit(json!({"id": id, "label": {"simple": {"description": "bus"}}})).await;

        assert_eq!(label(&respelled), json!(["SIMPLE", "VAN", null, null, null, 2]));
        assert_eq!(taken.user_errors(), "DESCRIPTION_TAKEN at input.label.simple.description: Another number has this description.");
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED", "FIXED_NUMBER_ORDERED", "FIXED_NUMBER_UPDATED"]);
    }
}

#[tokio::test]
async fn a_simple_number_moves_between_channels_without_a_word() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 5).await;
        let id = house.ordered("Van").await;

        for channel in [house.books.search, house.books.print] {
            let reply = house.edit(json!({"id": id, "channelId": channel.to_string()})).await;
            assert_eq!((&reply.good()["warnings"], &reply.good()["fixedNumber"]["description"]), (&json!([]), &json!("Van")));
        }
    }
}
