//! A file is opened: its proceeding begins with the plan of the project, in the same change.

use super::{event, own_commune, reached};
use crate::{
    house::{Done, Facts, House},
    proceedings::{Opening, open_within, places},
};
use danvan_domain::{
    clearance::{CheckedFile, File, Land, PROCEDURE, People, Places, Project, TOPIC, TypedFile},
    ids::{ProceedingId, ProjectId, UnitId},
    procedures::{Done as Act, Party},
    refusals::{FieldNote, Note, Refusal},
    rights::Asker,
    time::{Day, Moment},
    units::Unit,
};
use danvan_store::{
    Change, StoreError,
    clearance::{self as store, holders, sums, sums::Adding},
    registers::begun as register,
};
use danvan_words::{Language, Words};
use serde_json::json;
use uuid::Uuid;

/// The places that may be chosen in a form: the commune and what lies below it.
pub fn places_of(house: &House, unit: UnitId) -> Vec<(UnitId, String)> {
    let facts = house.facts();
    let name = |unit: &Unit| (unit.id, unit.name.clone());
    places(&facts, unit, house.today()).into_iter().map(name).collect()
}

/// Opens a file in one's own commune. The same form twice opens one.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to handle clearance; a note under each field that is wrong; the same id or
/// number with other words.
pub async fn add_file(
    house: &House,
    asker: &Asker,
    project: ProjectId,
    id: ProceedingId,
    typed: &TypedFile,
) -> Done<ProceedingId> {
    let (project, _) = reached(house, asker, project).await?;
    let unit = own_commune(house, asker)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let segments = store::segments(&house.store, project.id).await?;
    let (facts, today) = (house.facts(), house.today());
    let checked = typed.check(&segments, &mut Places::new(&facts.tree, today, unit))?;
    in_own_area(&facts, today, unit, &checked)?;
    let mut change = house.store.begin().await?;
    let mut adding = Adding::new();
    match open(house, asker, &mut change, (&project, unit, id), &checked, &mut adding).await {
        Err(crate::Failure::Broken(StoreError::Taken)) => {
            drop(change);
            return again(house, &project, id, &checked).await;
        }
        opened => opened?,
    }
    sums::add(&mut change, &adding).await?;
    change.commit().await?;
    Ok(id)
}

/// The same form came again, or its number is another file's.
async fn again(
    house: &House,
    project: &Project,
    id: ProceedingId,
    checked: &CheckedFile,
) -> Done<ProceedingId> {
    let Some(before) = store::file(&house.store, id).await? else {
        let note = Note::new("clearance-sheet-known").with("number", &checked.number);
        return Err(Refusal::field("number", note).into());
    };
    let people = holders::holder(&house.store, id).await?.unwrap_or_default();
    if before.project == project.id && said(before, people) == *checked {
        return Ok(id);
    }
    Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
}

/// What was said of a file when it was opened.
fn said(file: File, people: People) -> CheckedFile {
    CheckedFile {
        number: file.number,
        kind: file.kind,
        land: file.land,
        segment: file.segment,
        place: file.place,
        parcel: file.parcel,
        area_m2: file.area_m2,
        households: file.households,
        graves: file.graves,
        plots: file.plots,
        people,
    }
}

/// A commune keeps files of its own area alone.
pub(super) fn in_own_area(
    facts: &Facts,
    today: Day,
    unit: UnitId,
    checked: &CheckedFile,
) -> Result<(), Refusal> {
    let is_own = checked.place == unit || facts.tree.is_under(checked.place, unit, today);
    if is_own {
        return Ok(());
    }
    Err(Refusal::Invalid(vec![FieldNote::new("place", Note::new("proceeding-place-elsewhere"))]))
}

/// Opens a file and its proceeding, and adds what it counts to `adding`.
pub(super) async fn open(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    (project, unit, id): (&Project, UnitId, ProceedingId),
    checked: &CheckedFile,
    adding: &mut Adding,
) -> Done<()> {
    let now = house.now();
    let opening = Opening {
        id,
        letter: None,
        parent: None,
        procedure: PROCEDURE.into(),
        unit,
        handler: asker.person,
        place: checked.place,
        topic: TOPIC.into(),
        title: title(&project.name, &checked.number),
        signers: 0,
        is_sealed: false,
        acts: first_acts(project, checked.land),
    };
    let begun = open_within(house, asker, change, opening).await?;
    register::enter(change, &begun, i64::from(house.today().0.year())).await?;
    let file = File {
        id,
        project: project.id,
        segment: checked.segment,
        number: checked.number.clone(),
        kind: checked.kind,
        land: checked.land,
        unit,
        place: checked.place,
        parcel: checked.parcel.clone(),
        area_m2: checked.area_m2,
        households: checked.households,
        graves: checked.graves,
        plots: checked.plots,
        plots_given: 0,
        due: 0,
        paid: 0,
        stage: begun.stage,
        reason: String::new(),
        blocked_on: None,
        cleared_on: None,
        waiting_since: now,
        made_at: now,
    };
    store::add_file(change, &file).await?;
    holders::set_holder(change, id, &checked.people).await?;
    adding.add(&file);
    let payload = json!({"project": project.id, "kind": file.kind, "area_m2": file.area_m2});
    change.note(event(house, asker, "clearance.file_opened", (id.0, unit), payload));
    Ok(())
}

/// What its proceeding is called: the number of the file and the project, never a name.
pub(super) fn title(project: &str, number: &str) -> String {
    let words = Words::for_language(Language::Vi);
    let title =
        words.say_with("clearance-file-title", &[("number", number.into()), ("project", project.into())]);
    title.chars().take(200).collect()
}

/// The plan of the project, by which every file begins; and that the land is farmed, which shortens the notice.
pub(super) fn first_acts(project: &Project, land: Land) -> Vec<Act> {
    let at = Moment::at(project.planned_on, 0, 0);
    let plan = Act { document: project.number.clone(), ..Act::new("plan", at, Party::ClearanceBody) };
    let mut acts = vec![plan];
    if land == Land::Agricultural {
        let ground = Words::for_language(Language::Vi).say("clearance-farmed");
        acts.push(Act { ground, ..Act::new("mark_agricultural", at, Party::ClearanceBody) });
    }
    acts
}

/// The id of a file of a sheet: the same sheet twice makes the same files.
pub(super) fn sheet_id(project: ProjectId, number: &str) -> ProceedingId {
    ProceedingId(Uuid::new_v5(&project.0, format!("file-{number}").as_bytes()))
}
