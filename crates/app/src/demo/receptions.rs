//! Made-up reception days of the coming weeks, and who booked the first of them. They live by the real actions.

use super::letters::{Office, asker_of};
use crate::house::Stop;
use danvan_actions::{
    House,
    receptions::{book, publish},
};
use danvan_domain::{
    calendar::Calendar,
    ids::UnitId,
    receptions::{Booking, TypedDay},
    time::Day,
};

/// So many weeks ahead are published, a day each.
const WEEKS: usize = 4;
/// What people book for.
const SUBJECTS: &[(&str, &str)] = &[
    ("(Mô phỏng) Bà An", "(Mô phỏng) Hỏi về phương án bồi thường khi mở đường"),
    ("(Mô phỏng) Ông Bình", "(Mô phỏng) Đề nghị xem lại hồ sơ cấp giấy chứng nhận"),
    ("(Mô phỏng) Chị Chi", "(Mô phỏng) Phản ánh ngõ ngập khi mưa"),
];

/// Publishes the coming reception days of each office; some people book with the busiest.
pub(super) async fn bring(house: &House, offices: &[Office], busiest: Option<UnitId>) -> Result<(), Stop> {
    let facts = house.facts();
    for office in offices {
        let asker = asker_of(house, office.officer).await?;
        let is_town = facts.tree.get(office.unit).is_some_and(|unit| unit.name.starts_with("Phường"));
        let kind = if is_town { "phường" } else { "xã" };
        let mut first = None;
        for day in days(&facts.calendar, house.today()) {
            let typed = TypedDay {
                day: Some(day),
                begins: "08:00",
                seats: Some(12),
                place: &format!("Phòng tiếp công dân, trụ sở UBND {kind}"),
                host: &format!("Chủ tịch UBND {kind}"),
            };
            let id = publish(house, &asker, office.unit, &typed).await?;
            first = first.or(Some(id));
        }
        if let Some(day) = first.filter(|_| busiest == Some(office.unit)) {
            for (name, subject) in SUBJECTS {
                let booking = Booking::check(Some(house.new_id()), day, (name, "", subject), false)
                    .map_err(danvan_actions::Failure::from)?;
                book(house, &booking).await?;
            }
        }
    }
    Ok(())
}

/// The Thursdays to come that are working days.
fn days(calendar: &Calendar, today: Day) -> impl Iterator<Item = Day> {
    let days = std::iter::successors(Some(today.next()), |day| Some(day.next()));
    days.filter(|day| day.0.weekday() == jiff::civil::Weekday::Thursday && calendar.is_working_day(*day))
        .take(WEEKS)
}
