//! Somebody who cannot write themselves asks at the desk or through their neighbourhood's team.

use crate::{
    desk::{Browser, somebody},
    telling::{case_of, code_of, go_on},
};
use danvan_actions::cases::{Opened, open};
use danvan_domain::{
    cases::{Case, Channel, Stage},
    ids::UnitId,
    people::Role,
    rights::Asker,
};
use danvan_store::{cases, events};
use danvan_testkit::{House, Page, Site, for_each_engine};
use reqwest::StatusCode;

const PHONE: &str = "0912 345 678";

/// Goes through the report of somebody else up to its end.
async fn write(writer: &Browser, first: &Page, place: &str) -> Page {
    let browser = writer.alone();
    let words = [("words", "Bà Tư báo nước yếu cả tuần."), ("place_text", place), ("go", "next")];
    let topic = go_on(browser, first, &words).await;
    let more = go_on(browser, &topic, &[("topic", "water.clean"), ("go", "next")]).await;
    let asked = [("name", "Bà Tư"), ("phone", PHONE), ("news_phone", "yes"), ("go", "next")];
    let next = go_on(browser, &more, &asked).await;
    go_on(browser, &next, &[("go", "send")]).await
}

/// Whoever brought it in is in the log; the case is whoever asked's.
async fn brought_in(house: &House, code: &str, own: UnitId) -> (Case, Opened) {
    let case = case_of(house, code).await;
    assert_eq!((case.stage, case.responsible, case.assignee), (Stage::Received, own, None));
    assert_eq!(case.body, "Bà Tư báo nước yếu cả tuần.");
    let contact = cases::contact(&house.store, case.id).await.expect("read").expect("a contact");
    assert_eq!((contact.name.as_deref(), contact.phone.as_deref()), (Some("Bà Tư"), Some(PHONE)));
    let opened = open(house, &Asker::house(), case.id).await.expect("a case");
    assert_eq!(opened.news, (false, false), "nobody agrees for somebody else");
    (case, opened)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_writes_for_somebody_at_the_desk() {
    for_each_engine(|house| async move {
        let own = house.unit("00004");
        let name = house.facts().tree.get(own).expect("a ward").name.clone();
        let lan = somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mut desk = Browser::of(&house, "lan").await;
        let first = desk.alone().get("/cases/new?for=desk").await;
        assert!(first.text.contains(&name), "the place is the officer's own: {}", first.text);
        let code = code_of(&write(&desk, &first, &name).await);
        let (case, opened) = brought_in(&house, &code, own).await;
        assert_eq!((case.channel, case.observation), (Channel::Desk, None));
        assert_eq!(opened.ways, Some((true, true, false)));
        let told = events::of_thing(&house.store, case.id.0, 10).await.expect("read");
        let received: Vec<_> = told.iter().filter(|one| one.event.kind == "case.received").collect();
        assert_eq!(received.iter().map(|one| one.event.actor).collect::<Vec<_>>(), [Some(lan)]);
        desk.open(&format!("/cases/{}", case.id)).await;
        assert!(desk.says("Bà con báo tại bàn tiếp dân"), "{}", desk.html);
        // Whoever asked follows it like everybody else.
        let receipt = Site::open(&house).await.browser().get(&format!("/receipts/{code}")).await;
        assert!(receipt.text.contains("Bà Tư báo nước yếu cả tuần."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_member_asks_for_a_neighbour_near_by_only() {
    for_each_engine(|house| async move {
        let (own, other) = (house.unit("00004"), house.unit("00008"));
        let name = |unit| house.facts().tree.get(unit).expect("a ward").name.clone();
        somebody(&house, "mai", Role::TeamMember, own).await;
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let mai = Browser::of(&house, "mai").await;
        let heard = house.new_id();
        let first = mai.alone().get(&format!("/cases/new?for={heard}")).await;
        assert_eq!(first.status, StatusCode::OK);
        let code = code_of(&write(&mai, &first, &name(own)).await);
        let (case, _) = brought_in(&house, &code, own).await;
        assert_eq!((case.channel, case.observation.map(|id| id.0)), (Channel::Team, Some(heard)));
        let mut lan = Browser::of(&house, "lan").await;
        lan.open("/cases").await;
        assert_eq!(lan.tab("Mới"), 1);
        lan.open(&format!("/cases/{}", case.id)).await;
        assert!(lan.says("Bà con báo qua tổ dân vận"), "{}", lan.html);

        // Not in another commune, and not by whoever is no member of a team.
        let first = mai.alone().get("/cases/new?for=neighbour").await;
        let refused = write(&mai, &first, &name(other)).await;
        assert_eq!((refused.status, refused.location.as_str()), (StatusCode::FORBIDDEN, ""));
        somebody(&house, "khoa", Role::CityAnalyst, house.unit("01")).await;
        let khoa = Browser::of(&house, "khoa").await;
        assert_eq!(khoa.alone().get("/cases/new?for=desk").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
