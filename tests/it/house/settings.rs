//! Every setting that a flag reads is in README and in `.env.example`, and no other is; what runs the program sets none that is not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The environment of the flags.
fn settings() -> BTreeSet<String> {
    let flags = read("api/src/config/flag.rs") + &read("api/src/config/operator_flag.rs");
    flags.split("env = \"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Names of settings at the beginning of lines, behind a mark.
fn named(text: &str, mark: &str) -> BTreeSet<String> {
    let names = text.lines().filter_map(|line| line.trim_start().strip_prefix(mark));
    let names = names.map(|rest| rest.split(|c: char| !(c.is_ascii_uppercase() || c == '_')).next().unwrap_or_default().to_owned());
    names.filter(|name| name == "DATABASE_URL" || name.starts_with("DIALGATE_")).collect()
}

#[test]
fn the_settings_of_the_flags_are_those_of_the_documents() {
    let settings = settings();
    assert!(settings.contains("DATABASE_URL") && settings.len() > 5, "{settings:?}");

    assert_eq!(named(&read("README.md"), "| `"), settings, "README.md");
    let example = read(".env.example");
    let both: BTreeSet<_> = named(&example, "").union(&named(&example, "#")).cloned().collect();
    assert_eq!(both, settings, ".env.example");
}

#[test]
fn every_setting_of_the_example_has_a_comment_and_no_secret() {
    let example = read(".env.example");
    for secret in ["DIALGATE_JWT_SECRET=", "DIALGATE_DATA_KEY="] {
        assert!(example.lines().any(|line| line == secret), "a secret in an example is one that others use");
    }
    for paragraph in example.split("\n\n") {
        assert!(paragraph.starts_with("# "), "{paragraph}");
    }
}

#[test]
fn what_runs_the_program_sets_nothing_that_it_does_not_know() {
    let settings = settings();
    for path in ["Dockerfile", "deploy/dialgate.service"] {
        let text = read(path);
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_')).filter(|word| word.starts_with("DIALGATE_"));
        assert!(words.clone().all(|word| settings.contains(word)), "{path}: {:?}", words.collect::<Vec<_>>());
    }
}
