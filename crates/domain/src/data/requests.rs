//! Requests of whoever the data is about. They run under the procedure `data_rights`, whose rows are facts.

use crate::words_enum;

words_enum! {
    /// What may be asked for.
    Right {
        /// To see what is known.
        View = "view",
        /// To have it corrected.
        Correct = "correct",
        /// To withdraw consent.
        Withdraw = "withdraw",
        /// To have its use restricted.
        Restrict = "restrict",
        /// To have it erased.
        Delete = "delete",
    }
}

words_enum! {
    /// What a receipt opens, and so whose data a request is about.
    Subject {
        /// A case: whoever asked first, or said "me too".
        Case = "case",
        /// One who signed a letter.
        Signer = "signer",
        /// Whoever booked a visit at a reception.
        Visit = "visit",
    }
}

/// What must stay of one who signed a letter, and so is not erased although they ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Everything: the office must still be able to send them what the law requires.
    Everything,
    /// Their name in the file of the matter, until its time of keeping is over.
    Name,
}

/// What must stay of a signer. While the matter runs, what the law requires is sent to whoever signed alone, or to those who
/// speak for the others; the rest of a group may be forgotten at any time.
pub const fn kept_of_signer(runs: bool, signers: i64, is_representative: bool) -> Kept {
    if runs && (signers <= 1 || is_representative) { Kept::Everything } else { Kept::Name }
}

/// The procedure under which requests run.
pub const PROCEDURE: &str = "data_rights";

impl Right {
    /// The act of the procedure that opens such a request.
    pub const fn act(self) -> &'static str {
        match self {
            Self::View => "ask_view",
            Self::Correct => "ask_correct",
            Self::Withdraw => "ask_withdraw",
            Self::Restrict => "ask_restrict",
            Self::Delete => "ask_delete",
        }
    }

    /// The step by whose clock it must be fulfilled.
    pub const fn step(self) -> &'static str {
        match self {
            Self::View | Self::Correct => "view_or_correct",
            Self::Withdraw | Self::Restrict => "withdraw_or_restrict",
            Self::Delete => "delete",
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::{
        calendar::Calendar,
        office_hours::OfficeHours,
        procedures::{ClockState, Done, Party, Procedure, Procedures, check, stand},
        time::{Day, Moment},
    };

    #[test]
    fn whoever_must_be_told_by_law_is_not_forgotten_while_the_matter_runs() {
        let check = |runs, signers, speaks, expected| {
            assert_eq!(kept_of_signer(runs, signers, speaks), expected, "{runs} {signers} {speaks}");
        };
        check(true, 1, false, Kept::Everything);
        check(true, 12, true, Kept::Everything);
        check(true, 12, false, Kept::Name);
        check(true, 3, false, Kept::Name);
        check(false, 1, false, Kept::Name);
        check(false, 12, true, Kept::Name);
    }

    fn procedure() -> &'static Procedure {
        Procedures::facts().get(PROCEDURE).expect("the procedure of requests")
    }

    fn at(day: &str) -> Moment {
        Moment::at(day.parse::<Day>().expect("a day"), 9, 0)
    }

    fn with_ground(act: &str, day: &str, by: Party) -> Done {
        Done { ground: "UBND phường bên cạnh cũng giữ".into(), ..Done::new(act, at(day), by) }
    }

    /// The day on which a step is due after some acts.
    fn due(done: &[Done], step: &str) -> String {
        let now = done.last().expect("an act").at;
        let stood = stand(procedure(), done, Calendar::facts(), OfficeHours::facts(), now).expect("lawful");
        stood.clock(step).expect("a clock").due.at.day().to_string()
    }

    #[test]
    fn each_right_has_the_clock_that_the_law_gives_it() {
        let check = |right: Right, reply: &str, plain: &str, third: &str, extended: &str| {
            let asked = Done::new(right.act(), at("2026-11-23"), Party::Petitioner);
            let third_parties = with_ground("mark_third_parties", "2026-11-25", Party::CommuneOfficer);
            let more = with_ground(&format!("extend_{}", right.step()), "2026-11-26", Party::CommuneLeader);
            let one = [asked.clone()];
            assert_eq!(due(&one, "reply"), reply, "{right}: reply");
            assert_eq!(due(&one, right.step()), plain, "{right}");
            assert_eq!(
                due(&[asked.clone(), third_parties.clone()], right.step()),
                third,
                "{right}: third parties"
            );
            assert_eq!(due(&[asked, third_parties, more], right.step()), extended, "{right}: extended");
        };
        // 24/11 is a holiday since 2026; a last day of rest moves to the next working day.
        check(Right::View, "2026-11-26", "2026-12-03", "2026-12-08", "2026-12-18");
        check(Right::Correct, "2026-11-26", "2026-12-03", "2026-12-08", "2026-12-18");
        check(Right::Withdraw, "2026-11-26", "2026-12-08", "2026-12-14", "2026-12-28");
        check(Right::Restrict, "2026-11-26", "2026-12-08", "2026-12-14", "2026-12-28");
        check(Right::Delete, "2026-11-26", "2026-12-14", "2026-12-23", "2027-01-12");
    }

    #[test]
    fn a_request_that_nobody_answers_is_late_and_an_answer_ends_every_clock() {
        let asked = Done::new("ask_delete", at("2026-11-23"), Party::Petitioner);
        let (calendar, hours) = (Calendar::facts(), OfficeHours::facts());
        let later = at("2027-01-20");
        let stood = stand(procedure(), std::slice::from_ref(&asked), calendar, hours, later).expect("lawful");
        assert_eq!(stood.clock("reply").map(|clock| clock.state), Some(ClockState::Lapsed));
        assert_eq!(stood.clock("delete").map(|clock| clock.state), Some(ClockState::Lapsed));
        let done = [asked, Done::new("fulfil", at("2026-11-25"), Party::CommuneOfficer)];
        let stood = stand(procedure(), &done, calendar, hours, later).expect("lawful");
        assert_eq!(stood.stage.as_deref(), Some("fulfilled"));
        assert!(stood.clocks.iter().all(|clock| clock.state == ClockState::Kept), "{:?}", stood.clocks);
    }

    #[test]
    fn nobody_refuses_without_a_reason_nor_fulfils_twice() {
        let asked = Done::new("ask_delete", at("2026-11-23"), Party::Petitioner);
        let check = |done: &[Done], next: &Done, allowed: bool| {
            let found = check(procedure(), done, next, Calendar::facts(), OfficeHours::facts(), next.at);
            assert_eq!(found.is_ok(), allowed, "{next:?}: {found:?}");
        };
        let one = [asked.clone()];
        check(&one, &Done::new("refuse", at("2026-11-25"), Party::CommuneLeader), false);
        check(&one, &with_ground("refuse", "2026-11-25", Party::CommuneOfficer), false);
        check(&one, &with_ground("refuse", "2026-11-25", Party::CommuneLeader), true);
        let over = [asked, Done::new("fulfil", at("2026-11-25"), Party::CommuneOfficer)];
        check(&over, &Done::new("fulfil", at("2026-11-26"), Party::CommuneOfficer), false);
    }
}
