//! Who works in the invented city: officers and leaders of every commune on every day, and a few at the city.

use crate::{chance::Chance, letters};
use danvan_domain::{
    fold::fold,
    ids::{PersonId, PositionId, UnitId},
    people::{Person, Position, Role},
    time::{Day, Moment},
    units::{Level, Tree, Unit},
};
use std::collections::{HashMap, HashSet};

/// Everybody who signs in, and who handles cases where.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    /// The people; those of offices that have ended can no longer sign in.
    pub people: Vec<Person>,
    /// What they are and were.
    pub positions: Vec<Position>,
    /// Officers by commune.
    pub officers: HashMap<UnitId, Vec<PersonId>>,
}

/// How a commune is written in a sign-in name: `Phường Ngọc Hà` is `ngocha`.
pub fn short_name(unit: &Unit) -> String {
    fold(unit.bare_name()).chars().filter(char::is_ascii_alphanumeric).collect()
}

impl Staff {
    /// Staffs every commune from a day to the present, and the city. Communes in `large` have more officers.
    pub fn hire(tree: &Tree, from: Day, now: Moment, large: &[UnitId], seed: u64) -> Self {
        let mut hiring = Hiring {
            staff: Self::default(),
            chance: Chance::new(seed ^ 0x5aff),
            taken: HashSet::new(),
            from,
            now,
        };
        for city in tree.roots(now.day()) {
            for (sign_in, role) in [
                ("phantich", Role::CityAnalyst),
                ("lanhdao", Role::CityLeader),
                ("vanhanh", Role::Operator),
                ("kiemtra", Role::Auditor),
            ] {
                hiring.hire(sign_in, role, city);
            }
        }
        let communes = tree
            .units()
            .iter()
            .filter(|unit| unit.level() == Level::Commune && unit.valid_to.is_none_or(|last| last >= from));
        for unit in communes {
            hiring.commune(tree, unit, large.contains(&unit.id));
        }
        hiring.staff
    }
}

struct Hiring {
    staff: Staff,
    chance: Chance,
    taken: HashSet<String>,
    from: Day,
    now: Moment,
}

impl Hiring {
    fn commune(&mut self, tree: &Tree, unit: &Unit, large: bool) {
        let stands = unit.stands_on(self.now.day());
        let mut short = short_name(unit);
        let code = unit.code.as_deref().unwrap_or("?");
        if !stands {
            short = format!("{short}.{code}.{}", unit.valid_from.0.year());
        } else if self.taken.contains(&format!("lanhdao.{short}")) {
            short = format!("{short}.{code}");
        }
        let officers = if large { 5 } else { self.chance.between(2, 3) };
        for number in 1..=officers {
            let sign_in =
                if number == 1 { format!("canbo.{short}") } else { format!("canbo{number}.{short}") };
            let person = self.hire(&sign_in, Role::CommuneOfficer, unit);
            self.staff.officers.entry(unit.id).or_default().push(person);
        }
        self.hire(&format!("lanhdao.{short}"), Role::CommuneLeader, unit);
        if stands {
            let village =
                tree.children(unit.id, self.now.day()).find(|below| below.level() == Level::Village);
            self.hire(&format!("to.{short}"), Role::TeamMember, village.unwrap_or(unit));
        }
    }

    fn hire(&mut self, sign_in: &str, role: Role, unit: &Unit) -> PersonId {
        let began = Moment::at(self.from, 7, 0);
        let id = PersonId(self.chance.id(began));
        let active = unit.stands_on(self.now.day());
        let name = letters::name(&mut self.chance);
        self.taken.insert(sign_in.to_owned());
        self.staff.people.push(Person { id, sign_in: sign_in.to_owned(), name, active });
        self.staff.positions.push(Position {
            id: PositionId(self.chance.id(began)),
            person: id,
            role,
            unit: unit.id,
            from: unit.valid_from,
            to: unit.valid_to,
        });
        id
    }
}
