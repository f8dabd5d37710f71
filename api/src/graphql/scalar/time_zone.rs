//! `TimeZone`: an IANA name on the wire.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// A time zone as callers see it.
#[derive(Clone, Debug)]
pub struct TimeZone(pub String);

/// The name of a time zone in the IANA database, for example "Europe/London".
#[Scalar(specified_by_url = "https://www.iana.org/time-zones")]
impl ScalarType for TimeZone {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
