//! Running other programs, and installing what a task needs where that is allowed.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
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
    let line = format!("{program} {}", arguments.join(" "));
    say(&format!("→ {line}"));
    let began = Instant::now();
    let ended = command(folder, program, arguments, variables).status();
    say(&format!("  {} s", began.elapsed().as_secs()));
    judged(&line, ended)
}

/// The same beside other programs: what it says is kept in a file and told in one piece at its end.
#[expect(clippy::disallowed_methods, reason = "whoever waits is told for how long")]
pub(crate) fn run_beside(
    folder: &str,
    program: &str,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Result<(), Stop> {
    let line = format!("{program} {}", arguments.join(" "));
    let kept = root().join(format!("target/said-by-{program}.txt"));
    let unheard = |error: std::io::Error| Stop(format!("{}: {error}", kept.display()));
    let said =
        fs::create_dir_all(root().join("target")).and_then(|()| File::create(&kept)).map_err(unheard)?;
    let also = said.try_clone().map_err(unheard)?;
    say(&format!("→ {line} (beside; what it says is told at its end)"));
    let began = Instant::now();
    let ended = command(folder, program, arguments, variables).stdout(said).stderr(also).status();
    let told = String::from_utf8_lossy(&fs::read(&kept).map_err(unheard)?).into_owned();
    say(&format!("← {line}\n{told}  {} s", began.elapsed().as_secs()));
    judged(&line, ended)
}

fn command(folder: &str, program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root().join(folder)).args(arguments).envs(variables.iter().copied());
    command
}

fn judged(line: &str, ended: std::io::Result<ExitStatus>) -> Result<(), Stop> {
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop(format!("`{line}` ended with {status}"))),
        Err(error) => Err(Stop(format!("`{line}` could not be started: {error}"))),
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
