//! Cases that are the same matter: every receipt follows to the end of a chain, and each comes back as it was.

use crate::{
    desk::{Browser, somebody},
    telling::case_of,
};
use danvan_actions::{
    cases::{Act, Received, follow, handle, open, support},
    data::retention,
    verify::verify,
};
use danvan_domain::{
    cases::{Case, Contact, Stage},
    ids::{CaseId, UnitId},
    people::Role,
    rights::Asker,
};
use danvan_store::cases;
use danvan_testkit::{House, Site, for_each_engine};
use danvan_words::Language;

const ALL_THREE: &str = "Đã thu gom cả ba chỗ.";

/// Three residents report the same, a minute apart.
async fn three(house: &House, place: UnitId) -> [Received; 3] {
    let mut all = Vec::new();
    for _ in 0..3 {
        house.clock.pass_seconds(60);
        all.push(house.resident_asks("environment.waste", place).await);
    }
    all.try_into().unwrap_or_else(|_| panic!("three"))
}

async fn case(house: &House, id: CaseId) -> Case {
    cases::get(&house.store, id).await.expect("read").expect("a case")
}

/// On how many receipts a case is read, and which cases were merged into it.
async fn read_on(house: &House, id: CaseId) -> (i64, Vec<CaseId>) {
    let opened = open(house, &Asker::house(), id).await.expect("a case");
    (opened.receipts(), opened.merged.iter().map(|case| case.id).collect())
}

async fn receipt(site: &Site, code: &str) -> String {
    site.browser().get(&format!("/receipts/{code}")).await.text
}

/// The holder of a receipt says something on its page.
async fn say(site: &Site, code: &str, words: &[(&str, &str)]) -> String {
    let holder = site.browser();
    let page = format!("/receipts/{code}");
    holder.get(&page).await;
    holder.post(&page, words).await.location
}

#[tokio::test(flavor = "multi_thread")]
async fn every_receipt_of_a_chain_shows_the_answer_and_may_open_the_case_again() {
    for_each_engine(|house| async move {
        let own = house.unit("00004");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let [first, second, last] = three(&house, own).await;
        let me_too = (&[][..], Language::Vi);
        let neighbour = support(&house, first.id, &Contact::default(), me_too, house.new_id()).await;
        let neighbour = neighbour.expect("a receipt");
        let site = Site::open(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        lan.open(&format!("/cases/{}", first.id)).await;
        lan.send(&format!("/cases/{}/merge", first.id), &[("into", &second.id.to_string())]).await;
        lan.send(&format!("/cases/{}/merge", second.id), &[("into", &last.id.to_string())]).await;
        assert_eq!(read_on(&house, last.id).await, (4, vec![first.id, second.id]));
        // Nothing leads round in a circle.
        lan.send(&format!("/cases/{}/merge", last.id), &[("into", &first.id.to_string())]).await;
        assert_eq!((lan.status, case(&house, last.id).await.stage), (422, Stage::Received));

        lan.open(&format!("/cases/{}", last.id)).await;
        for merged in [&first, &second] {
            assert!(lan.says(&format!("/cases/{}/unmerge", merged.id)), "{}", lan.html);
        }
        lan.send(&format!("/cases/{}/answer", last.id), &[("body", ALL_THREE)]).await;
        for code in [&first.receipt, &second.receipt, &last.receipt, &neighbour] {
            assert!(receipt(&site, code).await.contains(ALL_THREE), "{code}");
        }

        // Words of the first are heard where the matter is, and nowhere else.
        say(&site, &first.receipt, &[("say", "add"), ("more", "Còn một ít ở cuối ngõ.")]).await;
        let words = async |id| {
            let entries = cases::entries(&house.store, id).await.expect("a history");
            entries.iter().filter(|entry| entry.body == "Còn một ít ở cuối ngõ.").count()
        };
        assert_eq!((words(first.id).await, words(second.id).await, words(last.id).await), (0, 0, 1));
        // Somebody who did not ask first does not close it for the others.
        say(&site, &first.receipt, &[("say", "solved")]).await;
        assert_eq!(case(&house, last.id).await.stage, Stage::Answered);
        let said = say(&site, &first.receipt, &[("say", "not-solved"), ("body", "Rác vẫn còn.")]).await;
        assert_eq!(said, format!("/receipts/{}?said=not-solved", first.receipt));
        let again = case(&house, last.id).await;
        assert_eq!((again.stage, again.reopened), (Stage::Reopened, 1));
        assert_eq!(
            (case(&house, first.id).await.stage, case(&house, second.id).await.stage),
            (Stage::Merged, Stage::Merged)
        );
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_its_own_again_stands_where_it_stood_and_takes_along_what_was_its_own() {
    for_each_engine(|house| async move {
        let own = house.unit("00004");
        somebody(&house, "lan", Role::CommuneOfficer, own).await;
        let [first, second, last] = three(&house, own).await;
        let site = Site::open(&house).await;
        let mut lan = Browser::of(&house, "lan").await;
        // The second was answered, and its holder said that it is not solved.
        lan.open(&format!("/cases/{}", second.id)).await;
        lan.send(&format!("/cases/{}/answer", second.id), &[("body", "Đã thu gom một phần.")]).await;
        say(&site, &second.receipt, &[("say", "not-solved"), ("body", "Rác vẫn còn.")]).await;
        let before = case(&house, second.id).await;
        assert_eq!(before.stage, Stage::Reopened);
        for (one, into) in [(&first, &second), (&second, &last)] {
            lan.send(&format!("/cases/{}/merge", one.id), &[("into", &into.id.to_string())]).await;
        }
        lan.send(&format!("/cases/{}/answer", last.id), &[("body", ALL_THREE)]).await;

        lan.send(&format!("/cases/{}/unmerge", second.id), &[]).await;
        assert_eq!(lan.status, 200);
        assert_eq!(case(&house, second.id).await, before, "reopened as it was, under the same promise");
        assert_eq!(
            (read_on(&house, last.id).await, read_on(&house, second.id).await),
            ((1, vec![]), (2, vec![first.id]))
        );
        let held = follow(&house, &first.receipt, "").await.expect("a receipt");
        assert_eq!(held.carried.map(|case| case.id), Some(second.id));
        for code in [&first.receipt, &second.receipt] {
            let page = receipt(&site, code).await;
            assert!(!page.contains(ALL_THREE) && page.contains("Đã thu gom một phần."), "{code}");
        }
        lan.send(&format!("/cases/{}/answer", second.id), &[("body", "Đã thu gom nốt.")]).await;
        assert!(receipt(&site, &first.receipt).await.contains("Đã thu gom nốt."));

        // The first is its own as well, and nobody has taken it.
        lan.send(&format!("/cases/{}/unmerge", first.id), &[]).await;
        let alone = case_of(&house, &first.receipt).await;
        assert_eq!((alone.stage, alone.merged_into, alone.accepted_at), (Stage::Received, None, None));
        assert!(!receipt(&site, &first.receipt).await.contains("Đã thu gom nốt."));
        assert_eq!(read_on(&house, second.id).await, (1, vec![]));
        lan.send(&format!("/cases/{}/unmerge", first.id), &[]).await;
        assert_eq!(lan.status, 409);
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test]
async fn a_receipt_is_kept_while_whatever_carries_on_in_the_end_is_open() {
    for_each_engine(|house| async move {
        let own = house.unit("00004");
        let officer = house.somebody(Role::CommuneOfficer, own).await;
        let [first, second, last] = three(&house, own).await;
        let contact = Contact { phone: Some("0912 345 678".into()), ..Contact::default() };
        let mut change = house.store.begin().await.expect("a change");
        cases::save_contact(&mut change, first.id, &contact).await.expect("a contact");
        change.commit().await.expect("a commit");
        handle(&house, &officer, first.id, Act::Merge(second.id)).await.expect("merged");
        handle(&house, &officer, second.id, Act::Merge(last.id)).await.expect("merged");
        let due = async || {
            let due = retention::preview(&house, &Asker::house()).await.expect("a preview");
            due.into_iter().filter(|one| one.rule.rule == "contact").map(|one| one.things).sum::<i64>()
        };
        house.clock.pass_days(181);
        assert_eq!(due().await, 0, "the matter is still open");
        let late_reason = Some("overload".to_owned());
        let answer = Act::Answer { body: ALL_THREE.into(), late_reason, close: true };
        handle(&house, &officer, last.id, answer).await.expect("answered");
        assert_eq!(due().await, 1, "its own time had passed long before");
    })
    .await;
}
