//! From a number type to its stock.

use async_graphql::{ComplexObject, Context};

use crate::graphql::ask::Ask;
use crate::graphql::failure::Failure;
use crate::graphql::object::number_type::NumberType;

#[ComplexObject]
impl NumberType {
    /// How many numbers of this type can be ordered now.
    async fn available_count(&self, ctx: &Context<'_>) -> Result<i64, Failure> {
        Ok(*ctx.reader().available.expect(self.row.id).await?)
    }
}
