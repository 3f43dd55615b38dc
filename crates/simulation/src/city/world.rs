//! The facts the city lives by.

use danvan_domain::{
    answers::Answers,
    calendar::Calendar,
    clocks::{self, Due},
    office_hours::OfficeHours,
    procedures::Procedures,
    time::Moment,
    topics::Topics,
    units::Tree,
};

/// The facts the city lives by.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Units in time.
    pub tree: &'a Tree,
    /// What people speak about.
    pub topics: &'a Topics,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Working hours.
    pub hours: &'a OfficeHours,
    /// Rules of the clocks.
    pub procedures: &'a Procedures,
    /// Reasons to choose from.
    pub answers: &'a Answers,
}

impl World<'_> {
    pub(crate) fn receive_due(&self, urgent: bool, at: Moment) -> Option<Due> {
        let rule = self.procedures.feedback_receive(urgent, at.day())?;
        Some(clocks::due(self.calendar, self.hours, rule, at))
    }

    pub(crate) fn answer_due(&self, topic: &str, at: Moment) -> Option<Due> {
        let promise = self.topics.get(topic).map(|topic| topic.promise);
        let rule = self.procedures.feedback_answer(promise, at.day())?;
        Some(clocks::due(self.calendar, self.hours, &rule, at))
    }
}
