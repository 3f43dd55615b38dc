//! New rows whose answers nobody awaits. They are kept until the change ends and are then sent to the engine in one go, with
//! those of other changes that wait: on its way there and back each message costs more than most rows.

use super::values::Value;
use crate::engine::{StoreError, Stored};
use sqlx::{
    Arguments, AssertSqlSafe, Database, PgConnection, SqliteConnection, postgres::PgArguments,
    sqlite::SqliteArguments,
};

/// New rows, table by table, in the order in which the tables were first written to.
#[derive(Clone, Default)]
pub struct PutOff {
    inserts: Vec<Insert>,
}

/// New rows of one table.
#[derive(Clone)]
struct Insert {
    /// The statement of one row, for instance `insert into cases (id, …) values ($1, …)`.
    sql: &'static str,
    /// What stands in it before the values of the row.
    head: &'static str,
    rows: usize,
    values: Vec<Value>,
}

impl Insert {
    /// The head of a statement that inserts one row and does nothing else.
    fn head(sql: &'static str) -> Stored<&'static str> {
        sql.split_once(" values ")
            .filter(|(head, row)| {
                head.starts_with("insert into ") && row.ends_with(')') && !row.contains(") ")
            })
            .map(|(head, _)| head)
            .ok_or_else(|| StoreError::Engine(format!("{sql:?} does more than insert a row")))
    }

    /// Its text with parameters numbered on from those that are bound.
    fn write(&self, text: &mut String, bound: &mut usize) {
        let width = self.values.len() / self.rows.max(1);
        text.push_str(self.head);
        for row in 0..self.rows {
            text.push_str(if row == 0 { " values (" } else { ", (" });
            for column in 0..width {
                *bound += 1;
                text.push_str(if column == 0 { "$" } else { ", $" });
                text.push_str(&bound.to_string());
            }
            text.push(')');
        }
    }
}

impl PutOff {
    /// Puts a row off.
    ///
    /// # Errors
    /// When the statement is not that of one row.
    pub fn add(&mut self, sql: &'static str, mut values: Vec<Value>) -> Stored<()> {
        if let Some(insert) = self.inserts.iter_mut().find(|insert| insert.sql == sql) {
            insert.rows += 1;
            insert.values.append(&mut values);
            return Ok(());
        }
        self.inserts.push(Insert { sql, head: Insert::head(sql)?, rows: 1, values });
        Ok(())
    }

    /// Puts off what another put off.
    pub(super) fn append(&mut self, other: &Self) {
        for theirs in &other.inserts {
            match self.inserts.iter_mut().find(|insert| insert.sql == theirs.sql) {
                Some(insert) => {
                    insert.rows += theirs.rows;
                    insert.values.extend_from_slice(&theirs.values);
                }
                None => self.inserts.push(theirs.clone()),
            }
        }
    }

    /// Whether nothing is put off.
    pub const fn is_empty(&self) -> bool {
        self.inserts.is_empty()
    }

    /// Whether another put off as many rows of the same tables, with whatever values.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let is_like = |(a, b): (&Insert, &Insert)| a.sql == b.sql && a.rows == b.rows;
        self.inserts.len() == other.inserts.len() && self.inserts.iter().zip(&other.inserts).all(is_like)
    }

    /// Hands the values over, in the order of their parameters.
    fn bind<'a, A: Arguments>(self, arguments: &mut A) -> Stored<()>
    where
        Value: sqlx::Encode<'a, A::Database> + sqlx::Type<A::Database>,
        A::Database: Database,
    {
        arguments.reserve(self.inserts.iter().map(|insert| insert.values.len()).sum(), 0);
        for value in self.inserts.into_iter().flat_map(|insert| insert.values) {
            arguments.add(value).map_err(sqlx::Error::Encode)?;
        }
        Ok(())
    }

    /// Inserts everything on SQLite, between statements without parameters; at the first failure what comes after it does
    /// not run.
    ///
    /// # Errors
    /// When a statement fails.
    pub(super) async fn run(
        self,
        before: &str,
        after: &str,
        connection: &mut SqliteConnection,
    ) -> Stored<()> {
        let (mut text, mut bound) = (before.to_owned(), 0);
        for insert in &self.inserts {
            insert.write(&mut text, &mut bound);
            text.push(';');
        }
        text.push_str(after);
        if text.is_empty() {
            return Ok(());
        }
        let mut arguments = SqliteArguments::default();
        self.bind(&mut arguments)?;
        sqlx::query_with(AssertSqlSafe(text), arguments).execute(connection).await?;
        Ok(())
    }

    /// Inserts everything on PostgreSQL, a table after the other.
    ///
    /// # Errors
    /// When a statement fails.
    pub(super) async fn run_in_steps(self, connection: &mut PgConnection) -> Stored<()> {
        for insert in self.inserts {
            let mut text = String::new();
            insert.write(&mut text, &mut 0);
            let mut arguments = PgArguments::default();
            Self { inserts: vec![insert] }.bind(&mut arguments)?;
            sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut *connection).await?;
        }
        Ok(())
    }

    /// Everything as parts of one statement of PostgreSQL, `with … as (insert …), … as (insert …)`, and what it binds. None of
    /// the parts sees what another did.
    ///
    /// # Errors
    /// When a value cannot be handed over.
    pub(crate) fn parts(self) -> Stored<(String, PgArguments)> {
        let (mut text, mut bound) = (String::from("with "), 0);
        for (at, insert) in self.inserts.iter().enumerate() {
            text.push_str(if at == 0 { "" } else { ", " });
            text.push_str(&format!("put_off_{at} as ("));
            insert.write(&mut text, &mut bound);
            text.push(')');
        }
        let mut arguments = PgArguments::default();
        self.bind(&mut arguments)?;
        Ok((text, arguments))
    }
}

#[cfg(test)]
mod test {
    use super::*;

    const PAIR: &str = "insert into pairs (a, b) values ($1, $2)";
    const ONE: &str = "insert into ones (a) values ($1)";

    #[test]
    fn rows_of_a_table_stand_together_and_are_numbered_on() {
        let mut first = PutOff::default();
        first.add(PAIR, vec![1_i64.into(), "x".into()]).expect("a row");
        first.add(ONE, vec![true.into()]).expect("a row");
        let mut other = PutOff::default();
        other.add(PAIR, vec![2_i64.into(), "y".into()]).expect("a row");
        assert!(!first.is_like(&other) && first.is_like(&first.clone()));
        other.append(&first);
        let (text, arguments) = other.parts().expect("parts");
        assert_eq!(
            text,
            "with put_off_0 as (insert into pairs (a, b) values ($1, $2), ($3, $4)), \
             put_off_1 as (insert into ones (a) values ($5))"
        );
        assert_eq!(arguments.len(), 5);
    }

    #[test]
    fn only_statements_of_one_row_are_put_off() {
        let check =
            |sql: &'static str, expected: bool| assert_eq!(Insert::head(sql).is_ok(), expected, "{sql}");
        check(PAIR, true);
        check("insert into a (b) values ($1) on conflict (b) do nothing", false);
        check("insert into a (b) select $1", false);
        check("update a set b = $1", false);
        check("delete from a", false);
    }
}
