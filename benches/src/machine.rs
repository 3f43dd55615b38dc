//! Which machine and which commit a number belongs to.

use std::{fs, process::Command};

/// One line for above the table.
pub(crate) fn line() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let model = model.trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    let commit = git(&["rev-parse", "--short", "HEAD"]);
    let changed = git(&["status", "--porcelain", "--untracked-files=no"]);
    let changed = if changed.is_empty() { "" } else { ", with changes" };
    format!("{model}, {cores} cores, load {load} before; commit {commit}{changed}\n")
}

fn git(words: &[&str]) -> String {
    let said = Command::new("git").args(words).output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&said).trim().to_owned()
}

/// Seconds of processor time that a process and its children have used (`/proc/PID/stat`, in ticks of 10 ms).
pub(crate) fn cpu_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks: f64 = (11..15).filter_map(|at| fields.get(at)?.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The same for a process and everything it started (PostgreSQL's back ends).
pub(crate) fn cpu_seconds_of_family(pid: u32) -> f64 {
    let children = fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|entry| {
        let child: u32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let parent: u32 = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
        (parent == pid).then_some(child)
    });
    cpu_seconds(pid) + children.map(cpu_seconds).sum::<f64>()
}

/// Resident memory of a process in MB.
pub(crate) fn resident_mb(pid: u32) -> f64 {
    status_mb(&format!("/proc/{pid}/status"), "VmRSS:")
}

/// The most memory that was resident in this process at once since [`forget_peak`], in MB.
pub(crate) fn peak_mb() -> f64 {
    status_mb("/proc/self/status", "VmHWM:")
}

/// From now on the most memory is told anew.
pub(crate) fn forget_peak() {
    // Where it cannot be, the peak is that of the whole run: too much is told, not too little.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn status_mb(file: &str, key: &str) -> f64 {
    let status = fs::read_to_string(file).unwrap_or_default();
    let kb =
        status.lines().find_map(|line| line.strip_prefix(key)?.trim().split(' ').next()?.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}
