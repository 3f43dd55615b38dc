//! Citizen reception over HTTP: a day is published, booked without account, received, concluded, promised and answered.

use crate::desk::{Browser, somebody};
use danvan_actions::verify;
use danvan_domain::people::Role;
use danvan_testkit::{House, for_each_engine};

const DAY: [(&str, &str); 5] = [
    ("day", "15/10/2026"),
    ("begins", "08:30"),
    ("seats", "2"),
    ("place", "Trụ sở UBND phường"),
    ("host", "Chủ tịch UBND phường"),
];
const WHO: &str = "Nguyễn Thị Sao Khuê";

/// What stands after some text, up to a quote.
fn after<'a>(html: &'a str, text: &str) -> &'a str {
    let rest = html.split(text).nth(1).unwrap_or_else(|| panic!("no {text}: {html}"));
    rest.split(['"', '?', '<']).next().unwrap_or_default()
}

/// Books a place with an id of one's own page; gives the address of the receipt.
async fn booked(house: &House, day: &str, name: &str) -> Browser {
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
        let done = [("visit", visit.as_str()), ("answer", "Hồ sơ đã đủ, hẹn trả ngày 2/11.")];
        leader.send(&format!("/receptions/desk/promises/{promised}"), &done).await;
        resident.open(&first.path).await;
        assert!(resident.says("Hồ sơ đã đủ"), "{}", resident.html);

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
