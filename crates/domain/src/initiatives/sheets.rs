//! Points: a sheet is data that each level edits; several judges each fill one, and together they say what an initiative has.

use super::terms::{Family, Term, rule};
use crate::{
    programmes::nameless,
    refusals::{Note, Notes, Refusal},
};
use serde::{Deserialize, Serialize};

/// What the criteria of a sheet add up to.
pub const FULL: i64 = 100;
/// Most criteria of a sheet.
const MOST_CRITERIA: usize = 20;
/// Most judges that a sheet may ask for.
const MOST_JUDGES: i64 = 30;

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// What is looked at.
    pub name: String,
    /// Most points for it.
    pub points: i64,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its criteria; their points add up to a hundred.
    pub criteria: Vec<Criterion>,
    /// How many must give points before anything is decided.
    pub least_judges: i64,
    /// From how many points on an initiative may be recognised as effective.
    pub passes_at: i64,
}

/// A sheet as somebody typed it: one criterion a line, its points at the end of the line.
#[derive(Clone, Debug, Default)]
pub struct TypedSheet {
    /// The criteria.
    pub criteria: String,
    /// How many judges.
    pub least_judges: String,
    /// From how many points.
    pub passes_at: String,
}

impl Sheet {
    /// The usual sheet, as a start; it is nobody's standard.
    pub fn usual() -> Self {
        let criteria = Term::all(Family::Criterion)
            .map(|term| Criterion { name: term.vi.clone(), points: term.number.unwrap_or(0) })
            .collect();
        Self { criteria, least_judges: rule("least_judges"), passes_at: rule("passes_at") }
    }

    /// The criteria as they are typed.
    pub fn written(&self) -> String {
        let line = |it: &Criterion| format!("{}: {}", it.name, it.points);
        self.criteria.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What was typed, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong; one that says by how much the points miss a hundred.
    pub fn check(typed: &TypedSheet) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let text = nameless(&mut notes, "criteria", &typed.criteria, 4000);
        let mut criteria = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match criterion(line) {
                Some(it) => criteria.push(it),
                None => notes.add("criteria", Note::new("initiative-note-criterion").with("line", line)),
            }
        }
        let sum: i64 = criteria.iter().map(|it| it.points).sum();
        if criteria.len() < 2 || MOST_CRITERIA < criteria.len() {
            notes.add("criteria", Note::new("initiative-note-criteria").with("most", MOST_CRITERIA));
        } else if sum != FULL {
            notes.add("criteria", Note::new("initiative-note-sum").with("sum", sum));
        }
        let number = |notes: &mut Notes, field: &str, typed: &str, least: i64, most: i64| {
            let read = typed.trim().parse::<i64>().ok().filter(|number| (least..=most).contains(number));
            if read.is_none() {
                let note = Note::new("initiative-note-between").with("least", least).with("most", most);
                notes.add(field, note);
            }
            read.unwrap_or(least)
        };
        let least_judges = number(&mut notes, "least_judges", &typed.least_judges, 1, MOST_JUDGES);
        let passes_at = number(&mut notes, "passes_at", &typed.passes_at, 1, FULL);
        notes.check()?;
        Ok(Self { criteria, least_judges, passes_at })
    }
}

/// A criterion with its points at the end of the line: `Kết quả: 30`, `Kết quả 30 điểm`.
fn criterion(line: &str) -> Option<Criterion> {
    let line = line.trim().trim_end_matches("điểm").trim_end_matches("points").trim_end();
    let at = line.rfind(|letter: char| !letter.is_ascii_digit())?;
    let (name, number) = line.split_at(at + line[at..].chars().next()?.len_utf8());
    let points = number.parse::<i64>().ok().filter(|points| (1..=FULL).contains(points))?;
    let name = name.trim_end_matches(|letter: char| !letter.is_alphanumeric() && letter != ')').trim();
    (!name.is_empty()).then(|| Criterion { name: name.to_owned(), points })
}

/// Points that one judge gave, one number a criterion, in tenths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks(pub Vec<i64>);

impl Marks {
    /// All of them together, in tenths.
    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }
}

/// Points as they were typed, one a criterion; the field of the third is `points-3`.
///
/// # Errors
/// A note under each field that is no number of points the criterion has.
pub fn read_points(sheet: &Sheet, typed: &[String]) -> Result<Marks, Refusal> {
    let mut notes = Notes::default();
    let mut marks = Vec::with_capacity(sheet.criteria.len());
    for (at, it) in sheet.criteria.iter().enumerate() {
        let read = typed.get(at).and_then(|typed| read_tenths(typed));
        match read.filter(|tenths| (0..=it.points * 10).contains(tenths)) {
            Some(tenths) => marks.push(tenths),
            None => {
                let note = Note::new("initiative-note-points").with("most", it.points);
                notes.add(&format!("points-{}", at + 1), note);
            }
        }
    }
    notes.check()?;
    Ok(Marks(marks))
}

/// A number with at most one decimal, in tenths: `17`, `17,5`, `17.5`.
pub fn read_tenths(typed: &str) -> Option<i64> {
    let typed = typed.trim().replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, "0"));
    let is_number = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(whole, 3) || !is_number(part, 1) {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 10 + part.parse::<i64>().ok()?)
}

/// The least and the most that anybody gave, in tenths.
pub type MostAndLeast = (i64, i64);

/// What all judges say together, in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combined {
    /// How many judges.
    pub judges: i64,
    /// The mean of what they gave, one a criterion.
    pub means: Vec<i64>,
    /// The mean of their totals.
    pub total: i64,
    /// The least and the most of their totals, in tenths: how far they differ.
    pub between: MostAndLeast,
}

impl Combined {
    /// Whether enough gave points.
    pub const fn is_enough(&self, sheet: &Sheet) -> bool {
        sheet.least_judges <= self.judges
    }

    /// Whether it may be recognised as effective.
    pub const fn passes(&self, sheet: &Sheet) -> bool {
        self.is_enough(sheet) && sheet.passes_at * 100 <= self.total
    }
}

/// What several gave, together; nothing while nobody gave anything. No order of judges makes a difference.
pub fn combine(sheet: &Sheet, all: &[Marks]) -> Option<Combined> {
    let judges = i64::try_from(all.len()).ok().filter(|judges| *judges > 0)?;
    // Rounded half up: tenths to hundredths.
    let mean = |sum: i64| (sum * 10 * 2 + judges) / (judges * 2);
    let of = |at: usize| all.iter().map(|marks| marks.0.get(at).copied().unwrap_or(0)).sum::<i64>();
    let totals = || all.iter().map(Marks::total);
    Some(Combined {
        judges,
        means: (0..sheet.criteria.len()).map(|at| mean(of(at))).collect(),
        total: mean(totals().sum()),
        between: (totals().min().unwrap_or(0), totals().max().unwrap_or(0)),
    })
}
