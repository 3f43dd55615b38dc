//! The ground on which imported requests stand: units and topics, found or made.

use crate::{
    house::{Done, House},
    topics,
    units::install,
};
use danvan_domain::{
    facts::Grade,
    fold::fold,
    ids::UnitId,
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
    topics::Topics,
    units::{Level, Point, Tree, Unit, UnitKind, fact_id},
};
use danvan_interop::mapping::{City, Ending, Mapping, OwnTopics, Refused, Request, open};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Read,
    sync::Arc,
};

/// What the first reading of a file learns.
#[derive(Default)]
pub(super) struct Survey {
    /// Places as the file writes them: districts by how often, and points.
    places: BTreeMap<String, Seen>,
    topics: OwnTopics,
    /// Folded words of requests that repeat others.
    pub(super) repeated: HashSet<String>,
    unplaced: bool,
}

#[derive(Default)]
struct Seen {
    districts: BTreeMap<String, u64>,
    points: Vec<Point>,
}

/// So many points tell well enough where the middle of a place is.
const MOST_POINTS: usize = 500;

/// Reads a file once, to learn its places and topics. Bad rows are left to the second reading.
pub(super) fn survey(file: impl Read, mapping: &Mapping) -> Result<Survey, Refused> {
    let mut survey = Survey::default();
    for request in open(file, mapping)?.flatten() {
        survey.topics.code(&mapping.topics, &mapping.source.name, &request.topic);
        if request.ending == Ending::Duplicate {
            survey.repeated.insert(fold(&request.words));
        }
        let Some(place) = request.place else {
            survey.unplaced = true;
            continue;
        };
        let seen = survey.places.entry(place).or_default();
        if let Some(district) = request.district {
            *seen.districts.entry(district).or_default() += 1;
        }
        if let Some(point) = request.point.filter(|_| seen.points.len() < MOST_POINTS) {
            seen.points.push(point);
        }
    }
    Ok(survey)
}

/// How the place of a request was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Named,
    Point,
    Nowhere,
}

/// Units and topics, ready for requests.
pub(super) struct Ground {
    places: HashMap<String, UnitId>,
    /// Places of the city with their middles, for requests that name none.
    middles: Vec<(Point, UnitId)>,
    unplaced: Option<UnitId>,
    /// Where requests belong whose place is none of the units that are there.
    unknown: Option<UnitId>,
    city_from: Option<Day>,
    own: OwnTopics,
    topics: Topics,
    tree: Arc<crate::house::Facts>,
}

/// Makes the units and topics that are not there yet; says how many.
pub(super) async fn prepare(
    house: &House,
    asker: &Asker,
    mapping: &Mapping,
    survey: Survey,
    preview: bool,
) -> Done<(Ground, u64, u64)> {
    // A city that begins with its own file has its own topics only, unless the mapping speaks of ours.
    let only_own = house.facts().tree.units().is_empty() && mapping.topics.ours.is_empty();
    let mut units =
        mapping.city.as_ref().map(|city| units_of(&mapping.source.name, city, &survey)).unwrap_or_default();
    let unknown = unknown_unit(house, mapping)?;
    units.extend(unknown.clone());
    // A unit that an earlier file made stays as it is, even if this one would put its middle elsewhere.
    let tree = &house.facts().tree;
    let new: Vec<Unit> = units.iter().filter(|unit| tree.get(unit.id).is_none()).cloned().collect();
    let made =
        if preview { pretend(house, new)? } else { install(house, asker, new, Vec::new()).await?.units };
    let rows = survey.topics.rows();
    if !preview && rows.iter().any(|topic| house.facts().topics.get(&topic.code).is_none()) {
        let mut change = house.store.begin().await?;
        topics::adopt(&mut change, &rows, only_own).await?;
        change.commit().await?;
    }
    let all = if preview {
        topics::with(&house.store, &rows, only_own).await?
    } else {
        topics::load(&house.store).await?
    };
    let added = rows.iter().filter(|topic| house.facts().topics.get(&topic.code).is_none()).count();
    house.replace_facts(crate::Facts { topics: all.clone(), ..(*house.facts()).clone() });
    let facts = house.facts();
    let own: Vec<&Unit> = units.iter().filter(|unit| unit.level() == Level::Commune).collect();
    let unplaced = mapping.city.as_ref().and_then(|city| city.unplaced.as_ref());
    let ground = Ground {
        places: own.iter().map(|unit| (unit.name.clone(), unit.id)).collect(),
        middles: own
            .iter()
            .filter(|unit| Some(&unit.name) != unplaced)
            .filter_map(|unit| Some((facts.tree.get(unit.id)?.centroid?, unit.id)))
            .collect(),
        unplaced: unplaced.and_then(|name| own.iter().find(|unit| unit.name == *name)).map(|unit| unit.id),
        unknown: unknown.map(|unit| unit.id),
        city_from: mapping.city.as_ref().map(|city| city.from),
        own: survey.topics,
        topics: all,
        tree: facts,
    };
    Ok((ground, made as u64, added as u64))
}

/// Lets units stand that are only tried.
fn pretend(house: &House, new: Vec<Unit>) -> Done<usize> {
    let count = new.len();
    let tree = &house.facts().tree;
    let units = tree.units().iter().cloned().chain(new).collect();
    let tree = Tree::build(units, tree.links().to_vec()).map_err(|problems| {
        let first = problems.first().map(danvan_domain::units::Problem::note);
        Refusal::Conflict(first.unwrap_or_else(|| Note::new("units-plan-empty")))
    })?;
    house.replace_tree(tree);
    Ok(count)
}

/// The unit for requests whose place nobody knows, where the mapping wants one.
fn unknown_unit(house: &House, mapping: &Mapping) -> Result<Option<Unit>, Refusal> {
    let Some(places) = &mapping.places else { return Ok(None) };
    let Some(name) = &places.unknown else { return Ok(None) };
    let (facts, today) = (house.facts(), house.today());
    let roots: Vec<&Unit> = facts.tree.roots(today).collect();
    let above = match (&places.under, &roots[..]) {
        (Some(code), _) => facts.tree.by_code(code, today).one().and_then(|id| facts.tree.get(id)),
        (None, [one]) => Some(*one),
        (None, _) => None,
    };
    let Some(above) = above else {
        let under = places.under.clone().unwrap_or_default();
        return Err(Refusal::field("places.under", Note::new("import-places-under").with("value", under)));
    };
    let source = &mapping.source.name;
    Ok(Some(Unit {
        id: fact_id(source, UnitKind::Neighbourhood.level(), &fold(name), above.valid_from),
        code: None,
        name: name.clone(),
        kind: UnitKind::Neighbourhood,
        parent: Some(above.id),
        valid_from: above.valid_from,
        valid_to: None,
        population: None,
        area_km2: None,
        centroid: None,
        simulated: false,
        source: source.clone(),
        certainty: Grade::B,
    }))
}

/// The city, its districts and its places.
fn units_of(source: &str, city: &City, survey: &Survey) -> Vec<Unit> {
    let unit =
        |kind: UnitKind, code: String, name: &str, parent: Option<UnitId>, centroid: Option<Point>| Unit {
            id: fact_id(source, kind.level(), &code, city.from),
            code: Some(code),
            name: name.to_owned(),
            kind,
            parent,
            valid_from: city.from,
            valid_to: None,
            population: None,
            area_km2: None,
            centroid,
            simulated: false,
            source: source.to_owned(),
            certainty: Grade::B,
        };
    let code = |part: &str| format!("{}-{}", city.code, fold(part).replace(' ', "-"));
    let middles: Vec<Point> = survey.places.values().filter_map(|seen| middle(&seen.points)).collect();
    let root = unit(UnitKind::City, city.code.clone(), &city.name, None, middle(&middles));
    let mut districts = BTreeMap::new();
    for district in survey.places.values().flat_map(|seen| seen.districts.keys()) {
        let name = city.district_name.replace("{}", district);
        let made = unit(UnitKind::CouncilDistrict, code(&name), &name, Some(root.id), None);
        districts.insert(district.clone(), made);
    }
    let mut units = Vec::new();
    for (name, seen) in &survey.places {
        let most = seen.districts.iter().max_by_key(|(_, count)| **count).map(|(name, _)| name);
        let parent = most.and_then(|name| districts.get(name)).map_or(root.id, |district| district.id);
        units.push(unit(city.kind, code(name), name, Some(parent), middle(&seen.points)));
    }
    if let Some(name) = city.unplaced.as_ref().filter(|_| survey.unplaced) {
        units.push(unit(city.kind, code(name), name, Some(root.id), root.centroid));
    }
    [root].into_iter().chain(districts.into_values()).chain(units).collect()
}

/// The middle of points, each coordinate by its median, so that one slip of the pen moves nothing.
fn middle(points: &[Point]) -> Option<Point> {
    let median = |of: fn(&Point) -> f64| {
        let mut all: Vec<f64> = points.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    Some(Point { lat: median(|point| point.lat)?, lon: median(|point| point.lon)? })
}

impl Ground {
    /// Where a request belongs, and how that was found.
    pub(super) fn place(&self, request: &Request) -> Result<(UnitId, How), Note> {
        let day = request.opened.day();
        if let Some(from) = self.city_from.filter(|from| day < *from) {
            return Err(Note::new("import-before-city").with("value", day).with("from", from));
        }
        if self.city_from.is_none() {
            return self.place_in(&self.tree.tree, request, day);
        }
        if let Some(place) = &request.place {
            let found = self.places.get(place).map(|id| (*id, How::Named));
            return found.ok_or_else(|| Note::new("import-place").with("value", place));
        }
        let near = request.point.and_then(|point| {
            let far = |middle: &Point| danvan_domain::units::distance_km(point, *middle);
            let nearest = self.middles.iter().min_by(|a, b| far(&a.0).total_cmp(&far(&b.0)));
            nearest.map(|(_, id)| (*id, How::Point))
        });
        near.or(self.unplaced.map(|id| (id, How::Nowhere))).ok_or_else(|| Note::new("import-no-place"))
    }

    /// A place among the units that are there, as of the day it came in.
    fn place_in(&self, tree: &Tree, request: &Request, day: Day) -> Result<(UnitId, How), Note> {
        let by_name = request.place.as_ref().map(|place| tree.resolve(place, day));
        let by_point = || {
            request.point.and_then(|point| tree.locate(point, day)).map(|located| (located.unit, How::Point))
        };
        let found = match by_name {
            Some(Ok(id)) => Ok((id, How::Named)),
            Some(Err(note)) => by_point().ok_or(note),
            None => by_point().ok_or_else(|| Note::new("import-no-place")),
        };
        let found = found.or_else(|note| self.unknown.map(|id| (id, How::Nowhere)).ok_or(note))?;
        match tree.at_or_above(found.0, Level::Commune) {
            Some(_) => Ok(found),
            None => Err(Note::new("note-place-too-wide")),
        }
    }

    /// The code of what a request is about.
    pub(super) fn topic(&mut self, mapping: &Mapping, request: &Request) -> Result<String, Note> {
        let code = self.own.code(&mapping.topics, &mapping.source.name, &request.topic);
        code.filter(|code| self.topics.get(code).is_some())
            .ok_or_else(|| Note::new("import-topic").with("value", &request.topic))
    }
}
