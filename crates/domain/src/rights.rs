//! Who may do what: the only place that decides it. Actions ask; pages never do.

use crate::{
    ids::{PersonId, UnitId},
    people::{Position, Role},
    refusals::{Note, Refusal},
    words_enum,
};

words_enum! {
    /// What somebody wants to do.
    Verb {
        /// Note what a neighbourhood says.
        Observe = "observe",
        /// Read what teams noted.
        ReadObservations = "read_observations",
        /// Bring somebody's case in for them.
        ReportForSomebody = "report_for_somebody",
        /// Read a case: what was said and what was done, not who asked.
        ReadCase = "read_case",
        /// Read how to reach whoever asked. Every such reading is an event.
        ReadContact = "read_contact",
        /// Accept, assign, transfer, answer, refuse, merge.
        HandleCase = "handle_case",
        /// Close a denunciation away as it comes in.
        SealDenunciation = "seal_denunciation",
        /// Be a handler of seals; a leader must name them too, and two open together.
        OpenSeal = "open_seal",
        /// Name the handlers of seals, and keep the way back when passphrases are lost.
        NameSealHandlers = "name_seal_handlers",
        /// Read figures of a unit without protection of small counts.
        ReadOwnFigures = "read_own_figures",
        /// Read figures of any unit, small counts protected.
        ReadFigures = "read_figures",
        /// Read the leader's page.
        ReadBrief = "read_brief",
        /// Edit the templates of a unit's letters.
        EditTemplates = "edit_templates",
        /// Reorganise units and import them.
        ManageUnits = "manage_units",
        /// Say which days are worked.
        ManageCalendar = "manage_calendar",
        /// Add people and give positions.
        ManagePeople = "manage_people",
        /// See jobs, lag, back-ups; never a case.
        Operate = "operate",
        /// Walk the event log.
        ReadEvents = "read_events",
        /// Read a letter and the proceedings that were opened on it, not who signed.
        ReadLetter = "read_letter",
        /// Receive and classify letters, and record the acts of a proceeding; the law says which act is whose.
        HandleLetter = "handle_letter",
        /// See the inventory of personal data, retention, certificates of erasure and breaches; never the data.
        ReadDataRegister = "read_data_register",
        /// Run retention, note breaches and their notification.
        KeepDataRegister = "keep_data_register",
        /// Read a programme, what was promised in it and how far it has come.
        ReadProgrammes = "read_programmes",
        /// Make a programme, review it, and share out what is promised in it.
        LeadProgrammes = "lead_programmes",
        /// Say how far a commitment of one's own unit has come.
        ReportProgress = "report_progress",
        /// Accept or return what a unit below reported.
        VerifyProgress = "verify_progress",
        /// Read inspections of a unit.
        ReadInspections = "read_inspections",
        /// Plan an inspection and do its work.
        LeadInspections = "lead_inspections",
        /// Decide an inspection, conclude, close and call it off.
        DecideInspections = "decide_inspections",
        /// Answer for one's own unit when it is inspected.
        AnswerInspections = "answer_inspections",
        /// Read initiatives with their whole story, and the statistics of them.
        ReadInitiatives = "read_initiatives",
        /// Register an initiative of one's own unit or one below it, and carry it out.
        RegisterInitiative = "register_initiative",
        /// Appraise, check, recognise, reward and publish initiatives of units below.
        AppraiseInitiative = "appraise_initiative",
        /// Give points to an initiative.
        JudgeInitiative = "judge_initiative",
        /// Edit the sheet of points of a unit.
        EditSheet = "edit_sheet",
        /// Sign a covenant as the head of one's own unit.
        SignCovenant = "sign_covenant",
        /// Read the boards, worklists and files of land clearance, without names.
        ReadClearance = "read_clearance",
        /// Begin a project for which land is cleared.
        LeadClearance = "lead_clearance",
        /// Keep files of land clearance: bring them in, note calls, what keeps them waiting, what was paid.
        HandleClearance = "handle_clearance",
        /// Read and keep who speaks for a clearance file and what they need. Every such reading is an event.
        ReadHolder = "read_holder",
        /// Read contests.
        ReadContests = "read_contests",
        /// Hold contests: their teams, rounds and juries.
        LeadContests = "lead_contests",
        /// Read the returns of a unit.
        ReadReturns = "read_returns",
        /// Write in a return of one's own unit.
        WriteReturn = "write_return",
        /// Give a return of one's own unit to the level above, and begin an amendment.
        SubmitReturn = "submit_return",
        /// Accept returns of units below, or send them back.
        ReviewReturns = "review_returns",
        /// Read the briefs that were sent to one's unit, or by it.
        ReadBriefs = "read_briefs",
        /// Write and send briefs of one's own unit.
        WriteBriefs = "write_briefs",
        /// Form teams of a campaign, enrol and call their members, and read how to reach them.
        KeepRosters = "keep_rosters",
        /// Say what a team of a campaign did on a day.
        LogTeamDay = "log_team_day",
        /// Read findings about a unit.
        ReadFindings = "read_findings",
        /// Do something about a finding, or put it aside.
        JudgeFindings = "judge_findings",
        /// Have a city looked at now, without waiting for the night.
        RunFindings = "run_findings",
    }
}

/// Whoever asks for something, with the positions held on the day of the act.
#[derive(Clone, Debug, Default)]
pub struct Asker {
    /// Who, when somebody is signed in.
    pub person: Option<PersonId>,
    /// Positions held on the day.
    pub positions: Vec<Position>,
    /// The program itself: the command line of the machine's operator, or a job.
    pub house: bool,
}

impl Asker {
    /// A resident without account.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// The program itself.
    pub fn house() -> Self {
        Self { house: true, ..Self::default() }
    }

    /// Whether any position carries this role.
    pub fn is(&self, role: Role) -> bool {
        self.positions.iter().any(|position| position.role == role)
    }

    /// The unit of the first position whose role grants a verb.
    pub fn unit_for(&self, verb: Verb) -> Option<UnitId> {
        self.positions
            .iter()
            .find(|position| grants(position.role).contains(&verb))
            .map(|position| position.unit)
    }
}

/// The verbs of a role, at its unit and everything below.
pub const fn grants(role: Role) -> &'static [Verb] {
    use Verb::{
        AnswerInspections, AppraiseInitiative, DecideInspections, EditSheet, EditTemplates, HandleCase,
        HandleClearance, HandleLetter, JudgeFindings, JudgeInitiative, KeepDataRegister, KeepRosters,
        LeadClearance, LeadContests, LeadInspections, LeadProgrammes, LogTeamDay, ManageCalendar,
        ManagePeople, ManageUnits, NameSealHandlers, Observe, OpenSeal, Operate, ReadBrief, ReadBriefs,
        ReadCase, ReadClearance, ReadContact, ReadContests, ReadDataRegister, ReadEvents, ReadFigures,
        ReadFindings, ReadHolder, ReadInitiatives, ReadInspections, ReadLetter, ReadObservations,
        ReadOwnFigures, ReadProgrammes, ReadReturns, RegisterInitiative, ReportForSomebody, ReportProgress,
        ReviewReturns, RunFindings, SealDenunciation, SignCovenant, SubmitReturn, VerifyProgress,
        WriteBriefs, WriteReturn,
    };
    // Long because it is a table: what each role may do.
    match role {
        Role::TeamMember => &[
            Observe,
            ReportForSomebody,
            ReadFigures,
            ReadProgrammes,
            ReportProgress,
            ReadInitiatives,
            RegisterInitiative,
            ReadContests,
            LogTeamDay,
        ],
        Role::CommuneOfficer => &[
            Observe,
            ReadObservations,
            ReportForSomebody,
            ReadCase,
            ReadContact,
            HandleCase,
            ReadOwnFigures,
            ReadFigures,
            ReadLetter,
            HandleLetter,
            SealDenunciation,
            OpenSeal,
            ReadProgrammes,
            LeadProgrammes,
            ReportProgress,
            VerifyProgress,
            ReadInspections,
            LeadInspections,
            AnswerInspections,
            ReadInitiatives,
            RegisterInitiative,
            AppraiseInitiative,
            JudgeInitiative,
            ReadClearance,
            HandleClearance,
            ReadHolder,
            ReadReturns,
            WriteReturn,
            ReadBriefs,
            WriteBriefs,
            ReadContests,
            LeadContests,
            KeepRosters,
            LogTeamDay,
            ReadFindings,
            JudgeFindings,
        ],
        Role::CommuneLeader => &[
            ReadObservations,
            ReadCase,
            ReadContact,
            HandleCase,
            ReadOwnFigures,
            ReadFigures,
            ReadBrief,
            ReadLetter,
            HandleLetter,
            SealDenunciation,
            OpenSeal,
            NameSealHandlers,
            ReadDataRegister,
            EditTemplates,
            ReadProgrammes,
            LeadProgrammes,
            ReportProgress,
            VerifyProgress,
            ReadInspections,
            LeadInspections,
            DecideInspections,
            AnswerInspections,
            ReadInitiatives,
            RegisterInitiative,
            AppraiseInitiative,
            JudgeInitiative,
            EditSheet,
            SignCovenant,
            ReadClearance,
            HandleClearance,
            ReadHolder,
            ReadReturns,
            WriteReturn,
            ReadBriefs,
            SubmitReturn,
            ReadContests,
            LeadContests,
            KeepRosters,
            ReadFindings,
            JudgeFindings,
        ],
        Role::CityAnalyst => &[
            ReadObservations,
            ReadCase,
            ReadFigures,
            ReadProgrammes,
            LeadProgrammes,
            ReportProgress,
            VerifyProgress,
            ReadInspections,
            LeadInspections,
            ReadInitiatives,
            RegisterInitiative,
            AppraiseInitiative,
            JudgeInitiative,
            EditSheet,
            ReadClearance,
            LeadClearance,
            ReadReturns,
            WriteReturn,
            ReadBriefs,
            WriteBriefs,
            ReviewReturns,
            ReadContests,
            LeadContests,
            ReadFindings,
            JudgeFindings,
            RunFindings,
        ],
        Role::CityLeader => &[
            ReadCase,
            ReadFigures,
            ReadBrief,
            ReadLetter,
            HandleLetter,
            ReadDataRegister,
            ReadProgrammes,
            LeadProgrammes,
            ReportProgress,
            VerifyProgress,
            ReadInspections,
            LeadInspections,
            DecideInspections,
            ReadInitiatives,
            AppraiseInitiative,
            JudgeInitiative,
            EditSheet,
            SignCovenant,
            ReadClearance,
            LeadClearance,
            ReadReturns,
            WriteReturn,
            ReadBriefs,
            SubmitReturn,
            ReviewReturns,
            ReadContests,
            LeadContests,
            ReadFindings,
            JudgeFindings,
        ],
        Role::Operator => &[
            Operate,
            ManageUnits,
            ManagePeople,
            ManageCalendar,
            EditTemplates,
            ReadDataRegister,
            KeepDataRegister,
        ],
        Role::Auditor => &[ReadEvents, ReadFigures, ReadDataRegister],
    }
}

/// Whether somebody may do something to a thing in the care of a unit. `care` names that unit and everything
/// above it on the day of the act; a position anywhere in it reaches the thing. [`Verb::ReadFigures`] reaches
/// everywhere, because what it shows is protected.
///
/// # Errors
/// [`Refusal::SignInFirst`] when nobody is signed in, [`Refusal::NotAllowed`] with a note of who may otherwise.
pub fn may(asker: &Asker, verb: Verb, care: &[UnitId]) -> Result<(), Refusal> {
    if asker.house {
        return Ok(());
    }
    if asker.person.is_none() {
        return Err(Refusal::SignInFirst);
    }
    let reaches = |position: &Position| verb == Verb::ReadFigures || care.contains(&position.unit);
    let allowed =
        asker.positions.iter().any(|position| grants(position.role).contains(&verb) && reaches(position));
    if allowed {
        Ok(())
    } else {
        Err(Refusal::NotAllowed(Note::new("refusal-not-allowed").with("verb", verb)))
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::{ids::PositionId, time::Day};
    use uuid::Uuid;

    fn asker(role: Role, unit: UnitId) -> Asker {
        let person = PersonId(Uuid::from_u128(9));
        let from = Day::new(2025, 7, 1).expect("a day");
        let position = Position { id: PositionId(Uuid::nil()), person, role, unit, from, to: None };
        Asker { person: Some(person), positions: vec![position], house: false }
    }

    #[test]
    fn a_right_reaches_its_unit_and_everything_below() {
        let (city, ward, other) =
            (UnitId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)), UnitId(Uuid::from_u128(3)));
        let check = |role, at, verb, care: &[UnitId], expected: bool| {
            assert_eq!(may(&asker(role, at), verb, care).is_ok(), expected, "{role} {verb} {care:?}");
        };
        check(Role::CommuneOfficer, ward, Verb::HandleCase, &[ward, city], true);
        check(Role::CommuneOfficer, ward, Verb::HandleCase, &[other, city], false);
        check(Role::CityAnalyst, city, Verb::ReadCase, &[ward, city], true);
        check(Role::CityAnalyst, city, Verb::ReadContact, &[ward, city], false);
        check(Role::Operator, city, Verb::ReadCase, &[ward, city], false);
        check(Role::TeamMember, ward, Verb::ReadFigures, &[other, city], true);
        check(Role::TeamMember, ward, Verb::ReadCase, &[ward, city], false);
    }

    #[test]
    fn nobody_is_asked_to_sign_in_and_the_house_may_everything() {
        assert_eq!(may(&Asker::nobody(), Verb::ReadCase, &[]), Err(Refusal::SignInFirst));
        for verb in Verb::ALL {
            assert!(may(&Asker::house(), *verb, &[]).is_ok());
        }
    }
}
