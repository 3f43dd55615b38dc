//! A return's way: opened by itself with its figures, written by an officer, submitted by whoever leads or stands in, sent
//! back, accepted, put together by the city, amended beside what was accepted.

use crate::{
    desk::{Browser, somebody},
    letters_way::{enter, go_to, ward},
    programmes_way::form_id,
    registers_counts::city,
};
use danvan_actions::{
    deadlines::ladder,
    people::delegate,
    returns::{self, open},
    verify,
};
use danvan_domain::{
    ids::{ReturnId, UnitId},
    people::Role,
    returns::{Stage, Timing},
    rights::Asker,
};
use danvan_store::{
    deadlines, people,
    returns::{self as store, versions},
};
use danvan_testkit::{House, for_each_engine};

/// What an officer writes of an ordinary month.
pub(crate) const WRITTEN: [(&str, &str); 7] = [
    ("words-situation", "Tình hình trên địa bàn ổn định, thu ngân sách đạt kế hoạch."),
    ("words-people", "Nhân dân quan tâm việc thoát nước ở ngõ 12 Ngọc Hà."),
    ("words-own_work", "Đã tổ chức đối thoại và trả lời các ý kiến."),
    ("words-proposals", "Không."),
    ("words-plan", "Chuẩn bị ngày hội đại đoàn kết."),
    ("value-dialogues", "3"),
    ("remark-initiatives", ""),
];

/// The return of a unit in a form for the period that runs.
pub(crate) async fn of(house: &House, unit: UnitId, form: &str) -> ReturnId {
    let form = house.facts().forms.get(form).expect("a form").clone();
    let period = form.rhythm.period_of(house.today());
    let all = store::of_period(&house.store, &form.code, period.from).await.expect("read");
    all.iter().find(|it| it.about == unit).expect("a return").id
}

pub(crate) async fn write(browser: &mut Browser, id: ReturnId, fields: &[(&str, &str)]) -> u16 {
    let form = format!("/returns/{id}/write");
    browser.open(&form).await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    let seen = browser.html.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let seen = seen.expect("when it was shown").to_owned();
    let mut all = vec![("seen", seen.as_str())];
    all.extend(fields);
    browser.send(&form, &all).await.status
}

/// An act with a return as it stands now.
pub(crate) async fn act(house: &House, browser: &mut Browser, id: ReturnId, fields: &[(&str, &str)]) -> u16 {
    let version = there(house, id).await.version.to_string();
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    browser.open("/returns").await;
    browser.send(&format!("/returns/{id}/act"), &all).await.status
}

pub(crate) async fn there(house: &House, id: ReturnId) -> danvan_domain::returns::Return {
    store::get(&house.store, id).await.expect("read").expect("a return")
}

/// A ward's return of an ordinary month, written and submitted by its leader.
pub(crate) async fn submitted(house: &House, unit: UnitId) -> ReturnId {
    let leader = house.somebody(Role::CommuneLeader, unit).await;
    let id = of(house, unit, "month").await;
    let typed: Vec<(String, String)> =
        WRITTEN.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    returns::write(house, &leader, id, &typed, house.now()).await.expect("written");
    returns::act(house, &leader, (id, 0), "submit", "").await.expect("submitted");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_is_written_sent_back_accepted_put_together_and_amended() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        let above = city(&house, own);
        somebody(&house, "truong", Role::CommuneLeader, own).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "chi", Role::CommuneOfficer, own).await;
        somebody(&house, "binh", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        somebody(&house, "phan.tich", Role::CityAnalyst, above).await;
        let opened = open(&house).await.expect("opened");
        assert!(opened > 400, "every commune owes four: {opened}");
        assert_eq!(open(&house).await.expect("opened"), 0, "opened once");
        for _ in 0..6 {
            house.resident_asks("environment", own).await;
        }
        house.run_followers().await;
        let (id, whole) = (of(&house, own, "month").await, of(&house, above, "month").await);

        // It waits among what is owed and due; its figures are there before anybody writes.
        let (mut an, mut truong) = (Browser::of(&house, "an").await, Browser::of(&house, "truong").await);
        an.open("/returns").await;
        assert!(an.says("Báo cáo tháng · tháng 10/2026") && an.says("19/10/2026"), "{}", an.html);
        an.open("/deadlines?days=31").await;
        assert!(an.says(&format!("/returns/{id}")), "{}", an.html);
        an.open(&format!("/returns/{id}")).await;
        assert!(an.says("<td class=\"number\">6"), "cases of the period: {}", an.html);
        assert!(an.says("15/9/2026") && an.says("5/10/2026"), "the query behind a figure: {}", an.html);

        // What is wrong comes back with what was typed; a number that danvan counts is nobody's to write.
        let wrong = [("words-situation", "Ổn định."), ("value-dialogues", "ba")];
        assert_eq!(write(&mut an, id, &wrong).await, 422);
        assert!(an.says("Ổn định.") && an.says("value=\"ba\""), "nothing typed is lost");
        assert_eq!(write(&mut an, id, &[("words-situation", "Gọi ông Nguyễn Văn Bình.")]).await, 422);
        assert!(there(&house, id).await.begun_at.is_none());
        assert_eq!(
            write(&mut an, id, &[("words-situation", "Ổn định."), ("value-cases_received", "99")]).await,
            200
        );
        assert!(an.says("Ổn định.") && !an.says(">99<"), "{}", an.html);

        // Days that it counts are still to come: nobody submits it before they have passed.
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 409);
        assert!(truong.says("Báo cáo này tính đến hết ngày 14/10/2026"), "{}", truong.html);
        truong.open(&format!("/returns/{id}")).await;
        assert!(!truong.says("act=submit"), "{}", truong.html);
        go_to(&house, "2026-10-14");
        let mut truong = Browser::of(&house, "truong").await;
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 409, "the last one runs");
        go_to(&house, "2026-10-15");
        let (mut an, mut truong) = (Browser::of(&house, "an").await, Browser::of(&house, "truong").await);

        // Whoever only writes does not submit; what is missing stops whoever does.
        assert_eq!(act(&house, &mut an, id, &[("act", "submit")]).await, 403);
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 422);
        assert!(truong.says("Còn 5 chỗ"), "{}", truong.html);
        assert_eq!(write(&mut an, id, &WRITTEN).await, 200, "{}", an.html);
        house.clock.pass_seconds(1);
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 200, "{}", truong.html);
        let it = there(&house, id).await;
        assert_eq!((it.stage, it.version, it.timing(house.today())), (Stage::Submitted, 1, Timing::InTime));
        let due = deadlines::of_thing(&house.store, id.0).await.expect("read");
        assert!(due.iter().all(|one| !one.is_running()), "it is no longer owed");
        assert_ne!(an.open(&format!("/returns/{id}/write")).await.status, 200, "it is with the city");

        // The city sees who told what; the neighbour does not. Sent back with a reason, it is due again.
        let (mut city_desk, mut binh) =
            (Browser::of(&house, "phan.tich").await, Browser::of(&house, "binh").await);
        city_desk.open("/returns/board?form=month").await;
        assert!(city_desk.says(&format!("/returns/{id}")) && city_desk.says("Đã gửi, chờ duyệt"));
        assert!(city_desk.says("Đúng hạn: 1"), "{}", city_desk.html);
        city_desk.open(&format!("/returns/{id}")).await;
        assert!(city_desk.says("thoát nước ở ngõ 12") && city_desk.says("<td class=\"number\">6"));
        assert_eq!(binh.open(&format!("/returns/{id}")).await.status, 403);
        binh.open("/returns/board?form=month").await;
        assert!(!binh.says(&id.to_string()), "a commune's board is its own");
        assert_eq!(act(&house, &mut city_desk, id, &[("act", "return")]).await, 422, "why?");
        let why = [("act", "return"), ("reason", "Nêu rõ số hộ bị ngập.")];
        assert_eq!(act(&house, &mut city_desk, id, &why).await, 200, "{}", city_desk.html);
        an.open(&format!("/returns/{id}")).await;
        assert!(an.says("Nêu rõ số hộ bị ngập.") && an.says("Bị trả lại"), "{}", an.html);
        assert!(deadlines::of_thing(&house.store, id.0).await.expect("read")[0].is_running());
        let period = there(&house, id).await.period.from;
        let told = versions::newest(&house.store, "month", period).await.expect("read");
        assert!(told.is_empty(), "what was sent back is told by nobody");

        // The officer stands in for the leader, mends it and submits it: the version says for whom, not for whoever lent a position
        // of another ward.
        let other = house.somebody(Role::CommuneLeader, ward(&house, "Ba Đình")).await;
        let lent = (house.today(), house.today().plus_days(5));
        delegate(&house, &other, other.positions[0].id, "an", lent).await.expect("lent");
        let leader = people::by_sign_in(&house.store, "truong").await.expect("read").expect("somebody").0;
        let held = people::held(&house.store, leader.id, house.today()).await.expect("read");
        let days = (house.today(), house.today().plus_days(5));
        let asker = Asker { person: Some(leader.id), positions: held.clone(), house: false };
        delegate(&house, &asker, held[0].id, "an", days).await.expect("lent");
        let mended = [("words-people", "Nhân dân quan tâm việc thoát nước; khoảng 40 hộ ngõ 12 bị ngập.")];
        assert_eq!(write(&mut an, id, &mended).await, 200);
        house.clock.pass_seconds(1);
        assert_eq!(act(&house, &mut an, id, &[("act", "submit")]).await, 200, "{}", an.html);
        let all = versions::all(&house.store, id).await.expect("read");
        assert_eq!((all.len(), all[0].acting_for, all[1].acting_for), (2, None, Some(leader.id)));
        assert_eq!(all[0].verdict.as_ref().map(|verdict| verdict.is_accepted), Some(false));
        an.open(&format!("/returns/{id}?version=1")).await;
        assert!(an.says("thoát nước ở ngõ 12") && !an.says("khoảng 40 hộ"), "what was sent first stays");
        an.open(&format!("/returns/{id}")).await;
        assert!(an.says("an (thay truong)"), "{}", an.html);

        // Who still looks at the version before accepts nothing. Accepted, it is locked: what is written down later stands beside
        // the figure and does not change it.
        let stale = [("act", "accept"), ("version", "1")];
        city_desk.open("/returns").await;
        assert_eq!(city_desk.send(&format!("/returns/{id}/act"), &stale).await.status, 409);
        assert_eq!(there(&house, id).await.stage, Stage::Submitted);
        assert_eq!(act(&house, &mut city_desk, id, &[("act", "accept")]).await, 200, "{}", city_desk.html);
        house.resident_asks("environment", own).await;
        let mut chi = Browser::of(&house, "chi").await;
        enter(&mut chi, &[("received_on", "14/10/2026")]).await;
        assert_eq!(chi.status, 200, "{}", chi.html);
        house.run_followers().await;
        an.open(&format!("/returns/{id}")).await;
        assert!(an.says("<td class=\"number\">0<br>") && an.says("Hiện nay: 1"), "a letter: {}", an.html);
        assert!(an.says("<td class=\"number\">6<") && !an.says("Hiện nay: 7"), "a case of a later day");
        an.open("/returns").await;
        assert_eq!(an.send(&format!("/returns/{id}/write"), &[("words-plan", "Khác.")]).await.status, 409);

        // The city's draft: figures rolled up, narratives gathered with their sources, who is missing.
        city_desk.open(&format!("/returns/{whole}/write")).await;
        assert!(city_desk.says("– Phường Ngọc Hà: Nhân dân quan tâm"), "{}", city_desk.html);
        city_desk.open(&format!("/returns/{whole}")).await;
        assert!(city_desk.says("Chưa có báo cáo của:") && city_desk.says("Phường Ba Đình"));
        assert!(city_desk.says("<td class=\"number\">3"), "dialogues: {}", city_desk.html);
        for (file, begins) in [("paper.docx", "PK"), ("paper.pdf", "%PDF-"), ("sheet.xlsx", "PK")] {
            let page = city_desk.alone().get(&format!("/returns/{id}/{file}")).await;
            assert_eq!(page.status.as_u16(), 200, "{file}");
            assert!(page.bytes.starts_with(begins.as_bytes()), "{file}");
        }
        assert!(city_desk.says(&format!("/returns/{whole}/paper.pdf")), "{}", city_desk.html);
        let board = city_desk.alone().get("/returns/board.xlsx?form=month").await;
        assert_eq!(board.status.as_u16(), 200);

        // An amendment says why, also once it was sent back; what was accepted stands in the city's draft until it is accepted.
        assert_eq!(act(&house, &mut truong, id, &[("act", "amend")]).await, 422, "why?");
        let amend = [("act", "amend"), ("reason", "Bổ sung một cuộc đối thoại.")];
        assert_eq!(act(&house, &mut truong, id, &amend).await, 200, "{}", truong.html);
        assert_eq!(write(&mut an, id, &[("value-dialogues", "4")]).await, 200);
        house.clock.pass_seconds(1);
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 200, "{}", truong.html);
        let told = async |house: &House| {
            let period = there(house, id).await.period.from;
            let parts = versions::newest(&house.store, "month", period).await.expect("read");
            parts[0].content.figure("dialogues").and_then(|said| said.value)
        };
        assert_eq!(told(&house).await, Some(3));
        let why = [("act", "return"), ("reason", "Ghi ngày đối thoại.")];
        assert_eq!(act(&house, &mut city_desk, id, &why).await, 200, "{}", city_desk.html);
        assert_eq!(told(&house).await, Some(3), "sent back, and what was accepted stands");
        house.clock.pass_seconds(1);
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 200, "{}", truong.html);
        assert_eq!(act(&house, &mut city_desk, id, &[("act", "accept")]).await, 200, "{}", city_desk.html);
        assert_eq!(told(&house).await, Some(4));
        let all = versions::all(&house.store, id).await.expect("read");
        let whys: Vec<&str> = all.iter().map(|version| version.why.as_str()).collect();
        let amended = "Bổ sung một cuộc đối thoại.";
        assert_eq!(whys, ["", "", amended, amended]);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_is_due_told_by_rungs_and_missing_on_the_board() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        open(&house).await.expect("opened");
        let id = of(&house, own, "month").await;
        go_to(&house, "2026-10-20");
        ladder::escalate(&house).await.expect("told");
        let mut an = Browser::of(&house, "an").await;
        an.open("/deadlines").await;
        assert!(an.says(&format!("/returns/{id}")) && an.says("due late"), "{}", an.html);
        let mut lead = Browser::of(&house, "thanh.pho").await;
        lead.open("/returns/board?form=month").await;
        assert!(lead.says("Quá hạn, chưa gửi: 126"), "{}", lead.html);
        assert!(lead.says("0/6"), "how much of it is filled");

        // A month later the next one is there, and this one is still owed.
        go_to(&house, "2026-11-02");
        assert!(open(&house).await.expect("opened") >= 127);
        let mut an = Browser::of(&house, "an").await;
        an.open("/returns").await;
        assert!(an.says("tháng 11/2026") && an.says("tháng 10/2026"), "{}", an.html);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_report_does_not_wait_and_two_writers_lose_nothing() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "truong", Role::CommuneLeader, own).await;
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        let (mut an, mut truong) = (Browser::of(&house, "an").await, Browser::of(&house, "truong").await);
        an.open("/returns/quick").await;
        let id = form_id(&an);
        assert_eq!(an.send("/returns/quick", &[("id", &id), ("title", " ")]).await.status, 422);
        let title = [("id", id.as_str()), ("title", "Ngập ở ngõ 12 Ngọc Hà")];
        an.send("/returns/quick", &title).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert_eq!(an.send("/returns/quick", &title).await.status, 200, "the same message is one report");
        let other = [("id", id.as_str()), ("title", "Việc khác")];
        assert_eq!(an.send("/returns/quick", &other).await.status, 409);
        let id: ReturnId = id.parse().expect("an id");

        // Both have the form open; the second hears what the first wrote before writing over it.
        let form = format!("/returns/{id}/write");
        truong.open(&form).await;
        let seen = truong.html.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let seen = seen.expect("when it was shown").to_owned();
        house.clock.pass_seconds(60);
        let course = [("words-course", "Từ 6 giờ, khoảng 40 hộ bị ngập.")];
        assert_eq!(write(&mut an, id, &course).await, 200, "{}", an.html);
        house.clock.pass_seconds(60);
        let fields =
            [("seen", seen.as_str()), ("words-course", "Từ 7 giờ."), ("words-assessment", "Cống tắc.")];
        assert_eq!(truong.send(&form, &fields).await.status, 422);
        assert!(
            truong.says("Từ 6 giờ, khoảng 40 hộ") && truong.says("Từ 7 giờ.") && truong.says("Cống tắc.")
        );
        let entries = store::entries(&house.store, id).await.expect("read");
        assert_eq!(entries.len(), 1, "nothing is half written");
        house.clock.pass_seconds(60);
        let both = [
            ("words-course", "Từ 6 giờ, khoảng 40 hộ bị ngập; 7 giờ nước rút."),
            ("words-assessment", "Cống tắc."),
            ("words-proposals", "Nạo vét cống."),
        ];
        assert_eq!(write(&mut truong, id, &both).await, 200, "{}", truong.html);
        house.clock.pass_seconds(1);
        assert_eq!(act(&house, &mut truong, id, &[("act", "submit")]).await, 200, "{}", truong.html);
        let mut lead = Browser::of(&house, "thanh.pho").await;
        lead.open("/returns/board?form=quick").await;
        assert!(lead.says("Ngập ở ngõ 12 Ngọc Hà"), "{}", lead.html);
        assert_eq!(act(&house, &mut lead, id, &[("act", "accept")]).await, 200, "{}", lead.html);
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_goes_with_its_unit_and_its_days_stay_its_own() {
    for_each_engine(|house| async move {
        use danvan_actions::units::{File, reorganise, settle, undo};
        let own = ward(&house, "Ngọc Hà");
        open(&house).await.expect("opened");
        let before = of(&house, own, "month").await;
        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        settle(&house, &Asker::house()).await.expect("settled");
        let new = house.unit("00008");
        let it = there(&house, before).await;
        assert_eq!((it.unit, it.about), (new, own), "whoever stands for the ward writes it");
        let due = deadlines::of_thing(&house.store, before.0).await.expect("read");
        assert_eq!(due[0].unit, new);

        // The new ward owes for its own days, the old ones for theirs: no day twice, none left out.
        assert!(open(&house).await.expect("opened") > 0);
        let after = there(&house, of(&house, new, "month").await).await;
        let it = there(&house, before).await;
        assert_eq!(it.counted.1.next(), after.counted.0);
        assert_eq!(after.counted.1.to_string(), "2026-10-14");
        undo(&house, &Asker::house(), done.id).await.expect("undone: nobody wrote anything at the new ward");
        assert_eq!(there(&house, before).await.unit, own, "and back");
        open(&house).await.expect("opened");
        assert_eq!(there(&house, before).await.counted.1.to_string(), "2026-10-14");
        assert_eq!(store::get(&house.store, after.id).await.expect("read"), None, "nobody owes it");
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_a_city_add_up_to_its_draft() {
    for_each_engine(|house| async move {
        let wards = [ward(&house, "Ngọc Hà"), ward(&house, "Ba Đình"), ward(&house, "Cửa Nam")];
        let above = city(&house, wards[0]);
        open(&house).await.expect("opened");
        for (count, unit) in (6..).zip(&wards) {
            for _ in 0..count {
                house.resident_asks("environment", *unit).await;
            }
        }
        house.run_followers().await;
        go_to(&house, "2026-10-15");
        for unit in wards {
            submitted(&house, unit).await;
        }
        let analyst = house.somebody(Role::CityAnalyst, above).await;
        let whole = of(&house, above, "month").await;
        let found = returns::one(&house, &analyst, whole, None).await.expect("read");
        let value = |code: &str| found.content.figure(code).and_then(|said| said.value);
        assert_eq!((value("cases_received"), value("dialogues")), (Some(6 + 7 + 8), Some(9)));
        assert_eq!(found.content.sources.len(), 3);
        assert_eq!(found.waiting.len(), 3, "nobody has accepted them yet");
        assert_eq!(found.gathered["people"].len(), 3);
    })
    .await;
}
