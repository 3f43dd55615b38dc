//! A drawing as a file of its own: its colours inside, its title above, and under it what it was asked, so that whoever gets it
//! without its page knows what it shows.

use super::{curves::Trend, dots::Dots, tiles::TileMap};
use askama::Template;

/// Colours of the classes on white paper, as the style sheet has them in print.
const COLOURS: [&str; 7] = ["#f0eee5", "#d3e6de", "#a6cfc2", "#6db0a1", "#2f7d71", "#0d5d54", "#063a36"];
/// How much larger a PNG is than its drawing: fine enough for a printed page.
const FINE: f64 = 2.5;
/// The room around a drawing.
const AROUND: f64 = 10.0;
/// Sizes of the title, and of the lines under a drawing.
const SIZES: (f64, f64) = (14.0, 11.0);
/// How wide a letter is at most on the whole, in shares of its size.
const LETTER: f64 = 0.56;

/// What is drawn.
pub enum Figure {
    /// A map of tiles, with the classes of its legend and their words.
    Map(TileMap, Vec<(String, String)>),
    /// A trend.
    Trend(Trend),
    /// Places as dots, and what the line of the whole says.
    Dots(Dots, String),
}

/// A drawing with what is said about it.
pub struct Drawing {
    /// What it shows.
    pub title: String,
    /// What was asked, and who says so.
    pub under: Vec<String>,
    /// The drawing.
    pub figure: Figure,
}

/// In which format a drawing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Lines that stay sharp at any size.
    Svg,
    /// Pixels, for whatever takes no SVG.
    Png,
}

/// The name and format that an address asks for: `trend.svg`.
pub fn asked(name: &str) -> Option<(&str, Kind)> {
    let (name, ending) = name.rsplit_once('.')?;
    match ending {
        "svg" => Some((name, Kind::Svg)),
        "png" => Some((name, Kind::Png)),
        _ => None,
    }
}

/// Words at a place.
struct Said {
    y: String,
    x: String,
    size: f64,
    weight: &'static str,
    colour: &'static str,
    text: String,
}

/// A field of a legend.
struct Field {
    y: String,
    colour: &'static str,
}

/// A file, ready for its template.
#[derive(Template)]
#[template(path = "parts/drawing.svg", escape = "html")]
struct Sheet<'a> {
    drawing: &'a Drawing,
    width: f64,
    height: f64,
    top: f64,
    said: Vec<Said>,
    fields: Vec<Field>,
}

impl Drawing {
    /// The drawing as SVG.
    ///
    /// # Errors
    /// When its template fails.
    pub fn svg(&self) -> askama::Result<String> {
        self.sheet().render()
    }

    fn sheet(&self) -> Sheet<'_> {
        let (wide, high) = self.size();
        let width = wide.max(360.0) + 2.0 * AROUND;
        let mut sheet =
            Sheet { drawing: self, width, height: AROUND, top: 0.0, said: Vec::new(), fields: Vec::new() };
        for line in wrapped(&self.title, wide.max(360.0), SIZES.0) {
            sheet.say(line, AROUND, SIZES.0, "600", "#000000");
        }
        sheet.top = sheet.height + 6.0;
        sheet.height = sheet.top + high + 8.0;
        if let Figure::Map(_, legend) = &self.figure {
            for (class, words) in legend {
                let y = format!("{:.1}", sheet.height + 2.0);
                sheet.fields.push(Field { y, colour: colour(class) });
                sheet.say(words.clone(), AROUND + 18.0, SIZES.1, "400", "#000000");
            }
            sheet.height += 6.0;
        }
        for line in self.under.iter().flat_map(|line| wrapped(line, wide.max(360.0), SIZES.1)) {
            sheet.say(line, AROUND, SIZES.1, "400", "#444444");
        }
        sheet.height = (sheet.height + AROUND).ceil();
        sheet
    }

    /// How wide and high the drawing is without its words.
    fn size(&self) -> (f64, f64) {
        match &self.figure {
            Figure::Map(map, _) => {
                let numbers: Vec<f64> = map.view_box.split(' ').filter_map(|it| it.parse().ok()).collect();
                match numbers.as_slice() {
                    [_, _, width, height] => (*width, *height),
                    _ => (0.0, 0.0),
                }
            }
            Figure::Trend(_) => (580.0, 180.0),
            Figure::Dots(dots, _) => (460.0, dots.height.parse().unwrap_or(0.0)),
        }
    }

    /// How many pixels wide its picture is.
    pub fn pixels(&self) -> u32 {
        (self.sheet().width * FINE) as u32
    }
}

impl Sheet<'_> {
    fn say(&mut self, text: String, x: f64, size: f64, weight: &'static str, colour: &'static str) {
        self.height += size * 1.4;
        let (x, y) = (format!("{x:.1}"), format!("{:.1}", self.height - size * 0.3));
        self.said.push(Said { x, y, size, weight, colour, text });
    }

    fn colour(class: &str) -> &'static str {
        colour(class)
    }

    fn ink(class: &str) -> &'static str {
        if matches!(class, "q4" | "q5" | "q6") { "#ffffff" } else { "#000000" }
    }
}

/// The colour of a class; white is what may not be shown.
fn colour(class: &str) -> &'static str {
    let number = class.strip_prefix('q').and_then(|class| class.parse::<usize>().ok());
    number.and_then(|class| COLOURS.get(class)).copied().unwrap_or("#ffffff")
}

/// A line in as many as its room asks.
fn wrapped(line: &str, width: f64, size: f64) -> Vec<String> {
    let most = (width / (size * LETTER)) as usize;
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > most {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Figure, Kind, asked, wrapped};
    use crate::drawing::{
        curves::{Step, Trend},
        dots::{Dots, Place},
        tiles::{Tile, TileMap},
    };
    use danvan_actions::figures::png;
    use danvan_analysis::intervals::rate;

    fn figures() -> Vec<Figure> {
        let step = Step { title: String::new(), count: Some(3), before: Some(2), label: "1/7".into() };
        let place = Place {
            name: "Ngọc <Hà>".into(),
            href: String::new(),
            title: String::new(),
            estimate: rate(9, 9_000, 10_000.0).expect("people"),
        };
        let tile = |class: &str, x: &str| Tile {
            href: "/x".into(),
            title: "Phường & xã: 3".into(),
            class: class.into(),
            x: x.into(),
            y: "20".into(),
            label: "NH".into(),
            base: "23".into(),
            is_current: false,
        };
        let map = TileMap {
            view_box: "0 0 240 40".into(),
            outline: "M-9 0L9 0L0 9Z".into(),
            tiles: vec![tile("q6", "20"), tile("q-hidden", "60")],
            is_labelled: true,
        };
        let legend = vec![("q6".to_owned(), "từ 12".to_owned()), ("q-hidden".to_owned(), "ẩn".to_owned())];
        vec![
            Figure::Map(map, legend),
            Figure::Trend(Trend::draw(&[step.clone(), step], |count| count.to_string())),
            Figure::Dots(Dots::draw(&[place], Some(4.0)), "cả thành phố".into()),
        ]
    }

    #[test]
    fn every_drawing_stands_alone() {
        for figure in figures() {
            let under = vec!["Phường Ngọc Hà · <9/2026>".to_owned(), "dài ".repeat(90)];
            let drawing = Drawing { title: "Số phản ánh & ý kiến".into(), under, figure };
            let svg = drawing.svg().expect("a drawing");
            for said in ["Số phản ánh &#38; ý kiến", "Phường Ngọc Hà · &#60;9/2026&#62;", "viewBox=\"0 0 "]
            {
                assert!(svg.contains(said), "{said}\n{svg}");
            }
            assert!(!svg.contains("class=") && !svg.contains("<a ") && !svg.contains("style"), "{svg}");
            let picture = png(&svg, 900).expect("a picture");
            assert!(picture.starts_with(b"\x89PNG"));
            let other = png(&svg.replace("Ngọc", "Ngoc"), 900).expect("a picture");
            assert_ne!(picture, other, "the words are drawn");
        }
    }

    #[test]
    fn hidden_values_have_no_colour_of_a_value() {
        let figure = figures().remove(0);
        let svg = Drawing { title: "t".into(), under: Vec::new(), figure }.svg().expect("a drawing");
        assert_eq!(svg.matches("fill=\"#063a36\"").count(), 2, "the tile and its legend: {svg}");
        assert!(!svg.contains("fill=\"#f0eee5\""), "{svg}");
    }

    #[test]
    fn names_say_what_and_how() {
        for (name, expected) in [
            ("trend.svg", Some(("trend", Kind::Svg))),
            ("a.b.png", Some(("a.b", Kind::Png))),
            ("trend", None),
            ("trend.gif", None),
            (".svg", Some(("", Kind::Svg))),
        ] {
            assert_eq!(asked(name), expected, "{name}");
        }
    }

    #[test]
    fn lines_are_broken_at_spaces() {
        assert_eq!(wrapped("một hai ba", 50.0, 10.0), ["một hai", "ba"]);
        assert_eq!(wrapped("", 50.0, 10.0), Vec::<String>::new());
        assert_eq!(wrapped("dàidàidàidàidài hai", 50.0, 10.0), ["dàidàidàidàidài", "hai"]);
    }
}
