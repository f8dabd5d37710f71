//! The shape of the schema, read once from its own text: what rules on documents have to know and the library does not tell.

use std::collections::{HashMap, HashSet};

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition};

/// The shape of the schema.
#[derive(Debug, Default)]
pub struct Shape {
    types: HashMap<String, TypeShape>,
    inputs: HashMap<String, InputShape>,
}

/// A type that has fields, or is one of several that have.
#[derive(Debug, Default)]
pub struct TypeShape {
    fields: HashMap<String, FieldShape>,
    /// The interfaces that it implements.
    implements: HashSet<String>,
    /// Whether it stands for several types.
    pub is_abstract: bool,
}

/// A field.
#[derive(Debug)]
pub struct FieldShape {
    /// Its type, with lists and nulls.
    pub ty: Type,
    /// The name of its type without them.
    pub base: String,
    /// The types of its arguments, without lists and nulls.
    pub arguments: HashMap<String, String>,
}

/// An input.
#[derive(Debug)]
pub struct InputShape {
    /// Whether exactly one of its fields is given.
    pub one_of: bool,
    /// The types of its fields, without lists and nulls.
    pub fields: HashMap<String, String>,
}

impl Shape {
    /// Reads a schema's text. What can't be read is not there.
    pub fn of(sdl: &str) -> Self {
        let mut shape = Self::default();
        let Ok(document) = parse_schema(sdl) else { return shape };
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            let names = |all: &[Positioned<async_graphql::Name>]| all.iter().map(|one| one.node.to_string()).collect();
            let (fields, implements, is_abstract) = match &definition.node.kind {
                TypeKind::Object(object) => (fields(&object.fields), names(&object.implements), false),
                TypeKind::Interface(interface) => (fields(&interface.fields), names(&interface.implements), true),
                TypeKind::Union(_) => (HashMap::new(), HashSet::new(), true),
                TypeKind::InputObject(input) => {
                    let one_of = definition.node.directives.iter().any(|directive| directive.node.name.node == "oneOf");
                    let fields = input.fields.iter().map(|field| (field.node.name.node.to_string(), base(&field.node.ty.node.base)));
                    shape.inputs.insert(name, InputShape { one_of, fields: fields.collect() });
                    continue;
                }
                _ => continue,
            };
            shape.types.insert(name, TypeShape { fields, implements, is_abstract });
        }
        shape
    }

    /// A type that has fields, or stands for some that have.
    pub fn named(&self, ty: &str) -> Option<&TypeShape> {
        self.types.get(ty)
    }

    /// A field of a type.
    pub fn field(&self, ty: &str, field: &str) -> Option<&FieldShape> {
        self.types.get(ty)?.fields.get(field)
    }

    /// An input.
    pub fn input(&self, name: &str) -> Option<&InputShape> {
        self.inputs.get(name)
    }

    /// Whether it is a noun, with a row and an id of its own.
    pub fn is_node(&self, ty: &str) -> bool {
        ty == NODE || self.types.get(ty).is_some_and(|shape| shape.implements.contains(NODE))
    }

    /// Whether a fragment on a type can apply to an object that is found where another type is expected.
    pub fn can_apply(&self, on: &str, expected: &str) -> bool {
        let stands = |general: &str, special: &str| {
            general == special || self.types.get(special).is_some_and(|shape| shape.implements.contains(general))
        };
        let either = |name: &str| self.types.get(name).is_none_or(|shape| shape.is_abstract);
        stands(on, expected) || stands(expected, on) || (either(on) && either(expected))
    }
}

/// The interface of nouns.
const NODE: &str = "Node";

/// The name of an operation's root.
pub fn root(ty: OperationType) -> &'static str {
    match ty {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    }
}

fn fields(all: &[Positioned<FieldDefinition>]) -> HashMap<String, FieldShape> {
    let field = |field: &Positioned<FieldDefinition>| {
        let field = &field.node;
        let arguments = field.arguments.iter().map(|one| (one.node.name.node.to_string(), base(&one.node.ty.node.base)));
        let shape = FieldShape { ty: field.ty.node.clone(), base: base(&field.ty.node.base), arguments: arguments.collect() };
        (field.name.node.to_string(), shape)
    };
    all.iter().map(field).collect()
}

fn base(ty: &BaseType) -> String {
    match ty {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(&inner.base),
    }
}
