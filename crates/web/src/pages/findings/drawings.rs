//! What a finding's page draws, as files: its curve and its map. Whoever may open the finding may keep them.

use super::{map::map, said, show};
use crate::{
    answer::Sorry,
    drawing::files::{Drawing, Figure, asked},
    guard::Reader,
    pages::{Answered, overview::drawings::kept, shell, sorry},
    site::Site,
};
use axum::extract::{Path, State};
use danvan_actions::findings::one as open;
use danvan_domain::ids::FindingId;
use uuid::Uuid;

/// `GET /findings/{id}/drawings/{file}`: `curve` or `map`, as `.svg` or `.png`.
pub(super) async fn one(
    State(site): State<Site>,
    reader: Reader,
    Path((id, name)): Path<(Uuid, String)>,
) -> Answered {
    let lost = || Sorry::lost(reader.language);
    let (what, kind) = asked(&name).ok_or_else(lost)?;
    let house = &site.house;
    let found = open(house, &reader.visitor.asker, FindingId(id)).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let (facts, it) = (house.facts(), &found.shown.finding);
    let (title, hint, figure) = match what {
        "curve" if show::is_drawn(&found) => {
            let (trend, _) = show::curve(&shell, &found);
            (shell.say("finding-curve-label"), shell.say("finding-curve-hint"), Figure::Trend(trend))
        }
        "map" => {
            let map = map(&site, &shell, &found).await.ok_or_else(lost)?;
            let legend = map.legend.into_iter().map(|swatch| (swatch.class, swatch.words)).collect();
            (shell.say("finding-map"), String::new(), Figure::Map(map.drawing, legend))
        }
        _ => return Err(lost()),
    };
    let topic = said::topic(&shell, &facts, &it.topic);
    let mut under = vec![
        said::sentence(&shell, &facts, &found.shown),
        said::facts_of(&shell, it, house.today()),
        format!("{} – {}", shell.words.day(it.days.0), shell.words.day(it.days.1)),
        format!("{} {}", shell.say("overview-structure"), shell.words.day(house.today())),
        hint,
        shell.say_with("drawing-source", &[("at", shell.words.moment(house.now()).into())]),
    ];
    if facts.simulated {
        under.push(shell.say("ribbon-simulated"));
    }
    let drawing = Drawing { title: format!("{topic} · {title}"), under, figure };
    kept(&reader, &drawing, kind, &format!("danvan-{}-{what}", it.id)).await
}
