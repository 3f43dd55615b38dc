//! How quickly boards of returns and contests answer over the whole simulated city, where every commune owes four returns
//! and a year of them lies behind.

use crate::{
    Stop,
    engines::Engine,
    reading::{Page, boards},
    server::command,
};

/// Fills a city, unless it was kept, and times its pages.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("returns")?;
    command(&["demo", "--cases", "5000", "--database", &database])?;
    let title = format!("{} with a year of returns", engine.name);
    let pages = [
        Page::one("board of this month, city", "lanhdao", "/returns/board?form=month"),
        Page::one("board of the year, city", "lanhdao", "/returns/board?form=year"),
        Page::one("board of quick reports, city", "lanhdao", "/returns/board?form=quick"),
        Page::one("returns of a commune", "canbo.ngocha", "/returns"),
        Page::one("contests", "lanhdao", "/contests"),
    ];
    boards(engine, &database, &title, &pages).await
}
