//! The portfolio as JSON: one shape a part, documented by a schema that is made from the same types.
//!
//! Places are named by slugs, never by positions. A key without a value is `null`. Within one [`VERSION`] keys may be
//! added; none is renamed, removed or given another meaning.

mod schema;
mod view;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::Part;
use crate::content::{self, Portfolio};
pub use schema::{Schemas, write as write_schema};

/// The version of the shapes, as `schema_version` in every document.
pub const VERSION: u32 = 1;

/// A part as indented JSON, with a line break at its end. `ascii` escapes what is not ASCII.
#[must_use]
pub fn write(portfolio: &Portfolio, part: Part<'_>, ascii: bool) -> String {
    match part {
        Part::About => document("about", view::About::of(&portfolio.profile), ascii),
        Part::Systems => document("systems", view::systems(portfolio), ascii),
        Part::System(one) => document("system", view::System::of(portfolio, one), ascii),
        Part::Experience => document("experience", view::experience(portfolio), ascii),
        Part::Role(one) => document("role", view::Role::of(one), ascii),
        Part::Philosophy => document("philosophy", view::Philosophy::of(portfolio), ascii),
        Part::Technologies => document("technologies", view::technologies(portfolio), ascii),
        Part::Technology(one) => document("technology", view::Technology::of(portfolio, one), ascii),
        Part::Contact(ssh) => document("contact", view::Contact::of(&portfolio.profile, ssh), ascii),
        Part::Resume => document("portfolio", view::Whole::of(portfolio), ascii),
        Part::Flow(one) => document("flow", view::Flow::of(one), ascii),
        Part::Finds(query, hits) => document("search", view::Finds::of(portfolio, query, hits), ascii),
    }
}

/// A document: the version of its shape, and under one key what it is about.
#[must_use]
pub fn document(key: &'static str, body: impl Serialize, ascii: bool) -> String {
    print(&Document { key, body }, ascii)
}

struct Document<T> {
    key: &'static str,
    body: T,
}

impl<T: Serialize> Serialize for Document<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("schema_version", &VERSION)?;
        map.serialize_entry(self.key, &self.body)?;
        map.end()
    }
}

/// Indented JSON with a line break at its end. `ascii` escapes what is not ASCII.
#[must_use]
pub fn print(value: &impl Serialize, ascii: bool) -> String {
    // Nothing that comes here can fail: no map has a key that is not text, no number is not a number.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        // JSON asks for less to be escaped than a terminal obeys, and a search repeats a visitor's own words.
        let shown = c == '\n' || content::text::is_plain(c) && (c.is_ascii() || !ascii);
        if shown {
            out.push(c);
        } else {
            // It stands in a string: what JSON has between its strings is all plain. There it may be UTF-16 (RFC 8259
            // section 7).
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out.push('\n');
    out
}
