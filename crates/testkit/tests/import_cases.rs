//! Two other cities' files come in whole: units, topics, cases, histories, events and tallies; twice changes nothing.

use danvan_actions::{
    Facts,
    cases::import::{Line, Report, import},
    verify::verify,
};
use danvan_domain::{
    cases::Stage,
    rights::Asker,
    tallies::{Grain, Measure},
    topics::ALL,
    units::{Level, Tree},
};
use danvan_interop::mapping::Mapping;
use danvan_store::{cases, tallies};
use danvan_testkit::{House, for_each_engine};
use std::path::Path;

const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/small_city");
const BALTIMORE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/how-to/mappings/baltimore.toml");
const REQUESTS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/anchors/F_311_baltimore/311_sample.csv");

fn mapping(path: &str) -> Mapping {
    let text = std::fs::read_to_string(path).expect("the mapping");
    Mapping::read(&text).unwrap_or_else(|note| panic!("{note:?}"))
}

/// Imports into what is there and tells every row.
async fn bring(house: &House, file: &str, mapping: &Mapping) -> (Report, Vec<Line>) {
    let mut lines = Vec::new();
    let mut keep = |line| lines.push(line);
    let report = import(house, &Asker::house(), Path::new(file), mapping, false, &mut keep).await;
    (report.expect("an import"), lines)
}

/// A house without units, as a new installation is.
fn empty(house: &House) {
    house.replace_facts(Facts { tree: Tree::default(), simulated: false, ..(*house.facts()).clone() });
}

async fn is_sound(house: &House) {
    assert_eq!(verify(house).await.expect("a verification").difference, None);
}

#[tokio::test]
async fn a_small_city_comes_in_and_every_bad_row_is_named() {
    for_each_engine(|house| async move {
        empty(&house);
        let mapping = mapping(&format!("{SMALL}.toml"));
        let file = format!("{SMALL}.csv");
        let (report, lines) = bring(&house, &file, &mapping).await;
        assert_eq!((report.rows, report.taken, report.updated, report.refused), (10, 6, 1, 3));
        assert_eq!((report.merged, report.repeats_unknown), (1, 1));
        // The city and its three places; two upper topics, two lower ones, and one alone.
        assert_eq!((report.units, report.topics), (4, 5));
        let refused: Vec<(u64, &str, &str)> = lines
            .iter()
            .filter(|line| line.outcome == "refused")
            .filter_map(|line| Some((line.line, line.id.as_str(), line.notes.first()?.key.as_str())))
            .collect();
        assert_eq!(
            refused,
            [(7, "105", "import-date"), (8, "106", "import-status"), (12, "109", "import-no-place")]
        );
        let case = async |number: &str| {
            let source = cases::source(&house.store, &format!("small_city/{number}")).await.expect("a look");
            cases::get(&house.store, source.expect("the case")).await.expect("a look").expect("the case")
        };
        let closed = case("101").await;
        assert_eq!((closed.stage, closed.on_time, closed.solved), (Stage::Closed, Some(true), None));
        assert_eq!(closed.received_at.to_string(), "2024-03-01T09:15:00Z");
        let late = case("104").await;
        assert_eq!((late.stage, late.on_time), (Stage::Closed, Some(false)));
        assert_eq!(late.body, "Buraco grande\nem frente à escola.");
        let merged = case("103").await;
        assert_eq!((merged.stage, merged.merged_into), (Stage::Merged, Some(closed.id)));
        assert_eq!(case("107").await.stage, Stage::Refused);
        assert_eq!(case("108").await.stage, Stage::Refused);
        // The number that stands twice is one case, to which the second row added its words.
        let added = cases::entries(&house.store, closed.id).await.expect("a history");
        let said: Vec<&str> = added.iter().map(|entry| entry.body.as_str()).collect();
        assert!(said.contains(&"O mesmo número outra vez."), "{said:?}");
        is_sound(&house).await;

        let before = verify(&house).await.expect("a verification").rooms;
        let (again, _) = bring(&house, &file, &mapping).await;
        assert_eq!((again.taken, again.already, again.units, again.topics), (0, 7, 0, 0));
        let after = verify(&house).await.expect("a verification").rooms;
        for (one, other) in before.iter().zip(&after) {
            // Only the chain grows, by the event that says that somebody imported.
            assert!(one == other || ["events", "lanes"].contains(&one.name.as_str()), "{}", one.name);
        }
        let topics = danvan_actions::topics::load(&house.store).await.expect("topics");
        assert!(topics.get("sc.lixo.recolha").is_some());
        assert!(
            topics.get("environment.waste").is_none(),
            "an empty house takes the city's own topics alone"
        );
    })
    .await;
}

#[tokio::test]
async fn requests_that_repeat_each_other_do_not_lead_round_in_a_circle() {
    for_each_engine(|house| async move {
        empty(&house);
        let mapping = mapping(&format!("{SMALL}.toml"));
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("cases.csv");
        let read = async |rows: &str| {
            let head = "Nr;Entrada;Fecho;Prazo;Estado;Assunto;Freguesia;Repete;Texto\r\n";
            std::fs::write(&file, format!("{head}{rows}")).expect("a file");
            bring(&house, &file.display().to_string(), &mapping).await.0
        };
        let place = "Lixo / Recolha;Alvalade";
        read(&format!("1;01/03/2024 09:00;;;Aberto;{place};;Contentor cheio.\r\n")).await;
        read(&format!("2;01/03/2024 10:00;;;Duplicado;{place};1;O mesmo contentor.\r\n")).await;
        let again = read(&format!("1;01/03/2024 09:00;;;Duplicado;{place};2;Contentor cheio.\r\n")).await;
        assert_eq!(again.updated, 1);
        let case = async |number: &str| {
            let source = cases::source(&house.store, &format!("small_city/{number}")).await.expect("a look");
            cases::get(&house.store, source.expect("the case")).await.expect("a look").expect("the case")
        };
        let (first, second) = (case("1").await, case("2").await);
        assert_eq!((first.stage, first.merged_into), (Stage::Refused, None));
        assert_eq!((second.stage, second.merged_into), (Stage::Merged, Some(first.id)));
        is_sound(&house).await;
    })
    .await;
}

#[tokio::test]
async fn a_file_that_cannot_be_read_changes_nothing() {
    let house = House::sqlite().await;
    empty(&house);
    let mapping = mapping(&format!("{SMALL}.toml"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("other.csv");
    let check = async |bytes: &[u8], key: &str| {
        std::fs::write(&file, bytes).expect("a file");
        let done = import(&house, &Asker::house(), &file, &mapping, false, &mut |_| {}).await;
        let said = format!("{:?}", done.expect_err("a refusal"));
        assert!(said.contains(key) && said.contains("other.csv:1"), "{said}");
        assert!(house.facts().tree.units().is_empty());
    };
    check(b"", "import-empty").await;
    check(b"a;b\r\n1;2\r\n", "import-columns-missing").await;
    check(b"\xff\xfeN\0r\0", "import-columns-missing").await;
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "a test that does not run says so aloud")]
async fn baltimore_comes_in_whole() {
    if !Path::new(REQUESTS).exists() {
        println!("NOT RUN: the import of Baltimore's requests, because {REQUESTS} is not there");
        return;
    }
    let house = House::sqlite().await;
    empty(&house);
    let (report, lines) = bring(&house, REQUESTS, &mapping(BALTIMORE)).await;
    assert_eq!((report.rows, report.taken, report.refused), (10_000, 10_000, 0));
    // The file is one request in a hundred of the city's: none of the 217 that repeat another has an earlier one with
    // the same topic, place and address in it, and to guess by place alone would join strangers' requests.
    assert_eq!((report.merged, report.repeats_unknown), (0, 217));
    let told = lines.iter().filter(|line| line.notes.iter().any(|note| note.key == "import-repeat-unknown"));
    assert_eq!(told.count(), 217, "each says why it was not merged");
    assert_eq!(report.unknown_columns, Vec::<String>::new());
    let facts = house.facts();
    // 273 neighbourhoods of the file and one for what names none; 14 council districts.
    assert_eq!(facts.tree.at_level(Level::Commune, house.today()).count(), 274);
    assert_eq!(facts.tree.at_level(Level::District, house.today()).count(), 14);
    let lower = facts.topics.iter().filter(|topic| facts.topics.children(&topic.code).next().is_none());
    assert_eq!(lower.count(), 231);
    is_sound(&house).await;
    let city = facts.tree.by_code("BALT", house.today()).one().expect("the city");
    let (from, until) = ("2014-01-01".parse().expect("a day"), "2020-01-01".parse().expect("a day"));
    let months = [tallies::Span::of(Grain::Month, from, until)];
    let all = tallies::by_unit(&house.store, &[city], &[ALL], &months).await.expect("tallies");
    let received: i64 = all.values().map(|counts| counts[Measure::Received]).sum();
    assert_eq!(received, 10_000);
    let open: i64 = {
        let mut sum = 0;
        for unit in facts.tree.at_level(Level::Commune, house.today()) {
            sum += cases::open_at(&house.store, unit.id).await.expect("a queue").len();
        }
        i64::try_from(sum).expect("a count")
    };
    // New 67, Open 113, Pending 17, In Progress 1: they wait in the queues.
    assert_eq!(open, 198);
}
