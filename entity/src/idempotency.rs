//! What an earlier request with the same key has done, so that a retry does nothing twice.

use sea_orm::entity::prelude::*;

/// The outcome of a request that came with a key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// An account's or a switch's own name for itself; not the token, so a fresh token keeps the key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal: String,
    /// The mutation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub operation: String,
    /// What the client chose: 8 to 255 characters.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of the coerced input, in hex.
    pub request_hash: String,
    /// Ids, counts and warnings; never an answer, which is resolved anew.
    pub outcome: Json,
    /// When it was stored.
    pub created_at: DateTimeUtc,
}

/// No relations: joins are spelled where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
