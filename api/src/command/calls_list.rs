//! `dialgate calls unmatched` and `conflicts`: what was put aside for the operator.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::failure::{Failure, print};
use super::{open, table};
use crate::action::calls_aside::{self, Unmatched};
use crate::config::call_flag::{CallsListFlags, CallsUnmatchedFlags};

/// Lists calls that are nobody's.
pub async fn unmatched(flags: CallsUnmatchedFlags) -> Result<(), Failure> {
    let CallsUnmatchedFlags { data_key, calls: flags } = flags;
    let opened = open::existing_with_keys(&flags.list.database, &data_key, false).await?;
    let found = calls_aside::unmatched(&opened.operation(), flags.limit).await;
    let rows = opened.close(found.map_err(Failure::because("The calls can't be read"))).await?;
    let object = |Unmatched { row, caller }: &Unmatched| {
        json!({"number": row.number.as_str(), "startedAt": told(row.started_at), "switch": row.switch, "sourceCallId": row.source_call_id,
            "outcome": row.outcome, "caller": caller, "withheld": row.withheld})
    };
    let cells = |object: &Value, withheld: bool| {
        let cell = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
        let caller = if withheld { "withheld".to_owned() } else { cell("caller") };
        [cell("number"), cell("startedAt"), cell("outcome"), caller, cell("switch"), cell("sourceCallId")]
    };
    let objects: Vec<_> = rows.iter().map(object).collect();
    if flags.list.json {
        print(&format!("{}\n", Value::from(objects)));
        return Ok(());
    }
    let rows: Vec<_> = objects.iter().zip(&rows).map(|(object, row)| cells(object, row.row.withheld)).collect();
    show(["NUMBER", "STARTED AT", "OUTCOME", "CALLER", "SWITCH", "SWITCH'S ID"], &rows, "Every call is somebody's.", flags.limit);
    Ok(())
}

/// Lists reports that contradict others. Nothing that a report says is shown: it stays sealed.
pub async fn conflicts(flags: CallsListFlags) -> Result<(), Failure> {
    let opened = open::existing(&flags.list.database, false).await?;
    let found = calls_aside::conflicts(&opened.operation(), flags.limit).await;
    let rows = opened.close(found.map_err(Failure::because("The reports can't be read"))).await?;
    let object = |row: &entity::call_conflict::Model| {
        json!({"recordedAt": told(row.recorded_at), "reason": row.reason, "switch": row.switch, "sourceCallId": row.source_call_id,
            "revision": row.revision})
    };
    let objects: Vec<_> = rows.iter().map(object).collect();
    if flags.list.json {
        print(&format!("{}\n", Value::from(objects)));
        return Ok(());
    }
    let cells = |object: &Value| {
        let cell = |key: &str| object[key].as_str().map_or_else(|| object[key].to_string(), str::to_owned);
        ["recordedAt", "reason", "switch", "sourceCallId", "revision"].map(cell)
    };
    let rows: Vec<_> = objects.iter().map(cells).collect();
    show(["RECORDED AT", "REASON", "SWITCH", "SWITCH'S ID", "REVISION"], &rows, "No report contradicts another.", flags.limit);
    Ok(())
}

fn show<const N: usize>(head: [&str; N], rows: &[[String; N]], none: &str, limit: u64) {
    let full = u64::try_from(rows.len()).is_ok_and(|rows| rows == limit);
    let more = if full { "There may be more: take them with --limit.\n" } else { "" };
    print(&if rows.is_empty() { format!("{none}\n") } else { format!("{}{more}", table::text(head, rows)) });
}

fn told(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
