//! The files of a scan, read and counted.

use super::{
    Model, Scan, Scanned,
    sheet::{Row, Sheet},
    times::{Times, Unit},
};
use crate::{house::Stop, terminal::sentence};
use danvan_analysis::scan::{self, Coordinates, Count, Study, person_time, standardise};
use std::{collections::HashMap, path::Path};

/// The files of a scan, read and counted.
pub(super) struct Counted {
    pub(super) names: Vec<String>,
    places: HashMap<String, usize>,
    pub(super) coordinates: Coordinates,
    pub(super) times: Times,
    pub(super) strata: Vec<String>,
    pub(super) study: Study,
}

impl Counted {
    pub(super) fn read(scan: &Scan) -> Result<Self, Stop> {
        let sheet = Sheet::read(&scan.places)?;
        let (names, coordinates) = places(&sheet)?;
        let known: HashMap<String, usize> =
            names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        let cases = Sheet::read(&scan.cases)?;
        cases.must_have("place")?;
        if scan.time != Scanned::Whole || scan.model == Model::Permutation {
            cases.must_have("time")?;
        }
        let times = times(scan, &cases)?;
        let mut counted = Counted {
            names,
            places: known,
            coordinates,
            study: Study {
                times: times.count,
                cases: Vec::new(),
                model: scan::Model::Permutation,
                sizes: None,
            },
            times,
            strata: Vec::new(),
        };
        let mut by_stratum = Vec::new();
        let (mut all, mut controls) = (Vec::new(), Vec::new());
        for row in cases.rows() {
            let (place, count) = (counted.place(&row, "place")?, row.count("count", 1)?);
            // What happened before the first or after the last unit is left out.
            let Some(time) = counted.time(&row, &cases)? else { continue };
            all.push(Count { place, time, count });
            let stratum = counted.stratum(&row);
            by_stratum.resize(counted.strata.len().max(by_stratum.len()), 0_u64);
            by_stratum[stratum] += count.unsigned_abs();
            if scan.model == Model::Bernoulli {
                cases.must_have("controls")?;
                controls.push(Count { place, time, count: row.count("controls", 0)? });
            }
        }
        counted.study.cases = all;
        counted.study.model = match scan.model {
            Model::Permutation => scan::Model::Permutation,
            Model::Bernoulli => scan::Model::Bernoulli { controls },
            Model::Poisson => {
                let expected = counted.expected(scan, &sheet, by_stratum)?;
                scan::Model::Poisson { expected }
            }
        };
        Ok(counted)
    }

    fn place(&self, row: &Row<'_>, column: &str) -> Result<usize, Stop> {
        let place = self.places.get(row.cell(column)).copied();
        place.ok_or_else(|| row.refused(column, "place"))
    }

    /// The unit of time of a row; nothing where it is outside the period.
    fn time(&self, row: &Row<'_>, sheet: &Sheet) -> Result<Option<usize>, Stop> {
        if !sheet.has("time") {
            return Ok(Some(0));
        }
        match self.times.at(row.cell("time")) {
            None if !self.times.knows(row.cell("time")) => Err(row.refused("time", "time")),
            at => Ok(at),
        }
    }

    /// The number of a stratum, which is new where it was not met before.
    fn stratum(&mut self, row: &Row<'_>) -> usize {
        let name = row.cell("stratum");
        self.strata.iter().position(|one| one == name).unwrap_or_else(|| {
            self.strata.push(name.to_owned());
            self.strata.len() - 1
        })
    }

    /// What is expected at each place and time, from the population.
    fn expected(&mut self, scan: &Scan, places: &Sheet, mut cases: Vec<u64>) -> Result<Vec<f64>, Stop> {
        let Some(file) = &scan.population else {
            places.must_have("population")?;
            let lived: Result<Vec<f64>, Stop> = places.rows().map(|row| row.amount("population")).collect();
            let edges = self.times.edges();
            let lengths: Vec<f64> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
            return Ok(lived?
                .iter()
                .flat_map(|lived| lengths.iter().map(move |days| lived * days))
                .collect());
        };
        let sheet = Sheet::read(file)?;
        sheet.must_have("place")?;
        sheet.must_have("population")?;
        let mut counts: HashMap<(usize, usize), Vec<(f64, f64)>> = HashMap::new();
        for row in sheet.rows() {
            let (place, amount) = (self.place(&row, "place")?, row.amount("population")?);
            let moment = if sheet.has("time") { scan.unit.moment(row.cell("time")) } else { Some(0.0) };
            let moment = moment.ok_or_else(|| row.refused("time", "time"))?;
            let stratum = self.stratum(&row);
            let list = counts.entry((place, stratum)).or_default();
            if list.iter().any(|(other, _)| *other == moment) {
                return Err(row.refused("place", "twice"));
            }
            list.push((moment, amount));
        }
        if let Some(at) = (0..self.names.len()).find(|at| !counts.keys().any(|(place, _)| place == at)) {
            return Err(sentence("scan-no-population", &[("place", self.names[at].clone().into())]).into());
        }
        let (edges, units) = (self.times.edges(), self.times.count);
        let mut lived = vec![vec![0.0; self.names.len() * units]; self.strata.len()];
        for ((place, stratum), counts) in &counts {
            let own = person_time(counts, &edges).map_err(|refused| super::said(&refused, self))?;
            lived[*stratum][place * units..][..units].copy_from_slice(&own);
        }
        cases.resize(self.strata.len(), 0);
        standardise(&cases, &lived).map_err(|refused| super::said(&refused, self))
    }

    /// Who borders on whom.
    pub(super) fn neighbours(&self, file: &Path) -> Result<Vec<Vec<usize>>, Stop> {
        let sheet = Sheet::read(file)?;
        sheet.must_have("place")?;
        sheet.must_have("neighbour")?;
        let mut neighbours = vec![Vec::new(); self.names.len()];
        for row in sheet.rows() {
            neighbours[self.place(&row, "place")?].push(self.place(&row, "neighbour")?);
        }
        Ok(neighbours)
    }
}

/// The names of the places and where they are.
fn places(sheet: &Sheet) -> Result<(Vec<String>, Coordinates), Stop> {
    sheet.must_have("place")?;
    let is_plane = sheet.has("x") && sheet.has("y");
    let [first, second] = if is_plane { ["x", "y"] } else { ["latitude", "longitude"] };
    sheet.must_have(first)?;
    sheet.must_have(second)?;
    let (mut names, mut pairs) = (Vec::new(), Vec::new());
    let mut met = std::collections::HashSet::new();
    for row in sheet.rows() {
        let name = row.cell("place");
        if name.is_empty() {
            return Err(row.refused("place", "missing"));
        }
        if !met.insert(name) {
            return Err(row.refused("place", "twice"));
        }
        let pair = [row.number(first)?, row.number(second)?];
        for (column, value, limit) in [(first, pair[0], 90.0), (second, pair[1], 360.0)] {
            if !is_plane && value.abs() > limit {
                return Err(row.refused(column, "globe"));
            }
        }
        names.push(name.to_owned());
        pairs.push(pair);
    }
    Ok((names, if is_plane { Coordinates::Plane(pairs) } else { Coordinates::Globe(pairs) }))
}

/// The period: as asked for, else from the first to the last case; one unit where cases have no time.
fn times(scan: &Scan, cases: &Sheet) -> Result<Times, Stop> {
    let no_period = || -> Stop { sentence("scan-no-period", &[]).into() };
    if !cases.has("time") {
        return Times::new(Unit::Number, 0, 0).ok_or_else(no_period);
    }
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for row in cases.rows() {
        let unit = scan.unit.of(row.cell("time")).ok_or_else(|| row.refused("time", "time"))?;
        (first, last) = (first.min(unit), last.max(unit));
    }
    for (argument, word, edge) in [("--from", &scan.from, &mut first), ("--until", &scan.until, &mut last)] {
        if let Some(word) = word {
            let values = [("argument", argument.into()), ("value", word.clone().into())];
            *edge = scan.unit.of(word).ok_or_else(|| sentence("scan-no-time", &values))?;
        }
    }
    Times::new(scan.unit, first, last).ok_or_else(no_period)
}
