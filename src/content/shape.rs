//! Walks a document along its schema and reports everything that does not fit.
//!
//! The schema is the one that editors show, so that what an editor accepts is what the program accepts.

use std::ops::Range;

use serde_json::{Map, Value};
use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::{Problem, document::Document, format, problem::quoted, suggest, text};

/// Reports every key and value of a document that does not fit a schema, in no order.
pub(super) fn problems(document: &Document<'_>, schema: &Value) -> Vec<Problem> {
    let mut walk = Walk { document, problems: Vec::new() };
    walk.table(document.root.get_ref(), &document.top(), schema);
    // What was made up to go on after a mistake in the TOML itself stands nowhere, or in the line of the mistake.
    walk.problems.retain(|problem| {
        document.broken.is_empty()
            || problem.span.as_ref().is_some_and(|span| !span.is_empty())
                && document.broken.iter().all(|broken| broken.line() != problem.line())
    });
    walk.problems
}

struct Walk<'a> {
    document: &'a Document<'a>,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    fn report(&mut self, span: Range<usize>, message: String, help: impl Into<Option<String>>) {
        self.problems.push(self.document.problem(span, message, help.into()));
    }

    /// `place` is where a key that is missing is missed: the header, the braces or the top of the file.
    fn table(&mut self, table: &DeTable<'_>, place: &Range<usize>, schema: &Value) {
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let known: Vec<&str> = properties.keys().map(String::as_str).collect();
        let mut misspelt = Vec::new();
        for (key, value) in table {
            if let Some(schema) = properties.get(key.get_ref().as_ref()) {
                self.value(key.get_ref(), value, schema);
            } else {
                misspelt.extend(suggest::nearest(key.get_ref(), known.iter().copied()));
                let message = format!("unknown key {}", quoted(key.get_ref()));
                self.report(key.span(), message, suggest::help(key.get_ref(), "known keys", &known));
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let missing = required.filter(|key| !table.contains_key(*key) && !misspelt.contains(key)).collect::<Vec<_>>();
        self.missing(&missing, properties, place);
    }

    fn missing(&mut self, keys: &[&str], properties: &Map<String, Value>, place: &Range<usize>) {
        // After a mistake in the TOML itself a key may only seem to be missing.
        if keys.is_empty() || !self.document.broken.is_empty() {
            return;
        }
        let about = |key: &str| properties.get(key)?.get("description")?.as_str();
        let help: Vec<String> = keys.iter().filter_map(|key| Some(format!("`{key}`: {}", about(key)?))).collect();
        let names: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let keys = if keys.len() == 1 { "key" } else { "keys" };
        self.report(place.clone(), format!("missing {keys} {}", names.join(", ")), help.join("\n"));
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>, schema: &Value) {
        let expected = schema.get("type").and_then(Value::as_str).unwrap_or_default();
        match (expected, value.get_ref()) {
            ("object", DeValue::Table(table)) => self.table(table, &value.span(), schema),
            ("array", DeValue::Array(items)) => {
                let schema = schema.get("items").unwrap_or(&Value::Null);
                items.iter().for_each(|item| self.value(key, item, schema));
            }
            ("string", DeValue::String(string)) => self.string(key, string, value.span(), schema),
            ("integer", DeValue::Integer(integer)) => {
                let least = schema.get("minimum").and_then(Value::as_i64).unwrap_or(i64::MIN);
                if integer.as_str().parse::<i64>().is_ok_and(|number| number < least) {
                    self.report(value.span(), format!("`{key}` must be at least {least}"), None);
                }
            }
            ("boolean", DeValue::Boolean(_)) => {}
            (expected, found) => {
                let message = format!("`{key}` must be {}, not {}", expectation(expected), kind(found));
                self.report(value.span(), message, remedy(key, expected, found));
            }
        }
    }

    fn string(&mut self, key: &str, string: &DeString<'_>, span: Range<usize>, schema: &Value) {
        if let Some(flaw) = text::flaw(string) {
            let span = flaw.character.and_then(|c| self.find(c, &span)).unwrap_or(span);
            self.report(span, format!("`{key}` {}", flaw.message), flaw.help.to_owned());
            return;
        }
        let format = schema.get("format").and_then(Value::as_str).and_then(format::named);
        if let Some(format) = format.filter(|format| !(format.fits)(string)) {
            let message = format!("`{key}` must be {}", format.rule);
            self.report(span, message, format!("for example \"{}\"", format.example));
        }
    }

    /// Where a character stands in the text of a value; nowhere, if it was written as an escape.
    fn find(&self, c: char, span: &Range<usize>) -> Option<Range<usize>> {
        let start = span.start + self.document.text.get(span.clone())?.find(c)?;
        Some(start..start + c.len_utf8())
    }
}

fn expectation(expected: &str) -> &'static str {
    match expected {
        "object" => "a table",
        "array" => "a list",
        "integer" => "a whole number",
        "boolean" => "`true` or `false`",
        _ => "text",
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn remedy(key: &str, expected: &str, found: &DeValue<'_>) -> Option<String> {
    match (expected, found) {
        ("string", DeValue::Array(_) | DeValue::Table(_)) => None,
        ("string", _) => Some("put it in quotes".into()),
        ("array", DeValue::Table(_)) => Some(format!("write `[[{key}]]`, with two brackets, once for each")),
        ("array", _) => Some("put it in brackets: [...]".into()),
        ("object", DeValue::Array(_)) => Some(format!("write `[{key}]`, with one bracket: there is only one")),
        ("integer", DeValue::String(_)) => Some("write the number without quotes".into()),
        ("boolean", DeValue::String(_)) => Some("write it without quotes".into()),
        _ => None,
    }
}
