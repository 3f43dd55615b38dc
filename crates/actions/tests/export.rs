//! What leaves the house when everything is given out, and what never does.

use danvan_actions::export::export;
use danvan_domain::rights::Asker;
use danvan_testkit::for_each_engine;

#[tokio::test]
async fn everything_leaves_but_secrets_and_contacts_only_when_asked() {
    for_each_engine(|house| async move {
        let ward = house.unit("00008");
        let received = house.resident_asks("water.clean", ward).await;
        let folder = tempfile::tempdir().expect("a folder");
        let (plain, full) = (folder.path().join("plain"), folder.path().join("full"));
        let exported = export(&house, &Asker::house(), &plain, false).await.expect("an export");
        assert!(exported.rows >= 2, "the case and its event at least: {}", exported.rows);
        let read = |path: std::path::PathBuf| std::fs::read_to_string(path).expect("a file");
        let cases = read(plain.join("cases.csv"));
        assert!(
            cases.contains(&received.id.to_string().replace('-', ""))
                || cases.contains(&received.id.to_string())
        );
        assert!(!cases.contains(&received.receipt), "the code of a receipt is a key and stays");
        assert!(!plain.join("contacts.csv").exists());
        assert!(!read(plain.join("people.csv")).contains("argon2"));
        assert!(read(plain.join("README.md")).contains("## cases (1 rows)"));
        let line: serde_json::Value =
            serde_json::from_str(read(plain.join("cases.jsonl")).lines().next().expect("a line"))
                .expect("JSON");
        assert!(line["received_at"].as_str().is_some_and(|at| at.ends_with('Z')));
        export(&house, &Asker::house(), &full, true).await.expect("an export");
        assert!(full.join("contacts.csv").exists());
        assert!(
            export(&house, &Asker::house(), &full, true).await.is_err(),
            "a folder that is there is not touched"
        );
    })
    .await;
}
