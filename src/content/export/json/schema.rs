//! The JSON Schema of every JSON document, made from the views.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{VERSION, view};
use crate::content::format;

/// The documents that a schema describes; others may add theirs.
pub struct Schemas {
    generator: SchemaGenerator,
    documents: Vec<Value>,
}

/// The schema of all documents; `add` adds those that are not about the portfolio.
#[must_use]
pub fn write(add: impl FnOnce(&mut Schemas)) -> String {
    let settings = SchemaSettings::draft07().for_serialize();
    let mut all = Schemas { generator: settings.into_generator(), documents: Vec::new() };
    all.add::<view::About<'_>>("about", "about --json");
    all.add::<Vec<view::SystemName<'_>>>("systems", "systems --json");
    all.add::<view::System<'_>>("system", "systems SLUG --json");
    all.add::<view::Flow<'_>>("flow", "flow SLUG --json");
    all.add::<Vec<view::Role<'_>>>("experience", "experience --json");
    all.add::<view::Role<'_>>("role", "experience SLUG --json");
    all.add::<view::Philosophy<'_>>("philosophy", "philosophy --json");
    all.add::<Vec<view::Technology<'_>>>("technologies", "technologies --json");
    all.add::<view::Technology<'_>>("technology", "technologies NAME --json");
    all.add::<view::Contact<'_>>("contact", "contact --json");
    all.add::<view::Whole<'_>>("portfolio", "resume --json");
    all.add::<view::Finds<'_>>("search", "search WORDS --json");
    add(&mut all);
    all.print()
}

impl Schemas {
    /// Adds a document that has `T` under a key; `command` is what prints it.
    pub fn add<T: JsonSchema>(&mut self, key: &str, command: &str) {
        let body = self.generator.subschema_for::<T>();
        self.documents.push(json!({
            "title": command,
            "type": "object",
            "properties": { "schema_version": { "const": VERSION }, key: body },
            "required": ["schema_version", key],
        }));
    }

    fn print(mut self) -> String {
        let definitions: Map<String, Value> = self.generator.take_definitions(true);
        let mut schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "What the commands print with --json",
            "oneOf": self.documents,
            "definitions": definitions,
        });
        open(&mut schema);
        format!("{schema:#}\n")
    }
}

/// Keys may be added within a version, so none is forbidden; and our formats are spelled out.
fn open(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("additionalProperties");
            if let Some(format) = object.get("format").and_then(Value::as_str).and_then(format::named) {
                object.remove("format");
                object.insert("pattern".into(), format.pattern.into());
            }
            object.values_mut().for_each(open);
        }
        Value::Array(values) => values.iter_mut().for_each(open),
        _ => {}
    }
}
