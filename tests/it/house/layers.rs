//! Imports run down, without knots; each library stays at home; and files that declare do nothing else. Read from the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of `api`, from the top down. An import leads to a lower line, or stays in its room.
const ROOMS: &[&[&str]] = &[
    &["main"],
    &["command"],
    &["job"],
    &["server"],
    &["graphql/schema"],
    &["graphql/complete", "graphql/one_of"],
    &["graphql/query", "graphql/mutation"],
    &["graphql/relation"],
    &["graphql/object"],
    &["graphql/call_filter"],
    &["graphql/page", "graphql/filter", "graphql/user_error"],
    &["graphql/connection"],
    &["graphql/ask"],
    &["graphql/reader"],
    &["graphql/loader"],
    &["graphql/cursor", "graphql/caller_audit"],
    &["graphql/failure", "graphql/scalar", "graphql/shape"],
    &["action"],
    &["store"],
    &["rule"],
    &["operation"],
    &["policy"],
    &["viewer", "clock", "database", "config"],
    &["seal"],
];

/// Where a library may be named, by the beginnings of paths.
const HOMES: &[(&str, &[&str])] = &[
    ("axum", &["api/src/server/"]),
    ("hyper", &["api/src/server/listen.rs"]),
    ("hyper_util", &["api/src/server/listen.rs"]),
    ("aws_lc_rs", &["api/src/seal/"]),
    ("jsonwebtoken", &["api/src/server/"]),
    // `server/graphql` and what it calls is where the language meets the wire.
    (
        "async_graphql",
        &[
            "api/src/graphql/",
            "api/src/server/charge.rs",
            "api/src/server/graphql.rs",
            "api/src/server/guard/",
            "api/src/server/question.rs",
            "api/src/server/reply.rs",
        ],
    ),
    // `health` tells whether the database answers; `value` reads addresses as the drivers do; `routing` is asked inside and outside of
    // a write and takes either connection.
    (
        "sea_orm",
        &[
            "api/src/store/",
            "api/src/database.rs",
            "entity/src/",
            "migration/src/",
            "api/src/server/health.rs",
            "api/src/config/value.rs",
            "api/src/action/routing.rs",
        ],
    ),
    ("async_graphql_value", &["api/src/graphql/", "api/src/server/guard/"]),
    ("sea_orm_migration", &["migration/src/"]),
    ("std::env", &["api/src/config/", "migration/src/main.rs"]),
    ("csv", &["api/src/command/csv_file.rs"]),
    ("indicatif", &["api/src/command/bar.rs"]),
    ("clap", &["api/src/config/", "api/src/command/"]),
];

/// The crates of ours that a crate may import.
const CRATES: &[(&str, &[&str])] = &[("api", &["entity", "migration"]), ("entity", &[]), ("migration", &[])];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file of a crate: its path below the workspace, and its text without tests and comments.
fn files(of: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![workspace().join(of).join("src")];
    while let Some(directory) = waiting.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let lines: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                found.insert(path.strip_prefix(workspace()).unwrap().display().to_string(), lines.join("\n"));
            }
        }
    }
    found
}

/// `api/src/graphql/ask.rs` is `graphql/ask`, and `api/src/store/mod.rs` is `store`.
fn module(path: &str) -> String {
    let inner = path.split_once("/src/").unwrap().1.trim_end_matches(".rs");
    inner.trim_end_matches("/mod").to_owned()
}

/// All paths of the `use` lines, one each, and those that are spelled out in the code.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for statement in text.split(';') {
        let start = statement.lines().position(|line| line.starts_with("use ") || line.starts_with("pub use "));
        if let Some(start) = start {
            let lines: Vec<_> = statement.lines().skip(start).map(str::trim).collect();
            spread("", lines.join(" ").trim_start_matches("pub ").trim_start_matches("use "), &mut found);
        }
    }
    let spelled = text.match_indices("crate::").filter(|(at, _)| !text[..*at].ends_with("in ") && !text[..*at].ends_with("use "));
    found.extend(spelled.map(|(at, _)| text[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect()));
    found
}

/// `a::{b, c::{d}}` is `a::b` and `a::c::d`.
fn spread(before: &str, text: &str, found: &mut Vec<String>) {
    let Some((head, rest)) = text.split_once('{') else {
        found.push(format!("{before}{}", text.split(" as ").next().unwrap_or_default().trim()));
        return;
    };
    let (mut depth, mut part) = (0, String::new());
    for c in rest[..rest.rfind('}').unwrap()].chars().chain([',']) {
        if c == ',' && depth == 0 {
            if !part.trim().is_empty() {
                spread(&format!("{before}{head}"), part.trim(), found);
            }
            part.clear();
            continue;
        }
        depth += i32::from(c == '{') - i32::from(c == '}');
        part.push(c);
    }
}

/// From each file of `api` to the files that it imports.
fn graph() -> BTreeMap<String, BTreeSet<String>> {
    let files = files("api");
    let known: BTreeSet<String> = files.keys().map(|path| module(path)).collect();
    let mut graph = BTreeMap::new();
    for (path, text) in &files {
        let mut edges = BTreeSet::new();
        for import in imports(text) {
            let parts: Vec<_> = import.split("::").filter(|part| *part != "self").collect();
            let parent = if path.ends_with("/mod.rs") {
                module(path)
            } else {
                module(path).rsplit_once('/').map(|(parent, _)| parent.to_owned()).unwrap_or_default()
            };
            let mut full: Vec<&str> = match parts[0] {
                "crate" => parts[1..].to_vec(),
                "api" if path.ends_with("main.rs") => parts[1..].to_vec(),
                "super" => parent.split('/').chain(parts[1..].iter().copied()).collect(),
                _ => continue,
            };
            // A module that only declares is named for what is in it: `store::pool::find`.
            let last = full.last().copied().unwrap_or_default();
            let inside: Vec<_> = text.match_indices(&format!("{last}::")).map(|(at, _)| &text[at + last.len() + 2..]).collect();
            for rest in inside.iter().map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()) {
                let target = format!("{}/{rest}", full.join("/"));
                edges.extend(known.contains(&target).then_some(target));
            }
            while !full.is_empty() && !known.contains(&full.join("/")) {
                full.pop();
            }
            edges.extend((!full.is_empty()).then(|| full.join("/")));
        }
        edges.remove(&module(path));
        graph.insert(module(path), edges);
    }
    graph
}

fn room(module: &str) -> &str {
    let depth = if module.starts_with("graphql/") { 2 } else { 1 };
    module.match_indices('/').nth(depth - 1).map_or(module, |(at, _)| &module[..at])
}

#[test]
fn imports_run_down() {
    let graph = graph();
    let level = |room: &str| ROOMS.iter().position(|rooms| rooms.contains(&room));

    let mut wrong = Vec::new();
    for (from, to) in graph.iter().flat_map(|(from, all)| all.iter().map(move |to| (from, to))) {
        let (above, below) = (room(from), room(to));
        if from == "lib" || above == below {
            continue;
        }
        match (level(above), level(below)) {
            (Some(above), Some(below)) if above < below => {}
            // A module that only declares has no place of its own.
            (_, None) if graph.keys().any(|inner| inner.starts_with(&format!("{to}/"))) => {}
            _ => wrong.push(format!("{from} imports {to}")),
        }
    }

    assert_eq!(wrong, Vec::<String>::new());
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 200, "the imports were read");
}

#[test]
fn no_two_files_import_each_other() {
    let mut graph = graph();

    // Whoever imports nobody, or is imported by nobody, is taken away, again and again. What stays stands in a circle.
    let is_end = |graph: &BTreeMap<String, BTreeSet<String>>, file: &String| {
        graph[file].is_empty() || !graph.values().any(|imported| imported.contains(file))
    };
    while let Some(end) = graph.keys().find(|file| is_end(&graph, file)).cloned() {
        graph.remove(&end);
        for imported in graph.values_mut() {
            imported.remove(&end);
        }
    }

    assert_eq!(graph, BTreeMap::new());
}

#[test]
fn each_library_stays_at_home() {
    let mut wrong = Vec::new();
    for (path, text) in ["api", "entity", "migration"].iter().flat_map(|of| files(of)) {
        for (library, homes) in HOMES {
            let named =
                text.match_indices(&format!("{library}::")).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if named && !homes.iter().any(|home| path.starts_with(home)) {
                wrong.push(format!("{path} names {library}"));
            }
        }
        let (of, _) = path.split_once('/').unwrap();
        let allowed = CRATES.iter().find(|(name, _)| *name == of).unwrap().1;
        for import in imports(&text) {
            let first = import.split("::").next().unwrap_or_default();
            let is_ours = CRATES.iter().any(|(name, _)| *name == first) && !path.ends_with("/main.rs");
            if is_ours && !allowed.contains(&first) {
                wrong.push(format!("{path} imports the crate {first}"));
            }
        }
    }

    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_that_declare_do_nothing_else() {
    let mut wrong = Vec::new();
    for (path, text) in ["api", "entity", "migration"].iter().flat_map(|of| files(of)) {
        // The steps of `migration` are listed where they are declared.
        if !path.ends_with("mod.rs") && !path.ends_with("lib.rs") || path == "migration/src/lib.rs" {
            continue;
        }
        let declares = |line: &str| line.is_empty() || ["pub mod ", "mod ", "#![expect("].iter().any(|word| line.starts_with(word));
        wrong.extend(text.lines().filter(|line| !declares(line)).map(|line| format!("{path}: {line}")));
    }

    assert_eq!(wrong, Vec::<String>::new());
}
