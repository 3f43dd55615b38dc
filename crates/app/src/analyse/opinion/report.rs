//! What was found, as JSON.

use super::ballots::Ballots;
use crate::house::Stop;
use danvan_analysis::opinion::{Counts, Group, Opinions, Shared, Side, Telling};
use serde::{Deserialize, Serialize};

/// What is read of an earlier answer.
#[derive(Deserialize)]
pub(super) struct Before {
    pub(super) voters: Vec<Named>,
}

/// The group of a voter.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) voter: String,
    pub(super) group: Option<usize>,
}

#[derive(Serialize)]
struct Written<'a> {
    /// How many voters are in groups.
    grouped: usize,
    groups: Vec<GroupWritten<'a>>,
    tried: Vec<Tried>,
    agreed: Vec<OfAll<'a>>,
    rejected: Vec<OfAll<'a>>,
    statements: Vec<Statement<'a>>,
    voters: Vec<Voter<'a>>,
}

#[derive(Serialize)]
struct Tried {
    groups: usize,
    silhouette: f64,
}

#[derive(Serialize)]
struct GroupWritten<'a> {
    group: usize,
    size: usize,
    middle: [f64; 2],
    telling: Vec<Told<'a>>,
    members: Vec<&'a str>,
    votes: Vec<OfStatement<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    statement: &'a str,
    side: &'static str,
    votes: u32,
    seen: u32,
    share: f64,
    test: f64,
    ratio: f64,
    ratio_test: f64,
    is_most_agreed: bool,
}

#[derive(Serialize)]
struct OfStatement<'a> {
    statement: &'a str,
    agree: u32,
    disagree: u32,
    seen: u32,
}

#[derive(Serialize)]
struct OfAll<'a> {
    statement: &'a str,
    votes: u32,
    seen: u32,
    share: f64,
    test: f64,
}

#[derive(Serialize)]
struct Statement<'a> {
    statement: &'a str,
    left_out: bool,
    mean: f64,
    components: [f64; 2],
    extremity: f64,
    /// How likely it is that one drawn from each group agrees.
    group_aware_consensus: f64,
}

#[derive(Serialize)]
struct Voter<'a> {
    voter: &'a str,
    x: f64,
    y: f64,
    group: Option<usize>,
}

/// The JSON of what was found, with a line break at its end.
pub(super) fn written(found: &Opinions, ballots: &Ballots, left_out: &[usize]) -> Result<String, Stop> {
    let name = |at: usize| ballots.statements[at].as_str();
    let statement = |at: usize| Statement {
        statement: name(at),
        left_out: left_out.contains(&at),
        mean: found.centre[at],
        components: [found.components[0][at], found.components[1][at]],
        extremity: found.extremity[at],
        group_aware_consensus: found.shared[at],
    };
    let voters = ballots.voters.iter().zip(&found.places).zip(found.names());
    let written = Written {
        grouped: found.groups.iter().map(|group| group.voters.len()).sum(),
        groups: found.groups.iter().map(|group| of_group(group, ballots)).collect(),
        tried: found
            .tried
            .iter()
            .map(|(groups, silhouette)| Tried { groups: *groups, silhouette: *silhouette })
            .collect(),
        agreed: found.agreed.iter().map(|one| of_all(one, name(one.statement))).collect(),
        rejected: found.rejected.iter().map(|one| of_all(one, name(one.statement))).collect(),
        statements: (0..ballots.statements.len()).map(statement).collect(),
        voters: voters.map(|((voter, [x, y]), group)| Voter { voter, x: *x, y: *y, group }).collect(),
    };
    Ok(serde_json::to_string_pretty(&written)? + "\n")
}

fn of_all<'a>(one: &Shared, statement: &'a str) -> OfAll<'a> {
    OfAll { statement, votes: one.votes, seen: one.seen, share: one.share, test: one.test }
}

fn of_group<'a>(group: &Group, ballots: &'a Ballots) -> GroupWritten<'a> {
    let name = |at: usize| ballots.statements[at].as_str();
    let told = |one: &Telling| Told {
        statement: name(one.statement),
        side: if one.side == Side::Agree { "agree" } else { "disagree" },
        votes: one.votes,
        seen: one.seen,
        share: one.share,
        test: one.test,
        ratio: one.ratio,
        ratio_test: one.ratio_test,
        is_most_agreed: one.is_most_agreed,
    };
    let votes = |(at, counts): (usize, &Counts)| OfStatement {
        statement: name(at),
        agree: counts.agree,
        disagree: counts.disagree,
        seen: counts.seen,
    };
    GroupWritten {
        group: group.name,
        size: group.voters.len(),
        middle: group.middle,
        telling: group.telling.iter().map(told).collect(),
        members: group.voters.iter().map(|voter| ballots.voters[*voter].as_str()).collect(),
        votes: group.counts.iter().enumerate().map(votes).collect(),
    }
}
