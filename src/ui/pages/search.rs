//! The search field and what it finds, grouped, the matched letters marked.

use ratatui::text::{Line, Span};

use super::{Context, Doc, Goal};
use crate::content::search::{Group, Hit};

/// Cells in front of what is typed.
pub(in crate::ui) const FIELD: u16 = 8;

pub(super) fn page(context: &Context<'_>, query: &str, hits: &[Hit]) -> Doc {
    let theme = context.theme;
    let mut doc = context.column();
    doc.line(Line::from(vec![Span::styled("search  ", theme.muted), Span::styled(query.to_owned(), theme.strong)]));
    doc.blank();
    if hits.is_empty() {
        let says = if query.trim().is_empty() {
            "Type any part of a system, a technology, an employer or a figure."
        } else {
            "Nothing here has that. Fewer letters find more."
        };
        doc.text(says, theme.muted, 0);
        return doc;
    }
    let mut group: Option<Group> = None;
    for hit in hits {
        if group != Some(hit.group) {
            if group.is_some() {
                doc.blank();
            }
            doc.line(Line::from(Span::styled(hit.group.name(), theme.muted)));
            group = Some(hit.group);
        }
        doc.item(0, Goal::Place(hit.place), |doc, focused| {
            let (marker, style) = context.marker(focused);
            let mut line = vec![marker];
            if hit.text == hit.title {
                line.extend(marked(context, hit, style));
            } else {
                line.push(Span::styled(format!("{}  ", hit.title), style));
                line.extend(marked(context, hit, theme.text));
            }
            doc.line(Line::from(line));
        });
    }
    doc
}

/// The found text, its matched letters marked.
fn marked(context: &Context<'_>, hit: &Hit, style: ratatui::style::Style) -> Vec<Span<'static>> {
    let mut spans: Vec<(bool, String)> = Vec::new();
    for (at, c) in (0..).zip(hit.text.chars()) {
        let matched = hit.marks.contains(&at);
        match spans.last_mut() {
            Some((same, text)) if *same == matched => text.push(c),
            _ => spans.push((matched, c.to_string())),
        }
    }
    spans
        .into_iter()
        .map(|(matched, text)| Span::styled(text, if matched { context.theme.mark } else { style }))
        .collect()
}
