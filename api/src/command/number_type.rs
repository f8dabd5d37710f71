//! `dialgate number-type create` and `list`.

use entity::number_type::Model;
use serde_json::{Value, json};

use super::failure::{Failure, print};
use super::{open, table};
use crate::action::number_type_create::{self, NewNumberType};
use crate::action::number_type_list;
use crate::config::operator_flag::{ListFlags, NumberTypeCommand, NumberTypeCreateFlags};

/// Makes or lists number types.
pub async fn run(command: NumberTypeCommand) -> Result<(), Failure> {
    match command {
        NumberTypeCommand::Create(flags) => create(flags).await,
        NumberTypeCommand::List(flags) => list(flags).await,
    }
}

async fn create(flags: NumberTypeCreateFlags) -> Result<(), Failure> {
    let NumberTypeCreateFlags { title, country, prefix, kind, hold_days, list } = flags;
    let opened = open::existing(&list.database, false).await?;
    let new = NewNumberType { title, country, prefix, kind, hold_days };
    let made = number_type_create::run(&opened.operation(), &new).await.map_err(open::refused("The number type can't be made"));
    let row = opened.close(made).await?;
    print(&if list.json { format!("{}\n", face(&row)) } else { format!("{}\n", row.id) });
    Ok(())
}

async fn list(flags: ListFlags) -> Result<(), Failure> {
    let opened = open::existing(&flags.database, true).await?;
    let found = number_type_list::run(&opened.database).await.map_err(Failure::because("The number types can't be read"));
    let found = opened.close(found).await?;
    if flags.json {
        let faces = found.iter().map(|(row, census)| {
            let mut face = face(row);
            face["freeCount"] = census.free.into();
            face["usedCount"] = census.used.into();
            face["heldCount"] = census.held.into();
            face
        });
        print(&format!("{}\n", Value::from_iter(faces)));
    } else if found.is_empty() {
        print("There are no number types yet.\n");
    } else {
        let rows = found.iter().map(|(row, census)| {
            let face = face(row);
            let word = |key: &str| face[key].as_str().unwrap_or_default().to_owned();
            let counts = [row.hold_days.into(), census.free, census.used, census.held].map(|n: i64| n.to_string());
            let [days, free, used, held] = counts;
            [word("title"), word("country"), word("prefix"), word("kind"), days, free, used, held, word("id")]
        });
        let head = ["TITLE", "COUNTRY", "PREFIX", "KIND", "HOLD DAYS", "FREE", "USED", "HELD", "ID"];
        print(&table::text(head, &rows.collect::<Vec<_>>()));
    }
    Ok(())
}

fn face(row: &Model) -> Value {
    json!({"id": row.id, "title": row.title, "country": row.country, "prefix": row.prefix, "kind": row.kind, "holdDays": row.hold_days})
}
