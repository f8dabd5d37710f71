//! The limits of the door are told in a document of their own, from the one place where they are.

use std::path::Path;
use std::{env, fs};

use api::config::limits::Limits;
use serde_json::json;

use crate::support::database::Engine;
use crate::support::seed::seeded;

const HEAD: &str = "# The limits of the door

What a request may be and cost. There is no other limit on requests. Each can be set by its name in `DIALGATE_LIMITS`, as
`name=value` pairs with commas; clients read them with `{ limits { name value unit description } }`. What passes a limit is refused
with the code `LIMIT_EXCEEDED` and its name in `extensions.limit`, unless its description has another code. This page is written by
`UPDATE=1 tests/run -p tests --test it -- house::limits`.

| Name | By itself | Bounds |
|---|---|---|
";

#[test]
fn the_document_is_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/limits.md");
    let row = |limit: &api::config::limits::Limit| format!("| `{}` | {} {} | {} |\n", limit.name, limit.value, limit.unit, limit.about);
    let now = HEAD.to_owned() + &Limits::default().list().iter().map(row).collect::<String>();
    if env::var("UPDATE").is_ok_and(|value| value == "1") {
        fs::write(&path, &now).unwrap();
    }

    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), now, "UPDATE=1 writes it anew");
}

#[tokio::test]
async fn clients_can_read_every_limit() {
    let house = seeded(Engine::Sqlite, 1).await;
    let limits = Limits { depth: 7, account_cost: 0, ..Limits::default() };
    let caller = house.gateway.limited(house.books.account, limits.clone());

    let reply = caller.ask("{ limits { name value unit description } }").await;

    let wanted =
        limits.list().into_iter().map(|one| json!({"name": one.name, "value": one.value, "unit": one.unit, "description": one.about}));
    assert_eq!(reply.data()["limits"], wanted.collect::<serde_json::Value>());
}
