//! How many came together, and how many of them spoke for the others. Numbers only: who came is kept apart.

use crate::{
    letters::{GROUP, representatives},
    refusals::{Note, Notes, Refusal},
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
    /// Numbers as they were typed; `None` for what is no number. A group names its representatives.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(people: Option<i64>, representatives_typed: Option<i64>) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let people = people.filter(|people| (1..=MOST_PEOPLE).contains(people));
        let Some(people) = people else {
            notes.add("people", Note::new("reception-note-people").with("most", MOST_PEOPLE));
            notes.check()?;
            return Err(Refusal::NotFound);
        };
        let (least, most) = representatives(people);
        let spoke = representatives_typed.unwrap_or(if most == 0 { 0 } else { -1 });
        if !(least..=most).contains(&spoke) {
            let note = match most {
                0 => Note::new("reception-note-no-representatives").with("group", GROUP),
                _ => Note::new("reception-note-representatives").with("least", least).with("most", most),
            };
            notes.add("representatives", note);
        }
        notes.check()?;
        Ok(Self { people, representatives: spoke })
    }

    /// Whether so many are a group.
    pub const fn is_group(self) -> bool {
        GROUP <= self.people
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_group_names_its_representatives_and_nobody_else_does() {
        let check = |people: Option<i64>, spoke: Option<i64>, expected: Result<(i64, bool), &str>| {
            let found = match Came::check(people, spoke) {
                Ok(came) => Ok((came.representatives, came.is_group())),
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
