//! Campaigns: teams formed over groups of households, their members, shifts, and what they did day by day. The campaign itself is a
//! programme of the kind `campaign`, and its targets are commitments in it ([`crate::programmes`]).

pub mod board;
mod logs;
mod members;
pub mod roster;
mod shifts;
mod skills;
mod teams;

pub use logs::{Log, MOST_NEEDS, TypedLog, Visited};
pub use members::{Checked, Member, Time, TypedMember, Way, digits_of, sameness, took_part};
pub use shifts::{
    Answer, Call, LONGEST_SHIFT, Need, Shift, Span, TypedShift, WEEK_HOURS_DEFAULT, attended_minutes,
    heaviest_week, may_call,
};
pub use skills::{Skill, skill, skill_said, skills};
pub use teams::{Groups, LARGEST_TEAM, MOST_TEAMS, Team, TypedTeams, USUAL_TEAM, groups};

#[cfg(test)]
mod tests;
