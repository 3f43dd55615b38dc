//! `danvan person`: the first operator, and everybody after.

use crate::house::{Stop, open};
use clap::{Args, Subcommand};
use danvan_actions::people::{add_person, give_position};
use danvan_domain::{people::Role, rights::Asker, time::Day, units::Lookup};

/// Add people and give them positions.
#[derive(Subcommand)]
pub(crate) enum Person {
    /// Add somebody with a role at a unit; the password is read from DANVAN_PASSWORD or standard input.
    Add(Add),
}

/// Whom to add.
#[derive(Args)]
pub(crate) struct Add {
    /// The name they sign in with.
    sign_in: String,
    /// The name others see.
    #[arg(long)]
    name: String,
    /// team_member, commune_officer, commune_leader, city_analyst, city_leader, operator, auditor.
    #[arg(long)]
    role: Role,
    /// Code of the unit, as of --from.
    #[arg(long)]
    unit: String,
    /// First day; today when not given.
    #[arg(long)]
    from: Option<Day>,
    /// The password; better leave it out and type it.
    #[arg(long, env = "DANVAN_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

impl Person {
    #[expect(clippy::print_stdout, reason = "the command says what it did")]
    pub(crate) async fn run(self, database: &str) -> Result<(), Stop> {
        let Self::Add(add) = self;
        let password = match add.password {
            Some(password) => password,
            None => read_password()?,
        };
        let house = open(database).await?;
        let from = add.from.unwrap_or_else(|| house.today());
        let unit = match house.facts().tree.by_code(&add.unit, from) {
            Lookup::One(unit) => unit,
            Lookup::Nothing => return Err(format!("no unit has the code {} on {from}", add.unit).into()),
            Lookup::Ambiguous(units) => {
                return Err(format!("{} units have the code {} on {from}", units.len(), add.unit).into());
            }
        };
        let person = add_person(&house, &Asker::house(), &add.sign_in, &add.name, &password).await?;
        give_position(&house, &Asker::house(), person, add.role, unit, from).await?;
        println!("{} ({}) is {} at {} from {from}", add.name, add.sign_in, add.role, add.unit);
        house.store.close().await;
        Ok(())
    }
}

#[expect(clippy::print_stderr, reason = "the prompt must not mix with what the command prints")]
fn read_password() -> Result<String, Stop> {
    eprint!("Password: ");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
