//! The registers: whoever reads a commune's letters reads its book and statistics.

use super::world::{Asked, Row, To};
use danvan_domain::people::Role::{CityLeader, CommuneLeader, CommuneOfficer};

pub(super) fn rows() -> Vec<Row> {
    let routes = [
        "/registers",
        "/registers.xlsx",
        "/registers.csv",
        "/registers/statistics",
        "/registers/statistics.xlsx",
        "/registers/statistics.csv",
        "/registers/list",
        "/registers/list.xlsx",
        "/registers/list.csv",
    ];
    let desks = To::Own(&[CommuneOfficer, CommuneLeader, CityLeader]);
    let made: [fn(super::world::World, super::world::Who) -> super::world::Making; 9] = [
        |world, _| Box::pin(async move { Asked::at(format!("/registers?unit={}", world.own)) }),
        |world, _| Box::pin(async move { Asked::at(format!("/registers.xlsx?unit={}", world.own)) }),
        |world, _| Box::pin(async move { Asked::at(format!("/registers.csv?unit={}", world.own)) }),
        |world, _| Box::pin(async move { Asked::at(format!("/registers/statistics?unit={}", world.own)) }),
        |world, _| {
            Box::pin(async move { Asked::at(format!("/registers/statistics.xlsx?unit={}", world.own)) })
        },
        |world, _| {
            Box::pin(async move { Asked::at(format!("/registers/statistics.csv?unit={}", world.own)) })
        },
        |world, _| Box::pin(async move { Asked::at(format!("/registers/list?unit={}", world.own)) }),
        |world, _| Box::pin(async move { Asked::at(format!("/registers/list.xlsx?unit={}", world.own)) }),
        |world, _| Box::pin(async move { Asked::at(format!("/registers/list.csv?unit={}", world.own)) }),
    ];
    let row = |(route, make)| Row::made("GET", route, desks.clone(), make);
    routes.into_iter().zip(made).map(row).collect()
}
