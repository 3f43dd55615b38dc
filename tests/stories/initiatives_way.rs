//! An initiative's way: registered by a team, compared with the other lists of the commune, appraised, carried out, checked,
//! assessed, given points by several, recognised, rewarded, spread, kept for another year.

use crate::{
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    programmes_way::form_id,
    registers_counts::city,
    telling::photograph,
};
use danvan_actions::{attachments::keep_picture, verify};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::{Sheet, Stage, TypedRegistration},
    people::Role,
    time::Day,
    units::{Tree, facts::hanoi_with_villages},
};
use danvan_store::{events, initiatives as store};
use danvan_testkit::{House, for_each_engine};

/// The fields of the form, each as it is sent.
pub(crate) fn fields() -> Vec<(&'static str, &'static str)> {
    vec![
        ("model", "collective"),
        ("keeper", "front"),
        ("field", "culture_society"),
        ("level", "base"),
        ("name", "Ngõ không rác"),
        ("situation", "Rác để qua đêm ở đầu ngõ."),
        ("objective", "Hộ dân phân loại rác tại nhà."),
        ("criteria", "Chín trong mười hộ phân loại rác đúng cách."),
        ("method", "Phát thùng rác hai ngăn cho từng hộ. Mỗi tháng cùng dọn ngõ một buổi."),
        ("place", "Ngõ 12"),
        ("beneficiaries", "120 hộ"),
        ("lead", "Ban công tác Mặt trận"),
        ("resources", "Quỹ tổ dân phố"),
        ("starts_on", "01/10/2026"),
        ("ends_on", "30/09/2027"),
        ("outputs", "Biên bản, ảnh trước và sau."),
        ("keeping", "Giữ nếp mỗi tháng một buổi."),
    ]
}

/// The same as an action takes it.
pub(crate) fn typed() -> TypedRegistration {
    let of = |field: &str| {
        let found = fields().into_iter().find(|(name, _)| *name == field);
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let day = |text: &str| Some(Ok(text.parse::<Day>().expect("a day")));
    TypedRegistration {
        kind: of("model"),
        keeper: of("keeper"),
        field: of("field"),
        level: of("level"),
        name: of("name"),
        reason: of("situation"),
        objective: of("objective"),
        criteria: of("criteria"),
        method: of("method"),
        place: of("place"),
        beneficiaries: of("beneficiaries"),
        lead: of("lead"),
        resources: of("resources"),
        starts_on: day("2026-10-01"),
        ends_on: day("2027-09-30"),
        outputs: of("outputs"),
        keeping: of("keeping"),
        difference: "Làm ở ngõ khác.".into(),
        ..TypedRegistration::default()
    }
}

/// Registers over the form; the fields given stand in place of the usual ones. Gives the status.
pub(crate) async fn registered(browser: &mut Browser, own: &[(&str, &str)]) -> u16 {
    browser.open("/initiatives/new").await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    let id = form_id(browser);
    send(browser, &id, own).await
}

/// Sends a form; gives the status.
pub(crate) async fn sent(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> u16 {
    browser.send(path, fields).await.status
}

/// Opens a page; gives the status.
pub(crate) async fn opened(browser: &mut Browser, path: &str) -> u16 {
    browser.open(path).await.status
}

async fn send(browser: &mut Browser, id: &str, own: &[(&str, &str)]) -> u16 {
    let mut all = vec![("id", id)];
    all.extend(fields().into_iter().filter(|(name, _)| !own.iter().any(|(other, _)| other == name)));
    all.extend(own);
    sent(browser, "/initiatives/new", &all).await
}

/// The initiative whose page is shown.
pub(crate) fn shown(browser: &Browser) -> InitiativeId {
    let id = browser.path.strip_prefix("/initiatives/").and_then(|rest| rest.get(..36));
    id.unwrap_or_else(|| panic!("{}: {}", browser.path, browser.html)).parse().expect("an id")
}

/// Does an act over its form. Gives the status.
pub(crate) async fn act(browser: &mut Browser, id: InitiativeId, act: &str, own: &[(&str, &str)]) -> u16 {
    browser.open(&format!("/initiatives/{id}/act?act={act}")).await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    assert!(browser.says("name=\"act\""), "{act} may not be done: {}", browser.html);
    let form = form_id(browser);
    let mut all = vec![("id", form.as_str()), ("act", act)];
    all.extend(own);
    sent(browser, &format!("/initiatives/{id}/act"), &all).await
}

async fn stage(house: &House, id: InitiativeId) -> Stage {
    store::get(&house.store, id).await.expect("read").expect("an initiative").stage
}

/// A ward with villages: its first two.
async fn villages(house: &House, name: &str) -> (UnitId, UnitId, UnitId) {
    let units = hanoi_with_villages(3).expect("units");
    house.stand_on(Tree::build(units.0, units.1).expect("a tree"));
    let own = ward(house, name);
    let facts = house.facts();
    let mut below = facts.tree.children(own, house.today()).map(|unit| unit.id);
    (own, below.next().expect("a village"), below.next().expect("another"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_initiative_goes_all_its_way_and_is_kept() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let (own, first, _) = villages(&house, "Ngọc Hà").await;
        somebody(&house, "to", Role::TeamMember, first).await;
        for name in ["an", "binh", "chi"] {
            somebody(&house, name, Role::CommuneOfficer, own).await;
        }
        somebody(&house, "lanhdao", Role::CommuneLeader, own).await;
        let mut team = Browser::of(&house, "to").await;
        let unit = first.to_string();
        assert_eq!(registered(&mut team, &[("unit", &unit)]).await, 200, "{}", team.html);
        let id = shown(&team);
        assert!(team.says("Chờ thẩm định") && team.says("Ngõ không rác"), "{}", team.html);
        assert!(!team.says("act=recognise"), "nobody appraises their own: {}", team.html);

        // The desk above recognises it; what does not follow is refused, and says at which stage it stands.
        let mut an = Browser::of(&house, "an").await;
        an.open("/initiatives").await;
        assert!(an.says(&format!("/initiatives/{id}")), "{}", an.html);
        assert_eq!(act(&mut an, id, "recognise", &[]).await, 200, "{}", an.html);
        let again = [("id", "0190b2f4-0000-7000-8000-000000000001"), ("act", "recognise")];
        assert_eq!(sent(&mut an, &format!("/initiatives/{id}/act"), &again).await, 409, "{}", an.html);
        assert!(an.says("Đã công nhận đăng ký"), "{}", an.html);

        assert_eq!(act(&mut team, id, "begin", &[]).await, 200, "{}", team.html);
        let due = store::get(&house.store, id).await.expect("read").expect("it").check_due_on.expect("a day");
        let begun = house.today();
        assert_eq!(due.0.month(), (begun.0.month() + 5) % 12 + 1, "six months later");
        go_to(&house, &due.to_string());
        let mut an = Browser::of(&house, "an").await;
        an.open("/initiatives/check").await;
        assert!(an.says(&format!("/initiatives/{id}")), "{}", an.html);

        // A check says what was seen, with a photo that its readers see.
        let photo = keep_picture(&house, photograph(51).into()).await.expect("kept");
        assert_eq!(act(&mut an, id, "check", &[("photo", &photo)]).await, 422, "nothing said");
        assert!(an.says(&photo), "the photo is not lost: {}", an.html);
        let seen = [("photo", photo.as_str()), ("remark", "98 trong 120 hộ phân loại đúng.")];
        assert_eq!(act(&mut an, id, "check", &seen).await, 200, "{}", an.html);
        assert!(an.says(&format!("/pictures/{photo}/small")), "{}", an.html);
        assert_eq!(opened(&mut an, &format!("/pictures/{photo}")).await, 200);
        an.open("/initiatives/check").await;
        assert!(!an.says(&format!("/initiatives/{id}")), "{}", an.html);

        let mut team = Browser::of(&house, "to").await;
        let own_words = [("remark", "Đạt 98 trong 120 hộ, còn hai ngõ nhỏ.")];
        assert_eq!(act(&mut team, id, "assess", &own_words).await, 200, "{}", team.html);
        assert_eq!(act(&mut an, id, "open", &[]).await, 200, "{}", an.html);

        // Several give points; a wrong number is said beside its criterion, and one alone decides nothing.
        let form = format!("/initiatives/{id}/points");
        let wrong = [("points-1", "21"), ("points-2", "25"), ("points-3", ""), ("points-4", "15,5")];
        assert_eq!(sent(&mut an, &form, &wrong).await, 422);
        for said in ["id=\"error-points-1\"", "id=\"error-points-3\"", "value=\"15,5\""] {
            assert!(an.says(said), "{said}: {}", an.html);
        }
        assert!(!an.says("id=\"error-points-2\""), "{}", an.html);
        for (name, points) in [("an", "15,5"), ("binh", "16"), ("chi", "17,5")] {
            let mut judge = Browser::of(&house, name).await;
            let all = [("points-1", "18"), ("points-2", "27"), ("points-3", "26"), ("points-4", points)];
            judge.open(&form).await;
            assert_eq!(sent(&mut judge, &form, &all).await, 200, "{}", judge.html);
            if name == "an" {
                let paper = [("paper", "QĐ 30/QĐ-UBND")];
                assert_eq!(act(&mut judge, id, "confirm", &paper).await, 409, "one alone: {}", judge.html);
            }
        }
        an.open(&format!("/initiatives/{id}")).await;
        // 71 for the first three criteria, and the mean of 15.5, 16 and 17.5.
        assert!(an.says("87,33") && an.says("3 người cho điểm"), "{}", an.html);
        let mut lead = Browser::of(&house, "lanhdao").await;
        assert_eq!(act(&mut lead, id, "confirm", &[]).await, 422, "by which paper?");
        assert_eq!(act(&mut lead, id, "confirm", &[("paper", "QĐ 31/QĐ-UBND")]).await, 200, "{}", lead.html);
        assert_eq!(act(&mut lead, id, "reward", &[("paper", "QĐ 32/QĐ-UBND")]).await, 200, "{}", lead.html);
        assert_eq!(act(&mut lead, id, "spread", &[]).await, 200, "{}", lead.html);
        assert_eq!(stage(&house, id).await, Stage::Spread);
        let refused = sent(&mut lead, &form, &[("points-1", "1")]).await;
        assert_eq!(refused, 409, "judging is over: {}", lead.html);

        // It is kept once a year, and judged anew.
        let year = i64::from(house.today().0.year());
        go_to(&house, &format!("{}-02-03", year + 1));
        let mut team = Browser::of(&house, "to").await;
        assert_eq!(act(&mut team, id, "keep", &[]).await, 200, "{}", team.html);
        let years = store::years(&house.store, id).await.expect("read");
        assert_eq!(years.len(), 2, "{years:?}");
        assert_eq!(stage(&house, id).await, Stage::Underway);
        assert!(team.says("Duy trì") && team.says("QĐ 32/QĐ-UBND"), "the story stays whole: {}", team.html);

        let all = events::of_thing(&house.store, id.0, 100).await.expect("events");
        let kinds: Vec<&str> = all.iter().map(|placed| placed.event.kind.as_str()).collect();
        for kind in ["registered", "recognise", "check", "points", "confirm", "spread", "keep"] {
            assert!(kinds.contains(&format!("initiative.{kind}").as_str()), "{kind}: {kinds:?}");
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_on_another_list_is_shown_with_the_sentences_that_say_the_same() {
    for_each_engine(|house| async move {
        let (own, first, second) = villages(&house, "Ngọc Hà").await;
        somebody(&house, "to.mot", Role::TeamMember, first).await;
        somebody(&house, "to.hai", Role::TeamMember, second).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let mut front = Browser::of(&house, "to.mot").await;
        assert_eq!(registered(&mut front, &[]).await, 200, "{}", front.html);
        let id = shown(&front);

        // The cell of another village writes much the same, without marks.
        let mut cell = Browser::of(&house, "to.hai").await;
        let like = [
            ("keeper", "cell"),
            ("name", "Khu phố sạch đẹp"),
            ("objective", "Ho dan phan loai rac tai nha."),
            ("method", "phat thung rac hai ngan cho tung ho. Trồng hoa ở đầu ngõ."),
        ];
        assert_eq!(registered(&mut cell, &like).await, 422, "{}", cell.html);
        for said in
            ["Ngõ không rác", "Danh sách Mặt trận", "Phát thùng rác hai ngăn cho từng hộ", &id.to_string()]
        {
            assert!(cell.says(said), "{said}: {}", cell.html);
        }
        assert!(cell.says("phat thung rac hai ngan cho tung ho"), "and one's own: {}", cell.html);
        assert!(cell.says("Khu phố sạch đẹp"), "nothing typed is lost: {}", cell.html);
        let form = form_id(&cell);
        let different = [&like[..], &[("difference", "Ngõ khác, thêm việc trồng hoa.")]].concat();
        assert_eq!(send(&mut cell, &form, &different).await, 200, "{}", cell.html);
        assert_eq!(send(&mut cell, &form, &different).await, 200, "sent twice is once: {}", cell.html);
        let other = shown(&cell);
        assert_eq!(send(&mut cell, &form, &[("difference", "Lời khác.")]).await, 409, "{}", cell.html);

        // Whoever appraises sees both; something quite other is like neither.
        let mut an = Browser::of(&house, "an").await;
        an.open(&format!("/initiatives/{other}")).await;
        assert!(an.says("Đã có mô hình gần giống") && an.says("thêm việc trồng hoa"), "{}", an.html);
        let new = [
            ("name", "Tiếng trống khuyến học"),
            ("objective", "Học sinh ngồi vào bàn lúc bảy giờ tối."),
            ("criteria", "Đủ ba mươi em mỗi tối."),
            ("method", "Tổ trưởng đánh trống ở nhà văn hóa."),
            ("outputs", "Sổ theo dõi của nhà trường."),
        ];
        assert_eq!(registered(&mut front, &new).await, 200, "{}", front.html);

        // What is refused is said beside its field, and names are nobody's business.
        let named = [("method", "Bà Trần Thị Bình đi từng nhà."), ("ends_on", "hôm nào xong")];
        assert_eq!(registered(&mut front, &named).await, 422);
        for said in ["id=\"error-method\"", "id=\"error-ends_on\"", "hôm nào xong"] {
            assert!(front.says(said), "{said}: {}", front.html);
        }
        assert_eq!(registered(&mut front, &[("unit", &own.to_string())]).await, 403, "not for the commune");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_declined_or_withdrawn_says_why_and_stays_to_be_seen() {
    for_each_engine(|house| async move {
        let (own, first, _) = villages(&house, "Ngọc Hà").await;
        somebody(&house, "to", Role::TeamMember, first).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let (mut team, mut an) = (Browser::of(&house, "to").await, Browser::of(&house, "an").await);
        registered(&mut team, &[]).await;
        let declined = shown(&team);
        assert_eq!(act(&mut an, declined, "decline", &[]).await, 422, "without a reason");
        let why = [("remark", "Chưa có số liệu đầu kỳ.")];
        assert_eq!(act(&mut an, declined, "decline", &why).await, 200, "{}", an.html);
        team.open(&format!("/initiatives/{declined}")).await;
        assert!(team.says("Chưa có số liệu đầu kỳ."), "{}", team.html);
        // What was declined stands in nobody's way, and is a start for another.
        team.open(&format!("/initiatives/new?like={declined}")).await;
        assert!(team.says("Ngõ không rác") && !team.says("adopted_from"), "{}", team.html);
        assert_eq!(registered(&mut team, &[]).await, 200, "{}", team.html);
        let withdrawn = shown(&team);
        let why = [("remark", "Ngõ đang sửa đường.")];
        assert_eq!(act(&mut team, withdrawn, "withdraw", &why).await, 200, "{}", team.html);
        an.open("/initiatives?outcome=dropped").await;
        assert!(an.says(&withdrawn.to_string()) && !an.says(&declined.to_string()), "{}", an.html);
        assert_eq!(an.tab("Bỏ giữa chừng"), 1);
        assert_eq!(an.tab("Tất cả"), 2);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_edited_by_its_level_and_what_is_judged_keeps_its_own() {
    for_each_engine(|house| async move {
        let (own, first, _) = villages(&house, "Ngọc Hà").await;
        let top = city(&house, own);
        somebody(&house, "to", Role::TeamMember, first).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "lanhdao", Role::CommuneLeader, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, top).await;
        let mut team = Browser::of(&house, "to").await;
        registered(&mut team, &[]).await;
        let id = shown(&team);
        let mut an = Browser::of(&house, "an").await;
        assert_eq!(opened(&mut an, "/initiatives/sheet").await, 403, "the leader's");
        let mut lead = Browser::of(&house, "lanhdao").await;
        lead.open("/initiatives/sheet").await;
        assert!(lead.says("không phải bảng chuẩn của ai"), "{}", lead.html);
        let sheet = |criteria, version| {
            [("version", version), ("criteria", criteria), ("least_judges", "1"), ("passes_at", "60")]
        };
        lead.send("/initiatives/sheet", &sheet("Cách làm: 40\nKết quả: 50", "0")).await;
        assert_eq!(lead.status, 422);
        assert!(lead.says("cộng lại là 90") && lead.says("Kết quả: 50"), "{}", lead.html);
        let good = sheet("Cách làm: 40\nKết quả: 60", "0");
        assert_eq!(sent(&mut lead, "/initiatives/sheet", &good).await, 200, "{}", lead.html);
        assert_eq!(sent(&mut lead, "/initiatives/sheet", &good).await, 409, "changed meanwhile");

        for (name, what) in
            [("an", "recognise"), ("to", "begin"), ("an", "check"), ("to", "assess"), ("an", "open")]
        {
            let mut browser = Browser::of(&house, name).await;
            let status = act(&mut browser, id, what, &[("remark", "Đúng như đã đăng ký.")]).await;
            assert_eq!(status, 200, "{what}: {}", browser.html);
        }
        lead.open("/initiatives/sheet").await;
        lead.send("/initiatives/sheet", &sheet("Hồ sơ: 50\nThực hiện: 50", "1")).await;
        assert_eq!(lead.status, 200, "{}", lead.html);
        let form = format!("/initiatives/{id}/points");
        lead.open(&form).await;
        assert!(lead.says("Cách làm") && !lead.says("Hồ sơ"), "as it was opened: {}", lead.html);
        let few = [("points-1", "20"), ("points-2", "39")];
        assert_eq!(sent(&mut lead, &form, &few).await, 200, "{}", lead.html);
        let paper = [("paper", "QĐ 5/QĐ-UBND")];
        assert_eq!(act(&mut lead, id, "confirm", &paper).await, 409, "59 of 60: {}", lead.html);
        // Points may be mended while judging is open, and then it passes.
        lead.open(&form).await;
        assert!(lead.says("value=\"39\""), "{}", lead.html);
        let more = [("points-1", "20"), ("points-2", "40")];
        assert_eq!(sent(&mut lead, &form, &more).await, 200, "{}", lead.html);
        assert_eq!(act(&mut lead, id, "confirm", &paper).await, 200, "{}", lead.html);

        // What the commune does itself is judged by the city, and not by the sheet that the commune wrote.
        registered(&mut an, &[("difference", "Do phường làm ở chợ.")]).await;
        let communes = shown(&an);
        for (name, what) in [
            ("thanh.pho", "recognise"),
            ("an", "begin"),
            ("thanh.pho", "check"),
            ("an", "assess"),
            ("thanh.pho", "open"),
        ] {
            let mut browser = Browser::of(&house, name).await;
            let status = act(&mut browser, communes, what, &[("remark", "Đúng như đã đăng ký.")]).await;
            assert_eq!(status, 200, "{what}: {}", browser.html);
        }
        let mut top = Browser::of(&house, "thanh.pho").await;
        top.open(&format!("/initiatives/{communes}/points")).await;
        assert!(top.status == 200 && !top.says("Hồ sơ"), "{}", top.html);
        assert!(top.says(&Sheet::usual().criteria[0].name), "the usual one: {}", top.html);
    })
    .await;
}
