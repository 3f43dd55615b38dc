//! How quickly boards and worklists of land clearance answer with fifteen thousand files.

use crate::{
    Stop,
    engines::Engine,
    reading::{Page, boards},
    server::command,
};
use danvan_domain::{ids::ProjectId, time::Moment};
use danvan_store::{Store, clearance};
use uuid::Uuid;

/// Fills a city, unless it was kept, and times its pages.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("clearance")?;
    command(&["demo", "--cases", "5000", "--database", &database])?;
    let (project, files) = largest(&database).await?;
    let title = format!("{} with {files} files in a project", engine.name);
    let board = format!("/clearance/{project}");
    let pages = [
        Page::one("projects", "lanhdao", "/clearance"),
        Page::one("board by segment", "lanhdao", board.as_str()),
        Page::one("board by commune", "lanhdao", format!("{board}?by=commune")),
        Page::one("board by old district", "lanhdao", format!("{board}?by=district")),
        Page::one("worklist", "lanhdao", format!("{board}/worklist")),
        Page::one("worklist, one reason", "lanhdao", format!("{board}/worklist?reason=resettlement")),
        Page::one(
            "worklist, blocked, one stage",
            "lanhdao",
            format!("{board}/worklist?blocked=yes&stage=approved"),
        ),
        Page::one("yearly file", "lanhdao", format!("{board}/year?year=2024")),
    ];
    boards(engine, &database, &title, &pages).await
}

/// The project with the most files, and how many it has.
async fn largest(database: &str) -> Result<(ProjectId, i64), Stop> {
    let store = Store::open(database).await?;
    let newest = (Moment::from_micros(i64::MAX), ProjectId(Uuid::max()));
    let mut found = None;
    for project in clearance::projects(&store, newest, 50).await? {
        let cells = clearance::sums::of_segments(&store, project.id).await?;
        let files: i64 = cells.iter().map(|(_, sum)| sum.files).sum();
        if found.is_none_or(|(_, most)| most < files) {
            found = Some((project.id, files));
        }
    }
    found.ok_or_else(|| "no project of land clearance".into())
}
