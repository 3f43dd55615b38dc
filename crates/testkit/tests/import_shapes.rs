//! Files of other shapes: JSON of every kind, other times and points, rows that come again later, and a preview that
//! writes nothing.

use danvan_actions::{
    Facts,
    cases::import::{Line, Report, import},
    verify::verify,
};
use danvan_domain::{
    cases::{Case, Stage},
    rights::Asker,
    units::Tree,
};
use danvan_interop::mapping::Mapping;
use danvan_store::cases;
use danvan_testkit::{House, for_each_engine};

/// A city whose system speaks Vietnamese and gives out GeoJSON, with times in two ways.
const RIVER: &str = r#"
[source]
name = "river_city"
time_zone = "Asia/Ho_Chi_Minh"
dates = ["epoch_millis", "%d/%m/%Y %H:%M", "iso"]
language = "vi"

[columns]
id = "ma"
opened = "nhan_luc"
closed = ["xong_luc"]
status = "tinh_trang"
status_otherwise = "received"
topic = "{nhom}/{viec}"
place = "phuong"
point = "geometry"
words = """
{noi_dung}
Địa chỉ: {dia_chi}"""

[status]
"Đã xong" = "closed"
"Đang làm" = "accepted"

[city]
code = "RC"
name = "Thành phố Bên Sông"
from = "2024-01-01"
kind = "ward"
unplaced = "Không rõ phường"
bounds = [15.9, 108.0, 16.2, 108.4]

[topics]
separator = "/"
"#;

fn feature(properties: &str, geometry: &str) -> String {
    format!("{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}")
}

fn river() -> String {
    let point = |lon: f64, lat: f64| format!("{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}}");
    let features = [
        feature(
            r#""ma":1,"nhan_luc":1709283600000,"xong_luc":"02/03/2024 17:00","tinh_trang":"đã xong","nhom":"Đường","viec":"Ổ gà","phuong":"Phường Hải Châu","noi_dung":"<p>Ổ gà lớn &amp; nguy hiểm</p>","dia_chi":"12 Bạch Đằng""#,
            &point(108.22, 16.06),
        ),
        // Its place is left out, as JSON does; its point lies beside the first, numbers turned round.
        feature(
            r#""ma":2,"nhan_luc":"2024-03-02T08:00:00+07:00","tinh_trang":null,"nhom":"Đường","viec":"Ổ gà","noi_dung":"Thêm một ổ gà""#,
            &point(16.061, 108.221),
        ),
        feature(
            r#""ma":3,"nhan_luc":"03/03/2024 09:30","xong_luc":"01/02/2024 08:00","tinh_trang":"Đã xong","nhom":"Rác","viec":null,"phuong":"Phường Sơn Trà","noi_dung":"Rác chưa thu\nba ngày""#,
            "null",
        ),
        // Nobody says where.
        feature(
            r#""ma":4,"nhan_luc":"04/03/2024 09:30","tinh_trang":"Lạ","nhom":"Rác","viec":null,"noi_dung":"Mùi hôi""#,
            "null",
        ),
        feature(
            r#""ma":5,"nhan_luc":"01/01/2199 09:30","tinh_trang":"Lạ","nhom":"Rác","noi_dung":"Mai sau""#,
            "null",
        ),
        feature(r#""ma":6,"nhan_luc":"hôm qua","tinh_trang":"Lạ","nhom":"Rác","noi_dung":"Hôm qua""#, "null"),
        feature(r#""ma":7,"nhan_luc":1709283600000,"nhom":"Rác","noi_dung":"Ä‘Æ°á»\u009dng báº©n""#, "null"),
    ];
    format!(
        "{{\"type\":\"FeatureCollection\",\"name\":\"[{{}}]\",\"features\":[\n{}\n]}}",
        features.join(",\n")
    )
}

fn empty(house: &House) {
    house.replace_facts(Facts { tree: Tree::default(), simulated: false, ..(*house.facts()).clone() });
}

async fn bring(house: &House, text: impl AsRef<[u8]>, mapping: &str, preview: bool) -> (Report, Vec<Line>) {
    let mapping = Mapping::read(mapping).unwrap_or_else(|note| panic!("{note:?}"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("requests");
    std::fs::write(&file, text).expect("a file");
    let mut lines = Vec::new();
    let report = import(house, &Asker::house(), &file, &mapping, preview, &mut |line| lines.push(line)).await;
    (report.expect("an import"), lines)
}

async fn case(house: &House, number: &str) -> Case {
    let source = cases::source(&house.store, number).await.expect("a look").expect("the case");
    cases::get(&house.store, source).await.expect("a look").expect("the case")
}

#[tokio::test]
async fn a_city_in_geojson_comes_in_as_its_preview_said() {
    for_each_engine(|house| async move {
        empty(&house);
        let (seen, _) = bring(&house, &river(), RIVER, true).await;
        assert!(house.facts().tree.units().is_empty(), "a preview makes nothing");
        let rooms = verify(&house).await.expect("a verification").rooms;
        assert!(rooms.iter().all(|room| room.rows == 0), "{rooms:?}");

        let (report, lines) = bring(&house, &river(), RIVER, false).await;
        assert_eq!(Report { preview: false, ..seen }, report, "what the preview said");
        assert_eq!((report.rows, report.taken, report.refused), (7, 4, 3));
        assert_eq!((report.placed_by_point, report.unplaced), (1, 1));
        let refused: Vec<(u64, &str, &str)> = lines
            .iter()
            .filter(|line| line.outcome == "refused")
            .map(|line| (line.line, line.id.as_str(), line.notes[0].key.as_str()))
            .collect();
        assert_eq!(refused, [(5, "5", "import-future"), (6, "6", "import-date"), (7, "7", "import-garbled")]);
        let first = case(&house, "river_city/1").await;
        assert_eq!((first.stage, first.topic.as_str()), (Stage::Closed, "river_city.duong.o_ga"));
        assert_eq!(first.body, "Ổ gà lớn & nguy hiểm\nĐịa chỉ: 12 Bạch Đằng");
        assert_eq!(first.received_at.to_string(), "2024-03-01T09:00:00Z");
        assert_eq!(first.closed_at.map(|at| at.to_string()).as_deref(), Some("2024-03-02T10:00:00Z"));
        let second = case(&house, "river_city/2").await;
        assert_eq!(
            (second.stage, second.place),
            (Stage::Received, first.place),
            "placed by its turned point"
        );
        let third = case(&house, "river_city/3").await;
        assert_eq!(third.closed_at, Some(third.received_at), "never closed before it was opened");
        assert_eq!(third.topic, "river_city.rac");
        assert_eq!(report.remarks["import-closed-before"], 1);
        assert_eq!(report.remarks["import-point-swapped"], 1);
        assert_eq!(verify(&house).await.expect("a verification").difference, None);
    })
    .await;
}

/// A file of lines, without numbers of its own, times in seconds, and the point in one column.
const LINES: &str = r#"
[source]
name = "lines"
time_zone = "America/New_York"
dates = ["epoch"]

[columns]
opened = "t"
topic = "kind"
point = "where"
words = "{said}"

[city]
code = "L"
name = "Lineville"
from = "2020-01-01"
unplaced = "Somewhere"
"#;

#[tokio::test]
async fn rows_without_numbers_are_known_by_all_they_say() {
    let house = House::sqlite().await;
    empty(&house);
    let long = "word ".repeat(3000);
    let file = format!(
        "{}\n\n{}\n{}\nnot json\n",
        r#"{"t": 1709283600, "kind": "Noise", "where": "(40.71, -74.01)", "said": "Too loud"}"#,
        r#"{"t": 1709283600, "kind": "Noise", "said": "Too loud"}"#,
        format_args!("{{\"t\": 1709283601, \"kind\": \"Noise\", \"said\": \"{long}\"}}"),
    );
    let (report, lines) = bring(&house, &file, LINES, false).await;
    assert_eq!((report.rows, report.taken, report.refused), (4, 3, 1));
    assert_eq!(lines.iter().map(|line| line.line).max(), Some(5), "lines are counted with the empty one");
    let (again, _) = bring(&house, &file, LINES, false).await;
    assert_eq!((again.taken, again.already, again.updated), (0, 3, 0));
    let long_one = lines.iter().find(|line| line.line == 4).and_then(|line| line.case).expect("the long one");
    let body = cases::get(&house.store, long_one).await.expect("a look").expect("the case").body;
    let rest = cases::entries(&house.store, long_one).await.expect("a history");
    let words = |text: &str| text.split_whitespace().count();
    let kept = words(&body) + rest.iter().map(|entry| words(&entry.body)).sum::<usize>();
    assert_eq!(kept, 3000, "what does not fit the first words follows as words added");
}

#[tokio::test]
async fn a_later_file_moves_requests_on() {
    const MAP: &str = r#"
[source]
name = "later"
time_zone = "Asia/Ho_Chi_Minh"
[columns]
id = "id"
opened = "opened"
closed = ["closed"]
status = "status"
topic = "topic"
place = "place"
words = "{words}"
[status]
open = "received"
taken = "accepted"
done = "closed"
[city]
code = "LT"
name = "Later"
from = "2024-01-01"
"#;
    for_each_engine(|house| async move {
        empty(&house);
        let head = "id\topened\tclosed\tstatus\ttopic\tplace\twords\n";
        let early = format!("{head}1\t2024-05-01\t\topen\tA\tHere\tlamp\n2\t2024-05-01\t\topen\tA\tHere\tbin\n");
        let (report, _) = bring(&house, &early, MAP, false).await;
        assert_eq!((report.taken, report.updated), (2, 0));
        let late = format!(
            "{head}1\t2024-05-01\t\tTAKEN\tA\tHere\tlamp\n1\t2024-05-01\t2024-05-03\tDone\tA\tHere\tlamp\n2\t2024-05-01\t\topen\tA\tHere\tbin\n"
        );
        let (seen, _) = bring(&house, &late, MAP, true).await;
        assert_eq!((seen.taken, seen.already), (0, 1));
        assert_eq!(case(&house, "later/1").await.stage, Stage::Received, "a preview writes nothing");
        let (report, _) = bring(&house, &late, MAP, false).await;
        assert_eq!((report.taken, report.updated, report.already), (0, 2, 1));
        let moved = case(&house, "later/1").await;
        assert_eq!((moved.stage, moved.on_time), (Stage::Closed, Some(true)));
        let (again, _) = bring(&house, &late, MAP, false).await;
        assert_eq!((again.updated, again.already), (0, 3));
        assert_eq!(verify(&house).await.expect("a verification").difference, None);
    })
    .await;
}

#[tokio::test]
async fn places_that_are_there_are_found_by_code_name_or_point_and_others_kept_by_choice() {
    let map = |places: &str| {
        format!(
            r#"
[source]
name = "hanoi_hotline"
time_zone = "Asia/Ho_Chi_Minh"
dates = ["%d/%m/%Y"]
language = "vi"
[columns]
id = "so"
opened = "ngay"
topic = "viec"
place = "noi"
lat = "vi_do"
lon = "kinh_do"
words = "{{loi}}"
{places}
[topics.ours]
"Rác" = "environment.waste"
"#
        )
    };
    let file = "so|ngay|viec|noi|vi_do|kinh_do|loi\n\
                1|02/03/2026|Rác|00004|||theo mã\n\
                2|02/03/2026|Rác|Phường Ba Đình|||theo tên\n\
                3|02/03/2026|Rác||21,0385|105,8381|theo tọa độ\n\
                4|02/03/2026|Rác|Xóm Trên Mây|||không ai biết\n";
    for_each_engine(|house| async move {
        let (report, lines) = bring(&house, file, &map(""), false).await;
        assert_eq!((report.taken, report.refused, report.units), (3, 1, 0));
        let refused = lines.iter().find(|line| line.outcome == "refused").expect("a refusal");
        assert_eq!((refused.line, refused.cells[3].as_str()), (5, "Xóm Trên Mây"));
        for number in ["1", "2", "3"] {
            let case = case(&house, &format!("hanoi_hotline/{number}")).await;
            assert_eq!(case.responsible, house.unit("00004"), "{number}");
        }
        let keep = "[places]\nunknown = \"Không rõ nơi\"\nunder = \"01\"";
        let (report, _) = bring(&house, file, &map(keep), false).await;
        assert_eq!((report.taken, report.already, report.refused, report.units), (1, 3, 0, 1));
        let facts = house.facts();
        let place = case(&house, "hanoi_hotline/4").await.place;
        assert_eq!(facts.tree.get(place).map(|unit| unit.name.as_str()), Some("Không rõ nơi"));
    })
    .await;
}

/// The columns of a Vietnamese office's table.
const TABLE: &str = r#"
[source]
name = "letters"
time_zone = "Asia/Ho_Chi_Minh"
dates = ["%d/%m/%Y %H:%M"]
language = "vi"

[columns]
id = "Mã"
opened = "Nhận lúc"
topic = "Lĩnh vực"
place = "Phường"
words = "{Nội dung}"

[city]
code = "LE"
name = "Thành phố Chữ"
from = "2024-01-01"
kind = "ward"
"#;

#[tokio::test]
async fn letters_come_in_however_the_file_writes_them() {
    let said = "Nước ngập đường Trần Hưng Đạo, ổ gà, rãnh vỡ – đã báo";
    // As a spreadsheet saves "Unicode text": UTF-16 with a mark, tabs, CR LF; the second letter is beyond 16 bits.
    let table = format!(
        "Mã\tNhận lúc\tLĩnh vực\tPhường\tNội dung\r\n1\t01/03/2024 08:00\tThoát nước\tPhường Cửa Nam\t{said}\r\n\
         2\t02/03/2024 08:00\tThoát nước\tPhường Cửa Nam\t🚰 {said}\r\n"
    );
    let little: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    // Written by another program, with tones as marks of their own.
    let vietnamese = b"Ma\xde;Nh\xe2\xf2n lu\xecc;Li\xdenh v\xfd\xf2c;Ph\xfd\xf5\xccng;N\xf4\xf2i dung\r\n1;01/03/2024 08:00;Thoa\xect n\xfd\xf5\xecc;Ph\xfd\xf5\xccng C\xfd\xd2a Nam;N\xfd\xf5\xecc ng\xe2\xf2p \xf0\xfd\xf5\xccng Tr\xe2\xccn H\xfdng \xd0a\xf2o, \xf4\xd2 ga\xcc, ra\xdenh v\xf5\xde \x96 \xf0a\xde ba\xeco\r\n";
    let declared =
        |encoding: &str| TABLE.replacen("[columns]", &format!("encoding = \"{encoding}\"\n[columns]"), 1);
    let check = async |house: &House, file: &[u8], mapping: &str| {
        empty(house);
        let (report, lines) = bring(house, file, mapping, false).await;
        assert_eq!((report.taken, report.refused), (report.rows, 0), "{lines:?}");
        let first = case(house, "letters/1").await;
        assert_eq!(first.body, said);
        assert_eq!(first.received_at.to_string(), "2024-03-01T01:00:00Z");
        let facts = house.facts();
        assert_eq!(facts.tree.get(first.place).expect("its place").name, "Phường Cửa Nam");
        assert_eq!(facts.topics.get(&first.topic).expect("its topic").vi, "Thoát nước");
        report.rows
    };
    let (little, big, check, declared) = (&little[..], &big[..], &check, &declared);
    for_each_engine(|house| async move {
        let other = || house.as_of(i64::MAX);
        let rows = [
            check(&house, little, TABLE).await,
            check(&other().await, big, TABLE).await,
            // A mapping that takes it for something else does not spoil it.
            check(&other().await, little, &declared("windows-1258")).await,
            check(&other().await, big, &declared("utf-16")).await,
            check(&other().await, vietnamese, &declared("windows-1258")).await,
        ];
        assert_eq!(rows, [2, 2, 2, 2, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_city_made_from_its_file_may_speak_of_our_topics_beside_its_own() {
    for_each_engine(|house| async move {
        empty(&house);
        let rows = "ma;nhan_luc;tinh_trang;nhom;phuong;noi_dung\n\
                    1;02/03/2024 08:00;Đang làm;Đèn đường;Hải Châu;Đèn tắt\n\
                    2;02/03/2024 09:00;Đang làm;Chợ cóc;Hải Châu;Chợ lấn đường\n";
        let mapping = RIVER
            .replace("topic = \"{nhom}/{viec}\"", "topic = \"nhom\"")
            .replace("closed = [\"xong_luc\"]\n", "")
            .replace("point = \"geometry\"\n", "")
            .replace("\nĐịa chỉ: {dia_chi}", "")
            .replace("separator = \"/\"", "[topics.ours]\n\"Đèn đường\" = \"power.lighting\"");
        let (seen, _) = bring(&house, rows, &mapping, true).await;
        let (report, _) = bring(&house, rows, &mapping, false).await;
        assert_eq!((seen.taken, report.taken, report.topics), (2, 2, 1), "{:?}", report.refusals);
        assert_eq!(case(&house, "river_city/1").await.topic, "power.lighting");
        assert!(house.facts().topics.get("water.clean").is_some(), "ours are offered too");
    })
    .await;
}
