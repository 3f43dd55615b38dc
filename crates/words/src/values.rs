//! What stands in a sentence.

use danvan_domain::time::{Day, Moment};

/// A value of a sentence; each is written as the reader's language writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number: `8.328.858`.
    Count(i64),
    /// A number with so many digits behind the separator: `20,3`.
    Decimal(f64, u8),
    /// A share from 0 to 1 with so many digits behind the separator: `0.035, 1` is `3,5 %`.
    Percent(f64, u8),
    /// A day: `22/11/2026`.
    Day(Day),
    /// An instant: `14:20, 22/11/2026`.
    Moment(Moment),
    /// Words, written as they are.
    Text(String),
}

macro_rules! from {
    ($($kind:ty => $case:expr),* $(,)?) => {
        $(impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                $case(value)
            }
        })*
    };
}

from! {
    i64 => Value::Count,
    i32 => |n: i32| Value::Count(n.into()),
    u32 => |n: u32| Value::Count(n.into()),
    u64 => |n: u64| Value::Count(i64::try_from(n).unwrap_or(i64::MAX)),
    usize => |n: usize| Value::Count(i64::try_from(n).unwrap_or(i64::MAX)),
    Day => Value::Day,
    Moment => Value::Moment,
    String => Value::Text,
    &str => |text: &str| Value::Text(text.to_owned()),
}

/// Templates pass references.
impl<T: Clone> From<&T> for Value
where
    Value: From<T>,
{
    fn from(value: &T) -> Self {
        value.clone().into()
    }
}

impl Value {
    /// Reads a refusal's argument, which travels as text: a plain whole number, an ISO day or an RFC 3339
    /// instant is written the reader's way, anything else as it is. An argument whose name is `code`, `year`
    /// or ends in `_code` stays as it is: codes and years are not counted.
    pub fn of_argument(name: &str, text: &str) -> Self {
        if name == "code" || name == "year" || name.ends_with("_code") {
            return Self::Text(text.to_owned());
        }
        if let Ok(number) = text.parse::<i64>()
            && number.to_string() == text
        {
            return Self::Count(number);
        }
        if let Ok(day) = text.parse::<Day>()
            && day.to_string() == text
        {
            return Self::Day(day);
        }
        if text.ends_with('Z')
            && let Ok(moment) = text.parse::<Moment>()
        {
            return Self::Moment(moment);
        }
        Self::Text(text.to_owned())
    }
}
