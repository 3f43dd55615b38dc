//! A roster as a table: which columns it has, and what each row says. Every fault names its cell, so that whoever made the file finds it.

use super::{Checked, Time, TypedMember, Way, skill_said};
use crate::{
    fold::fold,
    refusals::{Note, Refusal},
};

/// What is wrong in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its address: `C17`.
    pub cell: String,
    /// What is wrong and what to do.
    pub note: Note,
}

/// A column of a roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Commune,
    Team,
    Name,
    Phone,
    Leads,
    Skills,
    Times,
}

/// Every column with the headings by which it is known, folded.
const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::Commune,
        &["phuong xa", "xa phuong", "phuong", "xa", "ma xa", "ma phuong xa", "commune", "ward"],
    ),
    (Column::Team, &["to", "to so", "so to", "team"]),
    (Column::Name, &["ho va ten", "ho ten", "ten", "name"]),
    (Column::Phone, &["dien thoai", "so dien thoai", "phone", "telephone"]),
    (Column::Leads, &["to truong", "leads", "leader"]),
    (Column::Skills, &["ky nang", "viec lam duoc", "skills"]),
    (Column::Times, &["thoi gian", "thoi gian ranh", "times", "time"]),
];

/// Words that say when somebody has time, folded.
const TIMES: &[(Time, &[&str])] = &[
    (Time::Morning, &["sang", "buoi sang", "morning"]),
    (Time::Afternoon, &["chieu", "buoi chieu", "afternoon"]),
    (Time::Evening, &["toi", "buoi toi", "evening"]),
    (Time::Night, &["dem", "ban dem", "night"]),
    (Time::Weekend, &["cuoi tuan", "weekend"]),
];

/// Where the columns of a roster stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<(u32, Column)>);

/// A row of a roster that is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which row, from 1.
    pub row: u32,
    /// Code or name of the commune; empty where the file has no such column.
    pub commune: String,
    /// The number of the team; nothing for who waits for one.
    pub team: Option<i64>,
    /// The member.
    pub member: Checked,
    /// Addresses of commune and team, for what only the house can check.
    pub cells: [String; 2],
}

/// The address of a cell, counted from nought: `(0, 2)` is `C1`.
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0));
        left = (left - 1) / 26;
    }
    letters.reverse();
    format!("{}{}", String::from_utf8_lossy(&letters), u64::from(row) + 1)
}

impl Columns {
    /// Finds the columns in the heading row. Columns nobody knows are left alone.
    ///
    /// # Errors
    /// A fault for each heading that comes twice, and for those that must be there and are not.
    pub fn find(row: u32, cells: &[(u32, String)]) -> Result<Self, Vec<Fault>> {
        let (mut found, mut faults): (Vec<(u32, Column)>, _) = (Vec::new(), Vec::new());
        for (at, text) in cells {
            let said = fold(text);
            let known = HEADINGS.iter().find(|(_, names)| names.contains(&said.as_str()));
            let Some((column, _)) = known else { continue };
            if found.iter().any(|(_, other)| other == column) {
                let note = Note::new("roster-note-twice").with("heading", text.trim());
                faults.push(Fault { cell: address(row, *at), note });
            } else {
                found.push((*at, *column));
            }
        }
        for (column, key) in [(Column::Name, "roster-note-no-name"), (Column::Team, "roster-note-no-team")] {
            if !found.iter().any(|(_, other)| *other == column) {
                faults.push(Fault { cell: address(row, 0), note: Note::new(key) });
            }
        }
        if faults.is_empty() { Ok(Self(found)) } else { Err(faults) }
    }

    /// Whether communes are named in the file.
    pub fn name_communes(&self) -> bool {
        self.place(Column::Commune).is_some()
    }

    fn place(&self, wanted: Column) -> Option<u32> {
        self.0.iter().find(|(_, column)| *column == wanted).map(|(at, _)| *at)
    }

    /// Whether nothing stands in any of these columns: a line below the table, or one that only has its number.
    pub fn are_blank(&self, cells: &[(u32, String)]) -> bool {
        !cells.iter().any(|(at, text)| !text.trim().is_empty() && self.0.iter().any(|(own, _)| own == at))
    }

    /// Reads one row.
    ///
    /// # Errors
    /// A fault for every cell that is wrong.
    pub fn read(&self, row: u32, cells: &[(u32, String)]) -> Result<Line, Vec<Fault>> {
        let mut it = Reading { columns: self, row, cells, faults: Vec::new() };
        let commune = it.text(Column::Commune).to_owned();
        if self.name_communes() && commune.is_empty() {
            it.fault(Column::Commune, Note::new("note-required"));
        }
        let (team, leads) = (it.team(), it.leads());
        let (skills, times) = (it.skills(), it.times());
        let name = it.text(Column::Name).to_owned();
        let typed = TypedMember { name, phone: phone(it.text(Column::Phone)), leads, skills, times };
        let checked = typed.check(Way::File);
        if let Err(Refusal::Invalid(notes)) = &checked {
            for note in notes {
                let column = if note.field == "phone" { Column::Phone } else { Column::Name };
                it.fault(column, note.note.clone());
            }
        }
        let cells = [it.cell(Column::Commune), it.cell(Column::Team)];
        match checked {
            Ok(member) if it.faults.is_empty() => Ok(Line { row: row + 1, commune, team, member, cells }),
            _ => Err(it.faults),
        }
    }
}

/// A row while it is read.
struct Reading<'a> {
    columns: &'a Columns,
    row: u32,
    cells: &'a [(u32, String)],
    faults: Vec<Fault>,
}

impl<'a> Reading<'a> {
    fn text(&self, wanted: Column) -> &'a str {
        let at = self.columns.place(wanted);
        self.cells.iter().find(|(cell, _)| Some(*cell) == at).map_or("", |(_, text)| text.trim())
    }

    fn cell(&self, wanted: Column) -> String {
        address(self.row, self.columns.place(wanted).unwrap_or(0))
    }

    fn fault(&mut self, wanted: Column, note: Note) {
        self.faults.push(Fault { cell: self.cell(wanted), note });
    }

    /// `12` or `Tổ 12`; nothing for who waits for a team.
    fn team(&mut self) -> Option<i64> {
        let said = self.text(Column::Team);
        if said.is_empty() {
            return None;
        }
        let number = fold(said).trim_start_matches("to").trim().parse::<i64>().ok();
        if number.is_none_or(|number| number < 1) {
            self.fault(Column::Team, Note::new("roster-note-team"));
        }
        number
    }

    fn leads(&mut self) -> bool {
        let said = self.text(Column::Leads);
        match fold(said).as_str() {
            // A sign alone folds to nothing and says nothing.
            "" if said.is_empty() => false,
            "khong" | "no" | "0" => false,
            "x" | "co" | "yes" | "1" => true,
            _ => {
                self.fault(Column::Leads, Note::new("roster-note-tick"));
                false
            }
        }
    }

    /// Skills are set apart by semicolons: some of their names hold commas.
    fn skills(&mut self) -> Vec<String> {
        let mut skills = Vec::new();
        for said in self.text(Column::Skills).split(';').map(str::trim).filter(|said| !said.is_empty()) {
            match skill_said(said) {
                Some(skill) => skills.push(skill.code.clone()),
                None => self.fault(Column::Skills, Note::new("roster-note-skill").with("said", said)),
            }
        }
        skills
    }

    fn times(&mut self) -> Vec<String> {
        let mut times = Vec::new();
        for said in self.text(Column::Times).split([';', ',']).map(str::trim).filter(|said| !said.is_empty())
        {
            let folded = fold(said);
            match TIMES.iter().find(|(_, names)| names.contains(&folded.as_str())) {
                Some((time, _)) => times.push(time.word().to_owned()),
                None => self.fault(Column::Times, Note::new("roster-note-time").with("said", said)),
            }
        }
        times
    }
}

/// A telephone number that a table took for a number lost its nought in front.
fn phone(text: &str) -> String {
    let is_bare = text.len() == 9 && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_bare { format!("0{text}") } else { text.to_owned() }
}
