//! How much of the language is open: the schema and suggestions can be closed.

use api::graphql::schema::Language;
use api::server::router::router;
use serde_json::json;

use super::spoken::post;
use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

fn door(house: &Seeded, language: Language) -> Caller {
    Caller::new(router(house.gateway.state.clone().with_language(language)), house.books.caller.token.clone())
}

#[tokio::test]
async fn the_schema_can_be_closed() {
    let house = seeded(Engine::Sqlite, 1).await;
    let (schema, misspelled) =
        (json!({"query": "{ __schema { types { name } } }"}).to_string(), json!({"query": "{ viewr { subject } }"}).to_string());

    let open = door(&house, Language::default());
    assert!(post(&open, &schema).await.data()["__schema"]["types"].as_array().unwrap().len() > 50);
    let told = post(&open, &misspelled).await;
    assert!(told.body["errors"][0]["message"].as_str().unwrap().contains("viewer"), "{}", told.body);

    let closed = door(&house, Language { introspection: false, suggestions: false });
    for query in [
        "{ __schema { types { name } } }",
        "{ __type(name: \"Pool\") { fields { name } } }",
        "{ viewer { subject } __schema { types { name } } }",
    ] {
        let reply = post(&closed, &json!({"query": query}).to_string()).await;
        assert!(
            !reply.raw().contains("numbers") && !reply.raw().contains("PoolConnection") && !reply.raw().contains("\"name\""),
            "{}",
            reply.body
        );
        assert!(!reply.codes().is_empty(), "{}", reply.body);
    }
    let told = post(&closed, &misspelled).await;
    assert!(!told.body["errors"][0]["message"].as_str().unwrap().contains("viewer"), "{}", told.body);
    assert_eq!(
        post(&closed, &json!({"query": "{ viewer { __typename subject } }"}).to_string()).await.data(),
        &json!({"viewer": {"__typename": "Viewer", "subject": "ann"}})
    );
}
