//! Words to what they ask for, or to one line that says what was not understood.

use super::table::{self, COMMANDS, Command, Does};
use crate::{
    content::{Place, Portfolio, export::Part, quoted, suggest},
    limits,
};

/// What can be asked for.
#[derive(Debug, Clone)]
pub(super) enum Request<'a> {
    Part(Part<'a>),
    /// The words to look for.
    Search(String),
    /// The table of commands, or one of them.
    Help(Option<&'static Command>),
    Version,
}

/// Help on the command that the words begin with, or on all.
pub(super) fn help_on(words: &[String]) -> Request<'static> {
    Request::Help(words.first().and_then(|word| table::command(word)))
}

/// What words ask for: a command, a page with what is on it (`systems/edel`), or a system, role or technology by any of
/// its names. `ssh` is the line that brings a visitor back.
pub(super) fn request<'a>(portfolio: &'a Portfolio, words: &[String], ssh: &'a str) -> Result<Request<'a>, String> {
    let Some((first, rest)) = words.split_first() else { return Ok(Request::Help(None)) };
    let asked = Asked { portfolio, ssh };
    if let Some(command) = table::command(first) {
        return asked.command(command, rest.join(" ").trim());
    }
    let all = words.join(" ");
    let all = all.trim_matches('/');
    let page = all.split_once('/').and_then(|(page, rest)| Some((table::command(page)?, rest)));
    if let Some((command, rest)) = page.filter(|(command, _)| command.is_page()) {
        return asked.command(command, rest);
    }
    let bare = table::command(all).filter(|command| command.is_page());
    if let Some(command) = bare {
        return asked.command(command, "");
    }
    let found = match portfolio.place(all) {
        Some(Place::Colophon) => {
            return Err("`colophon` is about a connection with a terminal: add -t to your ssh command".to_owned());
        }
        // A page with a name that nobody knows leads to the page; here that would hide a typing error.
        Some(place @ (Place::System(_) | Place::Role(_) | Place::Technology(_))) => Some(place),
        Some(Place::Home) if all.eq_ignore_ascii_case("home") => Some(Place::Home),
        _ => None,
    };
    match found.and_then(|place| Part::of(portfolio, place, ssh)) {
        Some(part) => Ok(Request::Part(part)),
        None => Err(unknown(portfolio, first, all)),
    }
}

struct Asked<'a> {
    portfolio: &'a Portfolio,
    ssh: &'a str,
}

impl<'a> Asked<'a> {
    fn command(&self, command: &'static Command, argument: &str) -> Result<Request<'a>, String> {
        let portfolio = self.portfolio;
        if argument.is_empty() && command.needs_argument() {
            return Err(format!("`{}` needs {}: {}", command.name, command.argument, self.example(command)));
        }
        if !argument.is_empty() && command.argument.is_empty() {
            return Err(format!("`{}` takes no name, but there is {}", command.name, quoted(argument)));
        }
        let part = match command.does {
            Does::Help => {
                let on = table::command(argument);
                if on.is_none() && !argument.is_empty() {
                    let names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
                    let help = suggest::help(argument, "commands", &names);
                    return Err(format!("there is no command {}; {help}", quoted(argument)));
                }
                return Ok(Request::Help(on));
            }
            Does::Version => return Ok(Request::Version),
            Does::Search if argument.chars().count() > limits::QUERY => {
                return Err(format!("a search has at most {} characters", limits::QUERY));
            }
            Does::Search => return Ok(Request::Search(argument.to_owned())),
            Does::About => Part::About,
            Does::Philosophy => Part::Philosophy,
            Does::Contact => Part::Contact(self.ssh),
            Does::Resume => Part::Resume,
            Does::Systems if argument.is_empty() => Part::Systems,
            Does::Systems | Does::Flow => {
                let at = portfolio.system(argument).and_then(|at| portfolio.systems.get(at));
                let system = at.ok_or_else(|| nothing("system", argument, "systems", &self.systems()))?;
                if command.does == Does::Flow { Part::Flow(system) } else { Part::System(system) }
            }
            Does::Experience if argument.is_empty() => Part::Experience,
            Does::Experience => {
                let at = portfolio.role(argument).and_then(|at| portfolio.experience.get(at));
                Part::Role(at.ok_or_else(|| nothing("role", argument, "roles", &self.roles()))?)
            }
            Does::Technologies if argument.is_empty() => Part::Technologies,
            Does::Technologies => {
                let at = portfolio.technology(argument).and_then(|at| portfolio.technologies.get(at));
                Part::Technology(at.ok_or_else(|| self.no_technology(argument))?)
            }
        };
        Ok(Request::Part(part))
    }

    fn systems(&self) -> Vec<&'a str> {
        self.portfolio.systems.iter().map(|one| one.slug.as_str()).collect()
    }

    fn roles(&self) -> Vec<&'a str> {
        self.portfolio.experience.iter().map(|one| one.slug.as_str()).collect()
    }

    /// There are too many technologies to list them.
    fn no_technology(&self, name: &str) -> String {
        let known = self.portfolio.technologies.iter().map(|one| one.name.as_str());
        let help = suggest::nearest(name, known)
            .map_or("`technologies` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
        format!("there is no technology {}; {help}", quoted(name))
    }

    fn example(&self, command: &Command) -> String {
        match command.does {
            Does::Flow => self.systems().join(", "),
            _ => format!("for example `{}`", command.example(self.portfolio)),
        }
    }
}

fn nothing(what: &str, name: &str, kind: &str, known: &[&str]) -> String {
    format!("there is no {what} {}; {}", quoted(name), suggest::help(name, kind, known))
}

fn unknown(portfolio: &Portfolio, first: &str, all: &str) -> String {
    let names = portfolio.systems.iter().map(|one| one.slug.as_str());
    let names = names.chain(portfolio.experience.iter().map(|one| one.slug.as_str()));
    let known: Vec<&str> = COMMANDS.iter().map(|command| command.name).chain(names).collect();
    let near = |word| suggest::nearest(word, known.iter().copied());
    let help = near(all)
        .or_else(|| near(first))
        .map_or("`help` lists the commands".to_owned(), |near| format!("did you mean `{near}`?"));
    format!("{} is neither a command nor a name here; {help}", quoted(first))
}
