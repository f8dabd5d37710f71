//! The whole slice once: a signed-in person orders a number in both modes, sees it, edits it, deletes it and restores it.

use serde_json::json;

use crate::support::database::Engine;
use crate::support::seed::seeded;

#[tokio::test]
async fn a_number_is_ordered_seen_edited_deleted_and_restored() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 20).await;
        let ann = &house.books.caller;

        let id = house.ordered("Spring issue").await;
        let seen = ann
            .ask_with(
                "query($id: ID!) { fixedNumber(id: $id) { number nationalFormat mode description status version usesDefaultDestination
                    pool { name } channel { name kind } numberType { title availableCount } destination { number } } }",
                json!({"id": id}),
            )
            .await;
        assert_eq!(
            seen.data()["fixedNumber"],
            json!({"number": "+442079460000", "nationalFormat": "020 7946 0000", "mode": "SIMPLE", "description": "Spring issue",
                "status": "ACTIVE", "version": 1, "usesDefaultDestination": true, "pool": {"name": "Main"},
                "channel": {"name": "Magazine", "kind": "PRINT"}, "numberType": {"title": "020 London", "availableCount": 19},
                "destination": {"number": "+441632960018"}})
        );

        let edited = ann
            .ask_with(
                "mutation($input: FixedNumberUpdateInput!) { fixedNumberUpdate(input: $input) {
                    fixedNumber { version mode publisher campaign channel { name } destination { number } } userErrors { code message field } } }",
                json!({"input": {"id": id, "expectedVersion": 1, "channelId": house.books.search.to_string(),
                    "label": {"advanced": {"publisher": "GOOGLE_ADS", "campaign": " Brand "}}, "destination": {"number": "+447700900123"}}}),
            )
            .await;
        assert_eq!(
            edited.good()["fixedNumber"],
            json!({"version": 2, "mode": "ADVANCED", "publisher": "GOOGLE_ADS", "campaign": " Brand ", "channel": {"name": "Paid search"},
                "destination": {"number": "+447700900123"}})
        );

        let deleted = ann
            .ask_with(
                "mutation($id: ID!) { fixedNumberDelete(input: {id: $id}) { holdUntil fixedNumber { status destination { id } } userErrors { code } } }",
                json!({"id": id}),
            )
            .await;
        assert_eq!(deleted.good()["fixedNumber"], json!({"status": "HELD", "destination": null}));
        assert_eq!(deleted.good()["holdUntil"], "2026-05-31T09:30:00+00:00");

        let restored = ann
            .ask_with(
                "mutation($id: ID!) { fixedNumberRestore(input: {id: $id}) { fixedNumber { id status version } userErrors { code } } }",
                json!({"id": id}),
            )
            .await;
        assert_eq!(restored.good()["fixedNumber"], json!({"id": id, "status": "ACTIVE", "version": 4}));

        assert_eq!(
            house.changes(house.books.account).await,
            ["FIXED_NUMBER_ORDERED", "DESTINATION_CREATED", "FIXED_NUMBER_UPDATED", "FIXED_NUMBER_DELETED", "FIXED_NUMBER_RESTORED"]
        );
    }
}
