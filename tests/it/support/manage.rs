//! The verbs that manage pools, channels, destinations, goals and the account, and the tables before and after them.

use entity::id::{FixedNumberId, Id};
use entity::{account, account_feed, change, channel, destination, fixed_number, goal, idempotency, pool, stock_number};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::caller::Reply;
use super::seed::Seeded;

pub const POOL_CREATE: &str = "mutation($input: PoolCreateInput!, $dry: Boolean! = false) { poolCreate(input: $input, dryRun: $dry) {
    pool { id name reference version archivedAt defaultDestination { id number }
        features { callRecording callRating callAnnounce announcement } }
    warnings { code } replayed dryRun userErrors { code message field suggestion } } }";

pub const POOL_DELETE: &str = "mutation($input: PoolDeleteInput!, $dry: Boolean! = false) { poolDelete(input: $input, dryRun: $dry) {
    pool { id name version archivedAt updatedAt } current { id name version } warnings { code } replayed dryRun
    userErrors { code message field currentVersion usedByCount } } }";

pub const CHANNEL_CREATE: &str =
    "mutation($input: ChannelCreateInput!, $dry: Boolean! = false) { channelCreate(input: $input, dryRun: $dry) {
    channel { id name kind version } userErrors { code message field } } }";

pub const CHANNEL_UPDATE: &str =
    "mutation($input: ChannelUpdateInput!, $dry: Boolean! = false) { channelUpdate(input: $input, dryRun: $dry) {
    channel { id name kind version archivedAt } current { id name version } warnings { code } replayed dryRun
    userErrors { code message field currentVersion usedByCount } } }";

pub const CHANNEL_DELETE: &str =
    "mutation($input: ChannelDeleteInput!, $dry: Boolean! = false) { channelDelete(input: $input, dryRun: $dry) {
    channel { id name version archivedAt updatedAt } current { id name version } warnings { code } replayed dryRun
    userErrors { code message field currentVersion usedByCount } } }";

pub const DESTINATION_CREATE: &str = "mutation($input: DestinationCreateInput!, $dry: Boolean! = false) {
    destinationCreate(input: $input, dryRun: $dry) {
        destination { id number label kind country version archivedAt } warnings { code } replayed dryRun
        userErrors { code message field suggestion } } }";

pub const DESTINATION_UPDATE: &str = "mutation($input: DestinationUpdateInput!, $dry: Boolean! = false) {
    destinationUpdate(input: $input, dryRun: $dry) {
        destination { id number label kind country version } reroutedPools reroutedNumbers current { id number label version }
        warnings { code } replayed dryRun userErrors { code message field suggestion currentVersion } } }";

pub const DESTINATION_DELETE: &str = "mutation($input: DestinationDeleteInput!, $dry: Boolean! = false) {
    destinationDelete(input: $input, dryRun: $dry) {
        destination { id number version archivedAt updatedAt } current { id number version } warnings { code } replayed dryRun
        userErrors { code message field currentVersion usedByCount } } }";

pub const GOAL_CREATE: &str = "mutation($input: GoalCreateInput!, $dry: Boolean! = false) { goalCreate(input: $input, dryRun: $dry) {
    goal { id name standard answered leastTalkSeconds mostTalkSeconds leastRating mostRating pool { id } channel { id } version archivedAt }
    warnings { code } replayed dryRun userErrors { code message field } } }";

pub const GOAL_UPDATE: &str = "mutation($input: GoalUpdateInput!, $dry: Boolean! = false) { goalUpdate(input: $input, dryRun: $dry) {
    goal { id name standard answered leastTalkSeconds mostTalkSeconds leastRating mostRating pool { id } channel { id } version archivedAt }
    current { id name version } warnings { code } replayed dryRun userErrors { code message field currentVersion } } }";

pub const GOAL_DELETE: &str = "mutation($input: GoalDeleteInput!, $dry: Boolean! = false) { goalDelete(input: $input, dryRun: $dry) {
    goal { id name version archivedAt updatedAt } current { id name version } warnings { code } replayed dryRun
    userErrors { code message field currentVersion } } }";

pub const ACCOUNT_UPDATE: &str =
    "mutation($input: AccountUpdateInput!, $dry: Boolean! = false) { accountUpdate(input: $input, dryRun: $dry) {
    account { id name timeZone nextTimeZone nextTimeZoneFrom version } current { name timeZone version } warnings { code } replayed dryRun
    userErrors { code message field suggestion currentVersion } } }";

impl Seeded {
    /// Does one of these verbs for Harbour Books.
    pub async fn manage(&self, verb: &str, input: Value) -> Reply {
        self.books.caller.ask_with(verb, json!({"input": input})).await
    }

    /// Does one of these verbs and has it undone.
    pub async fn rehearse_manage(&self, verb: &str, input: Value) -> Reply {
        self.books.caller.ask_with(verb, json!({"input": input, "dry": true})).await
    }

    /// The goals of Harbour Books that are in force, oldest first: their ids by their names.
    pub async fn goals(&self) -> Vec<(String, String)> {
        let text = "{ goals { nodes { id name } } }";
        let reply = self.books.caller.ask(text).await;
        let face = |goal: &Value| (goal["name"].as_str().unwrap().to_owned(), goal["id"].as_str().unwrap().to_owned());
        reply.data()["goals"]["nodes"].as_array().unwrap().iter().map(face).collect()
    }

    /// Ids that Harbour Books has no right to or that are none at all: foreign, missing, malformed, of another type.
    pub fn bad_ids(&self, foreign: impl ToString, prefix: &str, other: impl ToString) -> Vec<String> {
        let missing = format!("{prefix}_{}", "0".repeat(32));
        vec![foreign.to_string(), missing, format!("{prefix}_"), String::new(), "\0".into(), other.to_string()]
    }

    /// What becomes of a held number when its time is over.
    #[expect(clippy::disallowed_methods, reason = "what the operator's job does, done by hand")]
    pub async fn release(&self, id: &str) {
        let id = FixedNumberId::parse(id).unwrap();
        let db = self.gateway.database.writer();
        let none = Expr::value(Option::<uuid::Uuid>::None);
        let stock = stock_number::Entity::update_many().col_expr(stock_number::Column::FixedNumberId, none);
        stock.filter(stock_number::Column::FixedNumberId.eq(id)).exec(db).await.unwrap();
        let released = fixed_number::Entity::update_many()
            .col_expr(fixed_number::Column::Status, Expr::value(fixed_number::FixedNumberStatus::Released));
        released.filter(fixed_number::Column::Id.eq(id)).exec(db).await.unwrap();
    }

    /// Every row of the tables that these verbs could touch: a refusal, a dry run and an edit of nothing leave all of them as they are.
    pub async fn rows(&self) -> Vec<String> {
        let parts = [
            self.rows_of::<account::Entity>().await,
            self.rows_of::<account_feed::Entity>().await,
            self.rows_of::<change::Entity>().await,
            self.rows_of::<channel::Entity>().await,
            self.rows_of::<destination::Entity>().await,
            self.rows_of::<fixed_number::Entity>().await,
            self.rows_of::<goal::Entity>().await,
            self.rows_of::<idempotency::Entity>().await,
            self.rows_of::<pool::Entity>().await,
            self.rows_of::<stock_number::Entity>().await,
        ];
        parts.concat()
    }

    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    async fn rows_of<E: EntityTrait>(&self) -> Vec<String> {
        let rows = E::find().all(self.gateway.database.reader()).await.unwrap();
        let mut texts: Vec<_> = rows.iter().map(|row| format!("{row:?}")).collect();
        texts.sort();
        texts
    }

    /// The last change of Harbour Books' feed: what it says of the deed itself.
    #[expect(clippy::disallowed_methods, reason = "the table itself is asked, past the store")]
    pub async fn last_change(&self) -> Value {
        let select = change::Entity::find().filter(change::Column::AccountId.eq(self.books.account)).order_by_desc(change::Column::Seq);
        let row = select.one(self.gateway.database.reader()).await.unwrap().unwrap();
        json!({"kind": row.kind, "version": row.subject_version, "fields": row.changed_fields, "before": row.before, "after": row.after,
            "pools": row.touched_pools, "channels": row.touched_channels, "affected": row.affected_count})
    }
}
