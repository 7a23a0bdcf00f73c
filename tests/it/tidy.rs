//! The architecture, held by a test: what each layer must not name, and what the whole tree must not hold.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// One wall of the house: these files must not name these things.
struct Wall {
    /// Files and folders under `src`; a folder stands for its parent file too (`ui` is `ui.rs` and `ui/`).
    inside: &'static [&'static str],
    /// Files that may.
    except: &'static [&'static str],
    /// Names in code; comments may have them.
    absent: &'static [&'static str],
    /// Why, and what to do instead.
    instead: &'static str,
}

const EVERYTHING: &[&str] = &[""];
const PURE: &[&str] = &["content", "input", "screen", "ui", "commands", "files", "shot"];
const TRANSPORTS: &str =
    "a transport makes a `session::Peer` and knows no other transport; put what both need in `session`";

const WALLS: &[Wall] = &[
    Wall {
        inside: PURE,
        except: &[],
        absent: &["tokio", "russh", "socket2", "rustix", "std::net", "std::thread", "std::process"],
        instead: "a pure layer does no I/O: return a value (an `Effect`, bytes, text) and let `session` act on it",
    },
    Wall {
        inside: PURE,
        except: &[],
        absent: &[
            "std::fs",
            "fs::read",
            "File::open",
            "std::io",
            "std::env",
            "env::var",
            "include_str!",
            "include_bytes!",
        ],
        instead: "a pure layer reads nothing: take the text as a parameter; `data_dir` reads the owner's files",
    },
    Wall {
        inside: PURE,
        except: &[],
        absent: &["Instant", "SystemTime", "rand::", "fastrand", "getrandom"],
        instead: "a pure layer knows neither time nor chance: time arrives as `Event::Tick`, a seed as a parameter",
    },
    Wall {
        inside: &["content"],
        except: &[],
        absent: &["ratatui", "crate::ui", "crate::screen", "crate::input", "crate::session", "crate::config"],
        instead: "the content is read by every surface and knows none of them; draw in `ui`, write text in `content/card.rs`",
    },
    Wall {
        inside: &["content"],
        except: &[],
        absent: &["crate::commands"],
        instead: "what a part of the portfolio says is content; how it is asked for is `commands`",
    },
    Wall {
        inside: &["commands"],
        except: &[],
        absent: &[
            "ratatui",
            "crate::ui",
            "crate::screen",
            "crate::input",
            "crate::session",
            "crate::ssh",
            "crate::cli",
        ],
        instead: "commands are the same on every wire: what the wire knows arrives in `commands::Terms`",
    },
    Wall {
        inside: &["files"],
        except: &[],
        absent: &[
            "ratatui",
            "crate::ui",
            "crate::screen",
            "crate::input",
            "crate::commands",
            "crate::session",
            "crate::ssh",
            "crate::cli",
        ],
        instead: "a file is the portfolio as text and no more; who asks for it, and how, is for `ssh`",
    },
    Wall {
        inside: &["ssh/sftp/packet.rs", "ssh/sftp/desk.rs", "ssh/sftp/reply.rs", "ssh/scp/order.rs"],
        except: &[],
        absent: &["tokio", "russh", "std::io", "Instant", "SystemTime", "super::super"],
        instead: "what a request means and is answered with is pure, so that any bytes can be tried; `ssh/sftp.rs` waits",
    },
    Wall {
        inside: &["input"],
        except: &[],
        absent: &["ratatui", "crate::ui", "crate::screen", "crate::content", "crate::session"],
        instead: "input turns bytes into keys; what a key means is for `ui/keymap.rs`",
    },
    Wall {
        inside: &["screen"],
        except: &[],
        absent: &["crate::ui", "crate::content", "crate::session"],
        instead: "the screen knows cells and terminals, not what they show; pass it a `Buffer` and `Marks`",
    },
    Wall {
        inside: &["ui"],
        except: &[],
        absent: &["crate::session", "crate::ssh", "crate::local", "crate::server", "crate::config", "crate::cli"],
        instead: "the UI knows no wire: what it needs arrives in `ui::Start` or as an `Event`",
    },
    Wall {
        inside: &["gates", "network"],
        except: &[],
        absent: &[
            "russh",
            "ratatui",
            "TcpStream",
            "rand::",
            "RandomState",
            "std::fs",
            "crate::ssh",
            "crate::server",
            "crate::session",
        ],
        instead: "the gates judge by what they are told: address, time and throw of the dice are parameters",
    },
    Wall {
        inside: &["proxy"],
        except: &[],
        absent: &["russh", "ratatui", "TcpStream", "crate::ssh", "crate::server", "crate::session", "crate::gates"],
        instead: "a PROXY header is read from any stream; what its address means is for `server/accept.rs`",
    },
    Wall {
        inside: &["ops"],
        except: &[],
        absent: &["russh", "ratatui", "crate::server", "crate::ui", "crate::local"],
        instead: "what the operator is told is a `Snapshot`, a plain value that `server` makes",
    },
    Wall {
        inside: EVERYTHING,
        except: &["data_dir.rs"],
        absent: &["SystemTime"],
        instead: "the wall clock jumps: everything counts by `Instant`; only the age of a file is read from it",
    },
    Wall {
        inside: EVERYTHING,
        except: &["ssh"],
        absent: &["russh"],
        instead: "only `ssh` names russh; give it a function that speaks in our own types",
    },
    Wall {
        inside: &["session"],
        except: &[],
        absent: &["crate::ssh", "crate::local", "crate::server", "std::fs", "data_dir"],
        instead: "the session is the same on every wire: put what it needs in `Peer`, `Hello` or `House`",
    },
    Wall {
        inside: &["ssh"],
        except: &[],
        absent: &["crate::local", "crate::server", "crate::cli"],
        instead: TRANSPORTS,
    },
    Wall {
        inside: &["local"],
        except: &[],
        absent: &["crate::ssh", "crate::server", "crate::cli"],
        instead: TRANSPORTS,
    },
    Wall {
        inside: EVERYTHING,
        except: &["cli", "main.rs"],
        absent: &["print!", "println!", "eprint!", "eprintln!", "dbg!", "process::exit", "io::stdout", "io::stderr"],
        instead: "only the command line prints and exits: return a value or an `Error`, or log with `tracing`",
    },
    Wall {
        inside: EVERYTHING,
        except: &["cli", "main.rs"],
        absent: &["std::env", "env::var", "env::args", "env::current_dir"],
        instead: "a library never reads the environment: take it as a parameter, `cli` hands it over",
    },
    Wall {
        inside: EVERYTHING,
        except: &["cli", "config", "data_dir.rs", "local.rs", "ops", "ssh/host_key.rs"],
        absent: &["std::fs", "fs::File", "File::open"],
        instead: "few files touch the disk, so that it is known which: data directory, config file, host key, terminal, /proc",
    },
    Wall {
        inside: EVERYTHING,
        except: &[],
        absent: &["todo!", "unimplemented!", "unbounded_channel"],
        instead: "a stranger's bytes must neither end the server nor fill it: return an error, name a bound in `limits`",
    },
    Wall {
        inside: EVERYTHING,
        except: &["ops/memory.rs"],
        absent: &["unsafe", "unsafe_code"],
        instead: "no code here needs it; the one function of glibc that does is declared in `ops/memory.rs`",
    },
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Every Rust file under `src`: its path there and its text.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let rust = files(&src).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    rust.map(|path| (path.strip_prefix(&src).unwrap().display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// [`sources`] without those that are compiled for tests only.
fn program() -> Vec<(String, String)> {
    let all = sources();
    let tests = test_files(&all);
    all.into_iter().filter(|(file, _)| !tests.contains(file)).collect()
}

/// Whether a file belongs to a part of the house: `ui/pages/home.rs` and `ui.rs` belong to `ui`.
fn belongs(file: &str, part: &str) -> bool {
    part.is_empty() || file == part || file.strip_suffix(".rs") == Some(part) || file.starts_with(&format!("{part}/"))
}

/// The code of a file with the number of each line: without comments, and without its tests, which may do as they like.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let before_tests = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines();
    before_tests.enumerate().map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default()))
}

/// What grouped imports name, one path each and with the line of the `use`: `use std::{fs, io::Read}` names `std::fs`
/// and `std::io::Read`.
fn grouped_imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let lines: Vec<_> = code(text).collect();
    for (index, (at, line)) in lines.iter().enumerate() {
        for root in ["std", "crate"] {
            let opening = format!("use {root}::{{");
            let Some((_, rest)) = line.split_once(opening.as_str()) else { continue };
            let rest = [rest].into_iter().chain(lines[index + 1..].iter().map(|(_, line)| *line)).collect::<String>();
            let (mut depth, mut path) = (0, String::new());
            for c in rest.split(';').next().unwrap_or_default().chars().filter(|c| !c.is_whitespace()) {
                match c {
                    ',' if depth == 0 => found.push((*at, format!("{root}::{}", std::mem::take(&mut path)))),
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => path.push(c),
                }
            }
            found.push((*at, format!("{root}::{path}")));
        }
    }
    found
}

#[test]
fn a_grouped_import_does_not_hide() {
    let text = "use std::{\n    fs::{self, File},\n    io,\n};\nuse crate::{content::Portfolio, session};\n";
    let names: Vec<String> = grouped_imports(text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["std::fs::self,File", "std::io", "std::", "crate::content::Portfolio", "crate::session"]);
}

/// Files that are compiled for tests only, as `#[cfg(test)] mod sample;` in their parent says.
fn test_files(sources: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in sources {
        let folder = if file == "lib.rs" { "" } else { file.strip_suffix(".rs").unwrap() };
        for line in text.split("#[cfg(test)]\n").skip(1).filter_map(|rest| rest.lines().next()) {
            if let Some((_, name)) = line.strip_suffix(';').and_then(|line| line.split_once("mod ")) {
                found.push(format!("{folder}/{name}.rs").trim_start_matches('/').to_owned());
            }
        }
    }
    found
}

/// Whether a line of code holds a name as a whole: `print!` is not in `eprint!`.
fn names(line: &str, name: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(name).any(|(at, _)| {
        let ends_open = name.ends_with(|c: char| !c.is_alphanumeric());
        !part(line[..at].chars().next_back()) && (ends_open || !part(line[at + name.len()..].chars().next()))
    })
}

#[track_caller]
fn none(broken: &[String], what: &str, instead: &str) {
    assert!(broken.is_empty(), "\n{what}:\n  {}\ninstead: {instead}\n", broken.join("\n  "));
}

#[test]
fn every_layer_keeps_to_itself() {
    let sources = program();
    let mut broken = Vec::new();
    for wall in WALLS {
        for (file, text) in &sources {
            let inside = wall.inside.iter().any(|part| belongs(file, part));
            if !inside || wall.except.iter().any(|part| belongs(file, part)) {
                continue;
            }
            let lines = code(text).map(|(at, line)| (at, line.to_owned())).chain(grouped_imports(text));
            for (at, line) in lines {
                for name in wall.absent.iter().filter(|name| names(&line, name)) {
                    broken.push(format!("src/{file}:{at} names `{name}`\n    instead: {}", wall.instead));
                }
            }
        }
    }
    none(&broken, "these lines go through a wall", "the table in tests/it/tidy.rs is the architecture");
}

#[test]
fn every_wall_stands_around_something() {
    let sources = sources();
    for wall in WALLS {
        for part in wall.inside.iter().chain(wall.except) {
            assert!(
                sources.iter().any(|(file, _)| belongs(file, part)),
                "no file belongs to `{part}`: correct the table"
            );
        }
    }
}

#[test]
fn every_file_begins_with_the_sentence_that_places_it() {
    let mut all = sources();
    for path in files(&root().join("tests")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs")) {
        all.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
    }
    let broken: Vec<String> =
        all.into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(file, _)| file).collect();
    none(&broken, "these files do not begin with `//! `", "say in one sentence what the file is and where it stands");
}

#[test]
fn no_module_hides_in_a_mod_rs() {
    let broken: Vec<String> =
        sources().into_iter().map(|(file, _)| file).filter(|file| file.ends_with("mod.rs")).collect();
    none(&broken, "these files are called mod.rs", "`foo.rs` beside `foo/`, so that a name finds its file");
}

#[test]
fn nothing_is_left_for_later() {
    // In two halves, so that this line is not found.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("(to be ", "written)")];
    let broken: Vec<String> = tracked()
        .into_iter()
        .filter(|(file, _)| Path::new(file).extension().is_some_and(|e| e == "rs" || e == "toml"))
        .flat_map(|(file, text)| {
            let hit = |line: &str| marks.iter().any(|mark| names(line, mark));
            let lines = text.lines().enumerate().filter(|(_, line)| hit(line));
            lines.map(|(at, line)| format!("{file}:{}: {}", at + 1, line.trim())).collect::<Vec<_>>()
        })
        .collect();
    none(&broken, "these lines put something off", "do it, or write down outside the code why not yet");
}

#[test]
fn no_private_key_is_in_the_tree() {
    // In two halves, so that this file is not found.
    let heads = [
        concat!("-----BEGIN ", "OPENSSH PRIVATE"),
        concat!("PRIVATE ", "KEY-----"),
        concat!("b3BlbnNzaC1r", "ZXktdjE"),
    ];
    let broken: Vec<String> = tracked()
        .into_iter()
        .filter(|(_, text)| heads.iter().any(|head| text.contains(head)))
        .map(|(file, _)| file)
        .collect();
    none(&broken, "these files hold a private key", "make keys in a temporary folder at run time; replace this one");
}

/// Every text file that git keeps; where there is no git, every one outside `target` and hidden folders.
fn tracked() -> Vec<(String, String)> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let names: Vec<String> = match listed {
        Ok(list) if list.status.success() && !list.stdout.is_empty() => {
            String::from_utf8_lossy(&list.stdout).split_terminator('\0').map(str::to_owned).collect()
        }
        _ => ["src", "tests", "data", "keys"]
            .iter()
            .filter(|folder| root().join(folder).is_dir())
            .flat_map(|folder| files(&root().join(folder)))
            .map(|path| path.strip_prefix(root()).unwrap().display().to_string())
            .collect(),
    };
    // What is not UTF-8 is a picture; what cannot be read was deleted and not committed yet.
    names.into_iter().filter_map(|name| Some((name.clone(), fs::read_to_string(root().join(name)).ok()?))).collect()
}
