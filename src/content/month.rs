//! A calendar month: the precision a career needs.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A calendar month, written `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("format" = "month"))]
pub struct Month {
    year: u16,
    month: u8,
}

const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Month {
    /// The calendar year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month of the year, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Months since year 0: differences of it are lengths, and it orders as months do.
    #[must_use]
    pub fn ordinal(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month) - 1
    }

    /// How many months lie between two months, both counted: May to May is 1.
    #[must_use]
    pub fn months_to(self, last: Self) -> u32 {
        (last.ordinal() + 1).saturating_sub(self.ordinal())
    }

    /// English short name, `Jan` to `Dec`.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.month) - 1).copied().unwrap_or("?")
    }
}

impl fmt::Display for Month {
    /// As a visitor reads it: `May 2025`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name(), self.year)
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "a month is written YYYY-MM, for example 2025-05".to_owned();
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        if (1..=12).contains(&month) { Ok(Self { year, month }) } else { Err(wrong()) }
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        format!("{:04}-{:02}", month.year, month.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn reads_what_it_writes() {
        assert_eq!(month("2025-05").to_string(), "May 2025");
        assert_eq!(String::from(month("0999-12")), "0999-12");
        for wrong in ["", "2025", "2025-5", "2025-13", "2025-00", "25-05", "2025-05-01", "+025-05", "２０２５-05"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn lengths_count_both_ends() {
        assert_eq!(month("2025-05").months_to(month("2025-05")), 1);
        assert_eq!(month("2024-11").months_to(month("2025-01")), 3);
        assert_eq!(month("2025-01").months_to(month("2024-11")), 0);
        assert!(month("2024-12") < month("2025-01"));
    }
}
