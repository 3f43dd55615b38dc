//! Names of groups that stay as votes arrive: a group is called as the one before with which it shares most.

/// A name for each group, by the names its members had before. Of all ways to give the names of before to groups the one by
/// which most voters keep theirs is taken; a group that takes none gets one that no group had.
pub(super) fn kept(groups: &[Vec<usize>], before: &[Option<usize>]) -> Vec<usize> {
    let mut names: Vec<usize> = before.iter().copied().flatten().collect();
    names.sort_unstable();
    names.dedup();
    let shared: Vec<Vec<usize>> = groups.iter().map(|voters| shared(voters, before, &names)).collect();
    let mut best = Best { kept: 0, taken: vec![None; groups.len()] };
    let mut taken = Vec::with_capacity(groups.len());
    try_all(&shared, &mut taken, 0, &mut best);
    let mut new = (0..).filter(|name| !names.contains(name));
    best.taken
        .into_iter()
        .map(|taken| taken.map_or_else(|| new.next().unwrap_or(0), |at| names[at]))
        .collect()
}

/// How many of a group had each of the names.
fn shared(voters: &[usize], before: &[Option<usize>], names: &[usize]) -> Vec<usize> {
    let mut shared = vec![0; names.len()];
    for voter in voters {
        let name = before.get(*voter).copied().flatten();
        if let Some(Ok(at)) = name.map(|name| names.binary_search(&name)) {
            shared[at] += 1;
        }
    }
    shared
}

struct Best {
    kept: usize,
    taken: Vec<Option<usize>>,
}

/// Tries every name that a group shares with, and none: groups are few.
fn try_all(shared: &[Vec<usize>], taken: &mut Vec<Option<usize>>, kept: usize, best: &mut Best) {
    let Some(own) = shared.get(taken.len()) else {
        if best.kept < kept {
            *best = Best { kept, taken: taken.clone() };
        }
        return;
    };
    for (name, many) in own.iter().enumerate() {
        if *many > 0 && !taken.contains(&Some(name)) {
            taken.push(Some(name));
            try_all(shared, taken, kept + many, best);
            taken.pop();
        }
    }
    taken.push(None);
    try_all(shared, taken, kept, best);
    taken.pop();
}
