//! Australian tourism: what the reference made of its own base forecasts and residuals, and how far ours err in all.

use super::super::{Method, Reconciler, Summing};
use crate::early_warning::Calendar;
use crate::forecast::{Options, Past, forecast};
use std::{collections::HashMap, fs, path::PathBuf};

/// A file of the anchors beside the project, if they are there.
#[expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
fn anchor(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/anchors").join(name);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        eprintln!("NOT RUN: {name} is not beside the project");
    }
    text
}

/// A table by the name in the first column, in the order of names.
struct Table {
    names: Vec<String>,
    heading: Vec<String>,
    rows: HashMap<String, Vec<Vec<f64>>>,
}

impl Table {
    /// What is no number is left out as such.
    fn of(text: &str) -> Self {
        let mut lines = text.lines();
        let heading = lines.next().unwrap_or_default().split(',').skip(1).map(str::to_owned).collect();
        let (mut names, mut rows): (Vec<String>, HashMap<String, Vec<Vec<f64>>>) = Default::default();
        for line in lines {
            // Names that hold a comma stand in quotation marks.
            let quoted = line.strip_prefix('"').and_then(|line| line.split_once("\","));
            let (name, rest) = quoted.unwrap_or_else(|| line.split_once(',').expect("a name"));
            let name = name.to_owned();
            let cells = rest.split(',').map(|cell| cell.parse().unwrap_or(f64::NAN)).collect();
            let own = rows.entry(name.clone()).or_insert_with(|| {
                names.push(name);
                Vec::new()
            });
            own.push(cells);
        }
        Self { names, heading, rows }
    }

    fn column(&self, series: &str, name: &str) -> Vec<f64> {
        let at = self.heading.iter().position(|heading| heading == name).expect("a column");
        self.rows[series].iter().map(|row| row[at]).collect()
    }

    fn columns(&self, names: &[String], name: &str) -> Vec<Vec<f64>> {
        names.iter().map(|series| self.column(series, name)).collect()
    }
}

const PURPOSES: [&str; 4] = ["Business", "Holiday", "Other", "Visiting"];

/// Quarters of 304 series of regions by purpose, and all that are sums of them.
struct Tourism {
    summing: Summing,
    fitted: Table,
    base: Table,
}

impl Tourism {
    fn read() -> Option<Self> {
        let base = Table::of(&anchor("C_tourism_fpp3/peer_base_ets.csv")?);
        let fitted = Table::of(&anchor("C_tourism_fpp3/peer_fitted_ets.csv")?);
        let parts = |name: &str| name.split('/').map(str::to_owned).collect::<Vec<_>>();
        let bottoms: Vec<String> = base.names.iter().filter(|name| parts(name).len() == 4).cloned().collect();
        let row = |name: &String| -> Vec<f64> {
            let own = parts(name);
            bottoms
                .iter()
                .map(|bottom| f64::from(u8::from(own.iter().all(|part| parts(bottom).contains(part)))))
                .collect()
        };
        let cells: Vec<Vec<f64>> = base.names.iter().map(row).collect();
        let summing = Summing::new(&base.names, &bottoms, &cells).expect("it adds up");
        assert_eq!((summing.names().len(), bottoms.len()), (425, 304));
        Some(Self { summing, fitted, base })
    }

    fn residuals(&self) -> Vec<Vec<f64>> {
        let of = |series: &String| {
            let (came, fitted) = (self.fitted.column(series, "y"), self.fitted.column(series, "AutoETS"));
            came.iter().zip(fitted).map(|(came, fitted)| came - fitted).collect()
        };
        self.base.names.iter().map(of).collect()
    }

    /// Of each level the mean of the series' RMSE and of their MASE; all but states by purpose are "Overall".
    fn errors(&self, told: &[Vec<f64>]) -> HashMap<&'static str, (f64, f64)> {
        let mut sums: HashMap<&'static str, (f64, f64, f64)> = HashMap::new();
        for (series, told) in self.base.names.iter().zip(told) {
            let parts: Vec<&str> = series.split('/').skip(1).collect();
            let is_purpose = parts.last().is_some_and(|last| PURPOSES.contains(last));
            let level = match (parts.len(), is_purpose) {
                (0, _) => "Total",
                (1, true) => "Purpose",
                (1, false) => "State",
                (2, true) => continue,
                (2, false) => "Regions",
                _ => "Bottom",
            };
            let (came, past) = (self.base.column(series, "y"), self.fitted.column(series, "y"));
            let errors: Vec<f64> = came.iter().zip(told).map(|(came, told)| came - told).collect();
            let steps = errors.len() as f64;
            let root = (errors.iter().map(|error| error * error).sum::<f64>() / steps).sqrt();
            let scale =
                past.iter().zip(&past[4..]).map(|(before, after)| (after - before).abs()).sum::<f64>();
            let scaled = errors.iter().map(|error| error.abs()).sum::<f64>()
                / steps
                / (scale / (past.len() - 4) as f64);
            for level in [level, "Overall"] {
                let sum = sums.entry(level).or_default();
                *sum = (sum.0 + root, sum.1 + scaled, sum.2 + 1.0);
            }
        }
        sums.into_iter().map(|(level, sum)| (level, (sum.0 / sum.2, sum.1 / sum.2))).collect()
    }
}

#[test]
fn the_reconciliation_alone_agrees_with_the_reference() {
    let Some(tourism) = Tourism::read() else { return };
    let reconciled = Table::of(&anchor("C_tourism_fpp3/peer_reconciled.csv").expect("the reference"));
    let base = tourism.base.columns(&tourism.base.names, "AutoETS");
    let residuals = tourism.residuals();
    for (method, name) in [
        (Method::BottomUp, "AutoETS/BottomUp"),
        (Method::Ols, "AutoETS/MinTrace_method-ols"),
        (Method::WlsStructural, "AutoETS/MinTrace_method-wls_struct"),
        (Method::WlsVariance, "AutoETS/MinTrace_method-wls_var"),
        (Method::MinTShrink, "AutoETS/MinTrace_method-mint_shrink"),
    ] {
        let reconciler = Reconciler::new(&tourism.summing, method, Some(&residuals)).expect("it can be");
        let found = reconciler.point(&base).expect("it adds up");
        let expected = reconciled.columns(&tourism.base.names, name);
        let mut far: f64 = 0.0;
        for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
            far = far.max((found - expected).abs() / expected.abs().max(1.0));
        }
        assert!(far < 1e-6, "{name}: {far}");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "how near it comes must be seen")]
fn all_in_all_the_errors_are_about_those_of_the_reference() {
    let Some(tourism) = Tourism::read() else { return };
    let calendar = Calendar::Numbered { per_year: 4 };
    let told: Vec<_> = tourism
        .base
        .names
        .iter()
        .map(|series| {
            let past = Past::amounts(tourism.fitted.column(series, "y"), calendar).expect("a past");
            let found = forecast(&past, &Options { steps: 8, ..Options::default() }).expect("a forecast");
            (found.means.clone(), found.residuals(&past))
        })
        .collect();
    let (base, residuals): (Vec<_>, Vec<_>) = told.into_iter().unzip();
    let table = anchor("C_tourism_fpp3/peer_table_rmse_mase.csv").expect("the reference");
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    let expected = |level: &str, metric: &str, name: &str| -> f64 {
        let at = rows[0].iter().position(|heading| *heading == name).expect("a method");
        let row = rows.iter().find(|row| row[0] == level && row[1] == metric).expect("a level");
        row[at].parse().expect("a number")
    };
    let mut all = vec![("AutoETS", base.clone())];
    for (method, name) in [
        (Method::BottomUp, "AutoETS/BottomUp"),
        (Method::Ols, "AutoETS/MinTrace_method-ols"),
        (Method::WlsStructural, "AutoETS/MinTrace_method-wls_struct"),
        (Method::WlsVariance, "AutoETS/MinTrace_method-wls_var"),
        (Method::MinTShrink, "AutoETS/MinTrace_method-mint_shrink"),
    ] {
        let reconciler = Reconciler::new(&tourism.summing, method, Some(&residuals)).expect("it can be");
        all.push((name, reconciler.point(&base).expect("it adds up")));
    }
    for (name, told) in all {
        let errors = tourism.errors(&told);
        for level in ["Total", "Purpose", "State", "Regions", "Bottom", "Overall"] {
            let (root, scaled) = errors[level];
            let (root_there, scaled_there) = (expected(level, "rmse", name), expected(level, "mase", name));
            eprintln!(
                "{name:40} {level:8} RMSE {root:9.3} ({root_there:9.3}) MASE {scaled:.4} ({scaled_there:.4})"
            );
        }
        let (root, scaled) = errors["Overall"];
        assert!(root < expected("Overall", "rmse", name), "{name}: {root}");
        assert!(scaled < expected("Overall", "mase", name), "{name}: {scaled}");
        for level in ["Total", "Purpose", "State", "Regions", "Bottom"] {
            let (root, scaled) = errors[level];
            let (root_there, scaled_there) = (expected(level, "rmse", name), expected(level, "mase", name));
            assert!(
                root < 1.01 * root_there && scaled < 1.01 * scaled_there,
                "{name} {level}: {root} {scaled}"
            );
        }
    }
}

/// The quantiles whose losses are a score's.
fn chances() -> Vec<f64> {
    (1..100).map(|percent| f64::from(percent) / 100.0).collect()
}

/// The scaled score of quantiles: twice their mean loss, by the sum of what came.
fn scaled_score(came: &[Vec<f64>], quantiles: &dyn Fn(usize, usize, f64) -> f64) -> f64 {
    let chances = chances();
    let (mut losses, mut size) = (0.0, 0.0);
    for (series, came) in came.iter().enumerate() {
        for (step, came) in came.iter().enumerate() {
            size += came.abs();
            let loss = |chance: &f64| {
                let over = came - quantiles(series, step, *chance);
                2.0 * (chance * over).max((chance - 1.0) * over)
            };
            losses += chances.iter().map(loss).sum::<f64>() / chances.len() as f64;
        }
    }
    losses / size
}

#[test]
#[expect(clippy::print_stderr, reason = "how near it comes must be seen")]
fn quantiles_of_all_levels_are_about_as_good_as_those_of_the_reference() {
    let Some(data) = anchor("C_tourism_small/data.csv") else { return };
    let matrix = Table::of(&anchor("C_tourism_small/agg_mat.csv").expect("the sums"));
    let peers = ["normality", "bootstrap"].map(|kind| {
        Table::of(&anchor(&format!("C_tourism_small/peer_scrps_ETS_{kind}.csv")).expect("the reference"))
    });
    let mut lines = data.lines().map(|line| line.split(',').skip(1).map(str::to_owned).collect::<Vec<_>>());
    let names = lines.next().expect("a heading");
    let rows: Vec<Vec<f64>> =
        lines.map(|row| row.iter().map(|cell| cell.parse().expect("a number")).collect()).collect();
    let cells: Vec<Vec<f64>> = matrix.names.iter().map(|name| matrix.rows[name][0].clone()).collect();
    let summing = Summing::new(&matrix.names, &matrix.heading, &cells).expect("it adds up");
    let of = |name: &String| names.iter().position(|other| other == name).expect("a series");
    let column = |name: &String| rows.iter().map(|row| row[of(name)]).collect::<Vec<f64>>();
    let (mut base, mut deviations, mut residuals, mut came) = (vec![], vec![], vec![], vec![]);
    for name in &matrix.names {
        let values = column(name);
        let (past, after) = values.split_at(values.len() - 8);
        let past = Past::amounts(past.to_vec(), Calendar::Numbered { per_year: 4 }).expect("a past");
        let found = forecast(&past, &Options { steps: 8, ..Options::default() }).expect("a forecast");
        residuals.push(found.residuals(&past));
        base.push(found.means);
        deviations.push(found.deviations);
        came.push(after.to_vec());
    }
    type IsOf = dyn Fn(&str) -> bool;
    let levels: [(&str, &IsOf); 4] = [
        ("L1(1)", &|name| name == "total"),
        ("L2(4)", &|name| name != "total" && !name.contains('-')),
        ("L3(28)", &|name| name.matches('-').count() == 1),
        ("L4(56)", &|name| name.matches('-').count() == 2),
    ];
    for (method, name) in [
        (Method::BottomUp, "AutoETS/BottomUp"),
        (Method::Ols, "AutoETS/MinTrace_method-ols"),
        (Method::WlsVariance, "AutoETS/MinTrace_method-wls_var"),
        (Method::MinTShrink, "AutoETS/MinTrace_method-mint_shrink"),
    ] {
        let reconciler = Reconciler::new(&summing, method, Some(&residuals)).expect("it can be");
        let means = reconciler.point(&base).expect("it adds up");
        let spread = reconciler.gaussian(&deviations).expect("deviations");
        let paths = reconciler.bootstrap(&base, &residuals, 1000, 1, false).expect("paths");
        let normal = |series: usize, step: usize, chance: f64| {
            super::super::normal_quantile(means[series][step], spread[series][step], chance)
        };
        let drawn = |series: usize, step: usize, chance: f64| paths.quantile(series, step, chance);
        for (kind, peer, quantiles) in [
            ("normal", &peers[0], &normal as &dyn Fn(usize, usize, f64) -> f64),
            ("bootstrap", &peers[1], &drawn),
        ] {
            for (level, is) in &levels {
                let own: Vec<usize> = (0..base.len()).filter(|at| is(&matrix.names[*at])).collect();
                let came: Vec<Vec<f64>> = own.iter().map(|at| came[*at].clone()).collect();
                let score = scaled_score(&came, &|series, step, chance| quantiles(own[series], step, chance));
                let there = peer.column(level, name)[0];
                eprintln!("{name:36} {kind:9} {level} {score:.5} ({there:.5})");
                assert!(score < 1.08 * there, "{name} {kind} {level}: {score}, there {there}");
            }
        }
    }
}
