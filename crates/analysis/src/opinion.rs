//! Opinion groups: who votes alike on statements, what tells a group from the others, and what all groups share.
//!
//! ```
//! use danvan_analysis::opinion::{Options, Vote, Votes, group};
//! use Vote::{Agree, Disagree, Pass};
//!
//! // Statement 0 divides twenty voters, of 1 nobody is sure, and on 2 all agree.
//! let mut votes = Votes::new(3)?;
//! for voter in 0..20 {
//!     let first = if voter % 2 == 0 { Agree } else { Disagree };
//!     votes.push(&[(0, first), (1, Pass), (2, Agree)])?;
//! }
//! let found = group(&votes, &Options::default())?;
//! assert_eq!(found.groups.len(), 2);
//! assert_eq!(found.groups[0].telling[0].statement, 0);
//! assert!(found.shared[2] > 0.8 && found.shared[0] < 0.1);
//! assert_eq!(found.agreed[0].statement, 2);
//! # Ok::<(), danvan_analysis::refusal::Refusal>(())
//! ```
//!
//! Votes are +1, -1 and 0; where nobody voted stands the mean of the statement. Voters are laid on the two directions in which
//! votes differ most (principal components), and those who saw few statements are moved outward by the root of all statements
//! over those they saw. What lies close together is put into at most a hundred parts, and the parts into two to five groups,
//! as many as hang together best (silhouette). A statement tells a group from the others when the group votes so, and more
//! so than the rest, both beyond chance (tests of one and of two proportions at 90 %). What all groups share is the
//! product of how likely each of them agrees.
//!
//! - C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw & C. Megill, Polis: Scaling deliberation by mapping high dimensional opinion
//!   spaces, Recerca 26 (2021).
//! - P. Rousseeuw, Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, Journal of
//!   Computational and Applied Mathematics 20 (1987).
//!
//! A group is a way of voting in one conversation and nothing about a person: ids of voters mean nothing outside of it, and
//! danvan keeps no group beside a name.

mod components;
mod groups;
mod naming;
mod statements;
#[cfg(test)]
mod tests;
mod votes;

use crate::refusal::{Refusal, Wrong, option};
pub use statements::{Counts, Shared, Side, Telling};
pub use votes::{Vote, Votes};

/// Fewest votes of a voter who is put into a group.
pub const LEAST_VOTES: usize = 7;
/// So many voters are put into groups at least, those with the most votes first, even when they have fewer.
pub const LEAST_VOTERS: usize = 15;

/// How voters are grouped.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Statements that count for nothing: moderated away, or about who somebody is.
    pub left_out: Vec<usize>,
    /// Who is put into groups, in the order in which they came; of nobody said, all with [`LEAST_VOTES`] and more.
    pub among: Option<Vec<usize>>,
    /// The most groups, 2 at least; commonly 5.
    pub most_groups: usize,
    /// The group each voter was in before, by its name; those who came since stand behind. Groups keep their names.
    pub before: Vec<Option<usize>>,
    /// How many threads work; what is found is the same for any number.
    pub threads: usize,
}

impl Default for Options {
    /// At most five groups, of everybody who voted often enough, in one thread.
    fn default() -> Self {
        Self { left_out: Vec::new(), among: None, most_groups: 5, before: Vec::new(), threads: 1 }
    }
}

/// A group of voters.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name, which stays as votes arrive.
    pub name: usize,
    /// Its middle on the two directions.
    pub middle: [f64; 2],
    /// Who is in it, in rising order.
    pub voters: Vec<usize>,
    /// How it voted, a row a statement.
    pub counts: Vec<Counts>,
    /// What tells it from the others, at most five: first what it agrees to.
    pub telling: Vec<Telling>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinions {
    /// The mean vote on each statement, from -1 (all disagree) to 1.
    pub centre: Vec<f64>,
    /// The two directions in which votes differ most: the weight of each statement. The largest weight of each is above 0.
    pub components: [Vec<f64>; 2],
    /// Where each voter lies on them.
    pub places: Vec<[f64; 2]>,
    /// How far to the side a statement would move whoever agreed to it alone.
    pub extremity: Vec<f64>,
    /// The groups by name.
    pub groups: Vec<Group>,
    /// How well each number of groups that was tried hangs together: the number, and its mean silhouette from -1 to 1.
    pub tried: Vec<(usize, f64)>,
    /// How likely it is that whoever is drawn from each group agrees, a row a statement: what all groups share.
    pub shared: Vec<f64>,
    /// To what most voters agree beyond chance, at most five, the clearest first.
    pub agreed: Vec<Shared>,
    /// What most voters reject.
    pub rejected: Vec<Shared>,
}

impl Opinions {
    /// The group of each voter by its name; nothing for those who were put into none.
    pub fn names(&self) -> Vec<Option<usize>> {
        let mut names = vec![None; self.places.len()];
        for group in &self.groups {
            for voter in &group.voters {
                names[*voter] = Some(group.name);
            }
        }
        names
    }
}

/// Groups voters by how they voted.
///
/// # Errors
/// When there are fewer than two voters or statements; for an option outside its bounds; for a voter or a statement that there is
/// not.
pub fn group(votes: &Votes, options: &Options) -> Result<Opinions, Refusal> {
    let weighs = weighs(votes, options)?;
    let among = among(votes, options)?;
    let centre = components::centre(votes, &weighs);
    let components = components::strongest(votes, &centre, &weighs, options.threads);
    let places = components::places(votes, &centre, &weighs, &components);
    let extremity = components::extremity(&centre, &components);
    let grouped = groups::found(&places, &among, options);
    let names = naming::kept(&grouped.members, &options.before);
    let mut found: Vec<Group> = grouped
        .members
        .into_iter()
        .zip(names)
        .map(|(voters, name)| Group {
            name,
            middle: groups::middle(&places, &voters),
            counts: statements::counts(votes, &voters),
            telling: Vec::new(),
            voters,
        })
        .collect();
    found.sort_by_key(|group| group.name);
    let telling = statements::telling(&found, &weighs);
    found.iter_mut().zip(telling).for_each(|(group, telling)| group.telling = telling);
    let everybody: Vec<usize> = (0..votes.voters()).collect();
    let counts = statements::counts(votes, &everybody);
    Ok(Opinions {
        shared: statements::shared(&found, votes.statements()),
        agreed: statements::most(&counts, &weighs, Side::Agree),
        rejected: statements::most(&counts, &weighs, Side::Disagree),
        centre,
        components,
        places,
        extremity,
        groups: found,
        tried: grouped.tried,
    })
}

/// Which statements count.
fn weighs(votes: &Votes, options: &Options) -> Result<Vec<bool>, Refusal> {
    #[expect(clippy::cast_precision_loss, reason = "it is told, not reckoned with")]
    let most = options.most_groups as f64;
    option(options.most_groups >= 2, "the most groups", most, "2 or more")?;
    option(options.threads >= 1, "the threads", 0.0, "1 or more")?;
    let mut weighs = vec![true; votes.statements()];
    for statement in &options.left_out {
        let below = weighs.len();
        *weighs.get_mut(*statement).ok_or(Wrong::Unknown { value: *statement, below })? = false;
    }
    Ok(weighs)
}

/// Who is put into groups.
fn among(votes: &Votes, options: &Options) -> Result<Vec<usize>, Refusal> {
    let voters = votes.voters();
    let among = match &options.among {
        Some(said) => {
            if let Some(unknown) = said.iter().find(|voter| voters <= **voter) {
                return Err(Wrong::Unknown { value: *unknown, below: voters }.into());
            }
            let mut seen = vec![false; voters];
            said.iter().copied().filter(|voter| !std::mem::replace(&mut seen[*voter], true)).collect()
        }
        None => often(votes),
    };
    if among.len() < 2 {
        return Err(Wrong::TooShort { rows: among.len(), needed: 2 }.into());
    }
    Ok(among)
}

/// Those who voted often enough, in their order.
fn often(votes: &Votes) -> Vec<usize> {
    let least = LEAST_VOTES.min(votes.statements());
    let mut rest: Vec<usize> = (0..votes.voters()).collect();
    let mut among: Vec<usize> = rest.extract_if(.., |voter| least <= votes.of(*voter).len()).collect();
    if among.len() < LEAST_VOTERS {
        rest.sort_by_key(|voter| std::cmp::Reverse(votes.of(*voter).len()));
        let some = rest.iter().filter(|voter| !votes.of(**voter).is_empty());
        among.extend(some.take(LEAST_VOTERS - among.len()));
        among.sort_unstable();
    }
    among
}
