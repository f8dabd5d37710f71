//! `fixedNumber`, `fixedNumbers` and `fixedNumberByNumber`.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::id::{FixedNumberId, Id};
use entity::value::phone_number::PhoneNumber;

use crate::graphql::ask::{Ask, root};
use crate::graphql::connection::{Counted, List};
use crate::graphql::failure::Failure;
use crate::graphql::filter::{FixedNumberFilter, FixedNumberOrder};
use crate::graphql::object::fixed_number::FixedNumber;
use crate::graphql::page::{self, Arguments};
use crate::policy::Permission;
use crate::store;
use crate::store::fixed_number::Row;

/// Reading fixed numbers.
#[derive(Default)]
pub struct FixedNumberQuery;

#[Object]
impl FixedNumberQuery {
    /// The fixed number that has this id; null when there is none in the account. Needs the scope `numbers:read`.
    async fn fixed_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fixed number's id.")] id: ID,
    ) -> Option<Result<FixedNumber, Failure>> {
        root(async {
            ctx.require(Permission::FixedNumber)?;
            let Some(id) = FixedNumberId::parse(&id) else { return Ok(None) };
            Ok(ctx.reader().fixed_number.find(id).await?.map(FixedNumber::from))
        })
        .await
    }

    /// The account's fixed number with these digits, in any usual spelling: the one that is active or held, or else the one that was
    /// released last. Null when there is none. Needs the scope `numbers:read`.
    async fn fixed_number_by_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A telephone number as a person may type it; without a country code it is read in the account's country.")]
        number: String,
    ) -> Option<Result<FixedNumber, Failure>> {
        root(async {
            let scope = ctx.require(Permission::FixedNumber)?;
            let db = ctx.op().database.reader();
            let number = match PhoneNumber::parse(&number) {
                Ok(number) => Some(number),
                Err(_) => {
                    let country = store::account::find(scope, db).await?.map_or_else(String::new, |account| account.country);
                    PhoneNumber::spelled(&number, &country)
                }
            };
            let Some(number) = number else { return Ok(None) };
            Ok(store::fixed_number::find_by_number(scope, db, &number).await?.map(|found| Arc::new(found).into()))
        })
        .await
    }

    /// The account's fixed numbers across all pools. Needs the scope `numbers:read`.
    async fn fixed_numbers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which numbers; active ones when it is left out.")] filter: Option<FixedNumberFilter>,
        #[graphql(desc = "In which order; that of ordering when it is left out.")] order_by: Option<FixedNumberOrder>,
        #[graphql(desc = "The first so many, from 1 to 100; 20 when both `first` and `last` are left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<List<FixedNumber>, Failure>> {
        root(async {
            const NAME: &str = "fixedNumbers";
            let scope = ctx.require(Permission::FixedNumber)?;
            let (filter, sort) = (FixedNumberFilter::read(filter)?, FixedNumberOrder::read(order_by));
            let request = Arguments { first, after, last, before }.sorted(NAME, sort)?;
            let found = store::number_list::list(scope, ctx.op().database.reader(), &filter, &request).await?;
            let place = |found: &Row| (found.key(sort.key), found.row.id.uuid());
            Ok(Some(page::list(NAME, sort, &found, place, Counted::FixedNumbers(filter))))
        })
        .await
    }
}
