//! 200,000 fixed numbers in 200 pools and 40 channels, the same on both engines, written past the deeds.

use api::store;
use api::store::write::Write;
use chrono::TimeDelta;
use entity::channel::{self, ChannelKind};
use entity::fixed_number::{self, FixedNumberStatus};
use entity::fixed_number_interval as interval;
use entity::id::{ChannelId, PoolId};
use entity::stock_number;
use entity::value::label::{Description, Label, LabelMode};
use entity::value::name::Name;
use entity::value::phone_number::PhoneNumber;

use crate::support::database::Engine;
use crate::support::seed::{Seeded, add_pool, number_type, seeded};

pub const NUMBERS: u32 = 200_000;

/// A house with all of it.
pub async fn full(engine: Engine) -> Seeded {
    let house = seeded(engine, 10).await;
    let gateway = &house.gateway;
    let number_type = number_type(gateway, "0113 Leeds", "+44113", 0).await;
    let account = house.books.account;
    let mut pools: Vec<PoolId> = vec![house.books.pool];
    for n in 1..200 {
        pools.push(add_pool(gateway, account, &format!("Pool {n}"), house.books.destination).await);
    }
    let op = gateway.operation(account);
    let write = Write::begin(&op).await.unwrap();
    let mut channels: Vec<ChannelId> = Vec::new();
    for n in 0..40 {
        let name = Name::parse(&format!("Channel {n}")).unwrap();
        let mut row = channel::Model {
            id: op.mint(),
            account_id: account,
            name_folded: String::new(),
            search_text: String::new(),
            name,
            kind: ChannelKind::Print,
            version: 1,
            created_at: op.now,
            updated_at: op.now,
            archived_at: None,
        };
        row.settle();
        channels.push(row.id);
        store::channel::insert(write.db(), row).await.unwrap();
    }
    for chunk in 0..NUMBERS / 1000 {
        let mut stock = Vec::new();
        let mut rows = Vec::new();
        for n in chunk * 1000..(chunk + 1) * 1000 {
            let number: PhoneNumber = serde_json::from_value(format!("+44113{:07}", 2_000_000 + n).into()).unwrap();
            let label = Label::Simple(Description::parse(&format!("Advertisement {n}")).unwrap());
            let at = op.now - TimeDelta::seconds(i64::from(NUMBERS - n));
            let mut row = fixed_number::Model {
                id: op.mint(),
                account_id: account,
                number: number.clone(),
                number_type_id: number_type,
                pool_id: pools[n as usize % pools.len()],
                channel_id: channels[n as usize % channels.len()],
                mode: LabelMode::Simple,
                description: None,
                description_folded: None,
                publisher: None,
                campaign: None,
                keyword: None,
                label_folded: None,
                search_text: String::new(),
                destination_id: (n % 4 == 0).then_some(house.books.destination),
                status: FixedNumberStatus::Active,
                ordered_at: at,
                updated_at: at,
                deleted_at: None,
                hold_until: None,
                version: 1,
            };
            row.set_label(&label);
            let span = interval::Model { id: op.mint(), account_id: account, fixed_number_id: row.id, live_from: at, live_to: None };
            stock.push(stock_number::Model {
                id: op.mint(),
                number,
                number_type_id: number_type,
                pick_key: i64::from(n),
                fixed_number_id: Some(row.id),
            });
            rows.push((row, span));
        }
        store::stock::insert_many(write.db(), stock).await.unwrap();
        store::fixed_number::insert_many(write.db(), &rows).await.unwrap();
    }
    write.commit_all(&op, Vec::new()).await.unwrap();
    if engine == Engine::Postgres {
        use sea_orm::ConnectionTrait;
        house.gateway.database.writer().execute_unprepared("ANALYZE").await.unwrap();
    }
    house
}
