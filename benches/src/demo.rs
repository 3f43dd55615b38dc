//! How long it takes from nothing to a whole simulated city that is served: what `cargo xtask demo` does after its build.

use crate::{
    Stop,
    engines::Engine,
    instant, machine, say,
    server::{Server, command},
};

/// Whoever looks at danvan for the first time should not have to wait longer, in seconds.
const AIM: f64 = 120.0;

/// Makes the whole city on each engine and says how long it took; a city that was kept is not made again.
pub(crate) async fn measure(engines: &[Engine]) -> Result<(), Stop> {
    say("| the whole demo | made after s | then ready after ms | together s (aim 120) | RSS MB |");
    say("|---|---|---|---|---|");
    for engine in engines {
        let database = engine.database("demo")?;
        let start = instant();
        let told = command(&["demo", "--database", &database, "--language", "en"])?;
        let made = start.elapsed();
        // Each line of what is being made begins with the seconds until then.
        let was_made =
            told.lines().any(|line| line.split_once(" s  ").is_some_and(|(time, _)| is_time(time)));
        if !was_made {
            say(&format!("NOT MEASURED: the demo on {} was kept from an earlier time.", engine.name));
            continue;
        }
        let server = Server::start(&database).await?;
        let together = (made + server.ready_after).as_secs_f64();
        let late = if together > AIM { " (late)" } else { "" };
        say(&format!(
            "| {} | {:.1} | {:.0} | {together:.1}{late} | {:.0} |",
            engine.name,
            made.as_secs_f64(),
            server.ready_after.as_secs_f64() * 1e3,
            machine::resident_mb(server.pid()),
        ));
        server.stop()?;
    }
    say("");
    Ok(())
}

fn is_time(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn what_is_being_made_is_told_with_its_time() {
        let check = |line: &str, expected: bool| {
            let found = line.split_once(" s  ").is_some_and(|(time, _)| is_time(time));
            assert_eq!(found, expected, "{line}");
        };
        check("  12.3 s  Everything is counted", true);
        check(" 112.3 s  ready", true);
        check("The city is there already in sqlite:demo.db", false);
        check("  to.ngocha       notes what a team hears  x", false);
    }
}
