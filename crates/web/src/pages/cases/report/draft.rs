//! What somebody is writing, carried from step to step in the form itself: nothing is stored before it is sent.

use crate::form::Form;
use danvan_actions::Facts;
use danvan_domain::{
    cases::Contact,
    data::consents::ConsentPurpose,
    ids::UnitId,
    units::{Level, Point, distance_km},
};
use danvan_words::Language;
use uuid::Uuid;

/// The steps of a report, each one page with one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Pictures, words, place.
    What,
    /// The topic.
    Topic,
    /// The topic's question, urgency, contact.
    More,
    /// What others reported near by.
    Similar,
    /// Everything once more before it is sent.
    Check,
}

impl Step {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Topic => "topic",
            Self::More => "more",
            Self::Similar => "similar",
            Self::Check => "check",
        }
    }

    pub(super) fn of(word: &str) -> Self {
        [Self::Topic, Self::More, Self::Similar, Self::Check]
            .into_iter()
            .find(|step| step.word() == word)
            .unwrap_or(Self::What)
    }

    /// The fields a step shows; all others travel hidden.
    const fn own(self) -> &'static [&'static str] {
        match self {
            Self::What => &["words", "place_text", "lat", "lon", "detail"],
            Self::Topic => &["topic"],
            Self::More => &["answer", "urgent", "name", "phone", "email", "news_phone", "news_email"],
            Self::Similar | Self::Check => &[],
        }
    }
}

/// A point farther than this from the place that was named was not meant for it, in kilometres.
const FARTHEST_KM: f64 = 20.0;

/// What was typed and chosen so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The client's id of the message, so that sending twice stores once.
    pub(super) id: String,
    /// For whom it is written, when an officer or team member writes it.
    pub(super) for_whom: String,
    /// Hashes of the pictures that are kept already.
    pub(super) photos: Vec<String>,
    pub(super) words: String,
    pub(super) place_text: String,
    /// The unit that was chosen, as its id.
    pub(super) place: String,
    pub(super) lat: String,
    pub(super) lon: String,
    pub(super) detail: String,
    pub(super) topic: String,
    pub(super) answer: String,
    pub(super) urgent: bool,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) email: String,
    /// To be told news by telephone; never ticked beforehand.
    pub(super) news_phone: bool,
    /// To be told news by e-mail.
    pub(super) news_email: bool,
}

impl Draft {
    pub(super) fn read(form: &Form) -> Self {
        let text = |name: &str| form.get(name).replace("\r\n", "\n");
        let dropped: Vec<&str> = form.all("drop").collect();
        let kept = form.all("photo").filter(|hash| !dropped.contains(hash));
        Self {
            id: text("id"),
            for_whom: text("for"),
            photos: kept.take(danvan_actions::attachments::MOST).map(str::to_owned).collect(),
            words: text("words"),
            place_text: text("place_text").trim().to_owned(),
            place: text("place"),
            lat: text("lat"),
            lon: text("lon"),
            detail: text("detail"),
            topic: text("topic"),
            answer: text("answer"),
            urgent: form.ticked("urgent"),
            name: text("name"),
            phone: text("phone"),
            email: text("email"),
            news_phone: form.ticked("news_phone"),
            news_email: form.ticked("news_email"),
        }
    }

    /// The fields a step does not show itself.
    pub(super) fn kept(&self, step: Step) -> Vec<(&'static str, String)> {
        let all = [
            ("id", &self.id),
            ("for", &self.for_whom),
            ("words", &self.words),
            ("place_text", &self.place_text),
            ("place", &self.place),
            ("lat", &self.lat),
            ("lon", &self.lon),
            ("detail", &self.detail),
            ("topic", &self.topic),
            ("answer", &self.answer),
            ("name", &self.name),
            ("phone", &self.phone),
            ("email", &self.email),
        ];
        let shown = step.own();
        let texts = all.into_iter().filter(|(name, value)| !shown.contains(name) && !value.is_empty());
        let mut kept: Vec<_> = texts.map(|(name, value)| (name, value.clone())).collect();
        let ticks =
            [("urgent", self.urgent), ("news_phone", self.news_phone), ("news_email", self.news_email)];
        let ticks = ticks.into_iter().filter(|(name, ticked)| *ticked && !shown.contains(name));
        kept.extend(ticks.map(|(name, _)| (name, "yes".to_owned())));
        kept.extend(self.photos.iter().map(|hash| ("photo", hash.clone())));
        kept
    }

    /// The unit that was chosen.
    pub(super) fn unit(&self) -> Option<UnitId> {
        Uuid::parse_str(&self.place).ok().map(UnitId)
    }

    /// The point of the device, when it gave one.
    pub(super) fn point(&self) -> Option<Point> {
        let (lat, lon) = (self.lat.parse().ok()?, self.lon.parse().ok()?);
        let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        on_earth.then_some(Point { lat, lon })
    }

    /// The point, unless it lies far from the place that was named.
    pub(super) fn point_near(&self, facts: &Facts) -> Option<Point> {
        let point = self.point()?;
        let commune = facts.tree.at_or_above(self.unit()?, Level::Commune)?;
        let centre = facts.tree.centroid(commune.id);
        centre.is_none_or(|centre| distance_km(point, centre) < FARTHEST_KM).then_some(point)
    }

    /// Everything that was said as one letter: the words, the spot, and the topic's question with its answer.
    pub(super) fn letter(&self, facts: &Facts, language: Language) -> String {
        let mut letter = self.words.trim().to_owned();
        if !self.detail.trim().is_empty() {
            letter.push_str("\n\n");
            letter.push_str(self.detail.trim());
        }
        if !self.answer.trim().is_empty() {
            let question = question(facts, &self.topic, language);
            letter.push_str(&format!("\n\n{question}\n{}", self.answer.trim()));
        }
        letter
    }

    /// To what somebody agreed themselves, as far as they left a way to be told.
    pub(super) fn agreed(&self) -> Vec<ConsentPurpose> {
        let both = [
            (ConsentPurpose::NewsPhone, self.news_phone, &self.phone),
            (ConsentPurpose::NewsEmail, self.news_email, &self.email),
        ];
        let agreed = both.into_iter().filter(|(_, ticked, way)| *ticked && !way.trim().is_empty());
        agreed.map(|(purpose, ..)| purpose).collect()
    }

    pub(super) fn contact(&self) -> Contact {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
        Contact { name: filled(&self.name), phone: filled(&self.phone), email: filled(&self.email) }
    }
}

/// What a topic asks, in the reader's language; empty for an unknown one.
pub(super) fn question(facts: &Facts, topic: &str, language: Language) -> String {
    let topic = facts.topics.get(topic);
    topic
        .map(|topic| match language {
            Language::Vi => topic.question_vi.clone(),
            Language::En => topic.question_en.clone(),
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_step_shows_travels_hidden_through_the_others() {
        let typed = "id=7&words=a%0D%0Ab&place_text=+Ba+%C4%90%C3%ACnh&lat=21&lon=105.8&urgent=yes&photo=aa&photo=bb&drop=aa&phone=0912&news_phone=yes";
        let draft = Draft::read(&Form::read(typed));
        assert_eq!(draft.words, "a\nb");
        assert_eq!(draft.photos, ["bb"]);
        for step in [Step::What, Step::Topic, Step::More, Step::Similar, Step::Check] {
            let kept = draft.kept(step);
            let has = |name: &str| kept.iter().any(|(field, _)| *field == name);
            for name in ["words", "place_text", "lat", "urgent", "phone", "news_phone"] {
                assert_eq!(has(name), !step.own().contains(&name), "{name} in {step:?}");
            }
            assert!(has("photo") && has("id"));
            assert_eq!(Step::of(step.word()), step);
        }
    }

    #[test]
    fn somebody_agrees_to_a_way_only_by_their_own_hand_and_with_a_way_to_be_told() {
        for (typed, expected) in [
            ("phone=0912&email=a%40b.vn", vec![]),
            ("phone=0912&news_phone=yes", vec![ConsentPurpose::NewsPhone]),
            ("phone=+&news_phone=yes&news_email=yes&email=a%40b.vn", vec![ConsentPurpose::NewsEmail]),
        ] {
            assert_eq!(Draft::read(&Form::read(typed)).agreed(), expected, "{typed}");
        }
    }

    #[test]
    fn a_point_off_the_earth_is_no_point() {
        for (lat, lon, is_one) in
            [("21.04", "105.82", true), ("91", "0", false), ("NaN", "0", false), ("", "", false)]
        {
            let draft = Draft { lat: lat.into(), lon: lon.into(), ..Draft::default() };
            assert_eq!(draft.point().is_some(), is_one, "{lat} {lon}");
        }
    }
}
