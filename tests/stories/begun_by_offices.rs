//! An office begins proceedings on its own: what it publishes, its residents read; and nobody begins what the law leaves
//! to others.

use crate::{
    desk::{Browser, somebody},
    letters_way::{act, go_to, ward},
    registers_counts::city,
};
use danvan_actions::{
    deadlines::{Whose, ladder::escalate},
    verify,
};
use danvan_domain::{
    ids::{ProceedingId, UnitId},
    people::Role,
    proceedings::Proceeding,
    time::{Day, Moment},
};
use danvan_store::{deadlines, proceedings as store};
use danvan_testkit::{House, for_each_engine};

pub(crate) const SUBJECT: &str = "Kế hoạch sửa đường ngõ 12";

/// What stands in the form of a page.
fn hidden(browser: &Browser, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let rest = browser.html.split(&field).nth(1).and_then(|rest| rest.split('"').next());
    rest.unwrap_or_else(|| panic!("no {name}: {}", browser.html)).to_owned()
}

/// Begins something with the form; the fields given stand in place of the usual ones.
pub(crate) async fn begin(browser: &mut Browser, place: UnitId, fields: &[(&str, &str)]) -> u16 {
    browser.open("/proceedings/new").await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    let (id, place) = (hidden(browser, "id"), place.to_string());
    let mut all = vec![
        ("id", id.as_str()),
        ("subject", SUBJECT),
        ("place", place.as_str()),
        ("document", "15/QĐ-UBND"),
    ];
    all.retain(|(known, _)| !fields.iter().any(|(name, _)| name == known));
    all.extend(fields);
    browser.send("/proceedings/new", &all).await;
    browser.status
}

/// The proceeding whose page is shown.
pub(crate) fn shown(browser: &Browser) -> ProceedingId {
    let id = browser.path.strip_prefix("/proceedings/").and_then(|rest| rest.get(..36));
    id.unwrap_or_else(|| panic!("{}: {}", browser.path, browser.html)).parse().expect("an id")
}

/// A commune with an officer and a chair, on 8 October 2026, a Thursday.
pub(crate) async fn office(house: &House) -> UnitId {
    let own = ward(house, "Ngọc Hà");
    somebody(house, "lan", Role::CommuneOfficer, own).await;
    somebody(house, "chu.tich", Role::CommuneLeader, own).await;
    somebody(house, "thanh.pho", Role::CityLeader, city(house, own)).await;
    go_to(house, "2026-10-08");
    own
}

async fn due_on(house: &House, whose: Whose, day: &str) -> i64 {
    let day: Day = day.parse().expect("a day");
    let counted = deadlines::counted(&house.store, whose, day.next(), house.now()).await.expect("a count");
    counted.days.iter().filter(|one| one.day == day).map(|one| one.due).sum()
}

pub(crate) async fn check_verified(house: &House) {
    assert_eq!(verify::verify(house).await.expect("a report").difference, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commune_publishes_and_its_residents_read_it() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        lan.open("/proceedings").await;
        assert!(lan.says("href=\"/proceedings/new\""), "{}", lan.html);
        assert_eq!(begin(&mut lan, own, &[("start", "publication.decide")]).await, 200, "{}", lan.html);
        let id = shown(&lan);
        assert!(lan.says(SUBJECT) && lan.says("15/QĐ-UBND") && lan.says("15/10/2026"), "{}", lan.html);
        assert!(!lan.says("Số người ký"), "nobody signed it: {}", lan.html);
        let it = store::get(&house.store, id).await.expect("read").expect("a proceeding");
        assert_eq!((it.letter, it.signers, it.is_sealed), (None, 0, false));

        // Five working days: it is late and due as any other, for its officer, its office and the city.
        for address in ["/proceedings", "/deadlines", "/deadlines?whose=mine", "/deadlines?day=2026-10-15"] {
            assert!(lan.open(address).await.says(SUBJECT), "{address}: {}", lan.html);
        }
        let mut city = Browser::of(&house, "thanh.pho").await;
        assert!(city.open("/deadlines?whose=city").await.says(SUBJECT), "{}", city.html);
        assert_eq!((due_on(&house, Whose::Unit(own), "2026-10-15").await, it.handler.is_some()), (1, true));
        go_to(&house, "2026-10-12");
        assert_eq!(escalate(&house).await.expect("told"), 1, "three working days ahead its officer is told");
        let mut lan = Browser::of(&house, "lan").await;
        assert!(lan.open("/deadlines").await.says("/deadlines/told/"), "{}", lan.html);

        // A resident reads it from the moment it is posted until it is taken down.
        let mut resident = Browser::new(&house).await;
        let page = format!("/posted?unit={own}");
        assert!(!resident.open(&page).await.says(SUBJECT) && resident.status == 200, "only decided");
        let forms = [("forms", "trụ sở UBND, nhà văn hóa")];
        assert_eq!(act(&mut lan, id, "post", &forms).await, 200, "{}", lan.html);
        assert_eq!(due_on(&house, Whose::Unit(own), "2026-10-15").await, 0, "it is public");
        resident.open(&page).await;
        for said in [SUBJECT, "15/QĐ-UBND", "12/10/2026", "11/11/2026", "nhà văn hóa"] {
            assert!(resident.says(said), "{said}: {}", resident.html);
        }
        assert!(!resident.says("/proceedings/"), "what is public leads to no desk");
        assert!(!resident.open("/posted").await.says(SUBJECT), "nobody was chosen");
        let elsewhere = format!("/posted?unit={}", house.unit("00004"));
        assert!(!resident.open(&elsewhere).await.says(SUBJECT), "{}", resident.html);
        check_verified(&house).await;

        go_to(&house, "2026-11-10");
        let mut lan = Browser::of(&house, "lan").await;
        assert_eq!(act(&mut lan, id, "take_down", &[]).await, 409, "thirty days have not passed");
        go_to(&house, "2026-11-13");
        let mut lan = Browser::of(&house, "lan").await;
        assert_eq!(act(&mut lan, id, "take_down", &[]).await, 200, "{}", lan.html);
        assert!(!resident.open(&page).await.says(SUBJECT), "it was taken down");
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_page_of_what_is_posted_does_not_hold_the_next_one_does() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        assert_eq!(begin(&mut lan, own, &[("start", "publication.decide")]).await, 200, "{}", lan.html);
        let id = shown(&lan);
        assert_eq!(act(&mut lan, id, "post", &[("forms", "nhà văn hóa")]).await, 200, "{}", lan.html);
        let newest = store::get(&house.store, id).await.expect("read").expect("a proceeding");
        let mut change = house.store.begin().await.expect("a change");
        for back in 1..=201 {
            let opened_on = newest.opened_on.plus_days(-back);
            let older = Proceeding {
                id: ProceedingId(house.new_id()),
                title: format!("Việc cũ {back:03}"),
                opened_at: Moment::at(opened_on, 8, 0),
                opened_on,
                ..newest.clone()
            };
            store::add(&mut change, &older).await.expect("kept");
        }
        change.commit().await.expect("on disk");
        let mut resident = Browser::new(&house).await;
        resident.open(&format!("/posted?unit={own}")).await;
        assert!(resident.says(SUBJECT) && resident.says("Việc cũ 199"), "{}", resident.html);
        assert!(!resident.says("Việc cũ 200"), "two hundred are on a page");
        let next = resident.html.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        let next = next.expect("the next page").replace("&amp;", "&").replace("&#38;", "&");
        resident.open(&next).await;
        for said in ["Việc cũ 199", "Việc cũ 200", "Việc cũ 201"] {
            assert!(resident.says(said), "{said}: {}", resident.html);
        }
        assert!(!resident.says("Việc cũ 198") && !resident.says("rel=\"next\""), "{}", resident.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_posted_permanently_stays_and_what_stood_long_enough_is_told_with_its_clock() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        assert_eq!(begin(&mut lan, own, &[("start", "publication.decide")]).await, 200, "{}", lan.html);
        let thirty = shown(&lan);
        let stays = [("start", "publication.decide_permanent"), ("subject", "Mức thu các khoản phí")];
        assert_eq!(begin(&mut lan, own, &stays).await, 200, "{}", lan.html);
        let permanent = shown(&lan);
        assert!(lan.says("15/10/2026"), "five working days for this too: {}", lan.html);
        let forms = [("forms", "nhà văn hóa")];
        assert_eq!(act(&mut lan, permanent, "post", &forms).await, 409, "it has an act of its own");
        for (id, act_code) in [(thirty, "post"), (permanent, "post_permanent")] {
            assert_eq!(act(&mut lan, id, act_code, &forms).await, 200, "{}", lan.html);
        }
        assert_eq!(due_on(&house, Whose::Unit(own), "2026-10-15").await, 0, "both are public in time");

        // A resident finds the page from the first one and from the menu, in both languages.
        let mut resident = Browser::new(&house).await;
        for (language, said) in [("vi", "Xã, phường đang công khai gì"), ("en", "What communes make public")]
        {
            resident.open(&format!("/?lang={language}")).await;
            assert!(resident.says("href=\"/posted\"") && resident.says(said), "{}", resident.html);
        }
        resident.open("/?lang=vi").await;
        let page = format!("/posted?unit={own}");
        resident.open(&page).await;
        for said in [
            "Còn trong thời hạn niêm yết",
            "ít nhất đến hết 7/11/2026",
            "30 ngày",
            "Niêm yết thường xuyên",
            "không có ngày gỡ",
            "Đ13",
            "mức chắc chắn A",
        ] {
            assert!(resident.says(said), "{said}: {}", resident.html);
        }
        assert!(!resident.says("có thể gỡ"), "nothing stood long enough: {}", resident.html);

        // Thirty days later the one may come down and the other stays.
        go_to(&house, "2026-11-09");
        resident.open(&page).await;
        assert!(resident.says("Đã đủ thời hạn, có thể gỡ"), "{}", resident.html);
        assert!(resident.says("đủ thời hạn vào cuối ngày 7/11/2026"), "{}", resident.html);
        assert!(
            resident.says("Mức thu các khoản phí") && !resident.says("Còn trong thời hạn"),
            "{}",
            resident.html
        );
        let mut lan = Browser::of(&house, "lan").await;
        assert_eq!(act(&mut lan, permanent, "take_down", &[]).await, 409, "it stays: {}", lan.html);
        assert_eq!(
            act(&mut lan, permanent, "renew", &[("document", "22/NQ-HĐND")]).await,
            200,
            "{}",
            lan.html
        );
        assert!(resident.open(&page).await.says("22/NQ-HĐND"), "the newest version: {}", resident.html);
        assert_eq!(act(&mut lan, permanent, "retire", &[]).await, 422, "why is written: {}", lan.html);
        house.clock.pass_seconds(1);
        let why = [("ground", "Nghị quyết mới thay thế")];
        assert_eq!(act(&mut lan, permanent, "retire", &why).await, 200, "{}", lan.html);
        assert!(!resident.open(&page).await.says("22/NQ-HĐND"), "{}", resident.html);
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_begun_so_comes_back_and_writes_nothing() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        let start = ("start", "publication.decide");
        for (fields, status) in [
            (vec![("start", "complaint.receive")], 422),
            (vec![("start", "publication.post")], 422),
            (vec![start, ("document", "")], 422),
            (vec![start, ("subject", "")], 422),
            (vec![start, ("subject", "Thu hồi đất của ông Nguyễn Văn Bình")], 422),
            (vec![start, ("on", "1/1/2019")], 422),
            (vec![start, ("on", "9/10/2026")], 422),
            (vec![start, ("topic", "no.such")], 422),
            (vec![("start", "head_election.decide")], 403),
        ] {
            assert_eq!(begin(&mut lan, own, &fields).await, status, "{fields:?}: {}", lan.html);
            assert!(lan.says("action=\"/proceedings/new\""), "{fields:?}: it comes back");
        }
        let elsewhere = house.unit("00004");
        assert_eq!(begin(&mut lan, elsewhere, &[start]).await, 422, "{}", lan.html);
        assert_eq!(store::count(&house.store, own, false).await.expect("a count"), 0);
        assert!(lan.open("/proceedings/new").await.says("Chủ tịch UBND"), "who may is told: {}", lan.html);
        let mut chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(begin(&mut chair, own, &[("start", "head_election.decide")]).await, 200, "{}", chair.html);
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_twice_begins_one_and_each_kind_can_be_begun() {
    for_each_engine(|house| async move {
        let own = office(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        let id = house.new_id().to_string();
        let form = [("id", id.as_str()), ("start", "publication.decide")];
        for _ in 0..2 {
            assert_eq!(begin(&mut lan, own, &form).await, 200, "{}", lan.html);
            assert_eq!(shown(&lan).to_string(), id);
        }
        let other = [form[0], form[1], ("subject", "Quyết toán quỹ năm 2025")];
        assert_eq!(begin(&mut lan, own, &other).await, 409, "{}", lan.html);
        assert_eq!(store::count(&house.store, own, false).await.expect("a count"), 1);
        // An earlier day: the clock runs from there, and is late already.
        let meeting = [("start", "opinions.recommend"), ("on", "10/9/2026"), ("subject", "Giám sát ngõ 5")];
        assert_eq!(begin(&mut lan, own, &meeting).await, 200, "{}", lan.html);
        assert!(lan.says("25/9/2026"), "{}", lan.html);
        assert!(lan.open("/deadlines?list=late").await.says("Giám sát ngõ 5"), "{}", lan.html);
        // What the clearance body did, the officer records.
        let land = [("start", "land_recovery.plan"), ("document", ""), ("subject", "Thửa 12, tờ bản đồ 5")];
        assert_eq!(begin(&mut lan, own, &land).await, 200, "{}", lan.html);
        let land = shown(&lan);
        assert_eq!(act(&mut lan, land, "meet", &[("document", "7/BB")]).await, 200, "{}", lan.html);
        check_verified(&house).await;
    })
    .await;
}
