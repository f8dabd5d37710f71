//! `GET /routes/{number}` to the letter: addresses, tags, statuses, and who is let in.

use api::config::limits::Limits;
use api::server::router::router;
use axum::http::Method;
use serde_json::json;

use super::spoken::{send, told};
use crate::support::caller::{Caller, Reply};
use crate::support::database::Engine;
use crate::support::seed::{BOOKS_RING, seeded};

async fn get(caller: &Caller, number: &str, headers: &[(&str, &str)]) -> Reply {
    send(caller, Method::GET, &format!("/routes/{number}"), headers, "").await
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn an_answer_is_plain_json_under_a_tag() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 2).await;
        let (id, switch) = (house.ordered("Van").await, house.gateway.switch("switch-1"));

        let reply = get(&switch, "+442079460000", &[]).await;

        let revision = reply.body["revision"].as_str().unwrap();
        let features = json!({"callRecording": false, "callRating": false, "callAnnounce": false, "announcement": null});
        assert_eq!(
            reply.body,
            json!({"number": "+442079460000", "status": "ACTIVE", "destination": BOOKS_RING, "features": features, "fixedNumber": id, "revision": revision})
        );
        assert_eq!((reply.status.as_u16(), header(&reply, "content-type")), (200, Some("application/json; charset=utf-8")));
        assert_eq!((header(&reply, "etag"), header(&reply, "cache-control")), (Some(&*format!("\"{revision}\"")), Some("no-cache")));
        for spelling in ["442079460000", "%2B442079460000", "%2b442079460000", "+4420794%36000%30", "+442079460000?a=b"] {
            let again = get(&switch, spelling, &[]).await;
            assert_eq!((again.status, &again.body), (reply.status, &reply.body), "{spelling}");
        }

        // Nobody's, and nobody's any more: told from an address that is wrong, which has no route.
        let unknown = get(&switch, "442079460001", &[]).await;
        let nothing = json!({"number": "+442079460001", "status": "UNKNOWN", "destination": null, "features": null, "fixedNumber": null,
            "revision": unknown.body["revision"]});
        assert_eq!((unknown.status.as_u16(), &unknown.body), (200, &nothing));
        house.delete(json!({"id": id})).await.good();
        let held = get(&switch, "442079460000", &[]).await;
        assert_eq!((held.status.as_u16(), &held.body["status"], &held.body["fixedNumber"]), (200, &json!("HELD"), &json!(id)));
        assert_ne!(header(&held, "etag"), header(&reply, "etag"));
        for address in ["/routes", "/routes/", "/routes/+442079460000/", "/routes/+44/2079460000"] {
            assert_eq!(send(&switch, Method::GET, address, &[], "").await.status, 404, "{address}");
        }
    }
}

#[tokio::test]
async fn who_has_the_answer_is_told_only_that() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let (id, switch) = (house.ordered("Van").await, house.gateway.switch("switch-1"));
        let first = get(&switch, "442079460000", &[]).await;
        let tag = header(&first, "etag").unwrap();
        let (weak, among, bare) = (format!("W/{tag}"), format!("\"other\" , {tag},\"more\""), tag.trim_matches('"'));

        for known in [tag, &weak, &among, "*"] {
            let reply = get(&switch, "442079460000", &[("if-none-match", known)]).await;
            assert_eq!((reply.status.as_u16(), reply.raw()), (304, ""), "{known}");
            assert_eq!((header(&reply, "etag"), header(&reply, "cache-control")), (Some(tag), Some("no-cache")), "{known}");
        }
        for other in ["\"other\"", bare, "", "\""] {
            assert_eq!(get(&switch, "442079460000", &[("if-none-match", other)]).await.body, first.body, "{other}");
        }
        let head = send(&switch, Method::HEAD, "/routes/442079460000", &[], "").await;
        assert_eq!((head.status.as_u16(), head.raw(), header(&head, "etag")), (200, "", Some(tag)));
        let head = send(&switch, Method::HEAD, "/routes/442079460000", &[("if-none-match", tag)], "").await;
        assert_eq!((head.status.as_u16(), head.raw(), header(&head, "etag")), (304, "", Some(tag)));

        house.edit(json!({"id": id, "destination": {"number": "+441632960022"}})).await.good();
        let changed = get(&switch, "442079460000", &[("if-none-match", tag)]).await;
        assert_eq!((changed.status.as_u16(), &changed.body["destination"]), (200, &json!("+441632960022")));
        assert_ne!(header(&changed, "etag"), Some(tag));
    }
}

#[tokio::test]
async fn all_others_are_refused_before_anything_is_asked() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        house.ordered("Van").await;
        let switch = house.gateway.switch("switch-1");
        let stranger = Caller::new(house.gateway.router.clone(), None);
        let liar = Caller::new(house.gateway.router.clone(), Some("let me in".into()));
        let tag = header(&get(&switch, "442079460000", &[]).await, "etag").unwrap().to_owned();
        let asked = async |who: &Caller, number: &str| {
            let (reply, statements) =
                house.gateway.counting(get(who, number, &[("if-none-match", &tag), ("origin", "https://page.test")])).await;
            assert_eq!((statements, header(&reply, "cache-control")), (Vec::new(), Some("no-store")), "{number}");
            assert_eq!((header(&reply, "etag"), header(&reply, "access-control-allow-origin")), (None, None), "{number}");
            let (status, code, _) = told(&reply);
            (status, code)
        };

        for number in ["442079460000", "442079460001", "nonsense", "%FF"] {
            for who in [&stranger, &liar] {
                assert_eq!(asked(who, number).await, (401, "UNAUTHENTICATED".into()), "{number}");
            }
            assert_eq!(asked(&house.books.caller, number).await, (403, "FORBIDDEN".into()), "{number}");
        }
        for number in
            ["nonsense", "%FF", "02079460000", "++442079460000", "+44%202079460000", "00442079460000", "4402079460000", "44", "%00"]
        {
            assert_eq!(asked(&switch, number).await, (400, "BAD_USER_INPUT".into()), "{number}");
        }
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let reply = send(&switch, method.clone(), "/routes/442079460000", &[("origin", "https://page.test")], "").await;
            assert_eq!((reply.status.as_u16(), header(&reply, "allow")), (405, Some("GET, HEAD")), "{method}");
        }
    }
}

#[tokio::test]
async fn a_route_waits_for_its_turn_like_any_request() {
    let house = seeded(Engine::Sqlite, 1).await;
    let limits = Limits { concurrent_requests: 1, queue_milliseconds: 0, ..Limits::default() };
    let state = house.gateway.state.clone().with_limits(limits);
    let switch = Caller::new(router(state.clone()), house.gateway.switch("switch-1").token);

    let turn = state.turns.take().await.unwrap();
    let refused = get(&switch, "442079460000", &[]).await;
    drop(turn);

    assert_eq!((told(&refused).0, told(&refused).1, header(&refused, "retry-after")), (503, "UNAVAILABLE".into(), Some("1")));
    assert_eq!(get(&switch, "442079460000", &[]).await.status, 200);
}
