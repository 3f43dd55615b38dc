//! Typed ids: a `CaseId` can never stand where a `UnitId` is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares id types over a UUID.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A unit of the tree in time: city, district, commune, village, body or team.
    UnitId;
    /// Somebody who signs in.
    PersonId;
    /// A person's role at a unit for some days.
    PositionId;
    /// Somebody stands in for the holder of a position.
    DelegationId;
    /// A passkey of somebody.
    PasskeyId;
    /// What somebody asked and wants an answer to.
    CaseId;
    /// One line of a case's history.
    EntryId;
    /// What a team heard.
    ObservationId;
    /// A picture kept beside a case or an observation.
    AttachmentId;
    /// A signed-in browser.
    SessionId;
    /// A piece of work to be done in the background.
    JobId;
    /// What came in on paper, by post, at a visit.
    LetterId;
    /// One lawful run of a procedure.
    ProceedingId;
    /// Who promised what, where and by when.
    ProgrammeId;
    /// One measurable thing of a programme that a unit promised.
    CommitmentId;
    /// What a unit says it has done of a commitment.
    ReportId;
    /// An inspection or a supervision of a unit.
    InspectionId;
    /// A question of its checklist with what came of it.
    ChecklistItemId;
    /// What stands out in the counts of a city.
    FindingId;
    /// A periodic return of a unit.
    ReturnId;
    /// What a unit tells those above it, drafted from figures.
    BriefId;
    /// A contest of teams.
    ContestId;
    /// A round of one.
    RoundId;
    /// A team in a contest.
    ContestTeamId;
    /// The points a judge gave.
    MarkId;
    /// A deed of persuasion that a unit or a person carries out: a "Dân vận khéo" initiative.
    InitiativeId;
    /// Who takes part in a covenant or a coordination programme.
    PartyId;
    /// One article of a covenant.
    ArticleId;
    /// A review meeting of a programme.
    MeetingId;
    /// Land that is cleared for one thing to be built. Its files have the ids of their proceedings.
    ProjectId;
    /// A stretch of such a project.
    SegmentId;
    /// A team of a campaign.
    TeamId;
    /// A member of a campaign's teams.
    MemberId;
    /// A shift of such a team.
    ShiftId;
}
