//! Who may do what, as one table to be read; and every root field asks it.

use std::collections::BTreeMap;
use std::fmt::Write;

use api::policy::{Forbidden, Permission, check};
use api::viewer::{Principal, Scope, Viewer};
use chrono::DateTime;
use entity::id::{AccountId, Id};
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::language::{Language, base, name};
use crate::support::seed::seeded;

#[test]
fn the_table_of_permissions() {
    let account = Principal::Account(AccountId::from_uuid(uuid::Uuid::nil()));
    let viewer = |principal, scopes| Viewer { subject: "ann".into(), principal, scopes, expires_at: DateTime::UNIX_EPOCH };
    let may = |viewer: Viewer, permission| check(&viewer, permission).is_ok();

    let mut table = String::new();
    for permission in Permission::ALL {
        let opened: Vec<_> =
            Scope::ALL.into_iter().filter(|scope| may(viewer(account.clone(), vec![*scope]), permission)).map(Scope::word).collect();
        let _ = writeln!(table, "{:<52} {}", permission.fields().join(", "), opened.join(", "));
        assert!(!may(viewer(account.clone(), Vec::new()), permission), "{permission:?} opens without a scope");
        assert!(!may(viewer(Principal::Switch("one".into()), Scope::ALL.to_vec()), permission), "{permission:?} opens to a switch");
        assert_eq!(check(&viewer(account.clone(), Vec::new()), permission), Err(Forbidden::Scope(permission.scope())));
    }

    insta::assert_snapshot!(table, @r"
    account                                              numbers:read
    node, nodes                                          numbers:read
    pool, pools                                          numbers:read
    channel, channels                                    numbers:read
    destination, destinations                            numbers:read
    destinationCheck                                     numbers:read
    numberType, numberTypes                              numbers:read
    fixedNumber, fixedNumbers, fixedNumberByNumber       numbers:read
    fixedNumberOrder                                     numbers:write
    fixedNumberUpdate                                    numbers:write
    fixedNumberDelete                                    numbers:write
    fixedNumberRestore                                   numbers:write
    channelCreate                                        numbers:write
    poolUpdate                                           numbers:write
    accountUpdate                                        account:write
    poolCreate                                           numbers:write
    poolDelete                                           numbers:write
    channelUpdate                                        numbers:write
    channelDelete                                        numbers:write
    destinationCreate                                    numbers:write
    destinationUpdate                                    numbers:write
    destinationDelete                                    numbers:write
    ");
}

#[tokio::test]
async fn every_root_field_but_those_about_oneself_has_one_permission() {
    let language = Language::read().await;
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for field in Permission::ALL.iter().flat_map(|permission| permission.fields()) {
        *known.entry(field).or_default() += 1;
    }

    let roots: BTreeMap<&str, usize> =
        language.roots().iter().map(|root| (name(root.field), 1)).filter(|(name, _)| !["viewer", "limits"].contains(name)).collect();

    assert_eq!(known, roots);
}

fn likely(_: &str, input: &Value) -> Value {
    match name(base(input)) {
        "Int" => json!(1),
        "Boolean" => json!(true),
        "ID" => json!("pool_01900000000070008000000000000001"),
        _ => json!("+441632960018"),
    }
}

#[tokio::test]
async fn a_root_field_without_its_scope_is_forbidden_and_leaves_the_others_alone() {
    let language = Language::read().await;
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        for permission in Permission::ALL {
            let needed = permission.scope().word();
            let others: Vec<_> = Scope::ALL.into_iter().map(Scope::word).filter(|word| *word != needed).collect();
            let caller = house.gateway.caller_with(house.books.account, &others.join(" "));
            for root in language.roots().into_iter().filter(|root| permission.fields().contains(&name(root.field))) {
                let call = language.call(root.field, &language.arguments(root.field, &[], &likely), 1);
                let beside = if root.verb == "query" { "viewer { subject }" } else { "" };

                let (reply, statements) = house.gateway.counting(caller.ask(&format!("{} {{ {beside} {call} }}", root.verb))).await;

                let error = &reply.body["errors"][0];
                assert_eq!(reply.codes(), ["FORBIDDEN"], "{call}: {}", reply.body);
                assert_eq!((&error["extensions"]["scope"], &error["path"]), (&json!(needed), &json!([name(root.field)])));
                assert_eq!(error["message"], format!("This needs a token with the scope {needed}."));
                assert_eq!(statements, Vec::<String>::new());
                if root.verb == "query" {
                    let answered = json!({"viewer": {"subject": "ann"}, name(root.field): null});
                    assert_eq!(reply.body["data"], answered, "{call}");
                }
            }
        }
        assert_eq!(house.changes(house.books.account).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn viewer_needs_no_scope() {
    for engine in Engine::BOTH {
        let house = seeded(engine, 0).await;

        let reply = house.gateway.caller_with(house.books.account, "").ask("{ viewer { subject scopes switch } }").await;

        assert_eq!(reply.data(), &json!({"viewer": {"subject": "ann", "scopes": [], "switch": null}}));
    }
}
