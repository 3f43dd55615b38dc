//! A certificate for who helped: how often and for how long, out of what was noted at shifts.

use super::{ask_to_keep, event};
use crate::{
    documents::{File, Format, written},
    house::{Done, House},
};
use danvan_domain::{
    campaigns::took_part,
    documents::{System, day_in_words},
    ids::MemberId,
    refusals::{Note, Refusal},
    rights::Asker,
    time::Moment,
};
use danvan_reports::{Block, Letter};
use danvan_store::campaigns::{self as store, members, shifts};
use danvan_words::{Language, Words};
use serde_json::json;

/// Writes the certificate of a member, without a number; writing it is an event.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to keep rosters there; when no hours were noted.
pub async fn certificate(house: &House, asker: &Asker, id: MemberId, format: Format) -> Done<File> {
    let it = members::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_keep(house, asker, it.unit)?;
    let (many, minutes) = shifts::minutes(&house.store, id).await?;
    if many == 0 || it.name.is_empty() {
        return Err(Refusal::Conflict(Note::new("campaign-no-hours")).into());
    }
    let campaign = super::campaign(house, it.campaign).await?;
    let team = match it.team {
        Some(team) => store::get(&house.store, team).await?,
        None => None,
    };
    let term = (campaign.content.starts_on, campaign.content.ends_on);
    let (from, to) = took_part(term, campaign.ended_at.map(Moment::day), it.enrolled_at.day(), house.today());
    let (facts, words) = (house.facts(), Words::for_language(Language::Vi));
    let unit = facts.tree.get(it.unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let told = [
        ("name", it.name.as_str().into()),
        ("campaign", campaign.content.title.as_str().into()),
        ("unit", unit.as_str().into()),
        ("team", team.as_ref().map_or(0, |team| team.number).into()),
        ("shifts", many.into()),
        ("hours", words.count((minutes + 30) / 60).into()),
        ("from", words.day(from).into()),
        ("to", words.day(to).into()),
    ];
    let who = if team.is_some() { "certificate-who" } else { "certificate-who-no-team" };
    let letter = Letter {
        system: System::State,
        superior: String::new(),
        organisation: vec![unit.to_uppercase()],
        number: String::new(),
        place_and_day: format!(
            "{}, {}",
            facts.tree.get(it.unit).map_or("", |unit| unit.bare_name()),
            day_in_words(house.today())
        ),
        title: words.say("certificate-title"),
        about: words.say_with("certificate-about", &told),
        addressees: Vec::new(),
        blocks: vec![
            Block::Paragraph(words.say_with(who, &told)),
            Block::Paragraph(words.say_with("certificate-hours", &told)),
            Block::Paragraph(words.say("certificate-thanks")),
        ],
        signature: vec![words.say("certificate-signature")],
        signer: String::new(),
        recipients: Vec::new(),
        remark: if facts.simulated { words.say("ribbon-simulated") } else { String::new() },
        notes: Vec::new(),
    };
    let file = written(&letter, [words.say("certificate-title").as_str(), &it.name], format)?;
    let mut change = house.store.begin().await?;
    let payload = json!({"campaign": it.campaign, "shifts": many});
    change.note(event(house, asker, "campaign.certified", (id.0, it.unit), payload));
    change.commit().await?;
    Ok(file)
}
