//! What a question about the schema itself costs: about how many things its answer has, for the lists of the language lead into each
//! other, and a few words may ask for millions.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

/// About how many items the lists of the language have in this schema.
const LISTS: &[(&str, u64)] = &[
    ("types", 150),
    ("fields", 8),
    ("args", 2),
    ("inputFields", 3),
    ("enumValues", 4),
    ("possibleTypes", 8),
    ("interfaces", 2),
    ("directives", 8),
];
/// So many things cost a point.
const THINGS: u64 = 20;

/// The points for what is selected below `__schema` or `__type`. The document has no fragment that leads back to itself.
pub fn points(document: &ExecutableDocument, set: &SelectionSet) -> u64 {
    Count { document, fragments: HashMap::new() }.selections(set) / THINGS
}

struct Count<'a> {
    document: &'a ExecutableDocument,
    /// Each fragment is counted once.
    fragments: HashMap<&'a Name, u64>,
}

impl<'a> Count<'a> {
    fn selections(&mut self, set: &'a SelectionSet) -> u64 {
        set.items.iter().fold(0, |sum: u64, selection| sum.saturating_add(self.selection(&selection.node)))
    }

    fn selection(&mut self, selection: &'a Selection) -> u64 {
        match selection {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                let items = LISTS.iter().find(|(list, _)| *list == name).map_or(1, |(_, items)| *items);
                self.selections(&field.node.selection_set.node).saturating_add(1).saturating_mul(items)
            }
            Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                let Some((name, fragment)) = self.document.fragments.get_key_value(&spread.node.fragment_name.node) else { return 0 };
                if let Some(known) = self.fragments.get(name) {
                    return *known;
                }
                let count = self.selections(&fragment.node.selection_set.node);
                self.fragments.insert(name, count);
                count
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::points;

    fn cost(text: &str) -> u64 {
        let document = parse_query(text).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        points(&document, &operation.node.selection_set.node)
    }

    #[test]
    fn lists_in_lists_are_multiplied() {
        assert_eq!(cost("{__schema{types{name}}}"), 302 / 20);
        assert_eq!(cost("{__schema{types{...T ...T}}} fragment T on __Type{fields{name}}"), (2 + 150 * 33) / 20);
        assert!(cost("{__schema{types{possibleTypes{interfaces{possibleTypes{interfaces{possibleTypes{name}}}}}}}}") > 10_000);
        assert!(cost(&format!("{{__schema{{types{}{{name}}{}}}}}", "{fields{type".repeat(28), "}}".repeat(28))) > u64::MAX / 21);
    }
}
