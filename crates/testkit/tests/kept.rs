//! Nothing is forgotten: every table is listed, and a back-up brings everything to the other engine.

use danvan_actions::{
    Failure,
    backup::{back_up, restore},
    operations::{examine, settings},
    verify::verify,
};
use danvan_domain::{people::Role, refusals::Refusal, rights::Asker};
use danvan_store::{
    events, snapshot,
    tables::{self, TABLES, travelling},
};
use danvan_testkit::{House, for_each_engine};
use serde_json::Value;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};
use tokio::task::JoinSet;

#[tokio::test]
async fn every_real_table_is_listed_with_its_columns() {
    for_each_engine(|house| async move {
        let mut real = tables::real(&house.store).await.expect("the real tables");
        for table in TABLES {
            let mut columns = real.remove(table.name).unwrap_or_else(|| panic!("no table {}", table.name));
            let mut listed: Vec<(String, String)> = table
                .columns
                .iter()
                .map(|(name, kind)| ((*name).to_owned(), kind.word().to_owned()))
                .collect();
            columns.sort();
            listed.sort();
            assert_eq!(listed, columns, "{} in crates/store/src/tables.rs", table.name);
        }
        assert!(real.is_empty(), "list these in crates/store/src/tables.rs: {real:#?}");
    })
    .await;
}

/// Every travelling row as text, in an order that both engines share.
async fn everything(house: &House) -> Vec<(String, Vec<String>)> {
    let mut snapshot = house.store.snapshot().await.expect("a snapshot");
    let mut all = Vec::new();
    for table in travelling() {
        let mut rows = Vec::new();
        let take = |row: Vec<Value>| {
            rows.push(Value::from(row).to_string());
            Ok::<(), danvan_store::StoreError>(())
        };
        snapshot.rows(&table.into(), take).await.expect("rows");
        rows.sort();
        all.push((table.name.to_owned(), rows));
    }
    all
}

/// A house with something in most tables, units included.
async fn lived_in(house: &House) -> Asker {
    let facts = house.facts();
    let mut change = house.store.begin().await.expect("a change");
    danvan_store::units::add(&mut change, facts.tree.units()).await.expect("units");
    danvan_store::units::link(&mut change, facts.tree.links()).await.expect("links");
    danvan_store::settings::set(&mut change, "city", "01").await.expect("a setting");
    change.commit().await.expect("a commit");
    let ward = house.unit("00004");
    for _ in 0..3 {
        house.resident_asks("environment.waste", ward).await;
    }
    house.files.put_text("ab/cd.txt", "một tấm ảnh").await;
    house.somebody(Role::Operator, ward).await
}

/// A few bytes among the files, without naming the files' crate here.
trait PutText {
    async fn put_text(&self, path: &str, text: &str);
    async fn text(&self, path: &str) -> Option<String>;
}

impl PutText for danvan_actions::house::Files {
    async fn put_text(&self, path: &str, text: &str) {
        use object_store::ObjectStoreExt;
        self.put(&path.into(), text.to_owned().into()).await.expect("a file");
    }

    async fn text(&self, path: &str) -> Option<String> {
        use object_store::ObjectStoreExt;
        let bytes = self.get(&path.into()).await.ok()?.bytes().await.ok()?;
        String::from_utf8(bytes.to_vec()).ok()
    }
}

async fn other_engine(house: &House) -> House {
    match house.store.engine() {
        "sqlite" => match House::postgres().await {
            Some(other) => other,
            None => House::sqlite().await,
        },
        _ => House::sqlite().await,
    }
}

fn key(failure: Failure) -> String {
    match failure {
        Failure::Refused(Refusal::Conflict(note)) => note.key,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_backup_brings_everything_to_the_other_engine() {
    for_each_engine(|house| async move {
        let operator = lived_in(&house).await;
        house.run_followers().await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("house.backup");
        let before = everything(&house).await;
        let done = back_up(&house, &operator, &file, &mut |_| {}).await.expect("a back-up");
        assert_eq!(done.files, 1);
        assert_eq!(done.rows, before.iter().map(|(_, rows)| rows.len() as u64).sum::<u64>());
        assert_eq!(done.bytes, std::fs::metadata(&file).expect("the file").len());

        let other = other_engine(&house).await;
        let back =
            restore(&other, &Asker::house(), &file, folder.path(), &mut |_| {}).await.expect("a restore");
        assert_eq!((back.rows, back.files), (done.rows, done.files));
        for ((name, ours), (_, theirs)) in before.iter().zip(everything(&other).await) {
            // Where the two followers of search stood is not brought over: their indexes are made anew.
            let dropped = if name == "followers" { 2 } else { 0 };
            assert_eq!(ours.len(), theirs.len() + dropped, "{name}");
            if dropped > 0 {
                continue;
            }
            assert_eq!(ours, &theirs, "{name}");
        }
        let digest = async |house: &House| {
            let report = verify(house).await.expect("a verification");
            assert_eq!(report.difference, None);
            report.digest
        };
        assert_eq!(digest(&house).await, digest(&other).await, "also after the back-up was noted");
        assert_eq!(other.files.text("ab/cd.txt").await.as_deref(), Some("một tấm ảnh"));

        // The restored chain goes on.
        let ward = other.unit("00004");
        // The other house has the same seed: without this it would make the same ids again.
        let _drawn: [u8; 100] = other.chance();
        other.resident_asks("environment.waste", ward).await;
        let lanes = events::lanes(&other.store).await.expect("lanes");
        let ours = events::lanes(&house.store).await.expect("lanes");
        let sum = |lanes: &[(i64, i64)]| lanes.iter().map(|(_, position)| position).sum::<i64>();
        assert_eq!(sum(&lanes), sum(&ours) + 1);

        let again =
            restore(&other, &Asker::house(), &file, folder.path(), &mut |_| {}).await.expect_err("a refusal");
        assert_eq!(key(again), "backup-not-empty");
        let over = back_up(&house, &operator, &file, &mut |_| {}).await.expect_err("a refusal");
        assert_eq!(key(over), "backup-file-there");
    })
    .await;
}

/// People go on reporting and followers go on counting while the house is backed up: what is kept is one instant of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_taken_while_people_write_is_of_one_instant() {
    for_each_engine(|house| async move {
        let operator = lived_in(&house).await;
        house.run_followers().await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("house.backup");
        let (written, is_over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let mut tasks = JoinSet::new();
        for code in ["00004", "00008", "00025"] {
            let (house, written, is_over) = (house.clone(), written.clone(), is_over.clone());
            tasks.spawn(async move {
                while !is_over.load(Relaxed) {
                    house.resident_asks("environment.waste", house.unit(code)).await;
                    written.fetch_add(1, Relaxed);
                }
            });
        }
        let (following, until) = (house.clone(), is_over.clone());
        tasks.spawn(async move {
            while !until.load(Relaxed) {
                following.run_followers().await;
                tokio::task::yield_now().await;
            }
        });
        while written.load(Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        let before = written.load(Relaxed);
        let mut told = 0;
        // Between any two tables somebody writes.
        let done = back_up(&house, &operator, &file, &mut |_| {
            told += 1;
            let seen = written.load(Relaxed);
            while written.load(Relaxed) == seen {
                std::thread::yield_now();
            }
        })
        .await
        .expect("a back-up");
        let after = written.load(Relaxed);
        is_over.store(true, Relaxed);
        while let Some(ended) = tasks.join_next().await {
            ended.expect("everybody wrote well");
        }
        assert!(after >= before + told && told > 20, "{before} to {after}, told {told} times");

        let other = other_engine(&house).await;
        let back =
            restore(&other, &Asker::house(), &file, folder.path(), &mut |_| {}).await.expect("a restore");
        assert_eq!((back.rows, back.files), (done.rows, done.files));
        let rows = everything(&other).await;
        let of = |table: &str| &rows.iter().find(|(name, _)| name == table).expect("a table").1;
        let received = of("events").iter().filter(|row| row.contains("\"case.received\"")).count();
        let cases = of("cases").len();
        assert_eq!(cases, received, "every case with its event, and every event with its case");
        // Three had written before the first of the tasks did; each of them may have one under way.
        assert!((3 + before..=3 + after + 3).contains(&cases), "{cases}: {before} to {after}");
        other.run_followers().await;
        assert_eq!(verify(&other).await.expect("a verification").difference, None);
        house.run_followers().await;
        assert_eq!(verify(&house).await.expect("a verification").difference, None);
    })
    .await;
}

#[tokio::test]
async fn a_damaged_file_changes_nothing() {
    for_each_engine(|house| async move {
        lived_in(&house).await;
        house.run_followers().await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let whole = path("whole");
        back_up(&house, &Asker::house(), &whole, &mut |_| {}).await.expect("a back-up");
        let bytes = std::fs::read(&whole).expect("the file");
        let empty = house.as_of(i64::MAX).await;
        let check = async |name: &str, bytes: &[u8], expected: &str| {
            let file = path(name);
            std::fs::write(&file, bytes).expect("a file");
            let refusal = restore(&empty, &Asker::house(), &file, folder.path(), &mut |_| {}).await;
            let refusal = refusal.expect_err("a refusal");
            assert_eq!(key(refusal), expected, "{name}");
            assert!(snapshot::first_filled(&empty.store).await.expect("a look").is_none(), "{name}");
        };
        let mut changed = bytes.clone();
        let place =
            bytes.windows(3).position(|three| three == "Rác".as_bytes().split_at(3).0).expect("words");
        changed[place] = b'r';
        let newer =
            String::from_utf8_lossy(&bytes).replacen("\"version\":1", "\"version\":2", 1).into_bytes();
        let newest = danvan_store::migrations::newest();
        let migration = |to: &str| {
            let from = format!("\"migration\":{newest}");
            assert!(String::from_utf8_lossy(&bytes).contains(&from), "the header says its migration");
            String::from_utf8_lossy(&bytes).replacen(&from, to, 1).into_bytes()
        };
        let grown = migration("\"migration\":9999");
        let of_no_migration = migration("\"migration\":2");
        let column = String::from_utf8_lossy(&bytes).replacen("area_km2", "area_km3", 1).into_bytes();
        check("half", &bytes[..bytes.len() / 2], "backup-cut-short").await;
        check("without_its_end", &bytes[..bytes.len() - 1], "backup-cut-short").await;
        check("changed", &changed, "backup-changed").await;
        check("longer", &[&bytes[..], b"[]\n"].concat(), "backup-line").await;
        check("newer", &newer, "backup-newer-format").await;
        check("grown", &grown, "backup-newer").await;
        // The sum is looked at first, so that a slip of the disk is not taken for another program.
        check("other_tables", &column, "backup-changed").await;
        check("other_tables_and_sum", &summed(&column), "backup-tables").await;
        check("of_no_migration", &summed(&of_no_migration), "backup-tables").await;
        check("no_table", &summed(&named(&bytes)), "backup-tables").await;
        check("something_else", b"receipt,body\n1,2\n", "backup-not-ours").await;
        check("nothing", b"", "backup-not-ours").await;
    })
    .await;
}

/// The file with the sum that belongs to what it says, as another program would have written it.
fn summed(bytes: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let end = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').expect("a last line") + 1;
    let mut last: Value = serde_json::from_slice(&bytes[end..]).expect("a last line");
    let sum = Sha256::digest(&bytes[..end]);
    last["sha256"] = sum.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into();
    [&bytes[..end], last.to_string().as_bytes(), b"\n"].concat()
}

/// The file with a table whose name would be more than a name in SQL.
fn named(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes).replace("\"settings\"", "\"settings; drop table cases\"").into_bytes()
}

/// The migration before borders had a source.
const EARLIER: i64 = 14;

#[tokio::test]
async fn a_backup_of_an_earlier_program_comes_back_with_the_tables_of_today() {
    for_each_engine(|house| async move {
        let then = house.as_of(EARLIER).await;
        // Nothing is followed: followers write the tables of today, and follow where it is restored.
        let operator = lived_in(&then).await;
        let ward = then.unit("00004");
        let border =
            r#"{"type":"Polygon","coordinates":[[[105.8,21.0],[105.9,21.0],[105.9,21.1],[105.8,21.0]]]}"#;
        let row = vec![Value::from(ward.0.to_string()), Value::from(border)];
        let shapes = tables::standing(&then.store).await.expect("the tables of then");
        let borders = shapes.iter().find(|shape| shape.name == "boundaries").expect("borders");
        assert_eq!(borders.columns.len(), 2, "borders had no source then: {borders:?}");
        let mut change = then.store.begin().await.expect("a change");
        snapshot::put(&mut change, borders, &[row]).await.expect("a border");
        change.commit().await.expect("a commit");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("earlier.backup");
        let done = back_up(&then, &operator, &file, &mut |_| {}).await.expect("a back-up");
        // The first back-ups did not say their migration.
        let unsaid = folder.path().join("unsaid.backup");
        let bytes = std::fs::read(&file).expect("the file");
        let text = String::from_utf8(bytes).expect("text");
        let said = format!("\"migration\":{EARLIER},");
        assert!(text.contains(&said));
        std::fs::write(&unsaid, summed(text.replacen(&said, "", 1).as_bytes())).expect("a file");

        for file in [&file, &unsaid] {
            let now = other_engine(&house).await;
            let back =
                restore(&now, &Asker::house(), file, folder.path(), &mut |_| {}).await.expect("a restore");
            assert_eq!((back.rows, back.files, back.brought_from), (done.rows, 1, Some(EARLIER)));
            let report = verify(&now).await.expect("a verification");
            assert_eq!(report.difference, None);
            assert!(
                report.events > 0 && report.rooms.iter().any(|room| room.name == "cases" && room.rows == 3)
            );
            let borders = danvan_store::units::boundaries::all(&now.store).await.expect("borders");
            assert_eq!(borders.len(), 1);
            assert_eq!(
                (borders[0].unit, borders[0].source.as_str(), borders[0].simulated),
                (ward.0, "", false)
            );
            assert_eq!(now.files.text("ab/cd.txt").await.as_deref(), Some("một tấm ảnh"));
        }
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().collect();
        assert_eq!(left.len(), 2, "only the two back-ups are left: {left:?}");
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_what_is_not_well() {
    for_each_engine(|house| async move {
        let operator = lived_in(&house).await;
        house.run_followers().await;
        let ill = async |asker: &Asker| -> Vec<&'static str> {
            let health = examine(&house, asker, true).await.expect("a look");
            health.findings.iter().filter(|finding| !finding.well).map(|finding| finding.about).collect()
        };
        assert_eq!(ill(&operator).await, Vec::<&str>::new(), "a simulated house needs no back-up");
        house.replace_facts(danvan_actions::Facts { simulated: false, ..(*house.facts()).clone() });
        assert_eq!(ill(&operator).await, ["backup", "drill"]);
        let mut change = house.store.begin().await.expect("a change");
        danvan_store::settings::set(&mut change, "disk.least_megabytes", "lots").await.expect("a setting");
        danvan_store::settings::set(&mut change, "no.such", "1").await.expect("a setting");
        change.commit().await.expect("a commit");
        assert_eq!(ill(&operator).await, ["backup", "drill", "settings"]);
        let officer = house.somebody(Role::CommuneOfficer, house.unit("00004")).await;
        assert!(examine(&house, &officer, true).await.is_err(), "an officer does not operate");

        let set = async |name: &str, value: &str| settings::set(&house, &operator, name, value).await.is_ok();
        assert!(set("backup.days", "30").await);
        assert!(!set("backup.days", "0").await);
        assert!(!set("simulated", "false").await);
        assert!(!set("no.such", "1").await);
        assert_eq!(settings::value(&house, "backup.days").await.expect("a value"), "30");
    })
    .await;
}
