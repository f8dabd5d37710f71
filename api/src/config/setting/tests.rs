//! Which settings are taken and which are refused, with all that is wrong at once.

use crate::config::flag::{DataKeyFlags, DatabaseFlags, JwtFlags, ServeFlags, TokenFlags};

const SECRET: &str = "q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe";
const DATA_KEY: &str = "cTdWdzJtWms5THg0VG44UmJZYzNKZDZIZkdzMVBhVWU=";

fn text(text: &str) -> Option<String> {
    Some(text.into())
}

fn production() -> ServeFlags {
    let jwt = JwtFlags { jwt_secret: text(SECRET), jwt_issuer: text("issuer"), jwt_audience: text("audience") };
    ServeFlags { jwt, data_key: DataKeyFlags { data_key: text(DATA_KEY) }, ..ServeFlags::default() }
}

fn demo() -> ServeFlags {
    ServeFlags { demo: text("true"), ..ServeFlags::default() }
}

#[test]
fn a_demo_needs_nothing() {
    let settings = demo().check().unwrap();

    assert_eq!((settings.listen.to_string().as_str(), settings.database.url.as_str()), ("127.0.0.1:8080", "sqlite://data/dialgate.db"));
    assert_eq!((settings.jwt.secret, settings.jwt.issuer.as_str(), settings.jwt.audience.as_str()), (None, "dialgate", "dialgate"));
    assert_eq!(settings.database.demo_key().to_str(), Some("data/demo-signing-key"));
    assert_eq!(settings.database.demo_data_key().to_str(), Some("data/demo-data-key"));
    assert!(settings.data_keys.is_none());
}

#[test]
fn production_names_its_keys_issuer_and_audience() {
    assert!(!production().check().unwrap().demo);

    let faults = ServeFlags::default().check().unwrap_err();

    let names: Vec<_> = faults.iter().filter_map(|fault| fault.split(' ').next()).collect();
    assert_eq!(names, ["DIALGATE_JWT_SECRET", "DIALGATE_JWT_ISSUER", "DIALGATE_JWT_AUDIENCE", "DIALGATE_DATA_KEY"]);
    assert!(faults[3].contains("dialgate data-key new"), "{}", faults[3]);
}

#[test]
fn an_empty_text_is_not_set() {
    let flags = ServeFlags { listen: text(""), origins: text(""), log: text(""), ..demo() };

    assert!(flags.check().is_ok());
    assert_eq!(ServeFlags { demo: text(""), ..ServeFlags::default() }.check().unwrap_err().len(), 4);
}

#[test]
fn all_faults_come_together_and_none_tells_a_secret() {
    let flags = ServeFlags {
        listen: text("nowhere"),
        demo: text("false"),
        origins: text("https://app.acme.net,*"),
        limits: text("depth=1"),
        trusted_proxies: text("17"),
        introspection: text("perhaps"),
        suggestions: text("2"),
        trusted_documents: None,
        log: text("=="),
        database: DatabaseFlags { database_url: text("mysql://u:hunter2@h/d") },
        jwt: JwtFlags { jwt_secret: text("hunter2"), ..JwtFlags::default() },
        data_key: DataKeyFlags { data_key: text("hunter2,hunter2") },
    };

    let faults = flags.check().unwrap_err();

    assert_eq!(faults.len(), 12, "{faults:#?}");
    assert!(!faults.concat().contains("hunter2"));
    let told = format!("{:?}", production().check());
    assert!(!told.contains(SECRET) && !told.contains(DATA_KEY));
}

#[test]
fn a_demo_stays_on_loopback() {
    for inside in ["127.0.0.1:8080", "127.0.0.9:1", "[::1]:0", "localhost:8080", "[::ffff:127.0.0.1]:8080"] {
        assert!(ServeFlags { listen: text(inside), ..demo() }.check().is_ok(), "{inside}");
    }
    for outside in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:8080", "[::ffff:10.0.0.1]:8080"] {
        assert_eq!(ServeFlags { listen: text(outside), ..demo() }.check().unwrap_err().len(), 1, "{outside}");
        assert!(ServeFlags { listen: text(outside), ..production() }.check().is_ok(), "{outside}");
    }
}

#[test]
fn a_weak_secret_is_refused() {
    for weak in [
        "short",
        "0123456789012345678901234567890",
        "please-change-me-please-change-me-please",
        "a-string-secret-at-least-256-bits-long",
        "abababababababababababababababababab",
        "q7Vw2mZk9Lx4Tn8RbYc3Jd6HfGs1PaUe\n",
    ] {
        let jwt = JwtFlags { jwt_secret: text(weak), ..JwtFlags::default() };
        assert_eq!(ServeFlags { jwt, ..demo() }.check().unwrap_err().len(), 1, "{weak}");
    }
}

#[test]
fn a_database_is_a_file_or_a_server() {
    let check = |url: &str| DatabaseFlags { database_url: text(url) }.check();

    for (url, file) in [("sqlite://a/b.db?mode=rwc", "a/b.db"), ("sqlite:b.db", "b.db"), ("sqlite:///a/b%20c.db", "/a/b c.db")] {
        assert_eq!(check(url).unwrap().file.unwrap().to_str(), Some(file));
    }
    assert_eq!(check("postgres://u:p@localhost:5432/d").unwrap().file, None);
    for wrong in [
        "",
        "b.db",
        "sqlite:",
        "sqlite::memory:",
        "sqlite://a.db?mode=memory",
        "sqlite://a.db?mode=ro",
        "sqlite://a.db?x=y",
        "sqlite:///tmp",
        "mysql://h/d",
        "postgres://h:port/d",
        "postgres://[",
    ] {
        assert_eq!(check(wrong).is_err(), !wrong.is_empty(), "{wrong}");
    }
}

#[test]
fn a_token_lives_a_second_to_ninety_days() {
    let check = |ttl: &str| TokenFlags { ttl: ttl.into(), ..TokenFlags::default() }.check().map(|settings| settings.ttl.num_seconds());

    for (ttl, seconds) in [("1", 1), ("90s", 90), ("30m", 1800), ("12h", 43_200), ("90d", 7_776_000)] {
        assert_eq!(check(ttl), Ok(seconds));
    }
    for wrong in ["", "0", "h", "-1h", "+1h", "1.5h", "91d", "1w", "9223372036854775807d", "١h", "1 h"] {
        assert!(check(wrong).is_err(), "{wrong}");
    }
}
