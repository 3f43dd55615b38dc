//! The word files, read once.

use crate::{Language, Value, formats};
use danvan_domain::refusals::{Note, Refusal};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use std::sync::LazyLock;
use unic_langid::langid;

/// One room's words in both languages, as they stand in `text/`.
pub struct Room {
    /// The room's name.
    pub name: &'static str,
    /// Vietnamese words, in Fluent's syntax.
    pub vi: &'static str,
    /// English words, in Fluent's syntax.
    pub en: &'static str,
}

macro_rules! rooms {
    ($($name:literal),* $(,)?) => {
        &[$(Room {
            name: $name,
            vi: include_str!(concat!("../text/", $name, ".vi.ftl")),
            en: include_str!(concat!("../text/", $name, ".en.ftl")),
        }),*]
    };
}

/// Every room that has words. A new room is one line here and two files in `text/`.
pub const ROOMS: &[Room] = rooms![
    "shell",
    "refusals",
    "cases",
    "observations",
    "letters",
    "proceedings",
    "programmes",
    "campaigns",
    "inspections",
    "findings",
    "clearance",
    "initiatives",
    "covenants",
    "units",
    "overview",
    "today",
    "people",
    "operations",
    "chain",
    "receipts",
    "data",
    "search",
    "sealed",
    "clocks",
    "calendar",
    "receptions",
    "registers",
    "contests",
    "returns",
    "briefs",
    "procedures",
    "documents",
    "facts",
    "scan",
    "terminal",
    "analysis",
    "help",
];

/// The words of one language.
pub struct Words {
    /// Which language.
    pub language: Language,
    bundle: FluentBundle<FluentResource>,
}

static VIETNAMESE: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Vi));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::En));

impl Words {
    /// The words of a language; read on first use, then shared by everybody.
    pub fn for_language(language: Language) -> &'static Self {
        match language {
            Language::Vi => &VIETNAMESE,
            Language::En => &ENGLISH,
        }
    }

    /// The sentence of a key. A key without a sentence comes back as `⟦key⟧`; tests see to it that none does.
    pub fn say(&self, key: &str) -> String {
        self.write(key, None)
    }

    /// The sentence of a key with its values: `say_with("cases-count", &[("n", 204.into())])`.
    pub fn say_with(&self, key: &str, values: &[(&str, Value)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), self.fluent(value));
        }
        self.write(key, Some(&args))
    }

    /// The name of one word of an enum: `of("role", role.word())` says the sentence `role-team_member`.
    pub fn of(&self, family: &str, word: &str) -> String {
        self.say(&format!("{family}-{word}"))
    }

    /// Whether there is a sentence for a key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A note of a refusal, with its values written the reader's way (see [`Value::of_argument`]). A value that is
    /// a word of an enum is said by its name: `stage` with `answered` is the sentence `stage-answered`, and so is each
    /// word of a list such as `answered, closed`. A name that travels in both languages, `act_vi` and `act_en`, is
    /// said as `act` in the reader's.
    pub fn note(&self, note: &Note) -> String {
        let own = format!("_{}", self.language.word());
        let values: Vec<(&str, Value)> = note
            .args
            .iter()
            .map(|(name, text)| match name.strip_suffix(own.as_str()) {
                Some(bare) => (bare, Value::Text(text.clone())),
                None => (name.as_str(), self.note_value(name, text)),
            })
            .collect();
        self.say_with(&note.key, &values)
    }

    fn note_value(&self, name: &str, text: &str) -> Value {
        let named: Vec<String> = text.split(", ").map(|word| format!("{name}-{word}")).collect();
        if named.iter().all(|key| self.has(key)) {
            Value::Text(named.iter().map(|key| self.say(key)).collect::<Vec<_>>().join(", "))
        } else {
            Value::of_argument(name, text)
        }
    }

    /// A refusal as one sentence: what happened and what to do. The notes of single fields are said beside them.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Invalid(_) => self.say("refusal-invalid"),
            Refusal::NotFound => self.say("refusal-not-found"),
            Refusal::SignInFirst => self.say("refusal-sign-in-first"),
            Refusal::NotAllowed(note) | Refusal::Conflict(note) => self.note(note),
            Refusal::TooMany { seconds } => {
                self.say_with("refusal-too-many", &[("seconds", (*seconds).into())])
            }
            Refusal::TooLarge { limit } => {
                self.say_with("refusal-too-large", &[("limit", self.size(*limit).into())])
            }
        }
    }

    /// A value as the reader writes it.
    pub fn value(&self, value: &Value) -> String {
        match value {
            Value::Count(number) => self.count(*number),
            Value::Decimal(number, digits) => self.decimal(*number, *digits),
            Value::Percent(share, digits) => self.percent(*share, *digits),
            Value::Day(day) => self.day(*day),
            Value::Moment(moment) => self.moment(*moment),
            Value::Text(text) => text.clone(),
        }
    }

    fn read(language: Language) -> Self {
        let locale = match language {
            Language::Vi => langid!("vi"),
            Language::En => langid!("en"),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Marks of writing direction would stand in copied text and in the API; both languages run left to right.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Vi => |value, _| grouped(value, Language::Vi),
            Language::En => |value, _| grouped(value, Language::En),
        }));
        for room in ROOMS {
            let text = if language == Language::Vi { room.vi } else { room.en };
            // A faulty or doubled sentence is left out here and found by the tests of the word files.
            let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
            let _ = bundle.add_resource(resource);
        }
        Self { language, bundle }
    }

    fn write(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }

    fn fluent(&self, value: &Value) -> FluentValue<'static> {
        #[expect(clippy::cast_precision_loss, reason = "Fluent counts in f64; counts stay far below 2^53")]
        match value {
            Value::Count(number) => {
                FluentValue::Number(FluentNumber::new(*number as f64, Default::default()))
            }
            other => FluentValue::String(self.value(other).into()),
        }
    }
}

/// Writes the numbers of a sentence; `None` leaves everything else to Fluent.
fn grouped(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(formats::decimal(number.value, 0, language)),
        _ => None,
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn one_call_speaks_both_languages() {
        let check = |n: i64, vi: &str, en: &str| {
            let values = [("n", n.into())];
            assert_eq!(Words::for_language(Language::Vi).say_with("cases-count", &values), vi);
            assert_eq!(Words::for_language(Language::En).say_with("cases-count", &values), en);
        };
        check(0, "không có việc nào", "no cases");
        check(1, "1 việc", "1 case");
        check(2_040, "2.040 việc", "2,040 cases");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(Words::for_language(Language::Vi).say("no-such-sentence"), "⟦no-such-sentence⟧");
    }

    #[test]
    fn the_values_of_a_note_are_written_the_readers_way() {
        let vi = Words::for_language(Language::Vi);
        assert_eq!(vi.note(&Note::new("note-too-long").with("limit", 4_000)), "Viết tối đa 4.000 ký tự.");
        assert_eq!(
            vi.note(&Note::new("note-day-after").with("day", "2026-11-22")),
            "Chọn ngày từ 22/11/2026 trở đi."
        );
        let open = Note::new("refusal-case-not-open").with("stage", "answered");
        assert_eq!(vi.note(&open), "Việc không còn mở (Đã trả lời).");
        assert_eq!(vi.value(&Value::of_argument("code", "10234")), "10234");
        assert_eq!(vi.value(&Value::of_argument("n", "007")), "007");
        assert_eq!(vi.value(&Value::of_argument("at", "2026-11-22T02:30:00Z")), "09:30, 22/11/2026");
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for language in Language::ALL {
            let words = Words::for_language(*language);
            for refusal in [
                Refusal::Invalid(Vec::new()),
                Refusal::NotFound,
                Refusal::SignInFirst,
                Refusal::NotAllowed(Note::new("refusal-not-allowed")),
                Refusal::Conflict(Note::new("refusal-same-id-other-words")),
                Refusal::TooMany { seconds: 30 },
                Refusal::TooLarge { limit: 8_000_000 },
            ] {
                let said = words.refusal(&refusal);
                assert!(said.ends_with('.') && !said.contains(['⟦', '{']), "{said}");
            }
        }
    }
}
