//! The public catalogue: stories of initiatives that were found effective, with their photos; read by anybody.

use super::{ask_above, event};
use crate::{
    attachments::{self, Size, attach, just_kept},
    house::{Done, House},
};
use bytes::Bytes;
use danvan_domain::{
    fold::fold,
    ids::InitiativeId,
    initiatives::{Family, Kind, Story, Term, TypedStory, words_of},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::{
    attachments::{Picture, of_thing},
    initiatives::{
        self as store,
        stories::{self, MOST_WORDS, Question},
    },
};
use serde_json::json;

/// How many stories a page of the catalogue shows.
const PAGE: usize = 24;

/// Some stories, and the mark with which the next ones begin.
pub struct Found {
    /// The stories, the newest first.
    pub stories: Vec<Story>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<(Moment, InitiativeId)>,
}

/// A story as anybody reads it.
pub struct Told {
    /// The story.
    pub story: Story,
    /// Its photos.
    pub pictures: Vec<Picture>,
    /// Who stands behind it, where they agreed to be named.
    pub owner: Option<String>,
    /// How many adopted it.
    pub adopted: i64,
}

/// Makes a story public, with its photos; a story that is public already is told anew.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to appraise it; a conflict when it was not found effective; a note under
/// each field.
pub async fn publish(
    house: &House,
    asker: &Asker,
    id: InitiativeId,
    typed: &TypedStory,
    photos: &[String],
) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_above(house, asker, &it, Verb::AppraiseInitiative)?;
    if !it.stage.may_be_adopted() {
        return Err(Refusal::Conflict(Note::new("initiative-not-effective")).into());
    }
    let (title, body) = typed.check()?;
    let facts = house.facts();
    let story = Story {
        initiative: id,
        thing: house.new_id(),
        title,
        body,
        unit: it.unit,
        field: it.content.field.clone(),
        kind: it.content.kind.word().to_owned(),
        year: it.year,
        published_at: house.now(),
    };
    let field = Term::get(Family::Field, &story.field);
    let unit = facts.tree.get(it.unit).map_or("", |unit| unit.name.as_str());
    let commune = facts.tree.get(it.commune).map_or("", |unit| unit.name.as_str());
    let names = field.map_or(["", ""], |term| [term.vi.as_str(), term.en.as_str()]);
    let words = words_of(&[&story.title, &story.body, &it.content.name, unit, commune, names[0], names[1]]);
    let mut change = house.store.begin().await?;
    let locked = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if !locked.stage.may_be_adopted() {
        return Err(Refusal::Conflict(Note::new("initiative-not-effective")).into());
    }
    let thing = stories::publish(&mut change, &story, asker.person, &words).await?;
    danvan_store::attachments::detach(&mut change, thing).await?;
    attach(&mut change, thing, photos, house.now()).await?;
    let payload = json!({"photos": photos.len(), "year": it.year});
    change.note(event(house, asker, "initiative.published", (id.0, it.unit), payload));
    Ok(change.commit().await?)
}

/// Takes a story back.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when none is public.
pub async fn hide(house: &House, asker: &Asker, id: InitiativeId) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_above(house, asker, &it, Verb::AppraiseInitiative)?;
    let mut change = house.store.begin().await?;
    let none = || Refusal::Conflict(Note::new("initiative-no-story"));
    let thing = stories::hide(&mut change, id, house.now()).await?.ok_or_else(none)?;
    // Nobody sees them any more, so that they are swept like other pictures that hang on nothing.
    danvan_store::attachments::detach(&mut change, thing).await?;
    change.note(event(house, asker, "initiative.hidden", (id.0, it.unit), json!({})));
    Ok(change.commit().await?)
}

/// Stories in which every word of a question stands, with or without marks, the last one perhaps only begun; the newest
/// first, after a mark.
///
/// # Errors
/// When the store cannot be read.
pub async fn catalogue(
    house: &House,
    said: &str,
    field: &str,
    before: Option<(Moment, InitiativeId)>,
) -> Done<Found> {
    let folded = fold(&said.chars().take(200).collect::<String>());
    let words = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned);
    let question = Question { words: words.collect(), field: field.to_owned(), before };
    let mut stories = stories::find(&house.store, &question, i64::try_from(PAGE + 1).unwrap_or(25)).await?;
    let has_more = stories.len() > PAGE;
    stories.truncate(PAGE);
    let next = stories.last().filter(|_| has_more).map(|story| (story.published_at, story.initiative));
    Ok(Found { stories, next })
}

/// A public story.
///
/// # Errors
/// [`Refusal::NotFound`] when none is public.
pub async fn told(house: &House, id: InitiativeId) -> Done<Told> {
    let story = stories::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let owner =
        if story.kind == Kind::Individual.word() { store::owner(&house.store, id).await? } else { None };
    Ok(Told {
        pictures: of_thing(&house.store, story.thing).await?,
        owner: owner
            .filter(|owner| owner.agreed_at.is_some() && !owner.name.is_empty())
            .map(|owner| owner.name),
        adopted: store::lists::count_adopted(&house.store, id).await?,
        story,
    })
}

/// The bytes of a photo of a public story; of no other thing that shows it.
///
/// # Errors
/// [`Refusal::NotFound`] when that story does not show it.
pub async fn public_picture(house: &House, id: InitiativeId, hash: &str, size: Size) -> Done<Bytes> {
    let story = stories::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let shown = attachments::of_thing(house, story.thing).await?;
    if !shown.iter().any(|picture| picture.hash == hash) {
        return Err(Refusal::NotFound.into());
    }
    just_kept(house, hash, size).await
}
