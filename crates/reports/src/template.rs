//! Templates of letters: a text with names to fill in, made into the parts of a letter.
//!
//! A line `== section` begins one of [`SECTIONS`]. In the body a line is a paragraph; `* ` begins a base, `# ` a heading,
//! `- ` an entry of a list, `| a | b |` a row of a table, and `Điều 1.` an article. What fills a name never makes structure:
//! only the template's own letters do.

use crate::{letter::Block, text::clean};
use danvan_domain::{
    documents::{Kind, names},
    facts::Fault,
    refusals::Note,
};
use minijinja::{Environment, Error, ErrorKind, Output, UndefinedBehavior, Value, value::ValueKind};
use std::collections::BTreeMap;

/// The sections of a template, in order. Title, recipients and addressees may be left out.
pub const SECTIONS: [&str; 5] = ["title", "about", "to", "body", "recipients"];
/// The longest template, in characters.
pub const LONGEST: usize = 20_000;
/// How many steps a template may take: far more than any letter needs, and an end to what would never end.
const FUEL: u64 = 200_000;

/// Before what fills a name.
const FILLED: char = '\u{e000}';
/// A line end in what fills a name.
const BREAK: char = '\u{e001}';
/// A bar in what fills a name.
const BAR: char = '\u{e002}';

/// What fills a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling {
    /// A text.
    Text(String),
    /// A list.
    List(Vec<String>),
}

/// What fills each name.
pub type Fillings = BTreeMap<&'static str, Filling>;

/// The parts of a letter that a template says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The kind of document, in capitals.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// To whom.
    pub to: Vec<String>,
    /// What it says.
    pub body: Vec<Block>,
    /// Who receives it.
    pub recipients: Vec<String>,
}

macro_rules! defaults {
    ($($kind:ident $file:literal),* $(,)?) => {
        /// The template danvan comes with.
        pub const fn default_of(kind: Kind) -> &'static str {
            match kind { $(Kind::$kind => include_str!(concat!("../templates/", $file, ".txt"))),* }
        }
    };
}

defaults! {
    Acceptance "acceptance",
    Refusal "refusal",
    Transfer "transfer",
    Guidance "guidance",
    DocumentsRequest "documents_request",
    Extension "extension",
    Dialogue "dialogue",
    Decision "decision",
    Publication "publication",
    ReceptionRefusal "reception_refusal",
    ReceptionReceipt "reception_receipt",
    Brief "brief",
}

/// Whether a template can be kept: it is tried with every name filled, and with nothing filled that may be left empty.
///
/// # Errors
/// Every fault with its line: what cannot be read, names the letter does not know, sections that are unknown, twice or
/// missing.
pub fn check(kind: Kind, text: &str) -> Result<(), Vec<Fault>> {
    if text.chars().count() > LONGEST {
        return Err(vec![Fault::at(1, Note::new("template-too-long").with("limit", LONGEST))]);
    }
    let environment = environment();
    let template = environment.template_from_str(text).map_err(|error| vec![fault_of(&error)])?;
    let mut faults = Vec::new();
    let mut unknown: Vec<String> = template.undeclared_variables(false).into_iter().collect();
    unknown.retain(|name| !names::of(kind).any(|known| known.name == name));
    let known: Vec<&str> = names::of(kind).map(|name| name.name).collect();
    for name in unknown {
        let note = Note::new("template-unknown-name").with("name", &name).with("known", known.join(", "));
        faults.push(Fault::at(line_of(text, &name), note));
    }
    faults.extend(sections_faults(text));
    faults.extend(loops_faults(kind, text));
    if faults.is_empty() {
        for fillings in [sample(kind), bare(kind)] {
            if let Err(fault) = fill(text, &fillings) {
                faults.push(fault);
                break;
            }
        }
    }
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Fills a template.
///
/// # Errors
/// What went wrong at which line: a name without filling, a text where a list is gone through, too many steps.
pub fn fill(text: &str, fillings: &Fillings) -> Result<Parts, Fault> {
    let environment = environment();
    let template = environment.template_from_str(text).map_err(|error| fault_of(&error))?;
    let values = fillings.iter().map(|(name, filling)| (*name, value_of(filling)));
    let filled = template.render(Value::from_pairs(values)).map_err(|error| fault_of(&error))?;
    Ok(parts(&filled))
}

/// Made-up fillings, to look at a template.
pub fn sample(kind: Kind) -> Fillings {
    let text = |text: &str| Filling::Text(text.to_owned());
    let list = |entries: &[&str]| Filling::List(entries.iter().map(|entry| (*entry).to_owned()).collect());
    let known = names::of(kind).map(|name| {
        let filling = match name.name {
            "office" => text("Ủy ban nhân dân phường Ví Dụ"),
            "unit" => text("Phường Ví Dụ"),
            "head" => text("Chủ tịch"),
            "abbreviation" => text("UBND"),
            "procedure" => text("khiếu nại lần đầu"),
            "register_number" => text("KN-2026-0012"),
            "summary" => text("Khiếu nại quyết định thu hồi đất số 01/QĐ-UBND."),
            "person" => text("Nguyễn Văn Ví Dụ"),
            "address" => text("Tổ dân phố số 3, phường Ví Dụ"),
            "law" => text("Điều 28 Luật Khiếu nại"),
            "to_office" => text("Thanh tra thành phố Ví Dụ"),
            "reason" => text("Nội dung đơn thuộc thẩm quyền của cơ quan nhận chuyển."),
            "meeting_at" => text("08 giờ 30, ngày 15 tháng 12 năm 2026"),
            "meeting_place" => text("Phòng tiếp công dân, tầng 1"),
            "findings" => {
                text("Việc đo đạc đã được làm lại có mặt các bên.\nKết quả đo phù hợp hồ sơ địa chính.")
            }
            "content" => text("Kết quả giải quyết khiếu nại lần đầu về thu hồi đất."),
            "reasons" => list(&["Đơn không có chữ ký", "Đã hết thời hiệu"]),
            "documents" => list(&["Bản sao quyết định bị khiếu nại", "Giấy tờ về quyền sử dụng đất"]),
            "attendees" => list(&["Người khiếu nại", "Công chức địa chính", "Đại diện Mặt trận Tổ quốc"]),
            "bases" => list(&["Luật Khiếu nại năm 2011", "Báo cáo kết quả xác minh"]),
            "decisions" => {
                list(&["Công nhận một phần nội dung khiếu nại.", "Giao công chức địa chính thi hành."])
            }
            "forms" => list(&["Niêm yết tại trụ sở", "Đăng cổng thông tin điện tử"]),
            "due_on" => text("ngày 04 tháng 01 năm 2027"),
            "old_due_on" => text("ngày 20 tháng 12 năm 2026"),
            "to_on" => text("ngày 19 tháng 12 năm 2026"),
            "received_on" => text("ngày 01 tháng 12 năm 2026"),
            _ => text("ngày 05 tháng 12 năm 2026"),
        };
        (name.name, filling)
    });
    known.collect()
}

/// As [`sample`], with nothing in what may be left empty.
fn bare(kind: Kind) -> Fillings {
    let mut fillings = sample(kind);
    for name in names::of(kind).filter(|name| name.filled != names::Filled::Asked) {
        let empty = match name.shape {
            names::Shape::List => Filling::List(Vec::new()),
            _ => Filling::Text(String::new()),
        };
        fillings.insert(name.name, empty);
    }
    fillings
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("upper", |text: String| text.to_uppercase());
    environment.set_formatter(|output, _, value| say(output, value));
    environment
}

/// Writes what fills a name, so that none of its letters is taken for structure.
fn say(output: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::Seq => {
            let entries: Vec<String> = value.try_iter()?.map(|entry| entry.to_string()).collect();
            entries.join("; ")
        }
        ValueKind::String | ValueKind::Number | ValueKind::Bool => value.to_string(),
        _ => return Err(Error::new(ErrorKind::InvalidOperation, "nothing that can be said")),
    };
    let text: String = clean(&text)
        .chars()
        .map(|letter| match letter {
            '\n' => BREAK,
            '|' => BAR,
            letter => letter,
        })
        .collect();
    write!(output, "{FILLED}{text}").map_err(Error::from)
}

fn value_of(filling: &Filling) -> Value {
    match filling {
        Filling::Text(text) => Value::from(text.as_str()),
        Filling::List(entries) => Value::from_iter(entries.iter().map(String::as_str)),
    }
}

fn fault_of(error: &Error) -> Fault {
    let line = u64::try_from(error.line().unwrap_or(1)).unwrap_or(1);
    let key = if error.kind() == ErrorKind::OutOfFuel { "template-endless" } else { "template-unreadable" };
    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    Fault::at(line, Note::new(key).with("reason", reason))
}

/// The first line that says a name as a whole word.
fn line_of(text: &str, name: &str) -> u64 {
    let says = |line: &str| {
        line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
            && (line.contains("{{") || line.contains("{%"))
    };
    text.lines().zip(1..).find(|(line, _)| says(line)).map_or(1, |(_, number)| number)
}

/// Loops over what is no list: each of its letters would become an entry.
fn loops_faults(kind: Kind, text: &str) -> Vec<Fault> {
    let is_list = |name: &names::Name| name.shape == names::Shape::List;
    let mut faults = Vec::new();
    for (line, number) in text.lines().zip(1u64..) {
        for statement in line.split("{%").skip(1).filter(|rest| rest.contains("for ")) {
            let over = statement.split_once(" in ").map_or("", |(_, rest)| rest.trim_start());
            let over = over.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next();
            let known = names::of(kind).find(|name| Some(name.name) == over);
            if known.is_some_and(|name| !is_list(name)) {
                let note = Note::new("template-no-list").with("name", over.unwrap_or_default());
                faults.push(Fault::at(number, note));
            }
        }
    }
    faults
}

fn sections_faults(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (line, number) in text.lines().zip(1u64..) {
        let Some(name) = line.strip_prefix("== ").map(str::trim) else {
            if seen.is_empty() && !line.trim().is_empty() {
                faults.push(Fault::at(number, Note::new("template-before-sections")));
                break;
            }
            continue;
        };
        if !SECTIONS.contains(&name) {
            let note =
                Note::new("template-unknown-section").with("name", name).with("known", SECTIONS.join(", "));
            faults.push(Fault::at(number, note));
        } else if seen.contains(&name) {
            faults.push(Fault::at(number, Note::new("template-section-twice").with("name", name)));
        }
        seen.push(name);
    }
    for name in ["about", "body"] {
        if faults.is_empty() && !seen.contains(&name) {
            faults.push(Fault::at(1, Note::new("template-section-missing").with("name", name)));
        }
    }
    faults
}

fn parts(filled: &str) -> Parts {
    let mut parts = Parts::default();
    let mut section = "";
    for line in filled.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("== ") {
            section = SECTIONS.into_iter().find(|known| *known == name.trim()).unwrap_or("");
            continue;
        }
        let entry = || said(line.strip_prefix("- ").unwrap_or(line));
        match section {
            "title" => join(&mut parts.title, &said(line)),
            "about" => join(&mut parts.about, &said(line)),
            "to" => parts.to.push(entry()),
            "recipients" => parts.recipients.push(entry()),
            "body" => block(&mut parts.body, line),
            _ => {}
        }
    }
    parts.to.retain(|to| !to.is_empty());
    parts
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(more);
}

fn block(body: &mut Vec<Block>, line: &str) {
    if let Some(cells) = line.strip_prefix('|') {
        let cells =
            cells.strip_suffix('|').unwrap_or(cells).split('|').map(|cell| said(cell.trim())).collect();
        match body.last_mut() {
            Some(Block::Table(rows)) => rows.push(cells),
            _ => body.push(Block::Table(vec![cells])),
        }
        return;
    }
    let block = if let Some(text) = line.strip_prefix("* ") {
        Block::Base(said(text))
    } else if let Some(text) = line.strip_prefix("# ") {
        Block::Heading(said(text))
    } else if let Some(text) = line.strip_prefix("- ") {
        Block::Item(said(text))
    } else if let Some((lead, text)) = article(line) {
        Block::Article(said(lead), said(text))
    } else {
        Block::Paragraph(said(line))
    };
    body.push(block);
}

/// `Điều 1.` and what follows it.
fn article(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("Điều ")?;
    let dot = rest.find('.')?;
    let number = &rest[..dot];
    let is_number = number.trim_start_matches(FILLED).bytes().all(|byte| byte.is_ascii_digit());
    let end = line.len() - rest.len() + dot + 1;
    is_number.then(|| (&line[..end], line[end..].trim()))
}

/// A text with what filled it as it was.
fn said(text: &str) -> String {
    let letters = text.chars().filter(|letter| *letter != FILLED);
    let text: String = letters
        .map(|letter| match letter {
            BREAK => '\n',
            BAR => '|',
            letter => letter,
        })
        .collect();
    clean(text.trim())
}

#[cfg(test)]
mod tests;
