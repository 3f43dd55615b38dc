//! `danvan import members`: whoever helps in a campaign, out of a table.

use crate::{
    house::Stop,
    terminal::{Format, file_trouble, print, stop, tell, words},
};
use danvan_actions::{
    House,
    campaigns::{Roster, Source, bring_roster},
};
use danvan_domain::{ids::ProgrammeId, rights::Asker};
use std::{path::Path, process::ExitCode};

/// Reads a file and says what became of it, every fault by its cell.
pub(super) async fn import(
    house: &House,
    path: &Path,
    campaign: ProgrammeId,
    (good, preview): (bool, bool),
    format: Format,
) -> Result<ExitCode, Stop> {
    std::fs::File::open(path).map_err(|error| file_trouble(path, &error))?;
    let how = match (preview, good) {
        (true, _) => Roster::Look,
        (false, true) => Roster::Good,
        (false, false) => Roster::Whole,
    };
    let source = Source::File(path.to_owned());
    let sorted = bring_roster(house, &Asker::house(), (campaign, None), source, how).await.map_err(stop)?;
    let faults: Vec<Vec<String>> =
        sorted.faults.iter().map(|fault| vec![fault.cell.clone(), words().note(&fault.note)]).collect();
    if !faults.is_empty() {
        print(&["cell", "fault"], &faults, format)?;
    }
    let counts = [("good", sorted.good.into()), ("bad", sorted.bad.into())];
    tell("terminal-members-found", &counts);
    if sorted.is_kept {
        tell("terminal-members-added", &[("added", sorted.added.into()), ("there", sorted.there.into())]);
    } else if !preview {
        tell("terminal-members-not-kept", &[]);
    }
    let is_done = sorted.is_kept || (preview && sorted.faults.is_empty());
    Ok(if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
