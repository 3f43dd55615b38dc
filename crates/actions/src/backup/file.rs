//! The file itself: written beside its name and renamed when it is whole, its bytes summed as they pass.

use super::{Mark, broken_at, refused, trouble};
use danvan_domain::refusals::Refusal;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

/// A back-up that is being written. Dropped before [`Writing::finish`], it leaves nothing.
pub(super) struct Writing {
    path: PathBuf,
    part: PathBuf,
    out: Option<BufWriter<File>>,
    sum: Sha256,
}

impl Writing {
    pub(super) fn begin(path: &Path) -> Result<Self, Refusal> {
        if path.exists() {
            return Err(refused("backup-file-there", path));
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            // It holds everything, also how to reach people: only its owner may read it.
            options.mode(0o600);
        }
        let file = options.open(&part).map_err(|error| trouble(&part, &error))?;
        let out = Some(BufWriter::with_capacity(1 << 18, file));
        Ok(Self { path: path.to_owned(), part, out, sum: Sha256::new() })
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.sum.update(bytes);
        let Some(out) = &mut self.out else { return Ok(()) };
        out.write_all(bytes).map_err(|error| trouble(&self.part, &error))
    }

    pub(super) fn line(&mut self, line: &impl Serialize) -> Result<(), Refusal> {
        let mut text = serde_json::to_vec(line).unwrap_or_default();
        text.push(b'\n');
        self.bytes(&text)
    }

    /// Writes the last line, brings everything to disk, and gives the file its name.
    pub(super) fn finish(mut self, rows: u64, files: u64) -> Result<u64, Refusal> {
        let sha256 = hex(&self.sum.clone().finalize());
        self.line(&Mark::End { rows, files, sha256 })?;
        let Some(out) = self.out.take() else { return Ok(0) };
        let settle = || -> std::io::Result<u64> {
            let file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.sync_all()?;
            let size = file.metadata()?.len();
            std::fs::rename(&self.part, &self.path)?;
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
            Ok(size)
        };
        settle().map_err(|error| trouble(&self.path, &error))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if self.out.take().is_some() {
            // Half a back-up is none; if it cannot be removed, its name still says that it is a part.
            let _stays = std::fs::remove_file(&self.part);
        }
    }
}

/// A back-up that is being read.
pub(super) struct Reading {
    path: PathBuf,
    file: BufReader<File>,
    line: Vec<u8>,
    /// The number of the line last read.
    pub(super) number: u64,
    sum: Sha256,
}

impl Reading {
    pub(super) fn open(path: &Path) -> Result<Self, Refusal> {
        let file = File::open(path).map_err(|error| trouble(path, &error))?;
        let file = BufReader::with_capacity(1 << 18, file);
        Ok(Self { path: path.to_owned(), file, line: Vec::new(), number: 0, sum: Sha256::new() })
    }

    /// The next line without its end, whose bytes are summed only when the line after it is asked for; an error
    /// when the file ends before it.
    pub(super) fn next(&mut self) -> Result<&[u8], Refusal> {
        self.sum.update(&self.line);
        self.line.clear();
        self.number += 1;
        self.file.read_until(b'\n', &mut self.line).map_err(|error| trouble(&self.path, &error))?;
        match self.line.split_last() {
            Some((b'\n', line)) => Ok(line),
            _ => Err(refused("backup-cut-short", &self.path)),
        }
    }

    /// The bytes of a file after its line, given piece by piece.
    pub(super) fn bytes(&mut self, count: u64, mut take: impl FnMut(&[u8])) -> Result<(), Refusal> {
        self.sum.update(&self.line);
        self.line.clear();
        let mut left = count + 1;
        let mut piece = vec![0; 1 << 16];
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
            self.file.read_exact(&mut piece[..most]).map_err(|_| refused("backup-cut-short", &self.path))?;
            self.sum.update(&piece[..most]);
            left -= most as u64;
            // The line end after the bytes is not part of them.
            take(&piece[..if left == 0 { most - 1 } else { most }]);
        }
        Ok(())
    }

    /// Whether the sum of everything before the line last read is this one, and nothing follows it.
    pub(super) fn check(&mut self, sha256: &str) -> Result<(), Refusal> {
        if hex(&self.sum.clone().finalize()) != sha256 {
            return Err(refused("backup-changed", &self.path));
        }
        match self.file.fill_buf().map_err(|error| trouble(&self.path, &error))? {
            [] => Ok(()),
            _ => Err(broken_at(&self.path, self.number + 1)),
        }
    }

    pub(super) fn broken(&self) -> Refusal {
        broken_at(&self.path, self.number)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
