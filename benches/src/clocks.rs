//! How long it takes to reckon from scratch when every running proceeding of a large city is due, on one core.

use crate::{Stop, instant, say};
use danvan_domain::{
    calendar::Calendar,
    office_hours::OfficeHours,
    procedures::{Done, Party, Procedures, moments},
    time::{Day, Moment},
};

const PROCEEDINGS: i64 = 1_000_000;

/// What was done on a complaint that came so many days ago: received in the hours of a working day, every other one
/// accepted some days later.
pub(crate) fn done(number: i64, days: i64, now: Moment) -> Vec<Done> {
    let received = Moment::at(now.day().plus_days(-days), 8, 0).plus_seconds(number % 30_000);
    let mut done = vec![Done::new("receive", received, Party::CommuneOfficer)];
    let accepted = received.plus_seconds(3 * 86_400);
    if number % 2 == 0 && accepted < now {
        let accept = Done::new("accept", accepted, Party::CommuneLeader);
        done.push(Done { document: "12/TB-UBND".into(), ..accept });
    }
    done
}

/// Replays a million proceedings.
pub(crate) fn measure() -> Result<(), Stop> {
    let (procedures, calendar, hours) = (Procedures::facts(), Calendar::facts(), OfficeHours::facts());
    let complaint = procedures.get("complaint").ok_or("no procedure of complaints")?;
    let last = Day::new(2026, 11, 20).ok_or("no such day")?;
    let now = Moment::at(last.plus_days(2), 9, 0);
    let (mut clocks, mut sum) = (0_usize, 0_i64);
    let start = instant();
    for number in 0..PROCEEDINGS {
        // Spread over three months.
        let done = done(number, 2 + number % 90, now);
        let (_, moments) = moments(complaint, &done, calendar, hours, now)
            .map_err(|refused| format!("{:?}: {:?}", done[refused.at], refused.refusal))?;
        clocks += moments.len();
        sum = sum.wrapping_add(moments.iter().map(|clock| clock.due_at.micros()).sum());
    }
    let seconds = start.elapsed().as_secs_f64();
    if clocks == 0 || sum == 0 {
        return Err("no clock was reckoned".into());
    }
    say("| due moments from scratch, one core | clocks | s |");
    say("|---|---|---|");
    say(&format!("| {PROCEEDINGS} proceedings | {clocks} | {seconds:.1} |\n"));
    Ok(())
}
