//! `danvan demo`: a simulated city on the real units of Hanoi, made once and kept.

mod briefs;
mod campaigns;
mod clearance;
mod contests;
mod fill;
mod findings;
mod initiatives;
mod inspections;
mod letters;
mod programmes;
mod receptions;
mod returns;

use crate::{
    house::{Stop, open_or_make, shown},
    serve::Serve,
    terminal::{say, sentence, words},
};
use clap::Args;
use danvan_actions::House;
use danvan_store::{people, settings};
use fill::Size;

/// Everybody in the demonstration signs in with this.
const PASSWORD: &str = "danvan-demo-2026";

/// The setting that says a city is whole, with the moment until which it was lived.
const READY: &str = "demo.ready";
/// The setting that says a city was begun.
const BEGUN: &str = "demo.begun";
/// The setting with some receipts to follow, a line each.
const RECEIPTS: &str = "demo.receipts";

/// Make a simulated city once, and say who can sign in.
#[derive(Args)]
pub(crate) struct Demo {
    /// A few communes instead of the whole city: ready in seconds.
    #[arg(long)]
    small: bool,
    /// About so many cases instead of a city's own volume: for measurements.
    #[arg(long, conflicts_with = "small")]
    cases: Option<u32>,
    /// Serve it as well.
    #[arg(long)]
    serve: bool,
    #[command(flatten)]
    server: Serve,
}

impl Demo {
    #[expect(clippy::print_stdout, reason = "the command says what it does")]
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open_or_make(database).await?;
        let begin = house.now();
        if settings::get(&house.store, READY).await?.is_some() {
            say(&sentence("terminal-demo-there", &[("database", shown(database).into())]));
        } else {
            check_is_empty(&house, database).await?;
            let size = match self.cases {
                Some(cases) => Size::Cases(cases),
                None if self.small => Size::Small,
                None => Size::Whole,
            };
            let told = |line: &str| {
                let seconds = house.now().micros().saturating_sub(begin.micros()) as f64 / 1e6;
                println!("{seconds:6.1} s  {line}");
            };
            fill::fill(&house, size, &told).await?;
        }
        tell(&house, &self.server).await?;
        house.store.close().await;
        if self.serve {
            self.server.run(database).await?;
        }
        Ok(())
    }
}

/// A demonstration never mixes with a real installation, nor with half of another.
async fn check_is_empty(house: &House, database: &str) -> Result<(), Stop> {
    if settings::get(&house.store, BEGUN).await?.is_some() {
        return Err(sentence("terminal-demo-half", &[("database", shown(database).into())]).into());
    }
    if !people::list(&house.store, 1).await?.is_empty() || !house.facts().tree.units().is_empty() {
        return Err(sentence("terminal-demo-other", &[("database", shown(database).into())]).into());
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the command says who can sign in")]
async fn tell(house: &House, server: &Serve) -> Result<(), Stop> {
    let values =
        [("address", format!("http://{}/", server.listen).into()), ("password", PASSWORD.to_owned().into())];
    println!("\n{}", sentence("terminal-demo-sign-in", &values));
    for (sign_in, what) in [
        ("to.ngocha", "terminal-demo-team"),
        ("canbo.ngocha", "terminal-demo-officer"),
        ("lanhdao.ngocha", "terminal-demo-leader"),
        ("phantich", "terminal-demo-analyst"),
        ("lanhdao", "terminal-demo-city-leader"),
        ("vanhanh", "terminal-demo-operator"),
        ("kiemtra", "terminal-demo-auditor"),
    ] {
        println!("  {sign_in:<16}{}", words().say(what));
    }
    println!("{}", words().say("terminal-demo-others"));
    if let Some(receipts) = settings::get(&house.store, RECEIPTS).await? {
        println!("{}\n{receipts}", words().say("terminal-demo-receipts"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
