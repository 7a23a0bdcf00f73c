//! The JSON Schema of each kind of file: what editors complete and explain, and what [`parse()`](super::parse()) enforces.
//!
//! The types of [`content`](super) with their doc comments are the only source. Each schema stands alone: editors do
//! not follow references between schema files.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use super::{Profile, System, files::Experience, files::Kind, files::Philosophy, format};

/// Every schema: the file's name, for example `profile.json`, and its text.
#[must_use]
pub fn files() -> Vec<(&'static str, String)> {
    Kind::ALL.into_iter().map(|kind| (kind.schema_name(), format!("{:#}\n", of(kind)))).collect()
}

/// The schema of a kind of file.
pub(super) fn of(kind: Kind) -> Value {
    match kind {
        Kind::Profile => of_type::<Profile>(),
        Kind::Experience => of_type::<Experience>(),
        Kind::Philosophy => of_type::<Philosophy>(),
        Kind::System => of_type::<System>(),
    }
}

/// The schema of one type, as TOML has it.
pub(crate) fn of_type<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    simplify(&mut schema);
    schema
}

/// Says in TOML's terms what was said in JSON's (there is no null: a key is left out), and spells the formats out.
fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Array(choices)) = object.remove("anyOf") {
                let choice = choices.into_iter().find(|choice| choice.get("type").is_some_and(|kind| kind != "null"));
                for (key, value) in choice.as_ref().and_then(Value::as_object).into_iter().flatten() {
                    object.entry(key.as_str()).or_insert_with(|| value.clone());
                }
            }
            if let Some(Value::String(about)) = object.get_mut("description") {
                // A doc comment's lines are no lines of an editor's.
                *about = about.replace('\n', " ");
            }
            if let Some(Value::Array(kinds)) = object.get("type") {
                let kind = kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default();
                object.insert("type".into(), kind);
            }
            if object.get("default").is_some_and(Value::is_null) {
                object.remove("default");
            }
            if let Some(format) = object.get("format").and_then(Value::as_str).and_then(format::named) {
                object.insert("pattern".into(), format.pattern.into());
                object.insert("examples".into(), vec![format.example].into());
            }
            if object.get("type").is_some_and(|kind| kind == "string") {
                object.insert("minLength".into(), 1.into());
            }
            object.values_mut().for_each(simplify);
        }
        Value::Array(values) => values.iter_mut().for_each(simplify),
        _ => {}
    }
}
