//! What is read of a JSON Resume: every field may be missing or null, and unknown ones are passed over.

use serde::{Deserialize, Deserializer, de::IgnoredAny};

/// A JSON Resume.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Resume {
    #[serde(deserialize_with = "or_default")]
    pub(super) basics: Basics,
    #[serde(deserialize_with = "or_default")]
    pub(super) work: Vec<Work>,
    #[serde(deserialize_with = "or_default")]
    pub(super) projects: Vec<Project>,
    #[serde(deserialize_with = "or_default")]
    pub(super) education: Vec<Education>,
    #[serde(deserialize_with = "or_default")]
    pub(super) skills: Vec<Skill>,
    #[serde(deserialize_with = "or_default")]
    pub(super) references: Vec<Reference>,
    #[serde(deserialize_with = "or_default")]
    pub(super) volunteer: Vec<IgnoredAny>,
    #[serde(deserialize_with = "or_default")]
    pub(super) awards: Vec<IgnoredAny>,
    #[serde(deserialize_with = "or_default")]
    pub(super) certificates: Vec<IgnoredAny>,
    #[serde(deserialize_with = "or_default")]
    pub(super) publications: Vec<IgnoredAny>,
    #[serde(deserialize_with = "or_default")]
    pub(super) languages: Vec<IgnoredAny>,
    #[serde(deserialize_with = "or_default")]
    pub(super) interests: Vec<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Basics {
    pub(super) name: Option<String>,
    pub(super) label: Option<String>,
    pub(super) image: Option<String>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) url: Option<String>,
    pub(super) summary: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) location: Location,
    #[serde(deserialize_with = "or_default")]
    pub(super) profiles: Vec<Profile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) address: Option<String>,
    pub(super) postal_code: Option<String>,
    pub(super) city: Option<String>,
    pub(super) country_code: Option<String>,
    pub(super) region: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Profile {
    pub(super) network: Option<String>,
    pub(super) username: Option<String>,
    pub(super) url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Work {
    pub(super) name: Option<String>,
    pub(super) location: Option<String>,
    pub(super) description: Option<String>,
    pub(super) position: Option<String>,
    pub(super) url: Option<String>,
    pub(super) start_date: Option<String>,
    pub(super) end_date: Option<String>,
    pub(super) summary: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) highlights: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Project {
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) highlights: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) keywords: Vec<String>,
    pub(super) start_date: Option<String>,
    pub(super) end_date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) entity: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Education {
    pub(super) institution: Option<String>,
    pub(super) area: Option<String>,
    pub(super) study_type: Option<String>,
    pub(super) start_date: Option<String>,
    pub(super) end_date: Option<String>,
    pub(super) score: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) courses: Vec<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Skill {
    pub(super) name: Option<String>,
    pub(super) level: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) keywords: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reference {
    pub(super) name: Option<String>,
    pub(super) reference: Option<String>,
}

/// Some tools write null where they have nothing.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
