//! Names short enough to stand in a tile.

use danvan_domain::fold::fold;
use std::collections::{HashMap, HashSet};

/// From so many letters of each word on, the whole name stands.
const MOST_LETTERS: usize = 4;

/// Longest name that stands in a tile as it is, in characters.
const WHOLE: usize = 8;

/// A commune's name for its tile: whole when short (`Ba Đình`), else initials before the last word (`H.Kiếm`, `H.B.Trưng`).
/// Words for the kind are left out; of a double name the first half stands (`Văn Miếu` of `Văn Miếu - Quốc Tử Giám`).
pub fn short_label(name: &str) -> String {
    let whole = first_half(bare(name));
    if whole.chars().count() <= WHOLE { whole } else { shortened(&whole, 1) }
}

/// A label for each name, in the order given, no two alike: of names whose short labels are the same (`C.Mỹ` of Chương Mỹ
/// and Cổ Mỹ) more letters stand (`Ch.Mỹ`), at last the whole name, and a number where even that is the same.
pub fn labels(names: &[&str]) -> Vec<String> {
    let mut letters = vec![1_usize; names.len()];
    let mut labels: Vec<String> = names.iter().map(|name| short_label(name)).collect();
    loop {
        // Labels that differ by a mark alone (`Vĩ.Hưng`, `Vi.Hưng`) are read as the same.
        let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, label) in labels.iter().enumerate() {
            groups.entry(fold(label)).or_default().push(at);
        }
        let alike = groups.into_values().filter(|group| group.len() > 1).flatten();
        let growing: Vec<usize> = alike.filter(|at| letters[*at] <= MOST_LETTERS).collect();
        if growing.is_empty() {
            break;
        }
        for at in growing {
            letters[at] += 1;
            labels[at] = longer(names[at], letters[at]);
        }
    }
    numbered(labels)
}

/// More letters of a name: of each word before the last, then the whole name without and with the word for its kind.
fn longer(name: &str, letters: usize) -> String {
    let bare = bare(name);
    match letters {
        ..MOST_LETTERS => shortened(&first_half(bare), letters),
        MOST_LETTERS => bare.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => name.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Numbers labels that are still alike, from the second on.
fn numbered(labels: Vec<String>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut number = |label: String| {
        let mut own = label.clone();
        let mut next = 2;
        while !taken.insert(own.clone()) {
            own = format!("{label} {next}");
            next += 1;
        }
        own
    };
    labels.into_iter().map(&mut number).collect()
}

fn bare(name: &str) -> &str {
    let mut rest = name.trim();
    for kind in ["Phường ", "Xã ", "Thị trấn ", "Thị xã ", "Quận ", "Huyện ", "Đặc khu "] {
        rest = rest.strip_prefix(kind).unwrap_or(rest);
    }
    rest
}

fn first_half(name: &str) -> String {
    let mut rest = name;
    for mark in [" - ", " – "] {
        rest = rest.split_once(mark).map_or(rest, |(first, _)| first);
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Some letters of each word before the last, then the last.
fn shortened(name: &str, letters: usize) -> String {
    let Some((before, last)) = name.rsplit_once(' ') else { return name.to_owned() };
    let mut label = String::new();
    for word in before.split(' ') {
        label.extend(word.chars().take(letters));
        label.push(if letters == 1 || word.chars().count() > letters { '.' } else { ' ' });
    }
    label + last
}

#[cfg(test)]
mod tests {
    use super::{labels, short_label};
    use std::collections::HashSet;

    #[test]
    fn no_two_labels_are_alike() {
        let check = |names: &[&str], expected: &[&str]| {
            assert_eq!(labels(names), expected, "{names:?}");
        };
        check(&["Xã Chương Mỹ", "Phường Ba Đình"], &["C.Mỹ", "Ba Đình"]);
        check(&["Xã Chương Mỹ", "Xã Chuyên Mỹ"], &["Chương Mỹ", "Chuyên Mỹ"]);
        check(&["Phường Vĩnh Hưng", "Phường Việt Hưng"], &["Vĩn.Hưng", "Việ.Hưng"]);
        check(&["Phường Hoàn Kiếm", "Quận Hoàn Kiếm"], &["Phường Hoàn Kiếm", "Quận Hoàn Kiếm"]);
        check(&["Xã Tân Lập", "Xã Tân Lập", "Xã Tân Lập 2"], &["Xã Tân Lập", "Xã Tân Lập 2", "T.L.2"]);
        check(&["", ""], &["", " 2"]);
        check(&[], &[]);
    }

    #[test]
    fn every_commune_of_the_three_structures_has_its_own_label() {
        use danvan_domain::units::{Level, facts::hanoi_tree};
        let tree = hanoi_tree().expect("the embedded units are whole");
        for (on, count) in [("2025-07-01", 126), ("2025-01-01", 526), ("2024-12-31", 579)] {
            let on = on.parse().expect("a day");
            let names: Vec<&str> = tree.at_level(Level::Commune, on).map(|unit| unit.name.as_str()).collect();
            let found = labels(&names);
            let different: HashSet<&String> = found.iter().collect();
            assert_eq!((found.len(), different.len()), (count, count), "on {on}");
            let longest = found.iter().map(|label| label.chars().count()).max();
            assert!(count > 126 || longest <= Some(9), "labels fit in their tiles: {longest:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn labels_of_any_names_are_unique(names in proptest::collection::vec("(Xã |Phường )?[A-C][a-b]{0,4}( [A-B][a-b]{0,3}){0,2}", 0..40)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let found = labels(&names);
            let different: HashSet<&String> = found.iter().collect();
            proptest::prop_assert_eq!(different.len(), names.len());
        }
    }

    #[test]
    fn short_labels() {
        for (name, expected) in [
            ("Phường Hoàn Kiếm", "H.Kiếm"),
            ("Hoàn Kiếm", "H.Kiếm"),
            ("Phường Ba Đình", "Ba Đình"),
            ("Phường Ô Chợ Dừa", "Ô.C.Dừa"),
            ("Phường Hai Bà Trưng", "H.B.Trưng"),
            ("Phường Văn Miếu - Quốc Tử Giám", "Văn Miếu"),
            ("Xã Đại Thanh", "Đ.Thanh"),
            ("Xã Xuân Mai", "Xuân Mai"),
            ("Phường Láng", "Láng"),
            ("Downtown", "Downtown"),
            ("Northeastern", "Northeastern"),
            ("", ""),
            ("Phường", "Phường"),
        ] {
            assert_eq!(short_label(name), expected, "{name}");
        }
    }
}
