//! Tables: columns as wide as what stands in them asks, borders, rows that break only when a page cannot hold them.

use super::{
    bands::{Band, Head, Mark, Place, height, slices},
    faces::{Face, Style},
    lines::{Align, Room, set, width},
    parts::Setting,
};
use crate::{letter::Row, notes::uncalled};

/// The room inside a cell, to the sides and above.
const PAD: (f32, f32) = (4.5, 2.6);
/// No column asks for more than so much of the table before the others have had their share.
const MOST: f32 = 0.6;

/// The bands of a table, and what is repeated of it on every page.
pub(super) fn table(setting: &Setting<'_>, rows: &[Row], which: usize, place: Place) -> (Vec<Band>, Head) {
    let widths = widths(setting, rows, place.width);
    let mut bands = Vec::new();
    let mut head = Head { width: place.width, ..Head::default() };
    for (at, row) in rows.iter().enumerate() {
        let cells = cells(setting, row, &widths, at == 0);
        let limit = if at == 0 { place.height } else { place.height - head.band.height };
        let high = cells.iter().map(|cell| height(cell)).fold(0.0_f32, f32::max) + 2.0 * PAD.1;
        if high <= limit {
            let joined = cells.into_iter().map(Band::joined);
            let inside = joined.fold(Band::default(), |row, cell| row.beside(cell, 0.0));
            let mut band = Band::gap(PAD.1).beside(inside, PAD.1);
            band.height = high;
            let band = bordered(band, &widths, true);
            if at == 0 {
                head.band = band.clone();
            }
            bands.push(Band { keeps: at == 0, table: Some(which), ..band });
        } else {
            let slices = slices(cells);
            let many = slices.len();
            for (line, slice) in slices.into_iter().enumerate() {
                let above = if line == 0 { PAD.1 } else { 0.0 };
                let below = if line + 1 == many { PAD.1 } else { 0.0 };
                let high = slice.height + above + below;
                let mut band = Band::default().beside(slice, above);
                band.height = high;
                let mut band = bordered(band, &widths, false);
                if line == 0 || line + 1 == many {
                    let y = if line == 0 { 0.0 } else { band.height };
                    band.marks.push(Mark::Rule { from: (0.0, y), to: (place.width, y) });
                }
                bands.push(Band { table: Some(which), ..band });
            }
        }
    }
    (bands, head)
}

/// A row with its borders: those between columns, and when `is_whole` those above and below.
fn bordered(mut band: Band, widths: &[f32], is_whole: bool) -> Band {
    let (high, mut x) = (band.height, 0.0);
    let mut rules = vec![((0.0, 0.0), (0.0, high))];
    for width in widths {
        x += width;
        rules.push(((x, 0.0), (x, high)));
    }
    if is_whole {
        rules.extend([((0.0, 0.0), (x, 0.0)), ((0.0, high), (x, high))]);
    }
    band.marks.extend(rules.into_iter().map(|(from, to)| Mark::Rule { from, to }));
    band
}

fn style(setting: &Setting<'_>, is_heading: bool) -> Style {
    Style::new(if is_heading { Face::Bold } else { Face::Plain }, setting.size() - 1.0)
}

/// The lines of every cell, each where its column stands.
fn cells(setting: &Setting<'_>, row: &Row, widths: &[f32], is_heading: bool) -> Vec<Vec<Band>> {
    let mut x = 0.0;
    let cell = |(at, width): (usize, &f32)| {
        let text = row.get(at).map_or("", String::as_str);
        let align = if is_heading { Align::Middle } else { Align::Left };
        let room = Room { width: width - 2.0 * PAD.0, first: 0.0, align };
        let spans = setting.spans(text, style(setting, is_heading));
        let bands = Band::lines(set(setting.faces, &spans, room));
        let left = x + PAD.0;
        x += width;
        bands.into_iter().map(|band| band.right_by(left)).collect()
    };
    widths.iter().enumerate().map(cell).collect()
}

/// How wide each column is: as its words ask while there is room, and never so that a word must be broken while another column has
/// more than it needs.
fn widths(setting: &Setting<'_>, rows: &[Row], whole: f32) -> Vec<f32> {
    let many = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let (mut least, mut asked) = (vec![0.0_f32; many], vec![0.0_f32; many]);
    for (at, row) in rows.iter().enumerate() {
        let style = style(setting, at == 0);
        for (column, text) in row.iter().enumerate() {
            let text = uncalled(text, setting.notes);
            for line in text.split('\n') {
                asked[column] = asked[column].max(width(setting.faces, line, style));
                let longest = line.split(' ').map(|word| width(setting.faces, word, style));
                least[column] = longest.fold(least[column], f32::max);
            }
        }
    }
    let share = whole / many as f32;
    // What is raised beside a word needs a little room too.
    let air = 2.0 * PAD.0 + 6.0;
    for (least, asked) in least.iter_mut().zip(&mut asked) {
        *asked = (*asked + air).min(whole * MOST);
        *least = (*least + air).min(share).min(*asked);
    }
    let (sum_least, sum_asked): (f32, f32) = (least.iter().sum(), asked.iter().sum());
    if sum_asked <= whole {
        let more = (whole - sum_asked) / many as f32;
        return asked.into_iter().map(|width| width + more).collect();
    }
    let part = (whole - sum_least).max(0.0) / (sum_asked - sum_least).max(f32::EPSILON);
    least.into_iter().zip(asked).map(|(least, asked)| least + (asked - least) * part).collect()
}
