//! The working calendar over HTTP: seen before it is saved, refused with the reason, and followed by what is due.

use crate::desk::{Browser, somebody};
use danvan_actions::calendar::{RECOUNT, as_of, recount};
use danvan_domain::{people::Role, time::Moment};
use danvan_store::{calendar as store, cases, jobs, units};
use danvan_testkit::{House, for_each_engine};

/// The answer's due moment of the only open case.
async fn due(house: &House) -> String {
    let mut open = Vec::new();
    for office in units::responsible(&house.store).await.expect("offices") {
        open.extend(cases::open_at(&house.store, office).await.expect("cases"));
    }
    assert_eq!(open.len(), 1);
    open[0].due_at.local().strftime("%Y-%m-%d %H:%M").to_string()
}

const STORM: [(&str, &str); 7] = [
    ("day", "7/10/2026"),
    ("until", ""),
    ("kind", "holiday"),
    ("vi", "Nghỉ tránh bão"),
    ("en", "Storm"),
    ("source", "Công điện 88/CĐ-UBND"),
    ("grade", "A"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().copied().filter(|(name, _)| !more.iter().any(|(own, _)| own == name));
    kept.chain(more.iter().copied()).collect()
}

/// What stands for the preview shown.
fn seen(browser: &Browser) -> String {
    let rest = browser.html.split("name=\"seen\" value=\"").nth(1).expect("a preview");
    rest.split('"').next().expect("its mark").to_owned()
}

#[tokio::test]
async fn a_day_off_is_seen_saved_and_followed_by_what_is_due() {
    for_each_engine(|house| async move {
        let city = house.unit("01");
        somebody(&house, "vanhanh", Role::Operator, city).await;
        house.resident_asks("water.clean", house.unit("00004")).await;
        let before = due(&house).await;
        let mut operator = Browser::of(&house, "vanhanh").await;
        operator.open("/calendar?year=2026").await;
        assert!(
            operator.says("Ngày Văn hóa Việt Nam") && operator.says("Lịch làm việc"),
            "{}",
            operator.html
        );
        let next_year = operator.open("/calendar?year=2027").await;
        assert!(next_year.says("Tạm tính, chưa có thông báo"), "days of 2027 are provisional");

        // The first press shows what would move and saves nothing.
        operator.send("/calendar", &STORM).await;
        assert_eq!(operator.status, 200);
        assert!(operator.says("1 việc đang mở sẽ đổi hạn trả lời"), "{}", operator.html);
        assert!(store::all(&house.store).await.expect("days").is_empty());
        let mark = seen(&operator);

        // Meanwhile another case comes in: what was seen is no longer so, and is shown once more.
        operator.send("/calendar", &with(&STORM, &[("seen", "0123456789abcdef")])).await;
        assert!(operator.says("Từ lúc bạn xem, đã có thay đổi") && seen(&operator) == mark);
        operator.send("/calendar", &with(&STORM, &[("seen", &mark)])).await;
        assert_eq!(operator.path, "/calendar?year=2026&saved=yes");
        assert!(operator.says("Nghỉ tránh bão") && operator.says("Nơi cài đặt tự ghi"), "{}", operator.html);
        assert_eq!(due(&house).await, before, "the job has not run yet");
        assert_eq!(jobs::count(&house.store, false).await.expect("jobs"), 1, "{RECOUNT} waits");
        assert_eq!(recount(&house).await.expect("recounted"), 1);
        assert_eq!(recount(&house).await.expect("recounted"), 0, "done twice it does no harm");
        let after = due(&house).await;
        assert!(before < after, "{before} {after}");

        // The calendar of a moment before can be read again, and the day can be given back.
        let then = as_of(&house, Moment::from_micros(house.now().micros() - 1)).await.expect("a calendar");
        let day = "2026-10-07".parse().expect("a day");
        assert!(then.is_working_day(day) && !house.facts().calendar.is_working_day(day));
        let usual = [("day", "2026-10-07"), ("kind", "usual"), ("grade", "A")];
        operator.send("/calendar", &usual).await;
        let mark = seen(&operator);
        operator.send("/calendar", &with(&usual, &[("seen", &mark)])).await;
        recount(&house).await.expect("recounted");
        assert_eq!(due(&house).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_calendar_that_cannot_be_is_refused_with_the_reason() {
    for_each_engine(|house| async move {
        let city = house.unit("01");
        somebody(&house, "vanhanh", Role::Operator, city).await;
        somebody(&house, "canbo", Role::CommuneOfficer, house.unit("00004")).await;
        let mut operator = Browser::of(&house, "vanhanh").await;
        let mut check = async |more: &[(&str, &str)], status: u16, said: &str| {
            operator.open("/calendar").await;
            operator.send("/calendar", &with(&STORM, more)).await;
            assert_eq!(operator.status, status, "{more:?}");
            assert!(operator.says(said), "{more:?}: {}", operator.html);
            assert!(operator.says("Công điện 88/CĐ-UBND") || more.iter().any(|(name, _)| *name == "source"));
        };
        check(&[("day", "7/10/2026"), ("until", "6/11/2026")], 422, "không còn ngày làm việc nào").await;
        check(&[("day", "31/2/2027")], 422, "error-day").await;
        check(&[("until", "6/10/2026")], 422, "từ 1 đến 31 ngày").await;
        check(&[("kind", "swap_workday")], 422, "vốn là ngày làm việc").await;
        check(&[("kind", "party")], 422, "error-kind").await;
        check(&[("source", " ")], 422, "error-source").await;
        check(&[("day", "1/1/2199")], 422, "nằm ngoài lịch").await;
        assert!(store::all(&house.store).await.expect("days").is_empty(), "nothing was saved");

        // Everybody may read it; only the operator changes it.
        let mut resident = Browser::new(&house).await;
        resident.open("/calendar").await;
        assert!(resident.status == 200 && !resident.says("Sửa lịch"));
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open("/calendar").await;
        assert!(!officer.says("Sửa lịch"));
        officer.send("/calendar", &STORM).await;
        assert_eq!(officer.status, 403);
    })
    .await;
}
