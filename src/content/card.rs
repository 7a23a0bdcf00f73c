//! The portfolio as plain text: what `ssh -T`, pipes and scripts get.

use super::{
    Portfolio, Role,
    export::{
        self, Setting,
        outline::{Block, Outline, Row},
    },
};

/// The widest that a card is set, in cells; a longer line is hard to read.
const WIDEST: usize = 88;
/// The narrowest, in cells; a narrower terminal breaks lines itself.
const NARROWEST: usize = 24;

/// The whole portfolio on one card: UTF-8 without any escape, lines ended by LF, wrapped to `width` cells.
///
/// A width is taken as 24 to 88 cells: beyond that a line is hard to read. An address stays whole.
///
/// `closing` are the last lines: how to go deeper is for the caller to say, who knows under which name it is reached.
#[must_use]
pub fn card(portfolio: &Portfolio, width: usize, closing: &[String]) -> String {
    let profile = &portfolio.profile;
    let mut out = Outline::default();
    out.add(Block::Title(profile.name.clone()));
    out.add(Block::Line(profile.title.clone()));
    out.add(Block::Text(profile.pitch.clone()));
    out.add(Block::Line(profile.availability.text.clone()));
    out.rows(profile.figures.iter().map(|figure| Row::new(&figure.value, &figure.detail)));
    out.table("Systems", portfolio.systems.iter().map(|system| Row::new(&system.name, &system.subtitle)));
    out.table("Experience", portfolio.experience.iter().map(|role| Row::new(dates(role), place(role))));
    out.table("Education", profile.education.iter().map(|one| Row::new(&one.school, &one.degree)));
    out.table("Contact", export::addresses(profile));
    let mut closing = closing.iter().cloned();
    out.blocks.extend(closing.next().map(Block::Text));
    out.blocks.extend(closing.map(Block::Line));
    export::text::lay(&out, Setting { width: width.clamp(NARROWEST, WIDEST), ascii: false }).plain()
}

/// `May 2025 - Mar 2026`, in columns, since every month's name has three letters.
fn dates(role: &Role) -> String {
    let end = role.end.map_or_else(|| "today".to_owned(), |end| end.to_string());
    format!("{} - {end}", role.start)
}

fn place(role: &Role) -> String {
    format!("{}, {}", role.company, role.title)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

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
