//! A brief as a paper: on the letterhead of its system, in the order of its outline, with a note for every number.

use super::{
    charts, read,
    say::{Said, Saying, named, period, typed},
};
use crate::{
    documents::{self as letters, File, Format},
    house::{Done, Facts, House},
};
use danvan_domain::{
    briefs::{Brief, Known, Outlines, Query, SectionFact, Stage, Table},
    documents::{Documents, Kind, Signing, day_in_words, names},
    ids::{BriefId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
    units::Level,
};
use danvan_reports::{
    Block, Letter,
    template::{self, Filling, Fillings, Parts},
};
use danvan_store::{briefs as store, clearance, documents};
use danvan_words::{Language, Words};

/// Where the sections stand in the template of a unit: a paragraph of just this.
const HERE: &str = "[[…]]";

/// A brief as a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The letter.
    pub letter: Letter,
    /// What was asked for each note, in order.
    pub queries: Vec<Query>,
}

/// A brief as a paper, in Vietnamese as offices write it. What was sent is the letter that was numbered.
///
/// # Errors
/// [`Refusal::NotFound`] for a unit nobody knows; when the store cannot be read.
pub async fn paper(house: &House, it: &Brief) -> Done<Paper> {
    let addressees = match it.stage {
        Stage::Sent => store::readers(&house.store, it.id).await?,
        Stage::Draft => Vec::new(),
    };
    let mut made = compose(house, it, &addressees, it.stage == Stage::Sent, house.today()).await?;
    if let Some(document) = it.document
        && let Some(document) = documents::one(&house.store, document).await?
        && let Some(letter) = letters::kept_letter(house, &document)?
    {
        made.letter = letter;
    }
    Ok(made)
}

/// Puts the paper of a brief together for the units it goes to, with a gap for its number.
pub(super) async fn compose(
    house: &House,
    it: &Brief,
    to: &[UnitId],
    is_final: bool,
    on: Day,
) -> Done<Paper> {
    let facts = house.facts();
    let words = Words::for_language(Language::Vi);
    let unit = facts.tree.get(it.unit).ok_or(Refusal::NotFound)?;
    let documents = Documents::facts();
    let page = documents.form(it.system);
    let parent = unit.parent.and_then(|id| facts.tree.get(id));
    let top = facts.tree.ancestors(unit.id).last().unwrap_or(unit);
    let (superior, organisation) = page.head_of(unit, parent, &top.name);
    let territory = facts.tree.at_or_above(unit.id, Level::Commune).unwrap_or(unit);
    let name = subject(house, &facts, words, it).await?;
    let parts = filled(house, it, &page.office(unit), &name).await?;
    let mut saying = Saying::new(&facts, words);
    let blocks = around(parts.body, blocks(words, &mut saying, it));
    let remarks = [(!is_final).then_some("brief-draft"), facts.simulated.then_some("document-simulated")];
    let remarks: Vec<String> = remarks.into_iter().flatten().map(|key| words.say(key)).collect();
    let office = |id: &UnitId| facts.tree.get(*id).map(|unit| page.office(unit));
    let letter = Letter {
        system: it.system,
        superior,
        organisation,
        number: page.number_text(None, documents.kind(Kind::Brief)),
        place_and_day: format!("{}, {}", territory.bare_name(), day_in_words(on)),
        title: parts.title,
        about: parts.about,
        addressees: to.iter().filter(|id| **id != it.unit).filter_map(office).collect(),
        blocks,
        signature: page.signature(Signing::OnBehalf),
        signer: String::new(),
        recipients: parts.recipients,
        remark: remarks.join(" · "),
        notes: saying.notes(),
    };
    Ok(Paper { letter: letter.cleaned(), queries: saying.queries })
}

/// What a brief is about, below its title.
async fn subject(house: &House, facts: &Facts, words: &Words, it: &Brief) -> Done<String> {
    let project = project_name(house, it).await?;
    let about = match facts.topics.get(&it.topic) {
        Some(topic) => topic.vi.clone(),
        None => project,
    };
    let values = [("about", about.as_str().into()), ("period", period(words, it).into())];
    let key = if about.is_empty() { "brief-subject" } else { "brief-subject-about" };
    Ok(words.say_with(key, &values))
}

/// The name of the project of a brief; empty for none.
pub(super) async fn project_name(house: &House, it: &Brief) -> Done<String> {
    Ok(match it.project {
        Some(id) => clearance::project(&house.store, id).await?.map(|one| one.name).unwrap_or_default(),
        None => String::new(),
    })
}

/// The template that holds at the unit, filled.
async fn filled(house: &House, it: &Brief, office: &str, name: &str) -> Done<Parts> {
    let template = letters::current(house, it.unit, Kind::Brief).await?.body;
    let blank = |name: &'static names::Name| match name.shape {
        names::Shape::List => (name.name, Filling::List(Vec::new())),
        _ => (name.name, Filling::Text(String::new())),
    };
    let mut fillings: Fillings = names::of(Kind::Brief).map(blank).collect();
    for (place, text) in [("office", office), ("summary", name), ("content", HERE)] {
        fillings.insert(place, Filling::Text(text.to_owned()));
    }
    template::fill(&template, &fillings)
        .map_err(|fault| Refusal::Conflict(Note::new("refusal-template").with("line", fault.line)).into())
}

/// The sections in their place in the body of the template; behind it where it has none.
fn around(body: Vec<Block>, sections: Vec<Block>) -> Vec<Block> {
    let is_here = |block: &Block| matches!(block, Block::Paragraph(text) if text.trim() == HERE);
    let at = body.iter().position(is_here).unwrap_or(body.len());
    let mut all: Vec<Block> = body;
    let rest = all.split_off(at);
    all.extend(sections);
    all.extend(rest.into_iter().filter(|block| !is_here(block)));
    all
}

fn blocks(words: &Words, saying: &mut Saying<'_>, it: &Brief) -> Vec<Block> {
    const ROMAN: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];
    let mut blocks = Vec::new();
    for (number, fact) in ROMAN.iter().zip(&Outlines::facts().of(it.kind).sections) {
        blocks.push(Block::Article(format!("{number}. {}", named(words, &fact.name)), String::new()));
        for said in said_of(saying, it, fact) {
            blocks.push(Block::Paragraph(said.words));
        }
        if let Some(section) = it.content.section(&fact.code) {
            for table in &section.tables {
                blocks.push(Block::Paragraph(words.of("brief-table", &table.code)));
                blocks.push(Block::Table(rows(words, saying, it, table)));
                let mut cells = table.lines.iter().flat_map(|line| &line.cells);
                if cells.any(|cell| cell.known == Known::Hidden) {
                    blocks.push(Block::Base(words.say("brief-few-why")));
                }
            }
            let charts = section.charts.iter().filter_map(|chart| charts::picture(saying, words, chart));
            blocks.extend(charts.map(Block::Picture));
        }
        let told = it.written.section(&fact.code).lines().filter(|line| !line.trim().is_empty());
        blocks.extend(told.map(|line| Block::Paragraph(typed(line))));
    }
    blocks
}

/// The sentences of a section that stay.
fn said_of(saying: &mut Saying<'_>, it: &Brief, fact: &SectionFact) -> Vec<Said> {
    let Some(section) = it.content.section(&fact.code) else { return Vec::new() };
    let staying = section.sentences.iter().filter(|one| !it.written.left_out.contains(&one.code));
    staying.map(|one| saying.sentence(one)).collect()
}

/// A table with its heading; the note of a column says what was asked for each of its rows.
fn rows(words: &Words, saying: &mut Saying<'_>, it: &Brief, table: &Table) -> Vec<Vec<String>> {
    let mut heading = vec![words.of("brief-rows", &table.code)];
    for column in &table.columns {
        let name = words.of("brief-column", column.measure.word());
        let name = if column.to < it.period.from {
            words.say_with("brief-column-before", &[("what", name.into())])
        } else {
            name
        };
        heading.push(name + &saying.call(column));
    }
    let has_change = table.lines.iter().any(|line| line.change.is_some());
    if has_change {
        heading.push(words.say("brief-column-change"));
    }
    let mut rows = vec![heading];
    for line in &table.lines {
        let mut row = vec![saying.arg(&line.of)];
        row.extend(line.cells.iter().map(|cell| saying.number(cell.known, cell.query.measure)));
        row.extend(line.change.map(|change| words.of("brief-change", change.word())));
        rows.push(row);
    }
    rows
}

/// A brief as a file. Reading it is reading the brief.
///
/// # Errors
/// As [`super::one`]; when the file cannot be written.
pub async fn file(house: &House, asker: &Asker, id: BriefId, format: Format) -> Done<File> {
    let opened = read::one(house, asker, id).await?;
    let letter = letters::for_file(opened.paper.letter, opened.is_cancelled, format);
    let unit = house.facts().tree.get(opened.it.unit).map(|unit| unit.bare_name().to_owned());
    letters::written(&letter, [opened.name.as_str(), unit.as_deref().unwrap_or_default()], format)
}
