//! Below the API two more walls stand between accounts: the tables themselves, and the account that every statement names.

use std::collections::{BTreeMap, BTreeSet};

use entity::id::Id;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::tenants::Stage;
use crate::support::database::Engine;
use crate::support::gateway::Gateway;
use crate::support::language::name;

async fn rows<const N: usize>(gateway: &Gateway, text: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let db = gateway.database.reader();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap();
    rows.iter().map(|row| columns.map(|column| row.try_get("", column).unwrap())).collect()
}

/// Tables that have an account, and whether the column may be null.
async fn tenant_tables(gateway: &Gateway) -> BTreeMap<String, bool> {
    let text = match gateway.engine {
        Engine::Sqlite => {
            "SELECT m.name AS t, CAST(c.\"notnull\" AS text) AS n FROM sqlite_master m, pragma_table_info(m.name) c
                WHERE m.type = 'table' AND c.name = 'account_id'"
        }
        Engine::Postgres => {
            "SELECT table_name::text AS t, CASE is_nullable WHEN 'NO' THEN '1' ELSE '0' END AS n FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name = 'account_id'"
        }
    };
    rows(gateway, text, ["t", "n"]).await.into_iter().map(|[table, not_null]| (table, not_null == "0")).collect()
}

/// Foreign keys: from which table, to which, over which columns.
async fn foreign_keys(gateway: &Gateway) -> Vec<[String; 3]> {
    let text = match gateway.engine {
        Engine::Sqlite => {
            "SELECT m.name AS child, f.\"table\" AS parent, group_concat(f.\"from\", ',') AS columns
                FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id, f.\"table\""
        }
        Engine::Postgres => {
            "SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent, string_agg(a.attname::text, ',') AS columns
                FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
                WHERE c.contype = 'f' GROUP BY c.oid, c.conrelid, c.confrelid"
        }
    };
    rows(gateway, text, ["child", "parent", "columns"]).await
}

#[tokio::test]
async fn every_key_between_rows_of_accounts_holds_the_account() {
    for engine in Engine::BOTH {
        let gateway = Gateway::empty(engine).await;
        let tables = tenant_tables(&gateway).await;

        let names: Vec<_> = tables.keys().map(String::as_str).collect();
        let all = [
            "account_feed",
            "call",
            "call_goal",
            "caller_access",
            "change",
            "channel",
            "data_key",
            "destination",
            "fixed_number",
            "fixed_number_interval",
            "fixed_number_label",
            "goal",
            "pool",
        ];
        assert_eq!(names, all);
        // One data key is the operator's.
        let nobodys: Vec<_> = tables.iter().filter(|(_, nullable)| **nullable).map(|(name, _)| name.as_str()).collect();
        assert_eq!(nobodys, ["data_key"], "{engine:?}: a row may be nobody's");

        let mut checked = 0;
        for [child, parent, columns] in foreign_keys(&gateway).await {
            if tables.contains_key(&child) && tables.contains_key(&parent) {
                assert!(columns.split(',').any(|column| column == "account_id"), "{engine:?}: {child} ({columns}) points to {parent}");
                checked += 1;
            }
        }
        assert_eq!(checked, 16, "{engine:?}");
    }
}

#[tokio::test]
async fn the_database_refuses_a_link_to_another_account() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let db = stage.house.gateway.database.writer();
        let literal = |id: Uuid| match engine {
            Engine::Sqlite => format!("X'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        };
        let (books, motors) = (&stage.house.books, &stage.house.motors);
        let own = literal(books.account.uuid());
        let links = [
            ("fixed_number", "pool_id", books.pool.uuid(), motors.pool.uuid()),
            ("fixed_number", "channel_id", books.search.uuid(), motors.search.uuid()),
            ("fixed_number", "destination_id", books.destination.uuid(), motors.destination.uuid()),
            ("pool", "default_destination_id", books.destination.uuid(), motors.destination.uuid()),
        ];

        for (table, column, good, foreign) in links {
            let link = |to| format!("UPDATE {table} SET {column} = {} WHERE account_id = {own}", literal(to));

            let refusal = db.execute_unprepared(&link(foreign)).await.unwrap_err().to_string().to_lowercase();
            assert!(refusal.contains("foreign key"), "{engine:?}: {table}.{column}: {refusal}");

            let done = db.execute_unprepared(&link(good)).await.unwrap();
            assert!(done.rows_affected() > 0, "{table}.{column}");
        }
        let moved = format!("UPDATE fixed_number SET account_id = {} WHERE account_id = {own}", literal(motors.account.uuid()));
        assert!(db.execute_unprepared(&moved).await.is_err(), "{engine:?}: a number changed hands");
    }
}

/// A number's pool is of the number's account: the foreign key says so, and the number's own account is bound around it.
const BY_KEY: &str = "(SELECT \"pool\".\"default_destination_id\" FROM \"pool\" WHERE \"pool\".\"id\" = \"fixed_number\".\"pool_id\")";

/// The tables of accounts that a statement reads or edits, one for each time; and how often it binds an account.
fn reach(statement: &str) -> (Vec<&'static str>, usize) {
    const TABLES: [&str; 14] = [
        "account",
        "account_feed",
        "call",
        "call_goal",
        "caller_access",
        "change",
        "channel",
        "data_key",
        "destination",
        "fixed_number",
        "fixed_number_interval",
        "fixed_number_label",
        "goal",
        "pool",
    ];
    let text = statement.replace(BY_KEY, "");
    let times = |part: &str| text.matches(part).count();
    let read = |table: &str| ["FROM", "UPDATE", "JOIN"].iter().map(|word| times(&format!("{word} \"{table}\""))).sum();
    let tables = TABLES.into_iter().flat_map(|table| std::iter::repeat_n(table, read(table))).collect();
    // What an update sets is no condition.
    let conditions = if text.starts_with("UPDATE") { text.split_once(" WHERE ").map_or("", |(_, rest)| rest) } else { &text };
    let bound = ["\"account_id\" = ?", "\"account_id\" = $", "\"account\".\"id\" = ?", "\"account\".\"id\" = $"];
    (tables, bound.iter().map(|part| conditions.matches(part).count()).sum())
}

#[tokio::test]
async fn every_statement_on_rows_of_accounts_names_the_account() {
    for engine in Engine::BOTH {
        let stage = Stage::set(engine).await;
        let switch = stage.house.gateway.switch("switch-1");
        let (mut heard, mut beyond, mut reported) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for root in stage.language.roots() {
            let places = ["ID", "String", "Boolean", "Int"].iter().flat_map(|scalar| stage.language.places(root.field, scalar));
            for place in std::iter::once(Vec::new()).chain(places) {
                if place.first().is_some_and(|first| ["first", "last", "after", "before"].contains(&first.as_str())) {
                    continue;
                }
                let mut arguments = stage.language.arguments(root.field, &place, &|of, input| stage.own(of, input));
                // Really done: a dry run would hide nothing, but each should find the world as the last one left it.
                arguments.remove("dryRun");
                let document = stage.language.document(root, &arguments, 3);

                let (caller, all) = match name(root.field) {
                    "route" => (&switch, &mut beyond),
                    "callsRecord" => (&switch, &mut reported),
                    _ => (stage.caller(), &mut heard),
                };

                let (reply, statements) = stage.house.gateway.counting(caller.ask(&document)).await;

                reply.data();
                all.extend(statements);
            }
        }

        let (mut walked, mut wrong) = (BTreeSet::new(), Vec::new());
        for statement in &heard {
            let (tables, bound) = reach(statement);
            // The operator's key is nobody's, and makes the hash by which an input with a caller in it is known again.
            let of_operator = tables == ["data_key"] && statement.contains("\"account_id\" IS NULL");
            if tables.len() > bound && !of_operator {
                wrong.push(format!("{tables:?} are asked, and an account is bound {bound} times: {statement}"));
            }
            walked.extend(tables);
        }
        assert_eq!(wrong, Vec::<String>::new(), "{engine:?}");
        // A switch's one question looks beyond accounts; from the number on it stays in the number's own.
        assert!(beyond.is_disjoint(&heard), "{engine:?}");
        let [route] = &*beyond.into_iter().collect::<Vec<_>>() else { panic!("routes are asked in more than one way") };
        assert_eq!(reach(route), (vec!["destination", "fixed_number", "pool"], 0), "{route}");
        for table in ["pool", "destination"] {
            assert!(route.contains(&format!("\"{table}\".\"account_id\" = \"fixed_number\".\"account_id\"")), "{route}");
        }
        // Whose a reported call is, is found by the number; each other table is joined over the account.
        for statement in &reported {
            let (tables, bound) = reach(statement);
            let joined = statement.matches("\"account_id\" = \"fixed_number").count()
                + statement.matches("\"account\".\"id\" = \"fixed_number\".\"account_id\"").count();
            let own = usize::from(["call", "data_key", "goal"].iter().any(|own| tables == [*own]));
            assert!(tables.len() <= 1 + joined + bound + own, "{engine:?}: {statement}");
        }
        // All but `change` and `caller_access`, which are only added to.
        let all = [
            "account",
            "account_feed",
            "call",
            "call_goal",
            "channel",
            "data_key",
            "destination",
            "fixed_number",
            "fixed_number_interval",
            "fixed_number_label",
            "goal",
            "pool",
        ];
        assert_eq!(walked, BTreeSet::from(all), "{engine:?}");
    }
}
