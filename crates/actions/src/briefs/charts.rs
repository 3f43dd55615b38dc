//! Charts of a brief as drawings that stand alone: every colour, size and typeface is written in, so that they look the same on a page,
//! in Word and on paper.

use super::say::Saying;
use danvan_domain::briefs::{Bar, Chart, Known};
use danvan_reports::Picture;
use danvan_words::Words;
use std::fmt::Write;

const INK: &str = "#1a2421";
const QUIET: &str = "#57625d";
const HAIRLINE: &str = "#e2dfd4";
const NOW: &str = "#0d5d54";
const BEFORE: &str = "#b9a36a";
const WIDTH: f64 = 640.0;
const LEFT: f64 = 44.0;
/// Where names of bars end and bars begin.
const NAMES: f64 = 236.0;
/// Width of a hundred per cent.
const WHOLE: f64 = 316.0;
const ROW: f64 = 26.0;

/// A chart as a drawing with what it shows; nothing where there is too little to draw.
pub(super) fn picture(saying: &mut Saying<'_>, words: &Words, chart: &Chart) -> Option<Picture> {
    let svg = match chart.code.as_str() {
        "weeks" => weeks(words, &chart.bars)?,
        _ => shares(saying, words, &chart.bars)?,
    };
    let told = words.of("brief-chart", &chart.code) + &saying.call(&chart.query);
    Some(Picture { svg, told })
}

/// Begins a drawing; its paper is white in the dark as well, as in print.
fn open(height: f64, label: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\" \
         font-family=\"Noto Sans, Arial, sans-serif\" font-size=\"13\"><rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>",
        escaped(label)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, fill: &str, words: &str) {
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{fill}\">{}</text>",
        escaped(words)
    );
}

fn rectangle(svg: &mut String, (x, y, width, height): (f64, f64, f64, f64), fill: &str) {
    let _ = write!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"2\" fill=\"{fill}\"/>"
    );
}

/// A round number at or above the largest.
fn top_of(largest: i64) -> i64 {
    let mut unit = 1;
    loop {
        for step in [2, 4, 10] {
            if largest <= step * unit {
                return step * unit;
            }
        }
        unit *= 10;
    }
}

/// Weeks as columns, the weeks before as a line of steps. A week that is not told leaves its place open.
fn weeks(words: &Words, bars: &[Bar]) -> Option<String> {
    const HEIGHT: f64 = 236.0;
    const FLOOR: f64 = 178.0;
    const ABOVE: f64 = 14.0;
    let now = |bar: &Bar| bar.now.known.count();
    let before = |bar: &Bar| bar.before.as_ref().and_then(|before| before.known.count());
    if bars.iter().filter_map(now).count() < 2 {
        return None;
    }
    let largest = bars.iter().flat_map(|bar| [now(bar), before(bar)]).flatten().max().unwrap_or(0);
    let top = top_of(largest.max(1));
    let y = |count: i64| FLOOR - count as f64 / top as f64 * (FLOOR - ABOVE);
    let pitch = (WIDTH - LEFT - 10.0) / bars.len() as f64;
    let mut svg = open(HEIGHT, &words.of("brief-chart", "weeks"));
    for count in [0, top / 2, top] {
        let _ = write!(
            svg,
            "<path d=\"M{LEFT} {y:.1}H{WIDTH}\" stroke=\"{HAIRLINE}\" stroke-width=\"1\"/>",
            y = y(count)
        );
        text(&mut svg, (LEFT - 8.0, y(count) + 4.0), "end", QUIET, &words.count(count));
    }
    let every = bars.len().div_ceil(6);
    let mut steps = String::new();
    for (at, bar) in bars.iter().enumerate() {
        let x = LEFT + at as f64 * pitch;
        match now(bar) {
            Some(count) => rectangle(&mut svg, (x + 5.0, y(count), pitch - 10.0, FLOOR - y(count)), NOW),
            None => text(&mut svg, (x + pitch / 2.0, FLOOR - 4.0), "middle", QUIET, "·"),
        }
        if let Some(count) = before(bar) {
            let _ = write!(steps, "M{:.1} {:.1}H{:.1}", x + 1.0, y(count), x + pitch - 1.0);
        }
        if at % every == 0 {
            let day = words.day_short(bar.now.query.from);
            text(&mut svg, (x + pitch / 2.0, FLOOR + 18.0), "middle", QUIET, &day);
        }
    }
    let _ = write!(svg, "<path d=\"{steps}\" stroke=\"{BEFORE}\" stroke-width=\"3\" fill=\"none\"/>");
    let row = HEIGHT - 14.0;
    rectangle(&mut svg, (LEFT, row - 10.0, 12.0, 12.0), NOW);
    text(&mut svg, (LEFT + 20.0, row), "start", INK, &words.say("brief-chart-now"));
    rectangle(&mut svg, (LEFT + 250.0, row - 6.0, 18.0, 3.0), BEFORE);
    text(&mut svg, (LEFT + 276.0, row), "start", INK, &words.say("brief-chart-before"));
    svg.push_str("</svg>");
    Some(svg)
}

/// Shares as bars beside their names.
fn shares(saying: &mut Saying<'_>, words: &Words, bars: &[Bar]) -> Option<String> {
    let shares: Vec<(&Bar, i64, i64)> = bars
        .iter()
        .filter_map(|bar| {
            if let Known::Share(part, whole) = bar.now.known { Some((bar, part, whole)) } else { None }
        })
        .collect();
    if shares.is_empty() {
        return None;
    }
    let mut svg = open(ROW.mul_add(shares.len() as f64, 16.0), &words.of("brief-chart", "on_time"));
    for (at, (bar, part, whole)) in shares.into_iter().enumerate() {
        let y = ROW.mul_add(at as f64, 8.0);
        let share = part as f64 / whole.max(1) as f64;
        let name = bar.of.as_ref().map(|of| saying.arg(of)).unwrap_or_default();
        text(&mut svg, (NAMES - 10.0, y + 17.0), "end", INK, &shortened(&name));
        rectangle(&mut svg, (NAMES, y + 4.0, WHOLE, 18.0), "#f0eee5");
        rectangle(&mut svg, (NAMES, y + 4.0, WHOLE * share, 18.0), NOW);
        text(&mut svg, (NAMES + WHOLE + 10.0, y + 17.0), "start", INK, &words.percent(share, 1));
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// A name as far as there is room for it.
fn shortened(name: &str) -> String {
    const MOST: usize = 32;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(MOST - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_domain::{
        briefs::{Measure, Query, Quoted},
        ids::UnitId,
        time::Day,
    };
    use danvan_words::Language;
    use uuid::Uuid;

    fn quoted(known: Known) -> Quoted {
        let on: Day = "2026-10-05".parse().expect("a day");
        let query = Query {
            measure: Measure::Received,
            unit: UnitId(Uuid::nil()),
            topic: None,
            from: on,
            to: on,
            on,
            thing: None,
            reason: None,
        };
        Quoted { known, query }
    }

    #[test]
    fn scales_end_at_round_numbers() {
        for (largest, expected) in
            [(0, 2), (2, 2), (3, 4), (5, 10), (11, 20), (20, 20), (41, 100), (399, 400), (1_001, 2_000)]
        {
            assert_eq!(top_of(largest), expected, "{largest}");
        }
    }

    #[test]
    fn a_week_that_is_not_told_is_not_drawn() {
        let words = Words::for_language(Language::Vi);
        let bar =
            |now: Known, before: Known| Bar { of: None, now: quoted(now), before: Some(quoted(before)) };
        let bars = [
            bar(Known::Count(7), Known::Count(9)),
            bar(Known::Hidden, Known::Hidden),
            bar(Known::Count(20), Known::Count(6)),
        ];
        let svg = weeks(words, &bars).expect("a drawing");
        assert_eq!(svg.matches(&format!("fill=\"{NOW}\"")).count(), 3, "two weeks and the legend: {svg}");
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>") && !svg.contains("style="), "{svg}");
        assert!(weeks(words, &bars[..2]).is_none(), "one week is no curve");
    }

    #[test]
    fn names_are_text_and_nothing_else() {
        assert_eq!(escaped("<b a=\"1\">&"), "&lt;b a=&quot;1&quot;&gt;&amp;");
        assert_eq!(shortened(&"ơ".repeat(40)).chars().count(), 32);
    }
}
