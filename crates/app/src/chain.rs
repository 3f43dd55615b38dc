//! `danvan chain`: where the log of events ends, to be kept elsewhere.

use crate::{
    house::{Stop, open},
    terminal::stop,
};
use clap::Subcommand;

/// The log of events, for whoever wants to hold it to account.
#[derive(Subcommand)]
pub(crate) enum Chain {
    /// Print where every lane ends now, as `danvan verify --against FILE` reads it.
    Head,
}

impl Chain {
    #[expect(clippy::print_stdout, reason = "the file is what the command prints, to the byte")]
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let Self::Head = self;
        let house = open(database).await?;
        let heads = danvan_actions::chain::heads(&house).await;
        house.store.close().await;
        print!("{}", heads.map_err(stop)?.written());
        Ok(())
    }
}
