//! One rule of the specification that the library leaves out: a variable that stands for a choice of a oneOf input must be declared
//! non-null, since a null there would be no choice at all. Found in the document, before anything runs.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, ExecutableDocument, OperationType, Selection, SelectionSet, TypeKind, TypeSystemDefinition, VariableDefinition,
};
use async_graphql::{Name, Positioned, ServerError};
use async_graphql_value::Value;

/// What the rule has to know of the schema.
#[derive(Default)]
pub struct OneOf {
    /// Of each field of each type: the types of its arguments, and its own.
    fields: HashMap<(String, String), (HashMap<String, String>, String)>,
    /// Of each input: whether it is a oneOf, and the types of its fields.
    inputs: HashMap<String, (bool, HashMap<String, String>)>,
}

impl OneOf {
    /// Reads the schema's own text, once.
    pub fn of(sdl: &str) -> Self {
        let mut rule = Self::default();
        let Ok(document) = parse_schema(sdl) else { return rule };
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            let fields = match definition.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                TypeKind::InputObject(input) => {
                    let one_of = definition.node.directives.iter().any(|directive| directive.node.name.node == "oneOf");
                    let fields = input.fields.iter().map(|field| (field.node.name.node.to_string(), base(&field.node.ty.node.base)));
                    rule.inputs.insert(name, (one_of, fields.collect()));
                    continue;
                }
                _ => continue,
            };
            for field in fields {
                let arguments = field.node.arguments.iter().map(|one| (one.node.name.node.to_string(), base(&one.node.ty.node.base)));
                let leads_to = base(&field.node.ty.node.base);
                rule.fields.insert((name.clone(), field.node.name.node.to_string()), (arguments.collect(), leads_to));
            }
        }
        rule
    }

    /// Finds the first variable that breaks the rule.
    pub fn check(&self, document: &ExecutableDocument) -> Option<ServerError> {
        document.operations.iter().find_map(|(_, operation)| {
            let nullable = |definition: &&Positioned<VariableDefinition>| definition.node.var_type.node.nullable;
            let names = operation.node.variable_definitions.iter().filter(nullable).map(|one| &one.node.name.node);
            let mut walk = Walk { rule: self, document, nullable: names.collect(), seen: HashSet::new() };
            let root = match operation.node.ty {
                OperationType::Query => "Query",
                OperationType::Mutation => "Mutation",
                OperationType::Subscription => "Subscription",
            };
            walk.selections(&operation.node.selection_set.node, root)
        })
    }
}

fn base(ty: &BaseType) -> String {
    match ty {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(&inner.base),
    }
}

struct Walk<'a> {
    rule: &'a OneOf,
    document: &'a ExecutableDocument,
    nullable: HashSet<&'a Name>,
    /// Each fragment is looked at once, however often it is spread.
    seen: HashSet<&'a Name>,
}

impl<'a> Walk<'a> {
    fn selections(&mut self, set: &'a SelectionSet, on: &str) -> Option<ServerError> {
        set.items.iter().find_map(|selection| match &selection.node {
            Selection::Field(field) => {
                let (arguments, leads_to) = self.rule.fields.get(&(on.to_owned(), field.node.name.node.to_string()))?;
                let fault = field.node.arguments.iter().find_map(|(name, value)| {
                    let ty = arguments.get(name.node.as_str())?;
                    self.value(&value.node, ty).map(|message| ServerError::new(message, Some(value.pos)))
                });
                fault.or_else(|| self.selections(&field.node.selection_set.node, leads_to))
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
                let (one_of, types) = self.rule.inputs.get(ty)?;
                fields.iter().find_map(|(name, value)| match value {
                    Value::Variable(variable) if *one_of && self.nullable.contains(variable) => Some(format!(
                        "The variable ${variable} is the choice {name} of {ty}, and so must be declared non-null, with an exclamation mark."
                    )),
                    value => self.value(value, types.get(name.as_str())?),
                })
            }
            _ => None,
        }
    }
}
