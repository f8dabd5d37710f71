//! The file of trusted documents, as the tools of clients write it: graphql-codegen and relay-compiler one object of texts by their ids,
//! Apollo's a manifest with a list of operations.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::failure::Failure;

#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Manifest { operations: Vec<Operation> },
    Texts(HashMap<String, String>),
}

#[derive(Deserialize)]
struct Operation {
    id: String,
    body: String,
}

/// Reads the file: the text of each document by its id.
pub fn read(file: &Path) -> Result<HashMap<String, String>, Failure> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(Failure::because(format!("DIALGATE_TRUSTED_DOCUMENTS: {name} can't be read")))?;
    parse(&text).map_err(|fault| Failure::Settings(vec![format!("DIALGATE_TRUSTED_DOCUMENTS: {name} {fault}")]))
}

fn parse(text: &str) -> Result<HashMap<String, String>, &'static str> {
    let documents = match serde_json::from_str(text) {
        Ok(File::Texts(texts)) => texts,
        Ok(File::Manifest { operations }) => operations.into_iter().map(|one| (one.id, one.body)).collect(),
        Err(_) => {
            return Err("must be a JSON object of documents by their ids, or a manifest with `operations` that have `id` and `body`.");
        }
    };
    if documents.is_empty() { Err("has no documents: nothing could be asked.") } else { Ok(documents) }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_files_of_all_tools_are_read() {
        for text in [
            r#"{"sha256:00": "{ viewer { subject } }"}"#,
            r#"{"00": "{ viewer { subject } }"}"#,
            r#"{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "00", "name": "A", "type": "query", "body": "{ a }"}]}"#,
        ] {
            assert_eq!(parse(text).map(|all| all.len()), Ok(1), "{text}");
        }
        for text in ["", "{}", "[]", r#"{"00": 1}"#, r#"{"operations": [{"id": "00"}]}"#] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
