//! What communes would have reported of a city's directive in past months: most keep up, some are slow, one in ten says
//! nothing, and now and then a report comes back.

use crate::chance::Chance;
use danvan_domain::{
    ids::{PersonId, ReportId},
    programmes::{Commitment, Report, Verdict},
    time::Moment,
};

/// Somebody's share of a directive, and who reports and verifies it.
pub struct Share<'a> {
    /// What is promised.
    pub commitment: &'a Commitment,
    /// Who reports.
    pub reporter: PersonId,
    /// Who verifies.
    pub verifier: PersonId,
}

/// The reports of a share in all its periods that have begun, oldest first; those of the last days wait for their verdict.
pub fn progress(share: &Share<'_>, now: Moment, seed: u64) -> Vec<Report> {
    let of = share.commitment;
    let own = of.id.0.as_u128();
    let mut chance = Chance::new(seed ^ (own as u64) ^ ((own >> 64) as u64));
    let zeal = chance.unit();
    let mut reports = Vec::new();
    for period in of.rhythm.periods(of.from, of.to) {
        let (passed, all) = period.passed(now.day());
        if passed == 0 {
            break;
        }
        let mut number = 0;
        // Four tellings a period, each of all that was done so far.
        for step in 1..=4 {
            let day = period.from.plus_days(all * step / 4 - 1);
            let at = Moment::at(day, 15, i8::try_from(chance.between(0, 59)).unwrap_or(0));
            if now <= at || zeal < 0.1 || !chance.happens(0.45 + zeal / 2.0) {
                continue;
            }
            let pace = (0.75 + zeal / 2.0) * (0.9 + chance.unit() / 5.0);
            let value = (of.indicator.target as f64 * step as f64 / 4.0 * pace).round() as i64;
            number += 1;
            let is_settled = now.seconds_since(at) > 4 * 86_400;
            let is_accepted = !chance.happens(0.06);
            let verdict = is_settled.then(|| Verdict {
                is_accepted,
                at: at.plus_seconds(86_400 * chance.between(1, 3)),
                by: Some(share.verifier),
                reason: if is_accepted { String::new() } else { "(Mô phỏng) Thiếu biên bản.".into() },
            });
            reports.push(Report {
                id: ReportId(chance.id(at)),
                commitment: of.id,
                period: period.from,
                number,
                value: value.clamp(0, of.indicator.measure.largest()),
                base: None,
                words: "(Mô phỏng) Đã thực hiện theo kế hoạch.".into(),
                at,
                person: Some(share.reporter),
                unit: of.unit,
                evidence: 0,
                verdict,
                request_hash: Vec::new(),
            });
        }
    }
    reports
}
