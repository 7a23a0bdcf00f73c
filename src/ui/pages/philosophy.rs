//! The principles, each with the systems in which it can be seen, and what others report.

use ratatui::text::{Line, Span};

use super::{Context, Doc, Goal, Place};
use crate::{
    content::{Portfolio, Principle},
    ui::doc::{cells, pad},
};

pub(super) fn page(context: &Context<'_>) -> Doc {
    let theme = context.theme;
    let mut doc = context.column();
    for (number, principle) in (1..).zip(&context.portfolio.philosophy) {
        if number > 1 {
            doc.blank();
        }
        doc.hanging(vec![Span::styled(format!("{number}  "), theme.accent)], &principle.title, theme.strong);
        doc.text(&principle.text, theme.text, 3);
        sightings(&mut doc, context, principle);
    }
    if let Some(testimonial) = &context.portfolio.profile.testimonial {
        doc.blank();
        doc.line(Line::from(Span::styled(format!("{} reports", testimonial.from), theme.muted)));
        doc.text(&testimonial.text, theme.text, 0);
    }
    doc
}

fn sightings(doc: &mut Doc, context: &Context<'_>, principle: &Principle) {
    let found: Vec<_> = principle
        .seen_in
        .iter()
        .filter_map(|one| {
            let at = context.portfolio.system(&one.system)?;
            Some((at, context.portfolio.systems.get(at)?.name.clone(), &one.how))
        })
        .collect();
    let width = found.iter().map(|(_, name, _)| cells(name)).max().unwrap_or(0);
    for (at, name, how) in found {
        doc.item(3, Goal::Place(Place::System(at)), |doc, focused| {
            let (marker, style) = context.marker(focused);
            let style = if focused { style } else { context.theme.text };
            doc.hanging(
                vec![Span::raw(" "), marker, Span::styled(pad(&name, width + 2), style)],
                how,
                context.theme.muted,
            );
        });
    }
}

/// The number of the first item under a principle.
pub(super) fn first_item(portfolio: &Portfolio, principle: usize) -> usize {
    portfolio
        .philosophy
        .iter()
        .take(principle)
        .flat_map(|one| &one.seen_in)
        .filter(|one| portfolio.system(&one.system).is_some())
        .count()
}
