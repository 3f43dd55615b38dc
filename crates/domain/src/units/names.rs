//! Finding units by what people call them: without diacritics, with or without the kind, and by old names.

use super::{Level, Lookup, Tree, Unit, UnitKind};
use crate::{
    fold::{fold, tidy},
    ids::UnitId,
    refusals::Note,
    time::Day,
};

/// The words for kinds that open a full name, longest first, as names write them.
const KIND_WORDS: [&str; 12] = [
    "Khu dân cư",
    "Tổ dân phố",
    "Thành phố",
    "Thị trấn",
    "Đặc khu",
    "Thị xã",
    "Phường",
    "Huyện",
    "Quận",
    "Tỉnh",
    "Thôn",
    "Xã",
];

/// A name without the word for its kind; a name that is only a number keeps it (`Tổ dân phố 12`).
pub fn bare_name(name: &str) -> &str {
    let bare = KIND_WORDS.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix(' '));
    bare.filter(|bare| !bare.chars().all(|letter| letter.is_ascii_digit() || letter == ' ')).unwrap_or(name)
}

/// A unit found by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The unit that stands on the day asked for.
    pub unit: UnitId,
    /// The row that bears the name; the same unit, or an older or later one.
    pub named: UnitId,
    /// When the name is another row's: the first day on which `unit` stands for it.
    pub since: Option<Day>,
    /// Whether all of the named row lies in `unit`; false when only a part does.
    pub whole: bool,
    /// How well the name fits; smaller is better.
    pub rank: u8,
}

/// At most so many matches are given; a longer list helps nobody choose.
const MOST: usize = 50;

impl Tree {
    /// Units standing on a day that bear a name, bore it, or hold what bore it. Best fits first: the name letter for
    /// letter, then without diacritics, then names that begin with it, then names that hold it as words.
    pub fn find(&self, text: &str, day: Day) -> Vec<Match> {
        let typed = tidy(text);
        let (full, bare) = (fold(&typed), fold(bare_name(&typed)));
        if full.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, Level, Match)> = Vec::new();
        for (unit, (folded, folded_bare)) in self.units.iter().zip(&self.folded) {
            let Some(rank) = rank(unit, folded, folded_bare, &typed, &full, &bare) else { continue };
            let standing = self.standing_for(unit.id, day);
            let whole = standing.len() == 1 && self.today(unit.id, day).is_some();
            for id in standing {
                let other = self.get(id).filter(|_| id != unit.id);
                let since = other.map(|other| other.valid_from);
                let rank = if other.is_some() { rank + 1 } else { rank };
                found.push((rank, unit.level(), Match { unit: id, named: unit.id, since, whole, rank }));
            }
        }
        found.sort_by_key(|(rank, level, found)| (*rank, *level, !found.whole, found.since));
        let mut seen = std::collections::HashSet::new();
        found.retain(|(_, _, found)| seen.insert(found.unit));
        found.into_iter().take(MOST).map(|(_, _, found)| found).collect()
    }
}

/// A kind or a level, as lists are narrowed by either. The words of levels go first: `commune` means every unit that
/// acts as one, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Everything at a level.
    Level(Level),
    /// Only units of this kind.
    Kind(UnitKind),
}

impl Sort {
    /// Whether a unit is of this sort.
    pub fn holds(self, unit: &Unit) -> bool {
        match self {
            Self::Level(level) => unit.level() == level,
            Self::Kind(kind) => unit.kind == kind,
        }
    }
}

impl std::str::FromStr for Sort {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let level = word.parse().map(Self::Level);
        level.or_else(|_| word.parse().map(Self::Kind)).map_err(|_| {
            let levels = Level::ALL.iter().map(|level| level.word());
            let words: Vec<&str> = levels.chain(UnitKind::ALL.iter().map(|kind| kind.word())).collect();
            format!("{word:?} is no kind of unit; there are {}", words.join(", "))
        })
    }
}

impl Tree {
    /// The unit that somebody means on a day by an id, a code or a name.
    ///
    /// # Errors
    /// A note when nothing is meant, or more than one unit.
    pub fn resolve(&self, said: &str, day: Day) -> Result<UnitId, Note> {
        let unknown = || Note::new("units-unknown-code").with("code", said).with("day", day);
        if let Ok(id) = said.trim().parse::<UnitId>() {
            return self.get(id).map(|unit| unit.id).ok_or_else(unknown);
        }
        let ambiguous = || Note::new("units-ambiguous-code").with("code", said).with("day", day);
        match self.by_code(said, day) {
            Lookup::One(id) => return Ok(id),
            Lookup::Ambiguous(_) => return Err(ambiguous()),
            // An old code is not a name: what it stood for is said beside the refusal.
            Lookup::Nothing if !self.with_code(said).is_empty() => return Err(unknown()),
            Lookup::Nothing => {}
        }
        let found: Vec<Match> = self.find(said, day).into_iter().filter(|found| found.rank <= 9).collect();
        let best = found.first().ok_or_else(unknown)?;
        let equal = found.iter().filter(|other| other.rank == best.rank).count();
        if equal > 1 { Err(ambiguous()) } else { Ok(best.unit) }
    }
}

/// How well a row fits, or `None`. Even numbers leave room for old names just after the same fit of present ones.
fn rank(unit: &Unit, folded: &str, folded_bare: &str, typed: &str, full: &str, bare: &str) -> Option<u8> {
    let holds = |whole: &str, part: &str| {
        whole.match_indices(part).any(|(at, _)| at == 0 || whole.as_bytes()[at - 1] == b' ')
    };
    if unit.name == typed || unit.code.as_deref() == Some(typed) {
        Some(0)
    } else if unit.bare_name() == typed {
        Some(2)
    } else if folded == full {
        Some(4)
    } else if folded_bare == full {
        Some(6)
    } else if bare != full && folded_bare == bare {
        // The kind was typed, but another one than the unit has.
        Some(8)
    } else if folded.starts_with(full) || folded_bare.starts_with(full) {
        Some(10)
    } else if holds(folded, full) {
        Some(12)
    } else {
        None
    }
}
