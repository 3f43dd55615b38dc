//! The throw-away house works, and both engines understand every statement.

use danvan_testkit::{House, for_each_engine};
use std::{fs, path::Path};

#[tokio::test]
async fn both_engines_understand_every_statement() {
    for_each_engine(|house| async move {
        // What only one engine understands is prepared there, together with all others.
        let own = match house.store.engine() {
            "postgres" => danvan_store::search::postgres_statements(),
            _ => danvan_store::search::sqlite_statements(),
        };
        assert!(!own.is_empty());
        let own = own.into_iter().map(|(name, sql)| ("search", name, sql));
        for (room, name, sql) in danvan_store::all_statements().into_iter().chain(own) {
            if name.ends_with("_POSTGRES") && house.store.engine() != "postgres" {
                continue;
            }
            if let Err(error) = house.store.check(sql).await {
                panic!("{room}::{name} on {}: {error}", house.store.engine());
            }
        }
    })
    .await;
}

/// The names that every `statements!` of a folder's sources declares, each with its file.
fn declared(folder: &Path, into: &mut Vec<(String, String)>) {
    for found in fs::read_dir(folder).expect("a folder") {
        let path = found.expect("an entry").path();
        if path.is_dir() {
            declared(&path, into);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        for room in text.split("\nstatements! {\n").skip(1) {
            let lines = room.split("\n}").next().unwrap_or("").lines();
            let names = lines.filter_map(|line| line.strip_prefix("    ")?.split_once(" = "));
            let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            let names = names.map(|(name, _)| name).filter(|name| is_name(name));
            into.extend(names.map(|name| (name.to_owned(), path.display().to_string())));
        }
    }
}

#[test]
fn every_room_s_statements_are_in_the_list() {
    let mut declared_names = Vec::new();
    declared(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/src"), &mut declared_names);
    assert!(declared_names.len() > 300, "{}", declared_names.len());
    let mut listed: Vec<&str> = danvan_store::all_statements().iter().map(|(_, name, _)| *name).collect();
    for (name, file) in &declared_names {
        let Some(at) = listed.iter().position(|listed| listed == name) else {
            panic!("{name} of {file} is not in the list of danvan_store::all_statements");
        };
        listed.swap_remove(at);
    }
}

/// The server of the tests is set to promise nothing, so that this is the house's own doing.
#[tokio::test]
async fn what_is_acknowledged_is_on_disk() {
    for_each_engine(|house| async move {
        assert!(house.store.is_durable().await.expect("asked"), "{}", house.store.engine());
    })
    .await;
}

#[tokio::test]
async fn every_house_has_a_store_of_its_own() {
    for_each_engine(|house| async move {
        let mut change = house.store.begin().await.expect("a change");
        danvan_store::settings::set(&mut change, "city", "01").await.expect("set");
        change.commit().await.expect("a commit");
        let other = match house.store.engine() {
            "sqlite" => House::sqlite().await,
            _ => House::postgres().await.expect("PostgreSQL is running"),
        };
        let of = async |house: &House| danvan_store::settings::get(&house.store, "city").await.expect("read");
        assert_eq!(of(&house).await.as_deref(), Some("01"));
        assert_eq!(of(&other).await, None);
    })
    .await;
}
