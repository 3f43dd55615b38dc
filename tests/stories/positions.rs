//! Standing in for somebody, and leaving a position: rights follow on the very day, in sessions that are open already.

use crate::desk::{Browser, somebody};
use danvan_domain::people::Role;
use danvan_testkit::{House, for_each_engine};

async fn own_position(browser: &mut Browser) -> String {
    browser.open("/positions").await;
    let found = browser.html.split_once("href=\"/positions?lend=").expect("a position").1;
    found.split('"').next().unwrap_or("").to_owned()
}

async fn two(house: &House) -> (Browser, Browser) {
    somebody(house, "lanh.dao", Role::CommuneLeader, house.unit("00004")).await;
    somebody(house, "thanh.vien", Role::TeamMember, house.unit("00008")).await;
    (Browser::of(house, "lanh.dao").await, Browser::of(house, "thanh.vien").await)
}

#[tokio::test]
async fn somebody_stands_in_for_the_days_given_and_not_a_day_longer() {
    for_each_engine(|house| async move {
        let (mut leader, mut member) = two(&house).await;
        let position = own_position(&mut leader).await;
        let lend = format!("/positions/{position}/lend");
        let bad = [("person", "lanh.dao"), ("first_day", "01/10/2026"), ("last_day", "31/02/2026")];
        leader.send(&lend, &bad).await;
        assert_eq!(leader.status, 422);
        assert!(leader.says("value=\"31/02/2026\"") && leader.says("value=\"lanh.dao\""), "{}", leader.html);
        leader
            .send(&lend, &[("person", "khong.co"), ("first_day", "06/10/2026"), ("last_day", "07/10/2026")])
            .await;
        assert_eq!(leader.status, 422);
        leader
            .send(&lend, &[("person", "thanh.vien"), ("first_day", "06/10/2026"), ("last_day", "07/10/2026")])
            .await;
        assert_eq!((leader.status, leader.path.as_str()), (200, "/positions"), "{}", leader.html);
        assert!(leader.says("thanh.vien"), "{}", leader.html);
        // 5 October: not yet.
        assert_eq!(member.open("/today").await.status, 403);
        for (day, status) in [("2026-10-06", 200), ("2026-10-07", 200), ("2026-10-08", 403)] {
            house.clock.set_day(day);
            let mut member = Browser::of(&house, "thanh.vien").await;
            assert_eq!(member.open("/today").await.status, status, "{day}");
            assert_eq!(member.open("/observations/new").await.status, 200, "their own right stays");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_lent_is_taken_back_at_once_and_ends_with_the_position() {
    for_each_engine(|house| async move {
        let (mut leader, mut member) = two(&house).await;
        let position = own_position(&mut leader).await;
        let lend = format!("/positions/{position}/lend");
        let fields = [("person", "thanh.vien"), ("first_day", "05/10/2026"), ("last_day", "09/10/2026")];
        leader.send(&lend, &fields).await;
        assert_eq!(member.open("/today").await.status, 200);
        // What is lent cannot be lent on, nor ended.
        member
            .send(&lend, &[("person", "lanh.dao"), ("first_day", "05/10/2026"), ("last_day", "09/10/2026")])
            .await;
        assert_eq!(member.status, 404);
        member.send(&format!("/positions/{position}/end"), &[]).await;
        assert_eq!(member.status, 404);
        leader.open("/positions").await;
        let back = leader.html.split_once("action=\"/lent/").expect("a way back").1;
        let back = format!("/lent/{}", back.split('"').next().unwrap_or(""));
        leader.send(&back, &[]).await;
        assert_eq!(leader.status, 200);
        assert_eq!(member.open("/today").await.status, 403, "in a session that was open");
        leader.send(&back, &[]).await;
        assert_eq!(leader.status, 409);
        leader.open("/positions").await;
        leader.send(&lend, &fields).await;
        assert_eq!(member.open("/today").await.status, 200);
        leader.send(&format!("/positions/{position}/end"), &[]).await;
        assert_eq!(leader.open("/today").await.status, 403, "the right ends that day");
        assert_eq!(member.open("/today").await.status, 403, "and what was lent ends with it");
        leader.open("/sessions").await;
        leader.send(&format!("/positions/{position}/end"), &[]).await;
        assert_eq!(leader.status, 409);
    })
    .await;
}

#[tokio::test]
async fn the_last_operator_cannot_leave() {
    for_each_engine(|house| async move {
        let city = house.facts().tree.roots(house.today()).next().expect("a city").id;
        somebody(&house, "van.hanh", Role::Operator, city).await;
        let mut operator = Browser::of(&house, "van.hanh").await;
        let position = own_position(&mut operator).await;
        operator.send(&format!("/positions/{position}/end"), &[]).await;
        assert_eq!(operator.status, 409);
        somebody(&house, "van.hanh.hai", Role::Operator, city).await;
        operator.open("/positions").await;
        operator.send(&format!("/positions/{position}/end"), &[]).await;
        assert_eq!(operator.open("/people").await.status, 403);
    })
    .await;
}
