//! Reading a file on a thread of its own, a few hundred rows at a time, so that it is never in memory whole.

use super::Source;
use danvan_domain::{
    campaigns::roster::{Columns, Fault, Line, address},
    refusals::Note,
};
use danvan_interop::sheets::{self, Cells, Table};
use std::{
    io::{Cursor, Read, Seek},
    ops::ControlFlow,
};
use tokio::{sync::mpsc, task::JoinHandle};

/// So many rows travel together.
const GATHERED: usize = 500;
/// The heading stands in one of so many first rows.
const HEADING_ROWS: usize = 20;

/// What comes out of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A row, or what is wrong in it.
    Row(Result<Line, Vec<Fault>>),
    /// Cells that are merged.
    Merged(Vec<Fault>),
    /// What the heading lacks.
    Columns(Vec<Fault>),
    /// It cannot be read, or no further.
    Broken(sheets::Fault),
}

/// A file that is being read.
pub(super) struct Reading {
    rows: mpsc::Receiver<Vec<Found>>,
    thread: Option<JoinHandle<()>>,
}

impl Reading {
    /// The next rows; nothing at the end. A thread that broke down, as it may over bytes of other people's making, did not read to the
    /// end.
    pub(super) async fn next(&mut self) -> Option<Vec<Found>> {
        if let Some(rows) = self.rows.recv().await {
            return Some(rows);
        }
        let ended = self.thread.take()?.await;
        ended.is_err().then(|| vec![Found::Broken(sheets::Fault::Unreadable)])
    }
}

/// Reads a file.
pub(super) fn read(source: Source, with_merged: bool) -> Reading {
    on_a_thread(move |out| match source {
        Source::Bytes(bytes) => walk(Cursor::new(bytes), with_merged, out),
        Source::File(path) => match std::fs::File::open(path) {
            Ok(file) => walk(std::io::BufReader::new(file), with_merged, out),
            Err(_) => Err(sheets::Fault::Unreadable),
        },
    })
}

fn on_a_thread(walk: impl FnOnce(&mut Out) -> Result<(), sheets::Fault> + Send + 'static) -> Reading {
    let (send, rows) = mpsc::channel(4);
    let thread = tokio::task::spawn_blocking(move || {
        let mut out = Out { send, gathered: Vec::with_capacity(GATHERED) };
        if let Err(fault) = walk(&mut out) {
            let _open = out.put(Found::Broken(fault));
        }
        out.flush();
    });
    Reading { rows, thread: Some(thread) }
}

struct Out {
    send: mpsc::Sender<Vec<Found>>,
    gathered: Vec<Found>,
}

impl Out {
    /// Puts something in line; breaks off when nobody listens any more.
    fn put(&mut self, found: Found) -> ControlFlow<()> {
        self.gathered.push(found);
        if self.gathered.len() < GATHERED || self.flush() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    fn flush(&mut self) -> bool {
        let some = std::mem::replace(&mut self.gathered, Vec::with_capacity(GATHERED));
        some.is_empty() || self.send.blocking_send(some).is_ok()
    }
}

fn walk<R: Read + Seek>(file: R, with_merged: bool, out: &mut Out) -> Result<(), sheets::Fault> {
    let mut table = Table::open(file)?;
    let merged = if with_merged { table.merged()? } else { Vec::new() };
    let mut columns: Option<Columns> = None;
    let mut begin: Vec<(u32, Cells)> = Vec::new();
    let mut is_lost = false;
    table.rows(|row, cells| match &columns {
        Some(columns) if columns.are_blank(&cells) => ControlFlow::Continue(()),
        Some(columns) => out.put(Found::Row(columns.read(row, &cells))),
        None => {
            match Columns::find(row, &cells) {
                Ok(found) => {
                    let below = |(at, _): &&(u32, u32)| row < *at;
                    let note = || Note::new("roster-note-merged");
                    let faults: Vec<Fault> = merged
                        .iter()
                        .filter(below)
                        .map(|(at, column)| Fault { cell: address(*at, *column), note: note() })
                        .collect();
                    columns = Some(found);
                    if !faults.is_empty() {
                        return out.put(Found::Merged(faults));
                    }
                }
                Err(_) => {
                    begin.push((row, cells));
                    is_lost = HEADING_ROWS <= begin.len();
                }
            }
            if is_lost { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    })?;
    if columns.is_none() {
        // The row that names most columns is meant; what it lacks is told.
        let faults = begin.iter().filter_map(|(row, cells)| Columns::find(*row, cells).err());
        if let Some(fewest) = faults.min_by_key(Vec::len) {
            let _open = out.put(Found::Columns(fewest));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_thread_that_breaks_down_is_told_as_a_file_that_cannot_be_read() {
        let mut broken = on_a_thread(|out| {
            let _open = out.put(Found::Merged(Vec::new()));
            assert!(out.flush());
            std::panic::resume_unwind(Box::new("bytes of other people's making"));
        });
        assert_eq!(broken.next().await, Some(vec![Found::Merged(Vec::new())]));
        assert_eq!(broken.next().await, Some(vec![Found::Broken(sheets::Fault::Unreadable)]));
        assert_eq!(broken.next().await, None);
    }

    #[tokio::test]
    async fn a_file_that_was_read_to_its_end_ends() {
        let mut whole = on_a_thread(|_| Ok(()));
        assert_eq!(whole.next().await, None);
        let mut too_large = on_a_thread(|_| Err(sheets::Fault::TooLarge));
        assert_eq!(too_large.next().await, Some(vec![Found::Broken(sheets::Fault::TooLarge)]));
        assert_eq!(too_large.next().await, None);
    }
}
