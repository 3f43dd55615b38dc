//! Classes of a map: from little to much in at most seven steps with round borders.

/// How many classes there are above nothing.
const STEPS: usize = 6;

/// Classes by their upper borders. Class 0 holds nothing at all; class `n` what lies below border `n`, the last class
/// everything else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Classes {
    borders: Vec<f64>,
    /// How many digits stand behind the separator of a border.
    pub digits: u8,
}

/// What one class holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// Nothing at all.
    Nothing,
    /// Anything above nothing: there is only one such class.
    Anything,
    /// Less than this.
    Below(f64),
    /// From the first to below the second.
    Between(f64, f64),
    /// This or more.
    From(f64),
}

impl Classes {
    /// Borders at the sixths of the values above nothing, rounded to two digits; equal borders fall together.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> =
            values.into_iter().filter(|value| value.is_finite() && *value > 0.0).collect();
        sorted.sort_by(f64::total_cmp);
        let Some(largest) = sorted.last().copied() else { return Self::default() };
        let digits = if largest < 1.0 {
            2
        } else if largest < 20.0 {
            1
        } else {
            0
        };
        let unit = 10_f64.powi(-i32::from(digits));
        let mut borders: Vec<f64> = Vec::new();
        for step in 1..STEPS {
            let border = rounded(sorted[sorted.len() * step / STEPS], unit);
            if border > sorted[0] && border <= largest && borders.last().is_none_or(|last| border > *last) {
                borders.push(border);
            }
        }
        Self { borders, digits }
    }

    /// The class of a value, 0 to 6.
    pub fn class(&self, value: f64) -> usize {
        if value <= 0.0 || !value.is_finite() {
            return 0;
        }
        1 + self.borders.iter().filter(|border| value >= **border).count()
    }

    /// The classes in order, with what each holds; the first is the class of nothing.
    pub fn spans(&self) -> Vec<(usize, Span)> {
        let mut spans = vec![(0, Span::Nothing)];
        let Some(first) = self.borders.first() else {
            spans.push((1, Span::Anything));
            return spans;
        };
        spans.push((1, Span::Below(*first)));
        for (at, pair) in self.borders.windows(2).enumerate() {
            spans.push((at + 2, Span::Between(pair[0], pair[1])));
        }
        spans.push((self.borders.len() + 1, Span::From(self.borders[self.borders.len() - 1])));
        spans
    }
}

/// A number with two leading digits, but never finer than `unit`.
fn rounded(value: f64, unit: f64) -> f64 {
    let coarse = 10_f64.powf(value.log10().floor() - 1.0).max(unit);
    let steps = (value / coarse).round();
    // Dividing by the inverse keeps 0.7 from becoming 0.7000000000000001.
    if coarse < 1.0 { steps / (1.0 / coarse).round() } else { steps * coarse }
}
