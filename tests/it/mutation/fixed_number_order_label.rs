//! The labels of an order: descriptions are trimmed and compared folded, campaigns and keywords are kept byte for byte.

use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::seed::{ORDER, seeded};

#[tokio::test]
async fn a_description_is_unique_whatever_its_spelling() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        house.ordered("Straße ﬁne Café").await;

        for spelling in ["straße ﬁne café", "  STRASSE FINE CAFÉ\t", "Straße ﬁne Cafe\u{301}", "Ｓtraße fine café\n"] {
            let reply = house.place(house.order(&[spelling])).await;
            assert_eq!(
                reply.user_errors(),
                "DESCRIPTION_TAKEN at input.numbers.0.simple.description: Another number has this description.",
                "{spelling:?}"
            );
        }
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);

        for other in ["Strase fine cafe", "Straße  ﬁne Café"] {
            house.ordered(other).await;
        }
    }
}

#[tokio::test]
async fn two_equal_descriptions_of_one_order_are_refused() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;

        let reply = house.place(house.order(&["Van", "Bus", " ＶＡＮ", "van"])).await;

        assert_eq!(
            reply.user_errors().lines().collect::<Vec<_>>(),
            [
                "DESCRIPTION_TAKEN at input.numbers.2.simple.description: Two numbers of this order have the same description.",
                "DESCRIPTION_TAKEN at input.numbers.3.simple.description: Two numbers of this order have the same description."
            ]
        );
        assert!(house.changes(house.books.account).await.is_empty());
    }
}

#[tokio::test]
async fn two_accounts_may_use_the_same_description() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        house.ordered("Van").await;
        let motors = &house.motors;
        let mut input = house.order(&["Van"]);
        (input["poolId"], input["channelId"]) = (json!(motors.pool.to_string()), json!(motors.print.to_string()));

        let reply = motors.caller.ask_with(ORDER, json!({"input": input})).await;

        assert_eq!(reply.good()["fixedNumbers"][0]["number"], "+442079460001");
        assert_eq!(house.changes(motors.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn a_description_has_up_to_120_characters_after_trimming() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let longest = "𝒳".repeat(120);

        let good = house.place(house.order(&[&format!("  {longest}\u{a0}")])).await;
        let bad = house.place(house.order(&[&format!("{}é", "y".repeat(120))])).await;

        assert_eq!(good.good()["fixedNumbers"][0]["description"], longest);
        assert_eq!(
            bad.user_errors(),
            "DESCRIPTION_TOO_LONG at input.numbers.0.simple.description: A description has at most 120 characters."
        );
        assert_eq!(house.changes(house.books.account).await, ["FIXED_NUMBER_ORDERED"]);
    }
}

#[tokio::test]
async fn a_description_holds_no_controls_and_no_open_direction_marks() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let bad = ["a\u{0}", "a\nb", "a\tb", "a\u{7f}", "a\u{85}b", "a\u{202e}b", "a\u{202c}", "a\u{2066}b", "a\u{2069}b"];

        for text in bad {
            let reply = house.place(house.order(&[text])).await;
            assert_eq!(
                reply.user_errors(),
                "DESCRIPTION_NOT_ALLOWED at input.numbers.0.simple.description: A description can't hold control characters or unpaired direction marks.",
                "{text:?}"
            );
        }
        for text in ["", "   ", "\u{200b}", "\u{2060}\u{feff}"] {
            let reply = house.place(house.order(&[text])).await;
            assert_eq!(
                reply.user_errors(),
                "DESCRIPTION_MISSING at input.numbers.0.simple.description: A description is needed.",
                "{text:?}"
            );
        }
        assert!(house.changes(house.books.account).await.is_empty());

        let good = ["\u{2067}שלום\u{2069} van", "👩‍👩‍👧", "50 % _ ' \" \\"];
        let reply = house.place(house.order(&good)).await;
        let kept: Vec<_> = reply.good()["fixedNumbers"].as_array().unwrap().iter().map(|n| n["description"].as_str().unwrap()).collect();
        assert_eq!(kept, good);
    }
}

#[tokio::test]
async fn campaigns_and_keywords_are_kept_byte_for_byte() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 10).await;
        let (longest, texts) = ("é".repeat(255), ["  Brand | Exact  ", "Cafe\u{301}", "ＶＡＮ ﬁ", " ", "\u{202e}x", "'; --"]);
        let all: Vec<&str> = texts.iter().copied().chain([longest.as_str()]).collect();
        let mut input = house.order(&[]);
        input["numbers"] = all.iter().map(|text| json!({"advanced": {"campaign": text, "keyword": text}})).collect();

        let reply = house.place(input).await;

        let numbers = reply.good()["fixedNumbers"].as_array().unwrap();
        let kept: Vec<Value> = numbers.iter().map(|n| json!([n["campaign"], n["keyword"]])).collect();
        assert_eq!(kept, all.iter().map(|text| json!([text, text])).collect::<Vec<_>>());
    }
}
