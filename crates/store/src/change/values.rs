//! What statements that were put off bind on SQLite. It is owned and can be looked through, so that statements of several
//! changes can be sent as one.

use crate::engine::Stored;
use sqlx::{
    Arguments, Encode, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    sqlite::{SqliteArguments, SqliteArgumentsBuffer, SqliteTypeInfo},
};
use uuid::Uuid;

/// A value as SQLite knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number, or a truth.
    Integer(i64),
    /// A measure.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes; an id is sixteen.
    Bytes(Vec<u8>),
}

/// Values in the order of their parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(pub(super) Vec<Value>);

impl Values {
    /// As the engine takes them.
    pub(super) fn arguments(self) -> Stored<SqliteArguments> {
        let mut arguments = SqliteArguments::default();
        arguments.reserve(self.0.len(), 0);
        for value in self.0 {
            arguments.add(value).map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }
}

impl Type<Sqlite> for Value {
    fn type_info() -> SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for Value {
    fn encode(self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(value) => <i64 as Encode<'_, Sqlite>>::encode(value, buffer),
            Self::Real(value) => <f64 as Encode<'_, Sqlite>>::encode(value, buffer),
            Self::Text(value) => <String as Encode<'_, Sqlite>>::encode(value, buffer),
            Self::Bytes(value) => <Vec<u8> as Encode<'_, Sqlite>>::encode(value, buffer),
        }
    }

    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        self.clone().encode(buffer)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<&Vec<u8>> for Value {
    fn from(value: &Vec<u8>) -> Self {
        Self::Bytes(value.clone())
    }
}

impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Bytes(value.as_bytes().to_vec())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<&Option<String>> for Value {
    fn from(value: &Option<String>) -> Self {
        value.as_deref().map_or(Self::Null, Self::from)
    }
}
