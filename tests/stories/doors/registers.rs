//! The registers: whoever reads a commune's letters reads its book, its statistics, its receptions and what it began.

use super::world::{Asked, Row, To};
use danvan_domain::people::Role::{CityLeader, CommuneLeader, CommuneOfficer};

macro_rules! rows {
    ($($route:literal),+ $(,)?) => {
        vec![$(Row::made("GET", $route, To::Own(&[CommuneOfficer, CommuneLeader, CityLeader]), |world, _| {
            Box::pin(async move { Asked::at(format!(concat!($route, "?unit={}"), world.own)) })
        })),+]
    };
}

pub(super) fn rows() -> Vec<Row> {
    rows![
        "/registers",
        "/registers.xlsx",
        "/registers.csv",
        "/registers/statistics",
        "/registers/statistics.xlsx",
        "/registers/statistics.csv",
        "/registers/receptions",
        "/registers/receptions.xlsx",
        "/registers/receptions.csv",
        "/registers/receptions/book.xlsx",
        "/registers/receptions/book.csv",
        "/registers/begun",
        "/registers/begun.xlsx",
        "/registers/begun.csv",
        "/registers/begun/book.xlsx",
        "/registers/begun/book.csv",
        "/registers/list",
        "/registers/list.xlsx",
        "/registers/list.csv",
    ]
}
