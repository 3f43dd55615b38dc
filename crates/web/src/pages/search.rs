//! Search: cases and what teams heard by their words, units by old and new names, a receipt by its code.

use super::{Answered, cases::names, go, shell, show, sorry};
use crate::{form::Form, guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::extract::State;
use danvan_actions::search::{Found, find, words as folded};
use danvan_domain::{cases::Case, observations::Observation};

#[derive(Template)]
#[template(path = "pages/search.html")]
struct Page {
    shell: Shell,
    said: String,
    cases: Vec<FoundRow>,
    heard: Vec<FoundRow>,
    units: Vec<UnitRow>,
}

/// A case or an observation that was found.
struct FoundRow {
    href: String,
    title: Vec<Part>,
    excerpt: Vec<Part>,
    about: String,
}

struct UnitRow {
    href: String,
    name: String,
    about: String,
}

/// A piece of text, and whether it was looked for.
struct Part {
    text: String,
    is_found: bool,
}

/// How many words stand before the first one found.
const BEFORE: usize = 8;
/// How many words an excerpt has.
const LONG: usize = 32;

/// `/search?q=`.
pub(super) async fn show_found(State(site): State<Site>, reader: Reader) -> Answered {
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let said = query.get("q").trim().to_owned();
    let found = find(&site.house, &reader.visitor.asker, &said).await.map_err(sorry(&reader))?;
    if let Some(id) = found.receipt {
        return go(&format!("/cases/{id}"));
    }
    let page = Page {
        cases: found.cases.iter().map(|case| case_row(&site, &reader, &found, case)).collect(),
        heard: found.heard.iter().map(|noted| heard_row(&site, &reader, &found, noted)).collect(),
        units: units(&site, &reader, &found),
        shell: shell(&site, &reader),
        said,
    };
    show(&reader, &page)
}

fn case_row(site: &Site, reader: &Reader, found: &Found, case: &Case) -> FoundRow {
    let (facts, words, now) = (site.house.facts(), reader.words(), site.house.now());
    let about = [
        words.of("stage", case.stage.word()),
        names::topic(&facts, &case.topic, reader.language),
        names::place(&facts, case.place, now.day()),
        words.day(case.received_on),
    ];
    let (title, excerpt) = lines(&case.title, &case.body, &found.words);
    FoundRow { href: format!("/cases/{}", case.id), title, excerpt, about: about.join(" · ") }
}

/// What was heard: its words, or its topic where it has none.
fn heard_row(site: &Site, reader: &Reader, found: &Found, noted: &Observation) -> FoundRow {
    let (facts, words, heard) = (site.house.facts(), reader.words(), &noted.heard);
    let topic = names::topic(&facts, &heard.topic, reader.language);
    let said = if heard.note.is_empty() { &topic } else { &heard.note };
    let about = [
        words.of("severity", heard.severity.word()),
        topic.clone(),
        names::place(&facts, heard.place, site.house.today()),
        words.day(noted.noted_on),
    ];
    let title = excerpt(said, &found.words);
    FoundRow {
        href: format!("/observations/{}", noted.id),
        title,
        excerpt: Vec::new(),
        about: about.join(" · "),
    }
}

/// The title and an excerpt; the excerpt alone, when it begins with the title and would only say it again.
fn lines(title: &str, body: &str, looked_for: &[String]) -> (Vec<Part>, Vec<Part>) {
    let excerpt = excerpt(body, looked_for);
    let said: String = excerpt.iter().map(|part| part.text.as_str()).collect();
    if said.starts_with(title.trim_end_matches('…').trim_end()) {
        return (excerpt, Vec::new());
    }
    (marked(title, looked_for, 0, usize::MAX), excerpt)
}

/// Whether a written word is one that was looked for, marks and case aside; the last one may be its beginning.
fn is_found(word: &str, looked_for: &[String]) -> bool {
    let Some((last, others)) = looked_for.split_last() else { return false };
    folded(word).iter().any(|part| {
        others.contains(part) || part == last || (last.len() > 1 && part.starts_with(last.as_str()))
    })
}

/// The words around the first one found.
fn excerpt(text: &str, looked_for: &[String]) -> Vec<Part> {
    let first = text.split_whitespace().position(|word| is_found(word, looked_for)).unwrap_or(0);
    let mut parts = marked(text, looked_for, first.saturating_sub(BEFORE), LONG);
    if first > BEFORE {
        parts.insert(0, Part { text: "… ".into(), is_found: false });
    }
    if text.split_whitespace().count() > first.saturating_sub(BEFORE) + LONG {
        parts.push(Part { text: "…".into(), is_found: false });
    }
    parts
}

/// Some words of a text, those looked for marked without the signs around them; neighbours of one sort stand in one piece.
fn marked(text: &str, looked_for: &[String], from: usize, count: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut put = |text: &str, is_found: bool| match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.is_found == is_found => last.text.push_str(text),
        _ => parts.push(Part { text: text.to_owned(), is_found }),
    };
    // What stands between the last word and the next, and whether the last was found.
    let (mut between, mut was_found) = (String::new(), false);
    for word in text.split_whitespace().skip(from).take(count) {
        let begin = word.find(char::is_alphanumeric).unwrap_or(word.len());
        let (before, rest) = word.split_at(begin);
        let end = rest.trim_end_matches(|sign: char| !sign.is_alphanumeric()).len();
        let (core, after) = rest.split_at(end);
        let is_found = is_found(core, looked_for);
        between.push_str(before);
        put(&between, was_found && is_found && between == " ");
        put(core, is_found);
        (between, was_found) = (format!("{after} "), is_found);
    }
    put(&between, false);
    parts
}

/// Units by name: what stands there today, and since when for an old name.
fn units(site: &Site, reader: &Reader, found: &Found) -> Vec<UnitRow> {
    let (facts, words) = (site.house.facts(), reader.words());
    found
        .units
        .iter()
        .map(|unit| {
            let above = facts.tree.ancestors(unit.unit).next().map(|above| above.name.clone());
            let since = unit.since.map(|since| {
                let values = [("name", names::unit(&facts, unit.named).into()), ("day", since.into())];
                words.say_with("search-unit-since", &values)
            });
            UnitRow {
                href: format!("/units/{}", unit.unit),
                name: names::unit(&facts, unit.unit),
                about: above.into_iter().chain(since).collect::<Vec<_>>().join(" · "),
            }
        })
        .collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn found_words_are_marked_whatever_their_marks() {
        let looked_for: Vec<String> = ["duong", "van"].map(str::to_owned).into();
        let parts = marked("Ổ gà trên đường Vành đai 4, Đường", &looked_for, 0, 20);
        let found: Vec<&str> =
            parts.iter().filter(|part| part.is_found).map(|part| part.text.as_str()).collect();
        assert_eq!(found, ["đường Vành", "Đường"]);
    }

    #[test]
    fn signs_around_a_found_word_are_not_marked() {
        let parts = marked("Mất “nước”.", &["nuoc".to_owned()], 0, 20);
        let written: Vec<(&str, bool)> =
            parts.iter().map(|part| (part.text.as_str(), part.is_found)).collect();
        assert_eq!(written, [("Mất “", false), ("nước", true), ("”. ", false)]);
    }

    #[test]
    fn an_excerpt_that_begins_with_the_title_stands_alone() {
        let looked_for = ["rac".to_owned()];
        let (title, excerpt) = lines("Rác ở đầu ngõ đã…", "Rác ở đầu ngõ đã ba ngày.", &looked_for);
        assert!(excerpt.is_empty() && title.iter().any(|part| part.text.contains("ba ngày")));
        let body = format!("{} rác", "một ".repeat(30));
        let (title, excerpt) = lines("Một một…", &body, &looked_for);
        assert!(title.iter().all(|part| !part.is_found) && !excerpt.is_empty());
    }

    #[test]
    fn an_excerpt_begins_near_what_was_found() {
        let text = format!("{} rác ở đây {}", "một ".repeat(30), "hai ".repeat(60));
        let parts = excerpt(&text, &["rac".to_owned()]);
        assert_eq!(parts[0].text, "… ");
        assert!(parts[1].text.split_whitespace().count() == BEFORE && parts[2].is_found);
        assert_eq!(parts.last().map(|part| part.text.as_str()), Some("…"));
    }
}
