//! Running other programs, and installing what a task needs where that is allowed.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// Why a task stopped, for whoever started it.
pub(crate) struct Stop(pub(crate) String);

impl From<String> for Stop {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Says a line to whoever started the task.
#[expect(clippy::print_stderr, reason = "a task speaks to whoever started it")]
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}

/// Runs a program in a folder of the repository, waits for it and says how long it took; its failure is ours.
#[expect(clippy::disallowed_methods, reason = "whoever waits is told for how long")]
pub(crate) fn run(
    folder: &str,
    program: &str,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Result<(), Stop> {
    let mut command = Command::new(program);
    command.current_dir(root().join(folder)).args(arguments).envs(variables.iter().copied());
    let line = format!("{program} {}", arguments.join(" "));
    say(&format!("→ {line}"));
    let began = Instant::now();
    let ended = command.status();
    say(&format!("  {} s", began.elapsed().as_secs()));
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop(format!("`{line}` ended with {status}"))),
        Err(error) => Err(Stop(format!("`{program}` could not be started: {error}"))),
    }
}

/// What a program prints, trimmed; `None` when it fails or is not there.
pub(crate) fn asked(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).current_dir(root()).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program can be found.
pub(crate) fn is_there(program: &str) -> bool {
    asked("sh", &["-c", &format!("command -v {program}")]).is_some()
}

/// Installs Debian packages when this is Debian and we are root; says aloud when it may not.
pub(crate) fn install(packages: &[&str]) -> bool {
    let is_root = asked("id", &["-u"]).as_deref() == Some("0");
    if !is_root || !is_there("apt-get") {
        say(&format!("Cannot install {} here: it needs Debian and root.", packages.join(", ")));
        return false;
    }
    let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
    let arguments: Vec<&str> =
        ["install", "-y", "-qq", "--no-install-recommends"].iter().chain(packages).copied().collect();
    run(".", "apt-get", &["update", "-qq"], &quiet)
        .and_then(|()| run(".", "apt-get", &arguments, &quiet))
        .is_ok()
}
