//! What a search finds: numbers in any usual spelling, words in any case and with accents ignored; in the caller's account alone.

use serde_json::{Value, json};

use crate::support::caller::Caller;
use crate::support::database::Engine;
use crate::support::seed::{Seeded, seeded};

async fn furnished(engine: Engine) -> Seeded {
    let house = seeded(engine, 30).await;
    for text in
        ["Spring issue 2026", "Café Žižkov", "100% off_peak", "שלום עולם", "東京 タワー", "\"quoted\" AND (more)", "O'Brien \\ sons"]
    {
        house.later();
        house.ordered(text).await;
    }
    house.later();
    let label = json!({"advanced": {"publisher": "GOOGLE_ADS", "campaign": "Brand | EXACT", "keyword": "Straße books"}});
    house.ordered_as(house.books.search, label).await;
    let theirs = house.order(&[]);
    let input = json!({"numberTypeId": theirs["numberTypeId"], "poolId": house.motors.pool.to_string(), "channelId": house.motors.print.to_string(),
        "destination": {"default": true}, "numbers": [{"simple": {"description": "Spring of theirs"}}]});
    house.motors.caller.ask_with(crate::support::seed::ORDER, json!({"input": input})).await.good();
    house
}

async fn found(caller: &Caller, search: &str) -> Vec<String> {
    let document =
        "query($f: FixedNumberFilter) { fixedNumbers(filter: $f, first: 100) { totalCount nodes { description campaign number } } }";
    let reply = caller.ask_with(document, json!({"f": {"search": search}})).await;
    let page = &reply.data()["fixedNumbers"];
    let nodes = page["nodes"].as_array().unwrap();
    assert_eq!(page["totalCount"], nodes.len(), "{search}");
    nodes.iter().map(|node| node["description"].as_str().or(node["campaign"].as_str()).unwrap().to_owned()).collect()
}

#[tokio::test]
async fn words_are_found_in_any_order_case_and_accent() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        let table: [(&str, &[&str]); 24] = [
            ("spring", &["Spring issue 2026"]),
            ("2026 SPRING", &["Spring issue 2026"]),
            ("ring iss", &["Spring issue 2026"]),
            ("cafe", &["Café Žižkov"]),
            ("CAFÉ zizkov", &["Café Žižkov"]),
            ("cafe\u{301}", &["Café Žižkov"]),
            ("strasse", &["Brand | EXACT"]),
            ("exact | brand", &["Brand | EXACT"]),
            ("STRAẞE brand", &["Brand | EXACT"]),
            ("100%", &["100% off_peak"]),
            ("%", &["100% off_peak"]),
            ("off_p", &["100% off_peak"]),
            ("off%", &[]),
            ("o__", &[]),
            ("שלום", &["שלום עולם"]),
            ("東京", &["東京 タワー"]),
            ("タワ", &["東京 タワー"]),
            ("\"quoted\"", &["\"quoted\" AND (more)"]),
            ("quoted AND more", &["\"quoted\" AND (more)"]),
            ("O'Brien \\", &["O'Brien \\ sons"]),
            ("spring NOT issue", &[]),
            ("springissue", &[]),
            ("sprin* OR cafe", &[]),
            ("spring\0", &[]),
        ];
        for (search, expected) in table {
            assert_eq!(found(&house.books.caller, search).await, expected, "{engine:?}: {search}");
        }
        assert_eq!(found(&house.motors.caller, "spring").await, ["Spring of theirs"]);
        for everything in ["", "  ", "\u{a0}"] {
            assert_eq!(found(&house.books.caller, everything).await.len(), 8, "{everything:?}");
        }
    }
}

#[tokio::test]
async fn a_number_is_found_in_any_usual_spelling() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        let number = &house.books.caller.ask("{ fixedNumbers(first: 1) { nodes { number nationalFormat } } }").await;
        let node = number.data()["fixedNumbers"]["nodes"][0].clone();
        let whole = node["number"].as_str().unwrap();
        let tail = &whole[whole.len() - 4..];
        let spellings = [
            whole.to_owned(),
            whole[1..].to_owned(),
            format!("00{}", &whole[1..]),
            format!("020 7946 {tail}"),
            format!("(020) 7946-{tail}"),
            format!("+44 (0)20 7946 {tail}"),
            format!("7946{tail}"),
            node["nationalFormat"].as_str().unwrap().to_owned(),
            format!("7946{tail} spring"),
        ];
        for spelling in spellings {
            assert_eq!(found(&house.books.caller, &spelling).await, ["Spring issue 2026"], "{engine:?}: {spelling}");
        }
        for several in ["020 7946", "+44 20 7946 00", "7946", "٠٢٠٧٩٤٦"] {
            assert_eq!(found(&house.books.caller, several).await.len(), 8, "{several}");
        }
        for nobody in ["020 7947", "+1 925", "7946 9999"] {
            assert_eq!(found(&house.books.caller, nobody).await, Vec::<String>::new(), "{nobody}");
        }
    }
}

#[tokio::test]
async fn an_edit_moves_a_number_to_where_its_new_words_are() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        let id = house.ordered("before the edit").await;

        house.edit(json!({"id": id, "label": {"simple": {"description": "after it"}}})).await.good();

        assert_eq!(found(&house.books.caller, "before").await, Vec::<String>::new());
        assert_eq!(found(&house.books.caller, "after").await, ["after it"]);
    }
}

#[tokio::test]
async fn pools_channels_and_destinations_are_searched_too() {
    for engine in Engine::BOTH {
        let house = furnished(engine).await;
        let caller = &house.books.caller;
        let ask = async |list: &str, field: &str, search: &str| {
            let document = format!("query($s: String) {{ {list}(search: $s) {{ totalCount nodes {{ {field} }} }} }}");
            let page = caller.ask_with(&document, json!({"s": search})).await.data()[list].clone();
            let nodes = page["nodes"].as_array().unwrap().clone();
            assert_eq!(page["totalCount"], nodes.len());
            nodes.iter().map(|node| node[field].clone()).collect::<Vec<Value>>()
        };

        assert_eq!(ask("pools", "name", "MAI").await, [json!("Main")]);
        assert_eq!(ask("pools", "name", "shop").await, Vec::<Value>::new());
        assert_eq!(ask("channels", "name", "search paid").await, [json!("Paid search")]);
        assert_eq!(ask("goals", "name", "CONNÉCTED not").await, [json!("Call not connected")]);
        assert_eq!(ask("goals", "name", "calls").await, Vec::<Value>::new());
        assert_eq!(ask("destinations", "number", "01632 960018").await, [json!("+441632960018")]);
        assert_eq!(ask("destinations", "number", "0163").await, [json!("+441632960018")]);
        assert_eq!(ask("destinations", "number", "0164").await, Vec::<Value>::new());
        for list in [
            "pools(search: $s)",
            "channels(search: $s)",
            "goals(search: $s)",
            "destinations(search: $s)",
            "fixedNumbers(filter: {search: $s})",
        ] {
            let document = format!("query($s: String) {{ {list} {{ totalCount }} }}");
            assert_eq!(caller.ask_with(&document, json!({"s": "a".repeat(201)})).await.codes(), ["BAD_USER_INPUT"], "{list}");
            assert_eq!(caller.ask_with(&document, json!({"s": "a".repeat(200)})).await.codes(), Vec::<&str>::new(), "{list}");
        }
    }
}
