//! `danvan import mapping`: a mapping proposed from a file's beginning, to be looked over by whoever knows the file.

use crate::{
    house::Stop,
    terminal::{file_trouble, language, say, sentence, tell_beside, words},
};
use danvan_domain::topics::{Topic, Topics};
use danvan_interop::mapping::{Encoding, Ending, HEAD, Mapping, Proposal, propose};
use danvan_words::Language;
use std::{fs::File, io::Read, path::Path};

/// Prints the proposal, or writes it into a file that is not there yet.
pub(super) fn run(file: &Path, out: Option<&Path>) -> Result<(), Stop> {
    let trouble = |error: &std::io::Error| file_trouble(file, error);
    let mut head = Vec::new();
    let opened = File::open(file).map_err(|error| trouble(&error))?;
    opened.take(HEAD).read_to_end(&mut head).map_err(|error| trouble(&error))?;
    let is_all = (head.len() as u64) < HEAD;
    let proposal =
        propose(&head, is_all).map_err(|note| format!("{}: {}", file.display(), words().note(&note)))?;
    let text = Writing { proposal: &proposal, file, text: String::new() }.written();
    match out {
        None => say(text.trim_end()),
        Some(out) => {
            let made = File::create_new(out);
            let done = made.and_then(|mut made| std::io::Write::write_all(&mut made, text.as_bytes()));
            done.map_err(|error| file_trouble(out, &error))?;
        }
    }
    let todo = text.matches("TODO").count();
    tell_beside("terminal-mapping-done", &[("rows", proposal.rows.into()), ("todo", todo.into())]);
    // What was proposed must at least be understood, or the proposal is of no use.
    Mapping::read(&text).map_err(|note| words().note(&note))?;
    Ok(())
}

struct Writing<'a> {
    proposal: &'a Proposal,
    file: &'a Path,
    text: String,
}

/// A text as TOML writes it; JSON's way is understood there.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text.replace('\u{7f}', "")).to_string()
}

fn many(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

const fn word(ending: Ending) -> &'static str {
    match ending {
        Ending::Received => "received",
        Ending::Accepted => "accepted",
        Ending::Answered => "answered",
        Ending::Closed => "closed",
        Ending::NotOurs => "not_ours",
        Ending::Refused => "refused",
        Ending::Duplicate => "duplicate",
    }
}

/// More words of one kind than this are listed by nobody.
const MOST: usize = 300;

impl Writing<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A comment; one that somebody has to act on begins with TODO.
    fn remark(&mut self, key: &str, values: &[(&str, danvan_words::Value)]) {
        let mark = if key.starts_with("terminal-mapping-todo") { "TODO: " } else { "" };
        self.line(&format!("# {mark}{}", sentence(key, values)));
    }

    fn written(mut self) -> String {
        let rows = self.proposal.rows.into();
        let file = self.file.file_name().unwrap_or_default().display().to_string();
        self.remark("terminal-mapping-head", &[("file", file.into()), ("rows", rows)]);
        self.source();
        self.columns();
        self.statuses();
        self.channels();
        self.city();
        self.topics();
        self.text
    }

    /// A short name of the file, as ids are made from it.
    fn name(&self) -> String {
        let stem = self.file.file_stem().unwrap_or_default().display().to_string();
        let folded = danvan_domain::fold::fold(&stem);
        let code: String =
            folded.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
        if code.is_empty() { "file".into() } else { code }
    }

    fn source(&mut self) {
        let proposal = self.proposal;
        self.line("\n[source]");
        self.remark("terminal-mapping-name", &[]);
        self.line(&format!("name = {}", quoted(&self.name())));
        let zone = if proposal.language == "vi" { "Asia/Ho_Chi_Minh" } else { "UTC" };
        if zone == "UTC" {
            self.remark("terminal-mapping-todo-zone", &[]);
        }
        self.line(&format!("time_zone = \"{zone}\""));
        if !proposal.dates_sure {
            self.remark("terminal-mapping-todo-dates", &[]);
        }
        if let Some(unread) = &proposal.unread {
            self.remark("terminal-mapping-todo-unread", &[("value", unread.as_str().into())]);
        }
        if !proposal.dates.is_empty() {
            self.line(&format!("dates = {}", many(&proposal.dates)));
        }
        self.line(&format!("language = \"{}\"", proposal.language));
        if let Some(encoding) = proposal.encoding {
            self.remark("terminal-mapping-todo-encoding", &[]);
            let name = if encoding == Encoding::Windows1258 { "windows-1258" } else { "windows-1252" };
            self.line(&format!("encoding = \"{name}\""));
        }
        if let Some(garbled) = &proposal.garbled {
            self.remark("terminal-mapping-todo-garbled", &[("value", garbled.as_str().into())]);
            self.line("mojibake = \"repair\"");
        }
    }

    fn columns(&mut self) {
        let columns = &self.proposal.columns;
        self.line("\n[columns]");
        for key in
            ["id", "opened", "closed", "taken", "due", "status", "topic", "place", "lat", "lon", "point"]
        {
            match columns.get(key) {
                Some(name) if key == "closed" => self.line(&format!("closed = [{}]", quoted(name))),
                Some(name) => self.line(&format!("{key} = {}", quoted(name))),
                None if matches!(key, "opened" | "topic") => {
                    self.remark("terminal-mapping-todo-column", &[("key", key.into())]);
                    self.line(&format!("{key} = \"\""));
                }
                None if key == "id" => self.remark("terminal-mapping-todo-id", &[]),
                None => {}
            }
        }
        let in_words: Vec<String> =
            ["title", "words"].iter().filter_map(|key| columns.get(key)).cloned().collect();
        let mut said: Vec<String> = in_words.iter().map(|name| format!("{{{name}}}")).collect();
        if said.is_empty() {
            said.extend(columns.get("topic").map(|name| format!("{{{name}}}")));
        }
        if let Some(name) = columns.get("address") {
            let label = if self.proposal.language == "vi" { "Địa chỉ" } else { "Address" };
            said.push(format!("{label}: {{{name}}}"));
        }
        if in_words.is_empty() {
            self.remark("terminal-mapping-todo-words", &[]);
        }
        self.line(&format!("words = {}", quoted(&said.join("\n"))));
        for key in ["answer", "channel", "original"] {
            let Some(name) = columns.get(key) else { continue };
            let name = if key == "answer" { format!("{{{name}}}") } else { name.clone() };
            self.line(&format!("{key} = {}", quoted(&name)));
        }
        if !self.proposal.others.is_empty() {
            self.remark("terminal-mapping-todo-others", &[]);
            self.line(&format!("ignore = {}", many(&self.proposal.others)));
        }
    }

    fn statuses(&mut self) {
        let statuses = &self.proposal.statuses;
        if !self.proposal.columns.contains_key("status") {
            return;
        }
        if statuses.iter().all(|(_, _, ending)| ending.is_none()) {
            // Without any meaning the column could not be read at all.
            self.remark("terminal-mapping-todo-otherwise", &[]);
            self.line("status_otherwise = \"received\"");
        }
        self.line("\n[status]");
        self.remark("terminal-mapping-status", &[]);
        for (status, count, ending) in statuses.iter().take(MOST) {
            match ending {
                Some(ending) => self.line(&format!("{} = \"{}\"  # {count}", quoted(status), word(*ending))),
                None => {
                    self.remark("terminal-mapping-todo-status", &[]);
                    self.line(&format!("# {} = \"received\"  # {count}", quoted(status)));
                }
            }
        }
    }

    fn channels(&mut self) {
        if self.proposal.channels.is_empty() {
            return;
        }
        self.line("\n[channel]");
        self.remark("terminal-mapping-todo-channel", &[]);
        for (channel, count) in self.proposal.channels.iter().take(MOST) {
            self.line(&format!("# {} = \"web\"  # {count}", quoted(channel)));
        }
    }

    /// The city to be made; where the file is Vietnamese and names places or points, its units are most likely there.
    fn city(&mut self) {
        let proposal = self.proposal;
        let has = |key: &str| proposal.columns.contains_key(key);
        let is_there = proposal.language == "vi" && (has("place") || has("lat") || has("point"));
        let mark = if is_there { "# " } else { "" };
        let key = if is_there { "terminal-mapping-todo-places" } else { "terminal-mapping-todo-city" };
        self.line("");
        self.remark(key, &[]);
        let name = self.name();
        let mut lines = vec!["[city]".to_owned(), format!("code = {}", quoted(&name.to_uppercase()))];
        lines.push(format!("name = {}", quoted(&name)));
        let first = proposal.first.map_or("2020-01-01".to_owned(), |day| day.to_string());
        lines.push(format!("from = \"{first}\""));
        let unplaced = if proposal.language == "vi" { "Không rõ nơi" } else { "Place not given" };
        lines.push(format!("unplaced = {}", quoted(unplaced)));
        if let Some(bounds) = proposal.bounds {
            lines.push(format!("bounds = {bounds:?}"));
        }
        for line in lines {
            self.line(&format!("{mark}{line}"));
        }
    }

    fn topics(&mut self) {
        let topics = &self.proposal.topics;
        self.line("\n[topics]");
        self.line("unmapped = \"keep\"");
        if topics.is_empty() {
            return;
        }
        self.line("\n[topics.ours]");
        self.remark("terminal-mapping-todo-topics", &[]);
        for (topic, count, near) in topics.iter().take(MOST) {
            let Some(near) = near else {
                self.line(&format!("# {} = \"\"  # {count}", quoted(topic)));
                continue;
            };
            let mark = if near.same { "" } else { "# " };
            let named = |topic: &Topic| match language() {
                Language::Vi => topic.vi.clone(),
                Language::En => topic.en.clone(),
            };
            let name = Topics::facts().get(&near.code).map(named).unwrap_or_default();
            self.line(&format!("{mark}{} = {}  # {count}; {name}", quoted(topic), quoted(&near.code)));
        }
        if topics.len() > MOST {
            self.remark("terminal-mapping-more", &[("count", (topics.len() - MOST).into())]);
        }
    }
}
