//! What stands in a letter before anybody types: from the proceeding, its letter, its clocks and its office.

use super::{
    about::{About, Matter},
    letter::Request,
};
use crate::{
    Failure,
    house::{Done, Facts, House},
    letters, receptions,
};
use danvan_domain::{
    documents::{
        Fit, Kind, Signing, article_in_words,
        names::{self, Filled},
    },
    facts::Grade,
    ids::UnitId,
    letters::Signer,
    people::Role,
    procedures::{self, Done as Act, Stand},
    refusals::Refusal,
    rights::{Asker, Verb},
    time::{Day, Moment},
    units::Level,
};
use danvan_store::people;
use danvan_words::{Language, Words};

/// What was read before: whoever wrote with where they live, and who signs.
pub(super) struct Known {
    pub(super) person: (String, String),
    pub(super) signer: String,
}

/// The most names of a group letter that stand in a letter.
const MOST_NAMES: usize = 5;

/// Whoever wrote and where they live, for a letter that may say so. Empty where the reader may not know.
pub(super) async fn whoever_wrote(
    house: &House,
    asker: &Asker,
    matter: &Matter,
    kind: Kind,
) -> Done<(String, String)> {
    let nobody = (String::new(), String::new());
    if matter.subject.is_sealed || !names::of(kind).any(|name| name.personal) {
        return Ok(nobody);
    }
    let may_read = house.ask(asker, Verb::ReadContact, matter.holder).is_ok() && asker.person.is_some();
    let words = Words::for_language(Language::Vi);
    match (may_read, matter.about, matter.letter) {
        (true, About::Visit(id), _) => {
            // Whoever restricted the use of their data, or had it erased, is not named; the officer writes by hand.
            match receptions::contact(house, asker, id, ("notice", "")).await {
                Ok(visitor) => Ok((visitor.name, String::new())),
                Err(Failure::Refused(Refusal::Conflict(_) | Refusal::NotFound)) => Ok(nobody),
                Err(failure) => Err(failure),
            }
        }
        (true, About::Proceeding(_), Some(letter))
            if danvan_store::letters::count_signers(&house.store, letter).await? > 0 =>
        {
            let kind = words.of("document-kind", kind.word());
            let reason = words.say_with("document-reading", &[("kind", kind.into())]);
            let shown = letters::read_signers(house, asker, letter, ("notice", &reason)).await?;
            Ok(named(&shown.into_iter().filter_map(|one| one.signer).collect::<Vec<Signer>>()))
        }
        _ => Ok(nobody),
    }
}

/// Those who speak for the signers, or the first of them.
fn named(signers: &[Signer]) -> (String, String) {
    let speakers: Vec<&Signer> = signers.iter().filter(|signer| signer.is_representative).collect();
    let speakers = if speakers.is_empty() { signers.iter().collect() } else { speakers };
    let names: Vec<&str> = speakers.iter().take(MOST_NAMES).map(|signer| signer.name.as_str()).collect();
    let address = speakers.first().map(|signer| signer.address.clone()).unwrap_or_default();
    (names.join(", "), address)
}

/// Who signs: the head of the office, where there is just one.
pub(super) async fn signer(house: &House, office: UnitId) -> Done<String> {
    let is_city = house.facts().tree.get(office).is_some_and(|unit| unit.level() == Level::City);
    let role = if is_city { Role::CityLeader } else { Role::CommuneLeader };
    let heads = people::at_unit(&house.store, office, role, house.today()).await?;
    Ok(if let [head] = heads.as_slice() { head.name.clone() } else { String::new() })
}

/// What is known for each name that an officer says.
pub(super) fn request(facts: &Facts, matter: &Matter, fit: Fit, known: Known, now: Moment) -> Request {
    let clues = Clues::of(facts, matter, fit, now);
    let asked = names::of(fit.row.kind).filter(|name| name.filled != Filled::House);
    let said = asked.map(|name| {
        let text = match name.name {
            "person" => known.person.0.clone(),
            "address" => known.person.1.clone(),
            "summary" => matter.subject.summary.clone(),
            other => clues.said(other),
        };
        (name.name.to_owned(), text)
    });
    Request {
        kind: fit.row.kind,
        act: fit.row.act.clone(),
        system: None,
        signing: Signing::OnBehalf,
        signer: known.signer,
        said: said.collect(),
    }
}

/// What a proceeding tells of a letter.
struct Clues {
    /// The act, when it was done.
    act: Option<Act>,
    /// The article of the act, where its text was read.
    law: String,
    /// The last day of what the letter says is due, and what it was before the act.
    due: Option<Day>,
    due_before: Option<Day>,
    today: Day,
}

impl Clues {
    fn of(facts: &Facts, matter: &Matter, fit: Fit, now: Moment) -> Self {
        let procedure = &matter.procedure;
        let position = matter.done.iter().rposition(|act| act.act == fit.row.act);
        let position = position.filter(|_| fit.is_done);
        let act = position.map(|at| matter.done[at].clone());
        let on = act.as_ref().map_or(now, |act| act.at).day();
        let mut rows = procedure.acts.iter().filter(|row| row.code == fit.row.act);
        let row = rows.find(|row| row.validity.holds_on(on));
        let due = |stand: &Stand| {
            let clock = stand.clocks.iter().rev().find(|clock| fit.row.says_due_of(&clock.step));
            clock.map(|clock| (clock.due.at.day(), clock.due.reason.source.clone(), clock.due.reason.grade))
        };
        // Of an act that was not done yet: as it would be if it were done now.
        let after = match (&act, row) {
            (Some(_), _) => due(&matter.stand),
            (None, Some(row)) => {
                let by = row.who.first().copied().unwrap_or(procedures::Party::CommuneOfficer);
                let would = Act {
                    ground: "……".into(),
                    grounds: first_ground(matter, row, on),
                    document: "……".into(),
                    office: "……".into(),
                    forms: vec!["……".into()],
                    ..Act::new(&row.code, now, by)
                };
                let stand =
                    procedures::check(procedure, &matter.done, &would, &facts.calendar, &facts.hours, now);
                stand.ok().as_ref().and_then(due)
            }
            (None, None) => None,
        };
        // Of a letter that says a last day, the article of its clock; else that of the act. Only what was read.
        let article = after.as_ref().map(|(_, source, grade)| (source.as_str(), *grade));
        let article = article.or_else(|| row.map(|row| (row.source.as_str(), row.grade)));
        let article = article.filter(|(_, grade)| matches!(grade, Grade::A | Grade::AMinus));
        let before = position.map_or(matter.done.as_slice(), |at| &matter.done[..at]);
        let stood = procedures::stand(procedure, before, &facts.calendar, &facts.hours, now);
        Self {
            law: article.map(|(source, _)| article_in_words(source)).unwrap_or_default(),
            due: after.as_ref().map(|(day, ..)| *day),
            due_before: stood.ok().as_ref().and_then(due).map(|(day, ..)| day),
            today: on,
            act,
        }
    }

    /// What is known for a name; empty when nothing is.
    fn said(&self, name: &str) -> String {
        let words = Words::for_language(Language::Vi);
        let day = |day: Option<Day>| day.map(|day| words.day(day)).unwrap_or_default();
        let act = self.act.as_ref();
        match name {
            "law" => self.law.clone(),
            "due_on" | "to_on" => day(self.due),
            "old_due_on" => day(self.due_before),
            "from_on" => day(Some(self.today)),
            "reasons" | "reason" => act.map(|act| act.ground.clone()).unwrap_or_default(),
            "to_office" => act.map(|act| act.office.clone()).unwrap_or_default(),
            "forms" => act.map(|act| act.forms.join("\n")).unwrap_or_default(),
            _ => String::new(),
        }
    }
}

/// A ground out of the law's list, where the act asks for one.
fn first_ground(matter: &Matter, row: &procedures::Act, on: Day) -> Vec<String> {
    let condition = row.sets.as_ref().and_then(|code| matter.procedure.condition(code, on));
    let ground = condition.and_then(|condition| condition.grounds.first());
    ground.map(|ground| ground.code.clone()).into_iter().collect()
}
