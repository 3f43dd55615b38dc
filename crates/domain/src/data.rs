//! What is known about people: which categories of personal data there are, why each is kept, on what ground, for how
//! long, who receives it and what protects it. The columns of the tables point here, so that the inventory of an
//! installation is never another thing than its schema.

pub mod breaches;
pub mod consents;
pub mod forbidden;
pub mod requests;
pub mod retention;

use crate::{people::Role, words_enum};
use serde::Serialize;

words_enum! {
    /// Whose data it is.
    Whose {
        /// Whoever asked something, says "me too", or is named in what was said.
        Resident = "resident",
        /// Whoever works with danvan.
        Staff = "staff",
        /// Anybody whose browser asks for a page.
        Visitor = "visitor",
    }
}

words_enum! {
    /// For what it is kept.
    Purpose {
        /// To settle what somebody asked.
        Settle = "settle",
        /// To reach whoever asked, about the matter they asked about.
        Reach = "reach",
        /// To let whoever asked follow it without an account.
        Follow = "follow",
        /// To know who may do what.
        Rights = "rights",
        /// To show who did what, and who read what.
        Account = "account",
        /// To keep out whoever guesses codes and passwords.
        Guard = "guard",
        /// To know what a neighbourhood needs; it is about places, not people.
        Listen = "listen",
        /// To find what was said before.
        Find = "find",
        /// To prove that somebody agreed, or asked for a right over their data.
        Prove = "prove",
        /// To recognise and reward what somebody did for their neighbours.
        Honour = "honour",
        /// To call those who help to where they are needed, and not too often.
        Call = "call",
    }
}

words_enum! {
    /// The legal ground on which it is kept.
    LegalGround {
        /// What a state agency does by law: Luật 91/2025 Đ19. A body that is no state agency takes a legal view first.
        PublicDuty = "public_duty",
        /// The consent of whoever it is about, for this purpose.
        Consent = "consent",
        /// A duty that the law on personal data itself sets: proof of consent, of requests, of breaches.
        DataLaw = "data_law",
    }
}

words_enum! {
    /// What protects it.
    Safeguard {
        /// Kept apart from what it belongs to, so that no list shows it.
        KeptApart = "kept_apart",
        /// Read only with a stated purpose; each reading is an event and is shown to whoever it is about.
        ReadingsNoted = "readings_noted",
        /// Identity, phone and account numbers are masked before it is saved.
        Masked = "masked",
        /// Only a digest is stored.
        DigestOnly = "digest_only",
        /// Whoever writes it is asked to name nobody.
        NamesNobody = "names_nobody",
        /// Only offices in whose care the matter is may read it.
        OwnOffice = "own_office",
        /// Erased by a rule of retention.
        ErasedByRule = "erased_by_rule",
        /// Gone by itself when it is over.
        EndsByItself = "ends_by_itself",
        /// All metadata is removed and the picture drawn again.
        Redrawn = "redrawn",
        /// Encrypted for named handlers.
        Sealed = "sealed",
    }
}

words_enum! {
    /// A category of personal data. Every column of every table holds one, or nothing personal.
    Category {
        /// Nothing about a person.
        Nothing = "nothing",
        /// Name, telephone and address of whoever asked.
        Contact = "contact",
        /// Words of whoever asked and of answers to them; they may name people.
        Words = "words",
        /// Where on the map something was reported, which may be where somebody lives.
        Location = "location",
        /// A code that opens what somebody asked.
        Code = "code",
        /// A digest of what was sent, by which a second sending is known.
        Digest = "digest",
        /// Pictures that were sent.
        Picture = "picture",
        /// What a team noted.
        Note = "note",
        /// Sign-in name, name and password of whoever works here.
        Account = "account",
        /// Which position somebody holds.
        Position = "position",
        /// Who did something.
        Actor = "actor",
        /// Who read personal data, and for what.
        Reading = "reading",
        /// A signed-in browser.
        Session = "session",
        /// A network address or name whose wrong tries are counted.
        Try = "try",
        /// What somebody agreed to and when, or what right they used.
        Proof = "proof",
        /// Sealed contents of a denunciation.
        Sealed = "sealed",
        /// What a letter says, and what was written beside it.
        Letter = "letter",
        /// Who signed a letter.
        Signer = "signer",
        /// What was said, noted and promised at a reception.
        Visit = "visit",
        /// Who came to a reception.
        Visitor = "visitor",
        /// What an issued document says: whom it is addressed to, where they live, what they asked.
        Document = "document",
        /// Who stands behind an initiative of one person.
        Exemplar = "exemplar",
        /// Who speaks for a household, an organisation or graves on land that is cleared.
        Holder = "holder",
        /// What was asked and promised at calls on them, and what support they need.
        Call = "call",
        /// Who helps in a campaign's team, what they can do and when they were there.
        Roster = "roster",
    }
}

/// What is declared about a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// Whose data it is.
    pub whose: Whose,
    /// For what it is kept.
    pub purpose: Purpose,
    /// On what ground.
    pub ground: LegalGround,
    /// Whether the law calls it sensitive: NĐ 356/2025 Đ4.1.
    pub sensitive: bool,
    /// The rule of retention, a code of the facts.
    pub retention: &'static str,
    /// Roles that may receive it, besides whoever it is about.
    pub recipients: &'static [Role],
    /// What protects it.
    pub safeguards: &'static [Safeguard],
}

/// Those in an office who handle what came in.
const OFFICE: &[Role] = &[Role::CommuneOfficer, Role::CommuneLeader];
/// Those who may read a case without its contact.
const READERS: &[Role] = &[Role::CommuneOfficer, Role::CommuneLeader, Role::CityAnalyst, Role::CityLeader];
/// The same with the teams, of what a team registers itself.
const READERS_AND_TEAMS: &[Role] =
    &[Role::TeamMember, Role::CommuneOfficer, Role::CommuneLeader, Role::CityAnalyst, Role::CityLeader];
/// Those who look after accounts.
const KEEPERS: &[Role] = &[Role::Operator];
/// Those who check what was done.
const CHECKERS: &[Role] = &[Role::Auditor, Role::Operator];

impl Category {
    /// What is declared about it; nothing for what is not personal.
    pub const fn about(self) -> Option<About> {
        // Long because it is a table: what is declared about each category.
        use Safeguard::{
            DigestOnly, EndsByItself, ErasedByRule, KeptApart, Masked, NamesNobody, OwnOffice, ReadingsNoted,
            Redrawn, Sealed,
        };
        use Whose::{Resident, Staff};
        let about = match self {
            Self::Nothing => return None,
            Self::Contact => of(Resident, Purpose::Reach, "contact").to(OFFICE).by(&[
                KeptApart,
                ReadingsNoted,
                OwnOffice,
                ErasedByRule,
            ]),
            Self::Words => {
                of(Resident, Purpose::Settle, "case").to(READERS).by(&[Masked, OwnOffice, ErasedByRule])
            }
            Self::Location => {
                of(Resident, Purpose::Settle, "case").sensitive().to(READERS).by(&[OwnOffice, ErasedByRule])
            }
            Self::Code => of(Resident, Purpose::Follow, "kept").to(OFFICE).by(&[OwnOffice]),
            Self::Digest => of(Resident, Purpose::Guard, "case").by(&[DigestOnly, ErasedByRule]),
            Self::Picture => {
                of(Resident, Purpose::Settle, "case").to(READERS).by(&[Redrawn, OwnOffice, ErasedByRule])
            }
            Self::Note => of(Resident, Purpose::Listen, "observation").to(READERS).by(&[
                NamesNobody,
                Masked,
                OwnOffice,
                ErasedByRule,
            ]),
            Self::Account => of(Staff, Purpose::Rights, "account").sensitive().to(KEEPERS).by(&[DigestOnly]),
            Self::Position => of(Staff, Purpose::Rights, "account").to(CHECKERS),
            Self::Actor => of(Staff, Purpose::Account, "kept").to(CHECKERS),
            Self::Reading => of(Staff, Purpose::Account, "reading").to(CHECKERS),
            Self::Session => {
                of(Staff, Purpose::Rights, "session").sensitive().by(&[DigestOnly, EndsByItself])
            }
            Self::Try => of(Whose::Visitor, Purpose::Guard, "session").by(&[EndsByItself]),
            Self::Proof => About { ground: LegalGround::DataLaw, ..of(Resident, Purpose::Prove, "proof") }
                .to(OFFICE)
                .by(&[OwnOffice]),
            Self::Letter => {
                of(Resident, Purpose::Settle, "letter").to(OFFICE).by(&[Masked, OwnOffice, ErasedByRule])
            }
            Self::Signer => of(Resident, Purpose::Settle, "letter").to(OFFICE).by(&[
                KeptApart,
                ReadingsNoted,
                OwnOffice,
                ErasedByRule,
            ]),
            Self::Visit => of(Resident, Purpose::Settle, "visit").to(OFFICE).by(&[OwnOffice, ErasedByRule]),
            Self::Visitor => of(Resident, Purpose::Reach, "visit").to(OFFICE).by(&[
                KeptApart,
                ReadingsNoted,
                OwnOffice,
                ErasedByRule,
            ]),
            Self::Sealed => of(Resident, Purpose::Settle, "sealed").sensitive().by(&[Sealed, ReadingsNoted]),
            Self::Document => {
                of(Resident, Purpose::Settle, "document").to(OFFICE).by(&[OwnOffice, ErasedByRule])
            }
            Self::Holder => of(Resident, Purpose::Settle, "begun").to(OFFICE).by(&[
                KeptApart,
                ReadingsNoted,
                OwnOffice,
                ErasedByRule,
            ]),
            Self::Call => of(Resident, Purpose::Settle, "begun").to(READERS).by(&[
                NamesNobody,
                Masked,
                OwnOffice,
                ErasedByRule,
            ]),
            // Anybody may read it where whoever it is agreed that it be shown.
            Self::Exemplar => of(Resident, Purpose::Honour, "exemplar").to(READERS_AND_TEAMS).by(&[
                KeptApart,
                ReadingsNoted,
                OwnOffice,
                ErasedByRule,
            ]),
            // That a telephone is read is an event; that a name, a skill or a time is read is none.
            Self::Roster => of(Resident, Purpose::Call, "roster").to(OFFICE).by(&[OwnOffice, ErasedByRule]),
        };
        Some(about)
    }
}

/// A declaration without recipients and safeguards, on the ground of public duty.
const fn of(whose: Whose, purpose: Purpose, retention: &'static str) -> About {
    About {
        whose,
        purpose,
        ground: LegalGround::PublicDuty,
        sensitive: false,
        retention,
        recipients: &[],
        safeguards: &[],
    }
}

impl About {
    const fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }

    const fn to(self, recipients: &'static [Role]) -> Self {
        Self { recipients, ..self }
    }

    const fn by(self, safeguards: &'static [Safeguard]) -> Self {
        Self { safeguards, ..self }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn only_nothing_is_declared_as_nothing() {
        for category in Category::ALL {
            assert_eq!(category.about().is_none(), *category == Category::Nothing, "{category}");
        }
    }

    #[test]
    fn what_is_sensitive_about_residents_reaches_only_offices_or_nobody() {
        let sensitive =
            Category::ALL.iter().filter_map(|category| category.about()).filter(|about| about.sensitive);
        for about in sensitive.filter(|about| about.whose == Whose::Resident) {
            assert!(!about.safeguards.is_empty(), "{about:?}");
            assert!(!about.recipients.contains(&Role::Operator), "{about:?}");
        }
    }
}
