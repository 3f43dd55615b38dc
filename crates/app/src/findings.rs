//! `danvan findings`: the counts looked at now, what stands out as a list, and the methods tried on the past.

use crate::{
    house::{Stop, open},
    terminal::{Format, print, print_one, stop},
};
use clap::Subcommand;
use danvan_actions::{
    House,
    findings::{Wanted, Written, list, pass, try_methods},
};
use danvan_domain::{findings::State, rights::Asker, time::Day};

/// What stands out in the counts: look now, list, try the methods.
#[derive(Subcommand)]
pub(crate) enum Findings {
    /// Look at what was counted up to the day before, as the job of the night does.
    Pass {
        /// The day before which is looked at; today when not given.
        #[arg(long)]
        on: Option<Day>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List what stands out, what matters most first.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Try the methods on this installation's own past.
    Try {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

impl Findings {
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        match self {
            Self::Pass { on, format } => look(&house, on, format).await?,
            Self::List { format } => listed(&house, format).await?,
            Self::Try { format } => tried(&house, format).await?,
        }
        house.store.close().await;
        Ok(())
    }
}

async fn look(house: &House, on: Option<Day>, format: Format) -> Result<(), Stop> {
    let done = pass(house, on.unwrap_or_else(|| house.today())).await.map_err(stop)?;
    let night = done.night;
    let names = ["day", "tests", "alarms", "stories", "fresh", "written"];
    let counts = [night.tests, night.alarms, night.stories, night.fresh].map(|count| count.to_string());
    let mut row = vec![night.day.to_string()];
    row.extend(counts);
    row.push((done.written == Written::Now).to_string());
    print_one(&names, &row, format)
}

async fn listed(house: &House, format: Format) -> Result<(), Stop> {
    let wanted = Wanted { state: State::Open, topic: None, unit: None };
    let found = list(house, &Asker::house(), &wanted).await.map_err(stop)?;
    let facts = house.facts();
    let names = ["id", "sort", "topic", "place", "from", "to", "observed", "expected", "population", "day"];
    let rows = found.rows.iter().map(|row| {
        let it = &row.finding;
        let place = row.places.first().and_then(|place| facts.tree.get(place.place));
        vec![
            it.id.to_string(),
            it.kind.word().to_owned(),
            it.topic.clone(),
            place.map(|unit| unit.name.clone()).unwrap_or_default(),
            it.days.0.to_string(),
            it.days.1.to_string(),
            it.observed.to_string(),
            format!("{:.1}", it.expected),
            it.people.to_string(),
            it.first_seen.to_string(),
        ]
    });
    print(&names, &rows.collect::<Vec<_>>(), format)
}

async fn tried(house: &House, format: Format) -> Result<(), Stop> {
    let names = ["way", "weeks", "stories", "planted", "found", "delay"];
    let rows = try_methods(house).await.map_err(stop)?.into_iter().map(|one| {
        vec![
            one.method.word().to_owned(),
            format!("{:.0}", one.weeks),
            one.told.to_string(),
            one.planted.to_string(),
            one.found.to_string(),
            one.delay.map(|delay| format!("{delay:.0}")).unwrap_or_default(),
        ]
    });
    print(&names, &rows.collect::<Vec<_>>(), format)
}
