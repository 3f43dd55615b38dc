//! Bands: what is as high as it is and cannot be broken, one below the other, and the pages they come to.

use super::lines::{Line, Run};
use danvan_domain::documents::Form;

/// A4 in points.
pub(super) const PAGE: (f32, f32) = (595.276, 841.89);
/// How wide the borders of tables are, and the rules of a letter.
pub(super) const HAIR: f32 = 0.75;

/// Millimetres in points.
pub(super) fn points(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// Where the text of a page stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Place {
    pub(super) fn of(form: &Form) -> Self {
        let [left, right, top, bottom] =
            [form.left, form.right, form.top, form.bottom].map(|margin| points(f32::from(margin)));
        Self { left, top, width: PAGE.0 - left - right, height: PAGE.1 - top - bottom }
    }
}

/// Something to be drawn; places are measured from the upper left of the band, later of the text.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// Words, their base line at `y`.
    Words { y: f32, run: Run },
    /// A rule from one point to another.
    Rule { from: (f32, f32), to: (f32, f32) },
    /// A drawing by its number among the letter's.
    Drawing { which: usize, at: (f32, f32), width: f32, height: f32 },
}

impl Mark {
    fn moved(mut self, by: (f32, f32)) -> Self {
        let shift = |point: &mut (f32, f32)| *point = (point.0 + by.0, point.1 + by.1);
        match &mut self {
            Self::Words { y, run } => {
                run.x += by.0;
                *y += by.1;
            }
            Self::Rule { from, to } => {
                shift(from);
                shift(to);
            }
            Self::Drawing { at, .. } => shift(at),
        }
        self
    }
}

/// What stands across the page and is not broken.
#[derive(Clone, Debug, Default)]
pub(super) struct Band {
    pub(super) height: f32,
    /// The room above it, which falls away at the top of a page.
    pub(super) before: f32,
    pub(super) marks: Vec<Mark>,
    /// Whether it stays on the page of what follows.
    pub(super) keeps: bool,
    /// The table it belongs to.
    pub(super) table: Option<usize>,
}

/// What is repeated where a table goes on, and how wide the table is.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) band: Band,
    pub(super) width: f32,
}

impl Band {
    /// Room without anything.
    pub(super) fn gap(height: f32) -> Self {
        Self { height, ..Self::default() }
    }

    /// A rule in the middle of a room, with a little air.
    pub(super) fn rule(left: f32, length: f32) -> Self {
        let rule = Mark::Rule { from: (left, 3.4), to: (left + length, 3.4) };
        Self { height: 7.6, marks: vec![rule], ..Self::default() }
    }

    fn of(line: Line) -> Self {
        let base = line.base;
        let marks = line.runs.into_iter().map(|run| Mark::Words { y: base, run });
        Self { height: line.height, marks: marks.collect(), ..Self::default() }
    }

    /// Lines as bands: neither the first nor the last of several stands alone on a page.
    pub(super) fn lines(lines: Vec<Line>) -> Vec<Self> {
        let many = lines.len();
        let keeps = |at: usize| many > 1 && (at == 0 || at + 2 == many);
        let bands = lines.into_iter().enumerate();
        bands.map(|(at, line)| Self { keeps: keeps(at), ..Self::of(line) }).collect()
    }

    /// The same, further right.
    pub(super) fn right_by(mut self, by: f32) -> Self {
        self.marks = self.marks.into_iter().map(|mark| mark.moved((by, 0.0))).collect();
        self
    }

    /// This band with another beside it, whose marks stand lower by `down`.
    pub(super) fn beside(mut self, other: Self, down: f32) -> Self {
        self.height = self.height.max(other.height + down);
        self.marks.extend(other.marks.into_iter().map(|mark| mark.moved((0.0, down))));
        self
    }

    /// Bands below each other as one.
    pub(super) fn joined(bands: impl IntoIterator<Item = Self>) -> Self {
        bands.into_iter().fold(Self::default(), |whole, band| {
            let down = whole.height + band.before;
            whole.beside(band, down)
        })
    }
}

/// How high bands are together.
pub(super) fn height(bands: &[Band]) -> f32 {
    bands.iter().map(|band| band.before + band.height).sum()
}

/// Columns beside each other: one band where they fit on a page, else one for each of their lines.
pub(super) fn columns(columns: Vec<Vec<Band>>, place: Place) -> Vec<Band> {
    if columns.iter().all(|column| height(column) <= place.height) {
        let joined = columns.into_iter().map(Band::joined);
        return vec![joined.fold(Band::default(), |row, column| row.beside(column, 0.0))];
    }
    slices(columns)
}

/// Columns line by line, for a row that is longer than a page.
pub(super) fn slices(columns: Vec<Vec<Band>>) -> Vec<Band> {
    let many = columns.iter().map(Vec::len).max().unwrap_or(0);
    let mut slices = vec![Band::default(); many];
    for column in columns {
        for (slice, band) in slices.iter_mut().zip(column) {
            *slice = std::mem::take(slice).beside(Band { keeps: false, ..band }, 0.0);
        }
    }
    slices
}

/// The pages that bands come to: what is to be drawn on each, measured from the upper left of its text.
pub(super) fn paged(bands: Vec<Band>, heads: &[Head], place: Place) -> Vec<Vec<Mark>> {
    let mut pages: Vec<Vec<Mark>> = vec![Vec::new()];
    let (mut y, mut table) = (0.0_f32, None);
    let wanted: Vec<f32> = (0..bands.len()).map(|at| together(&bands[at..], place.height)).collect();
    for (band, wanted) in bands.into_iter().zip(wanted) {
        let head = band.table.filter(|it| table == Some(*it)).and_then(|it| heads.get(it));
        // What is kept together must fit below the heading that is repeated, or it is broken after all.
        let room = place.height - head.map_or(0.0, |head| head.band.height);
        let needed = if wanted <= room { wanted } else { band.height };
        if y > 0.0 && y + band.before + needed > place.height + 0.01 {
            let mut page = Vec::new();
            let ended = y;
            y = 0.0;
            if let Some(head) = head {
                let end = Mark::Rule { from: (0.0, ended), to: (head.width, ended) };
                pages.last_mut().into_iter().for_each(|page| page.push(end.clone()));
                if head.band.height <= place.height / 2.0 {
                    y = head.band.height;
                    page.extend(head.band.marks.iter().cloned());
                } else {
                    page.push(Mark::Rule { from: (0.0, 0.0), to: (head.width, 0.0) });
                }
            }
            pages.push(page);
        }
        table = band.table;
        y += if y > 0.0 { band.before } else { 0.0 };
        let marks = band.marks.into_iter().map(|mark| mark.moved((0.0, y)));
        pages.last_mut().into_iter().for_each(|page| page.extend(marks.clone()));
        y += band.height;
    }
    pages
}

/// How high a band is with all that it keeps to; no more than looking beyond a page can tell.
fn together(bands: &[Band], most: f32) -> f32 {
    let mut height = 0.0;
    for (at, band) in bands.iter().enumerate() {
        height += band.height + if at > 0 { band.before } else { 0.0 };
        if !band.keeps || height > most {
            break;
        }
    }
    height
}
