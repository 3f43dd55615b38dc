//! Reading the tree: lists, one unit, its lineage.

use super::{Format, print, say, tell, words};
use crate::{
    house::Stop,
    terminal::{heading, sentence, shown},
};
use danvan_domain::{
    ids::UnitId,
    time::Day,
    units::{Sort, Step, Tree, Unit, WHOLE_PPM},
};

/// The columns of a unit.
const COLUMNS: [&str; 18] = [
    "code",
    "name",
    "kind",
    "level",
    "parent_code",
    "valid_from",
    "valid_to",
    "population",
    "population_vintage",
    "area_km2",
    "lat",
    "lon",
    "simulated",
    "certainty",
    "source",
    "id",
    "parent",
    "parent_name",
];

/// The columns of a table to be read by people.
const SHORT: [&str; 7] = ["code", "name", "kind", "parent_name", "valid_from", "valid_to", "population"];

fn cells(tree: &Tree, unit: &Unit) -> Vec<String> {
    let parent = unit.parent.and_then(|id| tree.get(id));
    let text = |value: Option<String>| value.unwrap_or_default();
    let centre = tree.centroid(unit.id);
    vec![
        text(unit.code.clone()),
        unit.name.clone(),
        unit.kind.to_string(),
        unit.level().to_string(),
        text(parent.and_then(|parent| parent.code.clone())),
        unit.valid_from.to_string(),
        text(unit.valid_to.map(|day| day.to_string())),
        text(unit.population.as_ref().map(|count| count.people.to_string())),
        text(unit.population.as_ref().map(|count| count.vintage.clone())),
        text(unit.area_km2.map(|area| area.to_string())),
        text(centre.map(|point| format!("{:.5}", point.lat))),
        text(centre.map(|point| format!("{:.5}", point.lon))),
        unit.simulated.to_string(),
        unit.certainty.to_string(),
        unit.source.clone(),
        unit.id.to_string(),
        text(unit.parent.map(|id| id.to_string())),
        text(parent.map(|parent| parent.name.clone())),
    ]
}

fn print_units(tree: &Tree, units: &[&Unit], format: Format) -> Result<(), Stop> {
    let rows: Vec<Vec<String>> = units.iter().map(|unit| cells(tree, unit)).collect();
    if format != Format::Table {
        return print(&COLUMNS, &rows, format);
    }
    let places: Vec<usize> =
        SHORT.iter().filter_map(|name| COLUMNS.iter().position(|column| column == name)).collect();
    let short: Vec<Vec<String>> =
        rows.iter().map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect();
    print(&SHORT, &short, format)
}

pub(super) fn list(
    tree: &Tree,
    on: Day,
    sort: Option<Sort>,
    under: Option<&str>,
    format: Format,
) -> Result<(), Stop> {
    let above = under.map(|said| resolve(tree, said, on)).transpose()?;
    let mut units: Vec<&Unit> = match above {
        Some(above) => tree.subtree(above, on).into_iter().filter(|unit| unit.id != above).collect(),
        None => tree.units().iter().filter(|unit| unit.stands_on(on)).collect(),
    };
    units.retain(|unit| sort.is_none_or(|sort| sort.holds(unit)));
    units.sort_by_key(|unit| unit.level());
    print_units(tree, &units, format)?;
    if format == Format::Table {
        say("");
        tell("terminal-units-on", &[("count", units.len().into()), ("day", on.into())]);
    }
    Ok(())
}

pub(super) fn show(tree: &Tree, said: &str, on: Day, format: Format) -> Result<(), Stop> {
    let id = resolve(tree, said, on)?;
    let Some(unit) = tree.get(id) else { return Err(words().say("refusal-not-found").into()) };
    if format != Format::Table {
        return print_units(tree, &[unit], format);
    }
    for (name, cell) in COLUMNS.iter().zip(cells(tree, unit)).filter(|(_, cell)| !cell.is_empty()) {
        let cell = shown(name, &cell);
        say(&format!("{:<22}{cell}", heading(name)));
    }
    let above: Vec<&str> = tree.ancestors(id).map(|unit| unit.name.as_str()).collect();
    if !above.is_empty() {
        say(&format!("{:<22}{}", heading("lies_in"), above.join(", ")));
    }
    say(&format!("{:<22}{}", heading("units_below"), tree.children(id, on).count()));
    for (word, steps) in [
        ("made_of", tree.predecessors(id).map(|step| (step, step.from)).collect::<Vec<_>>()),
        ("became", tree.successors(id).map(|step| (step, step.to)).collect()),
    ] {
        for (step, other) in steps {
            say(&format!("{:<22}{} ({})", heading(word), other.named(), how(&step)));
        }
    }
    Ok(())
}

fn how(step: &Step<'_>) -> String {
    let link = step.link;
    let share = link.share.filter(|_| !link.whole);
    let parts = [
        Some(words().say(if link.whole { "unit-whole" } else { "unit-part" })),
        share.map(|share| words().percent(share as f64 / WHOLE_PPM as f64, 4)),
        link.households.map(|count| sentence("terminal-households", &[("n", count.into())])),
        Some(sentence("unit-since", &[("day", step.to.valid_from.into())])),
        Some(sentence("terminal-certainty", &[("grade", link.certainty.to_string().into())])),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn lineage(tree: &Tree, said: &str, on: Day, format: Format) -> Result<(), Stop> {
    let id = resolve(tree, said, on)?;
    let story = tree.lineage(id);
    let row = |way: &str, step: &Step<'_>| {
        let text = |value: Option<String>| value.unwrap_or_default();
        vec![
            way.to_owned(),
            step.to.valid_from.to_string(),
            text(step.from.code.clone()),
            step.from.name.clone(),
            text(step.to.code.clone()),
            step.to.name.clone(),
            step.link.whole.to_string(),
            text(step.link.share.map(|share| share.to_string())),
            text(step.link.households.map(|count| count.to_string())),
            step.link.certainty.to_string(),
            step.from.id.to_string(),
            step.to.id.to_string(),
        ]
    };
    let before = story.before.iter().map(|step| row("before", step));
    let rows: Vec<Vec<String>> = before.chain(story.after.iter().map(|step| row("after", step))).collect();
    let names = [
        "way",
        "day",
        "from_code",
        "from_name",
        "to_code",
        "to_name",
        "whole",
        "share_ppm",
        "households",
        "certainty",
        "from",
        "to",
    ];
    if format != Format::Table {
        return print(&names, &rows, format);
    }
    if let Some(unit) = tree.get(id) {
        let kind = words().of("unit-kind", unit.kind.word());
        say(&format!("{} ({kind}), {}", unit.named(), days(unit)));
    }
    if rows.is_empty() {
        say(&words().say("terminal-no-lineage"));
        return Ok(());
    }
    let short: Vec<Vec<String>> = rows.into_iter().map(|row| row[..10].to_vec()).collect();
    print(&names[..10], &short, format)
}

/// From when to when a unit stands.
fn days(unit: &Unit) -> String {
    let since = sentence("unit-since", &[("day", unit.valid_from.into())]);
    match unit.valid_to {
        Some(last) => format!("{since}, {}", sentence("unit-until", &[("day", last.into())])),
        None => since,
    }
}

/// Finds the unit that is meant, or says on which days the code was used.
fn resolve(tree: &Tree, said: &str, on: Day) -> Result<UnitId, Stop> {
    tree.resolve(said, on).map_err(|note| {
        let mut text = words().note(&note);
        for unit in tree.with_code(said) {
            text.push_str(&format!("\n  {}: {}, {}", unit.named(), days(unit), unit.id));
        }
        if tree.with_code(said).is_empty() {
            for found in tree.find(said, on).iter().take(10) {
                if let Some(unit) = tree.get(found.unit) {
                    let values =
                        [("name", unit.named().to_string().into()), ("id", unit.id.to_string().into())];
                    text.push_str(&format!("\n  {}", sentence("terminal-perhaps-unit", &values)));
                }
            }
        }
        text.into()
    })
}
