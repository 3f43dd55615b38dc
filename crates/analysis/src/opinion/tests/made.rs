//! Conversations that were made: what must hold of any, and what is refused.

use super::super::{Options, Side, Vote, Votes, group};
use crate::refusal::{Refusal, Wrong};
use proptest::prelude::*;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// Voters of some camps: each camp votes on each statement in its own way most of the time; each voter sees most statements.
fn camps(sizes: &[usize], statements: usize, seed: u64) -> (Votes, Vec<usize>) {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let ways: Vec<Vec<bool>> =
        sizes.iter().map(|_| (0..statements).map(|_| chance.next_u32() % 2 == 0).collect()).collect();
    let mut votes = Votes::new(statements).expect("statements");
    let mut camp_of = Vec::new();
    let mut left = sizes.to_vec();
    while left.iter().any(|left| *left > 0) {
        // They come in turn, so that nobody's place tells the camp.
        for camp in 0..sizes.len() {
            if left[camp] == 0 {
                continue;
            }
            left[camp] -= 1;
            let mut row = Vec::new();
            for (at, way) in ways[camp].iter().enumerate() {
                let vote = match chance.next_u32() % 20 {
                    0..4 => continue,
                    4 => Vote::Pass,
                    5 if *way => Vote::Disagree,
                    5 => Vote::Agree,
                    _ if *way => Vote::Agree,
                    _ => Vote::Disagree,
                };
                row.push((at, vote));
            }
            votes.push(&row).expect("votes");
            camp_of.push(camp);
        }
    }
    (votes, camp_of)
}

/// Whether every group is one camp.
fn are_camps(names: &[Option<usize>], camp_of: &[usize]) -> bool {
    let mut of: Vec<(usize, usize)> =
        names.iter().zip(camp_of).filter_map(|(name, camp)| Some(((*name)?, *camp))).collect();
    of.sort_unstable();
    of.dedup();
    of.windows(2).all(|pair| pair[0].0 != pair[1].0)
}

#[test]
fn camps_are_found_and_what_divides_them_is_told() {
    for seed in 0..10 {
        let (votes, camp_of) = camps(&[60, 40, 30], 40, seed);
        let found = group(&votes, &Options::default()).expect("groups");
        assert_eq!(found.groups.len(), 3, "{seed}: {:?}", found.tried);
        assert!(are_camps(&found.names(), &camp_of), "{seed}");
        for group in &found.groups {
            assert!(
                group.telling.iter().all(|one| one.share > 0.5 && one.ratio > 1.0),
                "{:?}",
                group.telling
            );
            let sides: Vec<Side> = group.telling.iter().map(|one| one.side).collect();
            assert!(sides.is_sorted_by_key(|side| *side == Side::Disagree), "first what it agrees to");
        }
    }
}

#[test]
fn names_stay_as_votes_arrive() {
    let (votes, _) = camps(&[50, 45, 40], 30, 7);
    let mut before: Vec<Option<usize>> = Vec::new();
    let mut arrived = Votes::new(30).expect("statements");
    for voter in 0..votes.voters() {
        let row: Vec<(usize, Vote)> =
            votes.of(voter).iter().map(|(at, vote)| (*at as usize, *vote)).collect();
        arrived.push(&row).expect("votes");
        if voter < 60 || voter % 15 != 0 {
            continue;
        }
        let options = Options { before: before.clone(), ..Options::default() };
        let found = group(&arrived, &options).expect("groups");
        let names = found.names();
        let kept = before.iter().zip(&names).filter(|(one, other)| one.is_some() && one == other).count();
        assert!(before.is_empty() || kept * 100 >= before.len() * 95, "{kept} of {}", before.len());
        before = names;
    }
    // A group that was called 8 is called 8, and one that came since takes a name that nobody had.
    let eight: Vec<Option<usize>> = before.iter().map(|name| (*name == Some(0)).then_some(8)).collect();
    let found = group(&votes, &Options { before: eight, ..Options::default() }).expect("groups");
    let names: Vec<usize> = found.groups.iter().map(|group| group.name).collect();
    assert_eq!(names, [0, 1, 8]);
}

#[test]
fn those_of_one_mind_are_one_group() {
    let mut votes = Votes::new(4).expect("statements");
    for _ in 0..30 {
        votes
            .push(&[(0, Vote::Agree), (1, Vote::Disagree), (2, Vote::Pass), (3, Vote::Pass)])
            .expect("votes");
    }
    let found = group(&votes, &Options::default()).expect("a group");
    assert_eq!((found.groups.len(), found.tried.len()), (1, 0));
    assert_eq!(found.groups[0].voters.len(), 30);
    assert_eq!((found.agreed[0].statement, found.rejected[0].statement), (0, 1));
    assert!(found.places.iter().flatten().all(|place| place.abs() < 1e-12));
}

#[test]
fn what_is_no_conversation_is_refused() {
    let refused = |result: Result<_, Refusal>| result.map(|_: ()| ()).expect_err("it is refused").to_string();
    assert_eq!(refused(Votes::new(1).map(drop)), "1 rows are too few: at least 2 are needed");
    let mut votes = Votes::new(3).expect("statements");
    let said = refused(votes.push(&[(0, Vote::Agree), (3, Vote::Pass)]));
    assert_eq!(said, "votes, row 1, 3: 3 is unknown, all are below 3");
    let said = refused(votes.push(&[(2, Vote::Agree), (0, Vote::Pass), (2, Vote::Disagree)]));
    assert_eq!(said, "votes, row 1, 2: 2 stands there twice");
    votes.push(&[(0, Vote::Agree)]).expect("a vote");
    let said = refused(group(&votes, &Options::default()).map(drop));
    assert_eq!(said, "1 rows are too few: at least 2 are needed");
    votes.push(&[(0, Vote::Disagree)]).expect("a vote");
    for (options, expected) in [
        (Options { most_groups: 1, ..Options::default() }, "the most groups is 1 and must be 2 or more"),
        (Options { left_out: vec![3], ..Options::default() }, "3 is unknown, all are below 3"),
        (Options { among: Some(vec![0, 9]), ..Options::default() }, "9 is unknown, all are below 2"),
        (Options { threads: 0, ..Options::default() }, "the threads is 0 and must be 1 or more"),
    ] {
        assert_eq!(refused(group(&votes, &options).map(drop)), expected);
    }
    let both = Wrong::TooShort { rows: 1, needed: 2 };
    let again = group(&votes, &Options { among: Some(vec![1, 1]), ..Options::default() });
    assert_eq!(again.map(drop), Err(both.into()), "one voter named twice is one");
}

proptest! {
    #[test]
    fn every_voter_is_in_one_group_and_nothing_depends_on_the_sign_of_votes(
        rows in proptest::collection::vec(proptest::collection::vec(0_u8..4, 9), 2..60),
    ) {
        let conversation = |is_turned: bool| {
            let mut votes = Votes::new(9).expect("statements");
            for row in &rows {
                let vote = |(at, cell): (usize, &u8)| Some((at, match (cell, is_turned) {
                    (0, _) => return None,
                    (1, _) => Vote::Pass,
                    (2, false) | (3, true) => Vote::Agree,
                    _ => Vote::Disagree,
                }));
                let row: Vec<(usize, Vote)> = row.iter().enumerate().filter_map(vote).collect();
                votes.push(&row).expect("votes");
            }
            group(&votes, &Options { among: Some((0..rows.len()).collect()), ..Options::default() })
        };
        let (found, turned) = (conversation(false).expect("groups"), conversation(true).expect("groups"));
        let mut all: Vec<usize> = found.groups.iter().flat_map(|group| group.voters.clone()).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..rows.len()).collect::<Vec<_>>());
        for (one, other) in found.centre.iter().zip(&turned.centre) {
            prop_assert!((one + other).abs() < 1e-12);
        }
        for (one, other) in found.agreed.iter().zip(&turned.rejected) {
            prop_assert_eq!((one.statement, one.votes), (other.statement, other.votes));
        }
        prop_assert!(found.shared.iter().all(|share| (0.0..=1.0).contains(share)));
        prop_assert!(found.tried.iter().all(|(_, score)| (-1.0..=1.0).contains(score)));
        prop_assert!(found.places.iter().flatten().all(|place| place.is_finite()));
    }
}
