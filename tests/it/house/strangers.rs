//! Nobody without a good token learns or does anything, on any root field; and a switch is nobody to an account.

use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::caller::{Caller, Reply};
use crate::support::database::Engine;
use crate::support::gateway::{AUDIENCE, Gateway, ISSUER, sign};
use crate::support::language::{Language, Root, name};
use crate::support::seed::seeded;

/// A value that looks right, for any scalar.
fn likely(_: &str, input: &Value) -> Value {
    match name(crate::support::language::base(input)) {
        "Int" => json!(1),
        "Boolean" => json!(true),
        "ID" => json!("pool_01900000000070008000000000000001"),
        "DateTime" => json!("2026-03-02T09:30:00Z"),
        _ => json!("+441632960018"),
    }
}

fn document(language: &Language, root: Root<'_>) -> String {
    language.document(root, &language.arguments(root.field, &[], &likely), 1)
}

/// Everybody who must stay outside, by what is wrong with them.
fn outsiders(gateway: &Gateway, account: &str) -> Vec<(&'static str, Caller)> {
    let now = api::clock::Clock::now(&*gateway.clock);
    let good = json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "exp": (now + TimeDelta::hours(1)).timestamp(), "account": account,
        "scope": "numbers:read numbers:write"});
    let with = |claim: &str, value: Value| {
        let mut claims = good.clone();
        claims[claim] = value;
        sign(&claims)
    };
    let key = jsonwebtoken::EncodingKey::from_secret(b"a secret that somebody else has made up for himself");
    let forged = jsonwebtoken::encode(&jsonwebtoken::Header::default(), &good, &key).unwrap();
    let tokens = [
        ("no token", None),
        ("not a token", Some("let me in".to_owned())),
        ("forged", Some(forged)),
        ("expired", Some(with("exp", json!((now - TimeDelta::hours(1)).timestamp())))),
        ("not yet good", Some(with("nbf", json!((now + TimeDelta::minutes(30)).timestamp())))),
        ("of another issuer", Some(with("iss", json!("https://elsewhere.test")))),
        ("for somebody else", Some(with("aud", json!("elsewhere")))),
        ("of two kinds at once", Some(with("switch", json!("switch-1")))),
    ];
    tokens.map(|(what, token)| (what, Caller::new(gateway.router.clone(), token))).into()
}

#[tokio::test]
async fn no_root_field_answers_a_stranger() {
    let language = Language::read().await;
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let account = house.books.account.to_string();
        let within = house.gateway.caller_with(house.books.account, "numbers:read");
        let switch = house.gateway.switch("switch-1");
        let refusal = json!({"errors": [{"message": "This needs a valid token: send it in the header `Authorization: Bearer TOKEN`.",
            "extensions": {"code": "UNAUTHENTICATED"}}]});

        let mut asked = 0;
        for root in language.roots() {
            let document = document(&language, root);
            for (what, stranger) in outsiders(&house.gateway, &account) {
                let (reply, statements) = house.gateway.counting(stranger.ask(&document)).await;

                let Reply { status, headers, body, .. } = reply;
                assert_eq!((status, &body), (StatusCode::UNAUTHORIZED, &refusal), "{what}: {document}");
                assert_eq!(headers[header::WWW_AUTHENTICATE], "Bearer realm=\"dialgate\"", "{what}: {document}");
                assert_eq!(statements, Vec::<String>::new(), "{what}: {document}");
                asked += 1;
            }
            // The document itself is sound, so it was the token that was refused.
            let whose = if name(root.field) == "route" { &switch } else { &within };
            assert_eq!(whose.ask(&document).await.status, StatusCode::OK, "{document}");
        }
        assert_eq!(asked, language.roots().len() * 8);
        assert_eq!(house.changes(house.books.account).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_switch_reaches_no_root_field_but_its_own_and_those_about_itself() {
    let language = Language::read().await;
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let switch = house.gateway.switch("switch-1");
        for root in language.roots() {
            let document = document(&language, root);

            let (reply, statements) = house.gateway.counting(switch.ask(&document)).await;

            if name(root.field) == "callsRecord" {
                assert_eq!(reply.good()["results"][0]["status"], "UNMATCHED", "{document}");
                continue;
            }
            let asked = usize::from(name(root.field) == "route");
            assert_eq!((reply.status, statements.len()), (StatusCode::OK, asked), "{document}");
            if name(root.field) == "route" {
                assert_eq!(reply.data()["route"]["status"], "UNKNOWN");
                continue;
            }
            if name(root.field) == "viewer" {
                assert_eq!(reply.data()["viewer"]["switch"], "switch-1");
                continue;
            }
            if name(root.field) == "limits" {
                assert!(!reply.data()["limits"].as_array().unwrap().is_empty());
                continue;
            }
            assert_eq!(reply.codes(), ["FORBIDDEN"], "{document}");
            let data = &reply.body["data"];
            assert!(data.is_null() || data[name(root.field)].is_null(), "{document}: {data}");
        }
        assert_eq!(house.changes(house.books.account).await, Vec::<String>::new());
    }
}
