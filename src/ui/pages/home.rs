//! The first screen: who this is, what they can show, one way on.

use ratatui::{
    buffer::Buffer,
    text::{Line, Span},
};

use super::{Context, Doc, Goal, Page, Place, State};
use crate::{
    content::Figure,
    ui::{
        doc::{cells, pad, spaces, width_of},
        state::Class,
        update::INTRO,
        widgets::{
            lettering::{Scale, lettering},
            matrix::{Row, dots, heads, start, width},
        },
    },
};

/// Cells between figures, at least.
const GAP: u16 = 4;
/// Cells between the text and the map beside it.
const ASIDE: u16 = 5;
/// Cells that the text has at least.
const TEXT: u16 = 56;

pub(super) fn page(context: &Context<'_>, state: &State) -> Page {
    let airy = context.rows >= 24;
    let mut pinned = context.full();
    name(&mut pinned, context, state);
    pinned.blank();
    let map = shared(context, context.rows.saturating_sub(pinned.height()));
    let room = map.as_ref().map_or(context.width, |map| context.width.saturating_sub(map.width() + ASIDE));
    let mut doc = Doc::new(room.min(super::COLUMN), context.focus);
    text(&mut doc, context, airy);
    if let Some(map) = map {
        return Page { pinned: Some(pinned), main: doc, aside: Some((room + ASIDE, map)) };
    }
    // Without a map beside it the name scrolls along, so that a low window has room for the text.
    let mut main = Doc::new(context.width, context.focus);
    main.append(pinned);
    main.append(doc);
    main.into()
}

fn text(doc: &mut Doc, context: &Context<'_>, airy: bool) {
    let (profile, theme) = (&context.portfolio.profile, context.theme);
    doc.text(&profile.title, theme.strong, 0);
    doc.text(&profile.pitch, theme.text, 0);
    doc.blank();
    availability(doc, context);
    let gap = |doc: &mut Doc| {
        doc.blank();
        if airy {
            doc.blank();
        }
    };
    gap(doc);
    if context.told {
        for figure in &profile.figures {
            doc.text(&format!("{} {}: {}", figure.value, figure.label, figure.detail), theme.text, 0);
        }
    } else {
        figures(doc, context, &profile.figures);
    }
    if !profile.figures.is_empty() {
        gap(doc);
    }
    doc.item(0, Goal::Place(Place::Systems), |doc, focused| {
        let (marker, style) = context.marker(focused);
        let mut line = vec![marker, Span::styled(profile.invitation.clone(), style)];
        let inside = counts(context);
        let used = width_of(&line);
        if context.class >= Class::Regular && used + cells(&inside) + 4 <= doc.width() {
            line.push(Span::raw(spaces(doc.width() - used - cells(&inside))));
            line.push(Span::styled(inside, theme.muted));
        }
        doc.line(Line::from(line));
    });
    if let Some(testimonial) = &profile.testimonial {
        doc.blank();
        doc.text(&format!("{}: {}", testimonial.from, testimonial.line), theme.text, super::GUTTER);
    }
    doc.blank();
    doc.text(&profile.about, theme.muted, 0);
    if context.told {
        return;
    }
    doc.blank();
    let width = profile.figures.iter().map(|figure| cells(&figure.value)).max().unwrap_or(0) + 2;
    for figure in &profile.figures {
        doc.hanging(vec![Span::styled(pad(&figure.value, width), theme.strong)], &figure.detail, theme.muted);
    }
}

/// The technologies that systems share, as a map, where it fits beside the text.
fn shared(context: &Context<'_>, rows: u16) -> Option<Doc> {
    let portfolio = context.portfolio;
    let columns: Vec<&str> = portfolio.systems.iter().map(|one| one.name.as_str()).collect();
    let all: Vec<Row> = portfolio
        .technologies
        .iter()
        .filter(|one| one.systems.len() > 1)
        .map(|one| Row {
            label: one.name.clone(),
            meets: (0..columns.len()).map(|at| one.systems.contains(&at)).collect(),
        })
        .collect();
    let wide = width(&columns, &all);
    let high = u16::try_from(columns.len() + all.len() + 2).ok()?;
    if context.told
        || all.is_empty()
        || context.class < Class::Wide
        || wide + ASIDE + TEXT > context.width
        || high > rows
    {
        return None;
    }
    let mut doc = Doc::new(wide, usize::MAX);
    doc.line(Line::from(Span::styled("what the systems share", context.theme.muted)));
    doc.blank();
    doc.picture(0, heads(&columns, &all, None, &context.theme));
    for (at, row) in all.iter().enumerate() {
        let mut line = vec![Span::styled(pad(&row.label, start(&all)), context.theme.text)];
        let picture = dots(&all, at, None, &context.theme);
        line.extend(picture.content().iter().map(|cell| Span::styled(cell.symbol().to_owned(), cell.style())));
        doc.line(Line::from(line));
    }
    Some(doc)
}

/// The name, as large as fits; plain where it does not or where the terminal has no block letters.
fn name(doc: &mut Doc, context: &Context<'_>, state: &State) {
    let name = &context.portfolio.profile.name;
    let large = |text: &str, scale| {
        let picture = lettering(text, scale, context.theme.accent)?;
        (picture.area.width <= context.width).then(|| unveiled(picture, context, state))
    };
    if state.caps.unicode && context.rows >= 16 {
        if let Some(whole) = large(name, Scale::Whole).filter(|_| context.rows >= 32) {
            doc.picture(0, whole);
            return;
        }
        if let Some(one_row) = large(name, Scale::Half) {
            doc.picture(0, one_row);
            return;
        }
        let words: Option<Vec<_>> = name.split(' ').map(|word| large(word, Scale::Half)).collect();
        if let Some(words) = words.filter(|_| context.rows >= 24) {
            for word in words {
                doc.picture(0, word);
            }
            return;
        }
        if let Some(narrow) = large(name, Scale::Quarter) {
            doc.picture(0, narrow);
            return;
        }
    }
    doc.line(Line::from(Span::styled(name.clone(), context.theme.accent)));
}

/// The name while the first screen is unveiled: the accent sweeps over letters that can be read from the start.
fn unveiled(mut picture: Buffer, context: &Context<'_>, state: &State) -> Buffer {
    if state.intro && state.motion {
        let done = u32::from(picture.area.width) * state.now.subsec_millis() / INTRO.subsec_millis();
        for (place, cell) in picture.content.iter_mut().enumerate() {
            let column = place % usize::from(picture.area.width.max(1));
            if column >= usize::try_from(done).unwrap_or(usize::MAX) {
                cell.set_style(context.theme.faint);
            }
        }
    }
    picture
}

fn availability(doc: &mut Doc, context: &Context<'_>) {
    let (profile, theme) = (&context.portfolio.profile, context.theme);
    let mut line = vec![context.dot(), Span::styled(profile.availability.text.clone(), theme.text)];
    let degrees: Vec<String> = profile.education.iter().map(|one| format!("{}, {}", one.degree, one.school)).collect();
    let column = doc.width();
    let used = width_of(&line);
    match degrees.as_slice() {
        [degree] if !context.told && used + cells(degree) + 4 <= column => {
            line.push(Span::raw(spaces(column - used - cells(degree))));
            line.push(Span::styled(degree.clone(), theme.muted));
            doc.line(Line::from(line));
        }
        _ => {
            doc.line(Line::from(line));
            for degree in &degrees {
                doc.text(degree, theme.muted, 2);
            }
        }
    }
}

/// The figures side by side where they fit, two by two or one under the other where not.
fn figures(doc: &mut Doc, context: &Context<'_>, all: &[Figure]) {
    let theme = context.theme;
    let column = doc.width();
    let width = |one: &Figure| cells(&one.value).max(cells(&one.label));
    // One figure alone in the last row looks forgotten: all in one row, or two, or one.
    let fits = |in_row: &usize| all.chunks(*in_row).all(|row| row.iter().map(width).sum::<u16>() + gaps(row) <= column);
    let Some(in_row) = [all.len(), 2].into_iter().filter(|in_row| *in_row > 1).find(fits) else {
        for figure in all {
            doc.hanging(vec![Span::styled(pad(&figure.value, 10), theme.accent)], &figure.label, theme.muted);
        }
        return;
    };
    let widths: Vec<u16> =
        (0..in_row).map(|place| all.iter().skip(place).step_by(in_row).map(width).max().unwrap_or(0)).collect();
    let used: u16 = widths.iter().sum();
    let gap = (column.saturating_sub(used) / u16::try_from(in_row - 1).unwrap_or(1)).clamp(GAP, 3 * GAP);
    for (number, row) in all.chunks(in_row).enumerate() {
        // In a low window the invitation below needs the row.
        if number > 0 && context.rows >= 20 {
            doc.blank();
        }
        let line = |text: fn(&Figure) -> &str, style| {
            let cell = |(one, width): (&Figure, &u16)| Span::styled(pad(text(one), width + gap), style);
            let mut spans: Vec<_> = row.iter().zip(&widths).map(cell).collect();
            if let Some(last) = spans.last_mut() {
                *last = Span::styled(last.content.trim_end().to_owned(), style);
            }
            Line::from(spans)
        };
        doc.line(line(|one| &one.value, theme.accent));
        doc.line(line(|one| &one.label, theme.muted));
    }
}

/// Cells between the figures of a row, at least.
fn gaps(row: &[Figure]) -> u16 {
    GAP * u16::try_from(row.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

fn counts(context: &Context<'_>) -> String {
    let portfolio = context.portfolio;
    let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    [
        count(portfolio.systems.len(), "system", "systems"),
        count(portfolio.experience.len(), "role", "roles"),
        count(portfolio.technologies.len(), "technology", "technologies"),
    ]
    .join(" · ")
}
