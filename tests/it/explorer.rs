//! The explorer: its page from the bundle and from the CDN, what a browser may do on either, its files, and every example as it is shown.

use api::action::demo_load;
use api::clock::Clock;
use api::server::explorer::asset::{self, Asset, BUNDLE, OWN};
use api::server::explorer::cdn::SCRIPTS;
use api::server::explorer::example::{EXAMPLES, Example, IDS};
use api::server::explorer::page::compose;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::support::caller::{Caller, Reply};
use crate::support::database::Engine;
use crate::support::gateway::Gateway;

const MADE: &[Asset] = &[
    Asset { name: "licences-0a.txt", content: b"packed", bundled: true },
    Asset { name: "main-0a.css", content: b"packed", bundled: true },
    Asset { name: "main-0a.js", content: b"packed", bundled: true },
];

/// A gateway with demo data, and somebody of Harbour Books.
async fn demo(engine: Engine) -> (Gateway, Caller) {
    let gateway = Gateway::empty(engine).await;
    demo_load::run(&gateway.database, gateway.clock.now(), &gateway.randomness).await.unwrap();
    let account = api::action::account_find::by_name_or_id(&gateway.database, "Harbour Books").await.unwrap().remove(0);
    let caller = gateway.caller(account.id);
    (gateway, caller)
}

async fn get(gateway: &Gateway, path: &str) -> Reply {
    let request = Request::builder().method(Method::GET).uri(path).header(header::HOST, "127.0.0.1").body(Body::empty()).unwrap();
    Caller::new(gateway.router.clone(), None).send(request).await
}

/// What the page does with the marks in variables, after it has asked for ids.
async fn fill(caller: &Caller, example: &Example) -> Value {
    let ids = caller.ask(IDS).await.data().clone();
    let channel = |paid: bool| {
        let all = ids["channels"]["nodes"].as_array().unwrap();
        all.iter().find(|channel| (channel["kind"] == "PAID_SEARCH") == paid).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let first = |list: &str| ids[list]["nodes"][0]["id"].as_str().unwrap().to_owned();
    let filled = example
        .variables
        .replace("<this moment>", "2026-03-02 09:30:00")
        .replace("<a number type's id>", &first("numberTypes"))
        .replace("<a pool's id>", &first("pools"))
        .replace("<a channel's id>", &channel(false))
        .replace("<a paid-search channel's id>", &channel(true))
        .replace("<a fixed number's id>", &first("fixedNumbers"));
    assert!(!filled.contains('<'), "a mark that nobody fills: {filled}");
    serde_json::from_str(&filled).unwrap()
}

#[tokio::test]
async fn every_example_does_what_it_says_and_can_be_run_again() {
    for engine in Engine::BOTH {
        let (_gateway, caller) = demo(engine).await;

        let mut told = Vec::new();
        for example in EXAMPLES {
            let variables = fill(&caller, example).await;
            let first = caller.ask_with(example.query, variables.clone()).await.data().clone();
            let again = caller.ask_with(example.query, variables).await.data().clone();
            told.push((first, again));
        }

        let [list, simple, advanced, refusal, pool, back] = told.try_into().unwrap();
        assert_eq!(list.0["fixedNumbers"]["nodes"].as_array().unwrap().len(), 5);
        assert_eq!(list.0, list.1);
        let [once, twice] = [&simple.0, &simple.1].map(|data| &data["fixedNumberOrder"]);
        assert_eq!((&once["userErrors"], &once["replayed"], &twice["replayed"]), (&json!([]), &json!(false), &json!(true)));
        assert_eq!(once["fixedNumbers"], twice["fixedNumbers"]);
        for data in [&advanced.0, &advanced.1] {
            assert_eq!((&data["fixedNumberOrder"]["orderedCount"], &data["fixedNumberOrder"]["userErrors"]), (&json!(2), &json!([])));
        }
        let errors = refusal.0["fixedNumberOrder"]["userErrors"].as_array().unwrap();
        assert!(errors.iter().any(|error| error["code"] == "DESTINATION_NOT_E164" && error["suggestion"] == "+442079470018"), "{errors:?}");
        assert_eq!(refusal.0, refusal.1);
        assert_eq!(pool.0["poolUpdate"]["dryRun"], json!(true));
        assert!(pool.0["poolUpdate"]["reroutedNumbers"].as_i64().unwrap() > 0);
        assert_eq!(pool.0, pool.1);
        for data in [&back.0, &back.1] {
            let after = |verb: &str| (data[verb]["fixedNumber"]["status"].clone(), data[verb]["userErrors"].clone());
            assert_eq!(after("fixedNumberDelete"), (json!("HELD"), json!([])));
            assert_eq!(after("fixedNumberRestore"), (json!("ACTIVE"), json!([])));
        }
    }
}

#[tokio::test]
async fn the_page_runs_no_script_but_ours_and_is_not_kept() {
    let gateway = Gateway::empty(Engine::Sqlite).await;

    let page = get(&gateway, "/").await;

    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
    let html = page.body.as_str().unwrap();
    assert!(!html.contains("dialgate-token") && !html.contains("eyJ"), "outside a demo no token is given away");
    assert_eq!(html.matches("<script").count(), html.matches(" src=\"").count(), "no script stands in the page itself");
}

#[test]
fn from_the_bundle_nothing_is_loaded_from_elsewhere() {
    let page = compose(MADE, "<meta name=\"here\">");

    assert!(page.html.contains("<meta name=\"here\">") && page.html.contains("src=\"/explorer/main-0a.js\""), "{}", page.html);
    assert!(!page.html.replace("http://www.w3.org/2000/svg", "").contains("://"), "{}", page.html);
    assert_eq!(
        page.policy,
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
         connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
}

#[test]
fn without_a_bundle_the_page_takes_pinned_files_from_the_cdn_and_no_others() {
    let page = compose(&[], "");

    assert_eq!(page.html.matches("https://").count(), SCRIPTS.len() + 1);
    assert_eq!(page.html.matches("integrity=\"sha384-").count(), SCRIPTS.len() + 1);
    for script in SCRIPTS {
        assert!(page.html.contains(&script.address()) && page.policy.contains(&script.address()));
    }
    assert!(page.html.contains("api/explorer/build"), "it says what to do without internet");
}

#[tokio::test]
async fn files_are_served_as_what_they_are_and_those_of_the_bundle_for_ever() {
    let gateway = Gateway::empty(Engine::Sqlite).await;
    for file in OWN.iter().chain(BUNDLE) {
        let reply = get(&gateway, &format!("/explorer/{}", file.name)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", file.name);
        assert_eq!(reply.headers[header::CONTENT_TYPE], file.content_type());
        let kept = if file.bundled { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(reply.headers[header::CACHE_CONTROL], kept);
        assert_eq!(reply.headers.contains_key(header::CONTENT_ENCODING), file.bundled);
    }
    assert_eq!(get(&gateway, "/explorer/secret.txt").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&gateway, "/explorer/examples.json").await.body["examples"].as_array().unwrap().len(), EXAMPLES.len());

    let plain = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"))]);
    assert_eq!(asset::file(&MADE[0], &plain).status(), StatusCode::NOT_ACCEPTABLE);
}
