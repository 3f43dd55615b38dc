//! Two who change one programme at once: what was promised never lies outside its term, and nothing is promised,
//! shared out or reported in one that is closed.

use crate::{
    programmes_more::{World, count, equally, says},
    programmes_way::made,
};
use danvan_actions::programmes::{change, close, promise, share};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId},
    programmes::{TypedCommitment, TypedProgramme},
    time::Day,
};
use danvan_store::programmes as store;
use danvan_testkit::{House, for_each_engine};

/// How often the two meet: each time one or the other comes first.
const TIMES: usize = 12;

fn day(text: &str) -> Option<Result<Day, danvan_domain::refusals::Note>> {
    Some(Ok(text.parse().expect("a day")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_cut_or_something_is_promised_beyond_it() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let shorter = TypedProgramme {
            kind: "plan".into(),
            title: "Kế hoạch của năm".into(),
            starts_on: day("2026-10-01"),
            ends_on: day("2026-12-31"),
            ..TypedProgramme::default()
        };
        for _ in 0..TIMES {
            let until_december = TypedCommitment { to: day("2026-12-31"), ..count(10) };
            let (programme, _) = made(&house, &world.leader, until_december).await;
            let id = CommitmentId(house.new_id());
            let beyond = TypedCommitment { to: day("2027-03-31"), ..count(10) };
            let (changed, promised) = tokio::join!(
                change(&house, &world.leader, (programme, 1), ("adjusted", "Rút ngắn"), &shorter),
                promise(&house, &world.leader, (programme, id), ("", ""), &beyond),
            );
            assert!(changed.is_err() || promised.is_err(), "both were done");
            assert!(changed.is_ok() || promised.is_ok(), "neither was done");
            assert_within(&house, programme).await;
        }
    })
    .await;
}

async fn assert_within(house: &House, programme: ProgrammeId) {
    let term = store::get(&house.store, programme).await.expect("read").expect("there").content;
    for promised in store::of_programme(&house.store, programme).await.expect("read") {
        assert!(
            term.starts_on <= promised.from && promised.to <= term.ends_on,
            "{} to {} in {} to {}",
            promised.from,
            promised.to,
            term.starts_on,
            term.ends_on
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_closed_is_not_shared_out() {
    for_each_engine(|house| async move {
        let world = World::of(&house).await;
        let (programme, whole) = made(&house, &world.leader, count(10)).await;
        close(&house, &world.leader, programme, "Hết hạn").await.expect("closed");
        share(&house, &world.leader, whole, &equally(&world.wards)).await.expect_err("closed");
        assert!(store::below(&house.store, whole).await.expect("read").is_empty());
        let (_, parts) = world.shared(&house, count(10)).await;
        says(&house, &world.officers[0], parts[0].id, 3).await;
        let shared = store::commitment(&house.store, parts[0].parent.expect("a whole")).await;
        assert_eq!(shared.expect("read").expect("there").parts, 2, "counted once after both were given");
    })
    .await;
}
