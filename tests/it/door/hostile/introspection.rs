//! The language about itself, in circles and in crowds.

use serde_json::json;

use super::attack::Attack;

pub fn all() -> Vec<Attack> {
    let attack = |name: &str, document: String| Attack::of(format!("introspection/{name}"), document);
    let circle =
        |open: &str, close: &str, levels: usize| format!("{{__schema{{types{}{{name}}{}}}}}", open.repeat(levels), close.repeat(levels));
    let mut all = Vec::new();
    for levels in [4, 8, 12, 14] {
        all.extend([
            attack(&format!("fields of types {levels}"), circle("{fields{type", "}}", levels)).maybe(levels < 9),
            attack(&format!("arguments of types {levels}"), circle("{fields{args{type", "}}}", levels)).maybe(levels < 6),
            attack(&format!("inputs of types {levels}"), circle("{inputFields{type", "}}", levels)).maybe(levels < 9),
            attack(&format!("possible types {levels}"), circle("{possibleTypes{interfaces", "}}", levels)).maybe(levels < 9),
            attack(&format!("types of types {levels}"), circle("{ofType{ofType", "}}", levels)).maybe(levels < 10),
        ]);
    }
    // Each level is some fields of some types: this grows with a power.
    for levels in 2..7 {
        all.extend([
            attack(&format!("fields of true types {levels}"), circle("{fields{type{ofType", "}}}", levels)).maybe(true),
            attack(
                &format!("fields of true and other types {levels}"),
                circle("{fields{type{a:ofType{name}fields{type{name}}ofType", "}}}", levels),
            )
            .maybe(true),
            attack(&format!("fields of types in lists {levels}"), circle("{fields{type{ofType{ofType{ofType", "}}}}}", levels)).maybe(true),
            attack(&format!("fields and arguments {levels}"), circle("{fields{args{name}type{ofType", "}}}", levels)).maybe(true),
        ]);
    }
    let deep = |n: usize| format!("{}name{}", "fields{type{".repeat(n), "}}".repeat(n));
    for wide in [2, 5, 30, 60] {
        let types =
            (0..wide).map(|n| format!("t{n}:__type(name:\"Query\"){{fields{{type{{fields{{type{{name}}}}}}}}}}")).collect::<String>();
        let schemas = (0..wide).map(|n| format!("s{n}:__schema{{types{{fields{{args{{type{{ofType{{name}}}}}}}}}}}}")).collect::<String>();
        all.push(attack(&format!("types {wide} wide"), format!("{{{types}}}")).maybe(wide < 20));
        all.push(attack(&format!("schemas {wide} wide"), format!("{{{schemas}}}")).maybe(wide < 20));
    }
    let list = "{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name ofType{kind name}}}}}}}}";
    let standard = format!(
        "{{__schema{{queryType{{name}}mutationType{{name}}types{{kind name description fields(includeDeprecated:true){{name args{{name type{list}}}type{list}}}}}}}}}"
    );
    all.extend([
        attack("fields by fragments", format!("{{__schema{{types{{...A}}}}}} fragment A on __Type{{fields{{type{{...B}}}}}} fragment B on __Type{{{}}}", deep(6))),
        attack("fields by doubled fragments", "{__schema{types{...A ...A}}} fragment A on __Type{fields{type{...B ...B}}} fragment B on __Type{fields{type{...C ...C}}} fragment C on __Type{fields{type{fields{type{name}}}}}".into()).maybe(true),
        attack("in itself", "{...A} fragment A on Query{__schema{types{...B}}} fragment B on __Type{fields{type{...B}}}".into()),
        attack("in a mutation", "mutation{__schema{types{name}}}".into()).maybe(true),
        attack("in batches", (0..15).map(|n| standard.replacen('{', &format!("query Q{n}{{"), 1)).collect()),
        attack("as usual", standard.clone()).maybe(true),
        attack("as usual, many times", format!("{{{}}}", (0..25).map(|n| format!("a{n}:__schema{{types{{name}}}}")).collect::<String>())),
        attack("typenames", "{__typename}".into()).maybe(true),
        attack("service", "{_service{sdl}}".into()),
        attack("entities", "{_entities(representations:[{__typename:\"Pool\"}]){__typename}}".into()),
        attack("an unknown type", "{__type(name:\"Zzz\"){name}}".into()).maybe(true),
        attack("a type with a name that is no text", "{__type(name:[[[\"Query\"]]]){name}}".into()),
        attack("a probe of names", "{pool{idd} pols{nodes{nme}} fixedNumber(ids:1){numbr}}".into()),
        Attack::raw("introspection/in a list", json!([{"query": standard}, {"query": standard}]).to_string(), "query=[{__schema{types{name}}}]"),
    ]);
    all
}
