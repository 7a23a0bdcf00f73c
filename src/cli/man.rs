//! `shingle man`: the manual pages, made of the same definitions as `--help`.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use clap::Command;
use clap_mangen::{
    Man,
    roff::{Roff, bold, italic, roman},
};

use super::write_all;
use crate::error::Result;

/// The files that a command reads or makes, and what each is.
const FILES: [(&str, &str); 3] = [
    ("data/", "The portfolio: profile.toml, experience.toml, philosophy.toml and systems/*.toml."),
    ("keys/host_ed25519", "The host key, made at the first start and never replaced. Readable by its owner alone."),
    ("shingle.toml", "The config file. None is read unless --config or SHINGLE_CONFIG names it."),
];

/// What every command exits with.
const STATUS: [(&str, &str); 3] = [
    ("0", "It is done; for a server: it was asked to end, told its visitors, and ended."),
    ("1", "It failed; standard error says why, and what to do."),
    ("2", "The command line is wrong."),
];
/// What a server exits with beyond that.
const SIGNALLED: (&str, &str) =
    ("129, 130, 143", "A second signal (SIGHUP, SIGINT, SIGTERM) ended the server before its visitors were told.");

/// Prints the main page, or writes all of them into a folder.
pub(super) fn run(command: Command, out: Option<&Path>) -> Result<ExitCode> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let Some(folder) = out else {
        // Whoever closed the pipe has read enough.
        let _ = io::stdout().write_all(page(&command, &command).as_bytes());
        return Ok(ExitCode::SUCCESS);
    };
    let pages = std::iter::once(&command).chain(command.get_subcommands());
    write_all(folder, pages.map(|one| (format!("{}.1", name(one)), page(&command, one))))?;
    Ok(ExitCode::SUCCESS)
}

/// `shingle`, or `shingle-serve` for one of its commands.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// One page; `whole` is the command line that `command` is a part of.
fn page(whole: &Command, command: &Command) -> String {
    // No date: a page is of a version, and the same on whatever day it is made.
    let source = format!("shingle {}", env!("CARGO_PKG_VERSION"));
    // What stands after the help, and the version, have sections of their own here, or none.
    let bare = command.clone().after_help(None::<&str>).version(None::<&str>);
    let bare = bare.subcommand_help_heading("COMMANDS").subcommand_value_name("command");
    let mut out = Vec::new();
    let rendered = Man::new(bare).source(source).manual("Shingle").render(&mut out);
    // A vector takes every byte.
    let page = rendered.and_then(|()| String::from_utf8(out).map_err(io::Error::other)).unwrap_or_default();
    let more = more(whole, command).render();
    // The first two lines define the apostrophe, which the page has done.
    let more = more.splitn(3, '\n').nth(2).unwrap_or_default();
    // clap_mangen drops an empty argument, here the date, and asks for a blank line in a way that mandoc warns of. To roff
    // a grave accent is an opening quotation mark.
    let page = page.replacen(" 1  \"", " 1 \"\" \"", 1).replace(".br\n\n.br\n", ".sp\n");
    (page + more).replace('`', "\\(ga")
}

/// The sections that a command's definition does not have by itself.
fn more(whole: &Command, command: &Command) -> Roff {
    let is_whole = name(command) == name(whole);
    let mut roff = Roff::new();
    let variables: Vec<_> = command
        .get_arguments()
        .filter_map(|argument| {
            let flag = argument.get_long().map(|long| format!("--{long}"));
            let name = flag.or_else(|| Some(argument.get_value_names()?.first()?.to_string()))?;
            Some((argument.get_env()?.to_str()?.to_owned(), name))
        })
        .collect();
    roff.control("SH", ["ENVIRONMENT"]);
    for (variable, flag) in variables {
        roff.control("TP", []).text([bold(variable)]);
        roff.text([roman("Stands for "), bold(flag), roman(", which wins over it.")]);
    }
    roff.control("TP", []).text([bold("NO_COLOR")]);
    roff.text([roman("If set and not empty, nothing is printed in colour.")]);

    let served = ["shingle", "shingle-serve"].contains(&name(command));
    if served {
        roff.control("SH", ["FILES"]);
        for (file, what) in FILES {
            roff.control("TP", []).text([italic(file)]).text([roman(what)]);
        }
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (status, what) in STATUS.into_iter().chain(served.then_some(SIGNALLED)) {
        roff.control("TP", []).text([bold(status)]).text([roman(what)]);
    }
    if name(command) == "shingle-show" {
        roff.control("PP", []);
        roff.text([roman("Otherwise what the command exits with, as a visitor's shell would see it.")]);
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (examples, notes) = after.split_once("\n\n").unwrap_or((&after, ""));
    roff.control("SH", ["EXAMPLES"]);
    verbatim(&mut roff, examples.lines().skip(1).map(str::trim_start));
    if !notes.is_empty() {
        roff.control("SH", ["NOTES"]);
        verbatim(&mut roff, notes.lines());
    }
    roff.control("SH", ["SEE ALSO"]);
    let pages = whole.get_subcommands().filter(|_| is_whole).map(|one| format!("{}(1)", name(one)));
    let others = (!is_whole).then(|| "shingle(1)".to_owned()).into_iter().chain(pages);
    let others = others.chain(["ssh(1)".to_owned(), "ssh-keygen(1)".to_owned(), "sshd(8)".to_owned()]);
    roff.text([roman(others.collect::<Vec<_>>().join(", "))]);
    roff
}

/// Lines as they are, with their blanks.
fn verbatim<'a>(roff: &mut Roff, lines: impl Iterator<Item = &'a str>) {
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}
