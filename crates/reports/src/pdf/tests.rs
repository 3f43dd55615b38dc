use super::{PdfError, legible, write, written};
use crate::{Block, Letter, Picture};
use danvan_domain::documents::{Documents, Form, System};
use std::collections::HashMap;

fn form() -> &'static Form {
    Documents::facts().form(System::State)
}

fn letter(blocks: Vec<Block>) -> Letter {
    Letter {
        system: System::State,
        superior: String::new(),
        organisation: vec!["ỦY BAN NHÂN DÂN".into(), "PHƯỜNG VÍ DỤ".into()],
        number: "Số: 05/BC-UBND".into(),
        place_and_day: "Ví Dụ, ngày 05 tháng 02 năm 2026".into(),
        title: "BÁO CÁO".into(),
        about: "Công tác dân vận tháng 01 năm 2026".into(),
        addressees: vec!["Ủy ban nhân dân thành phố".into()],
        blocks,
        signature: vec!["TM. ỦY BAN NHÂN DÂN".into(), "CHỦ TỊCH".into()],
        signer: "Trần Thị Ví Dụ".into(),
        recipients: vec!["Như trên;".into(), "Lưu: VT.".into()],
        remark: String::new(),
        notes: Vec::new(),
    }
}

fn empty() -> Letter {
    Letter {
        organisation: Vec::new(),
        number: String::new(),
        place_and_day: String::new(),
        title: String::new(),
        about: String::new(),
        addressees: Vec::new(),
        signature: Vec::new(),
        signer: String::new(),
        recipients: Vec::new(),
        ..letter(Vec::new())
    }
}

/// What a program reads on each page of an unpacked file: the codes of its words by the tables that belong to each face.
fn pages(letter: &Letter) -> Vec<String> {
    let bytes = written(letter, form(), false).expect("a file");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    // One character a byte, so that codes stay what they are.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let objects: HashMap<&str, &str> = text
        .split("\nendobj")
        .filter_map(|part| {
            let (before, body) = part.split_once(" 0 obj\n")?;
            Some((before.rsplit('\n').next()?, body))
        })
        .collect();
    let faces: HashMap<&str, HashMap<u16, String>> = objects
        .iter()
        .filter_map(|(number, body)| Some((*number, table_of(objects[reference(body, "/ToUnicode ")?]))))
        .collect();
    let mut found: Vec<(usize, String)> = Vec::new();
    for (number, body) in objects.iter().filter(|(_, body)| body.contains("<</Type/Page/")) {
        let content = objects[reference(body, "/Contents ").expect("contents")];
        let resources = objects[reference(body, "/Resources ").expect("resources")];
        let names = fonts(resources);
        let (_, content) = content.split_once("stream\n").expect("a stream");
        let said = read(content, |name| names.get(name).and_then(|number| faces.get(number)));
        found.push((number.parse().expect("a number"), said));
    }
    found.sort();
    found.into_iter().map(|(_, said)| said).collect()
}

/// The object that a key refers to.
fn reference<'a>(body: &'a str, key: &str) -> Option<&'a str> {
    let at = body.find(key)? + key.len();
    body[at..].split(' ').next()
}

/// The fonts a page calls, by name: `/Font<</f0 10 0 R/f1 13 0 R>>`.
fn fonts(resources: &str) -> HashMap<&str, &str> {
    let (_, fonts) = resources.split_once("/Font<<").unwrap_or_default();
    let fonts = fonts.split(">>").next().unwrap_or_default();
    fonts
        .split('/')
        .filter_map(|entry| entry.split_once(' '))
        .map(|(name, rest)| (name, rest.split(' ').next().unwrap_or_default()))
        .collect()
}

/// What each code of a face means: lines of `<0001> <1EF0>`.
fn table_of(table: &str) -> HashMap<u16, String> {
    let mut codes = HashMap::new();
    for line in table.lines() {
        let words: Vec<&str> = line.split(['<', '>', ' ']).filter(|word| !word.is_empty()).collect();
        let [code, meaning] = words.as_slice() else { continue };
        let Ok(code) = u16::from_str_radix(code, 16) else { continue };
        let units = (0..meaning.len() / 4).map(|at| u16::from_str_radix(&meaning[at * 4..at * 4 + 4], 16));
        let units: Result<Vec<u16>, _> = units.collect();
        codes.extend(units.map(|units| (code, String::from_utf16_lossy(&units))));
    }
    codes
}

/// The words of a content stream; each that is placed by itself stands on its own line.
fn read<'a>(content: &str, face: impl Fn(&str) -> Option<&'a HashMap<u16, String>>) -> String {
    let (mut said, mut codes) = (String::new(), None);
    let mut rest = content;
    while let Some(at) = rest.find(['/', '(', '<']) {
        let after = &rest[at + 1..];
        if rest[at..].starts_with('/') {
            let name = after.split([' ', '\n', '/', '[']).next().unwrap_or_default();
            codes = face(name).or(codes);
            rest = after;
            continue;
        }
        let (bytes, beyond) = if rest[at..].starts_with('<') { hex(after) } else { literal(after) };
        for pair in bytes.chunks_exact(2) {
            let code = u16::from_be_bytes([pair[0], pair[1]]);
            let meaning = codes.and_then(|codes| codes.get(&code));
            said.push_str(meaning.map_or("?", String::as_str));
        }
        rest = beyond;
        let does = rest.trim_start_matches([']', ' ']);
        if does.starts_with("TJ") || does.starts_with("Tj") {
            said.push('\n');
        }
    }
    said
}

/// The bytes of a string of digits, and what follows it.
fn hex(text: &str) -> (Vec<u8>, &str) {
    let (digits, beyond) = text.split_once('>').expect("an end");
    let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
    ((0..digits.len()).step_by(2).map(byte).collect(), beyond)
}

/// The bytes of a string, and what follows it; brackets in pairs stand in it as they are.
fn literal(text: &str) -> (Vec<u8>, &str) {
    let (mut bytes, mut letters) = (Vec::new(), text.char_indices());
    let byte = |letter: char| u8::try_from(u32::from(letter)).expect("a byte");
    let mut depth = 0;
    while let Some((at, letter)) = letters.next() {
        match letter {
            ')' if depth == 0 => return (bytes, &text[at + 1..]),
            '(' | ')' => {
                depth += if letter == '(' { 1 } else { -1 };
                bytes.push(byte(letter));
            }
            '\\' => match letters.next().expect("a letter").1 {
                'n' => bytes.push(b'\n'),
                'r' => bytes.push(b'\r'),
                't' => bytes.push(b'\t'),
                'b' => bytes.push(8),
                'f' => bytes.push(12),
                digit @ '0'..='7' => {
                    let more: String = letters.by_ref().take(2).map(|(_, digit)| digit).collect();
                    let code = u16::from_str_radix(&format!("{digit}{more}"), 8).expect("an octal number");
                    bytes.push(u8::try_from(code).expect("a byte"));
                }
                other => bytes.push(byte(other)),
            },
            other => bytes.push(byte(other)),
        }
    }
    (bytes, "")
}

/// The same words with one space wherever anything parts them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_vietnamese_letter_is_read_back_as_it_was_written() {
    let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
    let vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
    let mut words = vec!["đường".to_owned()];
    words.extend(vowels.iter().map(|vowel| tones.map(|tone| format!("{vowel}{tone}")).join("")));
    let apart = words.join(" ");
    let said = format!("{apart} {}", apart.to_uppercase());
    let whole = crate::text::clean(&said);
    assert_ne!(said, whole, "given apart, set whole");
    assert_eq!(whole.chars().filter(|one| one.is_alphabetic()).count(), 2 * (12 * 6 + 5));
    for block in [
        Block::Paragraph(said.clone()),
        Block::Base(said.clone()),
        Block::Heading(said.clone()),
        Block::Article(said.clone(), said.clone()),
        Block::Table(vec![vec![said.clone()], vec![said.clone()]]),
    ] {
        let read = pages(&letter(vec![block.clone()]));
        assert!(flat(&read.join(" ")).contains(&whole), "{block:?}\n{read:#?}");
    }
}

#[test]
fn a_letter_says_all_its_parts_and_is_always_the_same() {
    let mut it = letter(vec![
        Block::Heading("I. KẾT QUẢ".into()),
        Block::Paragraph("Có 126 xã⟦1⟧ đã báo cáo⟦2⟧.".into()),
        Block::Item("một việc".into()),
        Block::Article("Điều 1.".into(), "Giao phường.".into()),
    ]);
    it.notes = vec!["Nguồn: hệ thống⟦1⟧".into(), "Tính đến 31/01/2026".into()];
    it.remark = "Dữ liệu mô phỏng".into();
    let said = pages(&it);
    assert_eq!(said.len(), 1);
    let said = flat(&said[0]);
    for text in
        it.plain().lines().chain(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nơi nhận:", "1 Nguồn: hệ thống"])
    {
        let text = text.replace("126 xã đã báo cáo.", "126 xã 1 đã báo cáo 2 .");
        assert!(said.contains(text.trim()), "{text}\n{said}");
    }
    assert!(!said.contains(['⟦', '⟧']));
    let bytes = write(&it, form()).expect("a file");
    assert_eq!(bytes, write(&it, form()).expect("the same"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("<pdfaid:part>2</pdfaid:part>") && text.contains("<pdfaid:conformance>U"),
        "PDF/A-2u"
    );
    assert!(text.contains("D:20260205"), "the day of the letter and no other");
    assert!(text.contains("BÁO CÁO Công tác dân vận") && text.contains("(vi)"), "title and language");
    assert!(bytes.len() < 120_000, "only the letters that are used are inside: {}", bytes.len());
}

#[test]
fn a_letter_of_many_pages_has_numbers_from_the_second_on() {
    let text = "Nhân dân trên địa bàn phản ánh về thoát nước, chiếu sáng và trật tự đô thị. ".repeat(6);
    let said = pages(&letter(vec![Block::Paragraph(text.clone()); 260]));
    assert!((35..60).contains(&said.len()), "{}", said.len());
    for (number, page) in (1..).zip(&said) {
        let first = page.trim_start().lines().next().unwrap_or_default();
        assert_eq!(first.trim() == number.to_string(), number > 1, "page {number}: {first}");
    }
    assert_eq!(flat(&said.join(" ")).matches("trật tự đô thị.").count(), 260 * 6, "no line is lost");
    let last = said.last().expect("a page");
    assert!(last.contains("Nơi nhận:") && last.contains("Trần Thị Ví Dụ") && last.contains("đô thị."));
}

#[test]
fn a_long_table_says_its_heading_on_every_page() {
    let mut rows = vec![vec!["TT".to_owned(), "Nội dung".to_owned(), "Kết quả".to_owned()]];
    rows.extend((1..=150).map(|n| vec![n.to_string(), format!("Việc số {n}."), "Đã giải quyết".into()]));
    let said = pages(&letter(vec![Block::Table(rows)]));
    assert!(said.len() > 3);
    for (number, page) in (1..).zip(&said) {
        let has_rows = page.contains("Việc số");
        assert_eq!(page.contains("Nội dung"), has_rows, "page {number}");
    }
    assert_eq!(said.join(" ").matches("Việc số").count(), 150);
}

#[test]
fn a_row_longer_than_a_page_goes_on_and_loses_no_word() {
    let long = (0..3_000).map(|n| format!("chữ{n}.")).collect::<Vec<_>>().join(" ");
    let rows = vec![vec!["Mục".to_owned(), "Nội dung".to_owned()], vec!["một".to_owned(), long]];
    let said = pages(&letter(vec![Block::Table(rows)]));
    assert!(said.len() > 3);
    let whole = said.join(" ");
    assert!((0..3_000).all(|n| whole.contains(&format!("chữ{n}."))));
}

#[test]
fn words_longer_than_a_line_and_columns_narrower_than_a_letter_are_broken() {
    let word = "ộ".repeat(9_000);
    let said = pages(&letter(vec![Block::Paragraph(word.clone()), Block::Heading(word)]));
    assert_eq!(said.join("").matches('ộ').count(), 18_000 + 1, "and the one of the creed");
    let said = pages(&letter(vec![Block::Table(vec![vec!["Ủ".to_owned(); 200]; 3])]));
    assert_eq!(said.join("").matches('Ủ').count(), 600 + 5, "and those around it");
    // Everything of a letter may be long: nothing is lost and nothing hangs.
    let mut it = letter(Vec::new());
    it.recipients = vec!["Ủy ban nhân dân phường;".into(); 300];
    it.organisation = vec!["dài ".repeat(8_000)];
    it.signature = vec!["CHỦ TỊCH".into(); 90];
    let said = pages(&it);
    assert_eq!(said.join(" ").matches("nhân dân phường;").count(), 300);
    assert_eq!(said.join(" ").matches("dài").count(), 8_000);
}

#[test]
fn an_empty_letter_is_one_page_with_its_head() {
    let said = pages(&empty());
    assert_eq!(said.len(), 1);
    assert_eq!(flat(&said[0]), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc");
}

#[test]
fn a_character_without_a_shape_is_named_and_may_be_replaced() {
    let mut it = letter(vec![Block::Paragraph("Nhà 🏠 và 漢⟦1⟧ 👨\u{200d}👩".into())]);
    it.notes = vec!["🏠".into()];
    assert_eq!(write(&it, form()), Err(PdfError::Missing("🏠漢👨👩".into())));
    let seen = legible(it);
    assert_eq!(seen.blocks, [Block::Paragraph("Nhà □ và □⟦1⟧ □□".into())]);
    let said = flat(&pages(&seen).join(" "));
    assert!(said.contains("Nhà □ và □ 1 □□"), "{said}");
}

#[test]
fn drawings_are_lines_and_not_pixels() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 80\"><rect x=\"10\" y=\"10\" width=\"50\" height=\"60\" fill=\"#2f7d71\"/><g opacity=\"0.5\" transform=\"translate(9 9)\"><path d=\"M0 0C9 9 20 9 30 0L40 40Z\" stroke=\"#000\" stroke-dasharray=\"2 2\" fill=\"none\"/></g><text x=\"80\" y=\"40\" font-size=\"12\">Phường Ngọc Hà</text></svg>";
    let picture =
        |svg: &str| Block::Picture(Picture { svg: svg.to_owned(), told: "Hình 1. Số phản ánh".into() });
    let said = pages(&letter(vec![picture(svg)]));
    assert!(said.join(" ").contains("Hình 1. Số phản ánh"));
    let bytes = written(&letter(vec![picture(svg)]), form(), false).expect("a file");
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("/Subtype/Image") && text.contains("[2 2]"));
    let high = svg.replace("0 0 200 80", "0 0 20 8000");
    assert_eq!(pages(&letter(vec![picture(&high)])).len(), 3, "no higher than a page");
    assert!(matches!(write(&letter(vec![picture("kein Bild")]), form()), Err(PdfError::Picture(_))));
}
