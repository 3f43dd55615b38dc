//! Published heads: whoever kept one finds out that the log was written anew, however consistently, or cut short.

use danvan_actions::{
    chain::{first_lost, heads, publish, published},
    verify::{Difference, verify},
};
use danvan_domain::{chain::Heads, events::GENESIS};
use danvan_store::{contents::damage, events};
use danvan_testkit::{House, for_each_engine};

async fn ask(house: &House, count: usize) {
    for _ in 0..count {
        house.resident_asks("environment.waste", house.unit("00004")).await;
        house.clock.pass_hours(1);
    }
}

/// The first lane, and how many events it has.
async fn lane(house: &House) -> (i64, i64) {
    events::lanes(&house.store).await.expect("lanes")[0]
}

/// Writes the log anew from a position on, as whoever owns the machine can: another payload, and every hash made to fit.
async fn rewrite(house: &House, lane: i64, position: i64) {
    let log = events::after(&house.store, lane, 0, 1000).await.expect("events");
    let mut previous = GENESIS;
    for placed in &log {
        let payload = if placed.position == position { "{\"forged\":true}" } else { &placed.payload };
        previous = placed.event.hash(&previous, lane, placed.position, payload);
        if placed.position >= position {
            let hash: String = previous.iter().map(|byte| format!("{byte:02x}")).collect();
            let hash = match house.store.engine() {
                "postgres" => format!("decode('{hash}', 'hex')"),
                _ => format!("x'{hash}'"),
            };
            let sql = format!(
                "update events set payload = '{payload}', hash = {hash} where lane = {lane} and position = {}",
                placed.position
            );
            damage(&house.store, &sql).await.expect("rewritten");
        }
    }
}

#[tokio::test]
async fn heads_are_published_once_a_day_and_read_back_from_their_file() {
    for_each_engine(|house| async move {
        assert!(!publish(&house).await.expect("nothing yet"), "an empty log has no head");
        ask(&house, 3).await;
        assert!(publish(&house).await.expect("published"));
        assert!(!publish(&house).await.expect("not twice"));
        let today = house.today();
        let kept = published(&house, today).await.expect("read").expect("heads");
        assert_eq!(Heads::read(&kept.written()), Ok(kept.clone()));
        house.clock.pass_days(1);
        ask(&house, 1).await;
        assert!(publish(&house).await.expect("the next day"));
        assert_eq!(first_lost(&house, &kept.heads).await.expect("read"), None, "the log grew and holds it");
        assert_eq!(verify(&house).await.expect("a report").difference, None);
    })
    .await;
}

#[tokio::test]
async fn a_log_written_anew_without_a_fault_is_found_out_by_a_head() {
    for_each_engine(|house| async move {
        ask(&house, 4).await;
        let kept = heads(&house).await.expect("heads");
        let (lane, end) = lane(&house).await;
        ask(&house, 2).await;
        house.run_followers().await;
        rewrite(&house, lane, 2).await;
        assert_eq!(verify(&house).await.expect("a report").difference, None, "the chain itself is whole");
        let found = first_lost(&house, &kept.heads).await.expect("read");
        assert_eq!(found, Some(Difference::HeadOther { lane, position: end }));
    })
    .await;
}

#[tokio::test]
async fn a_log_cut_short_is_found_out_by_a_head() {
    for_each_engine(|house| async move {
        ask(&house, 4).await;
        let kept = heads(&house).await.expect("heads");
        let (lane, end) = lane(&house).await;
        let cut = format!("delete from events where lane = {lane} and position = {end}");
        damage(&house.store, &cut).await.expect("cut");
        let cut = format!("update lanes set position = {} where lane = {lane}", end - 1);
        damage(&house.store, &cut).await.expect("cut");
        let found = first_lost(&house, &kept.heads).await.expect("read");
        assert_eq!(found, Some(Difference::HeadLost { lane, position: end }));
    })
    .await;
}

#[tokio::test]
async fn verify_itself_holds_the_log_against_what_was_published() {
    for_each_engine(|house| async move {
        ask(&house, 4).await;
        let (lane, end) = lane(&house).await;
        publish(&house).await.expect("published");
        ask(&house, 1).await;
        house.run_followers().await;
        rewrite(&house, lane, 2).await;
        let found = verify(&house).await.expect("a report").difference;
        assert_eq!(found, Some(Difference::HeadOther { lane, position: end }));
    })
    .await;
}
