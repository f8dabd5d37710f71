//! `Url`: an address on the wire.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// An address as callers see it.
#[derive(Clone, Debug)]
pub struct Url(pub String);

/// The address of something on the web, for example "https://recordings.example/1.mp3".
#[Scalar(specified_by_url = "https://url.spec.whatwg.org/")]
impl ScalarType for Url {
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
