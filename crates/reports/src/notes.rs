//! Calls of notes inside a text: `⟦3⟧` calls the third. The brackets never reach a reader.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// The call of a note, counted from one.
    Call(usize),
}

/// A text in its pieces. Brackets around anything but the number of one of `notes` notes are left out, and what they hold stays.
pub fn pieces(text: &str, notes: usize) -> Vec<Piece> {
    let (mut pieces, mut said) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(at) = rest.find(['⟦', '⟧']) {
        said.push_str(&rest[..at]);
        let after = &rest[at + '⟦'.len_utf8()..];
        let called = if rest[at..].starts_with('⟦') { called(after, notes) } else { None };
        rest = match called {
            Some((number, beyond)) => {
                if !said.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut said)));
                }
                pieces.push(Piece::Call(number));
                beyond
            }
            None => after,
        };
    }
    said.push_str(rest);
    if !said.is_empty() {
        pieces.push(Piece::Text(said));
    }
    pieces
}

/// The note called at the beginning of a text, and what follows its call.
fn called(text: &str, notes: usize) -> Option<(usize, &str)> {
    let (number, beyond) = text.split_once('⟧')?;
    let number: usize = number.parse().ok()?;
    (1..=notes).contains(&number).then_some((number, beyond))
}

/// A text without its calls, for where nothing can be raised.
pub fn uncalled(text: &str, notes: usize) -> String {
    let said = pieces(text, notes).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Call(_) => String::new(),
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces, uncalled};

    #[test]
    fn calls_are_told_from_words() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = pieces(text, 12)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::Call(number) => format!("^{number}"),
                })
                .collect();
            assert_eq!(found, expected, "{text:?}");
        };
        check("", &[]);
        check("không có", &["không có"]);
        check("126 xã⟦3⟧, 7 phường⟦12⟧", &["126 xã", "^3", ", 7 phường", "^12"]);
        check("⟦1⟧⟦2⟧", &["^1", "^2"]);
        check("⟦13⟧ ⟦0⟧ ⟦chữ⟧ ⟦", &["13 0 chữ "]);
        check("⟦⟦1⟧⟧", &["^1"]);
        check("⟧⟦ 1⟧", &[" 1"]);
        assert_eq!(uncalled("số⟦2⟧ ⟦x⟧", 2), "số x");
    }
}
