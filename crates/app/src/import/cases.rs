//! `danvan import cases`: another system's requests.

use crate::{
    house::{Stop, open_or_make},
    terminal::{Format, file_trouble, print, say, sentence, stop, tell, words},
};
use danvan_actions::cases::import::{Line, Report, import};
use danvan_domain::rights::Asker;
use danvan_interop::mapping::Mapping;
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::ExitCode,
};

pub(super) async fn bring(
    database: &str,
    file: &Path,
    mapping: &Path,
    preview: bool,
    format: Format,
) -> Result<ExitCode, Stop> {
    let text = std::fs::read_to_string(mapping).map_err(|error| file_trouble(mapping, &error))?;
    let read =
        Mapping::read(&text).map_err(|note| format!("{}\n{}", mapping.display(), words().note(&note)))?;
    let columns = columns(file, &read)?;
    let house = open_or_make(database).await?;
    let beside = |end: &str| {
        file.with_file_name(format!("{}.{end}.csv", file.file_name().unwrap_or_default().display()))
    };
    let mut told = Told::begin(beside("report"), beside("refused"), columns)?;
    let done = import(&house, &Asker::house(), file, &read, preview, &mut |line| told.add(line)).await;
    house.store.close().await;
    let (all, refused) = told.finish()?;
    // What was written before a failure stays; the same command goes on from there.
    let report = done.map_err(stop)?;
    if format == Format::Json {
        let mut value = serde_json::to_value(&report)?;
        value["report_file"] = all.display().to_string().into();
        value["refused_file"] = refused.map(|path| path.display().to_string()).into();
        say(&serde_json::to_string_pretty(&value)?);
    } else {
        print_report(&report, &all, refused.as_deref(), format)?;
    }
    Ok(if report.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The headings of the file, for the list of refused rows.
fn columns(file: &Path, mapping: &Mapping) -> Result<Vec<String>, Stop> {
    let opened = File::open(file).map_err(|error| file_trouble(file, &error))?;
    let opened = danvan_interop::mapping::open(opened, mapping);
    opened.map(|opened| opened.columns).map_err(|refused| {
        let values = [
            ("file", file.display().to_string().into()),
            ("line", refused.line.into()),
            ("says", words().note(&refused.note).into()),
        ];
        format!("{}\n{}", sentence("terminal-line", &values), words().say("terminal-nothing-imported")).into()
    })
}

fn print_report(report: &Report, all: &Path, refused: Option<&Path>, format: Format) -> Result<(), Stop> {
    let mut rows: Vec<(String, u64)> = Vec::new();
    let mut count = |key: &str, count: u64| rows.push((words().say(key), count));
    count("terminal-import-rows", report.rows);
    count("terminal-import-taken", report.taken);
    count("terminal-import-merged", report.merged);
    count("terminal-import-repeats", report.repeats_unknown);
    count("terminal-import-updated", report.updated);
    count("terminal-import-already", report.already);
    count("terminal-import-refused", report.refused);
    for (key, times) in &report.refusals {
        rows.push((format!("  {}", words().of("terminal-why", key)), *times));
    }
    let mut count = |key: &str, count: u64| rows.push((words().say(key), count));
    count("terminal-import-by-point", report.placed_by_point);
    count("terminal-import-unplaced", report.unplaced);
    count("terminal-import-units", report.units);
    count("terminal-import-topics", report.topics);
    for (key, times) in &report.remarks {
        rows.push((words().of("terminal-why", key), *times));
    }
    for (status, times) in &report.statuses {
        rows.push((sentence("terminal-import-status", &[("status", status.as_str().into())]), *times));
    }
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|(name, count)| vec![name, count.to_string()]).collect();
    print(&["what", "count"], &rows, format)?;
    if format == Format::Csv {
        return Ok(());
    }
    say("");
    if !report.unknown_columns.is_empty() {
        tell("terminal-import-columns", &[("columns", report.unknown_columns.join(", ").into())]);
    }
    tell("terminal-import-report", &[("file", all.display().to_string().into())]);
    if let Some(refused) = refused {
        tell("terminal-import-refused-file", &[("file", refused.display().to_string().into())]);
    }
    tell(if report.preview { "terminal-import-preview" } else { "terminal-import-done" }, &[]);
    Ok(())
}

/// The files that say what became of each row, and hold the refused ones as they stand in the file, so that they can
/// be mended and imported again.
struct Told {
    path: PathBuf,
    out: csv::Writer<File>,
    refused_path: PathBuf,
    refused: Option<csv::Writer<File>>,
    columns: Vec<String>,
    failed: Option<csv::Error>,
    done: u64,
}

impl Told {
    fn begin(path: PathBuf, refused_path: PathBuf, columns: Vec<String>) -> Result<Self, Stop> {
        // What an earlier import refused must not be taken for this one's.
        let _not_there = std::fs::remove_file(&refused_path);
        let mut out =
            csv::Writer::from_path(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        out.write_record(["line", "id", "outcome", "case", "reason"])?;
        Ok(Self { path, out, refused_path, refused: None, columns, failed: None, done: 0 })
    }

    #[expect(clippy::print_stderr, reason = "how far it has come must not mix with what the command prints")]
    fn add(&mut self, line: Line) {
        if let Err(error) = self.write(line) {
            self.failed.get_or_insert(error);
        }
        self.done += 1;
        if self.done == 1000 || self.done.is_multiple_of(10_000) {
            eprintln!("{}", sentence("terminal-import-progress", &[("count", self.done.into())]));
        }
    }

    fn write(&mut self, line: Line) -> Result<(), csv::Error> {
        let reasons: Vec<String> = line.notes.iter().map(|note| words().note(note)).collect();
        let reason = reasons.join(" ");
        let case = line.case.map(|case| case.to_string()).unwrap_or_default();
        let number = line.line.to_string();
        self.out.write_record([number.as_str(), &line.id, line.outcome, &case, &reason])?;
        if line.outcome != "refused" {
            return Ok(());
        }
        if self.refused.is_none() {
            let mut out = csv::Writer::from_path(&self.refused_path)?;
            let names = ["refused_line", "refused_why"].into_iter();
            out.write_record(names.chain(self.columns.iter().map(String::as_str)))?;
            self.refused = Some(out);
        }
        if let Some(out) = &mut self.refused {
            let mut cells = line.cells;
            // A row that could not be parted into cells is found by its line.
            cells.resize(self.columns.len(), String::new());
            out.write_record([number, reason].into_iter().chain(cells))?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(PathBuf, Option<PathBuf>), Stop> {
        self.out.flush()?;
        let refused = match self.refused {
            Some(mut out) => {
                out.flush()?;
                Some(self.refused_path)
            }
            None => None,
        };
        match self.failed {
            Some(error) => Err(format!("{}: {error}", self.path.display()).into()),
            None => Ok((self.path, refused)),
        }
    }
}
