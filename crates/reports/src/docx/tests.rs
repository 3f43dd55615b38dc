use super::write;
use crate::{Block, Letter, Picture};
use danvan_domain::documents::{Documents, System};
use std::io::{Cursor, Read};
use zip::ZipArchive;

fn letter(blocks: Vec<Block>, notes: &[&str]) -> Letter {
    Letter {
        system: System::State,
        superior: String::new(),
        organisation: vec!["ỦY BAN NHÂN DÂN".into()],
        number: String::new(),
        place_and_day: String::new(),
        title: "BÁO CÁO".into(),
        about: String::new(),
        addressees: Vec::new(),
        blocks,
        signature: Vec::new(),
        signer: String::new(),
        recipients: Vec::new(),
        remark: String::new(),
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
    }
}

/// The names of the parts of a file, and what one of them holds.
fn parts(letter: &Letter) -> (Vec<String>, impl FnMut(&str) -> String + use<>) {
    let form = Documents::facts().form(System::State);
    let bytes = write(letter, form).expect("a file");
    assert_eq!(bytes, write(letter, form).expect("the same"), "the same letter, the same bytes");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let names = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let read = move |name: &str| {
        let mut text = String::new();
        archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
        text
    };
    (names, read)
}

#[test]
fn notes_called_in_order_are_footnotes() {
    let table = Block::Table(vec![vec!["Xã⟦1⟧".into()], vec!["Ba Đình".into()]]);
    let called = Block::Article("Điều 1.⟦2⟧".into(), "Giao phường⟦3⟧.".into());
    let (_, mut read) = parts(&letter(vec![table, called], &["nguồn một", "nguồn hai⟦1⟧", "nguồn <ba>"]));
    let (document, footnotes) = (read("word/document.xml"), read("word/footnotes.xml"));
    for number in 1..=3 {
        assert!(document.contains(&format!("<w:footnoteReference w:id=\"{number}\"")), "{document}");
        assert!(footnotes.contains(&format!("<w:footnote w:id=\"{number}\"")), "{footnotes}");
    }
    assert_eq!(footnotes.matches("<w:footnoteRef />").count(), 3, "{footnotes}");
    assert!(footnotes.contains("nguồn &lt;ba&gt;") && !document.contains("nguồn"));
    assert!(read("word/_rels/document.xml.rels").contains("footnotes.xml"));
    assert!(!document.contains(['⟦', '⟧', '\u{e000}']) && !footnotes.contains(['⟦', '⟧', '\u{e000}']));
}

#[test]
fn other_notes_are_listed_at_the_end() {
    for text in ["hai⟦2⟧ một⟦1⟧", "một⟦1⟧ lại một⟦1⟧ hai⟦2⟧", "chỉ một⟦1⟧", "không gọi ⟦3⟧ ⟦x⟧"]
    {
        let (_, mut read) = parts(&letter(vec![Block::Paragraph(text.into())], &["nguồn một", "nguồn hai"]));
        let document = read("word/document.xml");
        assert!(!document.contains("footnoteReference") && !document.contains(['⟦', '⟧']), "{text}");
        let list = document.find("nguồn một").expect("listed");
        assert!(document.find("nguồn hai").expect("listed") > list, "{text}");
        assert!(document[..list].contains(text.split('⟦').next().expect("words")), "{text}");
    }
}

#[test]
fn a_drawing_is_a_picture_that_is_told() {
    let picture = |colour: &str, told: &str| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 80\"><rect width=\"90\" height=\"60\" fill=\"{colour}\"/></svg>"
        );
        Block::Picture(Picture { svg, told: told.to_owned() })
    };
    let (names, mut read) =
        parts(&letter(vec![picture("#000", "Hình \"1\" & <một>"), picture("#f00", "Hình 2⟦1⟧")], &["nguồn"]));
    let pictures: Vec<&String> = names.iter().filter(|name| name.ends_with(".png")).collect();
    assert_eq!(pictures.len(), 2, "{names:?}");
    let document = read("word/document.xml");
    assert!(
        document.contains("descr=\"Hình &quot;1&quot; &amp; &lt;một&gt;\"")
            && document.contains("descr=\"Hình 2\"")
    );
    assert!(document.contains("<wp:docPr id=\"1\"") && document.contains("<wp:docPr id=\"2\""));
    // As wide as the text: 160 mm in units of 36 000 to the millimetre, and as high as it is drawn.
    let extent = document.split("<wp:extent cx=\"").nth(1).expect("a size");
    let width: u32 = extent.split('"').next().expect("a number").parse().expect("a number");
    assert!((5_740_000..=5_770_000).contains(&width), "{width}");
    let broken = letter(vec![Block::Picture(Picture { svg: "x".into(), told: String::new() })], &[]);
    assert!(write(&broken, Documents::facts().form(System::State)).is_err());
}
