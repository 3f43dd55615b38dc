//! Land clearance from the project to the land handed over: files go by their proceedings, boards add up, the worklist says what waits
//! and why, a promise at a call falls due, and nobody outside reads who speaks for a file.

use crate::{
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    programmes_way::{form_id, id_after},
    registers_counts::city,
};
use danvan_actions::verify;
use danvan_domain::{
    ids::{ProceedingId, ProjectId},
    people::Role,
};
use danvan_store::{clearance as store, proceedings};
use danvan_testkit::{House, for_each_engine};

/// A project of the city, begun over its form.
pub(crate) async fn project(lead: &mut Browser) -> ProjectId {
    lead.open("/clearance/new").await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    let id = form_id(lead).parse().expect("an id");
    assert_eq!(begin(lead, id, SEGMENTS).await, 200, "{}", lead.html);
    id
}

pub(crate) const SEGMENTS: &str = "Đoạn bắc: 30.000\nĐoạn nam: 28.200";

/// Sends the form of a project.
pub(crate) async fn begin(lead: &mut Browser, id: ProjectId, segments: &str) -> u16 {
    lead.open("/clearance/new").await;
    let id = id.to_string();
    let fields = [
        ("id", id.as_str()),
        ("name", "Đường Vành đai 4"),
        ("number", "1012/QĐ-UBND"),
        ("planned_on", "16/2/2023"),
        ("cut_off_on", "1/3/2023"),
        ("length", "58.200"),
        ("area", "8.120.700"),
        ("segments", segments),
    ];
    lead.send("/clearance/new", &fields).await.status
}

/// A file of one's own commune, opened over its form; some fields stand in place of the usual ones.
pub(crate) async fn file(
    browser: &mut Browser,
    project: ProjectId,
    fields: &[(&str, &str)],
) -> Option<ProceedingId> {
    let address = format!("/clearance/{project}/files/new");
    browser.open(&address).await;
    let id = form_id(browser);
    let segment =
        id_after(&browser.html, "<select id=\"field-segment\" name=\"segment\" required><option value=\"");
    let place =
        id_after(&browser.html, "<select id=\"field-place\" name=\"place\" required><option value=\"");
    let usual = [
        ("id", id.as_str()),
        ("number", "NH-001"),
        ("clearance_kind", "household"),
        ("land", "residential"),
        ("segment", segment.as_str()),
        ("place", place.as_str()),
        ("parcel", "12/105"),
        ("area", "1.250"),
        ("plots", "1"),
        ("holder", "Trần Thị Mận"),
        ("phone", "0912345678"),
    ];
    let mut all: Vec<(&str, &str)> =
        usual.into_iter().filter(|(name, _)| !fields.iter().any(|(own, _)| own == name)).collect();
    all.extend(fields);
    browser.send(&address, &all).await;
    (browser.status == 200).then(|| id.parse().expect("an id"))
}

/// One step of the law in all files that stand in a stage.
pub(crate) async fn step(browser: &mut Browser, project: ProjectId, fields: &[(&str, &str)]) -> u16 {
    let address = format!("/clearance/{project}/acts");
    browser.open(&address).await;
    let id = if browser.says("name=\"id\"") { form_id(browser) } else { String::new() };
    let fields = [&[("id", id.as_str())][..], fields].concat();
    browser.send(&address, &fields).await.status
}

pub(crate) async fn stage(house: &House, id: ProceedingId) -> String {
    let file = store::file(&house.store, id).await.expect("read").expect("a file");
    let it = proceedings::get(&house.store, id).await.expect("read").expect("a proceeding");
    assert_eq!(file.stage, it.stage, "a file stands where its proceeding does");
    file.stage
}

pub(crate) async fn check_verified(house: &House) {
    assert_eq!(verify::verify(house).await.expect("a report").difference, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn land_is_cleared_step_by_step_and_the_board_adds_up() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        somebody(&house, "chu.tich", Role::CommuneLeader, own).await;
        somebody(&house, "binh", Role::CommuneOfficer, ward(&house, "Ba Đình")).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let id = project(&mut lead).await;
        assert!(lead.says("Đoạn bắc") && lead.says("812,07"), "{}", lead.html);

        // Two households and graves; each is a proceeding that began with the plan.
        let first = file(&mut an, id, &[]).await.expect("a file");
        assert!(an.says("NH-001") && an.says("Họp dân"), "the next step is told: {}", an.html);
        assert!(!an.says("Mận") && !an.says("0912345678"), "a file names nobody");
        let second =
            file(&mut an, id, &[("number", "NH-002"), ("land", "agricultural"), ("area", "800")]).await;
        let second = second.expect("a file");
        let graves = [
            ("number", "NH-003"),
            ("clearance_kind", "graves"),
            ("area", ""),
            ("graves", "12"),
            ("plots", ""),
        ];
        file(&mut an, id, &graves).await.expect("graves");
        assert!(file(&mut an, id, &[]).await.is_none(), "a number stands once in a project");
        assert_eq!(an.status, 422, "{}", an.html);
        assert!(an.says("NH-001") && an.says("đã có trong dự án"), "{}", an.html);
        // The same form twice is one file; with other words under its id it is told.
        let (first_id, phone) = (first.to_string(), ("phone", "0987654321"));
        file(&mut an, id, &[("id", &first_id)]).await.expect("the same");
        assert!(file(&mut an, id, &[("id", &first_id), phone]).await.is_none());
        assert_eq!(an.status, 409, "{}", an.html);
        an.open(&format!("/proceedings/{first}")).await;
        assert!(an.says("1012/QĐ-UBND") && an.says("Hồ sơ NH-001: Đường Vành đai 4"), "{}", an.html);

        // A meeting for all three with its counts; minutes are needed, and nobody is counted twice.
        let meet =
            [("act", "planned:meet"), ("came", "40"), ("women", "21"), ("agree", "30"), ("disagree", "6")];
        assert_eq!(step(&mut an, id, &meet).await, 422, "which minutes?");
        assert!(an.says("value=\"40\""), "nothing typed is lost: {}", an.html);
        let with_minutes = [meet.as_slice(), &[("document", "7/BB-UBND")]].concat();
        let too_many = [with_minutes.as_slice(), &[("others", "30")]].concat();
        assert_eq!(step(&mut an, id, &too_many).await, 422, "{}", an.html);
        assert_eq!(step(&mut an, id, &with_minutes).await, 200, "{}", an.html);
        assert!(an.says("Đã ghi cho 3 hồ sơ"), "{}", an.html);
        assert_eq!(stage(&house, second).await, "met");

        // Only the chair gives notice; the clock differs for farmland.
        let notice = [("act", "met:notice"), ("document", "12/TB-UBND")];
        assert_ne!(step(&mut an, id, &notice).await, 200, "the law does not let an officer");
        let mut chair = Browser::of(&house, "chu.tich").await;
        assert_eq!(step(&mut chair, id, &notice).await, 200, "{}", chair.html);
        an.open(&format!("/proceedings/{first}")).await;
        assert!(an.says("2/2/2027"), "120 days for homes: {}", an.html);
        an.open(&format!("/proceedings/{second}")).await;
        assert!(an.says("4/12/2026"), "60 days for farmland: {}", an.html);

        // The worklist: what waits, why, and what comes next.
        let block = format!("/clearance/files/{first}/blocked");
        an.open(&format!("/clearance/files/{first}")).await;
        assert_eq!(an.send(&block, &[("blocked", "nothing of the list")]).await.status, 422);
        an.send(&block, &[("blocked", "resettlement")]).await;
        assert_eq!(an.status, 200, "{}", an.html);
        lead.open(&format!("/clearance/{id}/worklist?reason=resettlement")).await;
        assert!(lead.says("NH-001") && !lead.says("NH-002") && lead.says("Kiểm đếm"), "{}", lead.html);
        lead.open(&format!("/clearance/{id}?by=commune")).await;
        assert!(lead.says("Phường Ngọc Hà") && lead.says("0,00 / 0,21"), "{}", lead.html);
        lead.open(&format!("/clearance/{id}?by=district")).await;
        // This ward has parts of two districts: what lay where is not made up.
        assert!(lead.says("Không quy được về một đơn vị"), "the old district: {}", lead.html);
        assert!(lead.says("Theo đơn vị hành chính ngày 30/6/2025"), "{}", lead.html);
        let csv = lead.alone().get(&format!("/clearance/{id}/board.csv?by=segment")).await;
        assert!(csv.text.contains("Đoạn bắc,3,0,1,2050,0,2"), "{}", csv.text);
        let xlsx = lead.alone().get(&format!("/clearance/{id}/worklist.xlsx")).await;
        assert_eq!(&xlsx.bytes[..2], b"PK");

        // A neighbour sees neither file nor list of them.
        let mut binh = Browser::of(&house, "binh").await;
        assert_eq!(binh.open(&format!("/clearance/files/{first}")).await.status, 403);
        binh.open(&format!("/clearance/{id}/worklist")).await;
        assert!(!binh.says("NH-00"), "{}", binh.html);

        // On to the end, day by day as the law wants it.
        house.clock.pass_hours(1);
        let mut an = Browser::of(&house, "an").await;
        assert_eq!(
            step(&mut an, id, &[("act", "noticed:inventory"), ("document", "8/BB")]).await,
            200,
            "{}",
            an.html
        );
        assert_eq!(step(&mut an, id, &[("act", "surveyed:draft")]).await, 200, "{}", an.html);
        let post = [("act", "drafted:post"), ("forms", "trụ sở, nhà văn hóa")];
        assert_eq!(step(&mut an, id, &post).await, 200, "{}", an.html);
        let opinions = [("act", "posted:take_opinions"), ("document", "9/BB"), ("came", "3"), ("agree", "3")];
        assert_eq!(step(&mut an, id, &opinions).await, 409, "the posting stands for 30 days: {}", an.html);
        go_to(&house, "2026-11-06");
        let mut an = Browser::of(&house, "an").await;
        assert_eq!(step(&mut an, id, &opinions).await, 200, "{}", an.html);
        assert_eq!(stage(&house, first).await, "consulted");
        let mut lead = Browser::of(&house, "thanh.pho").await;
        lead.open(&format!("/clearance/{id}/year?year=2026")).await;
        assert!(lead.says("7/BB-UBND") && lead.says("1/3/2023"), "{}", lead.html);
        // 40 came, 30 agreed and 6 did not: four said nothing, so that no opinion is told outside the ward.
        assert!(lead.says(">40<") && lead.says(">21<") && lead.says("không nêu"), "{}", lead.html);
        assert!(!lead.says(">30<") && !lead.says(">6<"), "{}", lead.html);
        check_verified(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_its_promise_and_the_account() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let own = ward(&house, "Ngọc Hà");
        somebody(&house, "thanh.pho", Role::CityLeader, city(&house, own)).await;
        somebody(&house, "an", Role::CommuneOfficer, own).await;
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        let id = project(&mut lead).await;
        let one = file(&mut an, id, &[]).await.expect("a file");

        // What was promised has a day, and stands among all that falls due until somebody says what came of it.
        let form = format!("/clearance/files/{one}/call");
        an.open(&form).await;
        let call_id = form_id(&an);
        let call = [
            ("id", call_id.as_str()),
            ("on", "5/10/2026"),
            ("who", "Tổ công tác số 2"),
            ("asked", "Đo lại phần sân phía sau."),
            ("promised", "Đo lại sân và trả lời hộ."),
        ];
        assert_eq!(an.send(&form, &call).await.status, 422, "by when?");
        assert!(an.says("Đo lại phần sân phía sau."), "nothing typed is lost");
        let call = [call.as_slice(), &[("until", "8/10/2026"), ("next", "Mời hộ xem bản đo")]].concat();
        an.send(&form, &call).await;
        assert_eq!(an.status, 200, "{}", an.html);
        an.open(&form).await;
        an.send(&form, &call).await;
        assert_eq!(an.status, 200, "a double tap is one call: {}", an.html);
        assert!(an.says("Tổ công tác số 2") && an.says("8/10/2026"), "{}", an.html);
        an.open(&form).await;
        let other = [call.as_slice(), &[("next_on", "9/10/2026")]].concat();
        an.send(&form, &other).await;
        assert_eq!(an.status, 409, "the same call with other words: {}", an.html);
        assert_eq!(store::calls::calls(&house.store, one).await.expect("calls").len(), 1);
        an.open("/deadlines").await;
        assert!(
            an.says("Đo lại sân và trả lời hộ.") && an.says(&format!("/clearance/files/{one}")),
            "{}",
            an.html
        );
        go_to(&house, "2026-10-09");
        let (mut lead, mut an) = (Browser::of(&house, "thanh.pho").await, Browser::of(&house, "an").await);
        an.open("/deadlines?list=late").await;
        assert!(an.says("Đo lại sân"), "{}", an.html);
        let answer = format!("/clearance/calls/{call_id}/answer");
        an.open(&answer).await;
        assert_eq!(an.send(&answer, &[("answer", " ")]).await.status, 422);
        an.send(&answer, &[("answer", "Đã đo lại, hộ ký biên bản.")]).await;
        assert_eq!(an.status, 200, "{}", an.html);
        an.open("/deadlines?list=late").await;
        assert!(!an.says("Đo lại sân"), "{}", an.html);

        // The account: nothing is paid that is not due, nor a plot given that is not.
        let form = format!("/clearance/files/{one}/entries");
        let entry = async |an: &mut Browser, sort: &str, dong: &str| {
            an.open(&form).await;
            let id = form_id(an);
            let fields = [
                ("id", id.as_str()),
                ("entry_sort", sort),
                ("dong", dong),
                ("on", "7/10/2026"),
                ("paper_number", "31/QĐ"),
            ];
            an.send(&form, &fields).await;
            (an.status, id)
        };
        assert_eq!(entry(&mut an, "paid", "1.000").await.0, 422, "nothing is due yet");
        assert_eq!(entry(&mut an, "land", "hai tỷ").await.0, 422);
        assert!(an.says("hai tỷ"), "nothing typed is lost");
        assert_eq!(entry(&mut an, "land", "2.000.000.000").await.0, 200, "{}", an.html);
        let (status, wrong) = entry(&mut an, "support", "500.000.000").await;
        assert_eq!(status, 200, "{}", an.html);
        assert_eq!(entry(&mut an, "paid", "2.000.000.001").await.0, 200, "{}", an.html);
        let strike = format!("/clearance/entries/{wrong}/strike");
        an.open(&format!("/clearance/files/{one}")).await;
        an.send(&strike, &[]).await;
        assert_eq!(an.status, 409, "more would be paid than is due: {}", an.html);
        assert_eq!(entry(&mut an, "plot", "2").await.0, 422, "one plot is due");
        let (status, plot) = entry(&mut an, "plot", "1").await;
        assert_eq!(status, 200, "{}", an.html);
        // A double tap is not weighed against what its first half left.
        for (paper, expected) in [("31/QĐ", 200), ("32/QĐ", 409)] {
            an.open(&form).await;
            let again = [("id", plot.as_str()), ("entry_sort", "plot"), ("dong", "1"), ("on", "7/10/2026")];
            let again = [again.as_slice(), &[("paper_number", paper)]].concat();
            an.send(&form, &again).await;
            assert_eq!(an.status, expected, "{paper}: {}", an.html);
        }
        lead.open(&format!("/clearance/{id}")).await;
        assert!(lead.says("1 / 1"), "the plot is given: {}", lead.html);
        let csv = lead.alone().get(&format!("/clearance/{id}/board.csv")).await;
        assert!(csv.text.contains("2500000000,2000000001"), "{}", csv.text);
        let year = lead.alone().get(&format!("/clearance/{id}/year?year=2026")).await;
        assert!(year.text.contains("2.000.000.001 đồng"), "{}", year.text);
        check_verified(&house).await;
    })
    .await;
}
