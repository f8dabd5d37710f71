//! One rule of the specification that the library leaves out: a variable that stands for a choice of a oneOf input must be declared
//! non-null, since a null there would be no choice at all. Found in the document, before anything runs.

use std::collections::HashSet;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet, VariableDefinition};
use async_graphql::{Name, Positioned, ServerError};
use async_graphql_value::Value;

use super::shape::{Shape, root};

/// Finds the first variable that breaks the rule.
pub fn check(shape: &Shape, document: &ExecutableDocument) -> Option<ServerError> {
    document.operations.iter().find_map(|(_, operation)| {
        let nullable = |definition: &&Positioned<VariableDefinition>| definition.node.var_type.node.nullable;
        let names = operation.node.variable_definitions.iter().filter(nullable).map(|one| &one.node.name.node);
        let mut walk = Walk { shape, document, nullable: names.collect(), seen: HashSet::new() };
        walk.selections(&operation.node.selection_set.node, root(operation.node.ty))
    })
}

struct Walk<'a> {
    shape: &'a Shape,
    document: &'a ExecutableDocument,
    nullable: HashSet<&'a Name>,
    /// Each fragment is looked at once, however often it is spread.
    seen: HashSet<&'a Name>,
}

impl<'a> Walk<'a> {
    fn selections(&mut self, set: &'a SelectionSet, on: &str) -> Option<ServerError> {
        set.items.iter().find_map(|selection| match &selection.node {
            Selection::Field(field) => {
                let known = self.shape.field(on, field.node.name.node.as_str())?;
                let fault = field.node.arguments.iter().find_map(|(name, value)| {
                    let ty = known.arguments.get(name.node.as_str())?;
                    self.value(&value.node, ty).map(|message| ServerError::new(message, Some(value.pos)))
                });
                fault.or_else(|| self.selections(&field.node.selection_set.node, &known.base))
            }
            Selection::InlineFragment(inline) => {
                let on = inline.node.type_condition.as_ref().map_or(on, |condition| condition.node.on.node.as_str());
                self.selections(&inline.node.selection_set.node, on)
            }
            Selection::FragmentSpread(spread) => {
                let (name, fragment) = self.document.fragments.get_key_value(&spread.node.fragment_name.node)?;
                let first = self.seen.insert(name);
                let on = fragment.node.type_condition.node.on.node.as_str();
                first.then(|| self.selections(&fragment.node.selection_set.node, on)).flatten()
            }
        })
    }

    fn value(&self, value: &Value, ty: &str) -> Option<String> {
        match value {
            Value::List(items) => items.iter().find_map(|item| self.value(item, ty)),
            Value::Object(fields) => {
                let input = self.shape.input(ty)?;
                fields.iter().find_map(|(name, value)| match value {
                    Value::Variable(variable) if input.one_of && self.nullable.contains(variable) => Some(format!(
                        "The variable ${variable} is the choice {name} of {ty}, and so must be declared non-null, with an exclamation mark."
                    )),
                    value => self.value(value, input.fields.get(name.as_str())?),
                })
            }
            _ => None,
        }
    }
}
