//! What a test finds in its database: number types with a little stock, and accounts with a pool and two channels each.

use api::action::account_create;
use api::store;
use api::store::change::NewChange;
use api::store::fixed_number::Rerouted;
use api::store::write::Write;
use entity::account::{Currency, Package};
use entity::change::ChangeKind;
use entity::channel::ChannelKind;
use entity::id::{AccountId, ChannelId, DestinationId, Id, NumberTypeId, PoolId};
use entity::number_type::NumberKind;
use entity::value::destination_kind::DestinationKind;
use entity::value::name::Name;
use entity::value::phone_number::PhoneNumber;
use entity::{account, channel, destination, number_type, pool, stock_number};
use serde_json::{Value, json};

use super::caller::{Caller, Reply};
use super::database::Engine;
use super::gateway::Gateway;

/// A gateway with two accounts.
pub struct Seeded {
    pub gateway: Gateway,
    /// "020 London", with stock from +442079460000 on.
    pub london: NumberTypeId,
    /// Harbour Books, in GB.
    pub books: Household,
    /// Bayview Motors, in the US.
    pub motors: Household,
}

/// An account and what is in it.
pub struct Household {
    pub account: AccountId,
    pub destination: DestinationId,
    pub pool: PoolId,
    /// A paid-search channel.
    pub search: ChannelId,
    /// A magazine channel.
    pub print: ChannelId,
    pub caller: Caller,
}

/// The numbers that ring in the two accounts.
pub const BOOKS_RING: &str = "+441632960018";
pub const MOTORS_RING: &str = "+14155550132";

/// Opens a gateway with two accounts and so much stock of one type.
pub async fn seeded(engine: Engine, stock: u32) -> Seeded {
    let gateway = Gateway::empty(engine).await;
    // Fictional numbers as far as they go; the long proofs need more than there are.
    let stem = if stock > 1000 { "+44207" } else { "+442079460" };
    let london = number_type(&gateway, "020 London", stem, stock).await;
    let books = household(&gateway, "Harbour Books", "GB", BOOKS_RING).await;
    let motors = household(&gateway, "Bayview Motors", "US", MOTORS_RING).await;
    Seeded { gateway, london, books, motors }
}

/// Adds a number type with so many numbers in stock, counted from 000 or 0000 behind the stem.
pub async fn number_type(gateway: &Gateway, title: &str, stem: &str, stock: u32) -> NumberTypeId {
    let op = gateway.operation(AccountId::from_uuid(uuid::Uuid::nil()));
    let write = Write::begin(&op).await.unwrap();
    let row = number_type::Model {
        id: op.mint(),
        title: title.into(),
        country: "GB".into(),
        prefix: stem[..5].into(),
        kind: NumberKind::Geographic,
        hold_days: 90,
        created_at: op.now,
    };
    let id = row.id;
    let digits = 13 - stem.len();
    let numbers = (0..stock).map(|n| stock_number::Model {
        id: op.mint(),
        number: PhoneNumber::parse(&format!("{stem}{n:0digits$}")).unwrap(),
        number_type_id: id,
        pick_key: i64::from(n),
        fixed_number_id: None,
    });
    store::number_type::insert(write.db(), row).await.unwrap();
    store::stock::insert_many(write.db(), numbers.collect()).await.unwrap();
    write.commit_all(&op, Vec::new()).await.unwrap();
    id
}

/// Adds an account with one destination, one pool and two channels.
pub async fn household(gateway: &Gateway, name: &str, country: &str, rings: &str) -> Household {
    let nobody = gateway.operation(AccountId::from_uuid(uuid::Uuid::nil()));
    let account = nobody.mint();
    let op = gateway.operation(account);
    let scope = op.viewer.account_scope().unwrap();
    let (now, version) = (op.now, 1);
    let write = Write::begin(&op).await.unwrap();
    let (currency, package) = (Currency::Gbp, Package::Professional);
    let time_zone = "Europe/London".into();
    let row = account::Model {
        id: account,
        name: name.into(),
        country: country.into(),
        package,
        currency,
        time_zone,
        next_time_zone: None,
        next_time_zone_from: None,
        caller_retention_months: 13,
        version,
        created_at: now,
    };
    account_create::within(&op, &write, row).await.unwrap();
    let number = PhoneNumber::parse(rings).unwrap();
    let mut destination = destination::Model {
        id: op.mint(),
        search_text: String::new(),
        account_id: account,
        kind: DestinationKind::of(&number),
        country: number.country(),
        number,
        label: None,
        version,
        created_at: now,
        updated_at: now,
        archived_at: None,
    };
    destination.settle();
    assert!(store::destination::insert_unless_there(write.db(), destination.clone()).await.unwrap());
    let pool = pool_row(&op, account, "Main", destination.id);
    store::pool::insert(write.db(), pool.clone()).await.unwrap();
    let mut changes =
        vec![NewChange::destination_created(&destination), NewChange::pool(ChangeKind::PoolCreated, None, &pool, Rerouted::default())];
    let mut channels = Vec::new();
    for (name, kind) in [("Paid search", ChannelKind::PaidSearch), ("Magazine", ChannelKind::Print)] {
        let name = Name::parse(name).unwrap();
        let mut row = channel::Model {
            id: op.mint(),
            account_id: account,
            name_folded: String::new(),
            search_text: String::new(),
            name,
            kind,
            version,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        row.settle();
        store::channel::insert(write.db(), row.clone()).await.unwrap();
        changes.push(NewChange::channel(ChangeKind::ChannelCreated, None, &row));
        channels.push(row.id);
    }
    write.commit(&op, scope, changes).await.unwrap();
    let caller = gateway.caller(account);
    Household { account, destination: destination.id, pool: pool.id, search: channels[0], print: channels[1], caller }
}

/// Adds one more pool to an account.
pub async fn add_pool(gateway: &Gateway, account: AccountId, name: &str, destination: DestinationId) -> PoolId {
    let op = gateway.operation(account);
    let row = pool_row(&op, account, name, destination);
    let write = Write::begin(&op).await.unwrap();
    store::pool::insert(write.db(), row.clone()).await.unwrap();
    let change = NewChange::pool(ChangeKind::PoolCreated, None, &row, Rerouted::default());
    write.commit(&op, op.viewer.account_scope().unwrap(), vec![change]).await.unwrap();
    row.id
}

fn pool_row(op: &api::operation::Operation, account: AccountId, name: &str, destination: DestinationId) -> pool::Model {
    let name = Name::parse(name).unwrap();
    let mut row = pool::Model {
        id: op.mint(),
        account_id: account,
        name_folded: String::new(),
        search_text: String::new(),
        name,
        reference: None,
        call_recording: false,
        call_rating: false,
        call_announce: false,
        announcement: None,
        default_destination_id: destination,
        version: 1,
        created_at: op.now,
        updated_at: op.now,
        archived_at: None,
    };
    row.settle();
    row
}

pub const ORDER: &str = "mutation($input: FixedNumberOrderInput!, $key: String, $dry: Boolean! = false) {
    fixedNumberOrder(input: $input, idempotencyKey: $key, dryRun: $dry) {
        fixedNumbers { id number description publisher campaign keyword status version destination { id number } }
        orderedCount availableCount warnings { code } replayed dryRun
        userErrors { code message field suggestion availableCount }
    }
}";

impl Seeded {
    /// The input of an order of Simple numbers on the magazine channel of Harbour Books, following the pool's default.
    pub fn order(&self, descriptions: &[&str]) -> Value {
        let numbers: Vec<_> = descriptions.iter().map(|text| json!({"simple": {"description": text}})).collect();
        json!({"numberTypeId": self.london.to_string(), "poolId": self.books.pool.to_string(), "channelId": self.books.print.to_string(),
            "destination": {"default": true}, "numbers": numbers})
    }

    /// Places an order for Harbour Books.
    pub async fn place(&self, input: Value) -> Reply {
        self.books.caller.ask_with(ORDER, json!({"input": input})).await
    }

    /// Orders one Simple number for Harbour Books; its id.
    pub async fn ordered(&self, description: &str) -> String {
        let reply = self.place(self.order(&[description])).await;
        reply.good()["fixedNumbers"][0]["id"].as_str().unwrap().to_owned()
    }

    /// The kinds of an account's changes in the order of the feed, which is checked to be dense, without those of the seed.
    pub async fn changes(&self, account: AccountId) -> Vec<String> {
        use sea_orm::{ConnectionTrait, Statement, Value};
        let db = self.gateway.database.reader();
        let mark = if self.gateway.engine == Engine::Sqlite { "?" } else { "$1" };
        let text = format!(
            "SELECT c.seq, c.kind, f.head FROM change c JOIN account_feed f ON f.account_id = c.account_id WHERE c.account_id = {mark} ORDER BY c.seq"
        );
        let statement = Statement::from_sql_and_values(db.get_database_backend(), text, [Value::Uuid(Some(account.uuid()))]);
        let rows = db.query_all_raw(statement).await.unwrap();
        let seqs: Vec<i64> = rows.iter().map(|row| row.try_get("", "seq").unwrap()).collect();
        assert_eq!(seqs, (1..=i64::try_from(rows.len()).unwrap()).collect::<Vec<_>>(), "the feed is dense");
        assert!(
            rows.iter().all(|row| row.try_get::<i64>("", "head").unwrap() == i64::try_from(rows.len()).unwrap()),
            "the head is its last"
        );
        rows.iter().skip(4).map(|row| row.try_get("", "kind").unwrap()).collect()
    }
}
