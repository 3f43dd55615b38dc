//! The working calendar over HTTP: seen before it is saved, refused with the reason, and followed by what is due.

use crate::{
    data_rights::{OTHER, report},
    desk::{Browser, somebody},
    receptions_days::a_visit,
    rules_followed::rest,
};
use danvan_actions::{
    calendar::{self, LOOKED, RECOUNT, as_of, recount},
    verify::{self, Difference},
};
use danvan_domain::{ids::PersonId, people::Role, rights::Asker, time::Moment};
use danvan_store::{
    calendar as store, cases,
    data::requests::{self, Request},
    events, jobs, people, units,
};
use danvan_testkit::{House, Site, for_each_engine};
use uuid::Uuid;

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

/// Who wrote a day stands on the event and on the page of those who keep the calendar; nobody else reads a name.
async fn written_by(house: &House, who: PersonId, operator: &Browser) {
    let said = store::all(&house.store).await.expect("days");
    assert_eq!(said.iter().map(|one| one.person).collect::<Vec<_>>(), [Some(who)]);
    let mut set = Vec::new();
    for (lane, _) in events::lanes(&house.store).await.expect("lanes") {
        let all = events::after(&house.store, lane, 0, 100).await.expect("events");
        set.extend(all.into_iter().map(|placed| placed.event).filter(|event| event.kind == "calendar.set"));
    }
    assert_eq!(set.iter().map(|event| event.actor).collect::<Vec<_>>(), [Some(who)]);
    let name = people::by_id(&house.store, who).await.expect("people").expect("a person").name;
    let written = |browser: &Browser| {
        let rest = browser.html.split("Nơi cài đặt tự ghi").nth(1).expect("a day of our own").to_owned();
        rest.split('<').next().unwrap_or_default().contains(&format!(", {name}"))
    };
    assert!(written(operator), "{}", operator.html);
    let mut anybody = Browser::new(house).await;
    anybody.open("/calendar?year=2026").await;
    assert!(!written(&anybody), "{}", anybody.html);
}

#[tokio::test]
async fn a_day_off_is_seen_saved_and_followed_by_what_is_due() {
    for_each_engine(|house| async move {
        let city = house.unit("01");
        let who = somebody(&house, "vanhanh", Role::Operator, city).await;
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

        // What was seen is not what would be saved: it is shown once more.
        operator.send("/calendar", &with(&STORM, &[("seen", "0123456789abcdef")])).await;
        assert!(operator.says("Từ lúc bạn xem, đã có thay đổi") && seen(&operator) == mark);
        operator.send("/calendar", &with(&STORM, &[("seen", &mark)])).await;
        assert_eq!(operator.path, "/calendar?year=2026&saved=yes");
        assert!(operator.says("Nghỉ tránh bão") && operator.says("Nơi cài đặt tự ghi"), "{}", operator.html);
        written_by(&house, who, &operator).await;
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
        // What is said later stands, and two things said in one moment have no order.
        house.clock.pass_seconds(1);
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

/// A request to correct what is known, of somebody whose report came in now.
async fn request(house: &House) -> Request {
    let site = Site::open(house).await;
    let resident = site.browser();
    let code = report(&resident, OTHER).await;
    let mine = format!("/receipts/{code}/mine");
    resident.get(&mine).await;
    resident.post(&mine, &[("say", "ask"), ("right", "correct"), ("phone", "0987 000 111")]).await;
    requests::after(&house.store, uuid::Uuid::nil(), 1).await.expect("requests").pop().expect("a request")
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_about_data_and_visits_go_by_the_calendar_too() {
    for_each_engine(|house| async move {
        let commune = house.unit("00004");
        somebody(&house, "canbo", Role::CommuneOfficer, commune).await;
        somebody(&house, "vanhanh", Role::Operator, house.unit("01")).await;
        let asked = request(&house).await;
        let days = |request: &Request| {
            [request.reply_due_at, request.due_at].map(|at| at.expect("a clock").day().to_string())
        };
        assert_eq!(days(&asked), ["2026-10-07", "2026-10-15"]);
        let mut officer = Browser::of(&house, "canbo").await;
        let visit = a_visit(&house, &mut officer).await;
        officer.open(&visit).await;
        officer.send(&visit, &[("act", "refuse"), ("ground", "Không thuộc thẩm quyền")]).await;
        assert_eq!(officer.status, 200, "{}", officer.html);
        let visit: Uuid = visit.rsplit('/').next().expect("an id").parse().expect("an id");

        let edits = [rest("2026-10-07"), rest("2026-10-15")];
        let seen = calendar::preview(&house, &Asker::house(), &edits).await.expect("a preview");
        let moved = |thing: Uuid| -> Vec<String> {
            let own = seen.moved.iter().filter(|one| one.thing == thing);
            own.map(|one| format!("{} {}", one.from.day(), one.to.day())).collect()
        };
        assert_eq!(moved(asked.id), ["2026-10-07 2026-10-08", "2026-10-15 2026-10-16"]);
        assert_eq!(moved(visit), ["2026-10-08 2026-10-09"], "three working days to say why");
        calendar::set(&house, &Asker::house(), &edits).await.expect("set");
        let report = verify::verify(&house).await.expect("a report");
        assert_eq!(report.difference, Some(Difference::DataRequest { request: asked.id.to_string() }));
        assert!(recount(&house).await.expect("recounted") > 0);
        let now = requests::get(&house.store, asked.id).await.expect("read").expect("a request");
        assert_eq!(days(&now), ["2026-10-08", "2026-10-16"]);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
        assert_eq!(recount(&house).await.expect("recounted"), 0, "done twice it does no harm");
        somebody(&house, "lan", Role::CommuneOfficer, asked.unit).await;
        let mut lan = Browser::of(&house, "lan").await;
        lan.open("/data").await;
        assert!(lan.says("8/10/2026"), "the list tells it by its first day: {}", lan.html);
        lan.open(&format!("/data/requests/{}", asked.id)).await;
        assert!(lan.says("8/10/2026") && lan.says("16/10/2026"), "{}", lan.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_bounded_and_new_cases_do_not_undo_it() {
    for_each_engine(|house| async move {
        somebody(&house, "vanhanh", Role::Operator, house.unit("01")).await;
        for commune in ["00004", "00004", "00008"] {
            house.resident_asks("water.clean", house.unit(commune)).await;
        }
        let edits = [rest("2026-10-07")];
        let of = async |most: usize| {
            let seen = calendar::preview_of(&house, &Asker::house(), &edits, most).await.expect("a preview");
            (seen.moved.len(), seen.beyond, seen.fingerprint)
        };
        let whole = of(LOOKED).await;
        assert_eq!((whole.0, whole.1), (3, 0));
        assert_eq!(of(2).await, (2, 1, whole.2.clone()), "two are looked at, one is counted");
        assert_eq!(of(0).await, (0, 3, whole.2.clone()));

        // A case comes in between seeing and saving; then another day is said.
        let mut operator = Browser::of(&house, "vanhanh").await;
        operator.open("/calendar?year=2026").await;
        operator.send("/calendar", &STORM).await;
        let mark = seen(&operator);
        house.resident_asks("water.clean", house.unit("00004")).await;
        assert_eq!(of(LOOKED).await.2, whole.2, "what is due is no part of the calendar");
        calendar::set(&house, &Asker::house(), &[rest("2026-10-08")]).await.expect("set");
        operator.send("/calendar", &with(&STORM, &[("seen", &mark)])).await;
        assert!(operator.says("Từ lúc bạn xem, đã có thay đổi"), "{}", operator.html);
        let mark = seen(&operator);
        house.resident_asks("water.clean", house.unit("00004")).await;
        operator.send("/calendar", &with(&STORM, &[("seen", &mark)])).await;
        assert_eq!(operator.path, "/calendar?year=2026&saved=yes", "{}", operator.html);
    })
    .await;
}
