//! What returns hold against: a fault that comes before a conflict, small counts that a sum or a doubt would give away, forms
//! that change while returns are open, a house that begins late, and a commune among many that report at once.

use crate::{
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    registers_counts::{city, day},
    returns::{WRITTEN, act, of, submitted, there, write},
};
use danvan_actions::{
    Facts,
    returns::{self as actions, Past, bring, open, open_quick},
    verify,
};
use danvan_domain::{
    ids::{ReturnId, UnitId},
    people::Role,
    returns::{Entry, FORMS, Forms, TypedQuick},
    time::Moment,
};
use danvan_store::{deadlines, returns as store};
use danvan_testkit::{House, for_each_engine};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_comes_first_writes_over_nobody() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        for name in ["an", "binh"] {
            somebody(&house, name, Role::CommuneOfficer, own).await;
        }
        open(&house).await.expect("opened");
        let id = of(&house, own, "month").await;
        let (mut an, mut binh) = (Browser::of(&house, "an").await, Browser::of(&house, "binh").await);
        let form = format!("/returns/{id}/write");
        let seen = |browser: &Browser| {
            let seen =
                browser.html.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
            seen.expect("when it was shown").to_owned()
        };
        an.open(&form).await;
        let first = seen(&an);
        house.clock.pass_seconds(60);
        assert_eq!(write(&mut binh, id, &[("words-situation", "Nước ngập ngõ 12.")]).await, 200);
        house.clock.pass_seconds(60);

        // A number that is none comes back; of what the colleague wrote nothing was told yet.
        let typed = |seen: &str, number: &str| {
            [("seen", seen), ("words-situation", "Ổn định."), ("value-dialogues", number)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let send = async |browser: &mut Browser, fields: &[(String, String)]| {
            let all: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            browser.send(&form, &all).await.status
        };
        assert_eq!(send(&mut an, &typed(&first, "12.5")).await, 422);
        assert!(!an.says("Nước ngập ngõ 12."), "{}", an.html);
        assert_eq!(seen(&an), first, "the form is as old as it was");
        house.clock.pass_seconds(60);
        let again = seen(&an);
        assert_eq!(send(&mut an, &typed(&again, "1.250")).await, 422);
        assert!(an.says("Nước ngập ngõ 12.") && an.says("Ổn định."), "{}", an.html);
        let entries = store::entries(&house.store, id).await.expect("read");
        assert_eq!(entries.len(), 1, "nothing is written over");
        house.clock.pass_seconds(60);
        let again = seen(&an);
        assert_eq!(
            send(&mut an, &typed(&again, "1.250")).await,
            200,
            "once told, it is one's own to put together"
        );
        let entries = store::entries(&house.store, id).await.expect("read");
        assert!(entries.iter().any(|one| one.entry.value == Some(1250)), "{entries:?}");
    })
    .await;
}

async fn asked(house: &House, unit: UnitId, count: usize) {
    for _ in 0..count {
        house.resident_asks("environment", unit).await;
    }
    house.run_followers().await;
}

/// What the city reads for a figure of its own draft, or of another return.
async fn read(browser: &mut Browser, id: ReturnId, figure: &str) -> String {
    browser.open(&format!("/returns/{id}")).await;
    let row = browser.html.split(&format!("<th scope=\"row\">{figure}<")).nth(1).expect("a figure");
    let value = row.split("<td class=\"number\">").nth(1).and_then(|rest| rest.split('<').next());
    value.expect("a value").to_owned()
}

/// What the API answers.
async fn told(browser: &Browser, path: &str) -> Value {
    let page = browser.alone().get(path).await;
    assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.text);
    serde_json::from_str(&page.text).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sum_gives_a_small_count_away() {
    for_each_engine(|house| async move {
        let wards = ["Ngọc Hà", "Ba Đình", "Cửa Nam", "Giảng Võ"].map(|name| ward(&house, name));
        let above = city(&house, wards[0]);
        somebody(&house, "phan.tich", Role::CityAnalyst, above).await;
        open(&house).await.expect("opened");
        for (unit, count) in wards.iter().zip([3, 7, 8, 2]) {
            asked(&house, *unit, count).await;
        }
        go_to(&house, "2026-10-15");
        let whole = of(&house, above, "month").await;
        let figure = "Phản ánh tiếp nhận";
        let small = submitted(&house, wards[0]).await;
        for unit in &wards[1..3] {
            submitted(&house, *unit).await;
        }
        let mut analyst = Browser::of(&house, "phan.tich").await;
        assert_eq!(read(&mut analyst, small, figure).await, "giữ kín (dưới 5)");
        assert_eq!(read(&mut analyst, whole, figure).await, "giữ kín (dưới 5)", "18 less 7 less 8 is 3");
        let cases = async |analyst: &Browser, id: ReturnId| {
            let told = told(analyst, &format!("/api/v1/returns/{id}")).await;
            let all = told["figures"].as_array().expect("figures").clone();
            let found = all.into_iter().find(|one| one["code"] == "cases_received").expect("a figure");
            (found["value"].as_i64(), found["kept"].as_bool().expect("said"))
        };
        for id in [small, whole] {
            assert_eq!(cases(&analyst, id).await, (None, true), "nor to a program");
        }
        // Behind a second small one neither can be told.
        let last = submitted(&house, wards[3]).await;
        assert_eq!(read(&mut analyst, whole, figure).await, "20");
        assert_eq!(cases(&analyst, whole).await, (Some(20), false));

        // The board as a program reads it: who has told, and what.
        let board = told(&analyst, "/api/v1/returns?form=month&from=2026-10-20").await;
        assert_eq!(
            (&board["from"], &board["summary"]["in_time"]),
            (&json!("2026-10-01"), &json!(4)),
            "{board}"
        );
        let lines = board["returns"].as_array().expect("returns");
        let line = lines.iter().find(|one| one["id"] == json!(last)).expect("a line");
        assert_eq!((&line["stage"], &line["filled"]), (&json!("submitted"), &json!(6)), "{line}");
        let told = told(&analyst, &format!("/api/v1/returns/{last}?version=1")).await;
        assert_eq!(
            (&told["shown"], &told["sections"][0]["code"]),
            (&json!(1), &json!("situation")),
            "{told}"
        );
        for (path, status) in [
            (format!("/api/v1/returns/{last}?version=2"), 404),
            ("/api/v1/returns?form=elsewhere".to_owned(), 404),
            ("/api/v1/returns?from=today".to_owned(), 422),
        ] {
            assert_eq!(analyst.alone().get(&path).await.status.as_u16(), status, "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doubt_tells_its_small_numbers_to_the_unit_alone() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "truong", Role::CommuneLeader, own).await;
        somebody(&house, "phan.tich", Role::CityAnalyst, city(&house, own)).await;
        // Two cases in each of three months, ten in the fourth.
        for (on, count) in [("2026-10-06", 2), ("2026-10-20", 2), ("2026-11-20", 2), ("2026-12-20", 10)] {
            go_to(&house, on);
            asked(&house, own, count).await;
        }
        let form = house.facts().forms.get("month").expect("a form").clone();
        for month in ["2026-10-01", "2026-11-01", "2026-12-01"] {
            let period = form.rhythm.period_of(day(month));
            let sent = Moment::at(form.counted(period).1.next(), 9, 0);
            let words = |code: &str| Entry { code: code.into(), words: "Ổn định.".into(), value: None };
            let past = Past {
                unit: own,
                form: form.code.clone(),
                period,
                entries: form.sections.iter().map(|one| words(&one.code)).collect(),
                sent: (sent, None),
                sent_back: None,
                accepted_at: Some(sent),
                reviewer: None,
            };
            bring(&house, &past).await.expect("brought");
        }
        go_to(&house, "2027-01-15");
        open(&house).await.expect("opened");
        let id = of(&house, own, "month").await;
        let (mut an, mut truong) = (Browser::of(&house, "an").await, Browser::of(&house, "truong").await);
        assert_eq!(write(&mut an, id, &WRITTEN).await, 200, "{}", an.html);
        assert!(an.says("(từ 2 đến 2)"), "the unit hears why: {}", an.html);
        house.clock.pass_seconds(1);
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 422);
        let why = [("remark-cases_received", "Mưa lớn."), ("remark-environment_received", "Mưa lớn.")];
        assert_eq!(write(&mut an, id, &why).await, 200, "{}", an.html);
        house.clock.pass_seconds(1);
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 200, "{}", truong.html);
        let mut analyst = Browser::of(&house, "phan.tich").await;
        assert_eq!(read(&mut analyst, id, "Phản ánh tiếp nhận").await, "10");
        assert!(!analyst.says("từ 2 đến 2"), "{}", analyst.html);
        an.open(&format!("/returns/{id}")).await;
        assert!(an.says("(từ 2 đến 2)"), "{}", an.html);
    })
    .await;
}

/// A monthly form of an installation's own: whole months, due in the next one, and a number that each level writes itself.
const OWN: &str = "[form]\ncode = \"month\"\nvi = \"Riêng\"\nen = \"Own\"\nrhythm = \"month\"\n\
    until = { month = 0, day = 0 }\nsource = \"CV 12\"\ngrade = \"B\"\n\
    [[due]]\nlevel = \"commune\"\nmonth = 1\nday = 5\n[[due]]\nlevel = \"city\"\nmonth = 1\nday = 10\n\
    [[sections]]\ncode = \"words\"\nvi = \"Lời\"\nen = \"Words\"\nrequired = true\n\
    [[figures]]\ncode = \"dialogues\"\nsection = \"words\"\nvi = \"Đối thoại\"\nen = \"Dialogues\"\nquery = \"typed\"\nrequired = true\n\
    [[figures]]\ncode = \"staff\"\nsection = \"words\"\nvi = \"Cán bộ\"\nen = \"Staff\"\nquery = \"typed\"\nrequired = true\n\
    apart = true\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_changes_leaves_no_day_out_and_its_own_numbers_stand_apart() {
    for_each_engine(|house| async move {
        let (told, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        let above = city(&house, told);
        open(&house).await.expect("opened");
        go_to(&house, "2026-10-15");
        let sent = submitted(&house, told).await;
        let files =
            FORMS.iter().copied().filter(|(name, _)| *name != "month.toml").chain([("own.toml", OWN)]);
        // Our other forms are like the monthly one.
        let files = files.filter(|(name, _)| ["own.toml", "quick.toml"].contains(name));
        let forms = Forms::read(files).expect("forms");
        let house = house.opened_again(Facts { forms, ..(*house.facts()).clone() }).await;
        assert_eq!(open(&house).await.expect("opened"), 0);
        // What was submitted keeps its days; what is open has the new ones, and is not due before they have passed.
        let days = async |id: ReturnId| {
            let it = there(&house, id).await;
            (it.counted.0.to_string(), it.counted.1.to_string(), it.due_on.map(|due| due.to_string()))
        };
        let of_days =
            |from: &str, to: &str, due: &str| (from.to_owned(), to.to_owned(), Some(due.to_owned()));
        assert_eq!(days(sent).await, of_days("2026-09-15", "2026-10-14", "2026-10-19"));
        let open_still = of(&house, other, "month").await;
        assert_eq!(days(open_still).await, of_days("2026-09-15", "2026-10-31", "2026-11-05"));
        let due = deadlines::of_thing(&house.store, open_still.0).await.expect("read");
        assert_eq!(due[0].due_at.day().to_string(), "2026-11-05");

        // The next one begins where each one's last one ended.
        go_to(&house, "2026-11-02");
        assert!(open(&house).await.expect("opened") > 100);
        let next = of(&house, told, "month").await;
        assert_eq!(days(next).await, of_days("2026-10-15", "2026-11-30", "2026-12-07"));
        assert_eq!(
            days(of(&house, other, "month").await).await,
            of_days("2026-11-01", "2026-11-30", "2026-12-07")
        );

        // A number that stands apart is written at each level; one that is added up only below.
        go_to(&house, "2026-12-01");
        let (leader, lead) =
            (house.somebody(Role::CommuneLeader, told).await, house.somebody(Role::CityLeader, above).await);
        let whole = store::of_period(&house.store, "month", day("2026-11-01")).await.expect("read");
        let whole = whole.iter().find(|it| it.about == above).expect("the city's").id;
        let typed = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
        };
        let fields = [("words-words", "Ổn định."), ("value-dialogues", "3"), ("value-staff", "7")];
        actions::write(&house, &leader, next, &typed(&fields), house.now()).await.expect("written");
        actions::act(&house, &leader, (next, 0), "submit", "").await.expect("submitted");
        let board = actions::board(&house, &lead, "month", Some(day("2026-11-01"))).await.expect("a board");
        let needed = |id: ReturnId| {
            let line = board.lines.iter().find(|line| line.it.id == id).expect("a line");
            (line.filled, line.needed)
        };
        assert_eq!((needed(next), needed(whole)), ((3, 3), (0, 2)), "what is added up is nobody's to write");
        somebody(&house, "thanh.pho", Role::CityLeader, above).await;
        let mut page = Browser::of(&house, "thanh.pho").await;
        page.open(&format!("/returns/{whole}/write")).await;
        assert!(page.says("name=\"value-staff\"") && !page.says("name=\"value-dialogues\""), "{}", page.html);
        let fields = [("words-words", "Ổn định."), ("value-dialogues", "99"), ("value-staff", "40")];
        actions::write(&house, &lead, whole, &typed(&fields), house.now()).await.expect("written");
        actions::act(&house, &lead, (whole, 0), "submit", "").await.expect("submitted: nothing stops it");
        let found = actions::one(&house, &lead, whole, None).await.expect("read");
        let value = |code: &str| found.content.figure(code).and_then(|said| said.value);
        assert_eq!((value("dialogues"), value("staff")), (Some(3), Some(40)));
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_begins_late_owes_nothing_that_is_past() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        go_to(&house, "2026-10-20");
        open(&house).await.expect("opened");
        let month =
            async |on: &str| store::of_period(&house.store, "month", day(on)).await.expect("read").len();
        assert_eq!(month("2026-10-01").await, 0, "the commune's day has passed, the city's has not");
        assert!(there(&house, of(&house, own, "year").await).await.due_on.is_some());
        go_to(&house, "2026-11-02");
        open(&house).await.expect("opened");
        assert_eq!((month("2026-10-01").await, month("2026-11-01").await), (0, 127));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_report_of_a_commune_is_not_lost_among_those_of_others() {
    for_each_engine(|house| async move {
        let (own, other) = (ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"));
        let (an, binh) = (
            house.somebody(Role::CommuneOfficer, own).await,
            house.somebody(Role::CommuneOfficer, other).await,
        );
        let mine = ReturnId(house.new_id());
        let quick = |title: &str| TypedQuick { title: title.into() };
        open_quick(&house, &an, mine, &quick("Ngập ở ngõ 12")).await.expect("begun");
        house.clock.pass_days(1);
        for number in 1..=201 {
            let typed = quick(&format!("Việc thứ {number}"));
            open_quick(&house, &binh, ReturnId(house.new_id()), &typed).await.expect("begun");
        }
        let found = actions::board(&house, &an, "quick", None).await.expect("a board");
        let ids: Vec<ReturnId> = found.lines.iter().map(|line| line.it.id).collect();
        assert_eq!((ids, found.newest_of), (vec![mine], None));
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        let mut lead = Browser::of(&house, "thanh.pho").await;
        lead.open("/returns/board?form=quick").await;
        assert!(lead.says("Chỉ hiện 200 báo cáo nhanh mới nhất"), "the city hears that there are more");
        assert_eq!(lead.html.matches("Việc thứ").count(), 200);
    })
    .await;
}
