//! Walking a page: where the focus and the scroll go when a key moves them.

use super::{
    doc::{Doc, Goal, Item},
    state::Cursor,
};

/// Rows that a key scrolls where the next item is far.
const STEP: i32 = 3;

/// What keys need to know of a document: its items, its height, and how many rows of it are in view.
#[derive(Debug)]
pub(super) struct Walk {
    pub(super) items: Vec<Item>,
    /// Rows of the document.
    pub(super) height: u16,
    /// See [`Doc::marked`].
    marked: Option<u16>,
    /// See [`Doc::attention`].
    attention: Option<u16>,
    /// Rows in view.
    rows: u16,
}

impl Walk {
    /// A document of which so many rows are in view.
    pub(super) fn new(page: Doc, rows: u16) -> Self {
        let (height, marked, attention) = (page.height(), page.marked, page.attention);
        Self { items: page.into_items(), height, marked, attention, rows }
    }

    /// Bytes that it takes.
    pub(super) fn held(&self) -> usize {
        let goals = self.items.iter().map(|item| match &item.goal {
            Goal::Place(_) => 0,
            Goal::Link(text) | Goal::Text(text) => text.len(),
        });
        size_of::<Self>() + size_of_val(self.items.as_slice()) + goals.sum::<usize>()
    }

    /// The focused item; none while it is scrolled out of sight.
    pub(super) fn focused(&self, cursor: Cursor) -> Option<&Item> {
        self.items.get(cursor.item).filter(|item| item.in_view(cursor.scroll, self.rows))
    }

    /// Shows the row in which most of what was searched for stands, and focuses the item that it belongs to.
    pub(super) fn reveal(&self, cursor: Cursor) -> Cursor {
        let Some(row) = self.marked else { return cursor };
        let covers = |item: &Item| (item.row..item.row + item.rows).contains(&row);
        let item = self.items.iter().position(covers).unwrap_or(cursor.item);
        let in_view = (cursor.scroll..cursor.scroll.saturating_add(self.rows)).contains(&row);
        let scroll = if in_view { cursor.scroll } else { row.saturating_sub(self.rows / 3).min(self.last_scroll()) };
        Cursor { item, scroll, ..cursor }
    }

    /// Whether what is focused, or the node that a flow has reached, is on screen, if only in part.
    pub(super) fn sees_focus(&self, cursor: Cursor) -> bool {
        self.attention.is_some() || self.focused(cursor).is_some()
    }

    /// Shows the same part of a page that was `before` rows high and has been laid out anew.
    pub(super) fn keep_place(&self, cursor: Cursor, before: u16) -> Cursor {
        let moved = u32::from(cursor.scroll) * u32::from(self.height) / u32::from(before.max(1));
        Cursor { scroll: u16::try_from(moved).unwrap_or(u16::MAX).min(self.last_scroll()), ..cursor }
    }

    /// Brings what is focused into view, and the scroll within bounds.
    pub(super) fn follow(&self, mut cursor: Cursor) -> Cursor {
        cursor.item = cursor.item.min(self.items.len().saturating_sub(1));
        let item = self.items.get(cursor.item).map(|item| {
            let end = item.row + item.rows;
            // Above the first item stands what introduces it, if there is room for both.
            if cursor.item == 0 && end <= self.rows { (0, end) } else { (item.row, end) }
        });
        let attention = self.attention.map(|row| (row.saturating_sub(2), row + 3));
        if let Some((first, end)) = attention.or(item) {
            // What is higher than the screen shows its start.
            let lowest = end.saturating_sub(self.rows).min(first);
            cursor.scroll = cursor.scroll.clamp(lowest, first.max(lowest));
        }
        Cursor { scroll: cursor.scroll.min(self.last_scroll()), ..cursor }
    }

    /// Focuses the next item in a direction (1 or -1), or scrolls where the next one is far.
    pub(super) fn step(&self, cursor: Cursor, by: i32) -> Cursor {
        let items = &self.items;
        let ahead = |item: &Item| !item.in_view(cursor.scroll, self.rows) && (item.row > cursor.scroll) == (by > 0);
        if items.get(cursor.item).is_some_and(ahead) {
            return self.scroll(cursor, by * STEP);
        }
        let next = cursor.item.checked_add_signed(if by > 0 { 1 } else { -1 });
        let near = |item: &Item| {
            let reach = u16::try_from(STEP).unwrap_or(0);
            let (first, end) = (item.row, item.row + item.rows);
            if by > 0 { first < cursor.scroll + self.rows + reach } else { end + reach > cursor.scroll }
        };
        match next.filter(|next| items.get(*next).is_some_and(near)) {
            Some(item) => self.follow(Cursor { item, ..cursor }),
            None => self.scroll(cursor, if items.is_empty() { by } else { by * STEP }),
        }
    }

    /// Scrolls by rows, within bounds; the focus stays where it is.
    pub(super) fn scroll(&self, cursor: Cursor, by: i32) -> Cursor {
        let wanted = (i32::from(cursor.scroll) + by).max(0);
        Cursor { scroll: u16::try_from(wanted).unwrap_or(u16::MAX).min(self.last_scroll()), ..cursor }
    }

    /// Scrolls by a screenful in a direction (1 or -1) and focuses the first item in view.
    pub(super) fn screenful(&self, cursor: Cursor, by: i32) -> Cursor {
        let scrolled = self.scroll(cursor, by * i32::from(self.rows.saturating_sub(2).max(1)));
        let items = &self.items;
        let item = if scrolled.scroll == cursor.scroll {
            if by > 0 { items.len().saturating_sub(1) } else { 0 }
        } else {
            items.iter().position(|item| item.in_view(scrolled.scroll, self.rows)).unwrap_or(cursor.item)
        };
        Cursor { item, ..scrolled }
    }

    /// Goes to the end.
    pub(super) fn last(&self) -> Cursor {
        Cursor { item: self.items.len().saturating_sub(1), column: 0, scroll: self.last_scroll() }
    }

    fn last_scroll(&self) -> u16 {
        self.height.saturating_sub(self.rows)
    }
}
