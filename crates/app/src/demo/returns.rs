//! A made-up year of returns: most in time, some late, some sent back, and what is owed now. Their figures are counted from
//! the simulated city; their words say that they are simulated.

use super::{
    fill::Size,
    letters::{Office, asker},
};
use crate::house::Stop;
use danvan_actions::{
    House,
    returns::{Past, bring, open},
};
use danvan_domain::{
    programmes::Period,
    returns::{Entry, Form},
    time::{Day, Moment},
    units::Level,
};

/// How many months back.
const MONTHS: usize = 12;
/// So many communes told in every one of them; the others only in the last.
const WHOLE_YEAR: usize = 8;

/// Brings the past in and opens what is owed.
pub(super) async fn tell(house: &House, offices: &[Office], size: Size) -> Result<(), Stop> {
    let facts = house.facts();
    let Some(form) = facts.forms.get("month") else { return Ok(()) };
    let reviewer = asker(house, "phantich").await?.and_then(|asker| asker.person);
    let own = asker(house, "canbo.ngocha").await?.and_then(|asker| asker.person);
    let mut periods: Vec<Period> = Vec::new();
    let mut period = form.rhythm.period_of(house.today());
    while periods.len() < MONTHS {
        period = form.rhythm.before(period);
        periods.push(period);
    }
    // What measurements fill has communes enough; returns of every one would only take time.
    let last_of_all = if matches!(size, Size::Cases(_)) { WHOLE_YEAR } else { offices.len() };
    for (back, period) in periods.into_iter().enumerate().rev() {
        let Some(due) = form.due_on(period, Level::Commune, &facts.calendar) else { continue };
        let many = if back == 0 { last_of_all } else { WHOLE_YEAR };
        let busy = |office: &&Office| own.is_some_and(|own| own == office.officer);
        // The commune that demo users know comes first.
        let some = offices.iter().filter(busy).chain(offices.iter().filter(|office| !busy(office)));
        for (at, office) in some.take(many).enumerate() {
            // A made-up pattern that is the same in every city: every ninth is late, every eleventh was sent back, and of the
            // last month some are still with the city, or missing.
            let number = at * 7 + back * 5;
            if back == 0 && at > 0 && number % 13 == 3 {
                continue;
            }
            if facts.tree.get(office.unit).is_none_or(|unit| !unit.stands_on(due)) {
                continue;
            }
            let sent = if number % 9 == 4 { due.plus_days(2) } else { due.plus_days(-1) };
            let at_nine = |day: Day| Moment::at(day, 9, 30);
            let again = (number % 11 == 6)
                .then(|| (at_nine(sent.plus_days(1)), "(Mô phỏng) Nêu rõ kết quả đối thoại.".to_owned()));
            let is_accepted = back > 0 || number % 4 != 1;
            let past = Past {
                unit: office.unit,
                form: form.code.clone(),
                period,
                entries: entries(form, number),
                sent: (at_nine(sent), Some(office.officer)),
                sent_back: again,
                accepted_at: is_accepted.then(|| at_nine(sent.plus_days(2))),
                reviewer,
            };
            bring(house, &past).await?;
        }
    }
    open(house).await?;
    Ok(())
}

/// What was written: a narrative for each section, and the numbers that nobody counts.
fn entries(form: &Form, number: usize) -> Vec<Entry> {
    let words = |code: &str| match code {
        "people" => "(Mô phỏng) Nhân dân quan tâm thoát nước, rác thải và tiến độ sửa ngõ.",
        "proposals" => "(Mô phỏng) Đề nghị thành phố sớm bố trí vốn cải tạo cống.",
        _ => "(Mô phỏng) Tình hình ổn định, các nhiệm vụ trong kỳ đã thực hiện.",
    };
    let section = |code: &String| Entry { code: code.clone(), words: words(code).to_owned(), value: None };
    let mut entries: Vec<Entry> = form.sections.iter().map(|one| section(&one.code)).collect();
    let dialogues = i64::try_from(number % 3).unwrap_or(0) + 1;
    for (code, value) in [
        ("dialogues", dialogues),
        ("dialogue_opinions", dialogues * 7),
        ("dialogue_opinions_answered", dialogues * 6),
    ] {
        entries.push(Entry { code: code.to_owned(), words: String::new(), value: Some(value) });
    }
    entries
}
