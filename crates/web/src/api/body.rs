//! Reading a JSON body field by field, so that everything wrong with it is named at once: a field that nobody knows, or
//! one that holds another kind of value than it may.

use danvan_domain::refusals::{Note, Notes};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The fields of an object that were not read yet, and where the object stands in the body.
pub(super) struct Fields {
    prefix: String,
    left: Map<String, Value>,
}

impl Fields {
    /// The fields of a whole body; `None` when it is no object.
    pub(super) fn of_body(body: Value) -> Option<Self> {
        match body {
            Value::Object(left) => Some(Self { prefix: String::new(), left }),
            _ => None,
        }
    }

    /// Reads a field; `null` is the same as leaving it out. A value of another kind is noted under its name.
    pub(super) fn take<T: DeserializeOwned>(&mut self, notes: &mut Notes, name: &str) -> Option<T> {
        let value = self.left.remove(name).filter(|value| !value.is_null())?;
        let read = serde_json::from_value(value).ok();
        if read.is_none() {
            notes.add(&format!("{}{name}", self.prefix), Note::new("note-wrong-kind"));
        }
        read
    }

    /// Reads a field when it is text, and leaves it otherwise.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.left
            .get(name)?
            .is_string()
            .then(|| self.left.remove(name))?
            .as_ref()?
            .as_str()
            .map(str::to_owned)
    }

    /// Leaves a field unread: what is wrong with it was noted already.
    pub(super) fn drop(&mut self, name: &str) {
        self.left.remove(name);
    }

    /// Whether a field was sent and not read yet.
    pub(super) fn has(&self, name: &str) -> bool {
        self.left.contains_key(name)
    }

    /// Reads a field that holds an object of fields.
    pub(super) fn within(&mut self, notes: &mut Notes, name: &str) -> Option<Self> {
        let left = self.take(notes, name)?;
        Some(Self { prefix: format!("{}{name}.", self.prefix), left })
    }

    /// Notes every field that was not read: nobody knows it.
    pub(super) fn end(self, notes: &mut Notes) {
        for name in self.left.keys() {
            notes.add(&format!("{}{name}", self.prefix), Note::new("note-unknown-field"));
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use danvan_domain::refusals::Refusal;
    use serde_json::json;

    #[test]
    fn everything_wrong_is_named() {
        let check = |body: Value, expected: &[(&str, &str)]| {
            let mut notes = Notes::default();
            let mut fields = Fields::of_body(body).expect("an object");
            let _: Option<String> = fields.take(&mut notes, "text");
            if let Some(mut place) = fields.within(&mut notes, "place") {
                let _: Option<f64> = place.take(&mut notes, "lat");
                place.end(&mut notes);
            }
            fields.end(&mut notes);
            let named: Vec<(String, String)> = match notes.check() {
                Err(Refusal::Invalid(notes)) => {
                    notes.into_iter().map(|note| (note.field, note.note.key)).collect()
                }
                _ => Vec::new(),
            };
            let named: Vec<(&str, &str)> =
                named.iter().map(|(field, key)| (field.as_str(), key.as_str())).collect();
            assert_eq!(named, expected);
        };
        check(json!({"text": "a", "place": {"lat": 21}}), &[]);
        check(json!({"text": null, "place": null}), &[]);
        check(
            json!({"text": 5, "place": "here"}),
            &[("text", "note-wrong-kind"), ("place", "note-wrong-kind")],
        );
        check(
            json!({"place": {"lat": "north", "on": 1}, "colour": "red"}),
            &[
                ("place.lat", "note-wrong-kind"),
                ("place.on", "note-unknown-field"),
                ("colour", "note-unknown-field"),
            ],
        );
        assert!(Fields::of_body(json!(["text"])).is_none());
    }
}
