//! Votes out of a CSV file: a row a vote, or a row a voter.

use crate::{
    analyse::table::{broken, no_column, open},
    house::Stop,
    terminal::sentence,
};
use csv::StringRecord;
use danvan_analysis::opinion::{Vote, Votes};
use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
    fs::File,
    path::Path,
};

/// What a column may be called.
const VOTER: [&str; 5] = ["voter", "voter-id", "participant", "participant_id", "pid"];
const STATEMENT: [&str; 5] = ["statement", "statement_id", "comment-id", "comment", "tid"];
const VOTE: [&str; 1] = ["vote"];
const TIME: [&str; 3] = ["timestamp", "modified", "time"];
const MODERATED: [&str; 2] = ["moderated", "mod"];
/// Columns of a file with a row a voter that are no statement.
const BESIDE: [&str; 5] = ["group-id", "n-comments", "n-votes", "n-agree", "n-disagree"];

/// Votes with the names that their file gives to voters and statements.
#[derive(Debug)]
pub(super) struct Ballots {
    pub(super) voters: Vec<String>,
    pub(super) statements: Vec<String>,
    pub(super) votes: Votes,
}

type Reader = csv::Reader<File>;

fn column(headings: &[String], names: &[&str]) -> Option<usize> {
    headings.iter().position(|heading| names.contains(&heading.to_lowercase().as_str()))
}

fn needed(file: &Path, headings: &[String], names: &[&str]) -> Result<usize, Stop> {
    let name = names.first().copied().unwrap_or_default();
    column(headings, names).ok_or_else(|| no_column(&file.display().to_string(), name, headings))
}

/// What is wrong in a line.
fn fault(file: &Path, record: &StringRecord, kind: &str, column: &str, value: &str) -> Stop {
    // The heading stands on the first line.
    let line = record.position().map_or(1, csv::Position::line);
    let values = [
        ("file", file.display().to_string().into()),
        ("line", line.into()),
        ("kind", kind.into()),
        ("column", column.into()),
        ("value", value.into()),
    ];
    sentence("analysis-vote", &values).into()
}

/// A vote as a cell says it; nothing where it says none.
fn vote(cell: &str) -> Result<Option<Vote>, ()> {
    Ok(Some(match cell.to_lowercase().as_str() {
        "" => return Ok(None),
        "1" | "+1" | "1.0" | "agree" => Vote::Agree,
        "-1" | "-1.0" | "disagree" => Vote::Disagree,
        "0" | "0.0" | "-0.0" | "pass" => Vote::Pass,
        _ => return Err(()),
    }))
}

impl Ballots {
    pub(super) fn read(file: &Path) -> Result<Self, Stop> {
        let (reader, headings) = open(file)?;
        if column(&headings, &VOTE).is_some() {
            by_vote(file, reader, &headings)
        } else {
            by_voter(file, reader, &headings)
        }
    }

    /// The statements that count for nothing, by a file.
    pub(super) fn left_out(&self, file: &Path) -> Result<Vec<usize>, Stop> {
        let (mut reader, headings) = open(file)?;
        let (statement, moderated) =
            (needed(file, &headings, &STATEMENT)?, needed(file, &headings, &MODERATED)?);
        let mut left_out = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| broken(file, &error))?;
            let (name, cell) = (&record[statement], &record[moderated]);
            match cell {
                "-1" => left_out.extend(self.statements.iter().position(|own| own == name)),
                "0" | "1" => {}
                other => return Err(fault(file, &record, "moderated", &headings[moderated], other)),
            }
        }
        left_out.sort_unstable();
        left_out.dedup();
        Ok(left_out)
    }
}

fn begun(file: &Path, statements: usize) -> Result<Votes, Stop> {
    let refused = |refusal| super::refused::said(&file.display().to_string(), &refusal, ToString::to_string);
    Votes::new(statements).map_err(refused)
}

fn by_voter(file: &Path, mut reader: Reader, headings: &[String]) -> Result<Ballots, Stop> {
    let voter = needed(file, headings, &VOTER)?;
    let is_statement = |at: &usize| *at != voter && !BESIDE.contains(&headings[*at].to_lowercase().as_str());
    let columns: Vec<usize> = (0..headings.len()).filter(is_statement).collect();
    let mut names: HashSet<&str> = HashSet::new();
    if let Some(twice) = columns.iter().find(|at| !names.insert(&headings[**at])) {
        let heading = StringRecord::new();
        return Err(fault(file, &heading, "statement-twice", &headings[*twice], ""));
    }
    let mut votes = begun(file, columns.len())?;
    let (mut voters, mut known) = (Vec::new(), HashSet::new());
    for record in reader.records() {
        let record = record.map_err(|error| broken(file, &error))?;
        let name = record[voter].to_owned();
        if !known.insert(name.clone()) {
            return Err(fault(file, &record, "voter-twice", &headings[voter], &name));
        }
        let mut row = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let cell = &record[*column];
            let given = vote(cell).map_err(|()| fault(file, &record, "vote", &headings[*column], cell))?;
            row.extend(given.map(|vote| (at, vote)));
        }
        votes.push(&row).map_err(|refusal| refusal.to_string())?;
        voters.push(name);
    }
    Ok(Ballots { voters, statements: columns.iter().map(|at| headings[*at].clone()).collect(), votes })
}

/// A vote of a file with a row a vote.
struct Given {
    voter: u32,
    statement: u32,
    vote: Vote,
    at: f64,
}

/// Names in the order in which they come, with their numbers.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    known: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.known.insert(name.to_owned(), number);
        self.all.push(name.to_owned());
        number
    }
}

fn by_vote(file: &Path, mut reader: Reader, headings: &[String]) -> Result<Ballots, Stop> {
    let (voter, statement) = (needed(file, headings, &VOTER)?, needed(file, headings, &STATEMENT)?);
    let (cell, time) = (needed(file, headings, &VOTE)?, column(headings, &TIME));
    let (mut voters, mut statements) = (Names::default(), Names::default());
    let mut given: Vec<Given> = Vec::new();
    let mut once: HashSet<(u32, u32)> = HashSet::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(file, &error))?;
        let told = |kind, at: usize| fault(file, &record, kind, &headings[at], &record[at]);
        let vote = vote(&record[cell]).map_err(|()| told("vote", cell))?;
        // A vote that says nothing is none.
        let Some(vote) = vote else { return Err(told("vote", cell)) };
        let at = match time {
            Some(time) => record[time]
                .parse()
                .ok()
                .filter(|at: &f64| at.is_finite())
                .ok_or_else(|| told("time", time))?,
            None => 0.0,
        };
        let own = (voters.number(&record[voter]), statements.number(&record[statement]));
        // Without a time nobody can tell which of two votes holds.
        if time.is_none() && !once.insert(own) {
            return Err(told("vote-twice", statement));
        }
        given.push(Given { voter: own.0, statement: own.1, vote, at });
    }
    // The last of several holds, of one moment the one further down.
    given.sort_by(|one, other| {
        let place = one.voter.cmp(&other.voter).then(one.statement.cmp(&other.statement));
        place.then(one.at.total_cmp(&other.at))
    });
    let order = in_order(&statements.all);
    let mut votes = begun(file, order.len())?;
    for own in given.chunk_by(|one, other| one.voter == other.voter) {
        let mut row: Vec<(usize, Vote)> = Vec::with_capacity(own.len());
        for one in own {
            let at = order[one.statement as usize];
            match row.last_mut().filter(|last| last.0 == at) {
                Some(last) => last.1 = one.vote,
                None => row.push((at, one.vote)),
            }
        }
        votes.push(&row).map_err(|refusal| refusal.to_string())?;
    }
    let mut names = vec![String::new(); order.len()];
    order.iter().zip(statements.all).for_each(|(at, name)| names[*at] = name);
    Ok(Ballots { voters: voters.all, statements: names, votes })
}

/// The place of each name: numbers by size, then words.
fn in_order(names: &[String]) -> Vec<usize> {
    let compare = |one: &str, other: &str| match (one.parse::<u64>(), other.parse::<u64>()) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => one.cmp(other),
    };
    let mut sorted: Vec<usize> = (0..names.len()).collect();
    sorted.sort_by(|one, other| compare(&names[*one], &names[*other]));
    let mut places = vec![0; names.len()];
    sorted.into_iter().enumerate().for_each(|(place, at)| places[at] = place);
    places
}
