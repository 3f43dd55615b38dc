//! Citizen reception over HTTP: a day is published, booked without account, received, concluded, promised and answered.

use crate::{
    data_rights::found,
    desk::{Browser, somebody},
    letters_way::{act, classify, go_to, letter_of, of},
};
use danvan_actions::{
    data::{certificate, retention},
    letters,
    operations::settings,
    verify,
};
use danvan_domain::{people::Role, rights::Asker};
use danvan_store::{contents::damage, data::scrub};
use danvan_testkit::{House, for_each_engine};

pub(crate) const DAY: [(&str, &str); 5] = [
    ("day", "15/10/2026"),
    ("begins", "08:30"),
    ("seats", "2"),
    ("place", "Trụ sở UBND phường"),
    ("host", "Chủ tịch UBND phường"),
];
const WHO: &str = "Nguyễn Thị Sao Khuê";

/// What stands after some text, up to a quote.
pub(crate) fn after<'a>(html: &'a str, text: &str) -> &'a str {
    let rest = html.split(text).nth(1).unwrap_or_else(|| panic!("no {text}: {html}"));
    rest.split(['"', '?', '<']).next().unwrap_or_default()
}

/// Books a place with an id of one's own page; gives the address of the receipt.
pub(crate) async fn booked(house: &House, day: &str, name: &str) -> Browser {
    let mut resident = Browser::new(house).await;
    resident.open(&format!("/receptions/book/{day}")).await;
    let id = after(&resident.html, "name=\"id\" value=\"").to_owned();
    let fields =
        [("id", id.as_str()), ("name", name), ("phone", "0912 345 678"), ("subject", "Hỏi về sổ đỏ")];
    resident.send(&format!("/receptions/book/{day}"), &fields).await;
    resident
}

#[tokio::test]
async fn a_day_is_published_booked_received_and_its_promise_answered() {
    // Nobody else is called so: other tests write into the same server.
    const WHO: &str = "Zuvoqen Thị Lamixu";
    const ANSWER: &str = "Hồ sơ đã đủ, hẹn Zuvoqen ngày 2/11.";
    for_each_engine(|house| async move {
        let commune = house.unit("00004");
        somebody(&house, "canbo", Role::CommuneOfficer, commune).await;
        somebody(&house, "chutich", Role::CommuneLeader, commune).await;
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open("/receptions/desk").await;
        officer.send("/receptions/desk", &DAY).await;
        assert_eq!((officer.status, officer.path.as_str()), (200, "/receptions/desk"), "{}", officer.html);
        let day = after(&officer.html, "/receptions/desk/days/").to_owned();
        let mut anybody = Browser::new(&house).await;
        anybody.open("/receptions?q=khong+co").await;
        assert!(anybody.status == 200 && !anybody.says("/receptions/book/"));
        anybody.open("/receptions?q=ba+dinh").await;
        assert!(anybody.says("/receptions/book/"), "{}", anybody.html);
        anybody.open("/receptions").await;
        assert!(anybody.says("Chủ tịch UBND phường") && anybody.says("Còn 2 chỗ"), "{}", anybody.html);

        let mut slow = Browser::new(&house).await;
        slow.open(&format!("/receptions/book/{day}")).await;
        let first = booked(&house, &day, WHO).await;
        assert!(first.says("Số 1") && first.path.starts_with("/receptions/visits/"), "{}", first.html);
        let second = booked(&house, &day, "Trần Văn Hai").await;
        assert!(second.says("Số 2"));
        anybody.open(&format!("/receptions/book/{day}")).await;
        assert!(anybody.says("đã hết chỗ"), "{}", anybody.html);
        // Whoever had the form open before is refused too.
        let late = [("id", "01900000-0000-7000-8000-000000000009"), ("name", "Lê Ba"), ("subject", "Hỏi")];
        slow.send(&format!("/receptions/book/{day}"), &late).await;
        assert!(slow.status == 409 && slow.says("vừa hết chỗ"), "{}", slow.html);

        // The queue holds numbers and subjects, never a name; a name is opened by a press that is kept.
        officer.open(&format!("/receptions/desk/days/{day}")).await;
        assert!(officer.says("Hỏi về sổ đỏ") && !officer.says(WHO));
        let visit = after(&officer.html, "/receptions/desk/visits/").to_owned();
        let at = format!("/receptions/desk/visits/{visit}");
        officer.open(&at).await;
        assert!(!officer.says(WHO));
        officer.send(&format!("{at}/contact"), &[]).await;
        assert!(officer.says(WHO) && officer.says("đã được ghi lại"), "{}", officer.html);

        // Nothing can be promised or concluded before the reception.
        let promise = [("what", "Kiểm tra hồ sơ"), ("who", "Phòng Kinh tế"), ("until", "30/10/2026")];
        officer.send(&format!("{at}/promise"), &promise).await;
        assert_eq!(officer.status, 409, "{}", officer.html);
        let mut leader = Browser::of(&house, "chutich").await;
        leader.open(&at).await;
        leader.send(&at, &[("act", "conclude"), ("document", "5/KL")]).await;
        assert_eq!(leader.status, 409, "{}", leader.html);
        leader.open(&at).await;
        leader.send(&at, &[("act", "receive")]).await;
        assert!(leader.says("Đã tiếp"), "{}", leader.html);
        leader.send(&at, &[("act", "conclude"), ("document", " ")]).await;
        assert_eq!(leader.status, 422, "a conclusion is written");
        leader.send(&at, &[("act", "conclude"), ("document", "5/KL-UBND")]).await;
        leader.send(&format!("{at}/promise"), &[("what", ""), ("who", ""), ("until", "1/1/2020")]).await;
        assert_eq!(leader.status, 422);
        leader.send(&format!("{at}/promise"), &promise).await;
        assert!(leader.says("Kiểm tra hồ sơ") && leader.says("hạn 30/10/2026"), "{}", leader.html);

        // Whoever booked reads the conclusion and the promise; the answer comes with its clock of ten working days.
        let mut resident = Browser::new(&house).await;
        resident.open(&first.path).await;
        for said in ["5/KL-UBND", "Kiểm tra hồ sơ", "Trả lời sau tiếp", "Đ28"] {
            assert!(resident.says(said), "{said}: {}", resident.html);
        }
        let promised = after(&leader.html, "/receptions/desk/promises/").to_owned();
        let done = [("visit", visit.as_str()), ("answer", ANSWER)];
        leader.send(&format!("/receptions/desk/promises/{promised}"), &done).await;
        resident.open(&first.path).await;
        assert!(resident.says("Hồ sơ đã đủ"), "{}", resident.html);

        let report = verify::verify(&house).await.expect("a report");
        assert!(report.difference.is_none(), "{:?}", report.difference);

        // Once the time of keeping is over, who came and every word of it is gone; number and outcome stay.
        let due = async || {
            let due = retention::preview(&house, &Asker::house()).await.expect("a preview");
            due.iter().find(|one| one.rule.rule == "visit").expect("the rule").things
        };
        settings::set(&house, &Asker::house(), "retention.visit", "90").await.expect("set");
        house.clock.pass_days(80);
        assert_eq!(due().await, 0);
        house.clock.pass_days(40);
        assert_eq!(due().await, 2, "the one who came, and the one who did not");
        scrub(&house.store).await.expect("written anew");
        assert!(!found(&house, &[WHO]).is_empty(), "it is there until then");
        let made = retention::run(&house, &Asker::house()).await.expect("a run");
        let paper = certificate(&house, &Asker::house(), made[0]).await.expect("a certificate");
        assert_eq!((paper.rule.as_str(), paper.counts.get("visits")), ("visit", Some(&2)));
        assert_eq!(due().await, 0, "nothing twice");
        scrub(&house.store).await.expect("written anew");
        assert_eq!(found(&house, &[WHO, ANSWER]), []);
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open(&at).await;
        assert!(officer.says("không còn lưu ở đây") && !officer.says("Hỏi về sổ đỏ"), "{}", officer.html);
        resident.open(&first.path).await;
        assert!(resident.status == 200 && !resident.says("Kiểm tra hồ sơ"), "{}", resident.html);
        let report = verify::verify(&house).await.expect("a report");
        assert!(report.difference.is_none(), "{:?}", report.difference);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_written_an_online_reception_is_announced_and_others_keep_out() {
    for_each_engine(|house| async move {
        let commune = house.unit("00004");
        somebody(&house, "canbo", Role::CommuneOfficer, commune).await;
        somebody(&house, "khac", Role::CommuneOfficer, house.unit("00082")).await;
        let mut officer = Browser::of(&house, "canbo").await;
        officer.open("/receptions/desk").await;
        officer.send("/receptions/desk", &[("day", "1/1/2020"), ("begins", "8h"), ("seats", "0")]).await;
        assert_eq!(officer.status, 422);
        assert!(officer.says("Viết giờ như 08:30"), "{}", officer.html);
        officer.send("/receptions/desk", &DAY).await;
        let day = after(&officer.html, "/receptions/desk/days/").to_owned();
        let bad = [("id", ""), ("name", "A"), ("phone", "12"), ("subject", " ")];
        let mut resident = Browser::new(&house).await;
        resident.open(&format!("/receptions/book/{day}")).await;
        resident.send(&format!("/receptions/book/{day}"), &bad).await;
        assert!(resident.status == 422 && resident.says("value=\"12\""), "{}", resident.html);

        booked(&house, &day, WHO).await;
        booked(&house, &day, "Trần Văn Hai").await;
        officer.open(&format!("/receptions/desk/days/{day}")).await;
        let visits: Vec<String> = officer
            .html
            .split("/receptions/desk/visits/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            .collect();
        let first = format!("/receptions/desk/visits/{}", visits[0]);
        officer.open(&first).await;
        officer.send(&first, &[("act", "refuse"), ("ground", " ")]).await;
        assert_eq!(officer.status, 422, "a refusal has its ground");
        officer.send(&first, &[("act", "refuse"), ("ground", "Vụ việc đã có quyết định cuối cùng")]).await;
        // Three working days for the paper: Monday 5 October to Thursday 8 October.
        assert!(officer.says("8/10/2026") && officer.says("NĐ 154/2026"), "{}", officer.html);
        officer.send(&first, &[("act", "send_refusal"), ("document", "3/TB-TCD")]).await;
        officer.open(&format!("{first}/paper")).await;
        for said in [
            "Thông báo từ chối tiếp công dân",
            "Vụ việc đã có quyết định cuối cùng",
            "3/TB-TCD",
            "mẫu 01/TCD",
        ] {
            assert!(officer.says(said), "{said}: {}", officer.html);
        }
        let second = format!("/receptions/desk/visits/{}", visits[1]);
        officer.open(&second).await;
        officer.send(&second, &[("act", "announce_online"), ("document", "9/TB")]).await;
        officer.send(&second, &[("act", "test_online")]).await;
        assert!(
            officer.says("Báo trước tiếp trực tuyến") && officer.says("Thử kỹ thuật"),
            "{}",
            officer.html
        );

        let mut other = Browser::of(&house, "khac").await;
        for path in [first.as_str(), &format!("/receptions/desk/days/{day}")] {
            other.open(path).await;
            assert_eq!(other.status, 403, "{path}");
        }
        resident.open("/receptions/desk").await;
        assert!(resident.path.contains("sign-in") || resident.status == 401, "{}", resident.path);
        officer.open(&format!("/receptions/desk/days/{day}")).await;
        officer.send(&format!("/receptions/desk/days/{day}"), &[("reason", "")]).await;
        assert_eq!(officer.status, 422);
        officer.send(&format!("/receptions/desk/days/{day}"), &[("reason", "Họp đột xuất")]).await;
        assert!(officer.says("Họp đột xuất"), "{}", officer.html);
        let late = booked_closed(&house, &day).await;
        assert!(late.says("Họp đột xuất"), "{}", late.html);
    })
    .await;
}

async fn booked_closed(house: &House, day: &str) -> Browser {
    let mut resident = Browser::new(house).await;
    resident.open(&format!("/receptions/book/{day}")).await;
    resident
}

/// A visit booked for a published day, as its address on the desk.
pub(crate) async fn a_visit(house: &House, officer: &mut Browser) -> String {
    officer.open("/receptions/desk").await;
    officer.send("/receptions/desk", &DAY).await;
    let day = after(&officer.html, "/receptions/desk/days/").to_owned();
    booked(house, &day, WHO).await;
    officer.open(&format!("/receptions/desk/days/{day}")).await;
    format!("/receptions/desk/visits/{}", after(&officer.html, "/receptions/desk/visits/"))
}

#[tokio::test]
async fn a_visit_becomes_a_letter_and_both_know_each_other() {
    for_each_engine(|house| async move {
        let commune = house.unit("00004");
        somebody(&house, "canbo", Role::CommuneOfficer, commune).await;
        somebody(&house, "khac", Role::CommuneOfficer, house.unit("00082")).await;
        let mut officer = Browser::of(&house, "canbo").await;
        let at = a_visit(&house, &mut officer).await;
        go_to(&house, "2026-10-15");
        officer = Browser::of(&house, "canbo").await;
        officer.open(&at).await;
        officer.send(&at, &[("act", "receive")]).await;
        let to = format!("/letters/new?visit={}", at.rsplit('/').next().expect("an id"));
        assert!(officer.says(&to), "{}", officer.html);
        officer.open(&to).await;
        for typed in ["<option value=\"visit\" selected>", "value=\"15/10/2026\"", "Hỏi về sổ đỏ"] {
            assert!(officer.says(typed), "{typed}: {}", officer.html);
        }
        assert!(!officer.says(WHO), "who came is typed, or read with a reason");
        let (id, visit) =
            (after(&officer.html, "name=\"id\" value=\""), after(&officer.html, "name=\"visit\" value=\""));
        let (id, visit) = (id.to_owned(), visit.to_owned());
        let fields = [
            ("id", id.as_str()),
            ("visit", visit.as_str()),
            ("way", "visit"),
            ("received_on", "15/10/2026"),
            ("topic", "land.clearance"),
            ("place", "Phường Ba Đình"),
            ("summary", "Kiến nghị trả hồ sơ cấp sổ đỏ."),
            ("signers", "1"),
        ];
        let mut other = Browser::of(&house, "khac").await;
        other.open(&to).await;
        assert_eq!(other.status, 403, "another office's visit");
        other.send("/letters/new", &fields).await;
        assert_eq!(other.status, 404, "{}", other.html);
        officer.send("/letters/new", &fields).await;
        assert!(
            officer.status == 200 && officer.says(&at) && officer.says("lượt tiếp số 1"),
            "{}",
            officer.html
        );
        let letter = letter_of(&officer);
        officer.send("/letters/new", &fields).await;
        assert_eq!(letter_of(&officer), letter, "sent twice, it is one letter");
        classify(&mut officer, letter, &[("content", "petition"), ("disposal", "open")]).await;

        // The visit shows how far the letter came; it becomes no second letter.
        officer.open(&at).await;
        assert!(officer.says("Đã thành đơn số 1/2026") && officer.says("Đã phân loại"), "{}", officer.html);
        assert!(!officer.says("Lập đơn từ lượt tiếp"));
        let petition = of(&house, letter, "petition").await;
        assert_eq!(act(&mut officer, petition, "answer", &[("document", "31/UBND")]).await, 200);
        officer.open(&at).await;
        assert!(officer.says("Đã trả lời"), "{}", officer.html);
        officer.open(&to).await;
        assert_eq!(officer.status, 409);
        officer.open(&format!("{at}/paper")).await;
        assert!(officer.says("Biên bản tiếp công dân") && officer.says("Hỏi về sổ đỏ") && !officer.says(WHO));

        // A stage that does not follow from what was done is found.
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
        let counter =
            "insert into document_counters (unit, year, series, last) select unit, 2026, 'TB', 3 from visits";
        damage(&house.store, counter).await.expect("damaged");
        let found = verify::verify(&house).await.expect("a report").difference;
        let (unit, series) = (commune.to_string(), "TB".into());
        assert_eq!(found, Some(verify::Difference::Numbers { unit, year: 2026, series }));
        damage(&house.store, "update visits set stage = 'answered'").await.expect("damaged");
        let found = verify::verify(&house).await.expect("a report").difference;
        assert_eq!(found, Some(verify::Difference::Visit { visit }));
    })
    .await;
}

#[tokio::test]
async fn what_was_told_at_a_visit_goes_with_a_letter_that_is_a_denunciation() {
    for_each_engine(|house| async move {
        somebody(&house, "canbo", Role::CommuneOfficer, house.unit("00004")).await;
        let mut officer = Browser::of(&house, "canbo").await;
        let at = a_visit(&house, &mut officer).await;
        let visit = at.rsplit('/').next().expect("an id").to_owned();
        officer.open(&format!("/letters/new?visit={visit}")).await;
        let id = after(&officer.html, "name=\"id\" value=\"").to_owned();
        let fields = [
            ("id", id.as_str()),
            ("visit", visit.as_str()),
            ("way", "visit"),
            ("received_on", "5/10/2026"),
            ("topic", "land.clearance"),
            ("place", "Phường Ba Đình"),
            ("summary", "Cán bộ nhận tiền khi làm sổ đỏ."),
            ("signers", "1"),
        ];
        officer.send("/letters/new", &fields).await;
        assert_eq!(officer.status, 200, "{}", officer.html);
        let letter = letter_of(&officer);
        let denounced = [("content", "denunciation"), ("disposal", "open"), ("erase", "yes")];
        classify(&mut officer, letter, &denounced).await;
        assert_eq!(officer.status, 200, "{}", officer.html);
        let found = letters::open(&house, &Asker::house(), letter).await.expect("a letter");
        assert!(found.visit.is_none() && found.letter.summary.is_empty());
        officer.open(&at).await;
        assert!(officer.status == 200 && !officer.says("Hỏi về sổ đỏ") && !officer.says("Đã thành đơn"));
        officer.send(&format!("{at}/contact"), &[]).await;
        assert!(officer.status == 404 && !officer.says(WHO), "{}", officer.html);
    })
    .await;
}

#[tokio::test]
async fn an_online_reception_is_announced_tested_and_received_no_sooner() {
    for_each_engine(|house| async move {
        let commune = house.unit("00004");
        somebody(&house, "canbo", Role::CommuneOfficer, commune).await;
        somebody(&house, "chutich", Role::CommuneLeader, commune).await;
        let mut officer = Browser::of(&house, "canbo").await;
        let at = a_visit(&house, &mut officer).await;
        officer.send(&at, &[("act", "announce_online"), ("document", " ")]).await;
        assert_eq!(officer.status, 422, "the notice is written");
        officer.send(&at, &[("act", "announce_online"), ("document", "9/TB")]).await;
        let mut leader = Browser::of(&house, "chutich").await;
        leader.open(&at).await;
        leader.send(&at, &[("act", "receive_online")]).await;
        assert!(leader.status == 409 && leader.says("NĐ 154/2026"), "not before the test: {}", leader.html);
        officer.send(&at, &[("act", "test_online")]).await;
        for (day, status) in [("2026-10-08", 409), ("2026-10-13", 200)] {
            go_to(&house, day);
            leader = Browser::of(&house, "chutich").await;
            leader.open(&at).await;
            leader.send(&at, &[("act", "receive_online")]).await;
            assert_eq!(leader.status, status, "{day}: {}", leader.html);
        }
        leader.open(&format!("{at}/paper")).await;
        for said in ["Biên bản tiếp công dân", "Thử kỹ thuật", "9/TB", "ghi âm, ghi hình", "NĐ 154/2026"]
        {
            assert!(leader.says(said), "{said}: {}", leader.html);
        }
    })
    .await;
}
