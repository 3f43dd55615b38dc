//! The release binary under measurement.

use crate::{Stop, client::Connection, instant};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    /// From the start of the process until `/health/ready` said yes.
    pub(crate) ready_after: Duration,
}

/// The binary beside this one.
pub(crate) fn binary() -> Result<PathBuf, Stop> {
    let own = std::env::current_exe()?;
    Ok(own.parent().unwrap_or(Path::new(".")).join("danvan"))
}

/// Runs a command of the binary to its end and returns what it printed.
pub(crate) fn command(arguments: &[&str]) -> Result<String, Stop> {
    let output = Command::new(binary()?).args(arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("danvan {} failed", arguments.join(" ")).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Server {
    pub(crate) async fn start(database: &str) -> Result<Self, Stop> {
        let start = instant();
        let mut child = Command::new(binary()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--database", database])
            .env("DANVAN_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let line = lines.next().ok_or("the server ended before it listened")??;
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().to_owned();
            }
        };
        // The rest of what it prints is not wanted, but its pipe must not close.
        std::thread::spawn(move || lines.for_each(drop));
        let mut connection = Connection::open(&address).await?;
        while connection.ask("GET", "/health/ready", "", "").await?.status != 200 {}
        Ok(Self { child, address, ready_after: start.elapsed() })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn stop(mut self) -> Result<(), Stop> {
        let _asked = Command::new("kill").arg(self.child.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    /// A measurement that failed leaves no server behind.
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _waited = self.child.wait();
    }
}
