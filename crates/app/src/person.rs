//! `danvan person`: the first operator, and everybody after.

use crate::{
    house::{Stop, open},
    secrets,
    terminal::{Format, print, say, sentence, stop, tell, tell_beside, words},
};
use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use danvan_actions::{
    House,
    people::{
        Passkey, add_person_at, find_person, give_password, look_at, remove_lost_app, remove_lost_passkey,
        set_active,
    },
};
use danvan_domain::{
    ids::PasskeyId,
    passwords::GIVEN_DAYS,
    people::Role,
    rights::Asker,
    time::{Day, Moment},
    units::Lookup,
};

/// Add people and give them positions.
#[derive(Subcommand)]
pub(crate) enum Person {
    /// Add somebody with a role at a unit; the password is read from DANVAN_PASSWORD or standard input.
    Add(Add),
    /// Show somebody's second factors, and remove one that was lost.
    Factors(Factors),
    /// Give somebody who forgot theirs a password for one use; it is printed.
    Password(Named),
    /// Let somebody sign in no longer.
    Inactive(Named),
    /// Let somebody sign in again.
    Active(Named),
}

/// Whom it is about.
#[derive(Args)]
pub(crate) struct Named {
    /// The name they sign in with.
    sign_in: String,
}

/// Whose factors, and what was lost.
#[derive(Args)]
pub(crate) struct Factors {
    /// The name they sign in with.
    sign_in: String,
    /// Remove the passkey with this id.
    #[arg(long)]
    remove_passkey: Option<PasskeyId>,
    /// Remove the authenticator app.
    #[arg(long)]
    remove_app: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
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
        match self {
            Self::Add(add) => add.run(database).await,
            Self::Factors(factors) => factors.run(database).await,
            Self::Password(named) => named.with(database, &Care::Password).await,
            Self::Inactive(named) => named.with(database, &Care::Active(false)).await,
            Self::Active(named) => named.with(database, &Care::Active(true)).await,
        }
    }
}

/// What is done for somebody.
enum Care {
    Password,
    Active(bool),
}

impl Named {
    async fn with(self, database: &str, care: &Care) -> Result<(), Stop> {
        let house = open(database).await?;
        let done = self.done(&house, care).await;
        house.store.close().await;
        done
    }

    async fn done(&self, house: &House, care: &Care) -> Result<(), Stop> {
        let asker = Asker::house();
        let person = find_person(house, &asker, &self.sign_in).await.map_err(stop)?;
        let who = ("sign_in", person.sign_in.clone().into());
        match care {
            Care::Password => {
                let password = give_password(house, &asker, person.id).await.map_err(stop)?;
                // Alone on its line, so that it is taken up whole.
                tell_beside("terminal-given-password", &[who, ("days", GIVEN_DAYS.into())]);
                say(&password);
            }
            Care::Active(is_active) => {
                set_active(house, &asker, person.id, *is_active).await.map_err(stop)?;
                tell(if *is_active { "terminal-active" } else { "terminal-inactive" }, &[who]);
            }
        }
        Ok(())
    }
}

impl Factors {
    async fn run(self, database: &str) -> Result<(), Stop> {
        let house = open(database).await?;
        let done = self.look(&house).await;
        house.store.close().await;
        let rows = done?;
        print(&["id", "kind", "name", "day", "used"], &rows, self.format)
    }

    async fn look(&self, house: &House) -> Result<Vec<Vec<String>>, Stop> {
        let asker = Asker::house();
        let person = find_person(house, &asker, &self.sign_in).await.map_err(stop)?.id;
        if let Some(passkey) = self.remove_passkey {
            remove_lost_passkey(house, &asker, person, passkey).await.map_err(stop)?;
        }
        if self.remove_app {
            remove_lost_app(house, &asker, person).await.map_err(stop)?;
        }
        let looked = look_at(house, &asker, person).await.map_err(stop)?;
        let day = |micros: i64| Moment::from_micros(micros).day().to_string();
        let passkey = |one: &Passkey| {
            let used = one.used_at.map(day).unwrap_or_default();
            vec![
                one.id.to_string(),
                words().of("factor", "passkey"),
                one.name.clone(),
                day(one.added_at),
                used,
            ]
        };
        let mut rows: Vec<Vec<String>> = looked.passkeys.iter().map(passkey).collect();
        let other = |kind: &str, name: String| {
            vec![String::new(), words().of("factor", kind), name, String::new(), String::new()]
        };
        if looked.has_app {
            rows.push(other("app", String::new()));
        }
        if looked.paper_left > 0 {
            rows.push(other("paper", looked.paper_left.to_string()));
        }
        Ok(rows)
    }
}

impl Add {
    async fn run(self, database: &str) -> Result<(), Stop> {
        let add = self;
        let password = match secrets::take("DANVAN_PASSWORD", add.password)? {
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
        let who = (add.sign_in.as_str(), add.name.as_str(), password.as_str());
        let added = add_person_at(&house, &Asker::house(), who, (add.role, unit, from)).await;
        added.map_err(stop)?;
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
