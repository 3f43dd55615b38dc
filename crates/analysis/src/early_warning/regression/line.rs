//! The fit of levels and one column at most: the seasonal levels and the trend of a row's past.
//!
//! The normal equations need of each level but the sums of weights, and of weights by the column and its square; and as
//! weights are means, the targets fall out of a step of Newton's: what is needed of the counts is summed once (McCullagh and
//! Nelder 1989, 2.5). Rows of one level whose column rises by one are a geometric series of means.

use super::{ALIASED, Regression, SMALLEST, SMALLEST_LOG, STEPS, TOLERANCE};

/// The most rows of a run: their means are multiplied up, and each time something is rounded.
const LONGEST: usize = 64;

/// What is kept from fit to fit, so that nothing is allocated for each.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    runs: Vec<Run>,
    /// The column of each row, from its level's centre.
    off: Vec<f64>,
    sums: Vec<Sums>,
    /// Means before the last step.
    before: Vec<f64>,
    slope: f64,
    intercepts: Vec<f64>,
    /// Those before the last step.
    intercepts_before: Vec<f64>,
    /// The sum of all counts by their offsets.
    by_offset: f64,
    /// Counts times their logarithms, less counts.
    own: f64,
}

/// Rows one after another in one level, without an offset, whose column rises by one.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: usize,
    until: usize,
    level: usize,
}

/// Sums over the rows of a level, each weighted.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// Where the column is counted from.
    centre: f64,
    rows: f64,
    /// Counts, and counts by the column.
    counts: f64,
    counts_by: f64,
    /// Means, by the column, and by its square.
    means: f64,
    means_by: f64,
    means_by_square: f64,
}

impl Regression {
    /// Fits as [`Regression::fit`] does, where there is one column at most and variance is the mean.
    pub(super) fn fit_line(&mut self) -> bool {
        let mut line = std::mem::take(&mut self.line);
        line.prepare(self);
        let converged = line.fit(self);
        line.tell(self);
        self.line = line;
        converged
    }
}

impl Line {
    /// Finds the runs, and sums up what does not change in a fit.
    fn prepare(&mut self, all: &Regression) {
        let rows = all.counts.len();
        let column = |row: usize| match all.curve.used.len() {
            0 => 0.0,
            _ => all.columns[row * all.columns_each + all.curve.used.start],
        };
        let step = if all.curve.used.is_empty() { 0.0 } else { 1.0 };
        self.sums.clear();
        self.sums.resize(all.curve.intercepts.len(), Sums::default());
        for (row, &level) in all.levels.iter().enumerate() {
            self.sums[level].rows += 1.0;
            self.sums[level].centre += column(row);
        }
        self.sums.iter_mut().filter(|sums| sums.rows > 0.0).for_each(|sums| sums.centre /= sums.rows);
        self.runs.clear();
        self.runs.reserve(rows / 4);
        self.off.clear();
        self.off.reserve(rows);
        self.before.reserve(rows);
        (self.by_offset, self.own) = (0.0, 0.0);
        for row in 0..rows {
            let (level, offset, count) = (all.levels[row], all.offsets[row], all.counts[row]);
            let sums = &mut self.sums[level];
            let off = column(row) - sums.centre;
            let weighted = all.prior[row] * count;
            sums.counts += weighted;
            sums.counts_by += weighted * off;
            self.by_offset += weighted * offset;
            self.own += all.prior[row] * (all.starts[row].own - count);
            self.off.push(off);
            let goes_on = |run: &&mut Run| {
                run.level == level
                    && run.until - run.from < LONGEST
                    && offset == 0.0
                    && all.offsets[row - 1] == 0.0
                    && column(row) == column(row - 1) + step
            };
            match self.runs.last_mut().filter(goes_on) {
                Some(run) => run.until = row + 1,
                None => self.runs.push(Run { from: row, until: row + 1, level }),
            }
        }
        self.slope = 0.0;
        self.intercepts.clear();
        self.intercepts.resize(self.sums.len(), 0.0);
    }

    /// Steps until the deviance stands still.
    fn fit(&mut self, all: &mut Regression) -> bool {
        let mut deviance = self.start(all);
        self.follow(all);
        let mut now = self.deviance(all);
        if !now.is_finite() {
            return false;
        }
        for _ in 1..STEPS {
            if (now - deviance).abs() / (now.abs() + 0.1) < TOLERANCE {
                return true;
            }
            deviance = now;
            let slope = self.slope;
            self.intercepts_before.clone_from(&self.intercepts);
            self.step(all);
            self.follow(all);
            now = self.deviance(all);
            // Goes half the way back, again and again, until there is a curve.
            let mut halves = 0;
            while !now.is_finite() {
                if halves == STEPS {
                    return false;
                }
                halves += 1;
                self.slope = f64::midpoint(self.slope, slope);
                self.intercepts.iter_mut().zip(&self.intercepts_before).for_each(|(one, other)| {
                    *one = f64::midpoint(*one, *other);
                });
                std::mem::swap(&mut self.before, &mut all.means);
                self.follow(all);
                now = self.deviance(all);
            }
        }
        (now - deviance).abs() / (now.abs() + 0.1) < TOLERANCE
    }

    /// The first step, from means that are counts and a little; tells the deviance from which it starts.
    fn start(&mut self, all: &mut Regression) -> f64 {
        let mut deviance = 0.0;
        let mut targets = std::mem::take(&mut self.intercepts);
        let mut by_column = 0.0;
        all.means.clear();
        for (row, start) in all.starts.iter().enumerate() {
            let (level, prior, mean) = (all.levels[row], all.prior[row], all.counts[row] + 0.1);
            let weight = prior * mean;
            let by_target = weight * (start.target - all.offsets[row]);
            self.add(level, weight, self.off[row]);
            targets[level] += by_target;
            by_column += by_target * self.off[row];
            deviance += prior * (start.own - all.counts[row] * start.log + 0.1);
            all.means.push(mean);
        }
        let product = self.factor(all);
        for (sums, target) in self.sums.iter().zip(&targets).filter(|(sums, _)| sums.means > 0.0) {
            by_column -= sums.means_by / sums.means * target;
        }
        self.slope = if product > 0.0 { by_column / product } else { 0.0 };
        for (sums, target) in self.sums.iter().zip(&mut targets).filter(|(sums, _)| sums.means > 0.0) {
            *target = (*target - sums.means_by * self.slope) / sums.means;
        }
        self.intercepts = targets;
        2.0 * deviance
    }

    /// One step of Newton's.
    fn step(&mut self, all: &mut Regression) {
        let product = self.factor(all);
        let own = |sums: &Sums| sums.counts - sums.means;
        let mut by_column = 0.0;
        for sums in self.sums.iter().filter(|sums| sums.means > 0.0) {
            by_column += (sums.counts_by - sums.means_by) - sums.means_by / sums.means * own(sums);
        }
        let rise = if product > 0.0 { by_column / product } else { 0.0 };
        for (sums, intercept) in
            self.sums.iter().zip(&mut self.intercepts).filter(|(sums, _)| sums.means > 0.0)
        {
            *intercept += (own(sums) - sums.means_by * rise) / sums.means;
        }
        self.slope += rise;
    }

    /// Takes the weights of this step into the curve; tells the square of the column within levels, nothing where levels
    /// tell the column already.
    fn factor(&self, all: &mut Regression) -> f64 {
        let curve = &mut all.curve;
        let width = curve.used.len();
        curve.level_weights.clear();
        curve.level_weights.extend(self.sums.iter().map(|sums| sums.means));
        curve.centres.clear();
        curve.root.clear();
        if width == 0 {
            return 0.0;
        }
        let (mut product, mut whole) = (0.0, 0.0);
        for sums in &self.sums {
            let centre = if sums.means > 0.0 { sums.means_by / sums.means } else { 0.0 };
            product += sums.means_by_square - centre * sums.means_by;
            whole += sums.means_by_square + sums.centre * (sums.means * sums.centre + 2.0 * sums.means_by);
            curve.centres.push(sums.centre + centre);
        }
        let counts = product > whole * ALIASED;
        curve.root.push(if counts { product.sqrt() } else { 0.0 });
        if counts { product } else { 0.0 }
    }

    fn add(&mut self, level: usize, weight: f64, off: f64) {
        let sums = &mut self.sums[level];
        sums.means += weight;
        sums.means_by += weight * off;
        sums.means_by_square += weight * off * off;
    }

    /// Takes the means from the curve, and sums them up.
    fn follow(&mut self, all: &mut Regression) {
        std::mem::swap(&mut self.before, &mut all.means);
        all.means.clear();
        for sums in &mut self.sums {
            (sums.means, sums.means_by, sums.means_by_square) = (0.0, 0.0, 0.0);
        }
        let factor = if all.curve.used.is_empty() { 1.0 } else { self.slope.exp() };
        for run in &self.runs {
            let log = self.intercepts[run.level] + self.slope * self.off[run.from] + all.offsets[run.from];
            let mut mean = log.exp();
            let (mut whole, mut by, mut by_square) = (0.0, 0.0, 0.0);
            for (off, prior) in self.off[run.from..run.until].iter().zip(&all.prior[run.from..run.until]) {
                let own = mean.max(SMALLEST);
                all.means.push(own);
                let weight = prior * own;
                let weight_by = weight * off;
                whole += weight;
                by += weight_by;
                by_square += weight_by * off;
                mean *= factor;
            }
            let sums = &mut self.sums[run.level];
            sums.means += whole;
            sums.means_by += by;
            sums.means_by_square += by_square;
        }
    }

    fn deviance(&self, all: &Regression) -> f64 {
        let mut told = self.by_offset;
        for (sums, intercept) in self.sums.iter().zip(&self.intercepts).filter(|(sums, _)| sums.counts > 0.0)
        {
            told += sums.counts * intercept + sums.counts_by * self.slope;
        }
        let lowest = |row: usize| {
            self.intercepts[all.levels[row]] + self.slope * self.off[row] + all.offsets[row] < SMALLEST_LOG
        };
        if self.runs.iter().any(|run| lowest(run.from) || lowest(run.until - 1)) {
            told = self.told_of_small(all);
        }
        2.0 * (self.own - told + self.sums.iter().map(|sums| sums.means).sum::<f64>())
    }

    /// Counts by the logarithms of means, of which some are hardly anything.
    fn told_of_small(&self, all: &Regression) -> f64 {
        let of = |row: usize| {
            let log = self.intercepts[all.levels[row]] + self.slope * self.off[row] + all.offsets[row];
            all.prior[row] * all.counts[row] * log.max(SMALLEST_LOG)
        };
        (0..all.counts.len()).map(of).sum()
    }

    /// Takes the curve to where all others have it.
    fn tell(&self, all: &mut Regression) {
        let curve = &mut all.curve;
        curve.slopes.clear();
        curve.slopes.extend((!curve.used.is_empty()).then_some(self.slope));
        for (own, (intercept, sums)) in
            curve.intercepts.iter_mut().zip(self.intercepts.iter().zip(&self.sums))
        {
            *own = intercept - self.slope * sums.centre;
        }
        all.weights.clear();
        all.weights.extend(self.before.iter().zip(&all.prior).map(|(mean, prior)| mean * prior));
    }
}
