//! What stands under the help of each command: examples, and a few words that belong to no option.

pub(super) const TOP: &str = "\
Examples:
  shingle init                       a new portfolio in ./data, to fill in
  shingle                            serve ./data on port 2222 of this machine
  shingle --listen 0.0.0.0:22        serve it to everybody
  shingle check                      is everything in ./data right?
  shingle preview                    see it here, without SSH
  shingle config                     every setting and where it came from
  shingle keys                       the host key, to publish it";

pub(super) const SERVE: &str = "\
Examples:
  shingle serve
  shingle serve --listen 0.0.0.0:22 --listen '[::]:22'
  shingle serve --config /etc/shingle.toml
  SHINGLE_LISTEN=0.0.0.0:22,[::]:22 SHINGLE_DATA=/srv/me shingle serve

Flags win over the environment, the environment over the config file. That is TOML, every key optional:
  listen = [\"0.0.0.0:22\", \"[::]:22\"]
  data = \"data\"                       # relative to the file, like keys
  host = \"portfolio.example.com\"      # what visitors type
  [limits]
  idle = \"10m\"
`shingle config` prints every key with its value; `shingle schema config` writes what an editor completes them by.

Edits of the portfolio are shown at once. SIGHUP reads it again, with the config's limits, owner keys and proxies;
started on a terminal, it ends the server, as the terminal is gone.
Ctrl-C or SIGTERM tells open visitors and ends within 10 seconds; a second one ends at once.";

pub(super) const CONFIG: &str = "\
Examples:
  shingle config
  shingle config --config /etc/shingle.toml
  shingle config > shingle.toml";

pub(super) const KEYS: &str = "\
Examples:
  shingle keys --config /etc/shingle.toml
  shingle keys --make                            before the first start, to publish it first
  shingle keys --only known-hosts > .well-known/ssh-known-hosts
  shingle keys --only sshfp >> example.com.zone

Host and port are the ones that visitors type: `host` and `port` of the config file. A key is never replaced.";

pub(super) const HEALTH: &str = "\
Examples:
  shingle health 127.0.0.1:9100
  SHINGLE_METRICS=127.0.0.1:9100 shingle health";

pub(super) const PREVIEW: &str = "\
Examples:
  shingle preview
  shingle preview --data ../my-portfolio
  NO_COLOR=1 shingle preview";

pub(super) const CHECK: &str = "\
Examples:
  shingle check
  shingle check ../my-portfolio && git push";

pub(super) const SCHEMA: &str = "\
Examples:
  shingle schema
  shingle schema --out ../my-portfolio/schema
  shingle schema config --out /etc       for /etc/shingle.toml

The first line of a file names its schema: `#:schema ./schema/profile.json`, `#:schema ./shingle.schema.json`.";

pub(super) const SHOW: &str = "\
Examples:
  shingle show systems edel
  shingle show resume --md > resume.md
  shingle show resume --format json-resume > resume.json
  shingle show --data ../my-portfolio help      every command

What follows the first word is for the command: `shingle show systems --help` is help on `systems`.";

pub(super) const SHOT: &str = "\
Examples:
  shingle shot home --theme light --out home.svg
  shingle shot systems/edel --size 100x30 --step 2 > edel.svg";

pub(super) const INIT: &str = "\
Examples:
  shingle init
  shingle init ../my-portfolio && shingle preview --data ../my-portfolio

The files are few and short: placeholders, one example system with its data flow, and comments that say what else can be
written. They pass `shingle check` as they are.";

pub(super) const IMPORT: &str = "\
Examples:
  shingle import json-resume resume.json
  shingle import json-resume resume.json --out ../my-portfolio && shingle check ../my-portfolio

Nothing is made up: what a resume does not say is written as not stated, what a portfolio has no place for is left out,
and stderr names both.";

pub(super) const MAN: &str = "\
Examples:
  shingle man | man -l -
  shingle man --out ~/.local/share/man/man1";

pub(super) const COMPLETIONS: &str = "\
Examples:
  shingle completions bash > ~/.local/share/bash-completion/completions/shingle
  shingle completions zsh > ~/.zfunc/_shingle
  shingle completions fish > ~/.config/fish/completions/shingle.fish

For zsh the folder has to be in `fpath` before `compinit` is called.";
