//! Who is responsible for which topic where, and from when to when. Without a route it is the commune of the place.

use crate::{
    ids::UnitId,
    time::Day,
    topics::{ALL, Topics},
    units::{Level, Tree},
};

/// One rule: cases of a topic (and everything below it) at a place (and everything below it) go to an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Code of the topic, or `all`.
    pub topic: String,
    /// The place.
    pub place: UnitId,
    /// The office that answers.
    pub responsible: UnitId,
    /// First day.
    pub valid_from: Day,
    /// Last day, when it has one.
    pub valid_to: Option<Day>,
}

impl Route {
    /// Whether the rule is in force on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// All routes of an installation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes(pub Vec<Route>);

impl Routes {
    /// Who must answer a case of a topic at a place on a day: the office of the rule nearest to the place, and of those
    /// the one nearest to the topic; else the commune. An office that has ended is passed over.
    pub fn responsible(
        &self,
        tree: &Tree,
        topics: &Topics,
        topic: &str,
        place: UnitId,
        on: Day,
    ) -> Option<UnitId> {
        let mut codes = vec![topic];
        codes.extend(topics.ancestors(topic));
        if !codes.contains(&ALL) {
            codes.push(ALL);
        }
        let places = std::iter::once(place).chain(tree.ancestors(place).map(|unit| unit.id));
        for place in places {
            for code in &codes {
                let found = self.0.iter().find(|route| {
                    route.place == place
                        && route.topic == *code
                        && route.holds_on(on)
                        && tree.get(route.responsible).is_some_and(|unit| unit.stands_on(on))
                });
                if let Some(route) = found {
                    return Some(route.responsible);
                }
            }
        }
        tree.at_or_above(place, Level::Commune).map(|unit| unit.id)
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::units::facts::hanoi_tree;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn the_nearest_rule_decides_and_the_commune_without_one() {
        let tree = hanoi_tree().expect("the tree");
        let topics = Topics::facts();
        let on = day("2026-03-02");
        let unit = |code| tree.by_code(code, on).one().expect("a unit");
        let (city, ward, other) = (unit("01"), unit("00004"), unit("00008"));
        let topic = topics.iter().find(|topic| topic.parent.is_some()).expect("a topic below another");
        let parent = topic.parent.clone().expect("its parent");
        let route = |topic: &str, place, responsible, to: Option<&str>| Route {
            topic: topic.to_owned(),
            place,
            responsible,
            valid_from: day("2026-01-01"),
            valid_to: to.map(day),
        };
        let check = |routes: Vec<Route>, expected| {
            let found = Routes(routes).responsible(&tree, topics, &topic.code, ward, on);
            assert_eq!(found, Some(expected));
        };
        check(vec![], ward);
        check(vec![route("all", city, other, None)], other);
        check(vec![route("all", city, other, Some("2026-02-01"))], ward);
        check(vec![route(&parent, city, other, None), route("all", city, ward, None)], other);
        check(vec![route(&topic.code, city, other, None), route("all", ward, ward, None)], ward);
    }
}
