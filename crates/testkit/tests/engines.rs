//! The throw-away house works, and both engines understand every statement.

use danvan_testkit::{House, for_each_engine};

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
