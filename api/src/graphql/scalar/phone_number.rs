//! `E164`: a telephone number on the wire.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use entity::value::phone_number::PhoneNumber;

/// A telephone number as callers see it.
#[derive(Clone, Debug)]
pub struct E164(pub PhoneNumber);

/// A telephone number in E.164 form: a plus sign, the country code and 7 to 15 digits in all, with nothing between them, for
/// example "+442079460018".
#[Scalar(name = "E164", specified_by_url = "https://www.itu.int/rec/T-REC-E.164/")]
impl ScalarType for E164 {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(Self(PhoneNumber::parse(text).map_err(InputValueError::custom)?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_str().to_owned())
    }
}
