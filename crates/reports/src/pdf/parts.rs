//! The parts of a letter as bands, from the remark above its head to the notes below its foot.

use super::{
    PdfError,
    bands::{Band, Head, Mark, Place, columns, points},
    faces::{Face, Faces, Style},
    lines::{Align, Line, Room, Span, set},
    tables::table,
};
use crate::{
    Block, Letter, Picture,
    notes::{Piece, pieces},
    picture::tree,
};
use danvan_domain::documents::Form;
use resvg::usvg::Tree;

/// How far a paragraph's first line stands in: 1.27 cm.
const FIRST_LINE: f32 = 36.0;
/// What parts paragraphs, and entries of a list.
const APART: f32 = 6.0;
/// The smallest letters of a page, of the notes.
const NOTE_SIZE: f32 = 10.0;

/// A letter as bands.
pub(super) struct Laid {
    pub(super) bands: Vec<Band>,
    pub(super) heads: Vec<Head>,
    pub(super) drawings: Vec<Tree>,
}

/// What every part needs to set itself.
pub(super) struct Setting<'a> {
    pub(super) form: &'a Form,
    pub(super) faces: &'a Faces,
    /// How many notes may be called.
    pub(super) notes: usize,
}

/// Lays a letter out.
pub(super) fn lay(letter: &Letter, form: &Form, faces: &Faces, place: Place) -> Result<Laid, PdfError> {
    let set = Setting { form, faces, notes: letter.notes.len() };
    let mut laid = Laid { bands: Vec::new(), heads: Vec::new(), drawings: Vec::new() };
    if !letter.remark.is_empty() {
        let style = Style::new(Face::BoldItalic, f32::from(form.recipients_size));
        laid.bands.extend(set.middle(&letter.remark, style, place.width));
        laid.bands.push(Band::gap(points(3.0)));
    }
    laid.bands.extend(set.head(letter, place));
    laid.bands.extend(set.title(letter, place.width));
    for block in &letter.blocks {
        set.block(block, place, &mut laid)?;
    }
    // The foot never stands alone on a page while there is something it may stand below.
    laid.bands.iter_mut().rev().take(2).for_each(|band| band.keeps = true);
    let before = laid.bands.len();
    laid.bands.extend(set.foot(letter, place));
    if let Some(first) = laid.bands.get_mut(before) {
        first.before = points(8.0);
    }
    laid.bands.extend(set.listed(letter, place.width));
    Ok(laid)
}

impl Setting<'_> {
    pub(super) fn size(&self) -> f32 {
        f32::from(self.form.size)
    }

    /// A text in its style, with the calls of notes raised.
    pub(super) fn spans(&self, text: &str, style: Style) -> Vec<Span> {
        let span = |piece| match piece {
            Piece::Text(text) => Span { text, style },
            Piece::Call(number) => Span { text: number.to_string(), style: style.raised() },
        };
        let mut spans: Vec<Span> = pieces(text, self.notes).into_iter().map(span).collect();
        if spans.is_empty() {
            spans.push(Span { text: String::new(), style });
        }
        spans
    }

    fn lines(&self, text: &str, style: Style, room: Room) -> Vec<Line> {
        set(self.faces, &self.spans(text, style), room)
    }

    fn middle(&self, text: &str, style: Style, width: f32) -> Vec<Band> {
        Band::lines(self.lines(text, style, Room { width, first: 0.0, align: Align::Middle }))
    }

    /// A column of the head or the foot, `left` from the left edge.
    fn column(bands: Vec<Band>, left: f32) -> Vec<Band> {
        bands.into_iter().map(|band| Band { keeps: false, ..band.right_by(left) }).collect()
    }

    fn head(&self, letter: &Letter, place: Place) -> Vec<Band> {
        let (form, size) = (self.form, self.size() - 2.0);
        let gutter = points(3.0);
        let wide = [(place.width - gutter) * 0.4, (place.width - gutter) * 0.6];
        let style = |face, size| Style::new(face, size);
        let mut left = Vec::new();
        if !letter.superior.is_empty() {
            left.extend(self.middle(&letter.superior, style(Face::Plain, size), wide[0]));
        }
        for line in &letter.organisation {
            left.extend(self.middle(line, style(Face::Bold, size), wide[0]));
        }
        if form.star {
            left.extend(self.middle("*", style(Face::Bold, size), wide[0]));
        } else {
            left.push(Band::rule(wide[0] * 0.34, wide[0] * 0.32));
        }
        left.extend(self.middle(&letter.number, style(Face::Plain, size + 1.0), wide[0]));
        if letter.title.is_empty() && !letter.about.is_empty() {
            left.extend(self.middle(&letter.about, style(Face::Plain, 12.0), wide[0]));
        }
        let mut right = self.middle(&form.motto, style(Face::Bold, size), wide[1]);
        let mut under = (form.motto.as_str(), style(Face::Bold, size));
        if !form.creed.is_empty() {
            under = (&form.creed, style(Face::Bold, size + 1.0));
            right.extend(self.middle(under.0, under.1, wide[1]));
        }
        let length = super::lines::width(self.faces, under.0, under.1).min(wide[1]);
        right.push(Band::rule((wide[1] - length) / 2.0, length));
        right.extend(self.middle(&letter.place_and_day, style(Face::Italic, size + 1.0), wide[1]));
        columns(vec![Self::column(left, 0.0), Self::column(right, wide[0] + gutter)], place)
    }

    fn title(&self, letter: &Letter, width: f32) -> Vec<Band> {
        let mut bands = vec![Band::gap(points(6.0))];
        if !letter.title.is_empty() {
            let style = Style::new(Face::Bold, f32::from(self.form.title_size));
            bands.extend(self.middle(&letter.title, style, width));
            if !letter.about.is_empty() {
                bands.extend(self.middle(&letter.about, Style::new(Face::Bold, self.size()), width));
            }
            bands.push(Band::rule(width * 0.39, width * 0.22));
            bands.push(Band::gap(points(3.0)));
        }
        let style = Style::new(Face::Plain, self.size());
        if let [only] = letter.addressees.as_slice() {
            bands.extend(self.middle(&format!("Kính gửi: {only}"), style, width));
            bands.push(Band::gap(points(3.0)));
        } else if !letter.addressees.is_empty() {
            bands.extend(self.middle("Kính gửi:", style, FIRST_LINE * 4.0));
            for to in &letter.addressees {
                let room = Room { width: width - 2.0 * FIRST_LINE, first: 0.0, align: Align::Left };
                let lines = Band::lines(self.lines(&format!("- {to}"), style, room));
                bands.extend(lines.into_iter().map(|band| band.right_by(2.0 * FIRST_LINE)));
            }
            bands.push(Band::gap(points(3.0)));
        }
        bands.iter_mut().for_each(|band| band.keeps = true);
        bands
    }

    /// A paragraph: its first line stands in, both ends are straight.
    fn paragraph(&self, spans: &[Span], width: f32) -> Vec<Band> {
        let room = Room { width, first: FIRST_LINE, align: Align::Both };
        let mut bands = Band::lines(set(self.faces, spans, room));
        if let Some(first) = bands.first_mut() {
            first.before = APART;
        }
        bands
    }

    fn block(&self, block: &Block, place: Place, laid: &mut Laid) -> Result<(), PdfError> {
        let style = |face| Style::new(face, self.size());
        let width = place.width;
        match block {
            Block::Base(text) => {
                laid.bands.extend(self.paragraph(&self.spans(text, style(Face::Italic)), width));
            }
            Block::Heading(text) => {
                let mut bands = self.middle(text, style(Face::Bold), width);
                bands.iter_mut().for_each(|band| band.keeps = true);
                if let Some(first) = bands.first_mut() {
                    first.before = APART * 1.5;
                }
                laid.bands.extend(bands);
            }
            Block::Paragraph(text) => {
                laid.bands.extend(self.paragraph(&self.spans(text, style(Face::Plain)), width));
            }
            Block::Item(text) => {
                let spans = self.spans(&format!("- {text}"), style(Face::Plain));
                laid.bands.extend(self.paragraph(&spans, width));
            }
            Block::Article(lead, text) => {
                let mut spans = self.spans(lead, style(Face::Bold));
                spans.extend(self.spans(&format!(" {text}"), style(Face::Plain)));
                let mut bands = self.paragraph(&spans, width);
                // A lead alone is a heading of what follows.
                if text.is_empty() {
                    bands.iter_mut().for_each(|band| band.keeps = true);
                }
                laid.bands.extend(bands);
            }
            Block::Table(rows) if rows.is_empty() => {}
            Block::Table(rows) => {
                let (bands, head) = table(self, rows, laid.heads.len(), place);
                laid.heads.push(head);
                laid.bands.push(Band { keeps: true, ..Band::gap(APART) });
                laid.bands.extend(bands);
                laid.bands.push(Band::gap(APART / 2.0));
            }
            Block::Picture(picture) => self.picture(picture, place, laid)?,
        }
        Ok(())
    }

    /// A drawing as wide as the text, or as high as a page allows, with what it shows below.
    fn picture(&self, picture: &Picture, place: Place, laid: &mut Laid) -> Result<(), PdfError> {
        let drawing = tree(&picture.svg)?;
        let told = self.middle(&picture.told, Style::new(Face::Italic, self.size() - 1.0), place.width);
        let size = drawing.size();
        let most = (place.height - super::bands::height(&told)).max(place.height / 2.0);
        let scale = (place.width / size.width()).min(most / size.height());
        let (width, height) = (size.width() * scale, size.height() * scale);
        let at = ((place.width - width) / 2.0, 0.0);
        let mark = Mark::Drawing { which: laid.drawings.len(), at, width, height };
        laid.drawings.push(drawing);
        laid.bands.push(Band { height, before: APART, marks: vec![mark], keeps: true, table: None });
        laid.bands.extend(told);
        Ok(())
    }

    fn foot(&self, letter: &Letter, place: Place) -> Vec<Band> {
        let gutter = points(3.0);
        let wide = [(place.width - gutter) * 0.46, (place.width - gutter) * 0.54];
        let small = f32::from(self.form.recipients_size);
        let mut left = Vec::new();
        let room = Room { width: wide[0], first: 0.0, align: Align::Left };
        if !letter.recipients.is_empty() {
            let style = Style::new(Face::BoldItalic, small + 1.0);
            left.extend(Band::lines(self.lines("Nơi nhận:", style, room)));
        }
        for to in &letter.recipients {
            let style = Style::new(Face::Plain, small);
            left.extend(Band::lines(self.lines(&format!("- {to}"), style, room)));
        }
        let bold = Style::new(Face::Bold, self.size());
        let mut right = Vec::new();
        for line in &letter.signature {
            right.extend(self.middle(line, bold, wide[1]));
        }
        // Room for the signature and the seal.
        right.push(Band::gap(points(26.0)));
        right.extend(self.middle(&letter.signer, bold, wide[1]));
        columns(vec![Self::column(left, 0.0), Self::column(right, wide[0] + gutter)], place)
    }

    /// The notes, in small letters below a rule.
    fn listed(&self, letter: &Letter, width: f32) -> Vec<Band> {
        let mut bands = Vec::new();
        if letter.notes.is_empty() {
            return bands;
        }
        let rule = Band::rule(0.0, width / 3.0);
        bands.push(Band { before: points(5.0), keeps: true, ..rule });
        let style = Style::new(Face::Plain, NOTE_SIZE);
        for (number, note) in (1..).zip(&letter.notes) {
            let mut spans = vec![Span { text: format!("{number}"), style: style.raised() }];
            let note = crate::notes::uncalled(note, self.notes);
            spans.push(Span { text: format!(" {note}"), style });
            let room = Room { width, first: 0.0, align: Align::Left };
            bands.extend(Band::lines(set(self.faces, &spans, room)));
        }
        bands
    }
}
