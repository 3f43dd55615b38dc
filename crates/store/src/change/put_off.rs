//! Statements whose answers nobody awaits. They are kept until the change ends and are then sent to SQLite in one go:
//! on its way there and back each message costs more than most statements.

use crate::engine::Stored;
use sqlx::{
    Arguments, AssertSqlSafe, Encode, Sqlite, SqliteConnection, Type, error::BoxDynError,
    sqlite::SqliteArguments,
};

/// Statements with what they bind, in the order in which they run.
#[derive(Default)]
pub struct PutOff {
    text: String,
    arguments: SqliteArguments,
}

/// Takes what one statement binds.
pub struct Binding<'a>(&'a mut SqliteArguments);

impl Binding<'_> {
    /// Binds the next value.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn bind<'t, T: Encode<'t, Sqlite> + Type<Sqlite>>(&mut self, value: T) -> Result<(), BoxDynError> {
        Arguments::add(self.0, value)
    }
}

impl PutOff {
    /// Puts off a statement; its numbered parameters are numbered on.
    ///
    /// # Errors
    /// When a value cannot be encoded.
    pub fn add(
        &mut self,
        sql: &str,
        bind: impl FnOnce(&mut Binding<'_>) -> Result<(), BoxDynError>,
    ) -> Stored<()> {
        let bound = self.arguments.len();
        bind(&mut Binding(&mut self.arguments)).map_err(sqlx::Error::Encode)?;
        push_numbered(&mut self.text, sql, bound);
        self.text.push(';');
        Ok(())
    }

    /// Opens a savepoint before everything that was put off.
    pub(super) fn within_savepoint(&mut self) {
        self.text.insert_str(0, "savepoint change;");
    }

    /// Whether nothing is put off.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Runs everything that was put off; at the first failure what comes after it does not run.
    ///
    /// # Errors
    /// When a statement fails.
    pub(super) async fn run(&mut self, connection: &mut SqliteConnection) -> Stored<()> {
        let Self { text, arguments } = std::mem::take(self);
        if !text.is_empty() {
            sqlx::query_with(AssertSqlSafe(text), arguments).execute(connection).await?;
        }
        Ok(())
    }
}

/// Appends a statement, its `$1` becoming `$(1 + bound)` and so on.
fn push_numbered(text: &mut String, sql: &str, bound: usize) {
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at + 1);
        text.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = after.split_at(digits);
        match number.parse::<usize>() {
            Ok(number) => text.push_str(&(number + bound).to_string()),
            Err(_) => text.push_str(number),
        }
        rest = after;
    }
    text.push_str(rest);
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn parameters_are_numbered_on() {
        let check = |sql: &str, bound: usize, expected: &str| {
            let mut text = String::new();
            push_numbered(&mut text, sql, bound);
            assert_eq!(text, expected);
        };
        check("select 1", 4, "select 1");
        check("values ($1, $2)", 0, "values ($1, $2)");
        check("values ($1, $12) returning $2", 9, "values ($10, $21) returning $11");
        check("$", 3, "$");
    }
}
