//! What is to be drawn, as the writer of the file takes it.

use super::{
    PdfError,
    bands::{HAIR, Mark, PAGE, Place},
    faces::{Face, Faces, Style},
    lines::{Run, width},
};
use crate::{Letter, notes::uncalled};
use danvan_domain::documents::Form;
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Archival, ConfigurationBuilder},
    error::KrillaError,
    geom::{Path, PathBuilder, Point, Transform},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash},
    surface::Surface,
    text::KrillaGlyph,
};
use resvg::{
    tiny_skia::{self, PathSegment},
    usvg::{self, Group, Node, Paint, Tree},
};

/// The size of the page number.
const NUMBER: f32 = 13.0;
/// A title is told to programs up to so many characters.
const TITLE: usize = 200;

/// Writes the pages.
pub(super) fn document(
    letter: &Letter,
    pages: &[Vec<Mark>],
    drawings: &[Tree],
    faces: &Faces,
    (form, place): (&Form, Place),
    is_packed: bool,
) -> Result<Vec<u8>, PdfError> {
    let refused = |error: String| PdfError::Refused(error);
    let archival = ConfigurationBuilder::new().with_archival_validator(Archival::A2_U).finish();
    let settings = SerializeSettings {
        compress_content_streams: is_packed,
        configuration: archival.map_err(|error| refused(format!("{error:?}")))?,
        enable_tagging: false,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let about = Metadata::new().title(title(letter)).language("vi".to_owned()).creator("danvan".to_owned());
    document.set_metadata(about.creation_date(day(letter)));
    for (number, marks) in (1..).zip(pages) {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1);
        let mut page = document.start_page_with(size.ok_or_else(|| refused("no page".to_owned()))?);
        let mut surface = page.surface();
        if number > 1 {
            numbered(&mut surface, faces, number, form, place);
        }
        surface.push_transform(&Transform::from_translate(place.left, place.top));
        for mark in marks {
            draw(&mut surface, faces, drawings, mark);
        }
        surface.pop();
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| refused(told(&error)))
}

/// What went wrong, without the bytes of a face.
fn told(error: &KrillaError) -> String {
    match error {
        KrillaError::Validation(faults) => {
            faults.iter().map(|(fault, _)| format!("{fault:?}")).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// What a letter is called by programs: its kind and what it is about, else its number.
fn title(letter: &Letter) -> String {
    let said = [&letter.title, &letter.about, &letter.number];
    let said: Vec<String> = said
        .into_iter()
        .map(|text| uncalled(text, letter.notes.len()).replace('\n', " ").trim().to_owned())
        .filter(|text| !text.is_empty())
        .take(2)
        .collect();
    let said: String = said.join(" ").chars().take(TITLE).collect();
    if said.is_empty() { "danvan".to_owned() } else { said }
}

/// The day a letter says it is of, since a file must have a day and there is no clock here; else the first year of all clocks.
fn day(letter: &Letter) -> DateTime {
    let numbers = letter.place_and_day.split(|one: char| !one.is_ascii_digit());
    let numbers: Vec<u16> = numbers.filter_map(|number| number.parse().ok()).collect();
    let fits = |value: u16, most: u8| u8::try_from(value).ok().filter(|it| (1..=most).contains(it));
    match numbers.as_slice() {
        [.., day, month, year @ 1000..=9999] => match (fits(*day, 31), fits(*month, 12)) {
            (Some(day), Some(month)) => DateTime::new(*year).month(month).day(day),
            _ => DateTime::new(*year),
        },
        _ => DateTime::new(1970),
    }
}

/// The number of a page, in the middle of its upper margin.
fn numbered(surface: &mut Surface<'_>, faces: &Faces, number: usize, form: &Form, place: Place) {
    let (text, style) = (number.to_string(), Style::new(Face::Plain, NUMBER.min(f32::from(form.size))));
    let x = place.left + (place.width - width(faces, &text, style)) / 2.0;
    words(surface, faces, place.top * 0.5 + style.size * 0.45, &Run { x, text, style, stretch: 0.0 });
}

fn draw(surface: &mut Surface<'_>, faces: &Faces, drawings: &[Tree], mark: &Mark) {
    match mark {
        Mark::Words { y, run } => words(surface, faces, *y, run),
        Mark::Rule { from, to } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            if let Some(path) = path.finish() {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke {
                    width: HAIR,
                    line_cap: LineCap::Square,
                    ..Stroke::default()
                }));
                surface.draw_path(&path);
                surface.set_stroke(None);
            }
        }
        Mark::Drawing { which, at, width, height } => {
            let Some(tree) = drawings.get(*which) else { return };
            let size = tree.size();
            surface.push_transform(&Transform::from_row(
                width / size.width(),
                0.0,
                0.0,
                height / size.height(),
                at.0,
                at.1,
            ));
            group(surface, tree.root());
            surface.pop();
            surface.set_fill(None);
            surface.set_stroke(None);
        }
    }
}

/// Words of one style, each character told as itself, so that programs read what people see.
fn words(surface: &mut Surface<'_>, faces: &Faces, y: f32, run: &Run) {
    let Style { face, size, rise } = run.style;
    let glyph = |(at, letter): (usize, char)| {
        let more = if letter == ' ' { run.stretch / size } else { 0.0 };
        let advance = faces.width(face, letter) + more;
        let range = at..at + letter.len_utf8();
        KrillaGlyph::new(faces.shape(face, letter), advance, 0.0, 0.0, 0.0, range, None)
    };
    let glyphs: Vec<KrillaGlyph> = run.text.char_indices().map(glyph).collect();
    surface.set_fill(Some(Fill::default()));
    surface.draw_glyphs(Point::from_xy(run.x, y - rise), &glyphs, faces.font(face), &run.text, size, false);
}

/// A group of a drawing. What is set in plain colours is drawn as it is; of patterns and gradients a plain grey is left, and words
/// are drawn as outlines.
fn group(surface: &mut Surface<'_>, it: &Group) {
    surface.push_transform(&moved(it.transform()));
    let opacity = normal(it.opacity());
    let is_clear = opacity.get() < 1.0;
    if is_clear {
        surface.push_opacity(opacity);
    }
    for node in it.children() {
        match node {
            Node::Group(inner) => group(surface, inner),
            Node::Path(path) => outline(surface, path),
            Node::Text(text) => group(surface, text.flattened()),
            Node::Image(_) => {}
        }
    }
    if is_clear {
        surface.pop();
    }
    surface.pop();
}

fn outline(surface: &mut Surface<'_>, it: &usvg::Path) {
    let Some(path) = path(it.data()).filter(|_| it.is_visible()) else { return };
    surface.set_fill(it.fill().map(|fill| Fill {
        paint: colour(fill.paint()).into(),
        opacity: normal(fill.opacity()),
        rule: match fill.rule() {
            usvg::FillRule::NonZero => FillRule::NonZero,
            usvg::FillRule::EvenOdd => FillRule::EvenOdd,
        },
    }));
    surface.set_stroke(it.stroke().map(|stroke| Stroke {
        paint: colour(stroke.paint()).into(),
        width: stroke.width().get(),
        miter_limit: stroke.miterlimit().get(),
        line_cap: match stroke.linecap() {
            usvg::LineCap::Butt => LineCap::Butt,
            usvg::LineCap::Round => LineCap::Round,
            usvg::LineCap::Square => LineCap::Square,
        },
        line_join: match stroke.linejoin() {
            usvg::LineJoin::Round => LineJoin::Round,
            usvg::LineJoin::Bevel => LineJoin::Bevel,
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoin::Miter,
        },
        opacity: normal(stroke.opacity()),
        dash:
            stroke.dasharray().map(|array| StrokeDash { array: array.to_vec(), offset: stroke.dashoffset() }),
    }));
    if it.fill().is_some() || it.stroke().is_some() {
        surface.draw_path(&path);
    }
}

fn moved(by: tiny_skia::Transform) -> Transform {
    Transform::from_row(by.sx, by.ky, by.kx, by.sy, by.tx, by.ty)
}

fn normal(opacity: usvg::Opacity) -> NormalizedF32 {
    NormalizedF32::new(opacity.get()).unwrap_or(NormalizedF32::ONE)
}

fn colour(paint: &Paint) -> rgb::Color {
    match paint {
        Paint::Color(colour) => rgb::Color::new(colour.red, colour.green, colour.blue),
        _ => rgb::Color::new(0xdd, 0xdd, 0xdd),
    }
}

fn path(data: &tiny_skia::Path) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(to) => path.move_to(to.x, to.y),
            PathSegment::LineTo(to) => path.line_to(to.x, to.y),
            PathSegment::QuadTo(by, to) => path.quad_to(by.x, by.y, to.x, to.y),
            PathSegment::CubicTo(from, by, to) => path.cubic_to(from.x, from.y, by.x, by.y, to.x, to.y),
            PathSegment::Close => path.close(),
        }
    }
    path.finish()
}
