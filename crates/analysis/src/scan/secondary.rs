//! Which clusters are told beside the most likely one.

/// Which clusters are told beside the most likely one. Candidates are the strongest window around each place, told in the
/// order of their strength.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secondary {
    /// Clusters that have no place in common with one told before.
    #[default]
    NoOverlap,
    /// Clusters whose centre is in none told before.
    NoCentreInStronger,
    /// Clusters that hold no centre of one told before.
    NoCentreOfStronger,
    /// Clusters whose centre is in none told before and that hold no centre of one.
    NoCentreInOther,
    /// Clusters of which not both hold the centre of the other, as against each told before.
    NoPairInEachOther,
    /// Every place's strongest window.
    All,
    /// The most likely one alone.
    None,
}

/// A cluster as far as it matters here: its centre and its places.
pub(super) type Extent = (usize, Vec<usize>);

/// Which of the candidates, in order of strength, are told: at most `most`.
pub(super) fn told(candidates: &[Extent], secondary: Secondary, places: usize, most: usize) -> Vec<usize> {
    let mut told: Vec<usize> = Vec::new();
    // For each place: whether it is in a told cluster, and whether it is the centre of one.
    let mut covered = vec![false; places];
    let mut centres = vec![false; places];
    for (at, (centre, own)) in candidates.iter().enumerate() {
        if told.len() >= most {
            break;
        }
        let own_centre_in_other = covered[*centre];
        let holds_centre = || own.iter().any(|place| centres[*place]);
        let pair = || {
            told.iter().any(|other| {
                let (other_centre, other_places) = &candidates[*other];
                own.contains(other_centre) && other_places.contains(centre)
            })
        };
        let fits = told.is_empty()
            || match secondary {
                Secondary::NoOverlap => !own.iter().any(|place| covered[*place]),
                Secondary::NoCentreInStronger => !own_centre_in_other,
                Secondary::NoCentreOfStronger => !holds_centre(),
                Secondary::NoCentreInOther => !own_centre_in_other && !holds_centre(),
                Secondary::NoPairInEachOther => !pair(),
                Secondary::All => true,
                Secondary::None => false,
            };
        if fits {
            told.push(at);
            own.iter().for_each(|place| covered[*place] = true);
            centres[*centre] = true;
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_tells_its_own() {
        let candidates: Vec<Extent> = vec![
            (0, vec![0, 1, 2]),
            (1, vec![1, 0]),    // Both hold the other's centre.
            (2, vec![2, 3]),    // Its centre is in the first.
            (3, vec![3, 4, 0]), // It holds the centre of the first.
            (4, vec![4, 2]),    // It shares a place with the first.
            (5, vec![5]),
        ];
        let check = |secondary: Secondary, expected: &[usize]| {
            assert_eq!(told(&candidates, secondary, 6, 10), expected, "{secondary:?}");
        };
        check(Secondary::NoOverlap, &[0, 5]);
        check(Secondary::NoCentreInStronger, &[0, 3, 5]);
        check(Secondary::NoCentreOfStronger, &[0, 2, 5]);
        check(Secondary::NoCentreInOther, &[0, 4, 5]);
        check(Secondary::NoPairInEachOther, &[0, 2, 3, 4, 5]);
        check(Secondary::All, &[0, 1, 2, 3, 4, 5]);
        check(Secondary::None, &[0]);
        assert_eq!(told(&candidates, Secondary::All, 6, 2), [0, 1]);
    }
}
