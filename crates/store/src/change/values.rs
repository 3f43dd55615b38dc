//! Values of rows that were put off. They are owned and know their kind, so that rows of several changes can be sent to
//! either engine as one statement.

use sqlx::{
    Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo},
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo},
};
use uuid::Uuid;

/// Declares the kinds of values, how each is handed to an engine, and what becomes one.
macro_rules! values {
    ($($(#[$doc:meta])* $kind:ident($of:ty);)*) => {
        /// A value of a column; each kind may be nothing.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Value {
            $($(#[$doc])* $kind(Option<$of>)),*
        }

        $(
            impl From<$of> for Value {
                fn from(value: $of) -> Self {
                    Self::$kind(Some(value))
                }
            }

            impl From<Option<$of>> for Value {
                fn from(value: Option<$of>) -> Self {
                    Self::$kind(value)
                }
            }
        )*

        values!(@engine Sqlite, SqliteTypeInfo, SqliteArgumentsBuffer, $($kind($of))*);
        values!(@engine Postgres, PgTypeInfo, PgArgumentBuffer, $($kind($of))*);
    };
    (@engine $engine:ty, $info:ty, $buffer:ty, $($kind:ident($of:ty))*) => {
        impl Type<$engine> for Value {
            fn type_info() -> $info {
                <String as Type<$engine>>::type_info()
            }
        }

        impl Encode<'_, $engine> for Value {
            fn encode(self, buffer: &mut $buffer) -> Result<IsNull, BoxDynError> {
                match self {
                    $(Self::$kind(value) => <Option<$of> as Encode<'_, $engine>>::encode(value, buffer)),*
                }
            }

            fn encode_by_ref(&self, buffer: &mut $buffer) -> Result<IsNull, BoxDynError> {
                match self {
                    $(Self::$kind(value) => <Option<$of> as Encode<'_, $engine>>::encode_by_ref(value, buffer)),*
                }
            }

            fn produces(&self) -> Option<$info> {
                Some(match self {
                    $(Self::$kind(_) => <$of as Type<$engine>>::type_info()),*
                })
            }
        }
    };
}

values! {
    /// A whole number.
    Integer(i64);
    /// Yes or no.
    Truth(bool);
    /// A measure.
    Real(f64);
    /// Words.
    Text(String);
    /// Bytes.
    Bytes(Vec<u8>);
    /// An id.
    Id(Uuid);
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}

impl From<&Option<String>> for Value {
    fn from(value: &Option<String>) -> Self {
        Self::Text(value.clone())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(Some(value.to_vec()))
    }
}

impl From<&Vec<u8>> for Value {
    fn from(value: &Vec<u8>) -> Self {
        Self::Bytes(Some(value.clone()))
    }
}
