//! Briefs of the simulated city: a commune's week and month, the city's month, one about a topic. Their figures are counted; their words say
//! that they are simulated.

use super::letters::asker;
use crate::house::Stop;
use danvan_actions::{
    House,
    briefs::{self, TypedBrief},
};
use danvan_domain::{ids::BriefId, rights::Asker};
use danvan_store::briefs as store;

/// Drafts briefs, sends most, and has one opened.
pub(super) async fn tell(house: &House) -> Result<(), Stop> {
    let typed = |kind: &str| TypedBrief { kind: kind.to_owned(), ..TypedBrief::default() };
    if let Some(desk) = asker(house, "canbo.ngocha").await? {
        let month = send(house, &desk, &typed("month")).await?;
        send(house, &desk, &typed("week")).await?;
        let draft = TypedBrief { topic: "environment".to_owned(), ..typed("topic") };
        briefs::begin(house, &desk, BriefId(house.new_id()), &draft).await?;
        if let Some(leader) = asker(house, "lanhdao.ngocha").await? {
            briefs::one(house, &leader, month).await?;
        }
    }
    if let Some(analyst) = asker(house, "phantich").await? {
        send(house, &analyst, &typed("month")).await?;
        briefs::begin(house, &analyst, BriefId(house.new_id()), &typed("quarter")).await?;
    }
    Ok(())
}

/// Drafts a brief, writes in it, and sends it to everybody it may go to.
async fn send(house: &House, asker: &Asker, typed: &TypedBrief) -> Result<BriefId, Stop> {
    let id = briefs::begin(house, asker, BriefId(house.new_id()), typed).await?;
    let Some(it) = store::get(&house.store, id).await? else { return Ok(id) };
    let stays = it.content.sections.iter().flat_map(|section| &section.sentences);
    let mut fields: Vec<(String, String)> =
        stays.map(|sentence| (format!("say-{}", sentence.code), "yes".to_owned())).collect();
    for (section, words) in [
        (
            "people",
            "(Mô phỏng) Nhân dân quan tâm thoát nước và thu gom rác; các tổ dân vận tiếp tục nắm tình hình.",
        ),
        ("proposals", "(Mô phỏng) Đề nghị sớm bố trí vốn cải tạo cống."),
    ] {
        fields.push((format!("words-{section}"), words.to_owned()));
    }
    briefs::write(house, asker, id, &fields, house.now()).await?;
    let to: Vec<String> = briefs::may_go_to(house, &it).iter().map(ToString::to_string).collect();
    briefs::send(house, asker, id, &to, house.now()).await?;
    Ok(id)
}
