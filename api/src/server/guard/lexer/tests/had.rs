//! What a parsed document has in it.

use async_graphql::parser::types::{BaseType, Directive, ExecutableDocument, OperationType, Selection, SelectionSet, Type};
use async_graphql::{Name, Positioned};
use async_graphql_value::Value;

/// Tokens, nesting, directives, uses of fragments and definitions: at least, for what leaves no trace in a document is not in the sum.
pub fn had(document: &ExecutableDocument) -> [u32; 5] {
    let Had { tokens, nesting, directives, spreads, definitions } = Had::of(document);
    [tokens, nesting, directives, spreads, definitions]
}

/// What a parsed document has at least; what leaves no trace in it, such as `query` without a name, is not in the sum.
#[derive(Default)]
struct Had {
    tokens: u32,
    nesting: u32,
    directives: u32,
    spreads: u32,
    definitions: u32,
}

impl Had {
    fn of(document: &ExecutableDocument) -> Self {
        let mut had = Self::default();
        for (name, operation) in document.operations.iter() {
            let operation = &operation.node;
            had.definitions += 1;
            had.tokens += u32::from(operation.ty != OperationType::Query || name.is_some()) + u32::from(name.is_some());
            if !operation.variable_definitions.is_empty() {
                had.brackets(1);
            }
            for variable in &operation.variable_definitions {
                had.tokens += 3;
                had.kind(&variable.node.var_type.node, 1);
                had.directives(&variable.node.directives, 1);
                if let Some(value) = &variable.node.default_value {
                    had.tokens += 1;
                    had.value(&value.node.clone().into_value(), 1);
                }
            }
            had.directives(&operation.directives, 0);
            had.selections(&operation.selection_set.node, 1);
        }
        for fragment in document.fragments.values() {
            had.definitions += 1;
            had.tokens += 4;
            had.directives(&fragment.node.directives, 0);
            had.selections(&fragment.node.selection_set.node, 1);
        }
        had
    }

    fn brackets(&mut self, depth: u32) {
        self.tokens += 2;
        self.nesting = self.nesting.max(depth);
    }

    fn selections(&mut self, set: &SelectionSet, depth: u32) {
        self.brackets(depth);
        for selection in &set.items {
            let (directives, inner) = match &selection.node {
                Selection::Field(field) => {
                    self.tokens += 1 + 2 * u32::from(field.node.alias.is_some());
                    self.arguments(&field.node.arguments, depth);
                    (&field.node.directives, Some(&field.node.selection_set.node).filter(|set| !set.items.is_empty()))
                }
                Selection::FragmentSpread(spread) => {
                    self.spreads += 1;
                    self.tokens += 2;
                    (&spread.node.directives, None)
                }
                Selection::InlineFragment(inline) => {
                    self.spreads += 1;
                    self.tokens += 1 + 2 * u32::from(inline.node.type_condition.is_some());
                    (&inline.node.directives, Some(&inline.node.selection_set.node))
                }
            };
            self.directives(directives, depth);
            if let Some(set) = inner {
                self.selections(set, depth + 1);
            }
        }
    }

    fn directives(&mut self, directives: &[Positioned<Directive>], depth: u32) {
        for directive in directives {
            self.directives += 1;
            self.tokens += 2;
            self.arguments(&directive.node.arguments, depth);
        }
    }

    fn arguments(&mut self, arguments: &[(Positioned<Name>, Positioned<Value>)], depth: u32) {
        if !arguments.is_empty() {
            self.brackets(depth + 1);
        }
        for (_, value) in arguments {
            self.tokens += 2;
            self.value(&value.node, depth + 1);
        }
    }

    fn value(&mut self, value: &Value, depth: u32) {
        match value {
            Value::Variable(_) => self.tokens += 2,
            Value::List(items) => {
                self.brackets(depth + 1);
                items.iter().for_each(|item| self.value(item, depth + 1));
            }
            Value::Object(fields) => {
                self.brackets(depth + 1);
                self.tokens += 2 * u32::try_from(fields.len()).unwrap();
                fields.values().for_each(|value| self.value(value, depth + 1));
            }
            _ => self.tokens += 1,
        }
    }

    fn kind(&mut self, kind: &Type, depth: u32) {
        self.tokens += u32::from(!kind.nullable);
        match &kind.base {
            BaseType::Named(_) => self.tokens += 1,
            BaseType::List(inner) => {
                self.brackets(depth + 1);
                self.kind(inner, depth + 1);
            }
        }
    }
}
