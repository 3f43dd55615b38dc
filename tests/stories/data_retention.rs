//! Retention by rule: previewed, run, certified; figures and chain stay, and nothing is erased twice.

use crate::telling::{answer, case_of};
use danvan_actions::{
    cases::{Act, handle},
    data::{certificate, retention},
    observations::{Said, note},
    operations::settings,
    verify::verify,
};
use danvan_domain::{cases::Contact, people::Role, rights::Asker};
use danvan_store::cases;
use danvan_testkit::{House, for_each_engine};

async fn due(house: &House) -> Vec<(String, i64)> {
    let due = retention::preview(house, &Asker::house()).await.expect("a preview");
    due.into_iter().map(|one| (one.rule.rule, one.things)).filter(|(_, things)| *things > 0).collect()
}

async fn run(house: &House) -> usize {
    retention::run(house, &Asker::house()).await.expect("a run").len()
}

#[tokio::test]
async fn what_is_past_its_time_is_previewed_and_erased_rule_by_rule() {
    for_each_engine(|house| async move {
        let ward = house.unit("00004");
        let received = house.resident_asks("water.clean", ward).await;
        let open = house.resident_asks("water.clean", ward).await;
        let mut change = house.store.begin().await.expect("a change");
        for id in [received.id, open.id] {
            let contact = Contact { phone: Some("0912 345 678".into()), ..Contact::default() };
            cases::save_contact(&mut change, id, &contact).await.expect("a contact");
        }
        change.commit().await.expect("a commit");
        let officer = answer(&house, received.id, "Đã thu gom.").await;
        handle(&house, &officer, received.id, Act::Close).await.expect("closed");
        let member = house.somebody(Role::TeamMember, ward).await;
        let said = Said {
            place: danvan_actions::cases::Where::Unit(ward),
            topic: "water.clean".into(),
            severity: "worry".into(),
            how_many: "about_10".into(),
            trend: "rising".into(),
            note: "Nước yếu cả tuần nay.".into(),
        };
        note(&house, &member, Some(house.new_id()), said, Vec::new(), None).await.expect("noted");
        house.run_followers().await;
        let before = verify(&house).await.expect("verified");
        assert_eq!(due(&house).await, []);

        house.clock.pass_days(180);
        assert_eq!(due(&house).await, [], "the last day still counts");
        house.clock.pass_days(1);
        assert_eq!(due(&house).await, [("contact".to_owned(), 1)]);
        assert_eq!(due(&house).await, [("contact".to_owned(), 1)], "a preview erases nothing");
        assert_eq!(run(&house).await, 1);
        let contact = |id| cases::contact(&house.store, id);
        assert_eq!(contact(received.id).await.expect("read"), None);
        assert!(contact(open.id).await.expect("read").is_some(), "what is open keeps its contact");
        assert_eq!((due(&house).await, run(&house).await), (vec![], 0), "nothing twice");

        // The installation keeps cases shorter than we do.
        settings::set(&house, &Asker::house(), "retention.case", "200").await.expect("set");
        assert!(settings::set(&house, &Asker::house(), "retention.case", "soon").await.is_err());
        house.clock.pass_days(30);
        assert_eq!(due(&house).await, [("case".to_owned(), 1)]);
        let made = retention::run(&house, &Asker::house()).await.expect("a run");
        let paper = certificate(&house, &Asker::house(), made[0]).await.expect("a certificate");
        assert_eq!((paper.rule.as_str(), paper.things, paper.ids.len()), ("case", 1, 1));
        assert!(
            !serde_json::to_string(&paper).expect("JSON").contains(&received.id.to_string()),
            "digests only"
        );
        let erased = case_of(&house, &received.receipt).await;
        assert!(!erased.body.contains("Rác") && erased.point.is_none(), "{}", erased.body);
        assert!(case_of(&house, &open.receipt).await.body.contains("Rác"));

        // Three years after it was noted the observation loses its words.
        house.clock.pass_days(900);
        assert_eq!(due(&house).await, [("observation".to_owned(), 1)]);
        assert_eq!(run(&house).await, 1);
        house.run_followers().await;
        let after = verify(&house).await.expect("verified");
        assert_eq!((after.difference, after.tallies_digest), (None, before.tallies_digest));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_erased_by_itself_until_the_installation_says_so() {
    for_each_engine(|house| async move {
        let received = house.resident_asks("water.clean", house.unit("00004")).await;
        answer(&house, received.id, "Đã thu gom.").await;
        house.clock.pass_days(2000);
        retention::run_by_itself(&house).await.expect("a look");
        assert_eq!(due(&house).await.len(), 1);
        settings::set(&house, &Asker::house(), "retention.automatic", "true").await.expect("set");
        retention::run_by_itself(&house).await.expect("a run");
        assert_eq!(due(&house).await, []);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_keep_the_register_erase() {
    for_each_engine(|house| async move {
        let ward = house.unit("00004");
        for (role, reads, keeps) in [
            (Role::Operator, true, true),
            (Role::CityLeader, true, false),
            (Role::Auditor, true, false),
            (Role::CommuneLeader, true, false),
            (Role::CommuneOfficer, false, false),
            (Role::CityAnalyst, false, false),
            (Role::TeamMember, false, false),
        ] {
            let asker = house.somebody(role, ward).await;
            assert_eq!(retention::preview(&house, &asker).await.is_ok(), reads, "{role}");
            assert_eq!(retention::run(&house, &asker).await.is_ok(), keeps, "{role}");
        }
    })
    .await;
}
