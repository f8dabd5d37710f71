//! Texts that people seldom type, in every place that takes one: kept as they are and found again, or refused with the place's own code.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::manage::{CHANNEL_CREATE, DESTINATION_CREATE, DESTINATION_UPDATE, GOAL_CREATE, POOL_CREATE};
use crate::support::seed::{Seeded, seeded};

/// What is kept to the byte, wherever it is written.
const KEPT: &[&str] = &[
    "Ζωή Москва ถนน 東京",
    "Straße ﬁne ＶＡＮ Cafe\u{301}",
    "🚐 Van 👩\u{200d}👩\u{200d}👧 🇬🇧",
    "שלום עולם",
    "مرحبا ٠٢٠",
    "\u{2067}שלום\u{2069} (Van)",
    "\u{202b}עולם\u{202c} 2026",
    "\u{200f}שלום\u{200f}",
    "<b>&amp;</b> '; DROP TABLE pool; --",
    "100% _off_ \\ \"now\"",
];

/// What is refused wherever it is written, and as what.
const REFUSED: &[(&str, &str)] = &[
    ("a\0b", "NOT_ALLOWED"),
    ("a\nb", "NOT_ALLOWED"),
    ("a\tb", "NOT_ALLOWED"),
    ("a\u{1b}[31mb", "NOT_ALLOWED"),
    ("a\u{7f}b", "NOT_ALLOWED"),
    ("a\u{85}b", "NOT_ALLOWED"),
    ("", "TOO_LONG"),
];

/// The same where a reader could be deceived. A campaign has to match the advertising account, whatever that holds.
const DECEPTIVE: &[&str] = &["a\u{202e}b", "a\u{2066}b", "a\u{2069}b", "a\u{202c}b"];

/// Where texts are written: the place, its codes, and what is asked to find it again.
const PLACES: [(&str, &str, &str); 6] = [
    ("pool", "NAME", "pools(search: $text) { nodes { text: name } }"),
    ("channel", "NAME", "channels(search: $text) { nodes { text: name } }"),
    ("goal", "NAME", "goals(search: $text) { nodes { text: name } }"),
    ("destination", "LABEL", "destinations(search: $text) { nodes { text: label } }"),
    ("description", "DESCRIPTION", "fixedNumbers(filter: {search: $text}) { nodes { text: description } }"),
    ("campaign", "CAMPAIGN", "fixedNumbers(filter: {search: $text}) { nodes { text: campaign } }"),
];

/// Writes a text in a place: what is kept of it, or the codes of its refusal.
async fn written(house: &Seeded, place: &str, text: &str) -> Result<String, Vec<String>> {
    let reply = match place {
        "pool" => house.manage(POOL_CREATE, json!({"name": text, "defaultDestination": {"id": house.books.destination.to_string()}})).await,
        "goal" => house.manage(GOAL_CREATE, json!({"name": text, "answered": true})).await,
        "channel" => house.manage(CHANNEL_CREATE, json!({"name": text, "kind": "PRINT"})).await,
        "destination" => house.manage(DESTINATION_UPDATE, json!({"id": house.books.destination.to_string(), "label": text})).await,
        "description" => house.place(house.order(&[text])).await,
        _ => {
            let mut input = house.order(&[]);
            input["numbers"] = json!([{"advanced": {"campaign": text}}]);
            house.place(input).await
        }
    };
    let payload = reply.payload();
    let errors: Vec<_> = payload["userErrors"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap().to_owned()).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let kept = match place {
        "pool" | "channel" | "goal" => &payload[place]["name"],
        "destination" => &payload[place]["label"],
        _ => &payload["fixedNumbers"][0][place],
    };
    Ok(kept.as_str().unwrap().to_owned())
}

#[tokio::test]
async fn an_unusual_text_is_kept_and_found_or_refused_wherever_it_is_written() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 60).await;
        for (place, codes, road) in PLACES {
            let campaign = place == "campaign";
            for text in KEPT {
                assert_eq!(written(&house, place, text).await.as_deref(), Ok(*text), "{place}");
                let document = format!("query($text: String!) {{ page: {road} }}");
                let reply = house.books.caller.ask_with(&document, json!({"text": text})).await;
                let found = reply.data()["page"]["nodes"].as_array().unwrap();
                assert!(found.iter().any(|node| node["text"] == **text), "{place}: {text:?} in {found:?}");
            }
            let spaced = "\u{3000} Around  it \u{a0}";
            assert_eq!(written(&house, place, spaced).await.as_deref(), Ok(if campaign { spaced } else { "Around  it" }), "{place}");

            let long = "🚐".repeat(300);
            for (text, code) in REFUSED {
                let text = if text.is_empty() { &long } else { *text };
                assert_eq!(written(&house, place, text).await, Err(vec![format!("{codes}_{code}")]), "{place}: {text:?}");
            }
            for text in DECEPTIVE {
                let wanted = if campaign { Ok((*text).to_owned()) } else { Err(vec![format!("{codes}_NOT_ALLOWED")]) };
                assert_eq!(written(&house, place, text).await, wanted, "{place}: {text:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_search_for_an_unusual_text_is_an_answer() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        house.ordered("Van").await;
        let texts = KEPT.iter().chain(DECEPTIVE).map(|text| (*text).to_owned());
        let texts = texts.chain(["\0".into(), "a\0".into(), "\u{1b}[31m".into(), "🚐".repeat(200), "x ".repeat(100), "%_".repeat(100)]);

        for text in texts {
            for (place, _, road) in PLACES {
                let document = format!("query($text: String!) {{ page: {road} }}");
                let reply = house.books.caller.ask_with(&document, json!({"text": text})).await;
                assert_eq!(reply.data()["page"]["nodes"], json!([]), "{place}: {text:?}");
            }
        }
        for (place, _, road) in PLACES {
            let document = format!("query($text: String!) {{ page: {road} }}");
            let reply = house.books.caller.ask_with(&document, json!({"text": "🚐".repeat(300)})).await;
            assert_eq!(reply.codes(), ["BAD_USER_INPUT"], "{place}: {:#}", reply.body);
        }
    }
}

#[tokio::test]
async fn an_unusual_text_is_no_destination_and_only_a_safe_one_has_a_suggestion() {
    let none: Vec<String> =
        ["020 7946 OO18", "📞 020 7946 0018", "0\u{20e3}2\u{20e3}0\u{20e3}7946 0018", "\u{202e}8100 6497 020", "שלום", "020\n79460018"]
            .into_iter()
            .map(str::to_owned)
            .chain([
                "0".repeat(300),
                "+44".repeat(100),
                "🚐".repeat(300),
                format!("020 7946 0018{}", " ".repeat(300)),
                "020 7946\0 0018".into(),
            ])
            .collect();
    let meant = ["\u{202d}+442079460018\u{202c}", "\u{200f}020 7946 0018\u{200e}", "\u{2067}٠٢٠ ٧٩٤٦ ٠٠١٨\u{2069}", "020\t7946\u{7f}0018"];

    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        let before = house.rows().await;
        let table = none.iter().map(|text| (text.as_str(), Value::Null)).chain(meant.map(|text| (text, json!("+442079460018"))));

        for (text, suggestion) in table {
            let refused = json!({"number": null, "refusal": {"code": "DESTINATION_NOT_E164"}, "suggestion": suggestion});
            let check = "query($text: String!) { destinationCheck(number: $text) { number refusal { code } suggestion } }";
            let reply = house.books.caller.ask_with(check, json!({"text": text})).await;
            assert_eq!(reply.data()["destinationCheck"], refused, "{text:?}");

            let reply = house.manage(DESTINATION_CREATE, json!({"number": text})).await;
            let errors = &reply.payload()["userErrors"];
            assert_eq!((&errors[0]["code"], &errors[0]["suggestion"]), (&refused["refusal"]["code"], &suggestion), "{text:?}");
        }
        assert_eq!(house.rows().await, before);
    }
}
