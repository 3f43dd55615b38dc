//! Who works in the invented city: officers and leaders of every commune on every day, and a few at the city.

use crate::{chance::Chance, city::Plan, letters};
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
    /// The team member of each village.
    pub teams: HashMap<UnitId, PersonId>,
}

/// How a commune is written in a sign-in name: `Phường Ngọc Hà` is `ngocha`.
pub fn short_name(unit: &Unit) -> String {
    fold(unit.bare_name()).chars().filter(char::is_ascii_alphanumeric).collect()
}

impl Staff {
    /// Staffs the city and every commune from the plan's first day to the present, and the teams of the communes
    /// that are lived in. The busiest commune has more officers.
    pub fn hire(tree: &Tree, plan: &Plan) -> Self {
        let Plan { from, now, seed, .. } = *plan;
        let mut hiring = Hiring {
            staff: Self::default(),
            chance: Chance::new(seed ^ 0x5aff),
            taken: HashSet::new(),
            names: HashMap::new(),
            engaged: HashSet::new(),
            places: HashMap::new(),
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
        let lasting = |unit: &&Unit| unit.valid_to.is_none_or(|last| last >= from);
        let at = |level| tree.units().iter().filter(move |unit| unit.level() == level).filter(lasting);
        for unit in at(Level::Commune) {
            hiring.commune(tree, unit, plan.busiest == Some(unit.id));
        }
        let mut villages: Vec<&Unit> = at(Level::Village).collect();
        villages.sort_by_key(|unit| unit.valid_from);
        for unit in villages {
            let lived_in = plan.only.as_ref().is_none_or(|only| {
                let present = unit.parent.map(|commune| tree.standing_for(commune, now.day()));
                present.is_some_and(|present| present.iter().any(|id| only.contains(id)))
            });
            if lived_in {
                hiring.team(tree, unit);
            }
        }
        hiring.staff
    }
}

struct Hiring {
    staff: Staff,
    chance: Chance,
    taken: HashSet<String>,
    /// Sign-in names kept for the team of a village.
    names: HashMap<UnitId, String>,
    /// Who has a team from a day on.
    engaged: HashSet<(PersonId, Day)>,
    /// Where in the list of people somebody stands.
    places: HashMap<PersonId, usize>,
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
        let mut villages = tree.children(unit.id, self.now.day());
        if stands && let Some(first) = villages.find(|below| below.level() == Level::Village) {
            self.names.insert(first.id, format!("to.{short}"));
        } else if stands {
            self.hire(&format!("to.{short}"), Role::TeamMember, unit);
        }
    }

    /// The team of a village: whoever was there before goes on, unless others have taken that team over.
    fn team(&mut self, tree: &Tree, village: &Unit) {
        let before: Vec<PersonId> = tree
            .predecessors(village.id)
            .filter_map(|step| self.staff.teams.get(&step.from.id))
            .copied()
            .collect();
        let free = before.into_iter().find(|person| !self.engaged.contains(&(*person, village.valid_from)));
        let person = match free {
            Some(person) => {
                self.give(person, Role::TeamMember, village);
                person
            }
            None => {
                let number = self.staff.teams.len() + 1;
                self.hire(&format!("to.{number:05}"), Role::TeamMember, village)
            }
        };
        self.engaged.insert((person, village.valid_from));
        self.staff.teams.insert(village.id, person);
        let known = self.names.get(&village.id);
        if let Some((name, place)) = known.zip(self.places.get(&person)) {
            self.staff.people[*place].sign_in.clone_from(name);
        }
        if village.stands_on(self.now.day())
            && let Some(place) = self.places.get(&person)
        {
            self.staff.people[*place].active = true;
        }
    }

    fn hire(&mut self, sign_in: &str, role: Role, unit: &Unit) -> PersonId {
        let began = Moment::at(self.from, 7, 0);
        let id = PersonId(self.chance.id(began));
        let active = unit.stands_on(self.now.day());
        let name = letters::name(&mut self.chance);
        self.taken.insert(sign_in.to_owned());
        self.places.insert(id, self.staff.people.len());
        self.staff.people.push(Person { id, sign_in: sign_in.to_owned(), name, active });
        self.give(id, role, unit);
        id
    }

    fn give(&mut self, person: PersonId, role: Role, unit: &Unit) {
        let id = PositionId(self.chance.id(Moment::at(self.from, 7, 0)));
        let (from, to) = (unit.valid_from, unit.valid_to);
        self.staff.positions.push(Position { id, person, role, unit: unit.id, from, to });
    }
}
