//! What one visitor's terminal can show, worked out from what came with the connection; it is never asked first.
//!
//! A question costs a round trip before the first frame, and some terminals print it. TERM comes with every pty request
//! (RFC 4254 section 6.2), and a few variables where the visitor's client sends them: most send LANG and `LC_*`.

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None: bold, underline and reverse only.
    Mono,
    /// The 16 named colours, which the visitor's own theme defines.
    Ansi16,
    /// The xterm palette of 256.
    Ansi256,
    /// 24 bits.
    True,
}

/// What one visitor's terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caps {
    /// Colours.
    pub depth: Depth,
    /// Whether box drawing, blocks and bullets may be used; otherwise ASCII.
    pub unicode: bool,
    /// Whether the terminal understands escape sequences at all; `dumb` and an empty TERM get none.
    pub escapes: bool,
    /// Whether frames are wrapped in synchronized output (mode 2026).
    pub sync: bool,
    /// Whether the terminal may be asked for its background (OSC 11) with DA1 as the fence.
    pub probe: bool,
    /// Whether links are sent (OSC 8).
    pub links: bool,
    /// Whether text may be put on the clipboard (OSC 52).
    pub clipboard: bool,
    /// Whether the window title may be set, saved and restored (OSC 2, CSI 22/23 t).
    pub title: bool,
}

/// What is known of a terminal from its TERM, before the environment is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Prints what it is sent: `dumb`, `unknown`, an empty TERM.
    Dumb,
    /// A terminal of text only, or an emulation that goes no further: VT100 and its kin, BSD's and Linux's consoles.
    /// They print or swallow wrongly what looks like an OSC, and their fonts have few characters.
    Old,
    /// GNU screen: it answers out of order and passes an OSC on only wrapped.
    Multiplexer,
    /// tmux: knows every sequence used here, or drops it; colours are cut to what it was told.
    Tmux,
    /// Says that it is xterm, as most do, among them some that are not quite.
    Xterm,
    /// Names itself, and is known to have everything.
    Modern,
    /// None of these: it gets what ECMA-48 has, and private modes, which are ignored where they are not known.
    Other,
}

/// TERM by its name, the part before the first `-` or `+`. First match counts.
const KINDS: [(&[&str], Kind); 6] = [
    (&["", "dumb", "unknown", "none", "network", "dialup", "emacs"], Kind::Dumb),
    (&["linux", "ansi", "cons25", "cygwin", "wsvt25", "pcansi", "sun", "Eterm"], Kind::Old),
    (&["screen"], Kind::Multiplexer),
    (&["tmux"], Kind::Tmux),
    (&["alacritty", "foot", "contour", "ghostty", "kitty", "wezterm", "rio", "st", "iterm2", "mintty"], Kind::Modern),
    (&["xterm", "putty", "rxvt", "konsole", "vte", "gnome", "nsterm"], Kind::Xterm),
];

/// TERM with a name of its own behind `xterm-`.
const MODERN_XTERMS: [&str; 3] = ["xterm-kitty", "xterm-ghostty", "xterm-direct"];

/// Values of `TERM_PROGRAM` that mean 24-bit colour. `Apple_Terminal` is not one: before macOS 26 it takes the numbers
/// of `38;2;r;g;b` for attributes, and text blinks (<https://github.com/termstandard/colors/issues/69>).
const TRUE_COLOUR_PROGRAMS: [&str; 7] = ["WezTerm", "ghostty", "vscode", "iTerm.app", "mintty", "rio", "WarpTerminal"];

impl Caps {
    /// Works out what a terminal can show from its TERM and the environment that came with the connection.
    ///
    /// What is not known is taken for little: a wrong guess upwards garbles the page, one downwards costs colours.
    #[must_use]
    pub fn detect(term: &str, env: &[(String, String)]) -> Self {
        let kind = kind(term);
        if kind == Kind::Dumb {
            return Self {
                depth: Depth::Mono,
                unicode: false,
                escapes: false,
                sync: false,
                probe: false,
                links: false,
                clipboard: false,
                title: false,
            };
        }
        // An OSC of unknown number is swallowed by everything that knows OSC at all. GNU screen hands none of these on,
        // and prints a long one in part.
        let has_osc = matches!(kind, Kind::Tmux | Kind::Xterm | Kind::Modern);
        Self {
            depth: depth(term, kind, env),
            // The Linux console shows UTF-8, but its font has 256 or 512 glyphs, and not these.
            unicode: kind != Kind::Old && locale_is_utf8(env).unwrap_or(true),
            escapes: true,
            // `screen` with a suffix is as often tmux, which was told to say so.
            sync: kind != Kind::Old && term != "screen",
            probe: has_osc,
            links: has_osc,
            clipboard: has_osc,
            // Saving is what not all have: without it the visitor would keep our title. tmux and screen name their
            // windows themselves, and PuTTY has no stack.
            title: matches!(kind, Kind::Modern | Kind::Xterm) && !term.starts_with("putty"),
        }
    }
}

fn kind(term: &str) -> Kind {
    if MODERN_XTERMS.contains(&term) {
        return Kind::Modern;
    }
    let name = term.split(['-', '+', '.']).next().unwrap_or_default();
    // vt52 and vt100 to vt525; the `vte` of GNOME is none of them.
    let numbered =
        name.strip_prefix("vt").is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()));
    if numbered {
        return Kind::Old;
    }
    KINDS.iter().find(|(names, _)| names.contains(&name)).map_or(Kind::Other, |(_, kind)| *kind)
}

fn depth(term: &str, kind: Kind, env: &[(String, String)]) -> Depth {
    // https://no-color.org: set, and not empty. The other styles stay.
    if value(env, "NO_COLOR").is_some() || term.ends_with("-mono") || term.ends_with("-m") {
        return Depth::Mono;
    }
    let says_true = match kind {
        // What the terminal around a multiplexer can show says nothing about the multiplexer.
        Kind::Multiplexer | Kind::Tmux => false,
        _ => {
            matches!(value(env, "COLORTERM"), Some("truecolor" | "24bit"))
                // iTerm2 names itself in a variable that ssh clients send because its name begins with LC_.
                || value(env, "LC_TERMINAL") == Some("iTerm2")
                || value(env, "TERM_PROGRAM").is_some_and(|program| TRUE_COLOUR_PROGRAMS.contains(&program))
        }
    };
    if says_true || kind == Kind::Modern || term.ends_with("-direct") {
        Depth::True
    } else if term.ends_with("-256color") || kind == Kind::Tmux {
        // `xterm-256color` is what everyone says, also who garbles 24 bits.
        Depth::Ansi256
    } else if kind == Kind::Old && term.starts_with("vt") && !term.contains("color") {
        Depth::Mono
    } else {
        Depth::Ansi16
    }
}

/// Whether the visitor's locale is UTF-8; `None` where none came.
///
/// The variables override one another as POSIX orders them (XBD section 8.2). `C` and `POSIX` are taken for unset: they
/// are what a script, a container or a cron job has, and say nothing about the terminal, which is UTF-8 nearly always.
fn locale_is_utf8(env: &[(String, String)]) -> Option<bool> {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| value(env, name))?;
    if matches!(locale, "C" | "POSIX") {
        return None;
    }
    // macOS sends LC_CTYPE=UTF-8, without a language.
    let lower = locale.to_ascii_lowercase();
    Some(lower.contains("utf-8") || lower.contains("utf8"))
}

/// A variable that came with the connection; an empty one is as good as none.
fn value<'a>(env: &'a [(String, String)], name: &str) -> Option<&'a str> {
    env.iter().rfind(|(key, _)| key == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(term: &str, env: &[(&str, &str)]) -> Caps {
        let env: Vec<_> = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Caps::detect(term, &env)
    }

    #[test]
    fn term_alone_says_what_a_terminal_can_show() {
        use Depth::{Ansi16, Ansi256, Mono, True};
        const ALL: [&str; 7] = ["unicode", "escapes", "sync", "probe", "links", "clipboard", "title"];
        let table: [(&str, Depth, &[&str]); 33] = [
            ("xterm-256color", Ansi256, &ALL),
            ("xterm", Ansi16, &ALL),
            ("xterm-16color", Ansi16, &ALL),
            ("xterm-mono", Mono, &ALL),
            ("xterm-direct", True, &ALL),
            ("xterm-kitty", True, &ALL),
            ("xterm-ghostty", True, &ALL),
            ("ghostty", True, &ALL),
            ("alacritty", True, &ALL),
            ("alacritty-direct", True, &ALL),
            ("foot", True, &ALL),
            ("foot-extra", True, &ALL),
            ("contour", True, &ALL),
            ("wezterm", True, &ALL),
            ("rio", True, &ALL),
            ("st-256color", True, &ALL),
            ("rxvt-unicode-256color", Ansi256, &ALL),
            ("konsole-256color", Ansi256, &ALL),
            ("vte-256color", Ansi256, &ALL),
            ("tmux-256color", Ansi256, &["unicode", "escapes", "sync", "probe", "links", "clipboard"]),
            ("tmux", Ansi256, &["unicode", "escapes", "sync", "probe", "links", "clipboard"]),
            ("putty-256color", Ansi256, &["unicode", "escapes", "sync", "probe", "links", "clipboard"]),
            ("putty", Ansi16, &["unicode", "escapes", "sync", "probe", "links", "clipboard"]),
            ("something-else", Ansi16, &["unicode", "escapes", "sync"]),
            ("screen-256color", Ansi256, &["unicode", "escapes", "sync"]),
            ("screen", Ansi16, &["unicode", "escapes"]),
            ("linux", Ansi16, &["escapes"]),
            ("ansi", Ansi16, &["escapes"]),
            ("vt100", Mono, &["escapes"]),
            ("vt220+color", Ansi16, &["escapes"]),
            ("dumb", Mono, &[]),
            ("unknown", Mono, &[]),
            ("", Mono, &[]),
        ];
        for (term, depth, can) in table {
            let can = |what| can.contains(&what);
            let expected = Caps {
                depth,
                unicode: can("unicode"),
                escapes: can("escapes"),
                sync: can("sync"),
                probe: can("probe"),
                links: can("links"),
                clipboard: can("clipboard"),
                title: can("title"),
            };
            assert_eq!(detect(term, &[]), expected, "TERM={term}");
        }
    }

    #[test]
    fn the_environment_adds_colours_and_takes_them() {
        let table = [
            ("xterm-256color", ("COLORTERM", "truecolor"), Depth::True),
            ("xterm-256color", ("COLORTERM", "24bit"), Depth::True),
            ("xterm-256color", ("COLORTERM", "yes"), Depth::Ansi256),
            ("tmux-256color", ("COLORTERM", "truecolor"), Depth::Ansi256),
            ("screen-256color", ("COLORTERM", "truecolor"), Depth::Ansi256),
            ("xterm-256color", ("LC_TERMINAL", "iTerm2"), Depth::True),
            ("xterm-256color", ("TERM_PROGRAM", "WezTerm"), Depth::True),
            ("xterm-256color", ("TERM_PROGRAM", "Apple_Terminal"), Depth::Ansi256),
            ("xterm-kitty", ("NO_COLOR", "1"), Depth::Mono),
            ("xterm-kitty", ("NO_COLOR", ""), Depth::True),
        ];
        for (term, variable, depth) in table {
            assert_eq!(detect(term, &[variable]).depth, depth, "TERM={term} {variable:?}");
        }
        assert!(!detect("dumb", &[("COLORTERM", "truecolor")]).escapes);
    }

    #[test]
    fn a_locale_that_is_not_utf8_gets_ascii() {
        let table: [(&[(&str, &str)], bool); 9] = [
            (&[], true),
            (&[("LANG", "en_GB.UTF-8")], true),
            (&[("LANG", "de_DE.utf8")], true),
            (&[("LC_CTYPE", "UTF-8")], true),
            (&[("LANG", "de_DE.ISO-8859-1")], false),
            (&[("LANG", "de_DE@euro"), ("LC_ALL", "")], false),
            (&[("LANG", "de_DE.ISO-8859-1"), ("LC_CTYPE", "de_DE.UTF-8")], true),
            (&[("LC_ALL", "ja_JP.eucJP"), ("LC_CTYPE", "ja_JP.UTF-8")], false),
            (&[("LANG", "C")], true),
        ];
        for (env, unicode) in table {
            assert_eq!(detect("xterm-256color", env).unicode, unicode, "{env:?}");
        }
        assert!(!detect("linux", &[("LANG", "en_GB.UTF-8")]).unicode);
    }
}
