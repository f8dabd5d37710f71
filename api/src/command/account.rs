//! `dialgate account create`, `list` and `retention`.

use entity::account::Model;
use serde_json::{Value, json};

use super::failure::{Failure, print};
use super::{open, table, whom};
use crate::action::account_create::{self, NewAccount};
use crate::action::{account_find, account_retention, operator};
use crate::clock::{Clock, SystemClock};
use crate::config::operator_flag::{AccountCommand, AccountCreateFlags, AccountRetentionFlags, ListFlags};

/// Makes, lists or sets accounts.
pub async fn run(command: AccountCommand) -> Result<(), Failure> {
    match command {
        AccountCommand::Create(flags) => create(flags).await,
        AccountCommand::List(flags) => list(flags).await,
        AccountCommand::Retention(flags) => retention(flags).await,
    }
}

async fn create(flags: AccountCreateFlags) -> Result<(), Failure> {
    let AccountCreateFlags { name, country, currency, time_zone, package, list } = flags;
    let opened = open::existing(&list.database, false).await?;
    let new = NewAccount { name, country, currency, time_zone, package };
    let made = account_create::run(&opened.operation(), &new).await.map_err(open::refused("The account can't be made"));
    let row = opened.close(made).await?;
    print(&if list.json { format!("{}\n", face(&row)) } else { format!("{}\n", row.id) });
    Ok(())
}

async fn list(flags: ListFlags) -> Result<(), Failure> {
    let opened = open::existing(&flags.database, false).await?;
    let found = account_find::list(&opened.database).await.map_err(Failure::because("The accounts can't be read"));
    let rows = opened.close(found).await?;
    if flags.json {
        print(&format!("{}\n", Value::from_iter(rows.iter().map(face))));
    } else if rows.is_empty() {
        print("There are no accounts yet.\n");
    } else {
        let cells = |row: &Model| {
            let face = face(row);
            ["name", "country", "currency", "package", "timeZone", "id"].map(|key| face[key].as_str().unwrap_or_default().to_owned())
        };
        let rows: Vec<_> = rows.iter().map(cells).collect();
        print(&table::text(["NAME", "COUNTRY", "CURRENCY", "PACKAGE", "TIME ZONE", "ID"], &rows));
    }
    Ok(())
}

async fn retention(flags: AccountRetentionFlags) -> Result<(), Failure> {
    let AccountRetentionFlags { account, months, list } = flags;
    let opened = open::existing(&list.database, false).await?;
    let done = retention_in(&opened, &account, &months).await;
    let row = opened.close(done).await?;
    print(&if list.json {
        format!("{}\n", face(&row))
    } else {
        format!(
            "{} keeps callers for {} calendar months. Older ones are cleared within the hour while a gateway runs.\n",
            row.name, row.caller_retention_months
        )
    });
    Ok(())
}

async fn retention_in(opened: &open::Opened, account: &str, months: &str) -> Result<Model, Failure> {
    let account = whom::account(&opened.database, account).await?;
    let op = operator::operation(&opened.database, SystemClock.now(), &opened.randomness(), operator::OPERATOR, account.id);
    let Some(scope) = op.viewer.account_scope() else { return Ok(account) };
    account_retention::run(&op, scope, months).await.map_err(open::refused("The account can't be set"))
}

fn face(row: &Model) -> Value {
    json!({"id": row.id, "name": row.name, "country": row.country, "currency": row.currency, "package": row.package,
        "timeZone": row.time_zone, "callerRetentionMonths": row.caller_retention_months, "createdAt": row.created_at})
}
