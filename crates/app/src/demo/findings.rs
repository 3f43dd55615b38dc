//! The nights before today: the counts of the made-up city are looked at, and what stood out ten days ago is judged in part.

use super::letters::asker;
use crate::house::Stop;
use danvan_actions::{
    House,
    findings::{Wanted, act, list, pass},
};
use danvan_domain::findings::{Act, Reason, State, TypedAct};

/// How long ago the first night was.
const EARLIER: i64 = 10;

/// Looks at two nights.
pub(super) async fn look(house: &House) -> Result<(), Stop> {
    pass(house, house.today().plus_days(-EARLIER)).await?;
    pass(house, house.today()).await?;
    let Some(analyst) = asker(house, "phantich").await? else { return Ok(()) };
    let wanted = Wanted { state: State::Open, topic: None, unit: None };
    let found = list(house, &analyst, &wanted).await?;
    // The least of them are judged, so that those that matter stay open.
    let judged = found.rows.iter().rev().take(2).zip([
        TypedAct { act: Act::Dismiss.word().into(), why: Reason::Small.word().into(), words: String::new() },
        TypedAct {
            act: Act::Confirm.word().into(),
            why: String::new(),
            words: "(Mô phỏng) Phường đã có kế hoạch xử lý.".into(),
        },
    ]);
    for (row, typed) in judged.filter(|_| found.rows.len() > 4) {
        act(house, &analyst, row.finding.id, &typed).await?;
    }
    Ok(())
}
