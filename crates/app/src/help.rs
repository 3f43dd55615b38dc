//! The command line's own help and refusals, in the reader's language: every command and argument is named in the word
//! files, and what clap would say by itself in English is said from there.

use crate::{
    secrets,
    terminal::{say_beside, sentence, words},
};
use clap::{
    Arg, ArgAction, Command,
    error::{ContextKind, ContextValue, ErrorKind},
};
use danvan_words::Words;
use std::error::Error;

/// The whole tree of commands with its help in a language.
pub(crate) fn in_language(command: Command, words: &Words) -> Command {
    // Of clap's own two arguments the words could not be changed.
    let own = [("help", 'h', ArgAction::Help), ("version", 'V', ArgAction::Version)]
        .map(|(name, short, action)| Arg::new(name).short(short).long(name).action(action).global(true));
    told(command.args(own), words, "danvan")
}

fn told(command: Command, words: &Words, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let usage = words.say("help-usage");
    let template = format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}");
    let mut command = command
        .about(words.say(&about(path)))
        .help_template(template)
        .subcommand_help_heading(words.say("help-commands"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true);
    for id in ids {
        command = command.mut_arg(id, |arg| described(arg, words, path));
    }
    for name in names {
        let below = if path == "danvan" { name.clone() } else { format!("{path}-{name}") };
        command = command.mut_subcommand(name, |sub| told(sub, words, &below));
    }
    command
}

/// The sentence of a command.
fn about(path: &str) -> String {
    format!("help-{path}")
}

/// What stands beside an argument: what it is for, and what holds without it.
fn described(arg: Arg, words: &Words, path: &str) -> Arg {
    let heading = words.say(if arg.is_positional() { "help-arguments" } else { "help-options" });
    let mut said = words.say(&key_of(words, path, arg.get_id().as_str()));
    let list = |values: Vec<String>| values.join(", ");
    let possible: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let takes_words = arg.get_action().takes_values() && !possible.is_empty();
    if takes_words {
        said.push_str(&format!(" [{}: {}]", words.say("help-possible"), list(possible)));
    }
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if arg.get_action().takes_values() && !defaults.is_empty() {
        said.push_str(&format!(" [{}: {}]", words.say("help-default"), list(defaults)));
    }
    if let Some(env) = arg.get_env() {
        let mut names = env.to_string_lossy().into_owned();
        if secrets::NAMES.contains(&names.as_str()) {
            names = format!("{names}, {}", secrets::file_name(&names));
        }
        said.push_str(&format!(" [{}: {names}]", words.say("help-environment")));
    }
    let takes_values = arg.get_action().takes_values();
    let arg = arg.help(said).help_heading(heading).hide_env(true);
    if takes_values { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
}

/// The sentence of an argument: its command's own, or that of all commands that have one of its name.
fn key_of(words: &Words, path: &str, id: &str) -> String {
    let own = format!("help-{path}--{id}");
    if words.has(&own) { own } else { format!("help-any--{id}") }
}

/// Says why a command line was not understood, and ends; asked for help or the version, says that.
pub(crate) fn end(error: &clap::Error) -> ! {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    say_beside(&why(error));
    std::process::exit(error.exit_code())
}

/// Why a command line was not understood, and what to do next.
fn why(error: &clap::Error) -> String {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(many)) => many.join(", "),
        _ => String::new(),
    };
    let words = words();
    let kind = match error.kind() {
        ErrorKind::UnknownArgument => "unknown",
        ErrorKind::InvalidSubcommand => "command",
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => "empty",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => "value",
        ErrorKind::MissingRequiredArgument => "missing",
        ErrorKind::MissingSubcommand => "no-command",
        ErrorKind::ArgumentConflict => "conflict",
        _ => "other",
    };
    let mut said = sentence(
        "help-refused",
        &[
            ("kind", kind.into()),
            ("argument", context(ContextKind::InvalidArg).into()),
            ("value", context(ContextKind::InvalidValue).into()),
            ("command", context(ContextKind::InvalidSubcommand).into()),
            ("other", context(ContextKind::PriorArg).into()),
        ],
    );
    if let Some(reason) = error.source() {
        said.push_str(&format!("\n  {reason}"));
    }
    for (kind, key) in [
        (ContextKind::ValidValue, "help-possible"),
        (ContextKind::ValidSubcommand, "help-commands"),
        (ContextKind::SuggestedArg, "help-perhaps"),
        (ContextKind::SuggestedSubcommand, "help-perhaps"),
        (ContextKind::SuggestedValue, "help-perhaps"),
    ] {
        let found = context(kind);
        if !found.is_empty() {
            said.push_str(&format!("\n  {}: {found}", words.say(key)));
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        said.push_str(&format!("\n\n{}: {usage}", words.say("help-usage")));
    }
    format!("{said}\n\n{}", words.say("help-more"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_words::Language;

    fn walk(command: &Command, path: &str, see: &mut impl FnMut(&Command, &str)) {
        see(command, path);
        for sub in command.get_subcommands() {
            let below = if path == "danvan" {
                sub.get_name().to_owned()
            } else {
                format!("{path}-{}", sub.get_name())
            };
            walk(sub, &below, see);
        }
    }

    #[test]
    fn every_command_and_argument_is_named_in_both_languages() {
        for language in Language::ALL {
            let words = Words::for_language(*language);
            let command = in_language(crate::command(), words);
            let mut missing = Vec::new();
            walk(&command, "danvan", &mut |command, path| {
                let keys = command.get_arguments().map(|arg| key_of(words, path, arg.get_id().as_str()));
                let keys = keys.chain([about(path)]);
                missing.extend(keys.filter(|key| !words.has(key)));
            });
            missing.sort();
            missing.dedup();
            assert!(missing.is_empty(), "{language}: {missing:#?}");
        }
    }

    #[test]
    fn help_speaks_one_language() {
        let words = Words::for_language(Language::Vi);
        let command = in_language(crate::command(), words);
        let mut seen = 0;
        walk(&command, "danvan", &mut |command, path| {
            let help = command.clone().render_long_help().to_string();
            for english in ["Usage:", "Options:", "Arguments:", "Commands:", "Print ", "[default:", "[env:"] {
                assert!(!help.contains(english), "{path}: {english}\n{help}");
            }
            assert!(help.contains(&words.say("help-usage")), "{path}");
            seen += 1;
        });
        assert!(seen > 40, "{seen} commands");
    }

    #[test]
    fn what_is_not_understood_is_said_with_what_to_do() {
        for (line, expected) in [
            (&["danvan", "serv"][..], "serv"),
            (&["danvan", "serve", "--listn", "x"], "--listn"),
            (&["danvan", "units", "list", "--format", "yaml"], "yaml"),
            (&["danvan", "units", "show"], "UNIT"),
        ] {
            let command = in_language(crate::command(), words());
            let error = command.try_get_matches_from(line).expect_err("it is not understood");
            let said = why(&error);
            assert!(said.contains(expected) && said.contains(&words().say("help-more")), "{said}");
        }
    }
}
