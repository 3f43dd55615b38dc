//! `danvan person`: the first operator, and everybody after.

use crate::{
    house::{Stop, open},
    terminal::{sentence, stop, tell, words},
};
use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
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
    /// What they are there.
    #[arg(long, value_parser = roles())]
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

/// The words of roles, so that a slip is told with what there is.
fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.word())).try_map(|word| word.parse::<Role>())
}

impl Person {
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
            Lookup::Nothing => {
                let values = [("unit_code", add.unit.into()), ("day", from.into())];
                return Err(sentence("terminal-no-unit", &values).into());
            }
            Lookup::Ambiguous(units) => {
                let values =
                    [("count", units.len().into()), ("unit_code", add.unit.into()), ("day", from.into())];
                return Err(sentence("terminal-many-units", &values).into());
            }
        };
        let person = add_person(&house, &Asker::house(), &add.sign_in, &add.name, &password).await;
        let person = person.map_err(stop)?;
        give_position(&house, &Asker::house(), person, add.role, unit, from).await.map_err(stop)?;
        let place = house.facts().tree.get(unit).map(|unit| unit.named().label).unwrap_or_default();
        tell(
            "terminal-person",
            &[
                ("name", add.name.into()),
                ("sign_in", add.sign_in.into()),
                ("role", words().of("role", add.role.word()).into()),
                ("unit_name", place.into()),
                ("day", from.into()),
            ],
        );
        house.store.close().await;
        Ok(())
    }
}

#[expect(clippy::print_stderr, reason = "the prompt must not mix with what the command prints")]
fn read_password() -> Result<String, Stop> {
    eprint!("{}", words().say("terminal-password"));
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
