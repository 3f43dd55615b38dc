//! Changes on SQLite share commits, and each succeeds, fails or is given up alone.

use danvan_domain::{events::Event, time::Moment};
use danvan_store::{Change, Store, events, settings};
use serde_json::json;
use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
};
use uuid::Uuid;

fn event(number: u128) -> Event {
    Event {
        at: Moment::from_micros(1),
        actor: None,
        kind: "test.happened".into(),
        thing: Uuid::from_u128(number),
        unit: None,
        payload: json!({}),
    }
}

async fn open() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("test.db");
    let store = Store::open(&format!("sqlite:{}", file.display())).await.expect("a store");
    (folder, store)
}

async fn write(store: &Store, name: &str, number: u128) -> Change {
    let mut change = store.begin().await.expect("a change");
    settings::set(&mut change, name, "written").await.expect("a row");
    change.note(event(number));
    change
}

async fn chain_is_whole(store: &Store, expected: i64) {
    let placed = events::after(store, 0, 0, 10_000).await.expect("the events");
    assert_eq!(placed.len() as i64, expected);
    let mut previous = danvan_domain::events::GENESIS;
    for (placed, position) in placed.iter().zip(1..) {
        assert_eq!(placed.position, position);
        previous = placed.event.hash(&previous, 0, position, &placed.payload);
        assert_eq!(placed.hash, previous);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_all_saved() {
    let (_folder, store) = open().await;
    let writers: Vec<_> = (0..50_u128)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { write(&store, &format!("n{number}"), number).await.commit().await })
        })
        .collect();
    for writer in writers {
        writer.await.expect("no panic").expect("saved");
    }
    assert_eq!(settings::all(&store).await.expect("rows").len(), 50);
    chain_is_whole(&store, 50).await;
}

#[tokio::test]
async fn a_change_that_is_dropped_leaves_nothing_and_stops_nobody() {
    let (_folder, store) = open().await;
    write(&store, "kept", 1).await.commit().await.expect("saved");
    drop(write(&store, "dropped", 2).await);
    write(&store, "after", 3).await.commit().await.expect("saved");
    let names: Vec<String> =
        settings::all(&store).await.expect("rows").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["after", "kept"]);
    chain_is_whole(&store, 2).await;
}

/// A client may go away at any await of a commit. Whatever the moment, the store goes on, the chain stays whole, and
/// the change is there altogether or not at all.
#[tokio::test]
async fn a_commit_may_be_abandoned_at_any_moment() {
    let (_folder, store) = open().await;
    for polls in 0..12_usize {
        let name = format!("abandoned{polls:02}");
        {
            let mut commit = pin!(async { write(&store, &name, polls as u128).await.commit().await });
            let mut context = Context::from_waker(Waker::noop());
            for _ in 0..polls {
                if commit.as_mut().poll(&mut context).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
                std::thread::yield_now();
            }
        }
        write(&store, &format!("after{polls:02}"), 100).await.commit().await.expect("the next one is saved");
    }
    let rows = settings::all(&store).await.expect("rows");
    let there = rows.iter().filter(|(name, _)| name.starts_with("abandoned")).count();
    assert_eq!(rows.len() - there, 12);
    chain_is_whole(&store, i64::try_from(rows.len()).expect("few")).await;
}
