//! `dialgate callers erase` and `audit`: callers go, and who has seen them.

use entity::caller_access::Model;
use entity::id::AccountId;
use entity::value::phone_number::PhoneNumber;
use serde_json::{Value, json};

use super::failure::{Failure, print};
use super::{open, table, whom};
use crate::action::{caller_audit_list, caller_erase, operator};
use crate::clock::{Clock, SystemClock};
use crate::config::operator_flag::{CallersAuditFlags, CallersCommand, CallersEraseFlags};
use crate::operation::Operation;

/// Erases callers, or lists who has seen them.
pub async fn run(command: CallersCommand) -> Result<(), Failure> {
    match command {
        CallersCommand::Erase(flags) => erase(flags).await,
        CallersCommand::Audit(flags) => audit(flags).await,
    }
}

async fn erase(flags: CallersEraseFlags) -> Result<(), Failure> {
    let CallersEraseFlags { account, number, all: _, data_key, list } = flags;
    let opened = open::existing_with_keys(&list.database, &data_key, false).await?;
    let done = erase_in(&opened, &account, number.as_deref()).await;
    let erased = opened.close(done).await?;
    print(&if list.json {
        format!("{}\n", json!({"erasedCalls": erased}))
    } else {
        format!("The caller of {erased} calls is erased. The calls stay.\n")
    });
    Ok(())
}

async fn erase_in(opened: &open::Opened, account: &str, number: Option<&str>) -> Result<i64, Failure> {
    let account = whom::account(&opened.database, account).await?;
    let number = match number {
        // What was written is not repeated: it may be a caller.
        Some(text) => Some(PhoneNumber::spelled(text, &account.country).ok_or_else(|| {
            Failure::Plain("--number: This can't be read as a telephone number. Write it with its plus sign and country code.".into())
        })?),
        None => None,
    };
    let op = operation(opened, account.id);
    let Some(scope) = op.viewer.account_scope() else { return Ok(0) };
    let done = match number {
        Some(number) => caller_erase::run(&op, scope, &number).await,
        None => caller_erase::run_all(&op, scope).await,
    };
    done.map_err(Failure::because("The callers can't be erased"))
}

async fn audit(flags: CallersAuditFlags) -> Result<(), Failure> {
    let CallersAuditFlags { account, list } = flags;
    let opened = open::existing(&list.database, true).await?;
    let found = audit_in(&opened, &account).await;
    let rows = opened.close(found).await?;
    if list.json {
        print(&format!("{}\n", Value::from_iter(rows.iter().map(face))));
    } else if rows.is_empty() {
        print("Nobody has seen, looked for or erased a caller.\n");
    } else {
        let cells = |row: &Model| {
            let face = face(row);
            let word = |key: &str| face[key].as_str().unwrap_or_default().to_owned();
            [word("at"), word("kind"), row.calls_count.to_string(), word("subject"), word("requestId")]
        };
        print(&table::text(["AT", "KIND", "CALLS", "WHO", "REQUEST"], &rows.iter().map(cells).collect::<Vec<_>>()));
    }
    Ok(())
}

async fn audit_in(opened: &open::Opened, account: &str) -> Result<Vec<Model>, Failure> {
    let account = whom::account(&opened.database, account).await?;
    let op = operation(opened, account.id);
    caller_audit_list::run(&op).await.map_err(Failure::because("The audit can't be read"))
}

fn operation(opened: &open::Opened, account: AccountId) -> Operation {
    operator::operation(&opened.database, SystemClock.now(), &opened.randomness(), operator::OPERATOR, account)
}

fn face(row: &Model) -> Value {
    let at = row.occurred_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    json!({"at": at, "kind": row.kind, "callsCount": row.calls_count, "subject": row.subject, "requestId": row.request_id})
}
