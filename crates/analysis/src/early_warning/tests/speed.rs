//! How long a fit takes; printed, and held by nobody: `cargo test --release -- --ignored --nocapture speed`.

use super::super::{FarringtonFlexible, Influences, Series, Watch};
use super::Seeded;

#[test]
#[ignore = "prints a time"]
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "this test measures and prints")]
fn speed_of_a_fit() {
    for mean in [0.3, 3.0, 30.0] {
        let mut chance = Seeded(1);
        let counts: Vec<i64> = (0..520).map(|_| chance.poisson(mean) as i64).collect();
        let series = Series::numbered(&counts, 52).expect("whole");
        for years in [4, 5] {
            let method = FarringtonFlexible { years, ..FarringtonFlexible::default() };
            let rows = 420..520;
            let start = std::time::Instant::now();
            let mut alarms = 0;
            for _ in 0..50 {
                let verdicts = method.watch(&series, rows.clone(), &Influences::none()).expect("verdicts");
                alarms += verdicts.iter().filter(|verdict| verdict.alarm).count();
            }
            let each = start.elapsed().as_secs_f64() * 1e6 / (50 * rows.len()) as f64;
            eprintln!("mean {mean}, {years} years: {each:.1} µs a row ({alarms} alarms)");
        }
    }
}
