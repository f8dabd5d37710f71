//! The contract is written down, described to the last value, and pages every list of nouns.

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

use crate::support::language::{Language, list, name};

#[test]
fn the_contract_is_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let now = api::graphql::schema::sdl();
    if env::var("UPDATE").is_ok_and(|value| value == "1") {
        fs::write(&path, &now).unwrap();
    }

    let written = fs::read_to_string(&path).unwrap_or_default();

    assert!(
        written == now,
        "schema.graphql is not the schema. UPDATE=1 writes it anew; the difference is for clients to read.\n{}",
        difference(&written, &now)
    );
}

/// The first line that differs, as it was and as it is.
fn difference(old: &str, new: &str) -> String {
    let blank = || std::iter::repeat("");
    let lines = old.lines().chain(blank()).zip(new.lines().chain(blank())).take(old.lines().count().max(new.lines().count()));
    lines
        .zip(1..)
        .find(|((one, other), _)| one != other)
        .map_or_else(String::new, |((one, other), n)| format!("{n}: -{one}\n{n}: +{other}"))
}

#[tokio::test]
async fn everything_has_a_description() {
    let language = Language::read().await;

    let mut silent = Vec::new();
    for kind in language.types() {
        let mut check = |what: &Value, path: String| {
            if what["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
                silent.push(path);
            }
        };
        check(kind, name(kind).to_owned());
        for part in ["fields", "inputFields", "enumValues"].iter().flat_map(|part| list(&kind[part])) {
            check(part, format!("{}.{}", name(kind), name(part)));
            for argument in list(&part["args"]) {
                check(argument, format!("{}.{}({}:)", name(kind), name(part), name(argument)));
            }
        }
    }

    // Types of the library, which describes their fields, but not themselves; and the language's own ID.
    silent.retain(|path| path != "ID" && (path.contains('.') || !path.ends_with("Connection")));
    assert_eq!(silent, Vec::<String>::new(), "these have no description");
}

#[tokio::test]
async fn a_list_of_nouns_is_a_connection() {
    let language = Language::read().await;
    let nouns: Vec<&str> = list(&language.named("Node")["possibleTypes"]).iter().map(name).chain(["Node"]).collect();

    let mut bare = Vec::new();
    for kind in language.types().filter(|kind| !name(kind).ends_with("Payload")) {
        for field in list(&kind["fields"]) {
            let is_list = field["type"].to_string().contains("\"LIST\"");
            let of_nouns = nouns.contains(&name(crate::support::language::base(field)));
            let is_page = name(kind).ends_with("Connection") && name(field) == "nodes";
            if is_list && of_nouns && !is_page {
                bare.push(format!("{}.{}", name(kind), name(field)));
            }
        }
    }

    // `nodes` answers the ids that it was given, of which there are at most 100; an account has a few goals, and a call meets some of them.
    assert_eq!(bare, ["Call.goals", "Query.nodes"], "these lists have no pages");
    assert_eq!(nouns.len(), 9);
}

#[tokio::test]
async fn every_connection_has_the_same_shape() {
    let language = Language::read().await;

    let mut connections = 0;
    for kind in language.types().filter(|kind| name(kind).ends_with("Connection")) {
        let mut fields: Vec<_> = list(&kind["fields"]).iter().map(name).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["edges", "nodes", "pageInfo", "totalCount"], "{}", name(kind));
        connections += 1;
    }
    for field in language.types().flat_map(|kind| list(&kind["fields"])) {
        if name(crate::support::language::base(field)).ends_with("Connection") {
            let arguments: Vec<_> =
                list(&field["args"]).iter().map(name).filter(|argument| !matches!(*argument, "filter" | "orderBy" | "search")).collect();
            assert_eq!(arguments, ["first", "after", "last", "before"], "{}", name(field));
        }
    }

    assert_eq!(connections, 7);
}
