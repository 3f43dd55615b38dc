//! The world the matrix is walked in: two communes of one city, another city, and somebody of every role at each.

use danvan_actions::people::{add_person, give_position};
use danvan_domain::{
    facts::Grade,
    ids::{PasskeyId, UnitId},
    people::Role,
    rights::Asker,
    time::Day,
    units::{Tree, Unit, UnitKind},
};
use danvan_store::{
    people,
    tables::{Shape, TABLES},
};
use danvan_testkit::{Authenticator, Browser, House, Page, Site};
use std::{
    collections::BTreeMap,
    hash::BuildHasher,
    pin::Pin,
    sync::{Arc, Mutex},
};
use uuid::Uuid;

/// Somebody of the commune who is none of those who come.
pub(super) const SOMEBODY_ELSE: &str = "somebody.else";

/// What is said of a refusal that changed a table.
const WROTE: &str = "a refusal wrote into";

pub(super) const PASSWORD: &str = "mat-khau-cua-tung-nguoi";

/// Where somebody's position is, seen from the thing asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Its commune; its city for roles of the city.
    Own,
    /// Another commune of the same city.
    Neighbour,
    /// A commune of another city; that city for roles of the city.
    Foreign,
}

/// Who asks: nobody, or a role somewhere.
pub(super) type Who = Option<(Role, At)>;

/// Whom a door lets in.
#[derive(Clone, Debug)]
pub(super) enum To {
    /// Whoever comes.
    Anybody,
    /// Whoever is signed in.
    SignedIn,
    /// These roles, where the thing belongs to them.
    Own(&'static [Role]),
    /// These roles in the city of the thing, in whichever of its communes.
    SameCity(&'static [Role]),
    /// These roles, wherever their position is.
    Anywhere(&'static [Role]),
    /// These roles at the top of any city: what is asked for belongs to the whole installation.
    AtTheTop(&'static [Role]),
    /// The first roles where the thing belongs to them, the second wherever they are.
    Mixed(&'static [Role], &'static [Role]),
    /// No one of those who come: the thing is somebody else's alone.
    Nobody,
}

impl To {
    fn lets_in(&self, who: Who) -> bool {
        let is_own = who.is_some_and(|(_, at)| at == At::Own);
        let is_one_of = |roles: &[Role]| who.is_some_and(|(role, _)| roles.contains(&role));
        match self {
            Self::Anybody => true,
            Self::SignedIn => who.is_some(),
            Self::Own(roles) => is_own && is_one_of(roles),
            Self::SameCity(roles) => who.is_some_and(|(_, at)| at != At::Foreign) && is_one_of(roles),
            Self::Anywhere(roles) => is_one_of(roles),
            Self::Mixed(own, anywhere) => is_own && is_one_of(own) || is_one_of(anywhere),
            Self::AtTheTop(roles) => is_one_of(roles) && who.is_some_and(|(_, at)| at != At::Neighbour),
            Self::Nobody => false,
        }
    }
}

/// What is sent.
#[derive(Clone, Default)]
pub(super) struct Asked {
    /// The path, with its query.
    pub(super) path: String,
    /// Fields of the form.
    pub(super) fields: Vec<(String, String)>,
    /// A body of JSON in place of a form.
    pub(super) json: Option<serde_json::Value>,
    /// Whether the browser's session does not outlive it, so that it wants one of its own.
    pub(super) ends_session: bool,
    /// Files that come with the form, each a name and its bytes.
    pub(super) files: Vec<(&'static str, Vec<u8>)>,
    /// A passkey that answers what the browser is asked first.
    pub(super) signs: Option<Signs>,
    /// Who comes back from the provider of sign-ins, as it calls them.
    pub(super) comes: Option<String>,
}

/// Where a browser is asked for a passkey, and the one that answers.
#[derive(Clone)]
pub(super) struct Signs {
    pub(super) ask: &'static str,
    pub(super) key: Arc<Mutex<Authenticator>>,
}

impl Signs {
    /// Asks, and says what goes into the field `passkey`; nothing for whoever may not ask.
    async fn answer(&self, browser: &Browser) -> Option<String> {
        let page = browser.post(self.ask, &[]).await;
        let made = page.between("data-options=\"", "\"").map(|text| text.replace("&#34;", "\""));
        let asked = serde_json::from_str(made.as_deref().unwrap_or(&page.text)).ok()?;
        let mut key = self.key.lock().expect("one at a time");
        let answer = if made.is_some() { key.make(&asked) } else { key.sign(&asked) };
        Some(answer.json())
    }
}

impl Asked {
    pub(super) fn at(path: impl Into<String>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }

    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.fields.push((name.to_owned(), value.to_string()));
        self
    }
}

pub(super) type Making = Pin<Box<dyn Future<Output = Asked> + Send>>;

/// One line of the matrix.
#[derive(Clone)]
pub(super) struct Row {
    method: &'static str,
    route: &'static str,
    to: To,
    make: Make,
}

/// How what is asked for comes to be: made anew for everybody who is let in, once for all who are not.
#[derive(Clone, Copy)]
enum Make {
    Plain,
    By(fn(World, Who) -> Making),
}

impl Row {
    /// A door that needs nothing but its address.
    pub(super) const fn plain(method: &'static str, route: &'static str, to: To) -> Self {
        Self { method, route, to, make: Make::Plain }
    }

    /// A door to something that must be there first.
    pub(super) const fn made(
        method: &'static str,
        route: &'static str,
        to: To,
        make: fn(World, Who) -> Making,
    ) -> Self {
        Self { method, route, to, make: Make::By(make) }
    }

    /// Method and address, as the router says them.
    pub(super) fn door(&self) -> String {
        format!("{} {}", self.method, self.route)
    }
}

/// The house with everybody in it.
#[derive(Clone)]
pub(super) struct World {
    pub(super) house: House,
    pub(super) site: Arc<Site>,
    /// The commune things belong to.
    pub(super) own: UnitId,
    pub(super) city: UnitId,
    neighbour: UnitId,
    foreign: UnitId,
    foreign_city: UnitId,
    browsers: Arc<Vec<(Who, Browser)>>,
}

fn foreign_unit(number: u128, name: &str, kind: UnitKind, parent: Option<UnitId>) -> Unit {
    Unit {
        id: UnitId(Uuid::from_u128(number)),
        code: None,
        name: name.into(),
        kind,
        parent,
        valid_from: Day::new(2020, 1, 1).expect("a day"),
        valid_to: None,
        population: None,
        area_km2: None,
        centroid: None,
        simulated: true,
        source: "a test".into(),
        certainty: Grade::A,
    }
}

/// Roles whose positions are given at the city.
fn is_of_the_city(role: Role) -> bool {
    matches!(role, Role::CityAnalyst | Role::CityLeader | Role::Operator | Role::Auditor)
}

/// The name somebody signs in with.
pub(super) fn name_of(role: Role, at: At) -> String {
    format!("{role}.{at:?}").to_lowercase()
}

impl World {
    pub(super) async fn build(house: House) -> Self {
        let facts = house.facts();
        let city = facts.tree.roots(house.today()).next().expect("a city").id;
        let foreign_city = foreign_unit(1, "Thành phố Bên", UnitKind::City, None);
        let foreign = foreign_unit(2, "Phường Bên", UnitKind::Ward, Some(foreign_city.id));
        let (foreign_city, foreign, foreign_units) = (foreign_city.id, foreign.id, [foreign_city, foreign]);
        let units = facts.tree.units().iter().cloned().chain(foreign_units).collect();
        house.stand_on(Tree::build(units, facts.tree.links().to_vec()).expect("a tree"));
        let site = Arc::new(Site::open(&house).await);
        let (own, neighbour) = (house.unit("00004"), house.unit("00008"));
        let browsers = Arc::default();
        let mut world = Self { house, site, own, city, neighbour, foreign, foreign_city, browsers };
        let mut browsers = vec![(None, world.site.browser())];
        for role in Role::ALL {
            for at in [At::Own, At::Neighbour, At::Foreign] {
                world.settle(&name_of(*role, at), *role, at).await;
                browsers.push((Some((*role, at)), world.signed_in(Some((*role, at))).await));
            }
        }
        world.settle(SOMEBODY_ELSE, Role::CommuneOfficer, At::Own).await;
        world.browsers = Arc::new(browsers);
        world
    }

    /// The unit of somebody's position; the commune that things belong to for whoever has none.
    pub(super) fn unit_of(&self, who: Who) -> UnitId {
        let Some((role, at)) = who else { return self.own };
        match (at, is_of_the_city(role)) {
            (At::Own, false) => self.own,
            (At::Own, true) => self.city,
            (At::Neighbour, _) => self.neighbour,
            (At::Foreign, false) => self.foreign,
            (At::Foreign, true) => self.foreign_city,
        }
    }

    async fn settle(&self, name: &str, role: Role, at: At) {
        let unit = self.unit_of(Some((role, at)));
        let person = add_person(&self.house, &Asker::house(), name, name, PASSWORD).await.expect("a person");
        let from = Day::new(2025, 7, 1).expect("a day");
        give_position(&self.house, &Asker::house(), person, role, unit, from).await.expect("a position");
    }

    /// A new browser of somebody.
    pub(super) async fn signed_in(&self, who: Who) -> Browser {
        match who {
            Some((role, at)) => self.sign_in(&name_of(role, at)).await,
            None => self.site.browser(),
        }
    }

    /// A new browser of whoever has this name.
    pub(super) async fn sign_in(&self, name: &str) -> Browser {
        self.forget_passkeys(name).await;
        let browser = self.site.browser();
        browser.get("/sign-in").await;
        let page = browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(page.status.as_u16(), 303, "{}", page.text);
        browser
    }

    /// A password alone opens nothing where there is a passkey, and the walk gives some away.
    async fn forget_passkeys(&self, name: &str) {
        let store = &self.house.store;
        let (person, _) = people::by_sign_in(store, name).await.expect("read").expect("somebody");
        let mut change = store.begin().await.expect("a change");
        for one in people::passkeys::of(store, person.id).await.expect("read") {
            people::passkeys::remove(&mut change, PasskeyId(one.id), person.id).await.expect("removed");
        }
        change.commit().await.expect("a commit");
    }

    /// Walks the rows of a room for everybody and tells what was not as it should be. Whoever is refused comes first, at all
    /// of its doors, so that all tables are read twice a room and not twice a door.
    pub(super) async fn walk(&self, rows: &[Row]) -> Vec<String> {
        let mut refusals = Vec::new();
        for row in rows.iter().filter(|row| self.browsers.iter().any(|(who, _)| !row.to.lets_in(*who))) {
            refusals.push((row, self.ask(row, None).await));
        }
        let mut wrong = self.refused(&refusals).await;
        if wrong.iter().any(|wrong| wrong.contains(WROTE)) {
            for refusal in refusals {
                wrong.extend(self.refused(&[refusal]).await);
            }
        }
        for row in rows {
            wrong.extend(self.let_in(row).await);
        }
        wrong
    }

    /// Walks a row for everybody whom it lets in.
    async fn let_in(&self, row: &Row) -> Vec<String> {
        let mut wrong = Vec::new();
        for (who, browser) in self.browsers.iter().filter(|(who, _)| row.to.lets_in(*who)) {
            let asked = self.ask(row, *who).await;
            let page = if asked.ends_session {
                let browser = self.signed_in(*who).await;
                let asked = match &asked.comes {
                    Some(subject) => Asked { path: self.come_back(&browser, subject).await, ..asked.clone() },
                    None => asked.clone(),
                };
                send(&browser, row, &asked).await
            } else {
                send(browser, row, &asked).await
            };
            let is_in = page.status.is_success() || page.status.is_redirection();
            if !is_in || page.location.starts_with("/sign-in") {
                wrong.push(told(row, *who, &page, "should be let in"));
            }
        }
        wrong
    }

    /// Leaves for the provider, signs in there, and gives the path of the way back.
    async fn come_back(&self, browser: &Browser, subject: &str) -> String {
        browser.get("/sign-in").await;
        let page = browser.post("/sign-in/provider", &[]).await;
        let address = page.between("content=\"0;url=", "\"").expect("an address").replace("&#38;", "&");
        self.site.provider.signs_in(&address, subject)
    }

    /// Sends each for everybody who is not let in, and tells whom it let in and what was written.
    async fn refused(&self, refusals: &[(&Row, Asked)]) -> Vec<String> {
        let mut wrong = Vec::new();
        let before = self.written().await;
        for (row, asked) in refusals {
            for (who, browser) in self.browsers.iter().filter(|(who, _)| !row.to.lets_in(*who)) {
                let page = send(browser, row, asked).await;
                if !matches!(page.status.as_u16(), 401 | 403 | 404) {
                    wrong.push(told(row, *who, &page, "should be refused"));
                }
            }
        }
        let doors = refusals.iter().map(|(row, _)| row.door()).collect::<Vec<_>>().join(", ");
        for (table, sum) in self.written().await {
            if before[table] != sum {
                wrong.push(format!("{doors}: {WROTE} {table}"));
            }
        }
        wrong
    }

    async fn ask(&self, row: &Row, who: Who) -> Asked {
        match row.make {
            Make::Plain => Asked::at(row.route),
            Make::By(make) => make(self.clone(), who).await,
        }
    }

    /// What stands in every table, as one number a table that does not depend on the order of rows. That a right was refused
    /// is an event, counted with the tries; it is left out, and so is how far the log has come.
    async fn written(&self) -> BTreeMap<&'static str, u64> {
        let state = std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default();
        let mut snapshot = self.house.store.snapshot().await.expect("a snapshot");
        let mut sums = BTreeMap::new();
        for table in TABLES {
            let mut sum = 0_u64;
            let add = |cells: Vec<serde_json::Value>| -> Result<(), danvan_store::StoreError> {
                let text = format!("{cells:?}");
                let is_refusal = match table.name {
                    "events" => text.contains("\"right.refused\""),
                    "tries" => text.contains("\"refused:"),
                    "lanes" => true,
                    _ => false,
                };
                if !is_refusal {
                    sum = sum.wrapping_add(state.hash_one(text));
                }
                Ok(())
            };
            snapshot.rows(&Shape::from(table), add).await.expect("rows");
            sums.insert(table.name, sum);
        }
        sums
    }
}

async fn send(browser: &Browser, row: &Row, asked: &Asked) -> Page {
    match (row.method, &asked.json) {
        ("GET", _) => browser.get(&asked.path).await,
        (_, Some(json)) => browser.post_json(&asked.path, json).await,
        _ => {
            if browser.token().is_empty() {
                browser.get("/sign-in").await;
            }
            let answer = match &asked.signs {
                Some(signs) => signs.answer(browser).await,
                None => None,
            };
            let fields = asked.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let fields: Vec<(&str, &str)> =
                fields.chain(answer.as_deref().map(|answer| ("passkey", answer))).collect();
            if asked.files.is_empty() {
                browser.post(&asked.path, &fields).await
            } else {
                browser.upload(&asked.path, &fields, asked.files.clone()).await
            }
        }
    }
}

fn told(row: &Row, who: Who, page: &Page, wish: &str) -> String {
    let who = who.map_or("nobody".to_owned(), |(role, at)| format!("{role} at {at:?}"));
    let said = page.between("<h1>", "</h1>").unwrap_or("").trim();
    format!("{}: {who} {wish}, got {} {said} {}", row.door(), page.status.as_u16(), page.location)
}
