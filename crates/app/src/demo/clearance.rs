//! Made-up land clearance: Ring Road 4 with its files in the communes that it touches, most of them handed over, and a small project in
//! the busiest commune that is at work. Both say that they are simulated.

use super::{
    fill::Size,
    letters::{Office, asker},
};
use crate::{house::Stop, terminal::sentence};
use danvan_actions::{
    House,
    clearance::{act_on_many, add_file, block, call, make_project, project},
    proceedings::Doing,
};
use danvan_domain::{
    clearance::{PROCEDURE, Project, Segment, TypedCall, TypedCounts, TypedFile, TypedProject},
    events::Event,
    ids::{MeetingId, ProceedingId, ProjectId, UnitId},
    rights::{Asker, Verb},
    time::Day,
    units::{Level, facts::village_counts},
};
use danvan_simulation::{MadeFile, Office as Made, clearance_files};
use danvan_store::{bulk::clearance as bulk, clearance::sums};
use serde_json::json;
use uuid::Uuid;

const SEED: u64 = 2026;
/// Ring Road 4 in Hanoi: so many files are made.
const FILES: usize = 15_000;
/// So many in a small city, where more of them wait so that something is to be seen.
const FEW: usize = 90;
/// So many files are written in one change.
const AT_ONCE: usize = 1_000;

/// Makes both projects, where somebody leads and keeps them.
pub(super) async fn clear(
    house: &House,
    offices: &[Office],
    size: Size,
    tell: &impl Fn(&str),
) -> Result<(), Stop> {
    let Some(leader) = asker(house, "lanhdao").await? else { return Ok(()) };
    let files = ring_road(house, &leader, offices, size).await?;
    tell(&sentence("terminal-demo-clearance", &[("files", files.into())]));
    if let Some(desk) = asker(house, "canbo.ngocha").await?
        && let Some(unit) = desk.unit_for(Verb::HandleClearance)
    {
        small(house, &leader, &desk, unit).await?;
    }
    Ok(())
}

async fn begun(house: &House, leader: &Asker, typed: &TypedProject) -> Result<(Project, Vec<Segment>), Stop> {
    let id = make_project(house, leader, ProjectId(house.new_id()), typed).await?;
    let (project, segments, _) = project(house, leader, id).await?;
    Ok((project, segments))
}

/// Ring Road 4, with as many files at each commune that it touches.
async fn ring_road(house: &House, leader: &Asker, offices: &[Office], size: Size) -> Result<usize, Stop> {
    let day = |text: &str| text.parse::<Day>().map_err(|_| format!("{text} is no day"));
    let typed = TypedProject {
        name: "(Mô phỏng) Đường Vành đai 4 – Vùng Thủ đô, đoạn qua Hà Nội".into(),
        number: "1012/QĐ-UBND".into(),
        planned_on: Some(Ok(day("2023-02-16")?)),
        cut_off_on: Some(Ok(day("2023-03-01")?)),
        length: "58200".into(),
        area: "8120700".into(),
        segments: "Sóc Sơn – Mê Linh: 14000\nĐan Phượng – Hoài Đức: 17500\nHà Đông – Thanh Oai: 13400\nThường Tín: 13300".into(),
    };
    let (project, segments) = begun(house, leader, &typed).await?;
    let counts = village_counts().map_err(|faults| format!("the villages are at fault: {faults:?}"))?;
    let (facts, now) = (house.facts(), house.now());
    let on_road = |unit: UnitId| {
        let code = facts.tree.get(unit).and_then(|unit| unit.code.clone());
        counts.iter().any(|row| row.ring_road4 && Some(&row.commune) == code.as_ref())
    };
    let offices: Vec<&Office> = offices.iter().filter(|office| on_road(office.unit)).collect();
    let (all, one_waits_of) = if size == Size::Small { (FEW, 4) } else { (FILES, 80) };
    let procedure = facts.procedures.get(PROCEDURE).ok_or("no procedure of land recovery")?;
    let (mut first, mut made) = (1, 0);
    for (at, office) in offices.iter().enumerate() {
        let many = all * (at + 1) / offices.len() - all * at / offices.len();
        let villages =
            facts.tree.children(office.unit, now.day()).filter(|unit| unit.level() == Level::Village);
        let mut places: Vec<UnitId> = villages.map(|unit| unit.id).collect();
        if places.is_empty() {
            places.push(office.unit);
        }
        let own = Made {
            procedure,
            calendar: &facts.calendar,
            hours: &facts.hours,
            unit: office.unit,
            city: facts.tree.at_or_above(office.unit, Level::City).map(|city| city.id),
            places: &places,
            officer: office.officer,
            now,
        };
        let files = clearance_files(own, (&project, &segments), (first, many), one_waits_of, SEED);
        made += files.len();
        write(house, office.unit, &files).await?;
        first += many;
    }
    Ok(made)
}

/// Writes the files of an office, with their sums and numbers, in changes of many.
async fn write(house: &House, unit: UnitId, files: &[MadeFile]) -> Result<(), Stop> {
    let Some(year) = files.first().map(|one| i64::from(one.run.0.opened_on.0.year())) else { return Ok(()) };
    for some in files.chunks(AT_ONCE) {
        let mut change = house.store.begin().await?;
        let runs: Vec<_> = some.iter().map(|one| one.run.clone()).collect();
        danvan_store::bulk::proceedings(&mut change, &runs).await?;
        let kept: Vec<_> = some.iter().map(|one| (&one.file, &one.people)).collect();
        bulk::files(&mut change, &kept).await?;
        let entries: Vec<_> =
            some.iter().flat_map(|one| one.entries.iter().map(move |entry| (&one.file, entry))).collect();
        bulk::entries(&mut change, &entries).await?;
        let calls: Vec<_> =
            some.iter().flat_map(|one| one.calls.iter().map(move |call| (&one.file, call))).collect();
        bulk::calls(&mut change, &calls).await?;
        let mut adding = sums::Adding::new();
        for one in some {
            adding.add(&one.file);
            change.note(Event {
                at: one.file.waiting_since,
                actor: one.run.1.last().and_then(|kept| kept.person),
                kind: "clearance.file_brought".into(),
                thing: one.file.id.0,
                unit: Some(unit),
                payload: json!({"project": one.file.project, "stage": one.file.stage, "acts": one.run.1.len()}),
            });
        }
        sums::add(&mut change, &adding).await?;
        change.commit().await?;
    }
    let mut change = house.store.begin().await?;
    let all: Vec<_> = files.iter().map(|one| &one.run.0).collect();
    bulk::begun(&mut change, (unit, year), &all).await?;
    Ok(change.commit().await?)
}

/// A lane that is widened: a meeting was held, one file waits, and somebody was promised something.
async fn small(house: &House, leader: &Asker, desk: &Asker, unit: UnitId) -> Result<(), Stop> {
    let today = house.today();
    let typed = TypedProject {
        name: "(Mô phỏng) Mở rộng ngõ 31".into(),
        number: "15/KH-UBND".into(),
        planned_on: Some(Ok(today.plus_days(-30))),
        cut_off_on: Some(Ok(today.plus_days(-25))),
        length: "420".into(),
        area: "3100".into(),
        segments: "Đầu ngõ: 200\nCuối ngõ: 220".into(),
    };
    let (project, segments) = begun(house, leader, &typed).await?;
    let mut files = Vec::new();
    for number in 1..=12_i64 {
        let id = ProceedingId(house.new_id());
        let segment = segments.get(usize::try_from(number % 2)?).ok_or("no segment")?;
        let typed = TypedFile {
            number: format!("NH-{number:03}"),
            kind: "household".into(),
            land: "residential".into(),
            segment: segment.number.to_string(),
            place: unit.to_string(),
            parcel: format!("5/{}", 100 + number),
            area: (60 + 13 * number).to_string(),
            plots: if number % 4 == 0 { "1".into() } else { String::new() },
            name: "(Mô phỏng) Chủ hộ".into(),
            ..TypedFile::default()
        };
        add_file(house, desk, project.id, id, &typed).await?;
        files.push(id);
    }
    let meet = Doing { act: "meet".into(), document: "7/BB-UBND".into(), ..Doing::default() };
    let counts = TypedCounts {
        present: "21".into(),
        women: "12".into(),
        agree: "15".into(),
        disagree: "2".into(),
        other: "4".into(),
        words: "(Mô phỏng) Hỏi nhiều về giá đất và chỗ để xe khi thi công.".into(),
    };
    let meeting = MeetingId(Uuid::new_v5(&project.id.0, b"meeting"));
    act_on_many(house, desk, project.id, ("planned", None), &meet, (meeting, &counts)).await?;
    block(house, desk, files[3], "resettlement").await?;
    block(house, desk, files[6], "price").await?;
    let typed = TypedCall {
        on: Some(Ok(today.plus_days(-2))),
        who: "(Mô phỏng) Tổ dân vận số 3 cùng cán bộ địa chính".into(),
        asked: "(Mô phỏng) Hỏi bao giờ có đất tái định cư; đề nghị đo lại phần hiên.".into(),
        promised: "(Mô phỏng) Đo lại phần hiên và báo kết quả.".into(),
        until: Some(Ok(today.plus_days(4))),
        next: "(Mô phỏng) Mang bản đo đến nhà".into(),
        next_on: Some(Ok(today.plus_days(5))),
    };
    call(house, desk, files[3], Uuid::new_v5(&project.id.0, b"call"), &typed).await?;
    Ok(())
}
