//! People and the positions they hold: who has which role where, from when to when.

mod delegations;

pub use delegations::{Delegation, MOST_DAYS, check as check_delegation};

use crate::{
    ids::{PersonId, PositionId, UnitId},
    time::Day,
};
use serde::{Deserialize, Serialize};

/// Declares an enum that is written as a word in the store, the API and the word files.
#[macro_export]
macro_rules! words_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$case_doc])* #[serde(rename = $word)] $case),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$case),*];

            /// The word by which it is stored and looked up in the word files.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$case => $word),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                match word { $($word => Ok(Self::$case),)* other => Err(format!("{other:?} is no {}", stringify!($name))) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(word: String) -> Result<Self, String> {
                word.parse()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words_enum! {
    /// What a person may be at a unit.
    Role {
        /// Notes what a neighbourhood says.
        TeamMember = "team_member",
        /// Handles a commune's cases.
        CommuneOfficer = "commune_officer",
        /// Answers for a commune.
        CommuneLeader = "commune_leader",
        /// Reads the city's figures.
        CityAnalyst = "city_analyst",
        /// Decides for the city.
        CityLeader = "city_leader",
        /// Runs the installation; sees no case.
        Operator = "operator",
        /// Reads events and figures to check them.
        Auditor = "auditor",
    }
}

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Own id.
    pub id: PersonId,
    /// The name they sign in with, lower case.
    pub sign_in: String,
    /// The name others see.
    pub name: String,
    /// False once they may no longer sign in.
    pub active: bool,
}

/// A role at a unit for some days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Own id.
    pub id: PositionId,
    /// Who holds it.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Where; the right reaches everything below.
    pub unit: UnitId,
    /// First day.
    pub from: Day,
    /// Last day, when it has one.
    pub to: Option<Day>,
}

impl Position {
    /// Whether the position is held on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}
