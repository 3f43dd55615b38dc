//! Lines out of words: broken at spaces as late as they fit, a word longer than its line broken inside.

use super::faces::{Faces, Style};

/// How high a line is, in shares of the size of its letters: what Word calls 1.15 lines of Times New Roman.
const LEADING: f32 = 1.32;
/// Where the base line stands in a line, in shares of the size: half of what is left, then what rises above the base.
const BASE: f32 = (LEADING - 1.107) / 2.0 + 0.891;
/// A line whose spaces would grow beyond so many of themselves is not stretched.
const MOST_STRETCH: f32 = 4.0;

/// Words in one style.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) style: Style,
}

/// Where lines begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Middle,
    /// At both ends, the last line at the left.
    Both,
}

/// The room lines have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) width: f32,
    /// How far the first line stands in.
    pub(super) first: f32,
    pub(super) align: Align,
}

/// Words of one style in a line.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// From the left edge of the room.
    pub(super) x: f32,
    pub(super) text: String,
    pub(super) style: Style,
    /// What every space has more than its own width.
    pub(super) stretch: f32,
}

/// A line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    pub(super) height: f32,
    /// The base line below the upper edge.
    pub(super) base: f32,
}

/// A character as it will stand.
#[derive(Clone, Copy)]
struct Letter {
    what: char,
    style: Style,
    width: f32,
}

/// A word with the spaces before it.
struct Word {
    spaces: Vec<Letter>,
    letters: Vec<Letter>,
    /// Whether a new line begins after it.
    ends: bool,
}

/// Sets words in lines; at least one line, even of nothing.
pub(super) fn set(faces: &Faces, spans: &[Span], room: Room) -> Vec<Line> {
    let size = spans.iter().map(|span| span.style.size).fold(0.0_f32, f32::max);
    let mut setter = Setter { room, size, lines: Vec::new(), line: Vec::new(), width: 0.0 };
    for word in words(faces, spans) {
        setter.take(word);
    }
    if !setter.line.is_empty() || setter.lines.is_empty() {
        setter.close(true);
    }
    setter.lines
}

/// How wide a text is without any break.
pub(super) fn width(faces: &Faces, text: &str, style: Style) -> f32 {
    text.chars().map(|letter| faces.width(style.face, letter) * style.size).sum()
}

fn words(faces: &Faces, spans: &[Span]) -> Vec<Word> {
    let empty = || Word { spaces: Vec::new(), letters: Vec::new(), ends: false };
    let (mut words, mut word) = (Vec::new(), empty());
    for span in spans {
        for what in span.text.chars() {
            let style = span.style;
            let letter = Letter { what, style, width: faces.width(style.face, what) * style.size };
            match what {
                '\n' => {
                    word.ends = true;
                    words.push(std::mem::replace(&mut word, empty()));
                }
                ' ' if word.letters.is_empty() => word.spaces.push(letter),
                ' ' => {
                    words.push(std::mem::replace(&mut word, empty()));
                    word.spaces.push(letter);
                }
                _ => word.letters.push(letter),
            }
        }
    }
    words.push(word);
    words
}

struct Setter {
    room: Room,
    /// The size of an empty line.
    size: f32,
    lines: Vec<Line>,
    line: Vec<Letter>,
    width: f32,
}

impl Setter {
    fn indent(&self) -> f32 {
        if self.lines.is_empty() { self.room.first } else { 0.0 }
    }

    /// How much fits on the line that is being set.
    fn fits(&self) -> f32 {
        // A thousandth of a point forgives what adding up in another order rounds.
        self.room.width - self.indent() + 0.001
    }

    fn take(&mut self, word: Word) {
        let of = |letters: &[Letter]| letters.iter().map(|letter| letter.width).sum::<f32>();
        let (spaces, letters) = (of(&word.spaces), of(&word.letters));
        if !self.line.is_empty() && !word.letters.is_empty() {
            if self.width + spaces + letters <= self.fits() {
                self.line.extend(&word.spaces);
                self.width += spaces;
            } else {
                self.close(false);
            }
        }
        for letter in word.letters {
            if !self.line.is_empty() && self.width + letter.width > self.fits() {
                self.close(false);
            }
            self.width += letter.width;
            self.line.push(letter);
        }
        if word.ends {
            self.close(true);
        }
    }

    /// Ends a line; the last of its paragraph is never stretched.
    fn close(&mut self, is_last: bool) {
        let (line, width) = (std::mem::take(&mut self.line), std::mem::take(&mut self.width));
        let left = (self.room.width - self.indent() - width).max(0.0);
        let spaces: Vec<f32> =
            line.iter().filter(|letter| letter.what == ' ').map(|space| space.width).collect();
        let stretch = match spaces.len() {
            0 => 0.0,
            many => left / many as f32,
        };
        let is_wide = spaces.first().is_some_and(|space| stretch > space * MOST_STRETCH);
        let stretch = if self.room.align == Align::Both && !is_last && !is_wide { stretch } else { 0.0 };
        let start = match self.room.align {
            Align::Middle => left / 2.0,
            Align::Left | Align::Both => self.indent(),
        };
        let size = line.iter().filter(|letter| letter.style.rise == 0.0).map(|letter| letter.style.size);
        let size = size.fold(0.0_f32, f32::max);
        let size = if size > 0.0 { size } else { self.size };
        self.lines.push(Line {
            runs: runs(&line, start, stretch),
            height: size * LEADING,
            base: size * BASE,
        });
    }
}

/// The characters of a line, gathered by their style.
fn runs(line: &[Letter], start: f32, stretch: f32) -> Vec<Run> {
    let (mut runs, mut x): (Vec<Run>, f32) = (Vec::new(), start);
    for letter in line {
        match runs.last_mut() {
            Some(run) if run.style == letter.style => run.text.push(letter.what),
            _ => runs.push(Run { x, text: letter.what.to_string(), style: letter.style, stretch }),
        }
        x += letter.width + if letter.what == ' ' { stretch } else { 0.0 };
    }
    runs
}
