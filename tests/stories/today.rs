//! A leader's two minutes: the finding that matters first, who is on it, what came back; what is late; what is new since last time.

use crate::{
    desk::{Browser, somebody},
    findings::{as_usual, count, looked, open, wards},
    letters_way::go_to,
    programmes_way::{id_after, reported},
    registers_counts::city,
};
use danvan_domain::{
    findings::{Finding, Kind, Method, Place, State},
    ids::{CommitmentId, FindingId, UnitId},
    people::Role,
};
use danvan_store::{findings as store, programmes};
use danvan_testkit::{House, for_each_engine};

/// Those who read the page, at a ward and its city, and the neighbour's.
async fn leaders(house: &House) -> [UnitId; 3] {
    let all = wards(house);
    somebody(house, "lanh.dao", Role::CityLeader, city(house, all[0])).await;
    somebody(house, "chu.tich", Role::CommuneLeader, all[0]).await;
    somebody(house, "ben.canh", Role::CommuneLeader, all[1]).await;
    somebody(house, "an", Role::CommuneOfficer, all[0]).await;
    all
}

async fn page(house: &House, who: &str) -> Browser {
    let mut browser = Browser::of(house, who).await;
    browser.open("/today").await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    browser
}

/// A rise of water at a ward that a night finds.
async fn found(house: &House, all: &[UnitId; 3]) -> FindingId {
    as_usual(house, all).await;
    count(house, &[(30, all[0], "water.clean", 2)]).await;
    looked(house).await;
    open(house).await[0]
}

/// Asks a ward about a finding over its form.
async fn ask(browser: &mut Browser, id: FindingId, unit: UnitId, last_on: &str) -> CommitmentId {
    let form = format!("/findings/{id}/ask");
    browser.open(&format!("{form}?act=ask")).await;
    let task = id_after(&browser.html, "name=\"task\" value=\"");
    let unit = unit.to_string();
    let fields = [
        ("act", "ask"),
        ("task", task.as_str()),
        ("unit", unit.as_str()),
        ("last_on", last_on),
        ("what", "Nắm tình hình nước sạch"),
    ];
    browser.send(&form, &fields).await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    task.parse().expect("an id")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_comes_first_with_who_is_on_it_and_what_came_back() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let all = leaders(&house).await;
        let id = found(&house, &all).await;
        let mut lead = page(&house, "lanh.dao").await;
        assert!(lead.says("Một điều đáng chú ý") && lead.says("33 so với khoảng 3"), "{}", lead.html);
        assert!(lead.says("Chưa có người nhận") && lead.says(&format!("/findings/{id}/ask?act=promise")));
        assert!(lead.says("<dt>Phát hiện mới</dt><dd><a class=\"plain-link\" href=\"/findings\">1</a>"));
        // The ward sees its curve with the limit; its neighbour nothing of it.
        let chair = page(&house, "chu.tich").await;
        assert!(chair.says("33 so với khoảng 3"), "{}", chair.html);
        assert!(chair.says("<polyline class=\"usual\"") && chair.says("<polyline class=\"line\""));
        let other = page(&house, "ben.canh").await;
        assert!(!other.says("Nước sạch") && !other.says("Ngọc Hà"), "{}", other.html);

        // Asked, the ward is on it, with the day.
        let task = ask(&mut lead, id, all[0], "08/10/2026").await;
        for who in ["lanh.dao", "chu.tich"] {
            let told = page(&house, who).await;
            assert!(told.says("Phường Ngọc Hà đang làm"), "{who}: {}", told.html);
            assert!(told.says(&format!("/programmes/commitments/{task}")) && told.says("hạn 8/10"));
            assert!(!told.says("Chưa có người nhận") && !told.says("đã trả lời"));
        }
        lead.open("/today").await;
        assert!(lead.says("Hỏi lại") && lead.says(&format!("/findings/{id}/ask?act=ask")), "{}", lead.html);

        // What the ward answers comes back here.
        let part = programmes::below(&house.store, task).await.expect("read").remove(0);
        let mut an = Browser::of(&house, "an").await;
        assert_eq!(reported(&mut an, part.id, "yes", None).await, 200, "{}", an.html);
        let lead = page(&house, "lanh.dao").await;
        assert!(lead.says("✓ đã trả lời"), "{}", lead.html);
        assert!(lead.says("Phường Ngọc Hà trả lời") && lead.says("“Đã đối thoại tại nhà văn hóa.”"));
        assert!(lead.says("Hỏi lại"), "{}", lead.html);
        assert!(!page(&house, "ben.canh").await.says("Đã đối thoại"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_and_not_kept_is_listed_as_late() {
    for_each_engine(|house| async move {
        let all = leaders(&house).await;
        let id = found(&house, &all).await;
        let mut lead = page(&house, "lanh.dao").await;
        assert!(lead.says("Không việc nào đang trễ"), "{}", lead.html);
        let task = ask(&mut lead, id, all[0], "08/10/2026").await;
        let part = programmes::below(&house.store, task).await.expect("read").remove(0);
        go_to(&house, "2026-10-10");
        for who in ["lanh.dao", "chu.tich"] {
            let told = page(&house, who).await;
            assert!(told.says("Cam kết: 1") && told.says("Nắm tình hình nước sạch"), "{who}: {}", told.html);
            assert!(told.says(&format!("href=\"/programmes/commitments/{}\"", part.id)), "the part itself");
            assert!(told.says("trễ 2 ngày") && told.says("class=\"due late\""), "{}", told.html);
            assert!(told.says(
                "<dt>Hạn và cam kết mới trễ</dt><dd><a class=\"plain-link\" href=\"/deadlines\">1</a>"
            ));
        }
        assert!(!page(&house, "ben.canh").await.says("Cam kết: 1"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_time_is_chosen_by_links_and_what_is_new_is_since_the_last_look() {
    for_each_engine(|house| async move {
        let all = leaders(&house).await;
        as_usual(&house, &all).await;
        let mut lead = page(&house, "lanh.dao").await;
        for (span, words, from) in [
            ("yesterday", "Hôm qua, so với cùng ngày tuần trước", "4/10/2026 – 4/10/2026"),
            ("week", "Bảy ngày qua", "28/9/2026 – 4/10/2026"),
            ("month", "Bốn tuần qua", "7/9/2026 – 4/10/2026"),
        ] {
            let href = format!("/today?period={span}");
            assert!(lead.says(&format!("href=\"{href}\"")), "{}", lead.html);
            lead.open(&href).await;
            assert!(lead.says(words) && lead.says(from), "{span}: {}", lead.html);
            assert!(lead.says(&format!("href=\"{href}\" aria-current=\"page\"")), "{}", lead.html);
        }
        lead.open("/today?period=%27or").await;
        assert!(lead.status == 200 && lead.says("Bảy ngày qua"), "what is none is a week");
        assert!(lead.says("Lần đầu xem trang này"), "{}", lead.html);

        // Another look of the same morning is the same; the next one counts from it.
        count(&house, &[(30, all[0], "water.clean", 2)]).await;
        looked(&house).await;
        lead.open("/today").await;
        assert!(lead.says("Lần đầu xem trang này") && lead.says("href=\"/findings\">1</a>"), "{}", lead.html);
        go_to(&house, "2026-10-07");
        lead.open("/sign-in").await;
        let again = [("name", "lanh.dao"), ("password", "mat-khau-cua-chuyen"), ("next", "/today")];
        lead.send("/sign-in", &again).await;
        assert!(lead.says("Từ lần xem trước") && !lead.says("Lần đầu xem"), "{}", lead.html);
        assert!(lead.says("href=\"/findings\">0</a>"), "nothing is new since: {}", lead.html);
    })
    .await;
}

/// A warning at a ward, as a night would keep it.
async fn kept(house: &House, ward: UnitId, observed: i64, chance: f64) -> FindingId {
    let today = house.today();
    let it = Finding {
        id: FindingId(house.new_id()),
        kind: Kind::Warning,
        method: Method::Bayes,
        topic: "water.clean".into(),
        days: (today.plus_days(-7), today.previous()),
        observed,
        expected: 1.0,
        chance,
        tests: 100,
        people: 50_000,
        lead_days: -7,
        first_seen: today,
        last_seen: today,
        state: State::Open,
        promise: None,
        curve: None,
        moved_at: house.now(),
    };
    let place = Place { id: house.new_id(), place: ward, unit: ward, observed, expected: 1.0 };
    let mut change = house.store.begin().await.expect("a change");
    store::put(&mut change, &it).await.expect("kept");
    store::put_place(&mut change, it.id, &place).await.expect("kept");
    change.commit().await.expect("kept");
    it.id
}

#[tokio::test(flavor = "multi_thread")]
async fn few_stay_few_outside_the_ward() {
    for_each_engine(|house| async move {
        let all = leaders(&house).await;
        kept(&house, all[0], 4, 1e-9).await;
        assert!(page(&house, "chu.tich").await.says("4 so với khoảng 1"));
        let lead = page(&house, "lanh.dao").await;
        assert!(lead.says("nhiều hơn thường lệ") && !lead.says("4 so với"), "{}", lead.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_chance_brings_every_few_weeks_is_no_matter_until_somebody_takes_it_up() {
    for_each_engine(|house| async move {
        let house = &house;
        let all = leaders(house).await;
        let id = kept(house, all[0], 9, 2e-3).await;
        assert!(!page(house, "lanh.dao").await.says("9 so với khoảng 1"));
        let mut list = Browser::of(house, "lanh.dao").await;
        list.open("/findings").await;
        assert!(list.says("9 so với khoảng 1"), "the list holds it: {}", list.html);
        ask(&mut list, id, all[0], "8/10/2026").await;
        let lead = page(house, "lanh.dao").await;
        assert!(lead.says("9 so với khoảng 1") && lead.says("Phường Ngọc Hà đang làm"), "{}", lead.html);
    })
    .await;
}
