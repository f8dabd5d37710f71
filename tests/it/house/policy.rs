//! Who may do what, as one table to be read; and every root field asks it.

use std::collections::BTreeMap;
use std::fmt::Write;

use api::policy::{Forbidden, Opener, Permission, check, check_switch};
use api::viewer::{Principal, Scope, Viewer};
use chrono::DateTime;
use entity::id::{AccountId, Id};
use serde_json::{Value, json};

use crate::support::database::Engine;
use crate::support::language::{Language, base, list, name};
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
        let (of_account, of_switch) = (viewer(account.clone(), Scope::ALL.to_vec()), viewer(Principal::Switch("one".into()), Vec::new()));
        let switches = check_switch(&of_switch, permission).is_ok();
        let openers = if switches { "a switch's token".to_owned() } else { opened.join(", ") };
        let _ = writeln!(table, "{:<52} {openers}", permission.fields().join(", "));

        let nobody = viewer(account.clone(), Vec::new());
        assert!(!may(nobody.clone(), permission), "{permission:?} opens without a scope");
        assert!(
            !may(viewer(Principal::Switch("one".into()), Scope::ALL.to_vec()), permission),
            "{permission:?} opens an account to a switch"
        );
        match permission.opener() {
            Opener::Account(scope) => {
                assert_eq!(check(&nobody, permission), Err(Forbidden::Scope(scope)));
                assert_eq!(check(&of_switch, permission), Err(Forbidden::Switch(scope)));
                assert_eq!(check_switch(&of_switch, permission), Err(Forbidden::Switch(scope)));
                assert!(check_switch(&of_account, permission).is_err(), "{permission:?} opens to an account as to a switch");
            }
            Opener::Switch => {
                assert!(switches && opened.is_empty(), "{permission:?} opens to {opened:?}");
                assert_eq!(check(&of_account, permission), Err(Forbidden::Account));
                assert_eq!(check_switch(&of_account, permission), Err(Forbidden::Account));
            }
        }
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
    goal, goals                                          calls:read
    goalCreate                                           account:write
    goalUpdate                                           account:write
    goalDelete                                           account:write
    route                                                a switch's token
    callRate                                             calls:rate
    callsRecord                                          a switch's token
    calls, FixedNumber.calls, FixedNumber.lastCallAt, FixedNumber.testCall calls:read
    Caller.number                                        callers:read
    callerErase                                          callers:erase
    ");
}

#[tokio::test]
async fn every_root_field_but_those_about_oneself_has_one_permission() {
    let language = Language::read().await;
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let fields = Permission::ALL.iter().flat_map(|permission| permission.fields());
    let (roots_alone, inner): (Vec<&str>, Vec<&str>) = fields.partition(|field| !field.contains('.'));
    for field in roots_alone {
        *known.entry(field).or_default() += 1;
    }

    let roots: BTreeMap<&str, usize> =
        language.roots().iter().map(|root| (name(root.field), 1)).filter(|(name, _)| !["viewer", "limits"].contains(name)).collect();

    assert_eq!(known, roots);
    // What has a scope of its own further down may be null: without it the rest of the screen is there.
    assert_eq!(inner, ["FixedNumber.calls", "FixedNumber.lastCallAt", "FixedNumber.testCall", "Caller.number"]);
    for (kind, field) in inner.iter().map(|both| both.split_once('.').unwrap()) {
        let known = list(&language.named(kind)["fields"]).iter().find(|known| name(known) == field).unwrap();
        assert_ne!(known["type"]["kind"], "NON_NULL", "{kind}.{field}");
    }
}

fn likely(_: &str, input: &Value) -> Value {
    match name(base(input)) {
        "Int" => json!(1),
        "Boolean" => json!(true),
        "ID" => json!("pool_01900000000070008000000000000001"),
        "DateTime" => json!("2026-03-02T09:30:00Z"),
        _ => json!("+441632960018"),
    }
}

#[tokio::test]
async fn a_root_field_without_its_scope_is_forbidden_and_leaves_the_others_alone() {
    let language = Language::read().await;
    for engine in Engine::BOTH {
        let house = seeded(engine, 1).await;
        for permission in Permission::ALL {
            let (needed, message) = match permission.opener() {
                Opener::Account(scope) => (Some(scope.word()), format!("This needs a token with the scope {}.", scope.word())),
                Opener::Switch => {
                    (None, "This needs a telephone switch's token; an account's token can't do it, whatever its scopes.".to_owned())
                }
            };
            let others: Vec<_> = Scope::ALL.into_iter().map(Scope::word).filter(|word| Some(*word) != needed).collect();
            let caller = house.gateway.caller_with(house.books.account, &others.join(" "));
            for root in language.roots().into_iter().filter(|root| permission.fields().contains(&name(root.field))) {
                let call = language.call(root.field, &language.arguments(root.field, &[], &likely), 1);
                let beside = if root.verb == "query" { "viewer { subject }" } else { "" };

                let (reply, statements) = house.gateway.counting(caller.ask(&format!("{} {{ {beside} {call} }}", root.verb))).await;

                let error = &reply.body["errors"][0];
                assert_eq!(reply.codes(), ["FORBIDDEN"], "{call}: {}", reply.body);
                assert_eq!(error["extensions"].get("scope").map(|scope| scope.as_str().unwrap()), needed, "{call}");
                assert_eq!((&error["path"], error["message"].as_str()), (&json!([name(root.field)]), Some(message.as_str())), "{call}");
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
