//! What a seal holds: who denounces, how to reach them, their letter as it came, and how they are protected. It is
//! wiped when it is dropped, and it never shows itself in a log.

use super::cipher::Unopened;
use crate::{
    fold::fold,
    refusals::{Note, Notes},
    text,
};
use bytes::Bytes;
use zeroize::Zeroizing;

/// Longest free text, in characters.
pub const TEXT_LIMIT: usize = 20_000;
/// Longest text that was written elsewhere and moved here, in characters.
pub const MOVED_LIMIT: usize = 2_000_000;
/// Longest name, contact, address, in characters.
pub const LINE_LIMIT: usize = 300;
/// Longest note of measures, and longest extract, in characters.
pub const NOTE_LIMIT: usize = 8_000;
/// Most scans.
pub const MOST_SCANS: usize = 12;
/// Largest scans together, in bytes.
pub const SCANS_LIMIT: usize = 16 * 1024 * 1024;

/// A page as it came: its bytes stay what they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    /// `image/jpeg`, `image/png`, `image/webp` or `application/pdf`.
    pub kind: &'static str,
    /// The bytes, a part of the room they came in; wiped with it.
    pub bytes: Bytes,
}

/// What is sealed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Who denounces.
    pub name: Zeroizing<String>,
    /// Telephone, e-mail.
    pub contacts: Zeroizing<String>,
    /// Where they live.
    pub address: Zeroizing<String>,
    /// The letter's words.
    pub text: Zeroizing<String>,
    /// Status and measures of protection.
    pub measures: Zeroizing<String>,
    /// The letter's pages.
    pub scans: Vec<Scan>,
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contents(sealed)")
    }
}

/// The kind of a scan by its first bytes; nothing for any other.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

impl Contents {
    /// Adds the pages of a letter.
    ///
    /// # Errors
    /// When there are too many, they are too large, or one is neither a picture nor a PDF.
    pub fn add_scans<'a>(&mut self, files: impl IntoIterator<Item = &'a [u8]>) -> Result<(), Note> {
        for bytes in files {
            let kind = kind_of(bytes).ok_or_else(|| Note::new("note-seal-scan-kind"))?;
            let bytes = Bytes::from_owner(Zeroizing::new(bytes.to_vec()));
            self.scans.push(Scan { kind, bytes });
        }
        let total: usize = self.scans.iter().map(|scan| scan.bytes.len()).sum();
        if self.scans.len() > MOST_SCANS || total > SCANS_LIMIT {
            let megabytes = SCANS_LIMIT / 1024 / 1024;
            return Err(Note::new("note-seal-scans-many")
                .with("most", MOST_SCANS)
                .with("megabytes", megabytes));
        }
        Ok(())
    }

    /// Cleans every text, and notes what is missing or too long. A denunciation names its author and says something, in
    /// words or in scans (Luật Tố cáo 2018, Điều 23). `longest` is how long its text may be, in characters.
    pub fn check(&mut self, longest: usize, notes: &mut Notes) {
        let mut lines = |field: &str, value: &mut Zeroizing<String>, limit: usize, is_line: bool| {
            let cleaned =
                if is_line { text::clean_line(value, limit) } else { text::clean_lines(value, limit) };
            match cleaned {
                Ok(clean) => *value = Zeroizing::new(clean),
                Err(fault) => notes.add(field, fault.into()),
            }
        };
        lines("name", &mut self.name, LINE_LIMIT, true);
        lines("contacts", &mut self.contacts, LINE_LIMIT, true);
        lines("address", &mut self.address, LINE_LIMIT, true);
        lines("letter", &mut self.text, longest, false);
        lines("measures", &mut self.measures, NOTE_LIMIT, false);
        if self.name.is_empty() {
            notes.add("name", Note::new("note-seal-name"));
        }
        if self.text.is_empty() && self.scans.is_empty() {
            notes.add("letter", Note::new("note-seal-text"));
        }
    }

    /// Whether words tell who the author is: their name, a number or address to reach them, or where they live.
    pub fn is_told_by(&self, words: &str) -> bool {
        let folded = Zeroizing::new(format!(" {} ", fold(words)));
        let holds = |part: &str, least: usize| {
            let part = Zeroizing::new(fold(part));
            part.split(' ').count() >= least && folded.contains(&format!(" {} ", part.as_str()))
        };
        if holds(&self.name, 2) || holds(&self.address, 3) {
            return true;
        }
        let digits =
            |text: &str| Zeroizing::new(text.chars().filter(char::is_ascii_digit).collect::<String>());
        let (said, lower) = (digits(words), Zeroizing::new(words.to_lowercase()));
        // Numbers may be written in groups: what is between letters and commas belongs together.
        let numbers =
            self.contacts.split(|letter: char| letter.is_alphabetic() || matches!(letter, ',' | ';'));
        let mut numbers = numbers.map(digits).filter(|number| number.len() >= 8);
        let mails = self.contacts.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
        let mut mails = mails.filter(|mail| mail.contains('@') && mail.len() > 4);
        numbers.any(|number| said.contains(number.as_str()))
            || mails.any(|mail| lower.contains(&mail.to_lowercase()))
    }

    /// Everything as bytes.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let texts = [&self.name, &self.contacts, &self.address, &self.text, &self.measures];
        let scans: usize = self.scans.iter().map(|scan| 16 + scan.kind.len() + scan.bytes.len()).sum();
        let length = texts.iter().map(|text| 8 + text.len()).sum::<usize>() + scans;
        // All its room at once: a vector that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        let mut add = |part: &[u8]| {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        };
        for text in texts {
            add(text.as_bytes());
        }
        for scan in &self.scans {
            add(scan.kind.as_bytes());
            add(&scan.bytes);
        }
        bytes
    }

    /// What [`Contents::to_bytes`] wrote. Scans stay where they are: the room of `whole` is let go with the last of them.
    ///
    /// # Errors
    /// [`Unopened`] when it did not write these bytes.
    pub fn from_bytes(whole: &Bytes) -> Result<Self, Unopened> {
        let mut rest = &whole[..];
        let mut part = || -> Result<Option<&[u8]>, Unopened> {
            if rest.is_empty() {
                return Ok(None);
            }
            let (length, after) = rest.split_first_chunk::<8>().ok_or(Unopened)?;
            let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| Unopened)?;
            let (part, after) = after.split_at_checked(length).ok_or(Unopened)?;
            rest = after;
            Ok(Some(part))
        };
        let mut contents = Self::default();
        for text in [
            &mut contents.name,
            &mut contents.contacts,
            &mut contents.address,
            &mut contents.text,
            &mut contents.measures,
        ] {
            let said = std::str::from_utf8(part()?.ok_or(Unopened)?).map_err(|_| Unopened)?;
            *text = Zeroizing::new(said.to_owned());
        }
        while let Some(kind) = part()? {
            let bytes = part()?.ok_or(Unopened)?;
            let kind = kind_of(bytes).filter(|own| own.as_bytes() == kind).ok_or(Unopened)?;
            contents.scans.push(Scan { kind, bytes: whole.slice_ref(bytes) });
        }
        Ok(contents)
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    fn text(words: &str) -> Zeroizing<String> {
        words.to_owned().into()
    }

    fn author() -> Contents {
        Contents {
            name: text("Nguyễn Thị Hoà"),
            contacts: text("0912 345 678, hoa.nguyen@example.vn"),
            address: text("Số 7 ngõ 12 phố Trúc Bạch"),
            text: text("Ông A nhận tiền."),
            ..Contents::default()
        }
    }

    #[test]
    fn an_extract_that_tells_the_author_is_known() {
        for (words, expected) in [
            ("Chủ tịch phường bị tố cáo nhận tiền của hộ kinh doanh.", false),
            ("Bà nguyen thi hoa tố cáo chủ tịch phường.", true),
            ("Bà NGUYỄN THỊ HÒA.", true),
            ("Bà Hoà tố cáo.", false),
            ("Liên hệ 0912.345.678 để biết thêm.", true),
            ("Liên hệ 0912 345 679.", false),
            ("Thư gửi Hoa.Nguyen@example.vn", true),
            ("Người ở số 7, ngõ 12, phố Trúc Bạch.", true),
            ("Việc xảy ra ở phố Trúc Bạch.", false),
        ] {
            assert_eq!(author().is_told_by(words), expected, "{words}");
        }
    }

    #[test]
    fn what_is_missing_is_noted_by_its_field() {
        let fields = |mut contents: Contents| {
            let mut notes = Notes::default();
            contents.check(TEXT_LIMIT, &mut notes);
            match notes.check() {
                Err(crate::refusals::Refusal::Invalid(notes)) => {
                    notes.into_iter().map(|note| note.field).collect()
                }
                _ => Vec::new(),
            }
        };
        assert_eq!(fields(author()), Vec::<String>::new());
        assert_eq!(fields(Contents::default()), ["name", "letter"]);
        assert_eq!(fields(Contents { text: "x".repeat(TEXT_LIMIT + 1).into(), ..author() }), ["letter"]);
        let mut scanned = Contents { text: String::new().into(), ..author() };
        scanned.add_scans([&b"%PDF-1.7 ..."[..]]).expect("a PDF");
        assert_eq!(fields(scanned), Vec::<String>::new());
    }

    #[test]
    fn scans_of_another_kind_or_too_many_are_refused() {
        let mut contents = Contents::default();
        for (files, expected) in [
            (vec![&b"GIF89a"[..]], false),
            (vec![&b""[..]], false),
            (vec![&b"\xff\xd8\xff\xe0"[..], &b"\x89PNG"[..], &b"RIFF1234WEBPVP8 "[..]], true),
            (vec![&b"%PDF-"[..]; MOST_SCANS], false),
        ] {
            assert_eq!(contents.add_scans(files).is_ok(), expected);
        }
    }

    #[test]
    fn nothing_is_shown_by_accident() {
        assert_eq!(format!("{:?}", author()), "Contents(sealed)");
    }

    proptest! {
        #[test]
        fn bytes_give_the_contents_back(name in ".*", text in ".*", scan in proptest::collection::vec(any::<u8>(), 0..50)) {
            let mut contents = Contents { name: name.into(), text: text.into(), ..author() };
            let scan = [&b"%PDF-"[..], &scan].concat();
            contents.add_scans([&scan[..], &scan[..]]).expect("scans");
            let bytes = Bytes::from_owner(contents.to_bytes());
            prop_assert!(Contents::from_bytes(&bytes).is_ok_and(|read| read == contents));
            prop_assert!(Contents::from_bytes(&bytes.slice(..bytes.len() - 1)).is_err());
        }

        #[test]
        fn strange_bytes_are_no_contents_and_no_fault(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Contents::from_bytes(&bytes.into());
        }
    }
}
