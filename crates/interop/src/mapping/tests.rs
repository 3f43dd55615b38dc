use super::*;

const MAPPING: &str = r#"
[source]
name = "somewhere"
time_zone = "Europe/Lisbon"
dates = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]

[columns]
id = "Nr"
opened = "Entrada"
closed = ["Fecho"]
status = "Estado"
topic = "Assunto"
place = "Freguesia"
words = """{Assunto}: {Descrição}
Local: {Morada}"""

[status]
Aberto = "received"
Fechado = "closed"
Duplicado = "duplicate"
"#;

const HEADING: &str = "Nr;Entrada;Fecho;Estado;Assunto;Freguesia;Descrição;Morada;Outra\r\n";

fn rows(file: &[u8], mapping: &Mapping) -> Vec<Result<Request, Refused>> {
    open(file, mapping).unwrap_or_else(|refused| panic!("{refused:?}")).collect()
}

fn mapping(more: &str) -> Mapping {
    Mapping::read(&MAPPING.replacen("[columns]", &format!("{more}\n[columns]"), 1)).expect("a mapping")
}

#[test]
fn a_row_becomes_a_request() {
    let file =
        format!("{HEADING}7;01/07/2024 10:30;02/07/2024;Fechado;Lixo;Alvalade;saco na rua;Rua A 1;x\r\n");
    let mapping = mapping("");
    assert_eq!(open(file.as_bytes(), &mapping).unwrap_or_else(|_| panic!()).unknown, ["Outra"]);
    let row = rows(file.as_bytes(), &mapping).remove(0).expect("a request");
    assert_eq!((row.line, row.id.as_str(), row.ending), (2, "7", Ending::Closed));
    assert_eq!(row.opened.to_string(), "2024-07-01T09:30:00Z", "summer time in Lisbon");
    assert_eq!(row.closed.map(|at| at.to_string()).as_deref(), Some("2024-07-01T23:00:00Z"));
    assert_eq!(row.words, "Lixo: saco na rua\nLocal: Rua A 1");
    assert_eq!((row.place.as_deref(), row.channel), (Some("Alvalade"), Channel::Import));
}

#[test]
fn bad_rows_are_refused_with_line_and_reason() {
    let mapping = mapping("");
    let check = |row: &str, key: &str| {
        let file = format!("{HEADING}1;01/07/2024;;Aberto;Lixo;A;b;c;d\r\n{row}\r\n");
        let refused = rows(file.as_bytes(), &mapping).remove(1).expect_err("a refusal");
        assert_eq!((refused.line, refused.note.key.as_str()), (3, key), "{row}");
    };
    check("2;;;Aberto;Lixo;A;b;c;d", "import-cell-empty");
    check("2;31/02/2024;;Aberto;Lixo;A;b;c;d", "import-date");
    check("2;07/21/2024;;Aberto;Lixo;A;b;c;d", "import-date");
    check("2;01/07/0024;;Aberto;Lixo;A;b;c;d", "import-date");
    check("2;01/07/2024;never;Aberto;Lixo;A;b;c;d", "import-date");
    check("2;01/07/2024;;Outro;Lixo;A;b;c;d", "import-status");
    check("2;01/07/2024;;Aberto;;A;b;c;d", "import-cell-empty");
    check("2;01/07/2024;;Aberto", "import-cells");
    check("2;01/07/2024;;Aberto;Lixo;A;b;c;d;e", "import-cells");
}

#[test]
fn a_file_written_in_another_way_is_told_from_a_bad_row() {
    let key = |file: &[u8]| open(file, &mapping("")).map(|_| ()).expect_err("a refusal").note.key;
    assert_eq!(key(b""), "import-empty");
    assert_eq!(key(b"\xff\xfeN\0r\0"), "import-columns-missing");
    assert_eq!(key(b"Nr;Descri\xe7\xe3o\r\n"), "import-not-utf8");
    assert_eq!(key(b"a,b\n1,2\n"), "import-columns-missing");
    let marked = format!("\u{feff}{HEADING}");
    assert!(open(marked.as_bytes(), &mapping("")).is_ok(), "a byte order mark is no letter");
}

#[test]
fn declared_encodings_are_read() {
    let latin: Vec<u8> = HEADING.chars().map(|letter| letter as u8).collect();
    let file = [&latin[..], b"1;01/07/2024;;Aberto;Lixo;Bel\xe9m;caf\xe9;c;d\r\n"].concat();
    let row = rows(&file, &mapping("encoding = \"latin-1\"")).remove(0).expect("a request");
    assert_eq!((row.place.as_deref(), row.words.lines().next()), (Some("Belém"), Some("Lixo: café")));
    // "Đường Trần" in Windows-1258: tones are marks of their own and are composed.
    let text = Encoding::Windows1258.text(b"\xd0\xfd\xf5\xccng Tr\xe2\xccn").expect("text");
    assert_eq!(danvan_domain::fold::tidy(&text), "Đường Trần");
}

#[test]
fn points_that_are_blanks_in_disguise_are_left_out() {
    let text = MAPPING.replace("words =", "lat = \"Descrição\"\nlon = \"Morada\"\nwords =")
        + "\n[city]\ncode = \"LX\"\nname = \"Lisboa\"\nfrom = \"2010-01-01\"\nbounds = [38.6, -9.3, 38.9, -9.0]\n";
    let mapping = Mapping::read(&text).expect("a mapping");
    let check = |lat: &str, lon: &str, expected: bool| {
        let file = format!("{HEADING}1;01/07/2024;;Aberto;Lixo;A;{lat};{lon};d\r\n");
        let row = rows(file.as_bytes(), &mapping).remove(0).expect("a request");
        assert_eq!(row.point.is_some(), expected, "{lat} {lon}");
    };
    check("38.72", "-9.14", true);
    check("38,72", "-9,14", true);
    check("39", "-9.14", false);
    check("48.85", "2.35", false);
    check("", "", false);
    check("north", "west", false);
}

#[test]
fn a_bad_mapping_says_what_is_wrong() {
    let check = |from: &str, to: &str, said: &str| {
        let note = Mapping::read(&MAPPING.replacen(from, to, 1)).expect_err("a refusal");
        assert!(note.args[0].1.contains(said), "{to}: {note:?}");
    };
    check("Europe/Lisbon", "Europe/Nowhere", "Europe/Nowhere");
    check("%d/%m/%Y\"", "%!\"", "%!");
    check("somewhere", "Some Where", "source.name");
    check("Nr", "Nr\"\ncolour = \"x", "colour");
    check("\"closed\"", "\"finished\"", "finished");
}

#[test]
fn own_topics_have_parents_and_fitting_codes() {
    let rules = TopicRules {
        prefix: Some("balt".into()),
        separator: Some("-".into()),
        upper: BTreeMap::from([("SW".to_owned(), "Solid waste".to_owned())]),
        promise: 7,
        ..TopicRules::default()
    };
    let mut topics = OwnTopics::default();
    let mut code = |words: &str| topics.code(&rules, "other", words).expect("a code");
    assert_eq!(code("SW-Dirty Alley"), "balt.sw.dirty_alley");
    assert_eq!(code("SW-Dirty  Alley"), "balt.sw.dirty_alley");
    assert_eq!(code("Graffiti"), "balt.graffiti");
    assert_eq!(code("-Odd"), "balt.odd");
    let long = code(&format!("SW-{}", "very long words ".repeat(9)));
    assert!(long.len() <= 60, "{long}");
    assert_ne!(long, code(&format!("SW-{}other", "very long words ".repeat(9))));
    let rows = topics.rows();
    let parent = rows.iter().find(|topic| topic.code == "balt.sw").expect("the upper topic");
    assert_eq!((parent.en.as_str(), parent.promise), ("Solid waste", 7));
    let numbered = (2..).zip(rows).collect();
    assert!(danvan_domain::topics::Topics::new(numbered).is_ok());
    let all = TopicRules::default();
    assert_eq!(OwnTopics::default().code(&all, "source", "Graffiti").as_deref(), Some("source.graffiti"));
    let none = TopicRules { unmapped: Unmapped::Refuse, ..TopicRules::default() };
    assert_eq!(OwnTopics::default().code(&none, "source", "Graffiti"), None);
}
