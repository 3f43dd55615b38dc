//! Conversations of Polis with what Polis itself made of them (fixtures of red-dwarf; vTaiwan's open export).

use super::super::{Group, Opinions, Options, Side, Telling, Vote, Votes, group, statements};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::PathBuf,
};

/// A file of the anchors beside the project, if they are there.
#[expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
fn anchor(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/anchors").join(name);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("NOT RUN: {name} is not beside the project");
    }
    text
}

fn json(name: &str) -> Option<Value> {
    anchor(name).map(|text| serde_json::from_str(&text).expect("JSON"))
}

fn number(value: &Value, names: [&str; 2]) -> i64 {
    names.iter().find_map(|name| value[name].as_i64()).expect("a number")
}

fn floats(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

fn numbers(value: &Value) -> Vec<i64> {
    value.as_array().expect("a list").iter().map(|value| value.as_i64().expect("a number")).collect()
}

fn near(name: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{name}: {found} and not {expected}");
}

/// A conversation, and what Polis made of it. Its statements are numbered from 0 without a gap, its voters are not.
struct Conversation {
    math: Value,
    voters: Vec<i64>,
    votes: Votes,
}

impl Conversation {
    /// `unseen` are votes of a voter whom the export leaves out, which the reference's centre tells all the same.
    fn of(name: &str, unseen: &[(i64, i64, i64)]) -> Option<Self> {
        let math = json(&format!("D_polis/{name}/math-pca2.json"))?;
        let given = json(&format!("D_polis/{name}/votes.json"))?;
        let mut rows: BTreeMap<i64, BTreeMap<usize, Vote>> = BTreeMap::new();
        let given = given.as_array().expect("a list").iter().map(|vote| {
            let voter = number(vote, ["pid", "participant_id"]);
            (voter, number(vote, ["tid", "statement_id"]), vote["vote"].as_i64().expect("a vote"))
        });
        for (voter, statement, vote) in given.chain(unseen.iter().copied()) {
            let vote = match vote {
                1 => Vote::Agree,
                -1 => Vote::Disagree,
                _ => Vote::Pass,
            };
            rows.entry(voter).or_default().insert(usize::try_from(statement).expect("from 0"), vote);
        }
        let mut votes = Votes::new(math["tids"].as_array().expect("statements").len()).expect("statements");
        for row in rows.values() {
            let row: Vec<(usize, Vote)> = row.iter().map(|(statement, vote)| (*statement, *vote)).collect();
            votes.push(&row).expect("votes");
        }
        Some(Self { math, voters: rows.into_keys().collect(), votes })
    }

    fn row(&self, voter: i64) -> usize {
        self.voters.binary_search(&voter).expect("a voter")
    }

    /// Who is in a part: in conversations this small a voter each.
    fn parts(&self) -> Vec<(i64, usize)> {
        let parts = &self.math["base-clusters"];
        let members = parts["members"].as_array().expect("parts").iter().map(|members| {
            let members = numbers(members);
            assert_eq!(members.len(), 1, "a part of one voter");
            self.row(members[0])
        });
        numbers(&parts["id"]).into_iter().zip(members).collect()
    }

    fn options(&self) -> Options {
        let left_out = numbers(&self.math["mod-out"]);
        Options {
            left_out: left_out.into_iter().map(|at| usize::try_from(at).expect("from 0")).collect(),
            among: Some(self.parts().into_iter().map(|(_, voter)| voter).collect()),
            ..Options::default()
        }
    }

    /// The reference counts an agreement as -1, and its directions may point the other way.
    fn check_places(&self, found: &Opinions) {
        for (own, other) in found.centre.iter().zip(floats(&self.math["pca"]["center"])) {
            near("centre", *own, -other);
        }
        let parts = &self.math["base-clusters"];
        for (at, axis) in ["x", "y"].into_iter().enumerate() {
            let theirs = floats(&self.math["pca"]["comps"][at]);
            let along: f64 = theirs.iter().zip(&found.components[at]).map(|(a, b)| a * b).sum();
            for (own, other) in found.components[at].iter().zip(&theirs) {
                near("component", *own, other * along.signum());
            }
            for ((_, voter), other) in self.parts().iter().zip(floats(&parts[axis])) {
                near("place", found.places[*voter][at], -other * along.signum());
            }
        }
        for (own, other) in found.extremity.iter().zip(floats(&self.math["pca"]["comment-extremity"])) {
            near("extremity", *own, other);
        }
    }

    fn check_groups(&self, found: &Opinions, sizes: &[usize]) {
        let parts: HashMap<i64, usize> = self.parts().into_iter().collect();
        assert_eq!(found.groups.iter().map(|group| group.voters.len()).collect::<Vec<_>>(), sizes);
        for (own, other) in found.groups.iter().zip(self.math["group-clusters"].as_array().expect("groups")) {
            let mut members: Vec<usize> = numbers(&other["members"]).iter().map(|part| parts[part]).collect();
            members.sort_unstable();
            assert_eq!(own.voters, members);
            let votes = &self.math["group-votes"][own.name.to_string()]["votes"];
            for (statement, counts) in own.counts.iter().enumerate() {
                let theirs = &votes[statement.to_string()];
                let theirs = ["A", "D", "S"].map(|name| theirs[name].as_u64());
                let own = [counts.agree, counts.disagree, counts.seen].map(|count| Some(u64::from(count)));
                assert_eq!(own, theirs, "statement {statement}");
            }
            let telling = self.math["repness"][own.name.to_string()].as_array().expect("statements");
            assert_eq!(own.telling.len(), telling.len());
            for (own, other) in own.telling.iter().zip(telling) {
                check_telling(own, other);
            }
        }
        for (statement, own) in found.shared.iter().enumerate() {
            let theirs = &self.math["group-aware-consensus"][statement.to_string()];
            near("shared", *own, theirs.as_f64().expect("a number"));
        }
    }

    fn check_consensus(&self, found: &Opinions) {
        for (own, name) in [(&found.agreed, "agree"), (&found.rejected, "disagree")] {
            let theirs = self.math["consensus"][name].as_array().expect("statements");
            assert_eq!(own.len(), theirs.len(), "{name}");
            for (own, other) in own.iter().zip(theirs) {
                assert_eq!(Some(own.statement as u64), other["tid"].as_u64(), "{name}");
                assert_eq!(Some(u64::from(own.votes)), other["n-success"].as_u64());
                assert_eq!(Some(u64::from(own.seen)), other["n-trials"].as_u64());
                near("share", own.share, other["p-success"].as_f64().expect("a number"));
                near("test", own.test, other["p-test"].as_f64().expect("a number"));
            }
        }
    }
}

fn check_telling(own: &Telling, other: &Value) {
    let side = if own.side == Side::Agree { "agree" } else { "disagree" };
    assert_eq!(Some(own.statement as u64), other["tid"].as_u64());
    assert_eq!(Some(side), other["repful-for"].as_str());
    assert_eq!(Some(u64::from(own.votes)), other["n-success"].as_u64());
    assert_eq!(Some(u64::from(own.seen)), other["n-trials"].as_u64());
    assert_eq!(own.is_most_agreed, other["best-agree"].as_bool() == Some(true));
    near("share", own.share, other["p-success"].as_f64().expect("a number"));
    near("test", own.test, other["p-test"].as_f64().expect("a number"));
    near("ratio", own.ratio, other["repness"].as_f64().expect("a number"));
    near("ratio's test", own.ratio_test, other["repness-test"].as_f64().expect("a number"));
}

#[test]
fn conversations_come_to_what_polis_made_of_them() {
    let unseen = [(50, 1, -1), (50, 4, -1), (50, 12, -1), (50, 20, -1)];
    let none: &[(i64, i64, i64)] = &[];
    let conversations = [
        ("below-100-ptpts", none, [11, 3, 9]),
        ("25ptpt-3gp-no-strict-with-meta", none, [11, 10, 6]),
        ("50ptpt-3gp-strict-no-meta", &unseen[..], [16, 15, 12]),
    ];
    for (name, unseen, sizes) in conversations {
        let Some(conversation) = Conversation::of(name, unseen) else { return };
        let found = group(&conversation.votes, &conversation.options()).expect("groups");
        conversation.check_places(&found);
        conversation.check_groups(&found, &sizes);
        conversation.check_consensus(&found);
    }
}

/// Rows, each by the number in its first column.
type Rows = Vec<(usize, Vec<String>)>;

/// A table without quotation marks.
fn table(text: &str) -> (Vec<String>, Rows) {
    let mut lines = text.lines();
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let heading = cells(lines.next().unwrap_or_default());
    let rows = lines.map(cells).map(|row| (row[0].parse().expect("a number"), row)).collect();
    (heading, rows)
}

/// How far two groupings agree beyond chance: 1 when they are the same (L. Hubert & P. Arabie 1985).
fn adjusted_rand(pairs: &[(usize, usize)]) -> f64 {
    let two = |many: usize| (many * many.saturating_sub(1) / 2) as f64;
    let sum = |keys: Vec<(usize, usize)>| {
        let mut counts: HashMap<(usize, usize), usize> = HashMap::new();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
        counts.into_values().map(two).sum::<f64>()
    };
    let both = sum(pairs.to_vec());
    let one = sum(pairs.iter().map(|pair| (pair.0, 0)).collect());
    let other = sum(pairs.iter().map(|pair| (0, pair.1)).collect());
    let by_chance = one * other / two(pairs.len());
    (both - by_chance) / (f64::midpoint(one, other) - by_chance)
}

#[test]
fn groups_of_vtaiwan_are_those_of_its_export() {
    let Some(given) = anchor("D_polis/vtaiwan.uberx/participants-votes.csv") else { return };
    let Some(peer) = anchor("D_polis/vtaiwan.uberx/peer_statements.csv") else { return };
    let Some(peers) = anchor("D_polis/vtaiwan.uberx/peer_participants.csv") else { return };
    let (heading, rows) = table(&given);
    let ids: Vec<usize> = heading[6..].iter().map(|id| id.parse().expect("a statement")).collect();
    let mut votes = Votes::new(ids.len()).expect("statements");
    for (_, row) in &rows {
        let vote = |(at, cell): (usize, &String)| match cell.as_str() {
            "1" => Some((at, Vote::Agree)),
            "-1" => Some((at, Vote::Disagree)),
            "0" => Some((at, Vote::Pass)),
            _ => None,
        };
        votes.push(&row[6..].iter().enumerate().filter_map(vote).collect::<Vec<_>>()).expect("votes");
    }
    let left_out = table(&peer).1.into_iter().filter(|(_, row)| row[3] == "True").map(|(id, _)| id);
    let left_out: Vec<usize> = left_out.filter_map(|id| ids.iter().position(|own| *own == id)).collect();
    let options = Options { left_out: left_out.clone(), ..Options::default() };
    let found = group(&votes, &options).expect("groups");
    assert_eq!(found, group(&votes, &Options { threads: 2, ..options }).expect("groups"), "for any threads");

    let exported: Vec<Option<usize>> = rows.iter().map(|(_, row)| row[1].parse().ok()).collect();
    let pairs: Vec<(usize, usize)> =
        found.names().into_iter().zip(&exported).filter_map(|(own, other)| Some((own?, (*other)?))).collect();
    assert_eq!((pairs.len(), found.groups.len()), (1218, 2), "all who voted seven times");
    let agreement = adjusted_rand(&pairs);
    assert!(agreement >= 0.826, "{agreement}");

    // What both groups share, and the same of the groups another program made of it, to the digits it printed.
    let best = |shared: &[f64], many: usize| {
        let mut order: Vec<usize> = (0..ids.len()).filter(|at| !left_out.contains(at)).collect();
        order.sort_by(|one, other| shared[*other].total_cmp(&shared[*one]));
        order.into_iter().take(many).map(|at| (ids[at], shared[at])).collect::<Vec<_>>()
    };
    let first: Vec<usize> = best(&found.shared, 4).into_iter().map(|(id, _)| id).collect();
    assert_eq!(first, [40, 7, 16, 111]);
    let theirs: HashMap<usize, String> =
        table(&peers).1.into_iter().map(|(id, row)| (id, row.last().cloned().unwrap_or_default())).collect();
    let of = |name: &str| {
        let voters: Vec<usize> = (0..rows.len()).filter(|at| theirs[&rows[*at].0] == name).collect();
        let counts = statements::counts(&votes, &voters);
        Group { name: 0, middle: [0.0; 2], voters, counts, telling: Vec::new() }
    };
    let shared = statements::shared(&[of("0"), of("1")], ids.len());
    let expected = [(40, 0.8633), (7, 0.8085), (16, 0.8074), (111, 0.7647), (141, 0.7197)];
    for ((id, share), (known, expected)) in best(&shared, 5).into_iter().zip(expected) {
        assert!(id == known && (share - expected).abs() < 5e-5, "{id}: {share}");
    }
}
