//! The inventory of personal data, made from the schema itself: for the assessment of impact that the law asks for.

use super::{may_register, retention};
use crate::house::{Done, House};
use danvan_domain::{
    data::{About, Category},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::inventory::{ENGINES_OWN, INVENTORY, OUTSIDE};
use serde::Serialize;

/// A column that holds personal data, or another place that does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The table; for another place, its name.
    pub table: &'static str,
    /// The column; empty for another place.
    pub column: &'static str,
}

/// One category with everything that is declared about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The category.
    pub category: Category,
    /// What is declared about it.
    #[serde(flatten)]
    pub about: About,
    /// The rule of retention as it stands here.
    pub kept: retention::Standing,
    /// Where it is held.
    pub held: Vec<Held>,
}

/// The whole inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inventory {
    /// On which day it was made.
    pub made_on: Day,
    /// By which version of the program.
    pub program: &'static str,
    /// The newest migration of its tables.
    pub migration: i64,
    /// How many columns there are, personal or not.
    pub columns: usize,
    /// How many of them hold personal data.
    pub personal: usize,
    /// By category.
    pub categories: Vec<Row>,
}

/// Makes the inventory.
///
/// # Errors
/// The refusal of the right to see the register; a failure of the store.
pub async fn inventory(house: &House, asker: &Asker) -> Done<Inventory> {
    may_register(asker, Verb::ReadDataRegister)?;
    let rules = retention::standing(house).await?;
    let mut categories = Vec::new();
    for category in Category::ALL {
        let Some(about) = category.about() else { continue };
        let of_columns = INVENTORY.iter().map(|holding| (holding.table, holding.column, holding.category));
        let elsewhere = ENGINES_OWN.iter().chain(OUTSIDE).map(|(place, category)| (*place, "", *category));
        let held: Vec<Held> = of_columns
            .chain(elsewhere)
            .filter(|(.., held)| held == category)
            .map(|(table, column, _)| Held { table, column })
            .collect();
        let kept = rules.iter().find(|rule| rule.rule == about.retention).cloned();
        // A category that nothing holds is not in this installation.
        if let (Some(kept), false) = (kept, held.is_empty()) {
            categories.push(Row { category: *category, about, kept, held });
        }
    }
    Ok(Inventory {
        made_on: house.today(),
        program: env!("CARGO_PKG_VERSION"),
        migration: danvan_store::migrations::newest(),
        columns: INVENTORY.len(),
        personal: INVENTORY.iter().filter(|holding| holding.category != Category::Nothing).count(),
        categories,
    })
}
