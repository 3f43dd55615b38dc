//! What statements tell: of a group, of all groups together, of everybody.

use super::{Group, Vote, Votes};

/// Beyond this a share is no chance at 90 %, on one side of the normal distribution.
const BEYOND_CHANCE: f64 = 1.2816;
/// Most statements that are told of a group, and of everybody.
const MOST_TOLD: usize = 5;

/// How some voters voted on a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many agree.
    pub agree: u32,
    /// How many disagree.
    pub disagree: u32,
    /// How many voted, those who passed among them.
    pub seen: u32,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// For a statement.
    Agree,
    /// Against it.
    Disagree,
}

impl Counts {
    fn of(self, side: Side) -> u32 {
        match side {
            Side::Agree => self.agree,
            Side::Disagree => self.disagree,
        }
    }

    /// The share of a side, with one vote more on either side: (n + 1) / (N + 2).
    fn share(self, side: Side) -> f64 {
        (f64::from(self.of(side)) + 1.0) / (f64::from(self.seen) + 2.0)
    }

    /// How far the share of a side is from a half, in standard deviations; one vote is added to it.
    fn test(self, side: Side) -> f64 {
        let seen = f64::from(self.seen) + 1.0;
        2.0 * seen.sqrt() * ((f64::from(self.of(side)) + 1.0) / seen - 0.5)
    }

    /// How far two shares of a side are apart, in standard deviations; one vote is added to each.
    fn test_against(self, others: Self, side: Side) -> f64 {
        let (own, seen) = (f64::from(self.of(side)) + 1.0, f64::from(self.seen) + 1.0);
        let (their, theirs_seen) = (f64::from(others.of(side)) + 1.0, f64::from(others.seen) + 1.0);
        let pooled = (own + their) / (seen + theirs_seen);
        let spread = pooled * (1.0 - pooled) * (1.0 / seen + 1.0 / theirs_seen);
        // Where everybody voted alike nothing is apart.
        if spread > 0.0 { (own / seen - their / theirs_seen) / spread.sqrt() } else { 0.0 }
    }
}

/// A statement that tells a group from the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Telling {
    /// Which, from 0.
    pub statement: usize,
    /// Whether the group is for it or against it.
    pub side: Side,
    /// How many of the group voted so.
    pub votes: u32,
    /// How many of the group voted.
    pub seen: u32,
    /// The share of the group that votes so, one vote more on either side.
    pub share: f64,
    /// How far that is from a half, in standard deviations.
    pub test: f64,
    /// How many times the share of the others that is.
    pub ratio: f64,
    /// How far the two shares are apart, in standard deviations.
    pub ratio_test: f64,
    /// Whether it is the one to which the group agrees most, whatever the others say.
    pub is_most_agreed: bool,
}

/// A statement on which most voters are of one mind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// Which, from 0.
    pub statement: usize,
    /// How many voted so.
    pub votes: u32,
    /// How many voted.
    pub seen: u32,
    /// Their share, one vote more on either side.
    pub share: f64,
    /// How far that is from a half, in standard deviations.
    pub test: f64,
}

/// How some voters voted, a row a statement.
pub(super) fn counts(votes: &Votes, voters: &[usize]) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); votes.statements()];
    for voter in voters {
        for (statement, vote) in votes.of(*voter) {
            let own = &mut counts[*statement as usize];
            own.seen += 1;
            match vote {
                Vote::Agree => own.agree += 1,
                Vote::Disagree => own.disagree += 1,
                Vote::Pass => {}
            }
        }
    }
    counts
}

/// How likely it is that one drawn from each group agrees, a row a statement.
pub(super) fn shared(groups: &[Group], statements: usize) -> Vec<f64> {
    let of = |at: usize| groups.iter().map(|group| group.counts[at].share(Side::Agree)).product();
    (0..statements).map(of).collect()
}

/// On what most of everybody are of one mind, beyond chance.
pub(super) fn most(counts: &[Counts], weighs: &[bool], side: Side) -> Vec<Shared> {
    let of = |(statement, counts): (usize, &Counts)| Shared {
        statement,
        votes: counts.of(side),
        seen: counts.seen,
        share: counts.share(side),
        test: counts.test(side),
    };
    let mut found: Vec<Shared> = counts
        .iter()
        .enumerate()
        .filter(|(statement, _)| weighs[*statement])
        .map(of)
        .filter(|one| one.share > 0.5 && one.test > BEYOND_CHANCE)
        .collect();
    found.sort_by(|one, other| (other.share * other.test).total_cmp(&(one.share * one.test)));
    found.truncate(MOST_TOLD);
    found
}

/// A statement as a group sees it, for and against.
#[derive(Clone, Copy)]
struct Seen {
    statement: usize,
    counts: Counts,
    others: Counts,
}

impl Seen {
    fn ratio(self, side: Side) -> f64 {
        self.counts.share(side) / self.others.share(side)
    }

    fn ratio_test(self, side: Side) -> f64 {
        self.counts.test_against(self.others, side)
    }

    /// The side by which it differs more from the others.
    fn side(self) -> Side {
        if self.ratio_test(Side::Agree) > self.ratio_test(Side::Disagree) {
            Side::Agree
        } else {
            Side::Disagree
        }
    }

    /// How much it tells by a side: all four together.
    fn weight(self, side: Side) -> f64 {
        self.ratio(side) * self.ratio_test(side) * self.counts.share(side) * self.counts.test(side)
    }

    fn is_beyond_chance(self, side: Side) -> bool {
        self.ratio_test(side) > BEYOND_CHANCE && self.counts.test(side) > BEYOND_CHANCE
    }

    /// Whether the group agrees to it more than to another: against the others where that one is said more often by this
    /// group, else by itself.
    fn is_more_agreed(self, than: Option<Self>) -> bool {
        let (side, own) =
            (Side::Agree, |one: Self| one.counts.share(Side::Agree) * one.counts.test(Side::Agree));
        if self.counts.agree == 0 && self.counts.disagree == 0 {
            return false;
        }
        match than {
            Some(other) if other.ratio(side) > 1.0 => self.weight(side) > other.weight(side),
            Some(other) => own(self) > own(other),
            None => {
                self.counts.test(side) > BEYOND_CHANCE
                    || (self.ratio(side) > 1.0 && self.counts.share(side) > 0.5)
            }
        }
    }

    fn told(self, is_most_agreed: bool) -> Telling {
        let side = self.side();
        Telling {
            statement: self.statement,
            side,
            votes: self.counts.of(side),
            seen: self.counts.seen,
            share: self.counts.share(side),
            test: self.counts.test(side),
            ratio: self.ratio(side),
            ratio_test: self.ratio_test(side),
            is_most_agreed,
        }
    }
}

/// What tells each group from the others.
pub(super) fn telling(groups: &[Group], weighs: &[bool]) -> Vec<Vec<Telling>> {
    let mut all = vec![Counts::default(); weighs.len()];
    for counts in groups.iter().flat_map(|group| group.counts.iter().enumerate()) {
        let (at, counts) = counts;
        all[at].agree += counts.agree;
        all[at].disagree += counts.disagree;
        all[at].seen += counts.seen;
    }
    groups.iter().map(|group| telling_of(group, &all, weighs)).collect()
}

fn telling_of(group: &Group, all: &[Counts], weighs: &[bool]) -> Vec<Telling> {
    let statements = (0..weighs.len()).filter(|statement| weighs[*statement]);
    let seen = statements.map(|statement| {
        let (counts, all) = (group.counts[statement], all[statement]);
        let others = Counts {
            agree: all.agree - counts.agree,
            disagree: all.disagree - counts.disagree,
            seen: all.seen - counts.seen,
        };
        Seen { statement, counts, others }
    });
    let (mut beyond, mut most_agreed, mut furthest) = (Vec::new(), None, None::<(f64, Seen)>);
    for one in seen {
        if one.is_beyond_chance(Side::Agree) || one.is_beyond_chance(Side::Disagree) {
            beyond.push(one);
        }
        if one.is_more_agreed(most_agreed) {
            most_agreed = Some(one);
        }
        let apart = one.ratio_test(one.side());
        if furthest.is_none_or(|(before, _)| before < apart) {
            furthest = Some((apart, one));
        }
    }
    beyond.retain(|one| most_agreed.is_none_or(|most| most.statement != one.statement));
    beyond.sort_by(|one, other| other.weight(other.side()).total_cmp(&one.weight(one.side())));
    let mut told: Vec<Telling> = most_agreed.iter().map(|one| one.told(true)).collect();
    told.extend(beyond.into_iter().map(|one| one.told(false)));
    if told.is_empty() {
        // Nothing is beyond chance: what comes nearest.
        told.extend(furthest.map(|(_, one)| one.told(false)));
    }
    told.truncate(MOST_TOLD);
    told.sort_by_key(|one| one.side == Side::Disagree);
    told
}
