//! A letter as DOCX: an editable draft on A4, set as its system asks.

mod called;
mod drawn;

use crate::{
    letter::{Block, Letter, Row},
    notes::{Piece, pieces},
};
use called::Called;
use danvan_domain::documents::Form;
use docx_rs::{
    AlignmentType, BreakType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType,
    Table, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};
use std::io::Cursor;

/// The face every system asks for.
pub const FACE: &str = "Times New Roman";
/// A4 in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
/// How far a paragraph's first line stands in: 1.27 cm.
const FIRST_LINE: i32 = 720;

/// Millimetres in twentieths of a point.
fn twips(millimetres: u16) -> i32 {
    (i32::from(millimetres) * 14_400 + 127) / 254
}

/// Points in half points.
fn half(points: u16) -> usize {
    usize::from(points) * 2
}

/// Writes a letter. The same letter gives the same bytes.
///
/// # Errors
/// When a drawing in it cannot be drawn, or the archive cannot be written, which memory does not refuse.
pub fn write(letter: &Letter, form: &Form) -> std::io::Result<Vec<u8>> {
    let letter = &letter.clone().cleaned();
    let face = RunFonts::new().ascii(FACE).hi_ansi(FACE).cs(FACE).east_asia(FACE);
    let margin = PageMargin::new()
        .top(twips(form.top))
        .bottom(twips(form.bottom))
        .left(twips(form.left))
        .right(twips(form.right))
        .header(twips(10))
        .footer(twips(10));
    let mut docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .default_fonts(face)
        .default_size(half(form.size));
    let set = Setting { form, width: text_width(form), called: Called::of(letter) };
    if !letter.remark.is_empty() {
        docx =
            docx.add_paragraph(set.middle(&letter.remark, form.recipients_size, |run| run.bold().italic()));
    }
    docx = docx.add_table(set.head(letter));
    for paragraph in set.title(letter) {
        docx = docx.add_paragraph(paragraph);
    }
    let mut told = Vec::new();
    for block in &letter.blocks {
        docx = match block {
            Block::Table(rows) => docx.add_table(set.table(rows)).add_paragraph(set.gap()),
            Block::Picture(picture) => {
                told.push(picture.told.as_str());
                let drawing = set.drawing(picture, told.len())?;
                docx.add_paragraph(drawing).add_paragraph(set.block(block))
            }
            other => docx.add_paragraph(set.block(other)),
        };
    }
    docx = docx.add_paragraph(set.gap()).add_table(set.foot(letter));
    for paragraph in set.listed(letter) {
        docx = docx.add_paragraph(paragraph);
    }
    let mut file = docx.build();
    drawn::tell(&mut file.document, &told);
    called::number(&mut file.footnotes);
    let mut bytes = Cursor::new(Vec::new());
    file.pack(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.into_inner())
}

fn text_width(form: &Form) -> usize {
    let width = PAGE.0.cast_signed() - twips(form.left) - twips(form.right);
    usize::try_from(width).unwrap_or(0)
}

/// What every part needs to set itself.
struct Setting<'a> {
    form: &'a Form,
    /// The text's width in twentieths of a point.
    width: usize,
    /// The notes that are called.
    called: Called<'a>,
}

impl Setting<'_> {
    fn run(&self, text: &str, points: u16) -> Run {
        let mut run = Run::new().size(half(points));
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                run = run.add_break(BreakType::TextWrapping);
            }
            run = run.add_text(line);
        }
        run
    }

    /// A text in a paragraph, the calls of its notes raised.
    fn say(&self, to: Paragraph, text: &str, points: u16, dress: impl Fn(Run) -> Run) -> Paragraph {
        pieces(text, self.called.notes.len()).into_iter().fold(to, |to, piece| {
            to.add_run(match piece {
                Piece::Text(text) => dress(self.run(&text, points)),
                Piece::Call(number) => self.called.call(number, points),
            })
        })
    }

    fn middle(&self, text: &str, points: u16, dress: impl Fn(Run) -> Run) -> Paragraph {
        let tight = LineSpacing::new().before(0).after(0);
        self.say(Paragraph::new().align(AlignmentType::Center).line_spacing(tight), text, points, dress)
    }

    /// A short rule, as stands below an organisation's name.
    fn rule(&self, length: usize) -> Paragraph {
        let spacing = LineSpacing::new().before(0).after(0).line(120);
        let run = Run::new().size(half(6)).add_text("_".repeat(length));
        Paragraph::new().align(AlignmentType::Center).line_spacing(spacing).add_run(run)
    }

    fn gap(&self) -> Paragraph {
        Paragraph::new().line_spacing(LineSpacing::new().before(0).after(0))
    }

    /// Two columns without borders; `left` in hundredths of the width.
    fn columns(&self, left: usize, cells: [Vec<Paragraph>; 2]) -> Table {
        let widths = [self.width * left / 100, self.width * (100 - left) / 100];
        let row = cells.into_iter().zip(widths).map(|(paragraphs, width)| {
            let cell = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Top);
            paragraphs.into_iter().fold(cell, TableCell::add_paragraph)
        });
        Table::without_borders(vec![TableRow::new(row.collect())])
            .layout(TableLayoutType::Fixed)
            .width(self.width, WidthType::Dxa)
            .set_grid(widths.to_vec())
    }

    fn head(&self, letter: &Letter) -> Table {
        let (form, size) = (self.form, self.form.size - 2);
        let mut left = Vec::new();
        if !letter.superior.is_empty() {
            left.push(self.middle(&letter.superior, size, |run| run));
        }
        left.extend(letter.organisation.iter().map(|line| self.middle(line, size, Run::bold)));
        left.push(if form.star { self.middle("*", size, Run::bold) } else { self.rule(16) });
        left.push(self.middle(&letter.number, form.size - 1, |run| run));
        if letter.title.is_empty() && !letter.about.is_empty() {
            left.push(self.middle(&letter.about, 12, |run| run));
        }
        let mut right = vec![self.middle(&form.motto, size, Run::bold)];
        if !form.creed.is_empty() {
            right.push(self.middle(&form.creed, form.size - 1, Run::bold));
        }
        right.push(self.rule(42));
        right.push(self.middle(&letter.place_and_day, form.size - 1, Run::italic));
        self.columns(40, [left, right])
    }

    fn title(&self, letter: &Letter) -> Vec<Paragraph> {
        let form = self.form;
        let mut lines = vec![self.gap()];
        if !letter.title.is_empty() {
            lines.push(self.middle(&letter.title, form.title_size, Run::bold));
            if !letter.about.is_empty() {
                lines.push(self.middle(&letter.about, form.size, Run::bold));
            }
            lines.push(self.rule(20));
        }
        let alone = letter.addressees.len() == 1;
        if alone {
            let text = format!("Kính gửi: {}", letter.addressees[0]);
            lines.push(self.middle(&text, form.size, |run| run));
        } else if !letter.addressees.is_empty() {
            lines.push(self.body("Kính gửi:", false));
            let entries = letter.addressees.iter();
            lines.extend(entries.map(|to| {
                self.body(&format!("- {to}"), false).indent(Some(2 * FIRST_LINE), None, None, None)
            }));
        }
        lines.push(self.gap());
        lines
    }

    fn body(&self, text: &str, is_italic: bool) -> Paragraph {
        let dress = |run: Run| if is_italic { run.italic() } else { run };
        self.say(self.paragraph(), text, self.form.size, dress)
    }

    fn paragraph(&self) -> Paragraph {
        Paragraph::new()
            .align(AlignmentType::Both)
            .line_spacing(LineSpacing::new().before(60).after(60).line(276))
            .indent(Some(0), Some(SpecialIndentType::FirstLine(FIRST_LINE)), None, None)
    }

    fn block(&self, block: &Block) -> Paragraph {
        match block {
            Block::Base(text) => self.body(text, true),
            Block::Heading(text) => self.middle(text, self.form.size, Run::bold),
            Block::Paragraph(text) => self.body(text, false),
            Block::Item(text) => self.body(&format!("- {text}"), false),
            Block::Article(lead, text) => {
                let lead = self.say(self.paragraph(), &format!("{lead} "), self.form.size, Run::bold);
                self.say(lead, text, self.form.size, |run| run)
            }
            Block::Picture(picture) => self.middle(&picture.told, self.form.size - 1, Run::italic),
            Block::Table(_) => self.gap(),
        }
    }

    fn table(&self, rows: &[Row]) -> Table {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let width = self.width / columns;
        let size = self.form.size - 1;
        let cell = |text: &str, is_heading: bool| {
            let dress = |run: Run| if is_heading { run.bold() } else { run };
            let tight = LineSpacing::new().before(20).after(20);
            let paragraph = self.say(Paragraph::new().line_spacing(tight), text, size, dress);
            TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
        };
        let rows = rows.iter().enumerate().map(|(at, row)| {
            let texts = (0..columns).map(|column| row.get(column).map_or("", String::as_str));
            TableRow::new(texts.map(|text| cell(text, at == 0)).collect())
        });
        Table::new(rows.collect())
            .layout(TableLayoutType::Fixed)
            .width(self.width, WidthType::Dxa)
            .set_grid(vec![width; columns])
    }

    fn foot(&self, letter: &Letter) -> Table {
        let form = self.form;
        let tight = || LineSpacing::new().before(0).after(0);
        let mut left = Vec::new();
        if !letter.recipients.is_empty() {
            let name = Run::new().size(half(form.recipients_size + 1)).bold().italic().add_text("Nơi nhận:");
            left.push(Paragraph::new().line_spacing(tight()).add_run(name));
        }
        let entries = letter.recipients.iter();
        left.extend(entries.map(|to| {
            let paragraph = Paragraph::new().line_spacing(tight());
            self.say(paragraph, &format!("- {to}"), form.recipients_size, |run| run)
        }));
        left.push(self.gap());
        let mut right: Vec<Paragraph> =
            letter.signature.iter().map(|line| self.middle(line, form.size, Run::bold)).collect();
        // Room for the signature and the seal.
        right.extend((0..4).map(|_| self.middle("", form.size, |run| run)));
        right.push(self.middle(&letter.signer, form.size, Run::bold));
        self.columns(46, [left, right])
    }
}

#[cfg(test)]
mod tests;
