//! What an operation costs, before it runs, with its variables and their defaults: about the rows that the database reads for it.
//!
//! A noun costs a point. A page costs a point for itself and one for each row that it may have, and what is selected of a row as often
//! as there may be rows. A count costs [`COUNT`], a search [`SEARCH`], a mutation [`DEED`] and one for each item of its input's lists,
//! introspection [`INTROSPECTION`] and some for the length of its answer. Texts, numbers and dates cost nothing.

use std::collections::HashMap;

use async_graphql::parser::types::{BaseType, Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Variables};
use async_graphql_value::{ConstValue, Value};

use super::introspection;
use crate::graphql::page::{DEFAULT_SIZE, MAX_SIZE};
use crate::graphql::shape::{FieldShape, Shape, root};

/// A count reads the index of the whole list.
const COUNT: u64 = 10;
/// A search may look at thousands of rows.
const SEARCH: u64 = 20;
/// A transaction, its change and its place in the feed.
const DEED: u64 = 10;
/// The whole schema is a long answer.
const INTROSPECTION: u64 = 50;

/// What a selection costs: once, and for each row of the list that it is selected from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Price {
    once: u64,
    per_row: u64,
}

impl Price {
    fn plus(self, other: Self) -> Self {
        Self { once: self.once.saturating_add(other.once), per_row: self.per_row.saturating_add(other.per_row) }
    }

    fn of(self, rows: u64) -> u64 {
        self.once.saturating_add(self.per_row.saturating_mul(rows))
    }
}

/// Tells what operations of a document cost.
pub struct Pricing<'a> {
    shape: &'a Shape,
    document: &'a ExecutableDocument,
    variables: HashMap<&'a str, &'a ConstValue>,
    /// Each fragment is priced once.
    fragments: HashMap<&'a Name, Price>,
}

impl<'a> Pricing<'a> {
    /// For one operation of a document, with its variables as they were sent. The document has no fragment that leads back to itself.
    pub fn new(shape: &'a Shape, document: &'a ExecutableDocument, operation: &'a OperationDefinition, sent: &'a Variables) -> Self {
        let definitions = operation.variable_definitions.iter().filter_map(|one| {
            let name = one.node.name.node.as_str();
            let given = sent.get(name).or_else(|| one.node.default_value.as_ref().map(|value| &value.node))?;
            Some((name, given))
        });
        Self { shape, document, variables: definitions.collect(), fragments: HashMap::new() }
    }

    /// What the operation costs; at least 1.
    pub fn total(&mut self, operation: &'a OperationDefinition) -> u64 {
        self.selections(&operation.selection_set.node, root(operation.ty)).once.max(1)
    }

    /// The path to the field that most of the cost comes from, and what that field costs.
    pub fn costliest(&mut self, operation: &'a OperationDefinition) -> Option<(String, u64)> {
        let (mut set, mut on) = (&operation.selection_set.node, root(operation.ty).to_owned());
        // How often the selection is read, and how many rows the lists in it have.
        let (mut times, mut rows) = (1_u64, 0);
        let (mut path, mut cost) = (Vec::new(), 0);
        loop {
            let whole = |known: &FieldShape, price: Price| {
                let each = if is_row_list(known) { price.per_row.saturating_mul(rows) } else { price.once };
                each.saturating_mul(times)
            };
            let priced = self.fields(set, &on).into_iter().map(|(name, field, known, price)| (name, field, known, whole(known, price)));
            let Some((name, field, known, here)) = priced.max_by_key(|(.., here)| *here) else { break };
            // What is spread over many fields is the fault of the one above them.
            if !path.is_empty() && here.saturating_mul(2) <= cost {
                break;
            }
            path.push(name);
            cost = here;
            (times, rows) = match is_row_list(known) {
                true => (times.saturating_mul(rows), 1),
                false => (times, self.rows(field, known)),
            };
            (set, on) = (&field.selection_set.node, known.base.clone());
        }
        match self.schema(operation) {
            // The schema has no place in its own shape.
            Some((name, most)) if path.is_empty() || most > cost => Some((name.to_owned(), most)),
            _ => (!path.is_empty()).then(|| (path.join("."), cost)),
        }
    }

    /// The costliest question about the schema itself.
    fn schema(&mut self, operation: &'a OperationDefinition) -> Option<(&'a str, u64)> {
        let fields = operation.selection_set.node.items.iter().filter_map(|selection| match &selection.node {
            Selection::Field(field) if matches!(field.node.name.node.as_str(), "__schema" | "__type") => Some(&field.node),
            _ => None,
        });
        fields.map(|field| (field.response_key().node.as_str(), self.field(field, root(operation.ty)).once)).max_by_key(|(_, cost)| *cost)
    }

    /// Every field of a selection with its price, fragments spread.
    fn fields(&mut self, set: &'a SelectionSet, on: &str) -> Vec<(&'a str, &'a Field, &'a FieldShape, Price)> {
        let mut all = Vec::new();
        for selection in set.items.iter().filter(|selection| !self.is_left_out(selection.node.directives())).collect::<Vec<_>>() {
            match &selection.node {
                Selection::Field(field) => {
                    let Some(known) = self.shape.field(on, field.node.name.node.as_str()) else { continue };
                    let price = self.field(&field.node, on);
                    all.push((field.node.response_key().node.as_str(), &field.node, known, price));
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map_or(on, |condition| condition.node.on.node.as_str());
                    all.extend(self.fields(&inline.node.selection_set.node, on));
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        all.extend(self.fields(&fragment.node.selection_set.node, on));
                    }
                }
            }
        }
        all
    }

    fn selections(&mut self, set: &'a SelectionSet, on: &str) -> Price {
        set.items.iter().fold(Price::default(), |sum, selection| sum.plus(self.selection(&selection.node, on)))
    }

    fn selection(&mut self, selection: &'a Selection, on: &str) -> Price {
        if self.is_left_out(selection.directives()) {
            return Price::default();
        }
        match selection {
            Selection::Field(field) => self.field(&field.node, on),
            Selection::InlineFragment(inline) => {
                let on = inline.node.type_condition.as_ref().map_or(on, |condition| condition.node.on.node.as_str());
                self.selections(&inline.node.selection_set.node, on)
            }
            Selection::FragmentSpread(spread) => {
                let Some((name, fragment)) = self.document.fragments.get_key_value(&spread.node.fragment_name.node) else {
                    return Price::default();
                };
                if let Some(known) = self.fragments.get(name) {
                    return *known;
                }
                let price = self.selections(&fragment.node.selection_set.node, fragment.node.type_condition.node.on.node.as_str());
                self.fragments.insert(name, price);
                price
            }
        }
    }

    fn field(&mut self, field: &'a Field, on: &str) -> Price {
        let name = field.name.node.as_str();
        if matches!(name, "__schema" | "__type") {
            let points = introspection::points(self.document, &field.selection_set.node);
            return Price { once: INTROSPECTION.saturating_add(points), per_row: 0 };
        }
        let Some(known) = self.shape.field(on, name) else { return Price::default() };
        if name == "totalCount" {
            return Price { once: COUNT, per_row: 0 };
        }
        let below = self.selections(&field.selection_set.node, &known.base);
        if is_row_list(known) {
            // The rows of a page were paid with the page; what each leads to is not.
            return Price { once: 0, per_row: below.of(1) };
        }
        let rows = self.rows(field, known);
        if is_list(known) {
            return Price { once: below.of(1).saturating_add(1).saturating_mul(rows), per_row: 0 };
        }
        // The node of an edge was paid with the page.
        let own = if is_page(known) { rows + 1 } else { u64::from(self.shape.is_node(&known.base) && !on.ends_with("Edge")) };
        let extra = match on {
            "Mutation" => DEED.saturating_add(rows),
            _ if is_searched(self.argument(field, "filter"), &self.variables) || self.is_given(field, "search") => SEARCH,
            _ => 0,
        };
        Price { once: below.of(rows.max(1)).saturating_add(own).saturating_add(extra), per_row: 0 }
    }

    /// How many rows a list below a field may have.
    fn rows(&self, field: &'a Field, known: &FieldShape) -> u64 {
        if is_page(known) {
            let size = ["first", "last"].into_iter().find_map(|name| self.whole(self.argument(field, name)?));
            return size.unwrap_or(DEFAULT_SIZE.into()).min(MAX_SIZE.unsigned_abs().into());
        }
        field.arguments.iter().map(|(_, value)| items(&value.node, &self.variables)).max().unwrap_or(0)
    }

    fn argument(&self, field: &'a Field, name: &str) -> Option<&'a Value> {
        field.arguments.iter().find(|(known, _)| known.node == name).map(|(_, value)| &value.node)
    }

    fn is_given(&self, field: &'a Field, name: &str) -> bool {
        known_text(self.argument(field, name), &self.variables)
    }

    /// A size as it will be read; one that will be refused reads nothing.
    fn whole(&self, value: &'a Value) -> Option<u64> {
        let number = match value {
            Value::Number(number) => number.as_i64(),
            Value::Variable(name) => match self.variables.get(name.as_str())? {
                ConstValue::Number(number) => number.as_i64(),
                ConstValue::Null => return None,
                _ => Some(0),
            },
            Value::Null => return None,
            _ => Some(0),
        };
        Some(number.and_then(|number| u64::try_from(number).ok()).unwrap_or(0))
    }

    fn is_left_out(&self, directives: &[Positioned<Directive>]) -> bool {
        let truth = |value: &Value| match value {
            Value::Boolean(truth) => Some(*truth),
            Value::Variable(name) => match self.variables.get(name.as_str())? {
                ConstValue::Boolean(truth) => Some(*truth),
                _ => None,
            },
            _ => None,
        };
        directives.iter().any(|directive| {
            let given = || directive.node.arguments.iter().find(|(name, _)| name.node == "if").and_then(|(_, value)| truth(&value.node));
            match directive.node.name.node.as_str() {
                "skip" => given() == Some(true),
                "include" => given() == Some(false),
                _ => false,
            }
        })
    }
}

/// Whether a field is a page of a list.
fn is_page(field: &FieldShape) -> bool {
    field.arguments.contains_key("first") && field.arguments.contains_key("last")
}

fn is_list(field: &FieldShape) -> bool {
    matches!(field.ty.base, BaseType::List(_))
}

/// Whether a field is the rows of what is above it: of a page, or of what a mutation did.
fn is_row_list(field: &FieldShape) -> bool {
    is_list(field) && field.arguments.is_empty()
}

/// How many items the longest list inside a value has.
fn items(value: &Value, variables: &HashMap<&str, &ConstValue>) -> u64 {
    match value {
        Value::List(all) => (all.len() as u64).max(all.iter().map(|one| items(one, variables)).max().unwrap_or(0)),
        Value::Object(fields) => fields.values().map(|one| items(one, variables)).max().unwrap_or(0),
        Value::Variable(name) => variables.get(name.as_str()).map_or(0, |value| const_items(value)),
        _ => 0,
    }
}

fn const_items(value: &ConstValue) -> u64 {
    match value {
        ConstValue::List(all) => (all.len() as u64).max(all.iter().map(const_items).max().unwrap_or(0)),
        ConstValue::Object(fields) => fields.values().map(const_items).max().unwrap_or(0),
        _ => 0,
    }
}

fn known_text(value: Option<&Value>, variables: &HashMap<&str, &ConstValue>) -> bool {
    match value {
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Variable(name)) => matches!(variables.get(name.as_str()), Some(ConstValue::String(text)) if !text.trim().is_empty()),
        _ => false,
    }
}

fn is_searched(filter: Option<&Value>, variables: &HashMap<&str, &ConstValue>) -> bool {
    match filter {
        Some(Value::Object(fields)) => known_text(fields.get("search"), variables),
        Some(Value::Variable(name)) => {
            matches!(variables.get(name.as_str()), Some(ConstValue::Object(fields)) if fields.get("search").is_some_and(|one| matches!(one, ConstValue::String(text) if !text.trim().is_empty())))
        }
        _ => false,
    }
}
