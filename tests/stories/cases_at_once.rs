//! Many do the same at the same moment: one of them does it, and the others are told the same or refused.

use danvan_actions::{
    Failure,
    cases::{Act, handle},
};
use danvan_domain::{cases::Stage, ids::UnitId, people::Role, refusals::Refusal};
use danvan_store::{cases, events};
use danvan_testkit::{House, Page, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Sixteen programs send a report each, all under one id.
async fn sixteen(
    site: &Site,
    (id, ward): (Uuid, UnitId),
    words: impl Fn(usize) -> String,
) -> Vec<(String, Page)> {
    let mut sending = JoinSet::new();
    for number in 0..16 {
        let (program, words, place) = (site.browser(), words(number), json!({"unit": ward}));
        sending.spawn(async move {
            let body = json!({"id": id, "topic": "water.clean", "text": words, "place": place});
            let page = program.post_json("/api/v1/cases", &body).await;
            (words, page)
        });
    }
    sending.join_all().await
}

fn with(pages: &[(String, Page)], status: StatusCode) -> Vec<&(String, Page)> {
    pages.iter().filter(|(_, page)| page.status == status).collect()
}

fn code(page: &Page) -> String {
    let answer: Value = serde_json::from_str(&page.text).expect("JSON");
    answer["receipt"].as_str().expect("a receipt").to_owned()
}

/// How often the log tells that a case came in.
async fn received(house: &House, id: Uuid) -> usize {
    let told = events::of_thing(&house.store, id, 100).await.expect("read");
    told.iter().filter(|one| one.event.kind == "case.received").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_report_sent_by_sixteen_at_once_is_one_case() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let id = house.new_id();
        let pages = sixteen(&site, (id, house.unit("00004")), |_| "Nước đục từ sáng.".into()).await;
        let counted = (with(&pages, StatusCode::CREATED).len(), with(&pages, StatusCode::OK).len());
        assert_eq!(counted, (1, 15), "{:?}", pages.iter().map(|(_, page)| page.status).collect::<Vec<_>>());
        let first = code(&pages[0].1);
        assert!(pages.iter().all(|(_, page)| code(page) == first), "everybody gets the same receipt");
        assert_eq!(received(&house, id).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixteen_reports_under_one_id_exactly_one_is_kept() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let id = house.new_id();
        let pages =
            sixteen(&site, (id, house.unit("00004")), |number| format!("Nước đục ở ngõ {number}.")).await;
        let won = with(&pages, StatusCode::CREATED);
        let counted = (won.len(), with(&pages, StatusCode::CONFLICT).len());
        assert_eq!(counted, (1, 15), "{:?}", pages.iter().map(|(_, page)| page.status).collect::<Vec<_>>());
        let kept =
            cases::get(&house.store, danvan_domain::ids::CaseId(id)).await.expect("read").expect("a case");
        assert_eq!((&kept.body, received(&house, id).await), (&won[0].0, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_cases_that_are_merged_into_each_other_at_once_are_merged_one_way() {
    for_each_engine(|house| async move {
        let office = house.unit("00004");
        let officer = house.somebody(Role::CommuneOfficer, office).await;
        for _ in 0..6 {
            let one = house.resident_asks("environment.waste", office).await.id;
            let other = house.resident_asks("environment.waste", office).await.id;
            let (there, back) = tokio::join!(
                handle(&house, &officer, one, Act::Merge(other)),
                handle(&house, &officer, other, Act::Merge(one)),
            );
            assert_eq!(usize::from(there.is_ok()) + usize::from(back.is_ok()), 1, "{there:?} {back:?}");
            let mut open = 0;
            for id in [one, other] {
                let case = cases::get(&house.store, id).await.expect("read").expect("a case");
                open += usize::from(case.stage == Stage::Received);
            }
            assert_eq!(open, 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_goes_to_another_office_is_not_given_to_a_colleague_of_the_former() {
    for_each_engine(|house| async move {
        let (office, other) = (house.unit("00004"), house.unit("00008"));
        let colleague = house.somebody(Role::CommuneOfficer, office).await.person.expect("somebody");
        // Somebody who works for both offices, so that the right alone stops nothing.
        let mut officer = house.somebody(Role::CommuneOfficer, office).await;
        officer.positions.extend(house.somebody(Role::CommuneOfficer, other).await.positions);
        for _ in 0..16 {
            let id = house.resident_asks("environment.waste", office).await.id;
            let transfer = Act::Transfer(other, "Ngõ thuộc phường bạn.".into());
            let (sent, given) = tokio::join!(
                handle(&house, &officer, id, transfer),
                handle(&house, &officer, id, Act::Assign(colleague)),
            );
            sent.expect("sent on");
            let case = cases::get(&house.store, id).await.expect("read").expect("a case");
            assert_eq!((case.responsible, case.assignee, case.stage), (other, None, Stage::Received));
            match given {
                Ok(_) => {}
                Err(Failure::Refused(Refusal::Invalid(notes))) => {
                    assert_eq!(notes[0].note.key, "note-unknown-colleague");
                }
                Err(failure) => panic!("{failure:?}"),
            }
            let late = handle(&house, &officer, id, Act::Assign(colleague)).await;
            assert!(matches!(late, Err(Failure::Refused(Refusal::Invalid(_)))), "{late:?}");
        }
    })
    .await;
}
