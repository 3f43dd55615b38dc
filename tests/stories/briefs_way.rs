//! A brief on its way: begun, written on, sent under a number, opened, and never changed afterwards; about a finding, about a project.

use crate::{
    briefs::{answer, drafted, live, month},
    clearance::{file, project},
    desk::{Browser, somebody},
    findings::{as_usual, count, wards},
    letters_way::ward,
    programmes_way::{form_id, id_after},
    registers_counts::city,
};
use danvan_actions::{
    briefs::{self, TypedBrief},
    data::retention,
    documents::{Format, cancel},
    findings::pass,
};
use danvan_domain::{ids::UnitId, people::Role, rights::Asker};
use danvan_store::{briefs as store, documents, events};
use danvan_testkit::for_each_engine;

/// The form of a new brief, sent.
async fn begun(browser: &mut Browser, fields: &[(&str, &str)]) -> u16 {
    browser.open("/briefs/new").await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    let id = form_id(browser);
    let mut all = vec![("id", id.as_str())];
    if fields.iter().all(|(name, _)| *name != "brief_kind") {
        all.push(("brief_kind", "month"));
    }
    all.extend(fields);
    browser.send("/briefs/new", &all).await.status
}

/// Writes in a draft as the form shows it: every sentence stays but those named.
async fn written(browser: &mut Browser, id: &str, gone: &[&str], fields: &[(&str, &str)]) -> u16 {
    let form = format!("/briefs/{id}/edit");
    browser.open(&form).await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    let seen = after(&browser.html, "name=\"seen\" value=\"");
    let says: Vec<String> = browser
        .html
        .split("name=\"say-")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(|code| format!("say-{code}")))
        .filter(|name| !gone.contains(&name.as_str()))
        .collect();
    let mut all = vec![("seen", seen.as_str())];
    all.extend(says.iter().map(|name| (name.as_str(), "yes")));
    all.extend(fields);
    browser.send(&form, &all).await.status
}

fn after(html: &str, before: &str) -> String {
    let value = html.split(before).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("{before} in {html}")).to_owned()
}

async fn sent(browser: &mut Browser, id: &str, to: &[UnitId]) -> u16 {
    let form = format!("/briefs/{id}/send");
    browser.open(&form).await;
    let seen = after(&browser.html, "name=\"seen\" value=\"");
    let to: Vec<String> = to.iter().map(UnitId::to_string).collect();
    let mut all = vec![("seen", seen.as_str())];
    all.extend(to.iter().map(|unit| ("readers", unit.as_str())));
    browser.send(&form, &all).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brief_is_written_sent_under_a_number_opened_and_never_changed() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let house = &house;
        let (ledger, own, other) = live(house).await;
        let above = city(house, own);
        somebody(house, "an", Role::CommuneOfficer, own).await;
        somebody(house, "truong", Role::CommuneLeader, own).await;
        somebody(house, "binh", Role::CommuneOfficer, other).await;
        somebody(house, "phan.tich", Role::CityAnalyst, above).await;
        let (mut an, mut truong) = (Browser::of(house, "an").await, Browser::of(house, "truong").await);
        let (mut binh, mut analyst) =
            (Browser::of(house, "binh").await, Browser::of(house, "phan.tich").await);

        // What is wrong comes back with what was typed, and nothing is begun.
        assert_eq!(begun(&mut an, &[("from", "31/9/2026"), ("until", "5/10/2026")]).await, 422);
        assert!(an.says("value=\"31/9/2026\"") && an.says("value=\"5/10/2026\""), "{}", an.html);
        assert_eq!(begun(&mut an, &[("until", "5/12/2026")]).await, 422);
        assert!(an.says("2/11/2026"), "days to come have no figures: {}", an.html);
        assert_eq!(begun(&mut an, &[("brief_kind", "topic"), ("topic", "khong.co")]).await, 422);
        assert_eq!(truong.open("/briefs/new").await.status, 403, "leaders read");

        // Drafted from figures; the officer's words beside them, and a sentence left out.
        assert_eq!(begun(&mut an, &[]).await, 200, "{}", an.html);
        let id = id_after(&an.path, "/briefs/");
        assert!(an.says("Tiếp nhận 46 phản ánh, tăng so với kỳ liền trước"), "{}", an.html);
        for hostile in ["Gọi ông Nguyễn Văn Bình số 0912345678.".to_owned(), "ơ".repeat(8_001)] {
            let fields = [("words-people", hostile.as_str())];
            assert_eq!(written(&mut an, &id, &[], &fields).await, 422);
            assert!(an.says(&hostile), "nothing typed is lost");
        }
        let words = [("words-people", "<script>alert(1)</script> Nhân dân quan tâm rác thải ⟦1⟧.")];
        assert_eq!(written(&mut an, &id, &["say-letters"], &words).await, 200, "{}", an.html);
        assert!(!an.says("<script>alert(1)"), "what is written is text");
        assert!(an.says("Nhân dân quan tâm rác thải [1]."), "what is typed calls no note: {}", an.html);
        assert!(!an.says("đơn thư."), "{}", an.html);
        assert!(
            an.says("href=\"#note-1\"")
                && an.says("id=\"note-1\"")
                && an.says("src=\"data:image/svg+xml;base64,"),
            "{}",
            an.html
        );
        assert!(an.says("Bản nháp · "), "{}", an.html);
        for browser in [&mut truong, &mut binh, &mut analyst] {
            assert_eq!(browser.open(&format!("/briefs/{id}")).await.status, 403, "a draft is its writers'");
        }

        // Newer figures; what was written stays.
        let received = house.resident_asks("water.clean", own).await;
        house.run_followers().await;
        let again = [("then", "refresh"), words[0]];
        assert_eq!(written(&mut an, &id, &["say-letters"], &again).await, 200);
        assert!(an.says("Nhân dân quan tâm rác thải"), "{}", an.html);

        // Sent to whoever was chosen, and to nobody below or beside.
        assert_eq!(sent(&mut an, &id, &[]).await, 422);
        assert_eq!(sent(&mut an, &id, &[other]).await, 422);
        assert_eq!(sent(&mut an, &id, &[own, above]).await, 200, "{}", an.html);
        assert!(an.says("Số: 01/BC-") && an.says("Chưa nơi nhận nào mở"), "{}", an.html);
        let it = store::get(&house.store, id.parse().expect("an id")).await.expect("read").expect("a brief");
        let document = documents::one(&house.store, it.document.expect("a number")).await.expect("read");
        assert_eq!(
            document.as_ref().map(|one| (one.number, one.unit)),
            Some((1, own)),
            "in the unit's own register"
        );
        assert_eq!(an.open(&format!("/briefs/{id}/edit")).await.status, 404, "nothing is written any more");

        // Unread first; opened by whom and when, once; a neighbour is no reader.
        analyst.open("/briefs").await;
        assert!(analyst.says("Chưa mở") && analyst.says(&id), "{}", analyst.html);
        analyst.open(&format!("/briefs/{id}")).await;
        assert!(analyst.says("lần đầu") && analyst.says("Tiếp nhận 46"), "{}", analyst.html);
        analyst.open(&format!("/briefs/{id}")).await;
        assert!(!analyst.says("lần đầu"), "{}", analyst.html);
        house.clock.pass_seconds(60);
        truong.open(&format!("/briefs/{id}")).await;
        assert_eq!((truong.status, binh.open(&format!("/briefs/{id}")).await.status), (200, 403));
        assert_eq!(binh.open(&format!("/briefs/{id}/paper.docx")).await.status, 403);
        an.open(&format!("/briefs/{id}")).await;
        assert!(!an.says("Chưa nơi nhận nào mở") && an.says("mở lúc"), "{}", an.html);
        let openings = store::openings(&house.store, it.id).await.expect("read");
        let roles: Vec<Role> = openings.iter().map(|one| one.role).collect();
        assert_eq!(roles, [Role::CityAnalyst, Role::CommuneLeader]);
        let told = events::of_thing(&house.store, it.id.0, 100).await.expect("events");
        let times = |kind: &str| told.iter().filter(|one| one.event.kind == kind).count();
        assert_eq!((times("document.issued"), times("brief.sent"), times("brief.opened")), (1, 1, 2));

        // More comes in, also about its days: what was sent stays what was sent.
        let officer = house.somebody(Role::CommuneOfficer, own).await;
        answer(house, &officer, &received).await;
        for case in &ledger.cases[27..40] {
            answer(house, &officer, case).await;
        }
        house.run_followers().await;
        let opened = briefs::one(house, &officer, it.id).await.expect("opened");
        assert_eq!(opened.it, it);
        let kept = document.expect("a document").letter;
        assert_eq!(serde_json::to_string(&opened.paper.letter).expect("written"), kept);
        for (format, begin) in [(Format::Docx, b"PK".as_slice()), (Format::Pdf, b"%PDF-")] {
            let file = briefs::file(house, &officer, it.id, format).await.expect("a file");
            assert!(file.name.ends_with(format.ending()) && file.bytes.starts_with(begin), "{}", file.name);
        }

        // A mistake is told by another brief that names the old one.
        let form = format!("/briefs/new?brief_kind=month&corrects={id}");
        an.open(&form).await;
        let fresh = form_id(&an);
        let fields = [("id", fresh.as_str()), ("brief_kind", "month"), ("corrects", id.as_str())];
        an.send("/briefs/new", &fields).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert!(an.says("Nhân dân quan tâm rác thải"), "what was written goes along: {}", an.html);
        assert_eq!(sent(&mut an, &fresh, &[above]).await, 200);
        assert!(an.says("Số: 02/BC-"), "{}", an.html);
        analyst.open(&format!("/briefs/{id}")).await;
        assert!(analyst.says(&format!("/briefs/{fresh}")), "{}", analyst.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_told_with_its_number_to_those_it_concerns() {
    for_each_engine(|house| async move {
        let house = &house;
        let all = wards(house);
        as_usual(house, &all).await;
        let failing: Vec<(i64, UnitId, &str, i64)> =
            (1..=6).map(|ago| (5, all[0], "water.clean", ago)).collect();
        count(house, &failing).await;
        pass(house, house.today()).await.expect("a night");
        let quick = || TypedBrief { kind: "quick".into(), ..TypedBrief::default() };
        for (role, unit, expected) in [
            (Role::CommuneOfficer, all[0], true),
            (Role::CommuneOfficer, all[1], false),
            (Role::CityAnalyst, city(house, all[0]), true),
        ] {
            let who = house.somebody(role, unit).await;
            let id = drafted(house, &who, quick()).await;
            let opened = briefs::one(house, &who, id).await.expect("opened");
            let plain = opened.paper.letter.plain();
            let told = plain.contains("Hệ thống phát hiện 1 vấn đề")
                && plain.contains("Nước sạch sinh hoạt tại Phường Ngọc Hà: 33 lượt");
            assert_eq!(told, expected, "{plain}");
            assert_eq!(plain.contains("nhiều hơn mức thường thấy"), expected, "{plain}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_told_by_its_board() {
    for_each_engine(|house| async move {
        let house = &house;
        let own = ward(house, "Ngọc Hà");
        somebody(house, "lanh.dao", Role::CityLeader, city(house, own)).await;
        somebody(house, "an", Role::CommuneOfficer, own).await;
        let (mut lead, mut an) = (Browser::of(house, "lanh.dao").await, Browser::of(house, "an").await);
        let id = project(&mut lead).await;
        for number in ["NH-001", "NH-002"] {
            file(&mut an, id, &[("number", number)]).await.expect("a file");
        }
        let fields = |project: &str| {
            vec![("brief_kind".to_owned(), "project".to_owned()), ("project".to_owned(), project.to_owned())]
        };
        for (chosen, expected) in
            [(String::new(), 422), (house.new_id().to_string(), 422), (id.to_string(), 200)]
        {
            let all = fields(&chosen);
            let all: Vec<(&str, &str)> =
                all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(begun(&mut an, &all).await, expected, "{}", an.html);
        }
        let brief = id_after(&an.path, "/briefs/");
        an.open(&format!("/briefs/{brief}")).await;
        assert!(an.says("đã bàn giao 0,0\u{a0}% (0/2)"), "{}", an.html);
        assert!(an.says(&format!("/clearance/{id}")) && an.says("Còn 0"), "{}", an.html);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_upward_outlives_the_rules_and_says_that_its_number_was_cancelled() {
    for_each_engine(|house| async move {
        let house = &house;
        let own = ward(house, "Ngọc Hà");
        let officer = house.somebody(Role::CommuneOfficer, own).await;
        let id = drafted(house, &officer, month()).await;
        briefs::send(house, &officer, id, &[own.to_string()], house.now()).await.expect("sent");
        let before = briefs::one(house, &officer, id).await.expect("opened");
        assert!(before.paper.letter.remark.contains("mô phỏng"), "{}", before.paper.letter.remark);

        house.clock.set_day("2061-10-05");
        retention::run(house, &Asker::house()).await.expect("a run");
        let kept = briefs::one(house, &officer, id).await.expect("opened");
        assert_eq!(kept.paper.letter, before.paper.letter);
        assert!(kept.paper.letter.number.starts_with("Số: 01/BC-"), "{}", kept.paper.letter.number);

        let valid = briefs::file(house, &officer, id, Format::Pdf).await.expect("a file").bytes;
        cancel(house, &officer, kept.it.document.expect("a document"), "Nhầm kỳ").await.expect("cancelled");
        assert!(briefs::one(house, &officer, id).await.expect("opened").is_cancelled);
        let marked = briefs::file(house, &officer, id, Format::Pdf).await.expect("a file").bytes;
        assert_ne!(marked, valid, "a paper that looks valid must not go on its way");
    })
    .await;
}
