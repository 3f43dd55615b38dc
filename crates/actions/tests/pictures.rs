//! Pictures that are forgotten while the same ones are kept: a row always has its files, and no file stays without its row.

use danvan_actions::{
    Failure, House,
    attachments::{Size, forget_kept, just_kept, keep_picture, sweep_orphans},
};
use danvan_domain::refusals::Refusal;
use danvan_store::attachments::kept_as;
use danvan_testkit::{facts, for_each_engine, look};
use futures_util::TryStreamExt;
use image::{DynamicImage, ImageFormat};
use object_store::{
    ObjectStore,
    memory::InMemory,
    throttle::{ThrottleConfig, ThrottledStore},
};
use std::{io::Cursor, sync::Arc, time::Duration};

fn photo() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

/// A house whose files, like those in a bucket, are written and removed some time after that was asked for.
fn over_a_bucket(house: &danvan_testkit::House) -> House {
    let wait = Duration::from_millis(1);
    let slow = ThrottleConfig { wait_put_per_call: wait, wait_delete_per_call: wait, ..Default::default() };
    let files = Arc::new(ThrottledStore::new(InMemory::new(), slow));
    House::new(house.store.clone(), facts(), files, house.clock.clone(), [9; 32])
}

async fn is_whole(house: &House, hash: &str) -> bool {
    let row = kept_as(&house.store, hash).await.expect("read").is_some();
    for size in [Size::Large, Size::Small] {
        match just_kept(house, hash, size).await {
            Ok(_) => assert!(row, "a file of no row is not shown"),
            Err(Failure::Refused(Refusal::NotFound)) => assert!(!row, "a row without its {size:?} file"),
            Err(other) => panic!("{other}"),
        }
    }
    row
}

async fn files(house: &House) -> usize {
    house.files.list(None).try_collect::<Vec<_>>().await.expect("listed").len()
}

#[tokio::test]
async fn a_picture_kept_while_it_is_forgotten_is_whole() {
    for_each_engine(|house| async move {
        let house = over_a_bucket(&house);
        let mut seen_between = 0;
        for looks in 1.. {
            let hash = keep_picture(&house, photo().into()).await.expect("kept");
            assert!(is_whole(&house, &hash).await);
            let list = [hash.clone()];
            let mut forgetting = Box::pin(forget_kept(&house, &list));
            let ended = look(looks, forgetting.as_mut()).await;
            let is_gone = kept_as(&house.store, &hash).await.expect("read").is_none();
            if !ended && !is_gone {
                // It may hold what the other waits for: both go on.
                let (kept, forgotten) = tokio::join!(keep_picture(&house, photo().into()), forgetting);
                kept.expect("kept again");
                forgotten.expect("forgotten");
            } else {
                keep_picture(&house, photo().into()).await.expect("kept again");
                if !ended {
                    seen_between += 1;
                    forgetting.await.expect("forgotten");
                }
            }
            let row = is_whole(&house, &hash).await;
            assert_eq!(files(&house).await, if row { 2 } else { 0 }, "after {looks} looks");
            if ended {
                break;
            }
        }
        assert!(seen_between > 0, "it was kept again between the row and its files");
    })
    .await;
}

#[tokio::test]
async fn the_same_picture_twice_is_kept_once_and_swept_whole() {
    for_each_engine(|house| async move {
        let clock = house.clock.clone();
        let house = over_a_bucket(&house);
        let (one, other) = (photo(), photo());
        let (one, other) = tokio::join!(keep_picture(&house, one.into()), keep_picture(&house, other.into()));
        let hash = one.expect("kept");
        assert_eq!(hash, other.expect("kept"));
        assert!(is_whole(&house, &hash).await);
        assert_eq!(files(&house).await, 2);
        clock.pass_days(2);
        let (one, other) =
            tokio::join!(sweep_orphans(&house, house.now()), sweep_orphans(&house, house.now()),);
        assert_eq!(one.expect("swept") + other.expect("swept"), 1);
        assert!(!is_whole(&house, &hash).await);
        assert_eq!(files(&house).await, 0);
    })
    .await;
}
