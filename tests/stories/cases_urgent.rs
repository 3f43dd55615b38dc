//! What is urgent must be taken within four working hours, whether whoever asked said so or an officer saw it.

use crate::{
    desk::{Browser, somebody},
    telling::{case_of, code_of, go_on},
};
use danvan_actions::{
    cases::{Act, handle},
    verify::verify,
};
use danvan_domain::{cases::Case, ids::CaseId, people::Role};
use danvan_store::{cases, events};
use danvan_testkit::{House, Site, for_each_engine};
use reqwest::StatusCode;
use serde_json::json;

/// Came in on Monday at nine; offices close from 12:00 to 13:30 and at 17:30.
const FOUR_HOURS: &str = "2026-10-05T07:30:00Z";
const EIGHT_HOURS: &str = "2026-10-06T02:00:00Z";

async fn case(house: &House, id: CaseId) -> Case {
    cases::get(&house.store, id).await.expect("read").expect("a case")
}

#[tokio::test]
async fn what_is_said_to_be_urgent_is_to_be_taken_sooner() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let program = site.browser();
        for (urgent, due) in
            [(json!(true), FOUR_HOURS), (json!(false), EIGHT_HOURS), (json!(null), EIGHT_HOURS)]
        {
            let id = CaseId(house.new_id());
            let (topic, place) = ("water.flood", json!({"unit": house.unit("00004")}));
            let body = json!({"id": id, "topic": topic, "text": "Vỡ ống.", "place": place, "urgent": urgent});
            let sent = program.post_json("/api/v1/cases", &body).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{urgent}: {}", sent.text);
            let case = case(&house, id).await;
            assert_eq!((case.urgent, case.receive_due_at.to_string()), (urgent == true, due.to_owned()));
        }

        // A resident ticks it on the page, where the topic has it.
        for (topic, is_urgent) in [("water.clean", true), ("environment.waste", false)] {
            let resident = site.browser();
            let first = resident.get("/cases/new").await;
            let words = [("words", "Nước tràn ra đường."), ("place_text", "Ba Đình"), ("go", "next")];
            let chosen = go_on(&resident, &first, &words).await;
            let more = go_on(&resident, &chosen, &[("topic", topic), ("go", "next")]).await;
            assert_eq!(more.text.contains("name=\"urgent\""), is_urgent, "{topic}");
            let next = go_on(&resident, &more, &[("urgent", "yes"), ("go", "next")]).await;
            let code = code_of(&go_on(&resident, &next, &[("go", "send")]).await);
            let case = case_of(&house, &code).await;
            let due = if is_urgent { FOUR_HOURS } else { EIGHT_HOURS };
            assert_eq!(
                (case.urgent, case.receive_due_at.to_string()),
                (is_urgent, due.to_owned()),
                "{topic}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_marks_a_case_urgent_has_it_taken_sooner() {
    for_each_engine(|house| async move {
        let own = house.unit("00004");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let id = house.resident_asks("water.clean", own).await.id;
        let before = case(&house, id).await;
        assert_eq!(before.receive_due_at.to_string(), EIGHT_HOURS);
        let mut lan = Browser::of(&house, "lan").await;
        lan.open(&format!("/cases/{id}")).await;
        let rank = format!("/cases/{id}/rank");
        for (form, urgent, due) in [
            (&[("urgent", "yes")][..], true, FOUR_HOURS),
            (&[("high", "yes")][..], false, EIGHT_HOURS),
            (&[("urgent", "yes"), ("high", "yes")][..], true, FOUR_HOURS),
        ] {
            lan.send(&rank, form).await;
            let now = case(&house, id).await;
            assert_eq!(
                (lan.status, now.urgent, now.receive_due_at.to_string()),
                (200, urgent, due.to_owned())
            );
            assert_eq!(
                (now.due_at, now.stage),
                (before.due_at, before.stage),
                "the answer's clock is another"
            );
        }

        // Taken after four hours and before eight: late, as every count of it says.
        house.clock.pass_hours(6);
        let mut lan = Browser::of(&house, "lan").await;
        lan.open(&format!("/cases/{id}")).await;
        lan.send(&format!("/cases/{id}/accept"), &[]).await;
        let told = events::of_thing(&house.store, id.0, 100).await.expect("read");
        let taken = told.iter().find(|one| one.event.kind == "case.accepted").expect("taken");
        assert_eq!(taken.event.payload["in_time"], false);
        let officer = house.somebody(Role::CommuneOfficer, own).await;
        handle(&house, &officer, id, Act::Rank { urgent: false, priority: 0 }).await.expect("ranked");
        assert_eq!(
            case(&house, id).await.receive_due_at.to_string(),
            FOUR_HOURS,
            "what was taken stays taken late"
        );
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}
