//! The list of keys, printed from the keymap, so that it cannot be wrong.

use ratatui::text::{Line, Span};

use super::{Context, Doc, heading};
use crate::ui::{doc::pad, keymap::KEYMAP};

pub(super) fn page(context: &Context<'_>) -> Doc {
    let theme = context.theme;
    let mut doc = context.column();
    heading(&mut doc, context, "keys");
    let shown: Vec<_> = KEYMAP.iter().filter(|binding| !binding.what.is_empty()).collect();
    let rows = |part: &[&crate::ui::keymap::Binding], width| {
        let mut doc = Doc::new(width, usize::MAX);
        for binding in part {
            doc.line(Line::from(vec![
                Span::raw("  "),
                Span::styled(pad(binding.shown, 13), theme.strong),
                Span::styled(binding.what, theme.text),
            ]));
        }
        doc
    };
    let (half, width) = (shown.len().div_ceil(2), doc.width());
    if width >= 72 {
        let (left, right) = shown.split_at(half);
        doc.beside(rows(left, width / 2), rows(right, width / 2), width / 2);
    } else {
        doc.append(rows(&shown, width));
    }
    doc.blank();
    doc.text(
        "q, ctrl-c and ctrl-d leave from everywhere, at once. Text can be selected as always while the mouse is off.",
        theme.muted,
        0,
    );
    doc
}
