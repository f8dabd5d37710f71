//! What is broken: every document that is printed anywhere in the house, and the hostile ones.

use std::fs;
use std::path::{Path, PathBuf};

use crate::door::hostile;

/// Longer ones are stopped by the first guard.
const LONGEST: usize = 8_000;

/// All of them, in an order that is always the same.
pub fn all() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = vec![root.join("README.md")];
    for directory in ["docs", "api/explorer/src", "tests/it"] {
        gather(&root.join(directory), &mut files);
    }
    files.sort();
    let mut seeds: Vec<_> = files.iter().flat_map(|path| documents(path)).collect();
    let printed = seeds.len();
    assert!(printed > 100, "only {printed} documents are printed in the house");
    // The good ones several times: there are more of the others.
    seeds = std::iter::repeat_n(seeds, 8).flatten().collect();
    let hostile = hostile::corpus().into_iter().filter(|attack| !attack.is_deep()).filter_map(|attack| attack.document().map(String::from));
    seeds.extend(hostile.filter(|text| text.len() < LONGEST));
    seeds
}

fn gather(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn documents(path: &Path) -> Vec<String> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    match ending {
        "graphql" => vec![text],
        "md" => text.split("```graphql\n").skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect(),
        "mjs" | "js" => text.split('`').map(str::to_owned).filter(|text| is_document(text)).collect(),
        "rs" => texts(&text).into_iter().filter(|text| is_document(text)).collect(),
        _ => Vec::new(),
    }
}

fn is_document(text: &str) -> bool {
    let start = text.trim_start();
    ["{ ", "query", "mutation", "fragment"].iter().any(|word| start.starts_with(word)) && text.contains('{') && text.len() < LONGEST
}

/// The texts between quotes in Rust, as far as this tells them.
fn texts(code: &str) -> Vec<String> {
    let (mut texts, mut rest) = (Vec::new(), code);
    while let Some((_, after)) = rest.split_once('"') {
        let mut text = String::new();
        let mut letters = after.char_indices();
        rest = "";
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    rest = &after[at + 1..];
                    break;
                }
                '\\' => text.extend(letters.next().map(|(_, letter)| letter)),
                _ => text.push(letter),
            }
        }
        texts.push(text);
    }
    texts
}
