//! The portfolio as plain text: what `ssh -T`, pipes and scripts get.

use std::fmt::Write;

use textwrap::{Options, WordSplitter, wrap};
use unicode_width::UnicodeWidthStr;

use super::{Portfolio, Role};

/// The widest that text is set, in cells; a longer line is hard to read.
const WIDEST: usize = 88;
/// The narrowest, in cells; a narrower terminal breaks lines itself.
const NARROWEST: usize = 24;
/// Cells between two columns.
const GAP: usize = 3;

/// The whole portfolio on one card: UTF-8 without any escape, lines ended by LF, wrapped to `width` cells.
///
/// A width is taken as 24 to 88 cells: beyond that a line is hard to read. A longer word, such as an address, stays
/// whole.
///
/// `closing` are the last lines: how to go deeper is for the caller to say, who knows under which name it is reached.
#[must_use]
pub fn card(portfolio: &Portfolio, width: usize, closing: &[String]) -> String {
    let mut card = Card { text: String::new(), width: width.clamp(NARROWEST, WIDEST) };
    let profile = &portfolio.profile;
    card.line(&profile.name);
    card.line(&profile.title);
    card.gap();
    card.line(&profile.pitch);
    card.line(&profile.availability.text);
    card.table("", profile.figures.iter().map(|figure| (figure.value.as_str(), figure.detail.as_str())));
    card.table("Systems", portfolio.systems.iter().map(|system| (system.name.as_str(), system.subtitle.as_str())));
    let roles: Vec<(String, String)> = portfolio.experience.iter().map(|role| (dates(role), place(role))).collect();
    card.table("Experience", roles.iter().map(|(dates, place)| (dates.as_str(), place.as_str())));
    let education = profile.education.iter();
    card.table("Education", education.map(|degree| (degree.school.as_str(), degree.degree.as_str())));
    card.table("Contact", contact(portfolio).into_iter());
    if !closing.is_empty() {
        card.gap();
        for line in closing {
            card.line(line);
        }
    }
    card.text
}

/// `May 2025 - Mar 2026`, in columns, since every month's name has three letters.
fn dates(role: &Role) -> String {
    let end = role.end.map_or_else(|| "now".to_owned(), |end| end.to_string());
    format!("{} - {end}", role.start)
}

fn place(role: &Role) -> String {
    format!("{}, {}", role.company, role.title)
}

fn contact(portfolio: &Portfolio) -> Vec<(&str, &str)> {
    let profile = &portfolio.profile;
    let own = [("E-mail", &profile.email), ("Site", &profile.site), ("Location", &profile.location)];
    own.into_iter()
        .filter_map(|(label, value)| Some((label, value.as_deref()?)))
        .chain(profile.links.iter().map(|link| (link.label.as_str(), link.url.as_str())))
        .collect()
}

struct Card {
    text: String,
    width: usize,
}

impl Card {
    fn gap(&mut self) {
        self.text.push('\n');
    }

    fn line(&mut self, text: &str) {
        self.hanging(text, "", "");
    }

    /// A heading and two aligned columns; one under the other where the terminal is too narrow for both.
    fn table<'a>(&mut self, heading: &str, rows: impl Iterator<Item = (&'a str, &'a str)> + Clone) {
        let Some(left) = rows.clone().map(|(left, _)| left.width()).max() else { return };
        self.gap();
        if !heading.is_empty() {
            self.line(heading);
        }
        let beside = left + GAP + NARROWEST <= self.width;
        for (key, value) in rows {
            if beside {
                let padding = " ".repeat(left + GAP - key.width());
                self.hanging(value, &format!("  {key}{padding}"), &" ".repeat(2 + left + GAP));
            } else {
                self.hanging(key, "  ", "  ");
                self.hanging(value, "    ", "    ");
            }
        }
    }

    /// Wraps at spaces only, so that an address stays one word and can be clicked.
    fn hanging(&mut self, text: &str, first: &str, others: &str) {
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(others)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        for line in wrap(text, options) {
            // Writing to a string cannot fail.
            let _ = writeln!(self.text, "{}", line.trim_end());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::sample;

    #[test]
    fn everything_on_one_card() {
        let closing = ["More: ssh portfolio.example.com".to_owned()];
        insta::assert_snapshot!(card(&sample::portfolio(), 80, &closing), @r"
        Tushar Khokhar
        Backend & Distributed Systems Engineer

        Low-latency, high-throughput systems that power real applications.
        Available for new opportunities

          1K-3K      Requests/sec handled in high-throughput environments
          10+        Production systems shipped and maintained
          Millions   User operations processed daily
          99.9%      System reliability across deployments

        Systems
          Doma Protocol            On-chain auction backend
          Tide Aggregation Infra   Multi-exchange ingestion and smart order routing
          DEX Aggregator           Multi-exchange market-data infrastructure
          Edel Finance             DeFi lending and tokenised stock trading
          HFT                      Low-latency derivatives DEX backend
          Hundread CLOB Engine     Centralised matching engine and trading backend
          Mira Network (AvenV2)    Serverless smart-wallet edge
          xTrends                  Social-trading tokenisation on Solana

        Experience
          May 2025 - Mar 2026   Arcane Labs, Founding Engineer
          Feb 2025 - Apr 2025   Fuel Labs, Blockchain & Backend Engineer
          Nov 2024 - Jan 2025   Mode Network, Blockchain Engineer
          Aug 2024 - Oct 2024   Eclipse Labs, Blockchain Engineer
          May 2023 - Jul 2024   zkAGI, Rust Developer / AI Infrastructure Engineer

        Education
          IIT Kharagpur   Dual Degree (B.Tech + M.Tech)

        More: ssh portfolio.example.com
        ");
    }

    #[test]
    fn a_narrow_card_puts_columns_under_each_other() {
        insta::assert_snapshot!(card(&sample::portfolio(), 40, &[]), @r"
        Tushar Khokhar
        Backend & Distributed Systems Engineer

        Low-latency, high-throughput systems
        that power real applications.
        Available for new opportunities

          1K-3K      Requests/sec handled in
                     high-throughput
                     environments
          10+        Production systems shipped
                     and maintained
          Millions   User operations processed
                     daily
          99.9%      System reliability across
                     deployments

        Systems
          Doma Protocol
            On-chain auction backend
          Tide Aggregation Infra
            Multi-exchange ingestion and smart
            order routing
          DEX Aggregator
            Multi-exchange market-data
            infrastructure
          Edel Finance
            DeFi lending and tokenised stock
            trading
          HFT
            Low-latency derivatives DEX backend
          Hundread CLOB Engine
            Centralised matching engine and
            trading backend
          Mira Network (AvenV2)
            Serverless smart-wallet edge
          xTrends
            Social-trading tokenisation on
            Solana

        Experience
          May 2025 - Mar 2026
            Arcane Labs, Founding Engineer
          Feb 2025 - Apr 2025
            Fuel Labs, Blockchain & Backend
            Engineer
          Nov 2024 - Jan 2025
            Mode Network, Blockchain Engineer
          Aug 2024 - Oct 2024
            Eclipse Labs, Blockchain Engineer
          May 2023 - Jul 2024
            zkAGI, Rust Developer / AI
            Infrastructure Engineer

        Education
          IIT Kharagpur   Dual Degree (B.Tech +
                          M.Tech)
        ");
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_byte_moves_a_cursor() {
        for width in 0..=200 {
            let card = card(&sample::portfolio(), width, &[]);
            assert!(card.chars().all(|c| c == '\n' || !c.is_control()), "at {width}");
            let widest = card.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
            assert!(widest <= width.clamp(NARROWEST, WIDEST), "{widest} cells at {width}:\n{card}");
            assert!(card.lines().all(|line| line.trim_end() == line), "at {width}");
        }
    }
}
