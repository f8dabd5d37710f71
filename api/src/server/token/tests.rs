use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{Keys, LENGTH_LIMIT, Refused, bearer};
use crate::clock::CountedRandomness;
use crate::viewer::{Principal, Scope, Viewer};

const SECRET: &[u8] = b"a key that only these tests know, 41 bytes";
const ACCOUNT: &str = "account_01900000000070008000000000000001";
const EXP: i64 = 2_000_000_000;

fn keys() -> Keys {
    Keys::new(SECRET, "the-issuer", "the-audience")
}

fn second(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn good() -> Value {
    json!({ "iss": "the-issuer", "aud": "the-audience", "sub": "ann", "exp": EXP, "account": ACCOUNT, "scope": "calls:read" })
}

/// The good claims with one of them changed, or left out.
fn with(name: &str, value: impl Into<Option<Value>>) -> Value {
    let mut claims = good();
    match value.into() {
        Some(value) => claims[name] = value,
        None => drop(claims.as_object_mut().unwrap().remove(name)),
    }
    claims
}

fn sign(header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(SECRET)).unwrap()
}

/// A header the library would not write, signed all the same.
fn sign_raw(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &EncodingKey::from_secret(SECRET), Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}

fn verify_at(claims: &Value, now: DateTime<Utc>) -> Result<Viewer, Refused> {
    keys().verify(&sign(&Header::default(), claims), now)
}

fn verify(claims: &Value) -> Result<Viewer, Refused> {
    verify_at(claims, second(EXP - 3600))
}

#[test]
fn an_accounts_token_says_who_asks() {
    let viewer = verify(&good());

    let principal = Principal::Account(entity::id::Id::parse(ACCOUNT).unwrap());
    assert_eq!(viewer, Ok(Viewer { subject: "ann".into(), principal, scopes: vec![Scope::CallsRead], expires_at: second(EXP) }));
}

#[test]
fn a_switchs_token_names_the_switch_and_opens_no_scope() {
    let claims = json!({ "iss": "the-issuer", "aud": "the-audience", "sub": "s", "exp": EXP, "switch": "north-1", "scope": "calls:read" });

    let viewer = verify(&claims).unwrap();

    assert_eq!((viewer.principal, viewer.scopes), (Principal::Switch("north-1".into()), vec![]));
}

#[test]
fn a_token_ends_thirty_seconds_after_its_second() {
    assert!(verify_at(&good(), second(EXP)).is_ok());
    assert!(verify_at(&good(), second(EXP + 30) - TimeDelta::microseconds(1)).is_ok());
    assert_eq!(verify_at(&good(), second(EXP + 30)), Err(Refused));
    assert_eq!(verify_at(&good(), second(EXP + 3600)), Err(Refused));
}

#[test]
fn a_token_begins_thirty_seconds_before_its_second() {
    let claims = with("nbf", json!(EXP - 100));

    assert_eq!(verify_at(&claims, second(EXP - 130) - TimeDelta::microseconds(1)), Err(Refused));
    assert!(verify_at(&claims, second(EXP - 130)).is_ok());
}

#[test]
fn whole_seconds_may_be_written_as_a_fraction() {
    assert!(verify(&with("exp", json!(EXP as f64))).is_ok());
    assert!(verify(&with("nbf", json!(-1))).is_ok());
}

#[test]
fn the_audience_is_one_or_several() {
    for fits in [json!("the-audience"), json!(["the-audience"]), json!(["x", "the-audience"])] {
        assert!(verify(&with("aud", fits.clone())).is_ok(), "{fits}");
    }
    for wrong in [
        json!(["x"]),
        json!([]),
        json!(""),
        json!({}),
        json!(null),
        json!("the-audience "),
        json!(["the-audience", 1]),
        json!(1),
        json!("the-audienc"),
    ] {
        assert_eq!(verify(&with("aud", wrong.clone())), Err(Refused), "{wrong}");
    }
}

#[test]
fn scopes_are_split_at_blanks_and_unknown_words_ignored() {
    let scopes = |text: &str| verify(&with("scope", json!(text))).unwrap().scopes;

    assert_eq!(scopes("calls:read  numbers:read"), [Scope::NumbersRead, Scope::CallsRead]);
    assert_eq!(scopes(" calls:read calls:read all * CALLS:RATE numbers "), [Scope::CallsRead]);
    assert_eq!(scopes(""), []);
    assert_eq!(verify(&with("scope", None)).unwrap().scopes, []);
}

#[test]
fn every_claim_has_one_type() {
    for name in ["iss", "sub", "account", "scope", "switch"] {
        for wrong in [json!(null), json!(1), json!(true), json!([]), json!(["the-issuer"]), json!({})] {
            assert_eq!(verify(&with(name, wrong.clone())), Err(Refused), "{name} {wrong}");
        }
    }
    for name in ["exp", "nbf"] {
        for wrong in [
            json!(null),
            json!("2000000000"),
            json!(""),
            json!(true),
            json!([EXP]),
            json!({}),
            json!(0.5),
            json!(1e300),
            json!(u64::MAX),
            json!(i64::MAX),
            json!(i64::MIN),
        ] {
            assert_eq!(verify(&with(name, wrong.clone())), Err(Refused), "{name} {wrong}");
        }
    }
}

#[test]
fn what_is_required_is_required() {
    for name in ["iss", "aud", "sub", "exp", "account"] {
        assert_eq!(verify(&with(name, None)), Err(Refused), "{name}");
    }
    for (name, wrong) in [
        ("iss", "another"),
        ("iss", ""),
        ("iss", "The-Issuer"),
        ("sub", ""),
        ("sub", "  "),
        ("account", ""),
        ("account", "Harbour Books"),
        ("account", "pool_01900000000070008000000000000001"),
        ("account", "account_0190000000007000800000000000000A"),
        ("switch", "north-1"),
    ] {
        assert_eq!(verify(&with(name, json!(wrong))), Err(Refused), "{name} {wrong}");
    }
    let mut switch = with("account", None);
    for wrong in ["", " ", "a\nb"] {
        switch["switch"] = json!(wrong);
        assert_eq!(verify(&switch), Err(Refused), "{wrong:?}");
    }
}

#[test]
fn the_key_decides_the_algorithm() {
    let now = second(EXP - 3600);
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        assert_eq!(keys().verify(&sign(&Header::new(algorithm), &good()), now), Err(Refused), "{algorithm:?}");
    }
    let claims = good().to_string();
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None","typ":"JWT"}"#,
        r#"{"alg":"RS256","typ":"JWT"}"#,
        r#"{"alg":"ES256"}"#,
        r#"{"alg":"EdDSA"}"#,
        r#"{"alg":"hs256"}"#,
        r#"{"alg":""}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["HS256"]}"#,
        "{}",
        "[]",
        "",
        r#"{"typ":"JWT"}"#,
        r#"{"alg":"HS256","alg":"none"}"#,
    ] {
        assert_eq!(keys().verify(&sign_raw(header, &claims), now), Err(Refused), "{header}");
    }
    let unsigned = sign_raw(r#"{"alg":"none"}"#, &claims);
    assert_eq!(keys().verify(unsigned.rsplit_once('.').map(|(message, _)| format!("{message}.")).unwrap().as_str(), now), Err(Refused));
}

#[test]
fn a_header_may_say_little_and_change_nothing() {
    let now = second(EXP - 3600);
    let claims = good().to_string();
    for header in [
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"HS256","typ":"jwt"}"#,
        r#"{"alg":"HS256","typ":"at+jwt"}"#,
        r#"{"alg":"HS256","typ":"application/at+JWT"}"#,
        r#"{"alg":"HS256","kid":"../../etc/passwd","jku":"https://evil.test/","x5u":"https://evil.test/"}"#,
    ] {
        assert!(keys().verify(&sign_raw(header, &claims), now).is_ok(), "{header}");
    }
    for header in [
        r#"{"alg":"HS256","typ":""}"#,
        r#"{"alg":"HS256","typ":"JOSE"}"#,
        r#"{"alg":"HS256","typ":"logout+jwt"}"#,
        r#"{"alg":"HS256","typ":1}"#,
        r#"{"alg":"HS256","crit":["exp"],"exp":1}"#,
        r#"{"alg":"HS256","crit":[]}"#,
    ] {
        assert_eq!(keys().verify(&sign_raw(header, &claims), now), Err(Refused), "{header}");
    }
}

#[test]
fn a_token_is_whole_and_signed_by_us() {
    let now = second(EXP - 3600);
    let token = sign(&Header::default(), &good());
    let stranger = jsonwebtoken::encode(&Header::default(), &good(), &EncodingKey::from_secret(b"another key")).unwrap();
    let twice =
        sign_raw(r#"{"alg":"HS256"}"#, &good().to_string().replace("{", r#"{"account":"account_01900000000070008000000000000002","#));
    let (message, signature) = token.rsplit_once('.').unwrap();
    for wrong in [
        String::new(),
        ".".into(),
        "..".into(),
        "...".into(),
        message.into(),
        format!("{message}."),
        format!("{token}="),
        format!("{token}."),
        format!(".{token}"),
        format!("{token} "),
        format!("{token}A"),
        token[..token.len() - 1].into(),
        format!("{message}.{}", signature.chars().rev().collect::<String>()),
        stranger,
        twice,
        sign_raw(r#"{"alg":"HS256"}"#, "[]"),
        sign_raw(r#"{"alg":"HS256"}"#, "null"),
        sign_raw(r#"{"alg":"HS256"}"#, ""),
    ] {
        assert_eq!(keys().verify(&wrong, now), Err(Refused), "{wrong}");
    }
}

#[test]
fn a_token_has_at_most_four_kibibytes() {
    let now = second(EXP - 3600);
    let padded = |blanks: usize| sign_raw(&format!(r#"{{"alg":"HS256"{}}}"#, " ".repeat(blanks)), &good().to_string());
    let fits = (0..).map(padded).take_while(|token| token.len() <= LENGTH_LIMIT).last().unwrap();
    let blanks = (0..).find(|blanks| padded(*blanks).len() > LENGTH_LIMIT).unwrap();

    assert!(fits.len() > LENGTH_LIMIT - 3 && keys().verify(&fits, now).is_ok());
    assert_eq!(keys().verify(&padded(blanks), now), Err(Refused));
}

#[test]
fn a_minted_token_reads_as_its_viewer() {
    let now = second(EXP - 3600);
    let randomness = CountedRandomness::default();
    let account = Principal::Account(entity::id::Id::parse(ACCOUNT).unwrap());
    for (principal, scopes) in [(account.clone(), Scope::ALL.to_vec()), (account, vec![]), (Principal::Switch("north-1".into()), vec![])] {
        let viewer = Viewer { subject: "ann".into(), principal, scopes, expires_at: second(EXP) };

        let token = keys().mint(&viewer, now, &randomness).unwrap();

        assert_eq!(keys().verify(&token, now), Ok(viewer.clone()));
        assert_ne!(keys().mint(&viewer, now, &randomness).unwrap(), token);
    }
}

#[test]
fn the_scheme_is_bearer_in_any_case() {
    let read = |values: &[&str]| {
        let mut headers = axum::http::HeaderMap::new();
        for value in values {
            headers.append("authorization", value.parse().unwrap());
        }
        bearer(&headers).map(str::to_owned)
    };

    for fits in ["Bearer abc", "bearer abc", "BEARER abc", "Bearer  abc"] {
        assert_eq!(read(&[fits]).as_deref(), Some("abc"), "{fits}");
    }
    for wrong in ["", "Bearer", "Bearer ", "abc", "Basic abc", "Bearerabc", "Bearer\tabc", " abc"] {
        assert_eq!(read(&[wrong]), None, "{wrong}");
    }
    assert_eq!(read(&["Bearer abc", "Bearer abc"]), None);
    assert_eq!(read(&[]), None);
}
