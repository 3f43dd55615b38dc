//! An inspection's way: planned by the city, decided, answered by the commune, worked along its checklist, concluded, mended
//! and closed; what may not be done; and what becomes of it when units are reorganised.

use crate::{
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    programmes_way::{form_id, id_after, reported, verdict},
    registers_counts::city,
    telling::photograph,
};
use danvan_actions::{
    Failure,
    attachments::keep_picture,
    inspections,
    units::{File, reorganise, undo},
    verify,
};
use danvan_domain::{
    deadlines::Deadline,
    ids::{CommitmentId, InspectionId, UnitId},
    inspections::{Stage, TypedPlan},
    people::Role,
    programmes::Kind,
    refusals::Refusal,
    rights::Asker,
};
use danvan_store::{deadlines, events, inspections as store, programmes};
use danvan_testkit::{House, for_each_engine};
use danvan_words::{Language, Words};

const QUESTIONS: &str = "Dân chủ ở cơ sở: Quỹ do dân góp có được công khai không?";

/// An inspection of a ward, planned over its form; two fields are what a planner usually changes.
async fn planned(lead: &mut Browser, ward: &str, fields: &[(&str, &str)]) -> InspectionId {
    lead.open("/inspections/new").await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    let id = form_id(lead);
    let usual = [
        ("inspection_kind", "inspection"),
        ("subject", "Thực hiện quy chế công tác dân vận"),
        ("unit", ward),
        ("plan", "05-KH/BDV"),
        ("from", "05/10/2026"),
        ("to", "09/10/2026"),
        ("questions", QUESTIONS),
    ];
    let id = fields.iter().find(|(name, _)| *name == "id").map_or(id.as_str(), |(_, id)| *id).to_owned();
    let mut all = vec![("id", id.as_str())];
    all.extend(usual.iter().filter(|(name, _)| !fields.iter().any(|(own, _)| own == name)));
    all.extend(fields.iter().filter(|(name, _)| *name != "id"));
    lead.send("/inspections/new", &all).await;
    id.parse().expect("an id")
}

async fn act(browser: &mut Browser, id: InspectionId, fields: &[(&str, &str)]) -> u16 {
    browser.open(&format!("/inspections/{id}")).await;
    browser.send(&format!("/inspections/{id}/act"), fields).await.status
}

async fn stage(house: &House, id: InspectionId) -> Stage {
    store::get(&house.store, id).await.expect("read").expect("an inspection").stage
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inspection_goes_from_the_plan_to_what_is_mended() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "to.kiem.tra", Role::CityAnalyst, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "binh", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let (mut lead, mut staff) =
            (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "to.kiem.tra").await);
        let (mut an, mut binh) = (Browser::of(&house, "an").await, Browser::of(&house, "binh").await);

        // Staff plan it and may not decide it; who is inspected must stand below.
        let ward_id = own.to_string();
        let id = planned(&mut staff, &ward_id, &[("list", "mobilisation")]).await;
        assert_eq!(staff.status, 200, "{}", staff.html);
        assert!(staff.says("Quyết định 23-QĐ/TW") || staff.says("Quỹ do dân góp"), "{}", staff.html);
        assert_eq!(
            act(&mut staff, id, &[("act", "decide"), ("number", "9"), ("on", "01/10/2026")]).await,
            403
        );
        let above = city(&house, own).to_string();
        planned(&mut staff, &above, &[]).await;
        assert_eq!(staff.status, 422, "nobody inspects their own");

        // Decided and sent; the outline must say by when.
        let decision = [("act", "decide"), ("number", "12-QĐ/BDV"), ("on", "01/10/2026")];
        assert_eq!(act(&mut lead, id, &decision).await, 200, "{}", lead.html);
        let outline = [("act", "outline"), ("words", "Báo cáo việc thực hiện quy chế từ đầu năm.")];
        assert_eq!(act(&mut staff, id, &outline).await, 422, "by when?");
        assert!(staff.says("Báo cáo việc thực hiện quy chế từ đầu năm."), "nothing typed is lost");
        let outline = [outline.as_slice(), &[("answer_due_on", "08/10/2026")]].concat();
        assert_eq!(act(&mut staff, id, &outline).await, 200, "{}", staff.html);

        // The unit finds it among those of its own and answers; its neighbour neither sees it nor answers.
        an.open("/inspections?of=own").await;
        assert!(an.says(&format!("/inspections/{id}")) && an.says("Đã gửi đề cương"), "{}", an.html);
        binh.open("/inspections?of=own").await;
        assert!(!binh.says(&id.to_string()));
        assert_eq!(binh.open(&format!("/inspections/{id}")).await.status, 403);
        // What it owes, and what whoever inspects owes, stands among whatever falls due.
        an.open("/deadlines?days=31").await;
        assert!(
            an.says("Báo cáo với đoàn kiểm tra") && an.says(&format!("/inspections/{id}")),
            "{}",
            an.html
        );
        binh.open("/deadlines?days=31").await;
        assert!(!binh.says("Báo cáo với đoàn kiểm tra"));
        let running = async || {
            let all = deadlines::of_thing(&house.store, id.0).await.expect("read");
            all.into_iter().filter(Deadline::is_running).map(|one| one.step).collect::<Vec<_>>()
        };
        assert_eq!(running().await, ["work", "answer"]);
        let answers = [("words", "Đơn vị đã thực hiện đủ."), ("answer-11", "Có, niêm yết mỗi quý.")];
        let form = format!("/inspections/{id}/answer");
        assert_ne!(staff.open(&form).await.status, 200, "whoever inspects does not answer for the unit");
        an.open(&form).await;
        assert!(an.says("8/10/2026") && an.says("Quỹ do dân góp"), "{}", an.html);
        an.send(&form, &answers).await;
        assert_eq!(an.status, 200, "{}", an.html);
        assert_eq!(running().await, ["work"], "what was answered is owed no more");

        // Work along the checklist, each finding with its next question; what is wrong must be said.
        house.clock.pass_hours(1);
        assert_eq!(act(&mut staff, id, &[("act", "begin")]).await, 200, "{}", staff.html);
        let items = store::items(&house.store, id).await.expect("items");
        assert_eq!((items.len(), items[10].answer.as_str()), (11, "Có, niêm yết mỗi quý."));
        let minutes = [("act", "minute"), ("words", "Biên bản làm việc ngày 05/10.")];
        assert_eq!(act(&mut staff, id, &minutes).await, 422, "nothing was looked at");
        let photo = keep_picture(&house, photograph(7).into()).await.expect("kept");
        for item in &items {
            let form = format!("/inspections/{id}/items/{}", item.id);
            staff.open(&form).await;
            let is_wrong = item.number == 6;
            if is_wrong {
                assert_eq!(staff.send(&form, &[("outcome", "shortcoming")]).await.status, 422);
            }
            let found: &[(&str, &str)] = if is_wrong {
                &[("outcome", "shortcoming"), ("told", "Bảng niêm yết ở nơi khó thấy."), ("photo", &photo)]
            } else {
                &[("outcome", "met")]
            };
            staff.send(&form, found).await;
            assert_eq!(staff.status, 200, "{}", staff.html);
        }
        assert!(staff.path.ends_with(&id.to_string()), "after the last question the whole");
        assert!(staff.says("khó thấy") && staff.says(&format!("/pictures/{photo}/small")), "{}", staff.html);
        assert_eq!(an.open(&format!("/pictures/{photo}")).await.status, 200, "the unit sees the evidence");
        assert_ne!(binh.open(&format!("/pictures/{photo}")).await.status, 200, "its neighbour does not");
        assert_eq!(act(&mut staff, id, &minutes).await, 200, "{}", staff.html);
        let again = [("outcome", "violation"), ("told", "Muộn.")];
        let late = format!("/inspections/{id}/items/{}", items[5].id);
        assert_ne!(staff.send(&late, &again).await.status, 200, "minutes settle the findings");
        assert!(running().await.is_empty(), "the minutes are written");
        let objection = [("act", "object"), ("words", "Đã chuyển bảng niêm yết từ ngày 06/10.")];
        assert_eq!(act(&mut an, id, &objection).await, 200, "{}", an.html);

        // The conclusion: what is to be mended becomes a commitment of the ward.
        go_to(&house, "2026-10-12");
        let mut lead = Browser::of(&house, "thanh.pho").await;
        let form = format!("/inspections/{id}/conclude");
        lead.open(&form).await;
        assert!(lead.says("khó thấy"), "{}", lead.html);
        let paper = [("number", "30-TB/BDV"), ("on", "12/10/2026"), ("words", "Cơ bản tốt.")];
        assert_eq!(lead.send(&form, &paper).await.status, 422, "something was found and nothing is mended");
        assert!(lead.says("30-TB/BDV"), "nothing typed is lost");
        let mended = [("remedy-1", "Đặt lại bảng niêm yết ở cổng"), ("due-1", "30/10/2026")];
        lead.send(&form, &[paper.as_slice(), &mended].concat()).await;
        assert_eq!(lead.status, 200, "{}", lead.html);
        let it = store::get(&house.store, id).await.expect("read").expect("there");
        let programme = it.remedies.expect("a programme");
        let paper = programmes::get(&house.store, programme).await.expect("read").expect("there").content;
        assert_eq!((paper.kind, paper.number.as_str()), (Kind::Remedies, "30-TB/BDV"));
        let close = [("act", "close"), ("words", "Đã khắc phục xong.")];
        assert_eq!(act(&mut lead, id, &close).await, 422, "it is not mended yet");

        // The ward reports with evidence, the city verifies, and the inspection is closed.
        let mut an = Browser::of(&house, "an").await;
        an.open("/programmes/mine").await;
        assert!(an.says("Đặt lại bảng niêm yết ở cổng"), "{}", an.html);
        let of: CommitmentId = id_after(&an.html, "/programmes/commitments/").parse().expect("an id");
        let photo = keep_picture(&house, photograph(8).into()).await.expect("kept");
        assert_eq!(reported(&mut an, of, "yes", Some(&photo)).await, 200, "{}", an.html);
        assert_eq!(verdict(&mut lead, of, &[("verdict", "accept")]).await, 200, "{}", lead.html);
        assert_eq!(act(&mut lead, id, &close).await, 200, "{}", lead.html);
        assert_eq!(stage(&house, id).await, Stage::Closed);
        assert_eq!(act(&mut lead, id, &close).await, 409, "it is over");

        // Over time: one of two questions about grassroots democracy was wanting, beside the one that was typed.
        lead.open("/inspections/found").await;
        assert!(lead.says("Dân chủ ở cơ sở") && lead.says("1 / 3") && lead.says("2026"), "{}", lead.html);
        let taken = lead.alone().get("/inspections/found/found.csv").await;
        assert!(taken.text.contains("Năm,2026,Dân chủ ở cơ sở,3,"), "{}", taken.text);
        let all = events::of_thing(&house.store, id.0, 100).await.expect("events");
        let kinds: Vec<&str> = all.iter().map(|placed| placed.event.kind.as_str()).collect();
        for (kind, many) in [("inspection.planned", 1), ("inspection.looked", 11), ("inspection.acted", 8)] {
            assert_eq!(kinds.iter().filter(|other| **other == kind).count(), many, "{kind}: {kinds:?}");
        }
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_and_nothing_is_written() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        let mut lead = Browser::of(&house, "thanh.pho").await;
        let ward_id = own.to_string();
        let wrong: [&[(&str, &str)]; 6] = [
            &[("inspection_kind", "raid")],
            &[("subject", " ")],
            &[("to", "01/10/2026")],
            &[("from", "32/13/2026")],
            &[("questions", "không có dấu hai chấm")],
            &[("unit", "không có đơn vị này")],
        ];
        for fields in wrong {
            planned(&mut lead, &ward_id, fields).await;
            assert_eq!(lead.status, 422, "{fields:?}");
            assert!(lead.says("05-KH/BDV"), "nothing typed is lost");
        }
        let id = planned(&mut lead, &ward_id, &[]).await;
        assert_eq!(lead.status, 200, "{}", lead.html);

        // The same message twice is one inspection; the same id with other words is refused.
        let same = id.to_string();
        planned(&mut lead, &ward_id, &[("id", &same)]).await;
        assert_eq!(lead.status, 200, "{}", lead.html);
        planned(&mut lead, &ward_id, &[("id", &same), ("subject", "Việc khác")]).await;
        assert_eq!(lead.status, 409, "{}", lead.html);

        // Acts out of order, and a decision of a day to come.
        for out_of_order in ["outline", "begin", "minute", "close", "nothing"] {
            let status = act(&mut lead, id, &[("act", out_of_order), ("words", "Xong")]).await;
            assert!(matches!(status, 404 | 409 | 422), "{out_of_order}: {status}");
        }
        let tomorrow = [("act", "decide"), ("number", "1"), ("on", "06/10/2026")];
        assert_eq!(act(&mut lead, id, &tomorrow).await, 422);
        assert_eq!(stage(&house, id).await, Stage::Planned);
        assert_eq!(act(&mut lead, id, &[("act", "call_off")]).await, 422, "why?");
        let why = [("act", "call_off"), ("words", "Trùng cuộc kiểm tra của cấp trên.")];
        assert_eq!(act(&mut lead, id, &why).await, 200, "{}", lead.html);
        assert_eq!(store::acts(&house.store, id).await.expect("acts").len(), 2, "planned and called off");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inspection_goes_with_its_unit_and_keeps_a_reorganisation_from_being_undone() {
    for_each_engine(|house| async move {
        let own = ward(&house, "Ngọc Hà");
        let leader = house.somebody(Role::CityLeader, city(&house, own)).await;
        let planned = async |of: UnitId| {
            let day = |text: &str| Some(Ok(text.parse().expect("a day")));
            let typed = TypedPlan {
                kind: "inspection".into(),
                subject: "Thực hiện quy chế dân vận".into(),
                from: day("2026-10-12"),
                to: day("2026-10-14"),
                list: "mobilisation".into(),
                ..TypedPlan::default()
            };
            let id = InspectionId(house.new_id());
            inspections::plan(&house, &leader, id, &of.to_string(), &typed).await.expect("planned")
        };
        let of = async |id: InspectionId| {
            store::get(&house.store, id).await.expect("read").expect("an inspection").inspected
        };
        let before = planned(own).await;
        let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
        let file = File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() };
        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        let new = house.unit("00008");
        assert_eq!(of(before).await, new, "it goes to whoever stands for the ward");
        undo(&house, &Asker::house(), done.id).await.expect("undone: nothing was begun at the new unit");
        assert_eq!(of(before).await, own, "and back");

        let done = reorganise(&house, &Asker::house(), &file, house.today()).await.expect("done");
        planned(new).await;
        let refused = undo(&house, &Asker::house(), done.id).await.expect_err("an inspection depends on it");
        let words = Words::for_language(Language::En);
        let Failure::Refused(Refusal::Conflict(note)) = refused else { panic!("{refused:?}") };
        assert!(words.note(&note).contains("an inspection already depends on"), "{}", words.note(&note));
    })
    .await;
}
