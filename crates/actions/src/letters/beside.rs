//! What was written beside a letter before anybody knew that it is a denunciation: grounds of acts, papers, who forwarded
//! it, the visit at which it was told, what was promised there. All of it moves into the seal, and out of its rows.

use crate::house::{Done, Facts, House};
use danvan_domain::{
    letters::Letter,
    procedures::Done as Act,
    proceedings::{Kept, Proceeding},
    time::Moment,
    units::Tree,
};
use danvan_store::{
    Change,
    data::{consents, requests},
    deadlines, documents, proceedings,
    receptions::{self as visits, Told},
};
use danvan_words::{Language, Words};
use uuid::Uuid;
use zeroize::Zeroizing;

/// What stands beside a letter, with the rows it stands in.
#[derive(Default)]
pub(super) struct Beside {
    acts: Vec<Kept>,
    visits: Vec<(Uuid, Told)>,
    papers: Vec<(String, String, String)>,
    forwarded_by: String,
    /// What whoever signed or came asked about their own data, and of what.
    asked: Vec<(Uuid, Vec<[String; 5]>)>,
}

impl Beside {
    /// Everything beside a letter, inside a change.
    pub(super) async fn of(change: &mut Change, letter: &Letter) -> Done<Self> {
        let mut acts = Vec::new();
        for Proceeding { id, .. } in proceedings::of_letter_within(change, letter.id).await? {
            acts.extend(proceedings::acts_within(change, id).await?);
        }
        let mut asked = vec![(letter.id.0, requests::said_of(change, letter.id.0).await?)];
        let mut told = Vec::new();
        for visit in visits::visits_of_letter(change, letter.id).await? {
            told.push((visit, visits::told(change, visit).await?));
            asked.push((visit, requests::said_of(change, visit).await?));
        }
        let papers = documents::said(change, letter.id).await?;
        Ok(Self { acts, visits: told, papers, forwarded_by: letter.forwarded_by.clone(), asked })
    }

    /// What a visit says that becomes a denunciation as it is written down.
    pub(super) async fn of_visit(change: &mut Change, visit: Uuid) -> Done<Self> {
        let asked = vec![(visit, requests::said_of(change, visit).await?)];
        Ok(Self { visits: vec![(visit, visits::told(change, visit).await?)], asked, ..Self::default() })
    }

    /// All of it as text, each with its day and what it was.
    pub(super) fn text(&self) -> Zeroizing<String> {
        let words = Words::for_language(Language::Vi);
        let mut text = Zeroizing::default();
        add(&mut text, &words.say("label-forwarded_by"), None, [self.forwarded_by.as_str()]);
        for kept in &self.acts {
            let late = kept.late_reason.as_deref().unwrap_or_default();
            let late = late.split_once(':').map_or("", |(_, words)| words.trim());
            let said = kept.done.written().chain([late]);
            add(&mut text, &words.say("letter-beside-act"), Some(kept.done.at), said);
        }
        for (_, told) in &self.visits {
            let Told { subject, visitor, acts, promises, documents } = told;
            add(&mut text, &words.say("letter-beside-visit"), None, [subject.as_str()]);
            if let Some((name, phone)) = visitor {
                let said = [name.as_str(), phone.as_deref().unwrap_or_default()];
                add(&mut text, &words.say("letter-beside-visitor"), None, said);
            }
            for (_, done) in acts {
                add(&mut text, &words.say("letter-beside-act"), Some(done.at), done.written());
            }
            for (what, answer) in promises {
                add(&mut text, &words.say("letter-beside-promise"), None, [what.as_str(), answer]);
            }
            papers(&mut text, documents, &words.say("letter-beside-document"));
        }
        papers(&mut text, &self.papers, &words.say("letter-beside-document"));
        for said in self.asked.iter().flat_map(|(_, all)| all) {
            add(&mut text, &words.say("data-request-title"), None, said.iter().map(String::as_str));
        }
        text
    }

    /// Whether another moment's reading found the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.text() == other.text()
    }

    /// Takes all of it away from its rows. The law's engine still finds that a ground and a paper were given.
    pub(super) async fn take_away(&self, house: &House, change: &mut Change) -> Done<()> {
        let facts = house.facts();
        let mark = Words::for_language(Language::Vi).say("letter-beside-mark");
        for kept in &self.acts {
            let late_reason = kept.late_reason.as_deref().map(without_words);
            let done = hushed(&facts, kept.done.clone(), &mark);
            proceedings::hush_act(change, &Kept { done, late_reason, ..kept.clone() }).await?;
        }
        for (visit, told) in &self.visits {
            let acts: Vec<(i64, Act)> = told
                .acts
                .iter()
                .map(|(position, done)| (*position, hushed(&facts, done.clone(), &mark)))
                .collect();
            visits::hush(change, *visit, &acts, &mark).await?;
            visits::hush_papers(change, *visit).await?;
        }
        for (thing, _) in &self.asked {
            for request in requests::drop_of(change, *thing).await? {
                deadlines::rewrite(change, request, &[]).await?;
            }
            consents::drop_of(change, *thing).await?;
        }
        Ok(())
    }
}

/// An act without its words; an office of this house keeps its name, by which the proceeding is found to be there.
pub(crate) fn hushed(facts: &Facts, done: Act, mark: &str) -> Act {
    let is_known = |name: &str| names_unit(&facts.tree, name);
    done.hushed(mark, is_known)
}

/// Why something was late, without what was written to it.
pub(crate) fn without_words(late_reason: &str) -> String {
    late_reason.split(':').next().unwrap_or_default().trim().to_owned()
}

fn names_unit(tree: &Tree, name: &str) -> bool {
    tree.units().iter().any(|unit| unit.name == name)
}

fn add<'a>(
    text: &mut Zeroizing<String>,
    what: &str,
    at: Option<Moment>,
    said: impl IntoIterator<Item = &'a str>,
) {
    let said: Vec<&str> = said.into_iter().filter(|said| !said.is_empty()).collect();
    if said.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(what);
    if let Some(at) = at {
        text.push_str(&format!(" ({})", at.day()));
    }
    text.push_str(": ");
    text.push_str(&Zeroizing::new(said.join(" · ")));
}

/// What documents say, without how they are set.
fn papers(text: &mut Zeroizing<String>, all: &[(String, String, String)], what: &str) {
    for (about, letter, why) in all {
        let letter = serde_json::from_str(letter).unwrap_or(serde_json::Value::Null);
        let mut lines = vec![about.as_str()];
        strings(&letter, &mut lines);
        lines.push(why);
        add(text, what, None, lines);
    }
}

fn strings<'a>(value: &'a serde_json::Value, found: &mut Vec<&'a str>) {
    match value {
        serde_json::Value::String(text) => found.push(text),
        serde_json::Value::Array(all) => all.iter().for_each(|one| strings(one, found)),
        serde_json::Value::Object(all) => all.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}
