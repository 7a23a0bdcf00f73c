//! The roles on a rail of months: lengths are worked out from the dates, and drawn to scale where there is room.

use ratatui::text::{Line, Span};

use super::{Context, Doc, Goal, Place, heading, highlights, technologies, words};
use crate::{
    content::{Month, Role},
    ui::{
        doc::{cells, pad, spaces, width_of},
        state::Class,
    },
};

pub(super) fn page(context: &Context<'_>, open: Option<usize>) -> Doc {
    let mut doc = context.full();
    let experience = &context.portfolio.experience;
    if context.class >= Class::Regular && context.rows >= 20 {
        rail(&mut doc, context);
    }
    if let Some((at, role)) = open.filter(|_| context.told).and_then(|at| Some((at, experience.get(at)?))) {
        // Told, the list would have to be listened to before the role that was chosen from it.
        head(&mut doc, context, role, false);
        details(&mut doc, context, role);
        doc.blank();
        doc.text(&format!("Role {} of {}.", at + 1, experience.len()), context.theme.muted, 0);
        return doc;
    }
    for (at, role) in experience.iter().enumerate() {
        doc.item(0, Goal::Place(Place::Role(at)), |doc, focused| head(doc, context, role, focused));
        if open == Some(at) {
            details(&mut doc, context, role);
        }
        doc.blank();
    }
    doc
}

fn head(doc: &mut Doc, context: &Context<'_>, role: &Role, focused: bool) {
    let theme = context.theme;
    let (marker, style) = context.marker(focused);
    let dates = dates(role);
    let column = doc.width().min(super::COLUMN);
    let mut line = vec![marker, Span::styled(role.company.clone(), style)];
    let title = format!("   {}", role.title);
    if width_of(&line) + cells(&title) + cells(&dates) + 3 <= column {
        line.push(Span::styled(title, theme.text));
        line.push(Span::raw(spaces(column - width_of(&line) - cells(&dates))));
        line.push(Span::styled(dates, theme.muted));
        doc.line(Line::from(line));
    } else {
        doc.line(Line::from(line));
        doc.text(&role.title, theme.text, super::GUTTER);
        doc.text(&dates, theme.muted, super::GUTTER);
    }
}

fn details(doc: &mut Doc, context: &Context<'_>, role: &Role) {
    let theme = context.theme;
    let column = doc.width().min(super::COLUMN);
    let mut part = Doc::new(column.saturating_sub(super::GUTTER), context.focus);
    // Items of the part are counted from the start of the page.
    let before = doc.items().len();
    part = part.counting_from(before);
    for also in [&role.also, &role.aliases] {
        if !also.is_empty() {
            part.text(&format!("also {}", also.join(", ")), theme.muted, 0);
        }
    }
    part.blank();
    part.text(&role.summary, theme.text, 0);
    part.blank();
    highlights(&mut part, context, &role.highlights);
    let built: Vec<(String, Goal)> = role
        .systems
        .iter()
        .filter_map(|slug| context.portfolio.system(slug))
        .filter_map(|at| {
            context.portfolio.systems.get(at).map(|one| (one.name.clone(), Goal::Place(Place::System(at))))
        })
        .collect();
    if !built.is_empty() {
        part.blank();
        heading(&mut part, context, "systems built there");
        words(&mut part, context, &built);
    }
    if !role.tags.is_empty() {
        part.blank();
        heading(&mut part, context, "technologies");
        technologies(&mut part, context, &role.tags);
    }
    doc.beside(Doc::new(super::GUTTER, usize::MAX), part, super::GUTTER);
}

fn dates(role: &Role) -> String {
    let end = role.end.map_or_else(|| "today".to_owned(), |end| end.to_string());
    format!("{} to {end}", role.start)
}

/// The roles as bars on a scale of months.
fn rail(doc: &mut Doc, context: &Context<'_>) {
    let theme = context.theme;
    let roles = &context.portfolio.experience;
    let last_known = roles.iter().map(|role| role.end.unwrap_or(role.start)).max();
    let (Some(first), Some(last)) = (roles.iter().map(|role| role.start).min(), last_known) else { return };
    let months = first.months_to(last);
    let names = roles.iter().map(|role| cells(&role.company)).max().unwrap_or(0);
    let room = doc.width().saturating_sub(names + 16);
    // Two cells a month where they fit, one where not; a longer career goes without the rail.
    let cell = if months * 2 <= u32::from(room) { 2 } else { 1 };
    if months * cell > u32::from(room) || months == 0 {
        return;
    }
    let width = u16::try_from(months * cell).unwrap_or(room);
    doc.line(Line::from(vec![Span::raw("  "), Span::styled(years(first, months, cell), theme.muted)]));
    for role in roles {
        let end = role.end.unwrap_or(last);
        let before = u16::try_from((role.start.ordinal() - first.ordinal()) * cell).unwrap_or(0);
        let length = role.start.months_to(end);
        let bar = u16::try_from(length * cell).unwrap_or(0);
        doc.line(Line::from(vec![
            Span::raw(spaces(2)),
            Span::styled("·".repeat(usize::from(before)), theme.faint),
            Span::styled("━".repeat(usize::from(bar)), theme.accent),
            Span::styled("·".repeat(usize::from(width.saturating_sub(before + bar))), theme.faint),
            Span::raw("  "),
            Span::styled(pad(&role.company, names), theme.text),
            Span::styled(format!("  {length:>2} {}", if length == 1 { "month" } else { "months" }), theme.muted),
        ]));
    }
    doc.blank();
}

/// The years, each over its January; the first one over the first month where it has room.
fn years(first: Month, months: u32, cell: u32) -> String {
    let mut row = String::new();
    for month in 0..months {
        let at = usize::try_from(month * cell).unwrap_or(usize::MAX);
        let ordinal = first.ordinal() + month;
        if (ordinal.is_multiple_of(12) || month == 0) && row.len() <= at {
            row.push_str(&spaces(u16::try_from(at - row.len()).unwrap_or(0)));
            row.push_str(&(ordinal / 12).to_string());
            row.push(' ');
        }
    }
    row
}
