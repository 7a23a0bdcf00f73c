//! The JSON Schema of the config file, from the types that read it and the defaults that hold where it says nothing.

use serde_json::Value;

use super::{Config, Given, parse};
use crate::content::schema;

/// The schema, for editors and for people: every key with what it means, how it is written and what it is by default.
#[must_use]
pub fn schema() -> Value {
    let mut whole = schema::of_type::<parse::Written>();
    let config = Config::layered(Given::default(), parse::Values::default());
    let limits = config.limits.rows().into_iter().map(|(name, value, _)| (format!("/limits/properties/{name}"), value));
    let settings = config.rows().into_iter().filter_map(|(name, value, _)| Some((format!("/{name}"), value?)));
    for (place, value) in settings.chain(limits) {
        let default = value.parse::<toml::Value>().ok().and_then(|value| serde_json::to_value(value).ok());
        if let Some(Value::Object(key)) = whole.pointer_mut(&format!("/properties{place}")) {
            key.insert("default".into(), default.unwrap_or_default());
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The properties of the whole file, or of its table of limits.
    fn properties<'a>(schema: &'a Value, place: &str) -> &'a serde_json::Map<String, Value> {
        schema.pointer(place).and_then(Value::as_object).unwrap()
    }

    #[test]
    fn every_key_says_what_it_means_and_what_holds_without_it() {
        let schema = schema();
        let (file, limits) = (properties(&schema, "/properties"), properties(&schema, "/properties/limits/properties"));
        assert!(file.len() > 8 && limits.len() > 15, "{} and {}", file.len(), limits.len());
        for (name, key) in file.iter().chain(limits) {
            let about = key["description"].as_str().unwrap_or_else(|| panic!("{name} says nothing"));
            assert!(about.ends_with('.') && !about.contains('\n') && !about.contains("[`"), "{name}: {about:?}");
            let absent = ["port", "metrics", "limits"].contains(&name.as_str());
            assert_eq!(key.get("default").is_none_or(Value::is_null), absent, "{name}: {key:#}");
            assert!(key.get("default").is_some() || key.get("examples").is_some() || name == "limits", "{name}");
        }
    }

    #[test]
    fn what_is_named_in_the_schema_is_what_is_printed() {
        let config = Config::layered(Given::default(), parse::Values::default());
        let schema = schema();
        let mut settings: Vec<&str> = config.rows().into_iter().map(|(name, ..)| name).collect();
        settings.push("limits");
        settings.sort_unstable();
        let mut limits: Vec<&str> = config.limits.rows().into_iter().map(|(name, ..)| name).collect();
        limits.sort_unstable();
        assert_eq!(properties(&schema, "/properties").keys().collect::<Vec<_>>(), settings);
        assert_eq!(properties(&schema, "/properties/limits/properties").keys().collect::<Vec<_>>(), limits);
    }
}
