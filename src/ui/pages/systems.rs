//! The systems: a list, and on wide terminals a preview of the selected one.

use ratatui::text::{Line, Span};

use super::{Context, Doc, Goal, Page, Place, highlights, system};
use crate::ui::{doc::cells, state::Class};

/// Cells between the list and the preview; a rule stands in them.
const GAP: u16 = 5;

pub(super) fn page(context: &Context<'_>) -> Page {
    let systems = &context.portfolio.systems;
    let widest =
        systems.iter().map(|one| cells(&one.name).max(cells(&one.subtitle))).max().unwrap_or(0) + super::GUTTER;
    let two = context.class >= Class::Wide && widest + GAP + 40 <= context.width;
    let width = if two { widest + 1 } else { context.width.min(super::COLUMN) };
    let mut list = Doc::new(width, context.focus);
    let tight = u16::try_from(systems.len()).unwrap_or(u16::MAX).saturating_mul(3) > context.rows.saturating_add(2);
    for (at, one) in systems.iter().enumerate() {
        list.item(0, Goal::Place(Place::System(at)), |doc, focused| {
            let (marker, style) = context.marker(focused);
            doc.line(Line::from(vec![marker, Span::styled(one.name.clone(), style)]));
            doc.text(&one.subtitle, context.theme.muted, super::GUTTER);
        });
        if !tight && at + 1 < systems.len() {
            list.blank();
        }
    }
    let aside = systems.get(context.focus).filter(|_| two && context.aside).map(|one| {
        let column = width + GAP;
        let mut doc = Doc::new((context.width - column).min(super::COLUMN), usize::MAX);
        doc.line(Line::from(Span::styled(one.name.clone(), context.theme.strong)));
        doc.blank();
        doc.text(&one.summary, context.theme.text, 0);
        doc.blank();
        system::still(&mut doc, context, one);
        doc.blank();
        highlights(&mut doc, context, &one.highlights);
        doc.blank();
        doc.text(&one.technologies().join("  "), context.theme.muted, 0);
        (column, doc)
    });
    Page { pinned: None, main: list, aside }
}
