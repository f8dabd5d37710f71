//! The deeds of Harbour Books that many tests ask for, and what they leave in the tables.

use chrono::{DateTime, TimeDelta, Utc};
use entity::fixed_number_interval as interval;
use entity::id::{FixedNumberId, Id};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use serde_json::{Value, json};

use super::caller::Reply;
use super::seed::{ORDER, Seeded};

const EDIT: &str = "mutation($input: FixedNumberUpdateInput!, $dry: Boolean! = false) {
    fixedNumberUpdate(input: $input, dryRun: $dry) {
        fixedNumber { mode description publisher campaign keyword version usesDefaultDestination channel { name } destination { number } }
        current { id version description } warnings { code } replayed dryRun
        userErrors { code message field suggestion currentVersion }
    }
}";

const DELETE: &str = "mutation($input: FixedNumberDeleteInput!, $dry: Boolean! = false) {
    fixedNumberDelete(input: $input, dryRun: $dry) {
        fixedNumber { id status description version deletedAt holdUntil destination { number } }
        current { id version description } holdUntil warnings { code } replayed dryRun
        userErrors { code message field suggestion currentVersion }
    }
}";

const RESTORE: &str = "mutation($input: FixedNumberRestoreInput!, $dry: Boolean! = false) {
    fixedNumberRestore(input: $input, dryRun: $dry) {
        fixedNumber { id number status mode description campaign version deletedAt holdUntil destination { number } }
        warnings { code } replayed dryRun userErrors { code message field suggestion }
    }
}";

const EDIT_POOL: &str = "mutation($input: PoolUpdateInput!, $dry: Boolean! = false) {
    poolUpdate(input: $input, dryRun: $dry) {
        pool { name reference version defaultDestination { number } features { callRecording callRating callAnnounce announcement } }
        reroutedNumbers current { name version } warnings { code } replayed dryRun
        userErrors { code message field suggestion currentVersion }
    }
}";

impl Seeded {
    /// Lets a second pass: lists are in the order of birth, and what is born in the same millisecond has none.
    pub fn later(&self) {
        self.gateway.clock.advance(TimeDelta::seconds(1));
    }

    /// Places an order for Harbour Books and has it undone.
    pub async fn rehearse(&self, input: Value) -> Reply {
        self.books.caller.ask_with(ORDER, json!({"input": input, "dry": true})).await
    }

    /// Orders one number with this label on this channel for Harbour Books; its id.
    pub async fn ordered_as(&self, channel: impl ToString, label: Value) -> String {
        let mut input = self.order(&[]);
        input["channelId"] = json!(channel.to_string());
        input["numbers"] = json!([label]);
        self.place(input).await.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Edits a fixed number.
    pub async fn edit(&self, input: Value) -> Reply {
        self.books.caller.ask_with(EDIT, json!({"input": input})).await
    }

    /// Edits a fixed number and has it undone.
    pub async fn rehearse_edit(&self, input: Value) -> Reply {
        self.books.caller.ask_with(EDIT, json!({"input": input, "dry": true})).await
    }

    /// Deletes a fixed number.
    pub async fn delete(&self, input: Value) -> Reply {
        self.books.caller.ask_with(DELETE, json!({"input": input})).await
    }

    /// Deletes a fixed number and has it undone.
    pub async fn rehearse_delete(&self, input: Value) -> Reply {
        self.books.caller.ask_with(DELETE, json!({"input": input, "dry": true})).await
    }

    /// Restores a fixed number.
    pub async fn restore(&self, input: Value) -> Reply {
        self.books.caller.ask_with(RESTORE, json!({"input": input})).await
    }

    /// Edits a pool.
    pub async fn edit_pool(&self, input: Value) -> Reply {
        self.books.caller.ask_with(EDIT_POOL, json!({"input": input})).await
    }

    /// Edits a pool and has it undone.
    pub async fn rehearse_edit_pool(&self, input: Value) -> Reply {
        self.books.caller.ask_with(EDIT_POOL, json!({"input": input, "dry": true})).await
    }

    /// How many numbers of the London type are free.
    pub async fn free(&self) -> i64 {
        self.amount("stock_number WHERE fixed_number_id IS NULL").await
    }

    /// How many rows there are.
    pub async fn amount(&self, of: &str) -> i64 {
        let db = self.gateway.database.reader();
        let text = format!("SELECT count(*) AS amount FROM {of}");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), text)).await.unwrap().unwrap();
        row.try_get("", "amount").unwrap()
    }

    /// The spans in which a number was live, oldest first.
    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn spans(&self, id: &str) -> Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> {
        let id = FixedNumberId::parse(id).unwrap();
        let select = interval::Entity::find().filter(interval::Column::FixedNumberId.eq(id)).order_by_asc(interval::Column::LiveFrom);
        let rows = select.all(self.gateway.database.reader()).await.unwrap();
        rows.into_iter().map(|row| (row.live_from, row.live_to)).collect()
    }
}
