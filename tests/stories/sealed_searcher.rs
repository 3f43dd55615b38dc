//! Looks for words in every byte of some folders, however they may be written there.

use aho_corasick::AhoCorasick;
use base64::{Engine, engine::general_purpose};
use danvan_domain::fold::fold;
use danvan_store::contents::damage;
use danvan_testkit::House;
use std::{
    fs,
    path::{Path, PathBuf},
};
use unicode_normalization::UnicodeNormalization;

/// Shorter than this, bytes are found by chance.
const SHORTEST: usize = 8;

/// What is looked for, in every way of writing it.
pub(crate) struct Searcher {
    names: Vec<String>,
    all: AhoCorasick,
}

impl Searcher {
    pub(crate) fn new(words: &[&str], bytes: &[&[u8]]) -> Self {
        let mut needles = Vec::new();
        for word in words {
            let plain: [(&str, String); 6] = [
                ("NFC", word.nfc().collect()),
                ("NFD", word.nfd().collect()),
                ("lower", word.to_lowercase()),
                ("upper", word.to_uppercase()),
                ("folded", fold(word)),
                ("folded, without spaces", fold(word).replace(' ', "")),
            ];
            for (form, text) in plain {
                needles.extend(text_needles(&format!("{word}, {form}"), &text));
            }
        }
        for (at, bytes) in bytes.iter().enumerate() {
            needles.extend(byte_needles(&format!("scan {at}"), bytes));
        }
        needles.retain(|(needle, _)| needle.len() >= SHORTEST);
        let (needles, names): (Vec<Vec<u8>>, Vec<String>) = needles.into_iter().unzip();
        Self { names, all: AhoCorasick::new(needles).expect("few needles") }
    }

    /// Everything found in some bytes, by how it is written there.
    pub(crate) fn find(&self, bytes: &[u8]) -> Vec<&str> {
        let mut found: Vec<usize> =
            self.all.find_overlapping_iter(bytes).map(|one| one.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| self.names[at].as_str()).collect()
    }

    /// Everything found in the files of a folder, and how many bytes there were.
    pub(crate) fn find_in(&self, folder: &Path) -> (Vec<String>, usize) {
        let (mut found, mut total) = (Vec::new(), 0);
        let mut left = vec![PathBuf::from(folder)];
        while let Some(path) = left.pop() {
            if path.is_dir() {
                left.extend(fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
            } else if path.is_file() {
                // What a running engine removes meanwhile is not on the disk any more.
                let Ok(bytes) = fs::read(&path) else { continue };
                total += bytes.len();
                found.extend(self.find(&bytes).into_iter().map(|name| format!("{}: {name}", path.display())));
            }
        }
        (found, total)
    }
}

/// Has PostgreSQL write over what its log holds: as many segments as there are, twice, since those of before the first
/// checkpoint are only taken into use again after it. A role of its own may do this that is let `pg_switch_wal` and
/// `pg_logical_emit_message`, with `pg_monitor` and `pg_checkpoint`. SQLite's log was emptied with the file.
pub(crate) async fn write_over_log(house: &House) {
    if house.store.engine() != "postgres" {
        return;
    }
    for _ in 0..2 {
        let segments = damage(&house.store, "select name from pg_ls_waldir()").await.expect("segments");
        assert!(segments > 0, "there is a log");
        for _ in 0..=segments {
            // A segment in which nothing was written is not left.
            let write = "select pg_logical_emit_message(true, 'danvan', '')";
            damage(&house.store, write).await.expect("a word");
            damage(&house.store, "select pg_switch_wal()").await.expect("the next segment");
        }
        damage(&house.store, "checkpoint").await.expect("a checkpoint");
    }
}

fn text_needles(name: &str, text: &str) -> Vec<(Vec<u8>, String)> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let escaped = |upper: bool| {
        let letter = |unit: &u16| match (u8::try_from(*unit), upper) {
            (Ok(plain), _) if plain.is_ascii() => char::from(plain).to_string(),
            (_, true) => format!("\\u{unit:04X}"),
            (_, false) => format!("\\u{unit:04x}"),
        };
        units.iter().map(letter).collect::<String>().into_bytes()
    };
    let percent = |spaces: &str| {
        let letter = |byte: u8| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            b' ' => spaces.to_owned(),
            other => format!("%{other:02X}"),
        };
        text.bytes().map(letter).collect::<String>().into_bytes()
    };
    let mut needles = byte_needles(name, text.as_bytes());
    for (way, bytes) in [
        ("UTF-16LE", units.iter().flat_map(|unit| unit.to_le_bytes()).collect()),
        ("UTF-16BE", units.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        ("\\u", escaped(false)),
        ("\\U", escaped(true)),
        ("percent", percent("%20")),
        ("form", percent("+")),
    ] {
        needles.push((bytes, format!("{name}, {way}")));
    }
    needles
}

fn byte_needles(name: &str, bytes: &[u8]) -> Vec<(Vec<u8>, String)> {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut needles = vec![
        (bytes.to_vec(), format!("{name}, plain")),
        (hex.to_uppercase().into_bytes(), format!("{name}, HEX")),
        (hex.into_bytes(), format!("{name}, hex")),
    ];
    // The bytes may stand anywhere in what was encoded: three alignments, without the letters that neighbours share.
    for skipped in 0..3 {
        let shifted = [&vec![0; skipped][..], bytes].concat();
        let begin = [0, 2, 3][skipped];
        let end = shifted.len() * 8 / 6;
        for (way, engine) in
            [("base64", general_purpose::STANDARD_NO_PAD), ("base64url", general_purpose::URL_SAFE_NO_PAD)]
        {
            let encoded = engine.encode(&shifted).into_bytes();
            let inner = encoded.get(begin..end).unwrap_or_default().to_vec();
            needles.push((inner, format!("{name}, {way} {skipped}")));
        }
    }
    needles
}

#[test]
fn every_way_of_writing_is_found_and_nothing_else() {
    let word = "Đặng Thị Kín Đáo";
    let searcher = Searcher::new(&[word], &[&[0x91; 24]]);
    let nfd: String = word.nfd().collect();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let encode = |text: String| general_purpose::STANDARD.encode(text).into_bytes();
    let json = serde_json::to_vec(&serde_json::json!({"a": word})).expect("JSON");
    for (way, bytes) in [
        ("plain", format!("xx{word}yy").into_bytes()),
        ("NFD", nfd.clone().into_bytes()),
        ("folded", b"the dang thi kin dao letter".to_vec()),
        ("an address", b"/dangthikindao/".to_vec()),
        ("JSON", json),
        ("UTF-16", utf16(&format!("a{word}"))),
        ("UTF-16 of NFD", utf16(&nfd)),
        ("base64 at 0", encode(word.to_owned())),
        ("base64 at 1", encode(format!("x{word}z"))),
        ("base64 at 2", encode(format!("xx{word}zz"))),
        ("hex", word.bytes().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes()),
        ("percent", b"n=%C4%90%E1%BA%B7ng%20Th%E1%BB%8B%20K%C3%ADn%20%C4%90%C3%A1o".to_vec()),
        ("a form", b"n=%C4%90%E1%BA%B7ng+Th%E1%BB%8B+K%C3%ADn+%C4%90%C3%A1o&x=".to_vec()),
        ("escaped", b"\\u0110\\u1eb7ng Th\\u1ecb K\\u00edn \\u0110\\u00e1o".to_vec()),
        ("a scan", [[1; 9].to_vec(), [0x91; 30].to_vec()].concat()),
    ] {
        assert!(!searcher.find(&bytes).is_empty(), "{way} is not found");
    }
    for other in ["Đặng Thị Kín", "đào", "", "a"] {
        assert!(searcher.find(other.as_bytes()).is_empty(), "{other}");
    }
}
