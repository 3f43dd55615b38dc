//! Units in time: city, district, commune, village, body and team, as a tree whose every row has its days.
//!
//! A row never changes its parent, name or code: such a change ends the row, begins another one the next day, and a
//! [`Link`] says that the second stands for the first, whole or in part. Codes and names repeat over the years, so
//! only the own id is a key. [`Tree`] answers every question about them for the day it is asked for.

pub mod facts;
mod lineage;
mod names;
mod places;
pub mod problems;
pub mod rehome;
pub mod reorganise;
pub mod table;
mod tree;
pub mod villages;

pub use lineage::{Ancestry, Step};
pub use names::{Match, Sort, bare_name};
pub use places::{Boundaries, Located, distance_km};
pub use problems::{Named, Problem};
pub use rehome::{Part, Quality, rehome, worst};
pub use tree::{Lookup, Tree};

use crate::{facts::Grade, ids::UnitId, time::Day, words_enum};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One million parts: the whole of a unit.
pub const WHOLE_PPM: i64 = 1_000_000;

words_enum! {
    /// Where in the tree a unit stands, from the top down. Rules speak of levels, never of kinds.
    Level {
        /// The city or province.
        City = "city",
        /// What lay between city and commune until 2025-06-30.
        District = "district",
        /// The unit that has to act.
        Commune = "commune",
        /// Where people live: a village or residential group.
        Village = "village",
        /// A committee or office at any level.
        Body = "body",
        /// A community team.
        Team = "team",
    }
}

words_enum! {
    /// What a unit is called by law or custom.
    UnitKind {
        /// A city at province level.
        City = "city",
        /// A province.
        Province = "province",
        /// A district of any sort (quận, huyện, thị xã).
        District = "district",
        /// A district of a city council elsewhere.
        CouncilDistrict = "council_district",
        /// Phường.
        Ward = "ward",
        /// Xã.
        Commune = "commune",
        /// Thị trấn.
        Township = "township",
        /// Đặc khu.
        SpecialZone = "special_zone",
        /// A neighbourhood of a city elsewhere, which acts as a commune does.
        Neighbourhood = "neighbourhood",
        /// Thôn.
        Village = "village",
        /// Tổ dân phố.
        ResidentialGroup = "residential_group",
        /// A committee or office.
        Body = "body",
        /// A community team.
        Team = "team",
    }
}

impl UnitKind {
    /// The level at which units of this kind stand.
    pub const fn level(self) -> Level {
        match self {
            Self::City | Self::Province => Level::City,
            Self::District | Self::CouncilDistrict => Level::District,
            Self::Ward | Self::Commune | Self::Township | Self::SpecialZone | Self::Neighbourhood => {
                Level::Commune
            }
            Self::Village | Self::ResidentialGroup => Level::Village,
            Self::Body => Level::Body,
            Self::Team => Level::Team,
        }
    }
}

impl Level {
    /// Whether a unit of this level may hold one of another directly below it: territory holds what is smaller,
    /// bodies and teams stand anywhere under territory, and a team may also stand under a body.
    pub const fn may_hold(self, child: Level) -> bool {
        let territory = !matches!(self, Level::Body | Level::Team);
        match child {
            Level::Body => territory,
            Level::Team => !matches!(self, Level::Team),
            _ => territory && (self as u8) < (child as u8),
        }
    }
}

/// A place on the earth in degrees, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// How many people live in a unit, and as of when or by which count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    /// How many people.
    pub people: i64,
    /// The count's vintage; shown with every figure per head.
    pub vintage: String,
}

/// One row of the tree: a unit as it was from its first to its last day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Own id, the only key.
    pub id: UnitId,
    /// The official code, which may have belonged to another unit before.
    pub code: Option<String>,
    /// The full name in NFC, e.g. `Phường Ba Đình`.
    pub name: String,
    /// What it is called by law or custom.
    pub kind: UnitKind,
    /// The unit directly above; never changes.
    pub parent: Option<UnitId>,
    /// First day.
    pub valid_from: Day,
    /// Last day, included; `None` while it goes on.
    pub valid_to: Option<Day>,
    /// People, with vintage.
    pub population: Option<Population>,
    /// Area in km².
    pub area_km2: Option<f64>,
    /// A point inside or near its middle.
    pub centroid: Option<Point>,
    /// True when invented for demonstration.
    pub simulated: bool,
    /// Where the fact comes from.
    pub source: String,
    /// How sure it is.
    pub certainty: Grade,
}

impl Unit {
    /// The level at which it stands.
    pub fn level(&self) -> Level {
        self.kind.level()
    }

    /// Whether it stands on a day.
    pub fn stands_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The name without its kind: `Ba Đình`.
    pub fn bare_name(&self) -> &str {
        bare_name(&self.name)
    }

    /// Id with code and name, for messages.
    pub fn named(&self) -> Named {
        let label = self.code.iter().chain([&self.name]).map(String::as_str).collect::<Vec<_>>().join(" ");
        Named { id: self.id, label }
    }
}

/// What became of a unit: `to` stands for `from` or for a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The unit that ended.
    pub from: UnitId,
    /// The unit that took over.
    pub to: UnitId,
    /// How much of `from` went this way, in parts per million, when known.
    pub share: Option<i64>,
    /// How many households of `from` went this way, when known.
    pub households: Option<i64>,
    /// True when all of `from` went into `to`.
    pub whole: bool,
    /// How sure it is.
    pub certainty: Grade,
    /// Where the fact comes from.
    pub source: String,
}

/// The namespace of unit ids that are made from facts: the same fact has the same id in every installation.
const NAMESPACE: Uuid = Uuid::from_u128(0x5f0d_61c4_9a3b_5e27_8c41_d2b7_7e10_93aa);

/// The id of a unit known by its code, level and first day within a country or city named by `realm` (`vn`).
pub fn fact_id(realm: &str, level: Level, code: &str, valid_from: Day) -> UnitId {
    UnitId(Uuid::new_v5(&NAMESPACE, format!("{realm}/{level}/{code}/{valid_from}").as_bytes()))
}

#[cfg(test)]
mod tests;
