//! How quickly lists, statistics and the catalogue of initiatives answer over the whole simulated city, which holds as many as
//! the real one had.

use crate::{
    Stop,
    engines::Engine,
    reading::{Page, boards},
    server::command,
};

/// Fills a city, unless it was kept, and times its pages.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("initiatives")?;
    command(&["demo", "--cases", "5000", "--database", &database])?;
    let title = format!("{} with the initiatives of three years", engine.name);
    let pages = [
        Page::one("initiatives of a year, city", "lanhdao", "/initiatives?year=2023"),
        Page::one("dropped out, city", "lanhdao", "/initiatives?year=2023&outcome=dropped"),
        Page::one(
            "one field and kind, city",
            "lanhdao",
            "/initiatives?year=2023&field=economy&model=individual",
        ),
        Page::one("initiatives of a commune", "canbo.ngocha", "/initiatives?year=2025"),
        Page::one("due for a check, city", "lanhdao", "/initiatives/check"),
        Page::one("statistics, city", "lanhdao", "/initiatives/statistics?year=2025"),
        Page::one(
            "statistics, older structure",
            "lanhdao",
            "/initiatives/statistics?year=2023&on=2023-06-01",
        ),
        Page::one("statistics, 2023 on today's structure", "lanhdao", "/initiatives/statistics?year=2023"),
        Page::one("statistics, commune", "canbo.ngocha", "/initiatives/statistics?year=2025"),
        Page::one("catalogue", "", "/initiatives/catalogue"),
        Page::one("catalogue, three words", "", "/initiatives/catalogue?q=duong+hoa+cham"),
        Page::one("catalogue, nothing found", "", "/initiatives/catalogue?q=zzz"),
    ];
    boards(engine, &database, &title, &pages).await
}
