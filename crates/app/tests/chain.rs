//! An outsider's head, held against the log at the terminal.

use danvan_store::{Store, contents::damage};
use danvan_testkit::for_each_engine;
use std::{path::Path, process::Command};

/// The exit code and what was printed.
fn danvan(folder: &Path, database: &str, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danvan"));
    command.current_dir(folder).args(arguments).args(["--database", database]);
    let output = command.env_clear().env("DANVAN_LOG", "error").output().expect("the program starts");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_says_whether_the_log_still_holds_a_head() {
    for_each_engine(|house| async move {
        let home = tempfile::tempdir().expect("a folder");
        let (folder, database) = (home.path(), house.database.as_str());
        let run = |arguments: &[&str]| danvan(folder, database, arguments);
        for number in 0..3 {
            let mut change = house.store.begin().await.expect("a change");
            change.note(danvan_domain::events::Event {
                at: house.now(),
                actor: None,
                kind: "test.happened".into(),
                thing: house.new_id(),
                unit: None,
                payload: serde_json::json!({"number": number}),
            });
            change.commit().await.expect("a commit");
        }
        let (code, head) = run(&["chain", "head"]);
        assert_eq!(code, 0, "{head}");
        let file = folder.join("heads.txt");
        std::fs::write(&file, &head).expect("a file");
        let (code, said) = run(&["verify", "--against", "heads.txt", "--language", "en"]);
        assert_eq!(code, 0, "{said}");
        std::fs::write(&file, &head[..head.len() - 3]).expect("a file");
        let (code, said) = run(&["verify", "--against", "heads.txt", "--language", "en"]);
        assert!(code != 0 && said.contains("line 3"), "{said}");
        std::fs::write(&file, &head).expect("a file");
        let store = Store::open(database).await.expect("a store");
        let last = "(select max(position) from events)";
        damage(&store, &format!("delete from events where position = {last}")).await.expect("cut");
        damage(&store, "update lanes set position = position - 1").await.expect("cut");
        store.close().await;
        let (code, said) = run(&["verify", "--against", "heads.txt", "--language", "en"]);
        assert!(code != 0 && said.contains("which was published"), "{said}");
        let (code, said) = run(&["verify", "--against", "nothing.txt"]);
        assert!(code != 0 && said.contains("nothing.txt"), "{said}");
    })
    .await;
}
