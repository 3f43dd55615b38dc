//! Every kind of letter on every system's page: opened again, read, and compared with what was agreed.

use danvan_domain::{
    documents::{Documents, Kind, Signing, System, day_in_words},
    time::Day,
};
use danvan_reports::{
    Letter, docx,
    template::{default_of, fill, sample},
};
use quick_xml::{Reader, events::Event};
use std::{
    io::{Cursor, Read},
    path::Path,
};
use zip::ZipArchive;

fn letter(kind: Kind, system: System) -> Letter {
    let facts = Documents::facts();
    let form = facts.form(system);
    let parts = fill(default_of(kind), &sample(kind)).expect("parts");
    let day = Day::new(2026, 2, 5).expect("a day");
    Letter {
        system,
        superior: form.superior.replace("{CITY}", "THÀNH PHỐ VÍ DỤ"),
        organisation: form
            .organisation
            .replace("{UNIT}", "PHƯỜNG VÍ DỤ")
            .split('|')
            .map(str::to_owned)
            .collect(),
        number: form.number_text(Some(5), facts.kind(kind)),
        place_and_day: format!("Ví Dụ, {}", day_in_words(day)),
        title: parts.title,
        about: parts.about,
        addressees: parts.to,
        blocks: parts.body,
        signature: form.signature(Signing::OnBehalf),
        signer: "Trần Thị Ví Dụ".into(),
        recipients: parts.recipients,
        remark: "Dữ liệu mô phỏng".into(),
        notes: Vec::new(),
    }
}

/// A part of an archive; it must be well formed.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

/// The texts of a document, paragraph by paragraph; fails on XML that is not well formed.
fn texts(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut paragraphs, mut depth) = (vec![String::new()], 0i32);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                depth += 1;
                if start.name().as_ref() == "w:p" {
                    paragraphs.push(String::new());
                }
            }
            Event::End(_) => depth -= 1,
            Event::Empty(empty) if empty.name().as_ref() == "w:br" => {
                paragraphs.last_mut().expect("one").push('\n');
            }
            Event::Text(text) => {
                paragraphs.last_mut().expect("one").push_str(&text.xml10_content());
            }
            Event::GeneralRef(name) => {
                let letter = match name.as_ref() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => name.resolve_char_ref().expect("a letter").expect("a letter"),
                };
                paragraphs.last_mut().expect("one").push(letter);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    paragraphs.retain(|text| !text.trim().is_empty());
    paragraphs
}

#[test]
fn each_kind_says_what_was_agreed() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut differ: Vec<String> = Vec::new();
    for kind in Kind::ALL {
        let said = letter(*kind, System::State).plain() + "\n";
        let file = golden.join(format!("{kind}.txt"));
        if said != std::fs::read_to_string(&file).unwrap_or_default() {
            let seen = std::env::temp_dir().join(format!("danvan-letter-{kind}.txt"));
            std::fs::write(&seen, &said).expect("a file");
            differ.push(format!("{} from {}", seen.display(), file.display()));
        }
    }
    assert!(differ.is_empty(), "what is said now differs: {differ:#?}");
}

#[test]
fn every_letter_opens_again_on_every_page() {
    let facts = Documents::facts();
    for system in System::ALL {
        let form = facts.form(*system);
        for kind in Kind::ALL {
            let letter = letter(*kind, *system);
            let bytes = docx::write(&letter, form).expect("a file");
            assert_eq!(bytes, docx::write(&letter, form).expect("a file"), "the same letter, the same bytes");
            for name in
                ["[Content_Types].xml", "_rels/.rels", "word/styles.xml", "word/_rels/document.xml.rels"]
            {
                texts(&part(&bytes, name));
            }
            let said = texts(&part(&bytes, "word/document.xml")).join("\n");
            let lines = letter.plain();
            for line in lines.lines().filter(|line| !line.contains(" | ")) {
                assert!(said.contains(line), "{system} {kind}: {line:?} is missing in\n{said}");
            }
        }
    }
}

#[test]
fn pages_are_set_as_each_system_asks() {
    let facts = Documents::facts();
    let check = |system, margins: [&str; 4], says: &[&str], says_not: &[&str]| {
        let bytes = docx::write(&letter(Kind::Acceptance, system), facts.form(system)).expect("a file");
        let (document, styles) = (part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml"));
        let [top, bottom, left, right] = margins;
        for (side, twips) in [("top", top), ("bottom", bottom), ("left", left), ("right", right)] {
            let wanted = format!("w:{side}=\"{twips}\"");
            assert!(
                document[document.find("<w:pgMar").expect("margins")..].contains(&wanted),
                "{system} {wanted}"
            );
        }
        assert!(document.contains("w:w=\"11906\"") && document.contains("w:h=\"16838\""), "A4");
        assert!(
            styles.contains("w:ascii=\"Times New Roman\"") && styles.contains("w:sz w:val=\"28\""),
            "{styles}"
        );
        let said = texts(&document).join("\n");
        says.iter().for_each(|text| assert!(said.contains(text), "{system}: {text}\n{said}"));
        says_not.iter().for_each(|text| assert!(!said.contains(text), "{system}: {text}\n{said}"));
    };
    let nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
    check(
        System::State,
        ["1134", "1134", "1701", "1134"],
        &[nation, "Độc lập - Tự do - Hạnh phúc", "Số: 05/TB-UBND", "TM. ỦY BAN NHÂN DÂN", "Nơi nhận:"],
        &["ĐẢNG CỘNG SẢN"],
    );
    check(
        System::Party,
        ["1134", "1134", "1701", "850"],
        &[
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "ĐẢNG BỘ THÀNH PHỐ VÍ DỤ",
            "*",
            "Số 5-TB/ĐU",
            "T/M BAN THƯỜNG VỤ",
            "BÍ THƯ",
        ],
        &[nation, "Độc lập"],
    );
    check(System::Front, ["1134", "1134", "1701", "1134"], &["ỦY BAN MTTQ VIỆT NAM", "BAN THƯỜNG TRỰC"], &[]);
}

#[test]
fn what_strangers_write_breaks_no_file() {
    let form = Documents::facts().form(System::State);
    for evil in [
        "]]></w:t><w:p>&amp;\"'<!--",
        "\u{0}\u{1}\u{b}\u{1f}\u{7f}\u{fffe}\u{feff}x",
        "e\u{302}\u{323} \u{202e}abc\u{202c} 🏠",
        &"rất dài ".repeat(20_000),
        "dòng một\r\ndòng hai\u{2028}dòng ba",
    ] {
        let mut letter = letter(Kind::Refusal, System::State);
        letter.about = evil.to_owned();
        letter.signer = evil.to_owned();
        letter
            .blocks
            .push(danvan_reports::Block::Table(vec![vec![evil.to_owned()], vec![evil.to_owned(); 3]]));
        let bytes = docx::write(&letter, form).expect("a file");
        let said = texts(&part(&bytes, "word/document.xml")).join("\n");
        assert!(said.contains(letter.clone().cleaned().about.trim()), "{evil:?}");
        assert!(!said.contains(['\u{0}', '\u{1}', '\u{b}', '\u{202e}', '\u{fffe}']));
    }
}

/// Every value of an attribute in a part, wherever it stands.
fn values<'a>(xml: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!(" {attribute}=\"");
    let pieces = xml.split(before.as_str()).skip(1);
    pieces.filter_map(|rest| rest.split('"').next()).collect()
}

/// In what an element of a document has to stand.
fn parents(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "w:body" => &["w:document"],
        "w:p" | "w:tbl" => &["w:body", "w:tc"],
        "w:tblPr" | "w:tblGrid" | "w:tr" => &["w:tbl"],
        "w:tc" => &["w:tr"],
        "w:tcPr" => &["w:tc"],
        "w:r" | "w:pPr" => &["w:p"],
        "w:t" | "w:br" => &["w:r"],
        _ => return None,
    })
}

/// That what has ended holds what it must, or no office program opens the document.
fn check_inside(name: &str, inside: &[String]) {
    let last = inside.last().map(String::as_str);
    match name {
        "w:body" => assert_eq!(last, Some("w:sectPr"), "the page is set at the end"),
        "w:tc" => assert_eq!(last, Some("w:p"), "a cell ends with a paragraph"),
        "w:tr" => assert!(inside.iter().any(|one| one == "w:tc"), "a row has a cell: {inside:?}"),
        "w:tbl" => assert!(inside.iter().any(|one| one == "w:tblGrid"), "a table has a grid: {inside:?}"),
        "w:p" => {
            let at = inside.iter().position(|one| one == "w:pPr");
            assert!(at.is_none_or(|at| at == 0), "how a paragraph is set stands first: {inside:?}");
        }
        _ => {}
    }
}

/// That every element stands where it may and holds what it must.
fn check_structure(xml: &str) {
    let mut reader = Reader::from_str(xml);
    // Each open element, with the names of what stands in it.
    let mut open: Vec<(String, Vec<String>)> = vec![(String::new(), Vec::new())];
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let (name, is_empty) = match &event {
            Event::Start(start) => (start.name().as_ref().to_owned(), false),
            Event::Empty(empty) => (empty.name().as_ref().to_owned(), true),
            Event::End(_) => {
                let (name, inside) = open.pop().expect("an open element");
                check_inside(&name, &inside);
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let (parent, inside) = open.last_mut().expect("an open element");
        if let Some(allowed) = parents(&name) {
            assert!(allowed.contains(&parent.as_str()), "{name} stands in {parent}");
        }
        inside.push(name.clone());
        if !is_empty {
            open.push((name, Vec::new()));
        }
    }
    assert_eq!((open.len(), open[0].1.as_slice()), (1, &["w:document".to_owned()][..]), "one document");
}

#[test]
fn every_letter_is_built_as_an_office_program_wants_it() {
    let facts = Documents::facts();
    for system in System::ALL {
        for kind in Kind::ALL {
            let bytes = docx::write(&letter(*kind, *system), facts.form(*system)).expect("a file");
            let archive = ZipArchive::new(Cursor::new(&bytes)).expect("an archive");
            let names: Vec<String> = archive
                .file_names()
                .map(|name| name.expect("a name").trim_start_matches('/').to_owned())
                .collect();
            let types = part(&bytes, "[Content_Types].xml");
            for named in values(&types, "PartName") {
                assert!(
                    names.iter().any(|name| name == named.trim_start_matches('/')),
                    "{named} is not there"
                );
            }
            for name in names.iter().filter(|name| name.ends_with(".xml") && !name.starts_with('[')) {
                let said = values(&types, "PartName").contains(&format!("/{name}").as_str())
                    || values(&types, "Extension").contains(&"xml");
                assert!(said, "{name} has no type");
                texts(&part(&bytes, name));
            }
            let (document, styles) = (part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml"));
            check_structure(&document);
            let links = part(&bytes, "word/_rels/document.xml.rels");
            for target in values(&links, "Target") {
                assert!(names.contains(&format!("word/{target}")), "{target} is not there: {names:?}");
            }
            for id in values(&document, "r:id") {
                assert!(values(&links, "Id").contains(&id), "{id} leads nowhere");
            }
            for tag in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
                for used in document.split(&format!("<{tag} w:val=\"")).skip(1) {
                    let used = used.split('"').next().unwrap_or_default();
                    assert!(values(&styles, "w:styleId").contains(&used), "{used} is no style");
                }
            }
        }
    }
}

/// Whether LibreOffice must open the letters: `cargo xtask test` says so when it is there, and aloud when it is not.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment what they may not leave out"
)]
fn is_office_required() -> bool {
    std::env::var("DANVAN_REQUIRE_OFFICE").is_ok_and(|value| value == "1")
}

#[test]
#[expect(clippy::print_stderr, reason = "what did not run is said aloud")]
fn an_office_program_opens_every_letter_when_there_is_one() {
    let folder = std::env::temp_dir().join(format!("danvan-letters-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let facts = Documents::facts();
    let mut files = Vec::new();
    for (kind, system) in Kind::ALL.iter().zip(System::ALL.iter().cycle()) {
        let file = folder.join(format!("{kind}-{system}.docx"));
        std::fs::write(&file, docx::write(&letter(*kind, *system), facts.form(*system)).expect("a file"))
            .expect("written");
        files.push(file);
    }
    let mut office = std::process::Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}/profile", folder.display()));
    office.args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(&folder).args(&files);
    match office.output() {
        Err(error) => {
            assert!(!is_office_required(), "LibreOffice is required for this test: {error}");
            eprintln!("NOT RUN: no LibreOffice opened the letters ({error})");
        }
        Ok(said) => {
            for file in files {
                let pdf = std::fs::read(file.with_extension("pdf")).unwrap_or_default();
                assert!(pdf.starts_with(b"%PDF"), "{}: {said:?}", file.display());
            }
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
}
