//! A directive's way: from the city to its communes, what they report with and without evidence, who verifies it, and
//! what the board then says.

use crate::{
    desk::{Browser, somebody},
    letters_way::{go_to, ward},
    registers_counts::city,
    telling::photograph,
};
use danvan_actions::{
    attachments::keep_picture,
    programmes::{self, Board},
    verify,
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    people::Role,
    programmes::{Commitment, State, TypedCommitment, TypedProgramme},
    rights::Asker,
};
use danvan_store::{events, programmes as store};
use danvan_testkit::{House, for_each_engine};

pub(crate) const WARDS: [&str; 3] = ["Ngọc Hà", "Ba Đình", "Giảng Võ"];

/// The id behind a part of an address.
pub(crate) fn id_after(text: &str, before: &str) -> String {
    text.split(before)
        .nth(1)
        .and_then(|rest| rest.get(..36))
        .unwrap_or_else(|| panic!("{before} in {text}"))
        .into()
}

/// The id that a form carries.
pub(crate) fn form_id(browser: &Browser) -> String {
    id_after(&browser.html, "name=\"id\" value=\"")
}

/// A directive of the city, made over its form.
pub(crate) async fn directive(lead: &mut Browser) -> ProgrammeId {
    lead.open("/programmes/new").await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    let id = form_id(lead);
    let fields = [
        ("id", id.as_str()),
        ("sort", "directive"),
        ("title", "Chỉ thị về tiếp dân, đối thoại"),
        ("number", "07-CT/TU"),
        ("issued_on", "01/10/2021"),
        ("issued_by", "Thành ủy Hà Nội"),
        ("starts_on", "01/10/2026"),
        ("ends_on", "31/12/2026"),
    ];
    lead.send("/programmes/new", &fields).await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    id_after(&lead.path, "/programmes/").parse().expect("an id")
}

/// Something promised in it, over its form.
pub(crate) async fn promised(lead: &mut Browser, of: ProgrammeId, fields: &[(&str, &str)]) -> CommitmentId {
    let form = format!("/programmes/{of}/promise");
    lead.open(&form).await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    let id = form_id(lead);
    let usual = [
        ("what", "Hội nghị đối thoại với nhân dân"),
        ("measure", "count"),
        ("counted", "buổi"),
        ("target", "100"),
        ("direction", "at_least"),
        ("adds_up", "sum"),
        ("rhythm", "once"),
        ("last_on", "30/11/2026"),
        ("needs_evidence", "yes"),
    ];
    let mut all = vec![("id", id.as_str())];
    all.extend(usual.iter().filter(|(name, _)| !fields.iter().any(|(own, _)| own == name)));
    all.extend(fields);
    lead.send(&form, &all).await;
    assert_eq!(lead.status, 200, "{}", lead.html);
    id_after(&lead.path, "of=").parse().expect("an id")
}

/// Reports over the form; gives the status.
pub(crate) async fn reported(
    browser: &mut Browser,
    of: CommitmentId,
    value: &str,
    photo: Option<&str>,
) -> u16 {
    let form = format!("/programmes/commitments/{of}/report");
    browser.open(&form).await;
    assert_eq!(browser.status, 200, "{}", browser.html);
    let id = form_id(browser);
    let mut fields = vec![("id", id.as_str()), ("value", value), ("told", "Đã đối thoại tại nhà văn hóa.")];
    fields.extend(photo.map(|hash| ("photo", hash)));
    browser.send(&form, &fields).await.status
}

pub(crate) async fn verdict(browser: &mut Browser, of: CommitmentId, fields: &[(&str, &str)]) -> u16 {
    let story = format!("/programmes/commitments/{of}");
    browser.open(&story).await;
    let report = id_after(&browser.html, "action=\"/programmes/reports/");
    browser.send(&format!("/programmes/reports/{report}"), fields).await.status
}

async fn part_of(house: &House, whole: CommitmentId, unit: UnitId) -> Commitment {
    let parts = store::below(&house.store, whole).await.expect("read");
    parts.into_iter().find(|part| part.unit == unit).expect("a part")
}

fn states(board: &Board) -> Vec<State> {
    board.rows.iter().map(|row| row.cells[0].state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directive_goes_down_is_reported_verified_and_seen_as_a_whole() {
    for_each_engine(|house| async move {
        // Long because it is one story.
        let wards = WARDS.map(|name| ward(&house, name));
        let city = city(&house, wards[0]);
        somebody(&house, "thanh.pho", Role::CityLeader, city).await;
        for (name, unit) in ["an", "binh", "chi"].into_iter().zip(wards) {
            somebody(&house, name, Role::CommuneOfficer, unit).await;
        }
        let mut lead = Browser::of(&house, "thanh.pho").await;
        let programme = directive(&mut lead).await;
        let whole = promised(&mut lead, programme, &[]).await;

        // Shared out by how many people live in each; what cannot add up is refused.
        let form = format!("/programmes/commitments/{whole}/share");
        lead.open(&form).await;
        assert_eq!(lead.status, 200, "{}", lead.html);
        let units = wards.map(|unit| unit.to_string());
        let unit_fields = units.iter().map(|unit| ("unit", unit.as_str()));
        let too_much: Vec<(&str, &str)> =
            unit_fields.clone().chain([("sharing", "population"), ("portion", "101")]).collect();
        assert_eq!(lead.send(&form, &too_much).await.status, 422);
        let most: Vec<(&str, &str)> =
            unit_fields.chain([("sharing", "population"), ("portion", "90")]).collect();
        lead.send(&form, &most).await;
        assert_eq!(lead.status, 200, "{}", lead.html);
        assert!(lead.says("Chưa giao hết: còn 10"), "{}", lead.html);
        let people = |unit: UnitId| {
            let facts = house.facts();
            facts.tree.get(unit).and_then(|unit| unit.population.clone()).expect("people").people
        };
        let sum: i64 = wards.iter().map(|unit| people(*unit)).sum();
        for unit in wards {
            let part = part_of(&house, whole, unit).await;
            let fair = 90 * people(unit) / sum;
            assert!((fair..=fair + 1).contains(&part.indicator.target), "{:?}", part.indicator);
        }

        // One reports with a photo, and the city accepts it.
        let [first, second, third] = [
            part_of(&house, whole, wards[0]).await,
            part_of(&house, whole, wards[1]).await,
            part_of(&house, whole, wards[2]).await,
        ];
        let mut an = Browser::of(&house, "an").await;
        an.open("/programmes/mine").await;
        assert!(an.says(&format!("/programmes/commitments/{}/report", first.id)), "{}", an.html);
        let photo = keep_picture(&house, photograph(41).into()).await.expect("kept");
        let target = first.indicator.target.to_string();
        assert_eq!(reported(&mut an, first.id, &target, Some(&photo)).await, 200, "{}", an.html);
        assert!(an.says(&format!("/pictures/{photo}/small")) && an.says("chưa xác minh"), "{}", an.html);
        assert!(!an.says("action=\"/programmes/reports/"), "nobody verifies their own");
        lead.open("/programmes/verify").await;
        assert!(lead.says("Phường Ngọc Hà"), "{}", lead.html);
        assert_eq!(lead.open(&format!("/pictures/{photo}")).await.status, 200, "the city sees the photo");
        assert_eq!(verdict(&mut lead, first.id, &[("verdict", "accept")]).await, 200, "{}", lead.html);

        // Another reports with nothing: it cannot be accepted, and comes back with a reason.
        let mut binh = Browser::of(&house, "binh").await;
        let target = second.indicator.target.to_string();
        assert_eq!(reported(&mut binh, second.id, &target, None).await, 200, "{}", binh.html);
        assert_eq!(verdict(&mut lead, second.id, &[("verdict", "accept")]).await, 422, "nothing shows it");
        assert_eq!(verdict(&mut lead, second.id, &[("verdict", "return")]).await, 422, "a return says why");
        let why = [("verdict", "return"), ("reason", "Thiếu ảnh hội nghị.")];
        assert_eq!(verdict(&mut lead, second.id, &why).await, 200, "{}", lead.html);
        binh.open(&format!("/programmes/commitments/{}", second.id)).await;
        assert!(binh.says("Thiếu ảnh hội nghị."), "{}", binh.html);

        // The third says nothing until its days are over.
        go_to(&house, "2026-12-01");
        let leader = Asker::house();
        let board = programmes::board(&house, &leader, programme, Some(whole), (house.today(), None)).await;
        let board = board.expect("a board");
        assert_eq!(states(&board), [State::Late, State::Late, State::Kept], "Ba Đình, Giảng Võ, Ngọc Hà");
        let total = board.total.as_ref().expect("a whole").cells[0];
        assert_eq!(total.proven, Some(first.indicator.target));
        assert_eq!(board.left, Some(10));
        let mut lead = Browser::of(&house, "thanh.pho").await;
        lead.open(&format!("/programmes/{programme}")).await;
        for said in ["Phường Giảng Võ", "trễ", "đạt", "07-CT/TU", "Chưa giao hết: còn 10"] {
            assert!(lead.says(said), "{said}: {}", lead.html);
        }
        let csv = lead.open(&format!("/programmes/{programme}/board.csv?of={whole}")).await;
        assert!(csv.says("Phường Ngọc Hà") && csv.says("kept"), "{}", csv.html);
        lead.open(&format!("/programmes/{programme}/board.json?of={whole}")).await;
        let json: serde_json::Value = serde_json::from_str(&lead.html).expect("JSON");
        assert_eq!(json["cells"].as_array().map(Vec::len), Some(4));
        let kinds =
            [(whole, "programme.shared"), (first.id, "progress.accepted"), (second.id, "progress.returned")];
        for (thing, kind) in kinds {
            let all = events::of_thing(&house.store, thing.0, 100).await.expect("events");
            assert!(all.iter().any(|placed| placed.event.kind == kind), "{kind}");
        }
        assert!(third.ended_at.is_none());
        assert_eq!(verify::verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

/// A programme of a unit, and something promised in it: without a page.
pub(crate) async fn made(house: &House, lead: &Asker, typed: TypedCommitment) -> (ProgrammeId, CommitmentId) {
    let day = |text: &str| Some(Ok(text.parse().expect("a day")));
    let programme = TypedProgramme {
        kind: "plan".into(),
        title: "Kế hoạch của năm".into(),
        starts_on: day("2026-10-01"),
        ends_on: day("2027-03-31"),
        ..TypedProgramme::default()
    };
    let id = ProgrammeId(house.new_id());
    let programme = programmes::make(house, lead, id, &programme, &[]).await.expect("made");
    let id = CommitmentId(house.new_id());
    let promised =
        programmes::promise(house, lead, (programme, id), ("", ""), &typed).await.expect("promised");
    (programme, promised)
}
