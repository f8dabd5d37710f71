//! What a document comes to when its fragments are spread, found without spreading them: each fragment is counted once, and every use of
//! it adds what was found. The library's own rules walk through every use anew; they run behind this one.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned};

use super::too_much::TooMuch;
use crate::config::limits::Limits;

/// What a selection comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Extent {
    /// All fields below.
    fields: u64,
    /// Those of them that have another name.
    aliases: u64,
    /// Fields that are selected here, without those below them.
    width: u64,
    /// Levels of fields, but for what is below `__schema` and `__type`.
    depth: u64,
    /// Levels of fields down to the deepest one below `__schema` and `__type`; 0 without these.
    introspection: u64,
}

impl Extent {
    fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            width: self.width.saturating_add(other.width),
            depth: self.depth.max(other.depth),
            introspection: self.introspection.max(other.introspection),
        }
    }

    /// A field above this.
    fn below(self, introspects: bool, alias: bool) -> Self {
        let deepest = self.depth.max(self.introspection);
        let beneath = |levels: u64| if levels > 0 { levels + 1 } else { 0 };
        Self {
            fields: self.fields.saturating_add(1),
            aliases: self.aliases.saturating_add(u64::from(alias)),
            width: 1,
            depth: if introspects { 1 } else { self.depth + 1 },
            introspection: if introspects { deepest + 1 } else { beneath(self.introspection) },
        }
    }
}

/// Refuses what comes to more than is allowed, and a fragment that leads back to itself. Tells whether the document asks for the schema.
pub fn look(document: &ExecutableDocument, limits: &Limits) -> Result<bool, TooMuch> {
    let mut walk = Walk { document, known: HashMap::new(), limits };
    let mut introspects = false;
    for (_, operation) in document.operations.iter() {
        walk.directives(operation.node.directives.len(), operation.pos)?;
        for variable in &operation.node.variable_definitions {
            walk.directives(variable.node.directives.len(), variable.pos)?;
        }
        let extent = walk.selections(&operation.node.selection_set.node)?;
        let (limit, allowed, roots) = match operation.node.ty {
            OperationType::Mutation => ("mutationFields", limits.mutation_fields, "a mutation may have"),
            _ => ("queryFields", limits.query_fields, "a query may have"),
        };
        check(extent.width, allowed, limit, operation.pos, &format!("fields at the root, and {roots}"))?;
        within(extent, limits, operation.pos)?;
        introspects |= extent.introspection > 0;
    }
    // Also those that no operation uses: the library looks at them all.
    for (name, fragment) in &document.fragments {
        let extent = walk.fragment(name)?;
        within(extent, limits, fragment.pos)?;
    }
    Ok(introspects)
}

fn within(extent: Extent, limits: &Limits, at: Pos) -> Result<(), TooMuch> {
    check(extent.fields, limits.fields, "fields", at, "fields, its fragments spread, and a document may ask for")?;
    check(extent.aliases, limits.aliases, "aliases", at, "aliases, its fragments spread, and a document may have")?;
    check(extent.depth, limits.depth, "depth", at, "levels of fields, and a document may have")?;
    let introspection = "levels of fields below __schema or __type, and a document may have";
    check(extent.introspection, limits.introspection_depth, "introspectionDepth", at, introspection)
}

fn check(found: u64, allowed: u32, limit: &'static str, at: Pos, what: &str) -> Result<(), TooMuch> {
    if found <= u64::from(allowed) {
        return Ok(());
    }
    Err(TooMuch { limit, message: format!("What begins at {at} has {} {what} {allowed}.", counted(found)) })
}

/// Numbers beyond any use are not told to the digit.
fn counted(n: u64) -> String {
    if n > 1_000_000 { "more than 1000000".into() } else { n.to_string() }
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    /// What each fragment comes to; nothing while it is being counted.
    known: HashMap<&'a Name, Option<Extent>>,
    limits: &'a Limits,
}

impl<'a> Walk<'a> {
    fn selections(&mut self, set: &'a SelectionSet) -> Result<Extent, TooMuch> {
        set.items.iter().try_fold(Extent::default(), |sum, selection| Ok(sum.beside(self.selection(selection)?)))
    }

    fn selection(&mut self, selection: &'a Positioned<Selection>) -> Result<Extent, TooMuch> {
        self.directives(selection.node.directives().len(), selection.pos)?;
        match &selection.node {
            Selection::Field(field) => {
                let below = self.selections(&field.node.selection_set.node)?;
                let introspects = matches!(field.node.name.node.as_str(), "__schema" | "__type");
                Ok(below.below(introspects, field.node.alias.is_some()))
            }
            Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node),
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
        }
    }

    fn fragment(&mut self, name: &Name) -> Result<Extent, TooMuch> {
        // One that is not there is told by the library, which looks for it at every use of those around it.
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Extent { fields: 1, ..Extent::default() });
        };
        if let Some(known) = self.known.get(name) {
            let endless = || TooMuch { limit: "depth", message: format!("The fragment {name} leads back to itself, and so has no end.") };
            return known.ok_or_else(endless);
        }
        self.known.insert(name, None);
        self.directives(fragment.node.directives.len(), fragment.pos)?;
        let mut extent = self.selections(&fragment.node.selection_set.node)?;
        // What is selected on a type of introspection can only be used below `__schema` and `__type`.
        if fragment.node.type_condition.node.on.node.starts_with("__") {
            extent = Extent { depth: 0, introspection: extent.depth.max(extent.introspection), ..extent };
        }
        self.known.insert(name, Some(extent));
        Ok(extent)
    }

    fn directives(&self, found: usize, at: Pos) -> Result<(), TooMuch> {
        check(found as u64, self.limits.directives_per_place, "directivesPerPlace", at, "directives, and one place may have")
    }
}
