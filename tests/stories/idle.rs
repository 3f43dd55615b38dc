//! A session that nobody uses ends by itself, by roles and by setting; what was typed comes back.

use crate::desk::somebody;
use danvan_actions::people::give_position;
use danvan_domain::{people::Role, rights::Asker, time::Day};
use danvan_store::{people, settings};
use danvan_testkit::{Browser, House, Site, for_each_engine};

const PASSWORD: &str = "mat-khau-cua-chuyen";
const MINUTE: i64 = 60;

async fn enters(site: &Site, name: &str) -> Browser {
    let browser = site.browser();
    browser.get("/sign-in").await;
    assert_eq!(browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await.status, 303);
    browser
}

async fn seen_at(house: &House, name: &str) -> i64 {
    let (person, _) = people::by_sign_in(&house.store, name).await.expect("read").expect("somebody");
    people::sessions(&house.store, person.id, house.now()).await.expect("read")[0].seen_at
}

#[tokio::test]
async fn a_desk_that_nobody_uses_for_an_hour_is_signed_out_kindly() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        somebody(&house, "can.bo", Role::CommuneOfficer, house.unit("00004")).await;
        let desk = enters(&site, "can.bo").await;
        for _ in 0..3 {
            house.clock.pass_seconds(60 * MINUTE);
            assert_eq!(desk.get("/cases").await.status, 200, "an hour is not too long");
        }
        // Each use counts, though not each is written.
        let before = seen_at(&house, "can.bo").await;
        house.clock.pass_seconds(4 * MINUTE);
        assert_eq!(desk.get("/cases").await.status, 200);
        assert_eq!(seen_at(&house, "can.bo").await, before, "a use costs no write within five minutes");
        house.clock.pass_seconds(60 * MINUTE);
        assert_eq!(desk.get("/cases").await.status, 200, "an hour since the last use");
        house.clock.pass_seconds(65 * MINUTE + 1);
        let page = desk.get("/cases").await;
        assert_eq!(page.status, 401);
        assert!(page.text.contains("hết vì lâu không dùng"), "{}", page.text);
        assert!(desk.get("/sign-in?next=/cases").await.text.contains("hết vì lâu không dùng"));
        // It has ended for good, whatever the setting says later.
        let mut change = house.store.begin().await.expect("a change");
        settings::set(&mut change, "sign_in.idle_minutes", "720").await.expect("set");
        change.commit().await.expect("a commit");
        assert_eq!(desk.get("/cases").await.status, 401);
        let stranger = site.browser().get("/cases").await;
        assert!(!stranger.text.contains("hết vì lâu không dùng"), "{}", stranger.text);
    })
    .await;
}

#[tokio::test]
async fn a_team_member_on_the_way_stays_signed_in_unless_they_sit_at_a_desk_too() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        let own = house.unit("00004");
        somebody(&house, "mai", Role::TeamMember, own).await;
        somebody(&house, "lan", Role::TeamMember, own).await;
        let (lan, _) = people::by_sign_in(&house.store, "lan").await.expect("read").expect("somebody");
        let from = Day::new(2025, 7, 1).expect("a day");
        give_position(&house, &Asker::house(), lan.id, Role::CommuneOfficer, own, from).await.expect("given");
        let (mai, lan) = (enters(&site, "mai").await, enters(&site, "lan").await);
        house.clock.pass_hours(11);
        assert_eq!(mai.get("/observations/new").await.status, 200);
        let note = "Nước yếu cả tuần nay, không ai đến xem";
        let page = lan.post("/observations/new", &[("topic", "water.clean"), ("note", note)]).await;
        assert_eq!(page.status, 401);
        assert!(page.text.contains("Những gì đã viết vẫn còn") && page.text.contains(note), "{}", page.text);
        let carried = page.fields("/sign-in");
        let typed = [("name", "lan"), ("password", PASSWORD)];
        let kept = carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| !["csrf", "name", "password"].contains(name));
        let back = lan.post("/sign-in", &kept.chain(typed).collect::<Vec<_>>()).await;
        let held = back.fields("/observations/new");
        assert!(held.contains(&("note".to_owned(), note.to_owned())), "{held:?}");
    })
    .await;
}

#[tokio::test]
async fn the_operator_sets_after_how_many_minutes_and_for_whom() {
    for_each_engine(|house| async move {
        let site = Site::open(&house).await;
        somebody(&house, "can.bo", Role::CommuneOfficer, house.unit("00004")).await;
        somebody(&house, "mai", Role::TeamMember, house.unit("00004")).await;
        let (desk, telephone) = (enters(&site, "can.bo").await, enters(&site, "mai").await);
        let set = danvan_actions::operations::settings::set;
        for (name, value) in [("sign_in.idle_minutes", "4"), ("sign_in.idle_minutes", "lâu")] {
            set(&house, &Asker::house(), name, value).await.expect_err(value);
        }
        for (name, value) in [("sign_in.idle_minutes", "15"), ("sign_in.idle_free_roles", "")] {
            set(&house, &Asker::house(), name, value).await.expect(value);
        }
        house.clock.pass_seconds(15 * MINUTE);
        assert_eq!(desk.get("/cases").await.status, 200);
        house.clock.pass_seconds(20 * MINUTE + 1);
        assert_eq!(desk.get("/cases").await.status, 401);
        assert_eq!(telephone.get("/observations/new").await.status, 401);
    })
    .await;
}
