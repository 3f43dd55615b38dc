//! The program `danvan`.

mod analyse;
mod calendar;
mod chain;
mod data;
mod deadline;
mod demo;
mod exchange;
mod files;
mod findings;
mod help;
mod house;
mod import;
mod kept;
mod person;
mod procedures;
mod provider;
mod returns;
mod routes;
mod secrets;
mod serve;
mod settings;
mod terminal;
mod units;

use clap::{
    CommandFactory, FromArgMatches, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use danvan_words::Language;
use std::process::ExitCode;

/// Gives back what a large page took (docs/decisions/0039-jemalloc.md).
#[cfg(all(target_os = "linux", feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Closes the circle: what was heard, who must act and by when, what was done, who was told.
#[derive(Parser)]
#[command(name = "danvan", version, about, propagate_version = true)]
struct Command {
    /// Where everything is kept: sqlite:FILE or postgres://…
    #[arg(long, global = true, default_value = "sqlite:danvan.db", env = "DANVAN_DATABASE")]
    database: String,
    /// Where pictures are kept: a folder (beside the database when left out) or s3://bucket
    // Its id is another than its name, because `units import` has files of its own.
    #[arg(long = "files", id = "place_of_files", value_name = "PLACE", global = true, env = files::SETTING)]
    files: Option<String>,
    /// In which language to speak; without it, that of the terminal.
    #[arg(long, global = true, env = "DANVAN_LANGUAGE", value_parser = languages())]
    language: Option<Language>,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Serve pages and API, and do background work.
    Serve(serve::Serve),
    /// Do background work only, beside servers over the same PostgreSQL.
    Work(serve::Work),
    /// Make a simulated city once, and say who can sign in.
    Demo(demo::Demo),
    /// Add people and give them positions.
    #[command(subcommand)]
    Person(person::Person),
    /// Who is responsible for which topic where.
    #[command(subcommand)]
    Routes(routes::Routes),
    /// Units in time: list, show, import, reorganise.
    #[command(subcommand)]
    Units(units::Units),
    /// The law as rows: list, show, check.
    #[command(subcommand)]
    Procedures(procedures::Command),
    /// The forms of periodic returns: list, check.
    #[command(subcommand)]
    Returns(returns::Command),
    /// What stands out in the counts: look now, list, try the methods.
    #[command(subcommand)]
    Findings(findings::Findings),
    /// Which days are worked: list, preview, set.
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// When a step of a procedure is due, and why.
    Deadline(deadline::Deadline),
    /// Run a method on files of your own.
    #[command(subcommand)]
    Analyse(analyse::Analyse),
    /// Bring in what other systems keep.
    #[command(subcommand)]
    Import(import::Import),
    /// Joint programmes with other installations, by signed files.
    #[command(subcommand)]
    Exchange(exchange::Exchange),
    /// Where the log of events ends.
    #[command(subcommand)]
    Chain(chain::Chain),
    /// Prove that nothing was lost or changed; says the first difference.
    Verify(kept::Verify),
    /// Write everything into one file, while others go on working.
    Backup(kept::Backup),
    /// Give everything out as CSV and JSON lines, documented.
    Export(kept::Export),
    /// Read a back-up into an empty database.
    Restore(kept::Restore),
    /// Say how the house is, and what mends what is not well.
    Doctor(kept::Doctor),
    /// Personal data: its inventory, what is past its time, certificates of erasure.
    #[command(subcommand)]
    Data(data::Data),
    /// Settings: of the command line, of the environment, and kept in the database.
    #[command(subcommand)]
    Settings(settings::Settings),
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.iter().map(|language| language.word()))
        .try_map(|word| word.parse::<Language>())
}

/// The tree of commands, before it is told in a language.
fn command() -> clap::Command {
    Command::command()
}

fn main() -> ExitCode {
    terminal::choose_language();
    let matches = match help::in_language(command(), terminal::words()).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => help::end(&error),
    };
    let given = settings::Given::of(&matches);
    let command = match Command::from_arg_matches(&matches) {
        Ok(command) => command,
        Err(error) => help::end(&error),
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("DANVAN_LOG")
                .unwrap_or_else(|_| "info,sqlx=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    provider::choose_cryptography();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // Each thread that stretched a password or drew a picture keeps a heap (docs/decisions/0025-the-c-librarys-allocator.md).
        .max_blocking_threads(16)
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return stop(&error.into()),
    };
    match runtime.block_on(run(command, &given)) {
        Ok(code) => code,
        Err(error) => stop(&error),
    }
}

async fn run(command: Command, given: &settings::Given) -> Result<ExitCode, house::Stop> {
    let said = Some(command.database.clone()).filter(|_| given.is_said("database"));
    let database = match secrets::take("DANVAN_DATABASE", said) {
        Ok(taken) => taken.unwrap_or(command.database),
        // The check says it among everything else that is wrong.
        Err(_) if matches!(command.what, What::Settings(settings::Settings::Check { .. })) => String::new(),
        Err(wrong) => return Err(wrong),
    };
    files::choose(command.files);
    match command.what {
        What::Serve(serve) => serve.run(&database).await?,
        What::Work(work) => work.run(&database).await?,
        What::Demo(demo) => demo.run(&database).await?,
        What::Person(person) => person.run(&database).await?,
        What::Routes(routes) => routes.run(&database).await?,
        What::Units(units) => units.run(&database).await?,
        What::Procedures(command) => return command.run(&house::WallClock),
        What::Returns(command) => return command.run(),
        What::Findings(command) => command.run(&database).await?,
        What::Calendar(command) => command.run(&database).await?,
        What::Deadline(deadline) => deadline.run(&database).await?,
        What::Analyse(analyse) => analyse.run()?,
        What::Import(import) => return import.run(&database).await,
        What::Exchange(exchange) => exchange.run(&database).await?,
        What::Chain(chain) => chain.run(&database).await?,
        What::Verify(verify) => return verify.run(&database).await,
        What::Backup(backup) => backup.run(&database).await?,
        What::Export(export) => export.run(&database).await?,
        What::Restore(restore) => return restore.run(&database).await,
        What::Doctor(doctor) => return doctor.run(&database).await,
        What::Data(data) => data.run(&database).await?,
        What::Settings(settings) => return settings.run(&database, given).await,
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stderr, reason = "whoever sits at the terminal must read it")]
fn stop(error: &house::Stop) -> ExitCode {
    eprintln!("danvan: {error}");
    ExitCode::FAILURE
}
