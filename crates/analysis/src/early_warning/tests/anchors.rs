//! What the reference package made of the same series, where its outputs lie beside the project.

use super::super::{
    Bayes, Chart, Cusum, Ears, Farrington, FarringtonFlexible, Influences, LikelihoodRatio, Method, Norm,
    Power, Quorum, Series, Threshold, Verdict, Watch,
};
use jiff::civil::Date;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

/// A table with its heading.
struct Table {
    heading: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a table of the references; says aloud when they are not here.
    #[expect(clippy::print_stderr, reason = "a check that was not made must be seen")]
    fn read(name: &str) -> Option<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/anchors/A_earlywarning");
        let Ok(text) = fs::read_to_string(folder.join(name)) else {
            eprintln!("NOT CHECKED: {name} is not beside the project, so nothing was compared with it");
            return None;
        };
        let cells = |line: &str| line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect();
        let mut lines = text.lines().map(cells);
        Some(Self { heading: lines.next()?, rows: lines.collect() })
    }

    /// A column; `NA` is no number.
    fn column(&self, name: &str) -> Option<Vec<Option<f64>>> {
        let at = self.heading.iter().position(|heading| heading == name)?;
        Some(self.rows.iter().map(|row| row[at].parse().ok()).collect())
    }

    fn counts(&self, name: &str) -> Vec<i64> {
        let column = self.column(name).unwrap_or_else(|| panic!("no column {name}"));
        column.into_iter().map(|count| count.expect("a count") as i64).collect()
    }
}

fn agona() -> Option<Series> {
    let table = Table::read("data_agona.csv")?;
    Some(Series::numbered(&table.counts("observed"), 52).expect("a whole series"))
}

/// All Germany by default; a state by its name.
fn newport(state: Option<&str>) -> Option<Series> {
    let by_state = Table::read("data_salmNewport_by_state.csv")?;
    let dates: Vec<Date> = by_state.rows.iter().map(|row| row[0].parse().expect("a date")).collect();
    let counts = match state {
        Some(state) => by_state.counts(state),
        None => Table::read("data_newp.csv")?.counts("observed"),
    };
    Some(Series::dated(&dates, &counts).expect("a whole series"))
}

/// The largest differences found.
#[derive(Debug, Default)]
struct Differences {
    upper: f64,
    expected: f64,
    score: f64,
    p_value: f64,
    dispersion: f64,
}

/// Compares with a reference and says by how much they differ; alarms have to be the same.
#[expect(clippy::print_stderr, reason = "how near they are must be seen")]
fn compare(name: &str, verdicts: &[Verdict]) -> Differences {
    let mut most = Differences::default();
    let Some(table) = Table::read(name) else { return most };
    assert_eq!(table.rows.len(), verdicts.len(), "{name}");
    let alarms = table.column("alarm").expect("alarms");
    let observed = table.column("observed").expect("counts");
    for (at, verdict) in verdicts.iter().enumerate() {
        assert_eq!(observed[at], Some(verdict.observed as f64), "{name} row {}", at + 1);
        assert_eq!(
            alarms[at],
            Some(f64::from(u8::from(verdict.alarm))),
            "{name} row {}: {verdict:?}",
            at + 1
        );
    }
    let against = |column: &str, of: fn(&Verdict) -> Option<f64>| {
        let mut most = 0.0_f64;
        for (at, value) in table.column(column).into_iter().flatten().enumerate() {
            match (value, of(&verdicts[at])) {
                // No bound was sought where nothing was counted, or none is told before five cases.
                (Some(1e99), _) => {}
                (Some(0.0), None) if column == "upperbound" => {}
                (Some(value), Some(own)) => {
                    let off = (own - value).abs() / value.abs().max(1.0);
                    assert!(
                        off < 1e-6,
                        "{name} row {}, {column}: {own} for {value}; {:?}",
                        at + 1,
                        verdicts[at]
                    );
                    most = most.max(off);
                }
                (None, None) => {}
                (None, _) if column == "trend" => {}
                both => panic!("{name} row {}, {column}: {both:?}; {:?}", at + 1, verdicts[at]),
            }
        }
        most
    };
    most.upper = against("upperbound", |verdict| verdict.upper_bound);
    most.expected = against("expected", |verdict| verdict.expected);
    most.p_value = against("pvalue", |verdict| verdict.p_value);
    // With whole bounds the reference takes the logarithm of what is expected for what is expected.
    if verdicts.iter().any(|verdict| verdict.upper_bound.is_some_and(|bound| bound.fract() != 0.0)) {
        most.score = against("score", |verdict| verdict.score);
    }
    most.dispersion = against("phi", |verdict| verdict.dispersion);
    against("trend", |verdict| verdict.has_trend.map(|is| f64::from(u8::from(is))));
    eprintln!("{name}: {most:?}");
    most
}

fn watch(series: &Series, method: &Method, rows: Range<usize>) -> Vec<Verdict> {
    method.watch(series, rows, &Influences::none()).expect("verdicts")
}

const ALWAYS: Quorum = Quorum { counted: 0, rows: 4 };

fn noufaily(threshold: Threshold, alpha: f64, quorum: Quorum) -> Method {
    Method::FarringtonFlexible(FarringtonFlexible {
        years: 4,
        threshold,
        alpha,
        quorum,
        ..FarringtonFlexible::default()
    })
}

fn old(alpha: f64, quorum: Quorum) -> Method {
    Method::FarringtonFlexible(FarringtonFlexible {
        years: 4,
        half_window: 3,
        levels: 1,
        excluded: 3,
        reweight_above: Some(1.0),
        trend: true,
        trend_significance: 0.05,
        threshold: Threshold::Delta(Power::TwoThirds),
        alpha,
        quorum,
    })
}

#[test]
fn flexible_agrees_on_agona() {
    let Some(series) = agona() else { return };
    let check = |name: &str, method: Method| {
        compare(
            &format!("agona__farringtonFlexible_{name}__observed1.csv"),
            &watch(&series, &method, 249..312),
        );
    };
    check("noufaily_nbPlugin", noufaily(Threshold::NegativeBinomialPlugin, 0.05, ALWAYS));
    check("noufaily_muan", noufaily(Threshold::UpperMean, 0.05, ALWAYS));
    check("old", old(0.05, ALWAYS));
}

#[test]
fn flexible_agrees_on_newport() {
    let Some(series) = newport(None) else { return };
    let check = |name: &str, threshold: Threshold| {
        let verdicts = watch(&series, &noufaily(threshold, 0.01, ALWAYS), 424..528);
        compare(&format!("newport__farringtonFlexible_noufaily_{name}__overall.csv"), &verdicts);
    };
    check("nbPlugin", Threshold::NegativeBinomialPlugin);
    check("muan", Threshold::UpperMean);
    check("delta", Threshold::Delta(Power::TwoThirds));
}

#[test]
fn flexible_agrees_on_every_state() {
    let Some(table) = Table::read("data_salmNewport_by_state.csv") else { return };
    for state in &table.heading[1..] {
        let Some(series) = newport(Some(state)) else { return };
        let verdicts = watch(&series, &noufaily(Threshold::NegativeBinomialPlugin, 0.01, ALWAYS), 424..528);
        compare(&format!("newport_by_state__farringtonFlexible_noufaily_nbPlugin__{state}.csv"), &verdicts);
    }
}

/// The rows of the year 2011, by their Mondays.
fn of_2011(series: &Series) -> Range<usize> {
    let first = (0..series.rows()).find(|&row| series.date(row).is_some_and(|date| date.year() == 2011));
    let first = first.expect("the year is in the series");
    first..first + 52
}

#[test]
fn flexible_agrees_on_2011_and_waits_for_five_cases() {
    let Some(series) = newport(None) else { return };
    let quorum = Quorum { counted: 5, rows: 4 };
    let verdicts =
        watch(&series, &noufaily(Threshold::NegativeBinomialPlugin, 0.05, quorum), of_2011(&series));
    compare("newport2011_jss__farrington_noufaily.csv", &verdicts);
    let verdicts = watch(&series, &old(0.05, quorum), of_2011(&series));
    compare("newport2011_jss__farrington_old.csv", &verdicts);
}

#[test]
fn farrington_agrees_on_agona() {
    let Some(series) = agona() else { return };
    let method = Method::Farrington(Farrington { years: 4, ..Farrington::default() });
    compare("agona__farrington1996__observed1.csv", &watch(&series, &method, 249..312));
}

#[test]
fn ears_agrees_exactly() {
    let (Some(agona), Some(newport)) = (agona(), newport(None)) else { return };
    for (chart, name) in [(Chart::C1, "C1"), (Chart::C2, "C2"), (Chart::C3, "C3")] {
        let verdicts = watch(&agona, &Method::Ears(Ears::new(chart)), 19..312);
        let on_agona = compare(&format!("agona__EARS_{name}__observed1.csv"), &verdicts);
        let method = Method::Ears(Ears { alpha: 0.001, ..Ears::new(chart) });
        let on_newport =
            compare(&format!("newport__EARS_{name}__overall.csv"), &watch(&newport, &method, 19..528));
        assert!(on_agona.upper < 1e-14 && on_newport.upper < 1e-14);
        if chart != Chart::C2 {
            let method = Method::Ears(Ears { alpha: 0.05, ..Ears::new(chart) });
            let verdicts = watch(&newport, &method, of_2011(&newport));
            assert!(compare(&format!("newport2011_jss__ears_{name}.csv"), &verdicts).upper < 1e-14);
        }
    }
}

#[test]
fn cusum_and_bayes_agree_on_agona() {
    let Some(series) = agona() else { return };
    let cusum = watch(&series, &Method::Cusum(Cusum::default()), 249..312);
    compare("agona__cusum_rossi__observed1.csv", &cusum);
    let bayes = watch(&series, &Method::Bayes(Bayes::default()), 249..312);
    compare("agona__bayes__observed1.csv", &bayes);
}

#[test]
fn likelihood_ratios_agree_on_newport() {
    let Some(series) = newport(None) else { return };
    let poisson = watch(&series, &Method::LikelihoodRatio(LikelihoodRatio::poisson()), 424..528);
    compare("newport__glrpois_intercept__overall.csv", &poisson);
    let method = LikelihoodRatio::negative_binomial();
    let binomial = watch(&series, &Method::LikelihoodRatio(method.clone()), 424..528);
    compare("newport__glrnb_intercept__overall.csv", &binomial);
    let norm = Norm::Seasonal { trend: false, harmonics: 2 };
    let method = LikelihoodRatio { limit: 3.0, norm, ..method };
    let binomial = watch(&series, &Method::LikelihoodRatio(method), of_2011(&series));
    compare("newport2011_jss__glrnb.csv", &binomial);
}
