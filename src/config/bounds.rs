//! The bounds that an owner may move: the `[limits]` table of the config file, one line each.

use std::{borrow::Cow, num::NonZeroU32, time::Duration};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::{Origin, Setting, parse};
use crate::{gates::Startups, limits};

/// A kind of bound: how it is read from the file, how it is spelled there, and what an editor is told of that.
pub(super) trait Bound: Sized {
    fn read(raw: Raw) -> Result<Self, String>;
    fn spell(&self) -> String;
    fn schema() -> Schema;
}

/// A value of the table as TOML has it.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a number, or a text such as \"10m\", is needed")]
pub(super) enum Raw {
    Number(i64),
    Text(String),
}

/// A bound as the file says it.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Raw", bound = "T: Bound")]
pub(super) struct Written<T>(T);

impl<T: Bound> TryFrom<Raw> for Written<T> {
    type Error = String;
    fn try_from(raw: Raw) -> Result<Self, String> {
        T::read(raw).map(Self)
    }
}

impl<T: Bound> JsonSchema for Written<T> {
    fn schema_name() -> Cow<'static, str> {
        "Bound".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        T::schema()
    }
}

/// One line of the table: what it bounds, in the schema's words, its name, its kind, its default.
macro_rules! bounds {
    ($($(#[$doc:meta])* $name:ident: $kind:ty = $default:expr;)*) => {
        /// The bounds that an owner may move; each starts from its value in [`crate::limits`].
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Limits {
            $($(#[$doc])* pub $name: Setting<$kind>,)*
        }

        /// The same, as the file has them.
        #[derive(Debug, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct Bounds {
            $($(#[$doc])* $name: Option<Written<$kind>>,)*
        }

        impl Limits {
            /// Lays the file over the defaults.
            pub(super) fn layered(file: Bounds) -> Self {
                Self { $($name: Setting::layered(None, file.$name.map(|written| written.0), $default),)* }
            }

            /// Every bound: its name, its value as the file spells it, and where it came from.
            #[must_use]
            pub fn rows(&self) -> Vec<(&'static str, String, Origin)> {
                vec![$((stringify!($name), self.$name.value.spell(), self.$name.origin),)*]
            }
        }
    };
}

bounds! {
    /// Connections at once, those before login included.
    connections: usize = limits::CONNECTIONS;
    /// Connections before login: the number from which on new ones are dropped at random, how many percent of them, and the
    /// number at which all are.
    startups: Startups = limits::STARTUPS;
    /// Connections of one address at once. An IPv6 /64 is one address.
    per_address: usize = limits::PER_ADDRESS;
    /// Connections of one address a minute; that many may come at once.
    per_minute: NonZeroU32 = limits::PER_MINUTE;
    /// How much of a penalty an address may gather before it is turned away.
    penalty_from: Duration = limits::PENALTY_FROM;
    /// The longest an address is turned away for.
    penalty_most: Duration = limits::PENALTY_MOST;
    /// How long logging in may take, from the first byte.
    login_grace: Duration = limits::LOGIN;
    /// How much longer it may take once a client has begun the key exchange: a person may be asked about the host key.
    first_visit: Duration = limits::FIRST_VISIT;
    /// Channels open on one connection at once.
    channels: usize = limits::CHANNELS;
    /// Channels opened on one connection in its life.
    channels_in_a_life: usize = limits::CHANNELS_IN_A_LIFE;
    /// How much a client may send a second; more is not read until later.
    inbound: Bytes = Bytes(limits::INBOUND);
    /// How much a client may send at once before `inbound` counts.
    inbound_burst: Bytes = Bytes(limits::INBOUND_BURST);
    /// How long one write to a visitor may take before the visitor is taken for gone.
    write_stall: Duration = limits::WRITE_STALL;
    /// How long a visitor may sit without pressing a key.
    idle: Duration = limits::IDLE;
    /// How long one visit may last.
    life: Duration = limits::LIFE;
    /// How long a connection may stand without a session.
    linger: Duration = limits::LINGER;
    /// Between telling visitors that the server closes and ending their sessions.
    closing_notice: Duration = limits::CLOSING_NOTICE;
    /// Between the wish to stop and the end of the last connection.
    drain: Duration = limits::DRAIN;
}

/// A number of bytes with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes(pub u32);

impl Bound for Duration {
    fn read(raw: Raw) -> Result<Self, String> {
        match raw {
            Raw::Text(text) => parse::duration(&text),
            Raw::Number(number) => parse::duration(&number.to_string()),
        }
    }

    fn spell(&self) -> String {
        format!("\"{}\"", parse::spelled(*self))
    }

    fn schema() -> Schema {
        let pattern = r"^\s*(\d+\s*(ms|s|m|h|d)\s*)+$";
        json_schema!({ "type": "string", "pattern": pattern, "examples": ["500ms", "30s", "10m", "1h30m"] })
    }
}

impl Bound for usize {
    fn read(raw: Raw) -> Result<Self, String> {
        NonZeroU32::read(raw).map(|number| Self::try_from(number.get()).unwrap_or(Self::MAX))
    }

    fn spell(&self) -> String {
        self.to_string()
    }

    fn schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })
    }
}

impl Bound for NonZeroU32 {
    fn read(raw: Raw) -> Result<Self, String> {
        let number = if let Raw::Number(number) = raw { u32::try_from(number).ok() } else { None };
        number.and_then(Self::new).ok_or_else(|| "a whole number from 1 on is needed, without a unit".into())
    }

    fn spell(&self) -> String {
        self.to_string()
    }

    fn schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })
    }
}

impl Bound for Startups {
    fn read(raw: Raw) -> Result<Self, String> {
        if let Raw::Text(text) = raw { text.parse() } else { "".parse() }
    }

    fn spell(&self) -> String {
        format!("\"{self}\"")
    }

    fn schema() -> Schema {
        json_schema!({ "type": "string", "pattern": r"^\d+:\d+:\d+$", "examples": ["512:30:1024"] })
    }
}

impl Bound for Bytes {
    fn read(raw: Raw) -> Result<Self, String> {
        let wrong =
            || "a number of bytes with its unit is needed, for example \"4096B\", \"128KiB\" or \"1MiB\"".to_owned();
        let Raw::Text(text) = raw else { return Err(wrong()) };
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let factor = match text.strip_prefix(digits).unwrap_or_default().trim() {
            "B" => 1,
            "KiB" => 1024,
            "MiB" => 1024 * 1024,
            _ => return Err(wrong()),
        };
        let number: Option<u32> = digits.parse().ok();
        number.and_then(|number| number.checked_mul(factor)).filter(|bytes| *bytes > 0).map(Self).ok_or_else(wrong)
    }

    fn spell(&self) -> String {
        match self.0 {
            bytes if bytes % (1024 * 1024) == 0 => format!("\"{}MiB\"", bytes / 1024 / 1024),
            bytes if bytes % 1024 == 0 => format!("\"{}KiB\"", bytes / 1024),
            bytes => format!("\"{bytes}B\""),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "type": "string", "pattern": r"^\d+\s*(B|KiB|MiB)$", "examples": ["4096B", "128KiB", "1MiB"] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Limits, String> {
        toml::from_str::<Bounds>(text).map(Limits::layered).map_err(|wrong| wrong.message().to_owned())
    }

    #[test]
    fn what_is_printed_can_be_read_again() {
        let printed = |limits: &Limits| {
            let rows = limits.rows().into_iter().map(|(name, value, _)| format!("{name} = {value}"));
            rows.collect::<Vec<_>>().join("\n")
        };
        let defaults = read("").unwrap();
        let again = read(&printed(&defaults)).unwrap();
        assert_eq!(printed(&again), printed(&defaults));
        assert!(again.rows().iter().all(|(.., origin)| *origin == Origin::File));
        assert!(defaults.rows().iter().all(|(.., origin)| *origin == Origin::Default));
    }

    #[test]
    fn a_bound_has_its_unit_or_is_refused_with_an_example() {
        assert_eq!(read("inbound = '1MiB'").unwrap().inbound.value, Bytes(1024 * 1024));
        assert_eq!(read("startups = '1:2:3'").unwrap().startups.value.full, 3);
        for (wrong, hint) in [
            ("inbound = 4096", "128KiB"),
            ("inbound = '128KB'", "128KiB"),
            ("inbound = '5000MiB'", "128KiB"),
            ("idle = 10", "a unit is missing"),
            ("connections = 0", "from 1 on"),
            ("connections = '10'", "from 1 on"),
            ("per_minute = -1", "from 1 on"),
            ("startups = 10", "512:30:1024"),
            ("idle = true", "is needed"),
        ] {
            let message = read(wrong).unwrap_err();
            assert!(message.contains(hint), "{wrong}: {message}");
        }
    }
}
