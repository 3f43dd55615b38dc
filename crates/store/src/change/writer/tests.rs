//! What the engine may do to a shared transaction, and who is told what.

use crate::{Change, Store, change::Link, engine::Stored, events, settings};
use danvan_domain::{events::Event, time::Moment};
use serde_json::json;
use uuid::Uuid;

const NEW: &str = "insert into settings (name, value) values ($1, $2)";

fn event(number: usize) -> Event {
    Event {
        at: Moment::from_micros(1),
        actor: None,
        kind: "test.happened".into(),
        thing: Uuid::from_u128(number as u128),
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

fn put(change: &mut Change, name: &str, value: &str) -> Stored<()> {
    crate::put_off!(change, NEW, name, value);
    Ok(())
}

/// Nothing of this change awaits an answer, so that it waits in the queue as a whole.
async fn queue(store: &Store, name: &str, value: &str, number: usize) -> Stored<()> {
    let mut change = store.begin().await?;
    put(&mut change, name, value)?;
    change.note(event(number));
    change.commit().await
}

async fn chain_is_whole(store: &Store, expected: usize) {
    let placed = events::after(store, 0, 0, 10_000).await.expect("the events");
    assert_eq!(placed.len(), expected);
    let mut previous = danvan_domain::events::GENESIS;
    for (placed, position) in placed.iter().zip(1..) {
        assert_eq!(placed.position, position);
        previous = placed.event.hash(&previous, 0, position, &placed.payload);
        assert_eq!(placed.hash, previous);
    }
    let length = i64::try_from(expected).expect("few");
    assert_eq!(events::lanes(store).await.expect("lanes"), [(0, length)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_wait_only_those_fail_that_must() {
    let (_folder, store) = open().await;
    let writers: Vec<_> = (0..60_usize)
        .map(|number| {
            let store = store.clone();
            // Every third name comes twice; whichever comes later is refused, alone.
            let name = format!("n{}", if number % 3 == 1 { number - 1 } else { number });
            tokio::spawn(async move { queue(&store, &name, "written", number).await })
        })
        .collect();
    let mut refused = 0;
    for writer in writers {
        match writer.await.expect("no panic") {
            Ok(()) => {}
            Err(crate::StoreError::Taken) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(refused, 20);
    assert_eq!(settings::all(&store).await.expect("rows").len(), 40);
    chain_is_whole(&store, 40).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_told_that_a_row_was_there_before_finds_it() {
    let (_folder, store) = open().await;
    for round in 0..30_usize {
        let (name, mut writers) = (format!("n{round}"), tokio::task::JoinSet::new());
        for number in 0..8 {
            let (store, name) = (store.clone(), name.clone());
            writers.spawn(async move {
                let done = queue(&store, &name, "written", number).await;
                let there = settings::all(&store).await.expect("rows");
                (done, there.iter().any(|(own, _)| *own == name))
            });
        }
        let done = writers.join_all().await;
        assert!(done.iter().all(|(_, is_there)| *is_there), "{round}: {done:?}");
        assert_eq!(done.iter().filter(|(done, _)| done.is_ok()).count(), 1, "{round}");
    }
}

#[tokio::test]
async fn what_was_put_off_runs_before_an_answer_is_needed() {
    let (_folder, store) = open().await;
    let mut change = store.begin().await.expect("a change");
    put(&mut change, "a", "first").expect("put off");
    // The same row again: it is there already, so this one replaces it.
    settings::set(&mut change, "a", "second").await.expect("a row");
    change.note(event(1));
    change.commit().await.expect("saved");
    let rows = settings::all(&store).await.expect("rows");
    assert_eq!(rows, [("a".to_owned(), "second".to_owned())]);
    chain_is_whole(&store, 1).await;

    let mut change = store.begin().await.expect("a change");
    put(&mut change, "a", "third").expect("put off");
    let refused = settings::set(&mut change, "b", "x").await;
    assert!(matches!(refused, Err(crate::StoreError::Taken)), "{refused:?}");
    drop(change);
    queue(&store, "c", "after", 2).await.expect("saved");
    assert_eq!(settings::all(&store).await.expect("rows").len(), 2);
    chain_is_whole(&store, 2).await;
}

/// A full disk fails some changes. Whoever was told "saved" is there, nobody else is, and the chain stays whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let (_folder, store) = open().await;
    {
        let mut change = store.begin().await.expect("a change");
        let Link::Sqlite(held) = change.link() else { panic!("SQLite") };
        let db = held.connection().await.expect("the connection");
        let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(&mut *db).await.expect("a number");
        let most = format!("pragma max_page_count = {}", pages + 40);
        sqlx::query(sqlx::AssertSqlSafe(most)).execute(db).await.expect("a limit");
    }
    let writers: Vec<_> = (0..80_usize)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let (name, value) = (format!("n{number:02}"), "x".repeat(200 * (number % 60)));
                (name.clone(), queue(&store, &name, &value, number).await.is_ok())
            })
        })
        .collect();
    let mut saved = Vec::new();
    for writer in writers {
        let (name, done) = writer.await.expect("no panic");
        if done {
            saved.push(name);
        }
    }
    saved.sort();
    let there: Vec<String> =
        settings::all(&store).await.expect("rows").into_iter().map(|(name, _)| name).collect();
    assert!(saved.len() < 80, "the disk was never full");
    assert_eq!(there, saved);
    chain_is_whole(&store, saved.len()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_brought_into_the_file_while_the_store_is_open() {
    let (folder, store) = open().await;
    let value = "written beside the writer";
    for number in 0..20 {
        queue(&store, &format!("n{number}"), value, number).await.expect("saved");
    }
    let stands = || {
        let file = std::fs::read(folder.path().join("test.db")).expect("the file");
        file.windows(value.len()).any(|bytes| bytes == value.as_bytes())
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while !stands() {
            tokio::task::yield_now().await;
        }
    });
    in_time.await.expect("the file holds it, and not only the log");
}
