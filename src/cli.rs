//! Words to calls: the command line. With `main` the only place that reads the environment, prints and exits.

mod check;
mod completions;
mod config;
mod descriptors;
mod examples;
mod health;
mod import;
mod init;
mod keys;
mod log;
mod man;
mod manager;
mod new_folder;
mod ports;
mod preview;
mod schema;
mod serve;
mod shot;
mod show;

use std::{
    fmt::Display,
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, parser::ValueSource};

use crate::{
    config::{self as settings, Given, Origin, Setting},
    content::Portfolio,
    data_dir,
    error::{Error, Result},
    network::Network,
    ssh::HostKeyError,
};

/// An engineer's portfolio over SSH: one binary, one folder of TOML, no account, no key, no install.
#[derive(Debug, Parser)]
#[command(name = "shingle", version, after_help = examples::TOP, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    serve: ServeArgs,

    /// Log on stderr: error, warn, info, debug, trace, or a list: `info,shingle::ssh=debug`
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        env = "SHINGLE_LOG",
        hide_env_values = true,
        default_value = "info"
    )]
    log: log::Filter,
}

/// What `shingle` can do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the portfolio over SSH; what `shingle` alone does.
    #[command(after_help = examples::SERVE)]
    Serve(ServeArgs),
    /// Shows the portfolio in this terminal, as a visitor would see it.
    #[command(after_help = examples::PREVIEW)]
    Preview {
        /// Folder with the portfolio.
        #[arg(long, value_name = "DIR", env = "SHINGLE_DATA", hide_env_values = true, default_value = "data")]
        data: PathBuf,
    },
    /// Says what is wrong in the portfolio's files, and where.
    #[command(after_help = examples::CHECK)]
    Check {
        /// Folder with the portfolio.
        #[arg(value_name = "DIR", env = "SHINGLE_DATA", hide_env_values = true, default_value = "data")]
        data: PathBuf,
    },
    /// Prints what a visitor gets who types these words after `ssh host`.
    #[command(after_help = examples::SHOW)]
    Show {
        /// Folder with the portfolio.
        #[arg(long, value_name = "DIR", env = "SHINGLE_DATA", hide_env_values = true, default_value = "data")]
        data: PathBuf,
        /// A command and its options; none is `help`.
        #[arg(value_name = "WORDS", trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Writes a page as an SVG picture.
    #[command(after_help = examples::SHOT)]
    Shot {
        /// Folder with the portfolio.
        #[arg(long, value_name = "DIR", env = "SHINGLE_DATA", hide_env_values = true, default_value = "data")]
        data: PathBuf,
        #[command(flatten)]
        args: shot::ShotArgs,
    },
    /// Makes a new portfolio with placeholders, whose comments say what to write.
    #[command(after_help = examples::INIT)]
    Init {
        /// Folder of the new portfolio; it must be new or empty.
        #[arg(value_name = "DIR", default_value = "data")]
        folder: PathBuf,
    },
    /// Makes a portfolio from a resume.
    #[command(after_help = examples::IMPORT)]
    Import {
        /// What the resume is written in.
        format: ImportFormat,
        /// The resume.
        file: PathBuf,
        /// Folder of the new portfolio; it must be new or empty.
        #[arg(long, value_name = "DIR", default_value = "data")]
        out: PathBuf,
    },
    /// Prints every setting and where it came from, as a config file.
    #[command(after_help = examples::CONFIG)]
    Config(ServeArgs),
    /// Prints the host key as others publish and check it: fingerprint, `known_hosts` line, SSHFP record.
    #[command(after_help = examples::KEYS)]
    Keys {
        /// Make the key if there is none yet
        #[arg(long)]
        make: bool,
        /// Print one form alone
        #[arg(long, value_name = "FORM")]
        only: Option<keys::Form>,
        #[command(flatten)]
        serve: ServeArgs,
    },
    /// Asks a running server whether visitors are let in.
    #[command(after_help = examples::HEALTH)]
    Health {
        /// Where it tells metrics and health [default: as `serve` would]
        #[arg(value_name = "ADDR", value_parser = settings::address)]
        address: Option<std::net::SocketAddr>,
        #[command(flatten)]
        serve: ServeArgs,
    },
    /// Writes the JSON Schemas that let an editor complete and check the portfolio's files, or the config file.
    #[command(after_help = examples::SCHEMA)]
    Schema {
        /// The files they are for
        #[arg(value_enum, value_name = "FILES", default_value = "data")]
        of: schema::Of,
        /// Folder they are written to [default: data/schema; for the config file, this one]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Prints the manual page, or writes those of all commands.
    #[command(after_help = examples::MAN)]
    Man {
        /// Folder that all of them are written to, one file for each command
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Prints what a shell needs to complete commands and options.
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What a resume can be written in.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ImportFormat {
    /// JSON Resume 1.x, <https://jsonresume.org/schema>
    JsonResume,
}

/// Accepted before and after the word `serve`, and without it.
///
/// Their values are read by [`given`], which also sees where each came from; here they are declared.
#[derive(Debug, Args)]
struct ServeArgs {
    /// Address and port to listen on; repeatable [default: port 2222 of localhost]
    #[arg(long, value_name = "ADDR", env = "SHINGLE_LISTEN", hide_env_values = true, value_delimiter = ',', value_parser = settings::address)]
    listen: Vec<std::net::SocketAddr>,
    /// Folder with the portfolio [default: data]
    #[arg(long, value_name = "DIR", env = "SHINGLE_DATA", hide_env_values = true)]
    data: Option<PathBuf>,
    /// Folder of the host key, made at the first start [default: keys]
    #[arg(long, value_name = "DIR", env = "SHINGLE_KEYS", hide_env_values = true)]
    keys: Option<PathBuf>,
    /// Config file (TOML); none is read unless named
    #[arg(long, value_name = "FILE", env = "SHINGLE_CONFIG", hide_env_values = true)]
    config: Option<PathBuf>,
    /// Network of proxies that say who is behind them (PROXY protocol); repeatable [default: none]
    #[arg(long, value_name = "NET", env = "SHINGLE_PROXY_FROM", hide_env_values = true, value_delimiter = ',')]
    proxy_from: Vec<Network>,
    /// Address to tell metrics and health at, over HTTP [default: none]
    #[arg(long, value_name = "ADDR", env = "SHINGLE_METRICS", hide_env_values = true, value_parser = settings::address)]
    metrics: Option<std::net::SocketAddr>,
}

/// Commands that are set up as the server is.
const SET_UP: [&str; 4] = ["serve", "config", "keys", "health"];

/// Runs the command line and says how it went.
#[must_use]
pub fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    if let Some((name, _)) = matches.subcommand().filter(|(name, _)| !SET_UP.contains(name))
        && let Some(flag) =
            ["listen", "data", "keys", "config", "proxy_from", "metrics"].into_iter().find(|id| typed(&matches, id))
    {
        let flag = flag.replace('_', "-");
        let message = format!("--{flag} before `{name}` would be of no use: it is a flag of `serve`");
        Cli::command().error(clap::error::ErrorKind::ArgumentConflict, message).exit();
    }
    let done = match cli.command {
        None | Some(Command::Serve(_)) => serve::run(given(&matches), &cli.log),
        Some(Command::Preview { data }) => preview::run(&data, &cli.log),
        Some(Command::Check { data }) => check::run(&data),
        Some(Command::Show { data, words }) => show::run(&data, &words),
        Some(Command::Shot { data, args }) => shot::run(&data, &args),
        Some(Command::Init { folder }) => init::run(&folder),
        Some(Command::Import { format: ImportFormat::JsonResume, file, out }) => import::json_resume(&file, &out),
        Some(Command::Config(_)) => config::run(given(&matches)),
        Some(Command::Keys { make, only, .. }) => keys::run(given(&matches), make, only),
        Some(Command::Health { address, .. }) => health::run(address, given(&matches)),
        Some(Command::Man { out }) => man::run(Cli::command(), out.as_deref()),
        Some(Command::Completions { shell }) => Ok(completions::run(shell, Cli::command())),
        Some(Command::Schema { of, out }) => schema::run(of, out),
    };
    done.unwrap_or_else(|error| {
        complain(&error);
        ExitCode::FAILURE
    })
}

/// What flags and environment say about `serve`: a flag wins over the environment, the one after `serve` over the one
/// before it.
fn given(matches: &ArgMatches) -> Given {
    let inner = matches.subcommand().map_or(matches, |(_, inner)| inner);
    let find = |id: &'static str, flag: &'static str, env: &'static str| {
        let from = |source| [inner, matches].into_iter().find(|place| place.value_source(id) == Some(source));
        let flagged = from(ValueSource::CommandLine).map(|place| (place, Origin::Flag(flag)));
        flagged.or_else(|| from(ValueSource::EnvVariable).map(|place| (place, Origin::Env(env))))
    };
    let path = |id, flag, env| {
        find(id, flag, env).and_then(|(place, origin)| {
            place.get_one::<PathBuf>(id).map(|path| Setting { value: path.clone(), origin })
        })
    };
    Given {
        file: path("config", "--config", "SHINGLE_CONFIG").map(|setting| setting.value),
        listen: find("listen", "--listen", "SHINGLE_LISTEN").map(|(place, origin)| Setting {
            value: place.get_many("listen").into_iter().flatten().copied().collect(),
            origin,
        }),
        data: path("data", "--data", "SHINGLE_DATA"),
        keys: path("keys", "--keys", "SHINGLE_KEYS"),
        proxy_from: find("proxy_from", "--proxy-from", "SHINGLE_PROXY_FROM").map(|(place, origin)| Setting {
            value: place.get_many("proxy_from").into_iter().flatten().copied().collect(),
            origin,
        }),
        metrics: find("metrics", "--metrics", "SHINGLE_METRICS")
            .and_then(|(place, origin)| place.get_one("metrics").map(|address| Setting { value: *address, origin })),
    }
}

/// Whether a flag was typed, and does not only come from the environment.
fn typed(matches: &ArgMatches, id: &str) -> bool {
    matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// Whether output may be coloured: it goes to a terminal, and nobody asked for none (<https://no-color.org>).
fn styled(to: &impl IsTerminal) -> bool {
    to.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints one line to stdout. Whoever closed the pipe has read enough.
fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Writes files that anybody can make again into a folder, over those that are there, and prints the path of each.
fn write_all(folder: &Path, files: impl IntoIterator<Item = (impl AsRef<Path>, String)>) -> Result<()> {
    let failed = |path: &Path| {
        let message = format!("cannot write `{}`", path.display());
        move |cause: io::Error| Error::new(message).because(cause).hint("--out names a folder that you may write to")
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(failed(&path))?;
        say(path.display());
    }
    Ok(())
}

/// Prints one line to stderr.
fn note(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Prints a failure: the lines that are wrong, the sentence, the hint. Every failure passes here.
fn complain(error: &Error) {
    let styled = styled(&io::stderr());
    let word =
        |word: &str, colour: &str| if styled { format!("\x1b[1;{colour}m{word}:\x1b[0m") } else { format!("{word}:") };
    if let Some(lines) = error.lines() {
        note(if styled { &lines.styled } else { &lines.plain });
        note("");
    }
    note(format_args!("{} {error}", word("error", "31")));
    if let Some(hint) = error.what_to_do() {
        note(format_args!("{} {hint}", word("hint", "36")));
    }
}

/// Reads the portfolio for a command that shows it; one that is wrong is for `shingle check`.
fn load(folder: &Path) -> Result<Portfolio> {
    data_dir::load(folder).map_err(look_again(folder))
}

/// A host key that must not be used, in the words of this program's errors.
fn unusable(wrong: &HostKeyError) -> Error {
    Error::new(wrong.to_string()).hint(wrong.hint())
}

/// Adds to a failure with lines how to see them again.
fn look_again(folder: &Path) -> impl FnOnce(Error) -> Error {
    let hint = format!("`shingle check {}` looks again, without starting", folder.display());
    |error| if error.lines().is_some() { error.hint(hint) } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    fn read(words: &[&str]) -> Given {
        given(&Cli::command().try_get_matches_from(words).unwrap())
    }

    #[test]
    fn flags_count_before_after_and_without_the_word_serve() {
        for words in [
            &["shingle", "--data", "d", "--listen", "[::1]:22"][..],
            &["shingle", "serve", "--data", "d", "--listen", "[::1]:22"],
            &["shingle", "--data", "d", "serve", "--listen", "[::1]:22"],
        ] {
            let given = read(words);
            assert_eq!(given.data, Some(Setting { value: "d".into(), origin: Origin::Flag("--data") }), "{words:?}");
            assert_eq!(given.listen.unwrap().value, ["[::1]:22".parse().unwrap()], "{words:?}");
        }
        assert_eq!(
            read(&["shingle", "--data", "before", "serve", "--data", "after"]).data.unwrap().value,
            PathBuf::from("after")
        );
    }

    #[test]
    fn listens_on_every_address_named() {
        let given = read(&["shingle", "--listen", "0.0.0.0:22,[::]:22", "--listen", "127.0.0.1:0"]);
        assert_eq!(given.listen.unwrap().value.len(), 3);
    }
}
