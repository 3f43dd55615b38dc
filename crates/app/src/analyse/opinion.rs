//! `danvan analyse opinion`: who votes alike on statements, and what all groups share.

mod ballots;
mod report;

use super::{refused, table};
use crate::{
    house::Stop,
    terminal::{file_trouble, sentence, tell},
};
use ballots::Ballots;
use clap::Args;
use danvan_analysis::opinion::{self, Options};
use std::{collections::HashMap, fs, path::PathBuf};

/// Who votes alike on statements, what tells a group from the others, and what all groups share (Polis).
#[derive(Args)]
pub(crate) struct Opinion {
    /// CSV, a row for each vote (voter,statement,vote[,timestamp]) or for each voter (voter, then a column a statement).
    #[arg(long)]
    votes: PathBuf,
    /// Where to write groups, statements and voters, as JSON.
    #[arg(long)]
    out: PathBuf,
    /// CSV of statements: statement,moderated; those with -1 count for nothing.
    #[arg(long)]
    statements: Option<PathBuf>,
    /// What this wrote before: groups keep their names.
    #[arg(long)]
    before: Option<PathBuf>,
    /// The most groups.
    #[arg(long, default_value_t = 5)]
    most: usize,
}

impl Opinion {
    pub(crate) fn run(self) -> Result<(), Stop> {
        let ballots = Ballots::read(&self.votes)?;
        let left_out = match &self.statements {
            Some(file) => ballots.left_out(file)?,
            None => Vec::new(),
        };
        let options = Options {
            left_out,
            most_groups: self.most,
            before: self.names_before(&ballots)?,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            ..Options::default()
        };
        let file = self.votes.display().to_string();
        let refused = |refusal| refused::said(&file, &refusal, ToString::to_string);
        let found = opinion::group(&ballots.votes, &options).map_err(refused)?;
        let written = report::written(&found, &ballots, &options.left_out)?;
        table::replace(&self.out, written.as_bytes())?;
        let out = self.out.display().to_string();
        tell("analysis-opinion-written", &[("groups", found.groups.len().into()), ("file", out.into())]);
        Ok(())
    }

    /// The group each voter was in, by what was written before.
    fn names_before(&self, ballots: &Ballots) -> Result<Vec<Option<usize>>, Stop> {
        let Some(file) = &self.before else { return Ok(Vec::new()) };
        let text = fs::read_to_string(file).map_err(|error| file_trouble(file, &error))?;
        let before: report::Before = serde_json::from_str(&text).map_err(|error| -> Stop {
            let values = [("file", file.display().to_string().into()), ("reason", error.to_string().into())];
            sentence("terminal-file", &values).into()
        })?;
        let names: HashMap<String, Option<usize>> =
            before.voters.into_iter().map(|voter| (voter.voter, voter.group)).collect();
        Ok(ballots.voters.iter().map(|voter| names.get(voter).copied().flatten()).collect())
    }
}

#[cfg(test)]
mod tests;
