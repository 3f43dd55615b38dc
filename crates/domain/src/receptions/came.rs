//! How many came together, and how many of them spoke for the others. Numbers only: who came is kept apart.

use crate::{
    procedures::Limits,
    refusals::{Note, Notes, Refusal},
    time::Day,
};

/// Most people of one visit.
pub const MOST_PEOPLE: i64 = 10_000;

/// How many came to a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    /// How many people.
    pub people: i64,
    /// How many of them spoke for the others; none for fewer than make a group.
    pub representatives: i64,
}

impl Came {
    /// Numbers as they were typed; `None` for what is no number. By the law of the day a group names its representatives.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(people: Option<i64>, spoke: Option<i64>, on: Day) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let people = people.filter(|people| (1..=MOST_PEOPLE).contains(people));
        let Some(people) = people else {
            notes.add("people", Note::new("reception-note-people").with("most", MOST_PEOPLE));
            notes.check()?;
            return Err(Refusal::NotFound);
        };
        let limits = Limits::facts();
        let representatives = match limits.representatives(people, on) {
            Some(law) => {
                let (least, most) = law.bounds();
                let note =
                    Note::new("reception-note-representatives").with("least", least).with("most", most);
                spoke.filter(|spoke| law.holds(*spoke)).ok_or_else(|| law.told(note))
            }
            None if spoke.unwrap_or(0) == 0 => Ok(0),
            None => {
                let note = Note::new("reception-note-no-representatives");
                let group = limits.group(on);
                Err(group.map_or(note.clone(), |law| law.told(note.with("group", law.bounds().0))))
            }
        };
        let representatives = representatives.map_err(|note| Refusal::field("representatives", note))?;
        Ok(Self { people, representatives })
    }

    /// Whether so many are a group, by the law of the day.
    pub fn is_group(self, on: Day) -> bool {
        Limits::facts().is_group(self.people, on)
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_group_names_its_representatives_and_nobody_else_does() {
        let day = Day::new(2026, 10, 5).expect("a day");
        let check = |people: Option<i64>, spoke: Option<i64>, expected: Result<(i64, bool), &str>| {
            let found = match Came::check(people, spoke, day) {
                Ok(came) => Ok((came.representatives, came.is_group(day))),
                Err(Refusal::Invalid(notes)) => Err(notes[0].field.clone()),
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(found, expected.map_err(str::to_owned), "{people:?} {spoke:?}");
        };
        check(Some(1), None, Ok((0, false)));
        check(Some(4), Some(0), Ok((0, false)));
        check(Some(4), Some(1), Err("representatives"));
        check(Some(5), None, Err("representatives"));
        check(Some(5), Some(0), Err("representatives"));
        check(Some(5), Some(1), Ok((1, true)));
        check(Some(10), Some(2), Ok((2, true)));
        check(Some(10), Some(3), Err("representatives"));
        check(Some(11), Some(5), Ok((5, true)));
        check(Some(11), Some(6), Err("representatives"));
        check(Some(0), None, Err("people"));
        check(Some(-3), None, Err("people"));
        check(Some(MOST_PEOPLE), Some(5), Ok((5, true)));
        check(Some(MOST_PEOPLE + 1), Some(5), Err("people"));
        check(None, None, Err("people"));
    }
}
