//! A reorganisation leaves every open case with whoever is on it, and undone it gives each back into the hands it was in.

use danvan_actions::{
    cases::{Act, Asked, Speak, Where, handle, receive, speak},
    units::{File, reorganise, undo},
    verify::{rebuild_tallies, verify},
};
use danvan_domain::{
    cases::{Channel, Contact, EntryKind, Hands, Stage},
    ids::{CaseId, UnitId},
    people::Role,
    rights::Asker,
};
use danvan_store::{cases, jobs, people};
use danvan_testkit::{House, for_each_engine};

use Stage::{Accepted, Received, Reopened};

fn file() -> File {
    let plan = "act,from,to,name\nmerge,00004,00008,Phường Ba Đình Mới\n";
    File { name: "plan.csv".into(), bytes: plan.as_bytes().to_vec() }
}

async fn hands(house: &House, id: CaseId) -> Hands {
    cases::get(&house.store, id).await.expect("read").expect("a case").hands()
}

/// What the receipt of a case says last about where it went.
async fn why(house: &House, id: CaseId) -> String {
    let entries = cases::entries(&house.store, id).await.expect("a history");
    let went = entries.into_iter().rfind(|entry| entry.kind == EntryKind::Transferred);
    went.expect("it went somewhere").body
}

async fn asked_in_english(house: &House, place: UnitId) -> CaseId {
    let asked = Asked {
        id: Some(house.new_id()),
        topic: "water.clean".into(),
        body: "There is no water pressure.".into(),
        place: Where::Unit(place),
        point: None,
        language: "en".into(),
        urgent: false,
        contact: Contact::default(),
        channel: Channel::Web,
        observation: None,
        photos: Vec::new(),
        agreed: Vec::new(),
    };
    receive(house, &Asker::nobody(), asked).await.expect("received").id
}

/// A case in every kind of hands at an office: new, in somebody's, opened again, of somebody who has left since, and of a
/// place elsewhere.
async fn desk(house: &House, office: UnitId, elsewhere: UnitId) -> [CaseId; 5] {
    let officer = house.somebody(Role::CommuneOfficer, office).await;
    let leaver = house.somebody(Role::CommuneOfficer, office).await;
    let fresh = asked_in_english(house, office).await;
    let taken = house.resident_asks("environment.waste", office).await.id;
    handle(house, &officer, taken, Act::Accept).await.expect("taken");
    let again = house.resident_asks("environment.waste", office).await;
    let answer = Act::Answer { body: "Đã thu gom.".into(), late_reason: None, close: false };
    handle(house, &officer, again.id, answer).await.expect("answered");
    speak(house, &again.receipt, "", Speak::NotSolved("Vẫn còn rác.".into())).await.expect("opened again");
    let left = house.resident_asks("environment.waste", office).await.id;
    handle(house, &leaver, left, Act::Accept).await.expect("taken");
    let yesterday = house.today().previous();
    let mut change = house.store.begin().await.expect("a change");
    people::end_position(&mut change, leaver.positions[0].id, yesterday).await.expect("ended");
    change.commit().await.expect("a commit");
    let sent = house.resident_asks("environment.waste", elsewhere).await.id;
    let sender = house.somebody(Role::CommuneOfficer, elsewhere).await;
    handle(house, &sender, sent, Act::Transfer(office, "Việc của phường bạn.".into())).await.expect("sent");
    handle(house, &officer, sent, Act::Accept).await.expect("taken");
    [fresh, taken, again.id, left, sent]
}

#[tokio::test]
async fn cases_keep_their_hands_through_a_reorganisation_and_its_undoing() {
    for_each_engine(|house| async move {
        let (office, elsewhere) = (house.unit("00004"), house.unit("00025"));
        let all = desk(&house, office, elsewhere).await;
        let mut before = Vec::new();
        for id in all {
            before.push(hands(&house, id).await);
        }
        let stages: Vec<Stage> = before.iter().map(|hands| hands.stage).collect();
        assert_eq!(stages, [Received, Accepted, Reopened, Accepted, Accepted]);
        assert!(before.iter().all(|hands| hands.office == office));
        assert_eq!(before.iter().filter(|hands| hands.assignee.is_some()).count(), 4);

        let done = reorganise(&house, &Asker::house(), &file(), house.today()).await.expect("done");
        assert_eq!(done.cases, 5);
        let new = house.unit("00008");
        for (at, id) in all.into_iter().enumerate() {
            let now = hands(&house, id).await;
            assert_eq!(now.stage, stages[at], "{at}: it has come as far as before");
            // Whose officer has left, or works in another office than that of the place, waits for somebody there.
            let (office, assignee) = match at {
                3 => (new, None),
                4 => (elsewhere, None),
                _ => (new, before[at].assignee),
            };
            assert_eq!((now.office, now.assignee), (office, assignee), "{at}");
        }
        let facts = house.facts();
        let name = |unit| facts.tree.get(unit).expect("a unit").name.clone();
        let (from, to) = (name(office), name(new));
        assert_eq!(why(&house, all[0]).await, format!("Administrative units were rearranged: {from} → {to}"));
        assert_eq!(why(&house, all[1]).await, format!("Sắp xếp đơn vị hành chính: {from} → {to}"));
        assert_eq!(verify(&house).await.expect("verified").difference, None);

        undo(&house, &Asker::house(), done.id).await.expect("undone");
        for (at, id) in all.into_iter().enumerate() {
            assert_eq!(hands(&house, id).await, before[at], "{at}");
        }
        assert_eq!(why(&house, all[0]).await, format!("Administrative units were rearranged: {to} → {from}"));
        // What was counted at the unit that is gone is counted anew by the job that follows.
        house.run_followers().await;
        assert!(jobs::count(&house.store, false).await.expect("jobs") > 0);
        rebuild_tallies(&house).await.expect("counted anew");
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test]
async fn what_was_done_with_a_case_since_then_stands() {
    for_each_engine(|house| async move {
        let (office, elsewhere) = (house.unit("00004"), house.unit("00025"));
        let moved = house.resident_asks("environment.waste", office).await.id;
        let done = reorganise(&house, &Asker::house(), &file(), house.today()).await.expect("done");
        let officer = house.somebody(Role::CommuneOfficer, house.unit("00008")).await;
        let transfer = Act::Transfer(elsewhere, "Ngõ thuộc phường bạn.".into());
        handle(&house, &officer, moved, transfer).await.expect("sent on");
        let mut change = house.store.begin().await.expect("a change");
        let position = officer.positions[0].id;
        danvan_store::units::remove_position(&mut change, position).await.expect("removed");
        change.commit().await.expect("a commit");
        let before = hands(&house, moved).await;
        undo(&house, &Asker::house(), done.id).await.expect("undone");
        assert_eq!(hands(&house, moved).await, before, "it went to an office that stays");
    })
    .await;
}
