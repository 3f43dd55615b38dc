//! What teams heard is found by its words: by whoever may read it, as it stands now, and by nobody else.

use crate::desk::{Browser, somebody};
use danvan_actions::{
    cases::Where,
    data::retention,
    observations::{Said, edit, note, withdraw},
    search::{self, find},
    verify::{Difference, verify},
};
use danvan_domain::{
    ids::{ObservationId, UnitId},
    people::Role,
    rights::Asker,
};
use danvan_store::{
    contents::damage,
    search::{Of, sort_all_in},
};
use danvan_testkit::{House, for_each_engine};

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

/// Notes something as a member of a team, and lets the index follow.
async fn hear(house: &House, member: &Asker, place: UnitId, words: &str) -> ObservationId {
    house.clock.pass_seconds(1);
    let noted = note(house, member, Some(house.new_id()), said(place, words), Vec::new(), None).await;
    house.run_followers().await;
    noted.expect("noted").id
}

/// Which observations somebody finds by some words.
async fn found(house: &House, asker: &Asker, words: &str) -> Vec<ObservationId> {
    let found = find(house, asker, words).await.expect("looked for");
    found.heard.iter().map(|noted| noted.id).collect()
}

#[tokio::test]
async fn what_was_heard_is_found_by_whoever_may_read_it() {
    for_each_engine(|house| async move {
        let (ward, other) = (house.unit("00004"), house.unit("00008"));
        let city = house.facts().tree.roots(house.today()).next().expect("a city").id;
        let member = house.somebody(Role::TeamMember, ward).await;
        let first = hear(&house, &member, ward, "Ổ gà trên đường Vành đai 4 đoạn qua chợ.").await;
        let second = hear(&house, &member, ward, "Xe tải chạy đêm ở đường Vành đai 4.").await;
        let elsewhere = house.somebody(Role::TeamMember, other).await;
        let third = hear(&house, &elsewhere, other, "Đường Vành đai 4 thiếu đèn.").await;
        for sorted in [false, true] {
            if sorted {
                sort_all_in(&house.store, Of::Observations).await.expect("sorted in");
            }
            for (role, unit, expected) in [
                (Role::CommuneOfficer, ward, vec![second, first]),
                (Role::CommuneLeader, ward, vec![second, first]),
                (Role::CommuneOfficer, other, vec![third]),
                (Role::CityAnalyst, city, vec![third, second, first]),
                // These read cases or figures, but not what was heard.
                (Role::CityLeader, city, vec![]),
                (Role::Operator, city, vec![]),
                (Role::TeamMember, ward, vec![]),
            ] {
                let asker = house.somebody(role, unit).await;
                assert_eq!(found(&house, &asker, "duong vanh dai 4").await, expected, "{role} {sorted}");
                assert_eq!(found(&house, &asker, "DUONG  vanh đai").await, expected, "{role} {sorted}");
                assert_eq!(found(&house, &asker, "duong vanh dai 5").await, [], "{role} {sorted}");
            }
            // Whoever noted something reads it, and so finds it.
            assert_eq!(found(&house, &member, "vanh dai").await, [second, first]);
            assert_eq!(found(&house, &elsewhere, "vanh dai").await, [third]);
            assert_eq!(found(&house, &member, "nuoc sach").await, [second, first], "by its topic");
            let analyst = house.somebody(Role::CityAnalyst, city).await;
            assert_eq!(found(&house, &analyst, "đường Vành đai 4 đoạn").await, [first]);
        }
        assert!(find(&house, &Asker::nobody(), "vanh dai").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn only_the_wording_that_stands_is_found() {
    for_each_engine(|house| async move {
        let ward = house.unit("00004");
        let member = house.somebody(Role::TeamMember, ward).await;
        let officer = house.somebody(Role::CommuneOfficer, ward).await;
        let noted = hear(&house, &member, ward, "Mithora bị úng sau mưa.").await;
        let other = hear(&house, &member, ward, "Qevandu thiếu nước buổi tối.").await;
        sort_all_in(&house.store, Of::Observations).await.expect("sorted in");
        assert_eq!(found(&house, &officer, "mithora").await, [noted]);
        house.clock.pass_seconds(1);
        edit(&house, &member, noted, said(ward, "Zuquanda bị úng sau mưa.")).await.expect("edited");
        house.run_followers().await;
        assert_eq!(found(&house, &officer, "mithora").await, []);
        assert_eq!(found(&house, &officer, "zuquanda").await, [noted]);
        house.clock.pass_seconds(1);
        withdraw(&house, &member, noted).await.expect("withdrawn");
        house.run_followers().await;
        for asker in [&officer, &member] {
            assert_eq!(found(&house, asker, "zuquanda").await, [], "what was taken back is not found");
        }
        // What is past its time loses its words, in the index at once.
        assert_eq!(found(&house, &officer, "qevandu").await, [other]);
        house.clock.pass_days(1200);
        retention::run(&house, &Asker::house()).await.expect("erased");
        assert_eq!(found(&house, &officer, "qevandu").await, []);
        house.run_followers().await;
        assert_eq!(found(&house, &officer, "qevandu").await, []);
        assert_eq!(found(&house, &officer, "nuoc sach").await, [other], "its place and topic stay");
        if house.store.engine() == "postgres" {
            for word in ["mithora", "zuquanda", "qevandu"] {
                let harm = format!("update observation_search_lists set docs = docs where word = '{word}'");
                assert_eq!(damage(&house.store, &harm).await.expect("counted"), 0, "{word}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_is_named_and_the_index_made_again() {
    for_each_engine(|house| async move {
        let ward = house.unit("00004");
        let member = house.somebody(Role::TeamMember, ward).await;
        let noted = hear(&house, &member, ward, "Cống ở ngõ 12 bị tắc.").await;
        assert_eq!(verify(&house).await.expect("verified").difference, None);
        let table =
            if house.store.engine() == "postgres" { "observation_search" } else { "observation_numbers" };
        assert_eq!(damage(&house.store, &format!("delete from {table}")).await.expect("harmed"), 1);
        assert_eq!(found(&house, &member, "cong ngo 12").await, []);
        let lost = Difference::Search { observation: noted.to_string() };
        assert_eq!(verify(&house).await.expect("verified").difference, Some(lost));
        search::reindex(&house).await.expect("sent back");
        house.run_followers().await;
        assert_eq!(found(&house, &member, "cong ngo 12").await, [noted]);
        assert_eq!(verify(&house).await.expect("verified").difference, None);
    })
    .await;
}

#[tokio::test]
async fn the_page_says_what_each_is_and_leads_there() {
    for_each_engine(|house| async move {
        let ward = house.unit("00004");
        let member = house.somebody(Role::TeamMember, ward).await;
        let noted = hear(&house, &member, ward, "Đường Vành đai 4 <b>ngập</b>.").await;
        house.resident_asks("environment.waste", ward).await;
        house.run_followers().await;
        somebody(&house, "can.bo", Role::CommuneOfficer, ward).await;
        let mut officer = Browser::of(&house, "can.bo").await;
        officer.open("/search?q=duong+vanh+dai+4").await;
        assert_eq!(officer.status, 200);
        assert!(officer.says(&format!("href=\"/observations/{noted}\"")), "{}", officer.html);
        assert!(officer.says("<h2>Điều ghi nhận</h2>") && officer.says("<mark>Đường Vành đai 4</mark>"));
        assert!(officer.says("Băn khoăn") && !officer.says("<b>ngập") && !officer.says("<h2>Việc</h2>"));
        officer.open(&format!("/observations/{noted}")).await;
        assert_eq!(officer.status, 200, "the one that is found can be read");
        officer.open("/search?q=rac").await;
        assert!(officer.says("<h2>Việc</h2>") && !officer.says("<h2>Điều ghi nhận</h2>"), "{}", officer.html);
        officer.open("/search?q=khong+co+dau").await;
        assert!(!officer.says("<h2>Việc</h2>") && !officer.says("<h2>Điều ghi nhận</h2>"));
    })
    .await;
}
