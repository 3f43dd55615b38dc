//! Somebody at a desk: signed in, following wherever a page leads.

use danvan_actions::people::{add_person, give_position};
use danvan_domain::{
    ids::{PersonId, UnitId},
    people::Role,
    rights::Asker,
    time::Day,
};
use danvan_testkit::{House, Page, Site};

const PASSWORD: &str = "mat-khau-cua-chuyen";

/// A browser and the page it shows.
pub(crate) struct Browser {
    browser: danvan_testkit::Browser,
    /// Status of the page shown.
    pub(crate) status: u16,
    /// Address of the page shown.
    pub(crate) path: String,
    /// The page shown.
    pub(crate) html: String,
}

impl Browser {
    /// A fresh browser before a house.
    pub(crate) async fn new(house: &House) -> Self {
        let browser = Site::open(house).await.browser();
        Self { browser, status: 0, path: String::new(), html: String::new() }
    }

    /// The browser of somebody who has just signed in.
    pub(crate) async fn of(house: &House, sign_in: &str) -> Self {
        let mut browser = Self::new(house).await;
        browser.open("/sign-in").await;
        browser.send("/sign-in", &[("name", sign_in), ("password", PASSWORD), ("next", "/sessions")]).await;
        assert_eq!((browser.status, browser.path.as_str()), (200, "/sessions"), "{}", browser.html);
        browser
    }

    /// Goes to an address and on to wherever it leads.
    pub(crate) async fn open(&mut self, path: &str) -> &mut Self {
        let page = self.browser.get(path).await;
        self.show(path, page).await
    }

    /// Sends a form with the token of the page shown and goes on to wherever it leads.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> &mut Self {
        let page = self.browser.post(path, fields).await;
        self.show(path, page).await
    }

    async fn show(&mut self, path: &str, mut page: Page) -> &mut Self {
        path.clone_into(&mut self.path);
        while !page.location.is_empty() {
            self.path = page.location;
            page = self.browser.get(&self.path).await;
        }
        (self.status, self.html) = (page.status.as_u16(), page.text);
        self
    }

    /// The browser alone, for pages that are gone through step by step.
    pub(crate) const fn alone(&self) -> &danvan_testkit::Browser {
        &self.browser
    }

    /// Whether the page says something.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// The number of the tab with a label.
    pub(crate) fn tab(&self, label: &str) -> i64 {
        let from = self.html.split(&format!(">{label} <b")).nth(1).expect("a tab");
        let number = from.split_once('>').and_then(|(_, rest)| rest.split_once('<')).expect("a number");
        number.0.parse().expect("a number")
    }
}

/// Adds somebody with a position since the communes of today began.
pub(crate) async fn somebody(house: &House, sign_in: &str, role: Role, unit: UnitId) -> PersonId {
    let person = add_person(house, &Asker::house(), sign_in, sign_in, PASSWORD).await.expect("a person");
    let from = Day::new(2025, 7, 1).expect("a day");
    give_position(house, &Asker::house(), person, role, unit, from).await.expect("a position");
    person
}
