//! Made-up files of land clearance: most of them handed over step by step as the law asks, the last few kept waiting by something. Nobody in
//! them is real, and each says so.

use crate::chance::Chance;
use danvan_domain::{
    calendar::Calendar,
    clearance::{Call, Entry, File, Kind, Land, PROCEDURE, People, Project, Segment, Sort, TOPIC},
    deadlines::{self, Deadline},
    ids::{PersonId, ProceedingId, UnitId},
    office_hours::OfficeHours,
    procedures::{Done, Party, Procedure, Stand, stand},
    proceedings::{Kept, Proceeding, has_ended},
    time::Moment,
};

/// What an invented office of clearance goes by.
#[derive(Clone, Copy)]
pub struct Office<'a> {
    /// The rows of land recovery.
    pub procedure: &'a Procedure,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Working hours.
    pub hours: &'a OfficeHours,
    /// The commune.
    pub unit: UnitId,
    /// The city above it.
    pub city: Option<UnitId>,
    /// Where its files lie: its villages and groups, or itself.
    pub places: &'a [UnitId],
    /// Whoever works there.
    pub officer: PersonId,
    /// The present.
    pub now: Moment,
}

/// A file with everything that was done.
pub struct MadeFile {
    /// The file.
    pub file: File,
    /// Who speaks for it.
    pub people: People,
    /// Its proceeding, with acts and deadlines.
    pub run: (Proceeding, Vec<Kept>, Vec<Deadline>),
    /// Its account.
    pub entries: Vec<Entry>,
    /// Calls.
    pub calls: Vec<Call>,
}

/// The acts of the law, each with so many days after the plan.
const ACTS: &[(&str, i64)] = &[
    ("plan", 0),
    ("meet", 20),
    ("notice", 30),
    ("inventory", 60),
    ("draft", 90),
    ("post", 100),
    ("take_opinions", 135),
    ("submit", 140),
    ("appraise", 160),
    ("approve", 164),
    ("send", 166),
    ("pay", 180),
    ("conditions_met", 215),
    ("recover", 220),
    ("hand_over", 240),
    ("update_cadastre", 241),
];

/// What keeps files waiting, with how often of a hundred.
const REASONS: &[(&str, i64)] = &[
    ("resettlement", 38),
    ("price", 18),
    ("origin", 14),
    ("papers", 8),
    ("inheritance", 7),
    ("dispute", 5),
    ("appeal", 5),
    ("absent", 3),
    ("works", 2),
];

/// So many files of an office, one of so many of which waits. The same seed makes the same files.
pub fn clearance_files(
    office: Office<'_>,
    (project, segments): (&Project, &[Segment]),
    (first, many): (usize, usize),
    one_waits_of: i64,
    seed: u64,
) -> Vec<MadeFile> {
    let own = u64::try_from(office.unit.0.as_u128() & u128::from(u64::MAX)).unwrap_or(0);
    let mut chance = Chance::new(seed ^ own);
    let made = (first..first + many).filter_map(|number| {
        let waits = chance.between(1, one_waits_of) == 1;
        made(office, (project, segments), number, waits, &mut chance)
    });
    made.collect()
}

fn made(
    office: Office<'_>,
    (project, segments): (&Project, &[Segment]),
    number: usize,
    waits: bool,
    chance: &mut Chance,
) -> Option<MadeFile> {
    // Long because a file has many fields.
    let kind = match chance.between(1, 100) {
        1..=86 => Kind::Household,
        87..=91 => Kind::Organisation,
        92..=97 => Kind::Graves,
        _ => Kind::Works,
    };
    let land = match kind {
        Kind::Household if waits || chance.happens(0.18) => Land::Residential,
        Kind::Household => Land::Agricultural,
        _ => Land::Other,
    };
    let begun = Moment::at(project.planned_on, 9, 0);
    let id = ProceedingId(chance.id(begun));
    let name = format!("(Mô phỏng) hồ sơ {number:05}");
    // Whoever waits stands in some step before the land is handed over.
    let until = if waits { usize::try_from(chance.between(4, 14)).unwrap_or(4) } else { ACTS.len() };
    let acts = acts(office, project, land, until, chance);
    let run = run(office, (id, &name, project), *chance.pick(office.places), acts)?;
    let last = run.1.last()?.done.at;
    let area_m2 = match (kind, land) {
        (Kind::Graves | Kind::Works, _) => 0,
        (_, Land::Residential) => chance.between(60, 400),
        (Kind::Organisation, _) => chance.between(1_000, 9_000),
        _ => chance.between(120, 1_150),
    };
    let is_home = land == Land::Residential && kind == Kind::Household;
    let stage = run.0.stage.clone();
    let is_cleared = danvan_domain::clearance::is_cleared(&stage);
    let mut file = File {
        id,
        project: project.id,
        segment: segments.get(number % segments.len().max(1))?.id,
        number: format!("{number:05}"),
        kind,
        land,
        unit: office.unit,
        place: run.0.place,
        parcel: format!("{}/{}", chance.between(1, 60), chance.between(1, 400)),
        area_m2,
        households: i64::from(kind == Kind::Household),
        graves: if kind == Kind::Graves { chance.between(1, 18) } else { 0 },
        plots: i64::from(is_home),
        plots_given: 0,
        due: 0,
        paid: 0,
        stage,
        reason: String::new(),
        blocked_on: None,
        cleared_on: is_cleared.then(|| handed_over(&run.1).unwrap_or(last).day()),
        waiting_since: last,
        made_at: begun,
    };
    if !is_cleared && chance.happens(0.9) {
        file.reason = reason(chance).to_owned();
        file.blocked_on = Some(last.day());
    }
    let entries = entries(office, &mut file, &run.1, chance);
    let calls = if is_cleared { Vec::new() } else { calls(office, &file, chance) };
    let people = People { name: "(Mô phỏng) Chủ hộ".into(), ..People::default() };
    Some(MadeFile { file, people, run, entries, calls })
}

fn handed_over(acts: &[Kept]) -> Option<Moment> {
    acts.iter().find(|kept| kept.done.act == "hand_over").map(|kept| kept.done.at)
}

fn reason(chance: &mut Chance) -> &'static str {
    let mut left = chance.between(1, 100);
    for (code, share) in REASONS {
        left -= share;
        if left <= 0 {
            return code;
        }
    }
    "other"
}

/// The acts that were done, each on its day, in waves of half a year.
fn acts(office: Office<'_>, project: &Project, land: Land, until: usize, chance: &mut Chance) -> Vec<Done> {
    let wave = chance.between(0, 420);
    let mut all = Vec::new();
    for (at, (code, days)) in ACTS.iter().take(until).enumerate() {
        let days = if at == 0 { 0 } else { days + wave };
        let when = Moment::at(project.planned_on.plus_days(days), 9, 0);
        if office.now < when {
            break;
        }
        let by = match *code {
            "notice" | "approve" | "recover" => Party::CommuneLeader,
            _ => Party::ClearanceBody,
        };
        let mut done = Done::new(code, when, by);
        if matches!(
            *code,
            "meet"
                | "notice"
                | "inventory"
                | "take_opinions"
                | "appraise"
                | "approve"
                | "send"
                | "pay"
                | "recover"
        ) {
            done.document = format!("{}/MP", 100 + at);
        }
        if *code == "plan" {
            done.document.clone_from(&project.number);
        }
        if *code == "post" {
            done.forms = vec!["Trụ sở".into(), "Nhà văn hóa".into()];
        }
        all.push(done);
        if at == 0 && land == Land::Agricultural {
            let ground = "(Mô phỏng) Đất nông nghiệp theo hồ sơ địa chính".into();
            all.push(Done { ground, ..Done::new("mark_agricultural", when, Party::ClearanceBody) });
        }
    }
    all
}

/// The proceeding of the acts that the law allows; one that it does not is left out.
fn run(
    office: Office<'_>,
    (id, name, project): (ProceedingId, &str, &Project),
    place: UnitId,
    mut acts: Vec<Done>,
) -> Option<(Proceeding, Vec<Kept>, Vec<Deadline>)> {
    let stood: Stand = loop {
        match stand(office.procedure, &acts, office.calendar, office.hours, office.now) {
            Ok(stood) => break stood,
            Err(refused) => {
                acts.remove(refused.at);
            }
        }
    };
    let (first, last) = (acts.first()?.at, acts.last()?.at);
    let it = Proceeding {
        id,
        letter: None,
        parent: None,
        procedure: PROCEDURE.to_owned(),
        edition: office.procedure.edition.clone(),
        unit: office.unit,
        handler: Some(office.officer),
        place,
        topic: TOPIC.to_owned(),
        title: format!("{name}: {}", project.name).chars().take(200).collect(),
        signers: 0,
        is_sealed: false,
        opened_at: first,
        opened_on: first.day(),
        stage: stood.stage.clone().unwrap_or_default(),
        ended_at: has_ended(office.procedure, &stood, false).then_some(last),
        seen_at: office.now,
    };
    let kept = (0..).zip(acts).map(|(position, done)| Kept {
        proceeding: id,
        position,
        late_reason: None,
        person: Some(office.officer),
        unit: office.unit,
        recorded_at: done.at,
        edition: it.edition.clone(),
        done,
    });
    let kept = kept.collect();
    let rows = deadlines::of(&it, stood.moments(), office.city);
    Some((it, kept, rows))
}

/// What was found due when the plan was approved, and what was paid.
fn entries(office: Office<'_>, file: &mut File, acts: &[Kept], chance: &mut Chance) -> Vec<Entry> {
    let when = |code: &str| acts.iter().find(|kept| kept.done.act == code).map(|kept| kept.done.at);
    let Some(approved) = when("approve") else { return Vec::new() };
    let price = if file.land == Land::Residential { 12_000_000 } else { 1_200_000 };
    let due = match file.kind {
        Kind::Graves => (Sort::Moving, file.graves * 15_000_000),
        Kind::Works => (Sort::Moving, chance.between(200, 4_000) * 1_000_000),
        _ => (Sort::Land, file.area_m2 * price),
    };
    let mut all = Vec::new();
    let mut entry = |sort: Sort, amount: i64, at: Moment, chance: &mut Chance| {
        all.push(Entry {
            id: chance.id(at),
            file: file.id,
            sort,
            amount,
            on: at.day(),
            paper: "109/MP".into(),
            at,
            person: Some(office.officer),
            struck_at: None,
        });
    };
    entry(due.0, due.1, approved, chance);
    if let Some(paid) = when("pay") {
        entry(Sort::Paid, due.1, paid, chance);
        file.paid = due.1;
        if file.plots > 0 && file.cleared_on.is_some() {
            entry(Sort::Plot, 1, paid, chance);
            file.plots_given = 1;
        }
    }
    file.due = due.1;
    all
}

/// The last calls on whoever waits: what was asked, and something that was promised.
fn calls(office: Office<'_>, file: &File, chance: &mut Chance) -> Vec<Call> {
    let today = office.now.day();
    let on = today.plus_days(-chance.between(3, 40));
    let at = Moment::at(on, 15, 0);
    let until = chance.happens(0.5).then(|| today.plus_days(chance.between(-6, 25)));
    vec![Call {
        id: chance.id(at),
        file: file.id,
        unit: file.unit,
        on,
        who: "(Mô phỏng) Tổ công tác của xã, phường".into(),
        asked: "(Mô phỏng) Hộ đề nghị xem lại phương án và hỏi ngày giao đất tái định cư.".into(),
        promised: if until.is_some() {
            "(Mô phỏng) Trả lời hộ bằng văn bản.".into()
        } else {
            String::new()
        },
        until,
        next: "(Mô phỏng) Mời hộ lên làm việc".into(),
        next_on: Some(today.plus_days(chance.between(1, 20))),
        person: Some(office.officer),
        at,
        answered_at: None,
        answer: String::new(),
    }]
}

#[cfg(test)]
mod tests;
