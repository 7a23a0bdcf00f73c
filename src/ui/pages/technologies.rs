//! Every technology with the systems and roles that used it: a matrix to walk where there is room, a list where not.

use ratatui::text::{Line, Span};

use super::{Context, Doc, Goal, Page, Place, heading, words};
use crate::{
    content::Technology,
    ui::{
        doc::{cells, pad, spaces},
        widgets::matrix::{Row, dots, heads, start, width},
    },
};

/// Rows below which the heads would leave no room for the matrix itself.
const ROWS: u16 = 30;

pub(super) fn page(context: &Context<'_>, column: usize) -> Page {
    let portfolio = context.portfolio;
    let columns: Vec<&str> = portfolio
        .systems
        .iter()
        .map(|one| one.name.as_str())
        .chain(portfolio.experience.iter().map(|one| one.company.as_str()))
        .collect();
    let rows: Vec<Row> = portfolio.technologies.iter().map(|one| row(context, one)).collect();
    if !context.told && super::GUTTER + width(&columns, &rows) <= context.width && context.rows >= ROWS {
        matrix(context, &columns, &rows, column)
    } else {
        list(context).into()
    }
}

fn matrix(context: &Context<'_>, columns: &[&str], rows: &[Row], column: usize) -> Page {
    let technologies = &context.portfolio.technologies;
    let chosen = technologies.get(context.focus).and_then(|one| uses(one).get(column_of(one, column)).copied());
    let mut pinned = context.full();
    let head = chosen.and_then(|place| place_column(context, place));
    pinned.picture(super::GUTTER, heads(columns, rows, head, &context.theme));
    let mut main = context.full();
    for (at, one) in technologies.iter().enumerate() {
        let goal = uses(one).get(column_of(one, column)).copied().unwrap_or(Place::Technology(at));
        main.item(0, Goal::Place(goal), |doc, focused| {
            let (marker, style) = context.marker(focused);
            let style = if focused { style } else { context.theme.text };
            let mut line = vec![marker, Span::styled(pad(&one.name, start(rows)), style)];
            let picture = dots(rows, at, head.filter(|_| focused), &context.theme);
            line.extend(picture.content().iter().map(|cell| Span::styled(cell.symbol().to_owned(), cell.style())));
            if focused {
                line.push(Span::raw(spaces(2)));
                line.push(Span::styled(super::title(context.portfolio, goal), context.theme.moving));
            }
            doc.line(Line::from(line));
        });
    }
    Page { pinned: Some(pinned), main, aside: None }
}

/// One technology, where the others would only have to be listened to before it.
pub(super) fn one(context: &Context<'_>, at: usize) -> Doc {
    let mut doc = context.column();
    let Some(technology) = context.portfolio.technologies.get(at) else { return doc };
    doc.text(&technology.name, context.theme.strong, 0);
    let (systems, roles) = (&context.portfolio.systems, &context.portfolio.experience);
    let systems: Vec<(String, Goal)> = technology
        .systems
        .iter()
        .filter_map(|at| Some((systems.get(*at)?.name.clone(), Goal::Place(Place::System(*at)))))
        .collect();
    let roles: Vec<(String, Goal)> = technology
        .roles
        .iter()
        .filter_map(|at| Some((roles.get(*at)?.company.clone(), Goal::Place(Place::Role(*at)))))
        .collect();
    for (label, places) in [("systems built with it", systems), ("roles it was used in", roles)] {
        if !places.is_empty() {
            doc.blank();
            heading(&mut doc, context, label);
            words(&mut doc, context, &places);
        }
    }
    doc
}

fn row(context: &Context<'_>, technology: &Technology) -> Row {
    let systems = (0..context.portfolio.systems.len()).map(|at| technology.systems.contains(&at));
    let roles = (0..context.portfolio.experience.len()).map(|at| technology.roles.contains(&at));
    Row { label: technology.name.clone(), meets: systems.chain(roles).collect() }
}

fn list(context: &Context<'_>) -> Doc {
    let all = &context.portfolio.technologies;
    let names = all.iter().map(|one| cells(&one.name)).max().unwrap_or(0) + super::GUTTER;
    let mut list = context.column();
    for (at, one) in all.iter().enumerate() {
        // Told, where it was used is chosen from on a page of its own.
        let goal = uses(one).first().copied().filter(|_| !context.told).unwrap_or(Place::Technology(at));
        list.item(0, Goal::Place(goal), |doc, focused| {
            let (marker, style) = context.marker(focused);
            let style = if focused { style } else { context.theme.text };
            let used = uses(one).into_iter().map(|place| super::title(context.portfolio, place)).collect::<Vec<_>>();
            let head = vec![marker, Span::styled(pad(&one.name, names), style)];
            doc.hanging(head, &used.join(", "), context.theme.muted);
        });
    }
    list
}

/// Where a technology was used: systems, then roles.
pub(in crate::ui) fn uses(technology: &Technology) -> Vec<Place> {
    let systems = technology.systems.iter().map(|at| Place::System(*at));
    systems.chain(technology.roles.iter().map(|at| Place::Role(*at))).collect()
}

/// The chosen use of a technology: what was chosen in another row may be beyond the last one here.
fn column_of(technology: &Technology, column: usize) -> usize {
    column.min(uses(technology).len().saturating_sub(1))
}

fn place_column(context: &Context<'_>, place: Place) -> Option<usize> {
    match place {
        Place::System(at) => Some(at),
        Place::Role(at) => Some(context.portfolio.systems.len() + at),
        _ => None,
    }
}
