//! Statements whose answers nobody awaits. They are kept until the change ends and are then sent to the engine in one go:
//! on its way there and back each message costs more than most statements.

use super::values::{Value, Values};
use crate::engine::Stored;
use sqlx::{
    Arguments, AssertSqlSafe, Encode, PgConnection, Postgres, SqliteConnection, Type, error::BoxDynError,
    postgres::PgArguments,
};

/// Statements with what they bind, in the order in which they run on SQLite. PostgreSQL runs them as parts of one
/// statement, of which none sees what another did: each must be right without the others.
#[derive(Clone, Default)]
pub struct PutOff<A> {
    text: String,
    statements: usize,
    arguments: A,
}

/// Takes what one statement binds.
pub struct Binding<'a, A>(&'a mut A);

impl Binding<'_, PgArguments> {
    /// Binds the next value.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn bind<'t, T: Encode<'t, Postgres> + Type<Postgres>>(
        &mut self,
        value: T,
    ) -> Result<(), BoxDynError> {
        self.0.add(value)
    }
}

impl Binding<'_, Values> {
    /// Binds the next value.
    ///
    /// # Errors
    /// Never; it is as on the other engine.
    pub fn bind(&mut self, value: impl Into<Value>) -> Result<(), BoxDynError> {
        self.0.0.push(value.into());
        Ok(())
    }
}

/// What is bound so far.
pub trait Bound {
    /// How many values: the next parameter has the number after it.
    fn bound(&self) -> usize;
}

impl Bound for PgArguments {
    fn bound(&self) -> usize {
        self.len()
    }
}

impl Bound for Values {
    fn bound(&self) -> usize {
        self.0.len()
    }
}

impl<A: Bound> PutOff<A> {
    fn push(
        &mut self,
        sql: &str,
        bind: impl FnOnce(&mut Binding<'_, A>) -> Result<(), BoxDynError>,
    ) -> Stored<()> {
        let bound = self.arguments.bound();
        bind(&mut Binding(&mut self.arguments)).map_err(sqlx::Error::Encode)?;
        push_numbered(&mut self.text, sql, bound);
        self.statements += 1;
        Ok(())
    }

    /// Whether nothing is put off.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl PutOff<Values> {
    /// Puts off a statement; its numbered parameters are numbered on.
    ///
    /// # Errors
    /// When a value cannot be encoded.
    pub fn add(
        &mut self,
        sql: &str,
        bind: impl FnOnce(&mut Binding<'_, Values>) -> Result<(), BoxDynError>,
    ) -> Stored<()> {
        self.push(sql, bind)?;
        self.text.push(';');
        Ok(())
    }

    /// Puts off what another put off.
    pub(super) fn append(&mut self, other: &Self) {
        push_numbered(&mut self.text, &other.text, self.arguments.bound());
        self.arguments.0.extend_from_slice(&other.arguments.0);
        self.statements += other.statements;
    }

    /// Whether another put the same statements off, with whatever values.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.text == other.text
    }

    /// Opens a savepoint before everything that was put off.
    pub(super) fn within_savepoint(&mut self) {
        self.text.insert_str(0, "savepoint change;");
    }

    /// Runs everything that was put off; at the first failure what comes after it does not run.
    ///
    /// # Errors
    /// When a statement fails.
    pub(super) async fn run(&mut self, connection: &mut SqliteConnection) -> Stored<()> {
        let Self { text, arguments, .. } = std::mem::take(self);
        if !text.is_empty() {
            sqlx::query_with(AssertSqlSafe(text), arguments.arguments()?).execute(connection).await?;
        }
        Ok(())
    }
}

impl PutOff<PgArguments> {
    /// Puts off a statement that writes; its numbered parameters are numbered on.
    ///
    /// # Errors
    /// When a value cannot be encoded.
    pub fn add(
        &mut self,
        sql: &str,
        bind: impl FnOnce(&mut Binding<'_, PgArguments>) -> Result<(), BoxDynError>,
    ) -> Stored<()> {
        let head = if self.statements == 0 { "with" } else { "," };
        self.text.push_str(&format!("{head} put_off_{} as (", self.statements));
        self.push(sql, bind)?;
        self.text.push(')');
        Ok(())
    }

    /// Ends what was put off with a statement of its own, which may read from a part named like this: `put_off_0`.
    ///
    /// # Errors
    /// When a value cannot be encoded.
    pub(crate) fn end(
        &mut self,
        sql: &str,
        bind: impl FnOnce(&mut Binding<'_, PgArguments>) -> Result<(), BoxDynError>,
    ) -> Stored<()> {
        self.text.push(' ');
        self.push(sql, bind)
    }

    /// How many statements were put off.
    pub(crate) const fn len(&self) -> usize {
        self.statements
    }

    /// Runs everything that was put off, as one statement.
    ///
    /// # Errors
    /// When a part of it fails; then nothing of it happened.
    pub(super) async fn run(&mut self, connection: &mut PgConnection) -> Stored<()> {
        if self.is_empty() {
            return Ok(());
        }
        let mut all = std::mem::take(self);
        all.end("select 1", |_| Ok(()))?;
        Ok(all.send(connection).await?)
    }

    /// Sends what was put off and ended.
    pub(super) async fn send(self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query_with(AssertSqlSafe(self.text), self.arguments).execute(connection).await.map(drop)
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
