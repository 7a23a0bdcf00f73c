//! How to reach the owner, how to come back, how to take the resume along.

use ratatui::text::{Line, Span};

use super::{Context, Doc, Goal, State, heading};
use crate::ui::doc::{cells, pad};

pub(super) fn page(context: &Context<'_>, state: &State) -> Doc {
    let (profile, theme) = (&context.portfolio.profile, context.theme);
    let mut doc = context.column();
    doc.hanging(vec![context.dot()], &profile.availability.text, theme.strong);
    doc.text(&profile.title, theme.text, 2);
    for other in &profile.also {
        doc.text(&format!("also {other}"), theme.muted, 2);
    }
    if let Some(location) = &profile.location {
        doc.text(location, theme.muted, 2);
    }
    doc.blank();
    heading(&mut doc, context, "works on");
    doc.text(&profile.works_on.join(if context.told { ", " } else { " · " }), theme.text, 2);
    doc.blank();
    if !profile.education.is_empty() {
        heading(&mut doc, context, "education");
        for one in &profile.education {
            doc.text(&format!("{}, {}", one.degree, one.school), theme.text, 2);
        }
        doc.blank();
    }
    let mut places: Vec<(String, String)> = Vec::new();
    places.extend(profile.email.iter().map(|email| ("e-mail".to_owned(), format!("mailto:{email}"))));
    places.extend(profile.site.iter().map(|site| ("site".to_owned(), site.clone())));
    places.extend(profile.links.iter().map(|link| (link.label.clone(), link.url.clone())));
    if !places.is_empty() {
        heading(&mut doc, context, "on the web");
        let width = places.iter().map(|(label, _)| cells(label)).max().unwrap_or(0) + 2;
        for (label, url) in places {
            let shown = url.strip_prefix("mailto:").unwrap_or(&url).to_owned();
            row(&mut doc, context, &label, width, &shown, Goal::Link(shown.clone()));
            doc.link(super::GUTTER + width, cells(&shown), &url);
        }
        doc.blank();
    }
    heading(&mut doc, context, "from your shell");
    row(&mut doc, context, "come back", 13, &state.ssh, Goal::Text(state.ssh.to_string()));
    if state.scp.is_empty() {
        return doc;
    }
    row(&mut doc, context, "the resume", 13, &state.scp, Goal::Text(state.scp.to_string()));
    doc
}

fn row(doc: &mut Doc, context: &Context<'_>, label: &str, width: u16, text: &str, goal: Goal) {
    doc.item(0, goal, |doc, focused| {
        let (marker, style) = context.marker(focused);
        let style = if focused { style } else { context.theme.text };
        doc.line(Line::from(vec![
            marker,
            Span::styled(pad(label, width), context.theme.muted),
            Span::styled(text.to_owned(), style),
        ]));
    });
}
