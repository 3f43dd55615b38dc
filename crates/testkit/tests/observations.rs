//! Stories of observations: what a team hears, from noting to what came of it, on both engines.

use danvan_actions::{
    Failure,
    cases::{Act, Where, handle},
    observations::{
        Asks, Said, Wanted, edit, list, mine, note, open, places, raise_case, usual_topics, withdraw,
    },
};
use danvan_domain::{
    cases::Contact,
    ids::{ObservationId, UnitId},
    observations::{Outcome, Severity},
    people::Role,
    refusals::Refusal,
    rights::Asker,
};
use danvan_store::events;
use danvan_testkit::{House, for_each_engine};
use serde_json::Value;
use uuid::Uuid;

/// Phường Ba Đình and Phường Ngọc Hà in 2026.
const HERE: &str = "00004";
const ELSEWHERE: &str = "00008";

fn said(place: UnitId, words: &str) -> Said {
    Said {
        place: Where::Unit(place),
        topic: "water.clean".into(),
        severity: "worry".into(),
        how_many: "about_10".into(),
        trend: "rising".into(),
        note: words.into(),
    }
}

fn asks(house: &House, body: &str) -> Asks {
    Asks {
        id: Some(house.new_id()),
        body: body.into(),
        language: "vi".into(),
        urgent: false,
        contact: Contact { phone: Some("0912 345 678".into()), ..Contact::default() },
    }
}

fn key(failure: &Failure) -> String {
    match failure {
        Failure::Refused(Refusal::Invalid(notes)) => {
            notes.iter().map(|note| format!("{}:{}", note.field, note.note.key)).collect::<Vec<_>>().join(" ")
        }
        Failure::Refused(Refusal::Conflict(note) | Refusal::NotAllowed(note)) => note.key.clone(),
        other => format!("{other:?}"),
    }
}

async fn events_of(house: &House, id: ObservationId) -> Vec<(String, Value)> {
    let placed = events::of_thing(&house.store, id.0, 50).await.expect("events");
    placed.into_iter().map(|placed| (placed.event.kind, placed.event.payload)).collect()
}

async fn noted(house: &House, member: &Asker, said: Said) -> ObservationId {
    note(house, member, Some(house.new_id()), said, vec![], None).await.expect("noted").id
}

async fn heard_at(house: &House, reader: &Asker, unit: UnitId, topic: Option<&str>) -> Vec<ObservationId> {
    let from = house.today().plus_days(-30);
    let topic = topic.map(str::to_owned);
    let wanted = Wanted { unit, from, to: house.today(), severity: Some(Severity::Worry), topic };
    list(house, reader, &wanted).await.expect("a list").noted.into_iter().map(|noted| noted.id).collect()
}

#[tokio::test]
async fn what_is_sent_twice_is_one_and_other_words_are_refused() {
    for_each_engine(|house| async move {
        let here = house.unit(HERE);
        let member = house.somebody(Role::TeamMember, here).await;
        let id = house.new_id();
        let first =
            note(&house, &member, Some(id), said(here, "Nước yếu"), vec![], None).await.expect("noted");
        let again =
            note(&house, &member, Some(id), said(here, "  Nước yếu\n"), vec![], None).await.expect("again");
        assert_eq!((first.id, first.new, again.id, again.new), (again.id, true, first.id, false));
        let other = note(&house, &member, Some(id), said(here, "Mất nước"), vec![], None).await;
        assert_eq!(key(&other.expect_err("other words")), "refusal-same-id-other-words");
        let kinds: Vec<String> = events_of(&house, first.id).await.into_iter().map(|event| event.0).collect();
        assert_eq!(kinds, ["observation.noted"]);
        assert_eq!(mine(&house, &member, (10, 0)).await.expect("mine").total, 1);
    })
    .await;
}

#[tokio::test]
async fn a_note_and_what_is_asked_with_it_are_written_together_or_not_at_all() {
    for_each_engine(|house| async move {
        let here = house.unit(HERE);
        let member = house.somebody(Role::TeamMember, here).await;
        let rows = || async {
            let mut counts = Vec::new();
            for name in ["observations", "observation_versions", "cases", "contacts", "events"] {
                let table = danvan_store::tables::table(name).expect(name);
                counts.push(danvan_store::snapshot::count(&house.store, table).await.expect("a count"));
            }
            counts
        };
        // The case's id stands for another message: neither the case nor the note is kept.
        let taken = house.resident_asks("water.clean", here).await.id;
        let before = rows().await;
        let asked = Asks { id: Some(taken.0), ..asks(&house, "Bao giờ có nước?") };
        let id = house.new_id();
        let refused = note(&house, &member, Some(id), said(here, "Nước yếu"), vec![], Some(asked)).await;
        assert_eq!(key(&refused.expect_err("another message")), "refusal-same-id-other-words");
        assert_eq!(rows().await, before);
        // A picture that is not kept: the same.
        let gone = vec!["0".repeat(64)];
        let asked = asks(&house, "Bao giờ có nước?");
        let refused =
            note(&house, &member, Some(id), said(here, "Nước yếu"), gone, Some(asked.clone())).await;
        assert_eq!(key(&refused.expect_err("no such picture")), "photos:note-photo-gone");
        assert_eq!(rows().await, before);

        let send = || note(&house, &member, Some(id), said(here, "Nước yếu"), vec![], Some(asked.clone()));
        let first = send().await.expect("noted");
        let after = rows().await;
        let grown: Vec<i64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
        assert_eq!(grown, [1, 1, 1, 1, 2]);
        let again = send().await.expect("the same");
        assert_eq!(first.case.expect("a case").receipt, again.case.expect("the same case").receipt);
        assert_eq!((first.new, again.new, rows().await), (true, false, after));
    })
    .await;
}

#[tokio::test]
async fn a_note_that_names_somebody_is_kept_nowhere_and_every_fault_is_told() {
    for_each_engine(|house| async move {
        let here = house.unit(HERE);
        let member = house.somebody(Role::TeamMember, here).await;
        let bad = Said {
            topic: "joy".into(),
            severity: String::new(),
            ..said(here, "Ông Nguyễn Văn Hùng đổ rác ra ngõ")
        };
        let refused = note(&house, &member, None, bad, vec![], None).await.expect_err("refused");
        assert_eq!(
            key(&refused),
            "id:note-id topic:note-unknown-topic severity:note-choose note:note-names-somebody"
        );
        let id = noted(&house, &member, said(here, "Gọi 0912345678 báo nước yếu")).await;
        let kept = open(&house, &member, id).await.expect("open").observation;
        assert_eq!(kept.heard.note, "Gọi [•••] báo nước yếu");
        assert_eq!(mine(&house, &member, (10, 0)).await.expect("mine").total, 1);
    })
    .await;
}

#[tokio::test]
async fn an_edit_keeps_the_original_and_a_withdrawal_its_history() {
    for_each_engine(|house| async move {
        let here = house.unit(HERE);
        let member = house.somebody(Role::TeamMember, here).await;
        let officer = house.somebody(Role::CommuneOfficer, here).await;
        let id = noted(&house, &member, said(here, "Nước yếu")).await;
        house.clock.pass_hours(1);
        let changed = Said { severity: "anger".into(), ..said(here, "Nước yếu đã ba ngày") };
        edit(&house, &member, id, changed.clone()).await.expect("edited");
        edit(&house, &member, id, changed.clone()).await.expect("the same words change nothing");
        let opened = open(&house, &officer, id).await.expect("open");
        let words: Vec<&str> = opened.versions.iter().map(|version| version.heard.note.as_str()).collect();
        assert_eq!(words, ["Nước yếu", "Nước yếu đã ba ngày"]);
        assert_eq!((opened.observation.edits, opened.is_own, opened.may_change), (1, false, false));
        let events = events_of(&house, id).await;
        assert_eq!(events.len(), 2);
        assert_eq!(events[1].1["before"], events[0].1);

        let another = edit(&house, &officer, id, changed.clone()).await.expect_err("another's");
        assert!(matches!(another, Failure::Refused(Refusal::NotFound)));
        withdraw(&house, &member, id).await.expect("withdrawn");
        assert!(matches!(open(&house, &officer, id).await, Err(Failure::Refused(Refusal::NotFound))));
        assert_eq!(open(&house, &member, id).await.expect("own").versions.len(), 2);

        let old = noted(&house, &member, said(here, "Nước đục")).await;
        house.clock.pass_hours(25);
        let late = edit(&house, &member, old, changed).await.expect_err("too late");
        assert_eq!(key(&late), "refusal-observation-too-old");
    })
    .await;
}

#[tokio::test]
async fn a_case_grows_from_an_observation_and_its_author_sees_what_came_of_it() {
    for_each_engine(|house| async move {
        let here = house.unit(HERE);
        let member = house.somebody(Role::TeamMember, here).await;
        let officer = house.somebody(Role::CommuneOfficer, here).await;
        let (id, wants) = (house.new_id(), asks(&house, ""));
        let tell = || note(&house, &member, Some(id), said(here, "Nước yếu"), vec![], Some(wants.clone()));
        let told = tell().await.expect("noted with a case");
        let case = told.case.expect("a receipt");
        let again = tell().await.expect("again").case.expect("the same receipt");
        assert_eq!((again.receipt, again.new), (case.receipt, false));
        let came = async || {
            let mine = mine(&house, &member, (10, 0)).await.expect("mine");
            (mine.grown.iter().map(|grown| Outcome::of(grown.stage)).collect::<Vec<_>>(), mine.waiting.len())
        };
        assert_eq!(came().await, (vec![Outcome::HandedOver], 1));
        handle(&house, &officer, case.id, Act::Accept).await.expect("taken");
        assert_eq!(came().await, (vec![Outcome::InHand], 1));
        let body = "Đã sửa xong".to_owned();
        let answer = Act::Answer { body, late_reason: None, close: false };
        handle(&house, &officer, case.id, answer).await.expect("answered");
        assert_eq!(came().await, (vec![Outcome::Answered], 0));
        let changed =
            edit(&house, &member, told.id, said(here, "Nước yếu hơn")).await.expect_err("has a case");
        assert_eq!(key(&changed), "refusal-observation-has-case");

        let silent = noted(&house, &member, said(here, "")).await;
        let empty = raise_case(&house, &officer, silent, asks(&house, " ")).await.expect_err("says nothing");
        assert_eq!(key(&empty), "body:note-required");
        raise_case(&house, &officer, silent, asks(&house, "Bao giờ có nước?")).await.expect("raised");
        assert_eq!(open(&house, &member, silent).await.expect("open").grown.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_refused_leaves_no_observation() {
    for_each_engine(|house| async move {
        let here = house.unit(HERE);
        let member = house.somebody(Role::TeamMember, here).await;
        let contact = Contact { phone: Some("abc".into()), ..Contact::default() };
        let wants = Asks { contact, ..asks(&house, "") };
        let id: Uuid = house.new_id();
        let refused = note(&house, &member, Some(id), said(here, "Nước yếu"), vec![], Some(wants)).await;
        assert_eq!(key(&refused.expect_err("a bad phone")), "phone:note-phone");
        assert_eq!(mine(&house, &member, (10, 0)).await.expect("mine").total, 0);
        note(&house, &member, Some(id), said(here, "Nước yếu"), vec![], None).await.expect("mended and sent");
    })
    .await;
}

#[tokio::test]
async fn another_commune_neither_reads_nor_notes_here() {
    for_each_engine(|house| async move {
        let (here, elsewhere, city) = (house.unit(HERE), house.unit(ELSEWHERE), house.unit("01"));
        let member = house.somebody(Role::TeamMember, here).await;
        let officer = house.somebody(Role::CommuneOfficer, here).await;
        let other = house.somebody(Role::CommuneOfficer, elsewhere).await;
        let analyst = house.somebody(Role::CityAnalyst, city).await;
        let id = noted(&house, &member, said(here, "Nước yếu")).await;
        assert_eq!(heard_at(&house, &officer, here, Some("water")).await, [id]);
        assert_eq!(heard_at(&house, &officer, here, Some("roads")).await, []);
        assert_eq!(heard_at(&house, &analyst, city, None).await, [id]);
        assert_eq!(heard_at(&house, &other, elsewhere, None).await, []);
        let refused = open(&house, &other, id).await.err().expect("not theirs");
        assert_eq!(key(&refused), "refusal-not-allowed");
        assert_eq!(open(&house, &analyst, id).await.expect("open").author, None);
        assert!(open(&house, &officer, id).await.expect("open").author.is_some());
        let there = note(&house, &member, Some(house.new_id()), said(elsewhere, ""), vec![], None).await;
        assert_eq!(key(&there.expect_err("not their commune")), "refusal-not-allowed");
    })
    .await;
}

#[tokio::test]
async fn what_was_noted_before_a_reorganisation_is_read_where_its_place_lies_now() {
    for_each_engine(|house| async move {
        house.clock.set_day("2025-06-20");
        // Phường Ngọc Hà until 2025-06-30; its officer's commune of the same day, and today's by succession.
        let old = house.unit("00016");
        let member = house.somebody(Role::TeamMember, old).await;
        let id = noted(&house, &member, said(old, "Nước yếu")).await;
        house.clock.set_day("2025-07-05");
        let successors = house.facts().tree.standing_for(old, house.today());
        let mut seen = 0;
        for unit in &successors {
            let officer = house.somebody(Role::CommuneOfficer, *unit).await;
            seen += usize::from(heard_at(&house, &officer, *unit, None).await == [id]);
        }
        assert!(seen >= 1 && seen == successors.len(), "{seen} of {successors:?}");
    })
    .await;
}

#[tokio::test]
async fn the_topics_one_uses_most_come_first() {
    for_each_engine(|house| async move {
        let here = house.unit(HERE);
        let member = house.somebody(Role::TeamMember, here).await;
        let fresh = usual_topics(&house, &member, 6).await.expect("topics");
        assert_eq!(fresh.len(), 6);
        for topic in ["order.adverts", "order.adverts", "roads.transit"] {
            noted(&house, &member, Said { topic: topic.into(), ..said(here, "") }).await;
        }
        let usual = usual_topics(&house, &member, 6).await.expect("topics");
        assert_eq!(usual[..2], ["order.adverts", "roads.transit"]);
        assert_eq!(usual[2..], fresh[..4]);
        let places = places(&house, &member).expect("places");
        assert_eq!((places.own, places.commune.id), (here, here));
    })
    .await;
}
