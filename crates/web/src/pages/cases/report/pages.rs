//! What each step of a report shows.

use super::{
    Answered, Site, channel,
    draft::{Draft, Step, question},
    places::{self, PlaceOption},
    sorry,
};
use crate::{
    guard::Reader,
    pages::{cases::names, shell, show_with},
    shell::{Choice, Shell},
};
use askama::Template;
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use danvan_actions::{
    Facts,
    attachments::{self, Size, just_kept},
    cases::nearby,
    topics::{SURE, Suggestion, suggest},
};
use danvan_domain::{cases::Channel, privacy, refusals::FieldNote, topics::Topic};

/// What brings a step back.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) notes: Vec<FieldNote>,
    /// What was looked for among topics.
    pub(super) sought: String,
    /// The message was sent before, with other words.
    pub(super) was_sent: bool,
}

/// What stands around every step.
struct Frame {
    step: &'static str,
    number: i64,
    of: i64,
    for_somebody: Option<String>,
    kept: Vec<(&'static str, String)>,
}

/// A kept picture as the form shows it: inside the page, because nobody else may fetch it.
struct Shown {
    hash: String,
    source: String,
}

#[derive(Template)]
#[template(path = "pages/cases/report_what.html")]
struct What {
    shell: Shell,
    frame: Frame,
    draft: Draft,
    pictures: Vec<Shown>,
    options: Vec<PlaceOption>,
    communes: Vec<Choice>,
    /// Whether a place may be chosen on a map, and whether that map is made up.
    has_map: bool,
    has_simulated_map: bool,
    located: Option<String>,
    most: usize,
}

#[derive(Template)]
#[template(path = "pages/cases/report_topic.html")]
struct TopicPage {
    shell: Shell,
    frame: Frame,
    heading: String,
    tiles: Vec<Choice>,
    groups: Vec<(String, Vec<Choice>)>,
    sought: String,
    nothing_found: bool,
}

#[derive(Template)]
#[template(path = "pages/cases/report_more.html")]
struct More {
    shell: Shell,
    frame: Frame,
    draft: Draft,
    question: String,
    may_be_urgent: bool,
}

#[derive(Template)]
#[template(path = "pages/cases/report_similar.html")]
struct SimilarPage {
    shell: Shell,
    frame: Frame,
    rows: Vec<SimilarRow>,
}

struct SimilarRow {
    id: String,
    words: String,
    facts: String,
}

#[derive(Template)]
#[template(path = "pages/cases/report_check.html")]
struct Check {
    shell: Shell,
    frame: Frame,
    body: String,
    is_masked: bool,
    was_sent: bool,
    pictures: Vec<Shown>,
    rows: Vec<CheckRow>,
}

struct CheckRow {
    label: String,
    value: String,
    step: &'static str,
}

/// Draws a step. Where nothing similar is known near by, that step is passed over.
pub(super) async fn step(
    site: &Site,
    reader: &Reader,
    step: Step,
    mut draft: Draft,
    wrong: Wrong,
    status: StatusCode,
) -> Answered {
    let facts = site.house.facts();
    let shell = shell(site, reader).with_notes(wrong.notes);
    let mut frame = frame(site, reader, &shell, step, &draft)?;
    match step {
        Step::What => {
            let pictures = shown_pictures(site, &mut draft).await;
            frame.kept = draft.kept(step);
            let today = site.house.today();
            let map = places::map(&facts, today);
            let located = if draft.place_text.is_empty() { draft.unit() } else { None };
            let page = What {
                options: places::options(&draft, &facts, &shell, today),
                communes: places::communes(&draft, &facts, today),
                has_map: map.is_some(),
                has_simulated_map: map.unwrap_or(false),
                located: located.map(|unit| names::place(&facts, unit, site.house.today())),
                most: attachments::MOST,
                pictures,
                frame,
                draft,
                shell,
            };
            show_with(reader, status, &page)
        }
        Step::Topic => {
            let learnt = suggest(&site.house, &draft.words);
            show_with(reader, status, &topic_page((shell, frame), &facts, &learnt, &draft, wrong.sought))
        }
        Step::More => {
            let topic = facts.topics.get(&draft.topic);
            let page = More {
                question: question(&facts, &draft.topic, reader.language),
                may_be_urgent: topic.is_some_and(|topic| topic.urgent),
                frame,
                draft,
                shell,
            };
            show_with(reader, status, &page)
        }
        Step::Similar => {
            let rows = similar_rows(site, reader, &facts, &shell, &draft).await?;
            if rows.is_empty() {
                let frame = Frame { step: Step::Check.word(), ..frame };
                return check_page(site, reader, &facts, (shell, frame), draft, (status, false)).await;
            }
            show_with(reader, status, &SimilarPage { shell, frame, rows })
        }
        Step::Check => {
            check_page(site, reader, &facts, (shell, frame), draft, (status, wrong.was_sent)).await
        }
    }
}

fn frame(
    site: &Site,
    reader: &Reader,
    shell: &Shell,
    step: Step,
    draft: &Draft,
) -> Result<Frame, super::Sorry> {
    let channel = channel(site, reader, draft)?;
    let number = match step {
        Step::What => 1,
        Step::Topic => 2,
        Step::More => 3,
        Step::Similar | Step::Check => 4,
    };
    let for_somebody = (channel != Channel::Web).then(|| shell.of("channel", channel.word()));
    Ok(Frame { step: step.word(), number, of: 4, for_somebody, kept: draft.kept(step) })
}

/// The kept pictures as small ones inside the page; one that was swept meanwhile is left out.
async fn shown_pictures(site: &Site, draft: &mut Draft) -> Vec<Shown> {
    let mut shown = Vec::new();
    for hash in std::mem::take(&mut draft.photos) {
        let Ok(bytes) = just_kept(&site.house, &hash, Size::Small).await else {
            continue;
        };
        shown.push(Shown {
            source: format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes)),
            hash: hash.clone(),
        });
        draft.photos.push(hash);
    }
    shown
}

/// How many topics are offered first.
const TILES: usize = 6;

/// What words are probably about: what decided cases teach surely, then what the topics' own words say, then the rest of
/// what was learnt. The first of them is chosen beforehand unless it is no more than a guess.
fn probably<'a>(facts: &'a Facts, learnt: &[Suggestion], words: &str) -> (Vec<&'a Topic>, Option<&'a Topic>) {
    let (sure, guessed): (Vec<&Suggestion>, Vec<&Suggestion>) =
        learnt.iter().partition(|one| one.chance >= SURE);
    let topic = |one: &Suggestion| facts.topics.get(&one.topic);
    let said = facts.topics.suggest(words);
    let chosen = sure.iter().find_map(|one| topic(one)).or(said.first().copied());
    let sure = sure.into_iter().filter_map(topic);
    let all = sure.chain(said.into_iter().take(3)).chain(guessed.into_iter().filter_map(topic).take(2));
    (all.collect(), chosen)
}

fn topic_page(
    (shell, frame): (Shell, Frame),
    facts: &Facts,
    learnt: &[Suggestion],
    draft: &Draft,
    sought: String,
) -> TopicPage {
    let language = shell.language;
    let found = facts.topics.search(&sought);
    let (suggested, likeliest) = probably(facts, learnt, &draft.words);
    let nothing_found = !sought.is_empty() && found.is_empty();
    let present = facts.topics.get(&draft.topic);
    let mut offered: Vec<&Topic> = Vec::new();
    let offers = if found.is_empty() {
        present.into_iter().chain(suggested.iter().copied()).chain(facts.topics.first()).collect::<Vec<_>>()
    } else {
        found
    };
    for topic in offers {
        if offered.len() < TILES && !offered.contains(&topic) {
            offered.push(topic);
        }
    }
    let chosen = present.or(if sought.is_empty() { likeliest } else { None });
    let chosen = chosen.map_or("", |topic| topic.code.as_str());
    let tiles = offered
        .iter()
        .map(|topic| {
            Choice::new(topic.code.clone(), names::topic(facts, &topic.code, language), chosen)
                .with_icon(&topic.icon)
        })
        .collect();
    let heading = match (nothing_found, sought.is_empty(), suggested.is_empty()) {
        (true, ..) => shell.say_one("report-topic-none", "words", sought.as_str()),
        (_, false, _) => shell.say_one("report-topic-found", "words", sought.as_str()),
        (_, true, false) => shell.say("report-topic-suggested"),
        (_, true, true) => shell.say("report-topic-often"),
    };
    let groups = facts
        .topics
        .children(danvan_domain::topics::ALL)
        .map(|above| {
            let below = facts.topics.subtree(&above.code);
            let choice = |topic: &Topic| {
                Choice::new(topic.code.clone(), names::topic(facts, &topic.code, language), "")
            };
            let members = below.iter().filter_map(|code| facts.topics.get(code)).map(choice).collect();
            (names::topic(facts, &above.code, language), members)
        })
        .collect();
    TopicPage { shell, frame, heading, tiles, groups, sought, nothing_found }
}

async fn similar_rows(
    site: &Site,
    reader: &Reader,
    facts: &Facts,
    shell: &Shell,
    draft: &Draft,
) -> Result<Vec<SimilarRow>, super::Sorry> {
    let Some(place) = draft.unit() else { return Ok(Vec::new()) };
    let today = facts.tree.today(place, site.house.today()).unwrap_or(place);
    let point = draft.point_near(facts).map(|point| (point.lat, point.lon));
    let body = draft.letter(facts, reader.language);
    let near = nearby(&site.house, &draft.topic, today, point, &body).await.map_err(sorry(reader))?;
    Ok(near
        .into_iter()
        .map(|near| {
            let mut said = vec![
                shell.words.day(near.case.received_on),
                names::place(facts, near.case.place, site.house.today()),
            ];
            if let Some(metres) = near.metres {
                #[expect(clippy::cast_possible_truncation, reason = "a distance in tens of metres")]
                let tens = (metres / 10.0).round() as i64 * 10;
                said.push(shell.say_count("report-distance", tens));
            }
            if near.case.supporters > 0 {
                said.push(shell.say_count("cases-supporters", near.case.supporters));
            }
            SimilarRow { id: near.case.id.to_string(), words: near.case.title, facts: said.join(" · ") }
        })
        .collect())
}

async fn check_page(
    site: &Site,
    reader: &Reader,
    facts: &Facts,
    (shell, frame): (Shell, Frame),
    mut draft: Draft,
    (status, was_sent): (StatusCode, bool),
) -> Answered {
    let pictures = shown_pictures(site, &mut draft).await;
    let frame = Frame { kept: draft.kept(Step::Check), ..frame };
    let masked = privacy::mask(&draft.letter(facts, reader.language));
    let row = |label: &str, value: String, step: Step| CheckRow {
        label: shell.say(label),
        value,
        step: step.word(),
    };
    let mut rows = Vec::new();
    if let Some(unit) = draft.unit() {
        rows.push(row("label-place", names::place(facts, unit, site.house.today()), Step::What));
    }
    if let Some(topic) = facts.topics.get(&draft.topic) {
        rows.push(row("label-topic", names::topic(facts, &topic.code, reader.language), Step::Topic));
        if draft.urgent && topic.urgent {
            rows.push(row("label-urgent", shell.say("state-yes"), Step::More));
        }
    }
    let contact = draft.contact();
    let ways: Vec<String> = [contact.name, contact.phone, contact.email].into_iter().flatten().collect();
    let ways = if ways.is_empty() { shell.say("state-none") } else { ways.join(" · ") };
    rows.push(row("label-contact", ways, Step::More));
    if let Some(due) = facts.answer_due(&draft.topic, site.house.now()) {
        let day = shell.words.day_long(due.at.day());
        rows.push(CheckRow { label: shell.say("receipt-answer-by"), value: day, step: "" });
    }
    let is_masked = !masked.found.is_empty();
    let page = Check { body: masked.text, is_masked, was_sent, pictures, rows, frame, shell };
    show_with(reader, status, &page)
}
