//! Every kind of id, in one list. An id of one kind can't be passed for another's.

use std::fmt;

use sea_orm::DbErr;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, Value, ValueType, ValueTypeErr};
use uuid::Uuid;

/// What all ids share: a prefix that tells the noun, and 128 bits that sort by time of birth (UUIDv7).
pub trait Id: Copy + Eq + std::hash::Hash + fmt::Debug + Send + Sync + 'static {
    /// The word before the underscore, such as `pool`.
    const PREFIX: &'static str;

    /// Wraps the bits without asking where they come from.
    fn from_uuid(uuid: Uuid) -> Self;

    /// The bare bits.
    fn uuid(self) -> Uuid;

    /// Reads the printed form. None for anything else, another noun's id and other spellings of the same bits included.
    fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix(Self::PREFIX)?.strip_prefix('_')?;
        let plain = hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        plain.then(|| Uuid::parse_str(hex).ok()).flatten().map(Self::from_uuid)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.collect_str(self) }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom(concat!("not an id of a ", $prefix)))
            }
        }

        impl From<$name> for Value {
            fn from(id: $name) -> Self { Value::Uuid(Some(id.0)) }
        }

        impl ValueType for $name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> { <Uuid as ValueType>::try_from(value).map(Self) }
            fn type_name() -> String { stringify!($name).to_owned() }
            fn array_type() -> ArrayType { ArrayType::Uuid }
            fn column_type() -> ColumnType { ColumnType::Uuid }
        }

        impl Nullable for $name {
            fn null() -> Value { Value::Uuid(None) }
        }

        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(row: &sea_orm::QueryResult, index: I) -> Result<Self, sea_orm::TryGetError> {
                <Uuid as sea_orm::TryGetable>::try_get_by(row, index).map(Self)
            }
        }

        impl sea_orm::TryFromU64 for $name {
            // An id is never a number that the database counted up.
            fn try_from_u64(_: u64) -> Result<Self, DbErr> { Err(DbErr::ConvertFromU64(stringify!($name))) }
        }
    )*};
}

ids! {
    /// One customer installation.
    AccountId = "account";
    /// A tracking pool.
    PoolId = "pool";
    /// A kind of marketing.
    ChannelId = "channel";
    /// A real telephone number that calls are connected to.
    DestinationId = "destination";
    /// What the user picks when ordering, such as "020 London".
    NumberTypeId = "numbertype";
    /// One number that the operator owns.
    StockNumberId = "stocknumber";
    /// A stock number assigned to an account.
    FixedNumberId = "fixednumber";
    /// One span of time in which a fixed number was live.
    FixedNumberIntervalId = "interval";
    /// What a fixed number was called from some instant on.
    FixedNumberLabelId = "label";
    /// One inbound call.
    CallId = "call";
    /// A report that contradicts an earlier one.
    CallConflictId = "callconflict";
    /// The key that seals the callers of one owner.
    DataKeyId = "datakey";
    /// One request that touched callers in clear.
    CallerAccessId = "calleraccess";
    /// A rule that a call may meet.
    GoalId = "goal";
}

#[cfg(test)]
mod tests {
    use super::{ChannelId, Id, PoolId};

    #[test]
    fn an_id_reads_what_it_prints_and_nothing_else() {
        let printed = "pool_01900000000070008000000000000001";
        let id = PoolId::parse(printed);

        assert_eq!(id.map(|id| id.to_string()).as_deref(), Some(printed));
        assert_eq!(ChannelId::parse(printed), None);
        for wrong in [
            "",
            "pool_",
            "pool",
            "POOL_01900000000070008000000000000001",
            "pool_0190000000007000800000000000000",
            "pool_0190000000007000800000000000000G",
            "pool_01900000-0000-7000-8000-000000000001",
            "pool_01900000000070008000000000000001 ",
            "pool_01900000000070008000000000000ABC",
        ] {
            assert_eq!(PoolId::parse(wrong), None, "{wrong}");
        }
    }
}
