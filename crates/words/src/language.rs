//! In which language a reader reads.

use danvan_domain::words_enum;

words_enum! {
    /// A language of the word files.
    Language {
        /// Vietnamese, the default.
        Vi = "vi",
        /// English.
        En = "en",
    }
}

impl Language {
    /// The reader's language: what the address asks for, else what they chose before, else what the browser
    /// prefers (`Accept-Language`), else Vietnamese. Unknown words are passed over, never refused.
    pub fn choose(asked: Option<&str>, kept: Option<&str>, accepted: Option<&str>) -> Self {
        let said = |word: Option<&str>| word.and_then(|word| word.trim().parse().ok());
        said(asked).or_else(|| said(kept)).or_else(|| accepted.and_then(preferred)).unwrap_or(Self::Vi)
    }

    /// The other language, for the switch at the top of a page.
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Vi => "Tiếng Việt",
            Self::En => "English",
        }
    }
}

/// The best language of an `Accept-Language` header that we have; the first one wins among equals.
fn preferred(header: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for part in header.split(',') {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let Ok(language) = tag.split('-').next().unwrap_or_default().parse::<Language>() else { continue };
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q="))
            .map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
        if weight > 0.0 && best.is_none_or(|(_, heaviest)| weight > heaviest) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_address_wins_then_the_cookie_then_the_browser() {
        let check = |asked, kept, accepted, expected: Language| {
            assert_eq!(Language::choose(asked, kept, accepted), expected, "{asked:?} {kept:?} {accepted:?}");
        };
        check(None, None, None, Language::Vi);
        check(Some("en"), Some("vi"), Some("vi"), Language::En);
        check(Some("klingon"), Some("en"), Some("vi"), Language::En);
        check(None, None, Some("en-US,en;q=0.9"), Language::En);
        check(None, None, Some("fr-FR,fr;q=0.9,vi;q=0.5,en;q=0.8"), Language::En);
        check(None, None, Some("en;q=0.3, vi-VN;q=0.9"), Language::Vi);
        check(None, None, Some("en;q=0"), Language::Vi);
        check(None, None, Some(";;;,q=,\u{0}"), Language::Vi);
        check(None, Some(""), Some("de"), Language::Vi);
    }
}
