//! The schema as introspection tells it, and documents written out of it: so that a new field is asked before its author thinks of it.

use serde_json::{Map, Value, json};

const INTROSPECTION: &str = "{ __schema { queryType { name } mutationType { name } types {
    kind name description isOneOf possibleTypes { name } enumValues(includeDeprecated: true) { name description }
    inputFields { name description defaultValue type { ...shape } }
    fields(includeDeprecated: true) { name description type { ...shape } args { name description defaultValue type { ...shape } } } } } }
fragment shape on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// The schema.
pub struct Language(Value);

/// A root field: `query` or `mutation`, and what introspection says of it.
#[derive(Clone, Copy)]
pub struct Root<'a> {
    pub verb: &'static str,
    pub field: &'a Value,
}

/// A way from a field's arguments down to one value: names, with `[]` for each list.
pub type Place = Vec<String>;

impl Language {
    /// Asks the schema about itself.
    pub async fn read() -> Self {
        let response = api::graphql::schema::build(&Default::default(), Default::default()).execute(INTROSPECTION).await;
        assert!(response.errors.is_empty(), "{:?}", response.errors);
        Self(response.data.into_json().unwrap()["__schema"].take())
    }

    /// Every type but those of introspection itself.
    pub fn types(&self) -> impl Iterator<Item = &Value> {
        list(&self.0["types"]).iter().filter(|kind| !name(kind).starts_with("__"))
    }

    /// One type.
    pub fn named(&self, wanted: &str) -> &Value {
        self.types().find(|kind| name(kind) == wanted).unwrap()
    }

    /// Every field that a document can begin with.
    pub fn roots(&self) -> Vec<Root<'_>> {
        let of = |verb, kind: &str| {
            list(&self.named(self.0[kind]["name"].as_str().unwrap())["fields"]).iter().map(move |field| Root { verb, field })
        };
        of("query", "queryType").chain(of("mutation", "mutationType")).collect()
    }

    /// A document that asks one root for all that it has, so many objects deep.
    pub fn document(&self, root: Root<'_>, arguments: &Map<String, Value>, hops: usize) -> String {
        format!("{} {{ {} }}", root.verb, self.call(root.field, arguments, hops))
    }

    /// A field with its arguments, and all that it has, so many objects deep.
    pub fn call(&self, field: &Value, arguments: &Map<String, Value>, hops: usize) -> String {
        let arguments: Vec<_> = list(&field["args"])
            .iter()
            .filter_map(|argument| {
                arguments.get(name(argument)).map(|value| format!("{}: {}", name(argument), self.literal(argument, value)))
            })
            .collect();
        let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
        format!("{}{arguments} {}", name(field), self.selection(base(field), hops))
    }

    /// All fields of a type, so many objects deep; of an interface those of all its types.
    fn selection(&self, kind: &Value, hops: usize) -> String {
        let kind = self.named(name(kind));
        match kind["kind"].as_str().unwrap() {
            "INTERFACE" | "UNION" => {
                let part = |one: &Value| format!("... on {} {}", name(one), self.selection(one, hops));
                format!("{{ __typename {} }}", list(&kind["possibleTypes"]).iter().map(part).collect::<Vec<_>>().join(" "))
            }
            "OBJECT" => {
                let fields =
                    list(&kind["fields"]).iter().filter(|field| list(&field["args"]).iter().all(|argument| !is_required(argument)));
                let parts = fields.filter_map(|field| match (name(field), is_object(self.named(name(base(field))))) {
                    // What the nodes hold, once more.
                    ("edges", _) => Some("edges { cursor }".to_owned()),
                    (_, false) => Some(name(field).to_owned()),
                    (_, true) if hops > 0 => Some(self.call(field, &Map::new(), hops - 1)),
                    (_, true) => None,
                });
                format!("{{ __typename {} }}", parts.collect::<Vec<_>>().join(" "))
            }
            _ => String::new(),
        }
    }

    /// Values for the arguments that a field can't do without, and for those on the way to a place.
    pub fn arguments(&self, field: &Value, place: &[String], value: &impl Fn(&str, &Value) -> Value) -> Map<String, Value> {
        self.filled(name(field), list(&field["args"]), place, false, value)
    }

    fn filled(
        &self,
        of: &str,
        all: &[Value],
        place: &[String],
        one_of: bool,
        value: &impl Fn(&str, &Value) -> Value,
    ) -> Map<String, Value> {
        let on_the_way = |input: &Value| place.first().is_some_and(|next| next == name(input));
        let first = place.is_empty().then(|| all.first().map(name)).flatten();
        let wanted = |input: &&Value| match one_of {
            true => on_the_way(input) || first == Some(name(input)),
            false => on_the_way(input) || is_required(input),
        };
        let given = |input: &Value| {
            let rest = if on_the_way(input) { &place[1..] } else { &[] };
            (name(input).to_owned(), self.one(of, input, &input["type"], rest, value))
        };
        all.iter().filter(wanted).map(given).collect()
    }

    fn one(&self, of: &str, input: &Value, kind: &Value, place: &[String], value: &impl Fn(&str, &Value) -> Value) -> Value {
        match kind["kind"].as_str().unwrap() {
            "NON_NULL" => self.one(of, input, &kind["ofType"], place, value),
            "LIST" => json!([self.one(of, input, &kind["ofType"], place.get(1..).unwrap_or_default(), value)]),
            "INPUT_OBJECT" => {
                let fields = list(&self.named(name(kind))["inputFields"]);
                self.filled(of, fields, place, self.is_one_of(kind), value).into()
            }
            "ENUM" => list(&self.named(name(kind))["enumValues"])[0]["name"].clone(),
            _ => value(of, input),
        }
    }

    /// The places of one scalar among a field's arguments.
    pub fn places(&self, field: &Value, scalar: &str) -> Vec<Place> {
        list(&field["args"]).iter().flat_map(|argument| self.below(argument, &argument["type"], scalar)).collect()
    }

    fn below(&self, input: &Value, kind: &Value, scalar: &str) -> Vec<Place> {
        let (mut kind, mut lists) = (kind, Vec::new());
        while let Some(inner) = kind["ofType"].as_object() {
            lists.extend((kind["kind"] == "LIST").then(|| "[]".to_owned()));
            kind = if inner.is_empty() { break } else { &kind["ofType"] };
        }
        let rest: Vec<Place> = match kind["kind"].as_str().unwrap() {
            "INPUT_OBJECT" => {
                list(&self.named(name(kind))["inputFields"]).iter().flat_map(|field| self.below(field, &field["type"], scalar)).collect()
            }
            _ if name(kind) == scalar => vec![Vec::new()],
            _ => Vec::new(),
        };
        rest.into_iter().map(|rest| [vec![name(input).to_owned()], lists.clone(), rest].concat()).collect()
    }

    fn is_one_of(&self, kind: &Value) -> bool {
        self.named(name(kind))["isOneOf"] == true
    }

    // The language's own spelling of a value: names without quotes, choices as well.
    fn literal(&self, input: &Value, value: &Value) -> String {
        match (value, base(input)["kind"].as_str().unwrap()) {
            (Value::Array(all), _) => format!("[{}]", all.iter().map(|one| self.literal(input, one)).collect::<Vec<_>>().join(", ")),
            (Value::Object(fields), _) => {
                let all = list(&self.named(name(base(input)))["inputFields"]);
                let field = |key: &String, value| self.literal(all.iter().find(|field| name(field) == key).unwrap(), value);
                format!("{{{}}}", fields.iter().map(|(key, value)| format!("{key}: {}", field(key, value))).collect::<Vec<_>>().join(", "))
            }
            (Value::String(text), "ENUM") => text.clone(),
            (value, _) => value.to_string(),
        }
    }
}

/// A list, or none.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What something is called.
pub fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap()
}

/// The type of a field or an argument, without its lists and exclamation marks.
pub fn base(field: &Value) -> &Value {
    let mut kind = &field["type"];
    while kind["ofType"].is_object() {
        kind = &kind["ofType"];
    }
    kind
}

fn is_required(argument: &Value) -> bool {
    argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null()
}

fn is_object(kind: &Value) -> bool {
    matches!(kind["kind"].as_str(), Some("OBJECT" | "INTERFACE" | "UNION"))
}
