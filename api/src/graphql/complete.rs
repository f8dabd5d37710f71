//! The last steps of the specification that the library leaves out: the fields of an answer stand in the order in which they were asked
//! for, and a field that failed is null together with everything above it that must not be.

use async_graphql::parser::types::{BaseType, ExecutableDocument, OperationDefinition, Selection, SelectionSet, Type};
use async_graphql::{Name, PathSegment, Response, Value};

use super::shape::{Shape, root};

/// What an answer is to look like.
#[derive(Default)]
struct Plan<'a> {
    fields: Vec<Planned<'a>>,
}

struct Planned<'a> {
    key: &'a str,
    /// None for `__typename`, which never fails.
    ty: Option<&'a Type>,
    below: Plan<'a>,
}

/// Puts an answer in order. One that failed before it was executed is left as it is.
pub fn complete(shape: &Shape, document: &ExecutableDocument, operation: &OperationDefinition, response: &mut Response) {
    let failed: Vec<_> = response.errors.iter().map(|error| error.path.as_slice()).filter(|path| !path.is_empty()).collect();
    if failed.is_empty() && !response.errors.is_empty() {
        return;
    }
    let mut plan = Plan::default();
    plan.add(shape, document, &operation.selection_set.node, root(operation.ty));
    // Where no field has a value, or none is selected, the library leaves the whole object out.
    if response.data == Value::Null {
        response.data = Value::Object(Default::default());
    }
    for path in failed {
        if plan.blank(&mut response.data, path) {
            response.data = Value::Null;
        }
    }
    plan.arrange(&mut response.data);
}

impl<'a> Plan<'a> {
    fn add(&mut self, shape: &'a Shape, document: &'a ExecutableDocument, set: &'a SelectionSet, on: &str) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    let known = shape.field(on, field.node.name.node.as_str());
                    let at = self.fields.iter().position(|one| one.key == key).unwrap_or_else(|| {
                        self.fields.push(Planned { key, ty: known.map(|known| &known.ty), below: Plan::default() });
                        self.fields.len() - 1
                    });
                    if let Some(known) = known {
                        self.fields[at].below.add(shape, document, &field.node.selection_set.node, &known.base);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map_or(on, |condition| condition.node.on.node.as_str());
                    self.add(shape, document, &inline.node.selection_set.node, on);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.add(shape, document, &fragment.node.selection_set.node, on);
                    }
                }
            }
        }
    }

    /// Makes null what failed; tells whether the object itself has to be null.
    fn blank(&self, data: &mut Value, path: &[PathSegment]) -> bool {
        let ([PathSegment::Field(key), rest @ ..], Value::Object(fields)) = (path, data) else { return false };
        let Some(planned) = self.fields.iter().find(|one| one.key == key) else { return false };
        let Some(ty) = planned.ty else { return false };
        planned.below.blank_value(ty, fields.entry(Name::new(key)).or_insert(Value::Null), rest)
    }

    /// The same for a value of a type; tells whether a null is left that must not be.
    fn blank_value(&self, ty: &Type, value: &mut Value, path: &[PathSegment]) -> bool {
        let fails = match (&ty.base, path, &mut *value) {
            (_, [], _) | (_, _, Value::Null) => true,
            (BaseType::List(inner), [PathSegment::Index(n), rest @ ..], Value::List(items)) => {
                items.get_mut(*n).is_some_and(|item| self.blank_value(inner, item, rest))
            }
            (BaseType::Named(_), _, object) => self.blank(object, path),
            _ => false,
        };
        if fails {
            *value = Value::Null;
        }
        fails && !ty.nullable
    }

    fn arrange(&self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.arrange(item)),
            Value::Object(fields) => {
                let mut planned = self.fields.iter();
                if !fields.keys().all(|key| planned.any(|one| one.key == key)) {
                    let place = |key: &Name| self.fields.iter().position(|one| one.key == key);
                    fields.sort_by(|one, _, other, _| place(one).cmp(&place(other)));
                }
                for one in self.fields.iter().filter(|one| !one.below.fields.is_empty()) {
                    fields.get_mut(one.key).into_iter().for_each(|value| one.below.arrange(value));
                }
            }
            _ => {}
        }
    }
}
