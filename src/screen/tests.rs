//! The encoder replayed in a terminal emulator, and its bytes one by one where they are few.

use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Color, Modifier, Style},
};

use super::{Caps, Depth, LinkRun, Marks, Scratch, Screen, Size, plain};

const CAPS: Caps = Caps {
    depth: Depth::True,
    unicode: true,
    escapes: true,
    sync: false,
    probe: true,
    links: true,
    clipboard: true,
    title: true,
};

/// A visitor's screen beside the emulator that it is shown on.
struct Visitor {
    screen: Screen,
    scratch: Scratch,
    terminal: vt100::Parser,
}

impl Visitor {
    fn new(caps: Caps, columns: u16, rows: u16) -> Self {
        let screen = Screen::new(caps, Size { columns, rows });
        let mut visitor = Self { screen, scratch: Scratch::default(), terminal: vt100::Parser::new(rows, columns, 0) };
        visitor.send(|screen, _, out| screen.enter(out));
        visitor
    }

    fn send(&mut self, act: impl FnOnce(&mut Screen, &mut Scratch, &mut Vec<u8>)) -> Vec<u8> {
        let mut out = Vec::new();
        act(&mut self.screen, &mut self.scratch, &mut out);
        self.terminal.process(&out);
        out
    }

    fn draw(&mut self, frame: &Buffer, marks: &Marks) -> Vec<u8> {
        self.send(|screen, scratch, out| screen.draw(frame, marks, scratch, out))
    }

    fn show(&mut self, frame: &Buffer) -> String {
        String::from_utf8(self.draw(frame, &Marks::default())).unwrap().replace('\x1b', "^")
    }
}

fn page(lines: &[&str]) -> Buffer {
    Buffer::with_lines(lines.iter().copied())
}

#[test]
fn a_changed_letter_costs_a_move_and_the_letter() {
    let mut visitor = Visitor::new(CAPS, 20, 3);
    assert_eq!(visitor.show(&page(&["one", "two", "three"])), "^[m^[H^[Jone\r\ntwo\r\nthree");
    assert_eq!(visitor.show(&page(&["one", "twi", "three"])), "^[2;3Hi");
    assert_eq!(visitor.show(&page(&["one", "twi", "three"])), "");
}

#[test]
fn the_rest_of_a_row_is_erased_and_not_overwritten() {
    let mut visitor = Visitor::new(CAPS, 40, 2);
    visitor.show(&page(&["a row with much text", "next"]));
    assert_eq!(visitor.show(&page(&["a row", "next"])), "^[1;7H^[K");
}

#[test]
fn a_row_of_other_text_is_erased_first_where_that_is_shorter() {
    let mut visitor = Visitor::new(CAPS, 40, 1);
    visitor.show(&page(&["│ some words that go right      │"]));
    assert_eq!(visitor.show(&page(&["│ few                           │"])), "\r^[2C^[Kfew^[27C│");
}

#[test]
fn a_small_gap_is_written_again_and_a_large_one_jumped_over() {
    let mut visitor = Visitor::new(CAPS, 30, 1);
    visitor.show(&page(&["a.b.c-----------------------d"]));
    assert_eq!(visitor.show(&page(&["A.B.c-----------------------D"])), "\rA.B^[25CD");
}

#[test]
fn attributes_and_colours_share_one_sequence_and_only_changes_are_sent() {
    let mut visitor = Visitor::new(CAPS, 20, 1);
    let mut frame = page(&["ab cd"]);
    frame.set_style(Rect::new(0, 0, 5, 1), Style::new().fg(Color::Cyan));
    frame.set_style(Rect::new(0, 0, 2, 1), Modifier::BOLD);
    frame.set_style(Rect::new(4, 0, 1, 1), Style::new().bg(Color::Rgb(1, 2, 3)).fg(Color::LightRed));
    assert_eq!(visitor.show(&frame), "^[m^[H^[J^[1;36mab ^[22mc^[91;48;2;1;2;3md^[m");
}

#[test]
fn a_frame_is_bracketed_where_the_terminal_knows_how() {
    let mut visitor = Visitor::new(Caps { sync: true, ..CAPS }, 20, 1);
    assert_eq!(visitor.show(&page(&["a"])), "^[?2026h^[m^[H^[Ja^[?2026l");
    assert_eq!(visitor.show(&page(&["a"])), "");
}

#[test]
fn the_cursor_goes_where_the_focus_is_and_alone_if_nothing_else_changed() {
    let mut visitor = Visitor::new(Caps { sync: true, ..CAPS }, 20, 4);
    let frame = page(&["a", "b", "c"]);
    let mut marks = Marks { cursor: Some(Position::new(0, 1)), ..Marks::default() };
    visitor.draw(&frame, &marks);
    assert_eq!(visitor.terminal.screen().cursor_position(), (1, 0));
    marks.cursor = Some(Position::new(0, 2));
    assert_eq!(visitor.draw(&frame, &marks), b"\r\n");
    assert_eq!(visitor.draw(&frame, &marks), b"");
    marks.cursor_shown = true;
    assert_eq!(visitor.draw(&frame, &marks), b"\x1b[?25h");
    assert!(!visitor.terminal.screen().hide_cursor());
    marks.cursor = None;
    assert_eq!(visitor.draw(&frame, &marks), b"\x1b[?25l");
    marks.cursor = Some(Position::new(500, 500));
    visitor.draw(&frame, &marks);
    assert_eq!(visitor.terminal.screen().cursor_position(), (3, 19));
}

#[test]
fn a_shown_cursor_does_not_run_over_a_page_that_is_not_bracketed() {
    let mut visitor = Visitor::new(CAPS, 20, 2);
    let marks = Marks { cursor: Some(Position::new(1, 0)), cursor_shown: true, ..Marks::default() };
    visitor.draw(&page(&["a", "b"]), &marks);
    assert_eq!(visitor.draw(&page(&["a", "c"]), &marks), b"\x1b[?25l\r\nc\x1b[A\x1b[?25h");
}

#[test]
fn links_open_and_close_around_their_cells_and_change_like_cells() {
    let mut visitor = Visitor::new(CAPS, 20, 2);
    let frame = page(&["see here now"]);
    let link = |url: &str| Marks {
        links: vec![LinkRun { start: Position::new(4, 0), width: 4, url: url.to_owned() }],
        ..Marks::default()
    };
    let sent = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace('\x1b', "^");
    assert_eq!(
        sent(visitor.draw(&frame, &link("https://example.org/ä\x07"))),
        "^[m^[H^[Jsee ^]8;id=7d23bf97;https://example.org/%C3%A4%07^\\here^[C^]8;;^\\now"
    );
    assert_eq!(sent(visitor.draw(&frame, &link("https://example.org/ä\x07"))), "");
    assert_eq!(
        sent(visitor.draw(&frame, &link("mailto:a@b.example"))),
        "\r^[4C^]8;id=8c5e4bac;mailto:a@b.example^\\here^]8;;^\\"
    );
    assert_eq!(sent(visitor.draw(&frame, &link("file:///etc/passwd"))), "\r^[4Chere");
    assert_eq!(sent(visitor.draw(&frame, &link(&format!("https://{}", "a".repeat(2100))))), "");
}

#[test]
fn what_leaves_a_symbol_of_doubtful_width_is_addressed_anew() {
    let mut visitor = Visitor::new(CAPS, 20, 1);
    assert_eq!(visitor.show(&page(&["日本 ✓ ok"])), "^[m^[H^[J日\r^[2C本\r^[5C✓\r^[7Cok");
}

#[test]
fn half_a_wide_grapheme_is_never_left() {
    let mut visitor = Visitor::new(CAPS, 6, 1);
    visitor.show(&page(&["日本x"]));
    let mut cut = page(&["日本x"]);
    cut[(1, 0)].set_symbol("|");
    visitor.show(&cut);
    assert_eq!(visitor.terminal.screen().contents(), " |本x");
    visitor.show(&page(&["a日本"]));
    assert_eq!(visitor.terminal.screen().contents(), "a日本");
    visitor.show(&page(&["     日"]));
    assert_eq!(visitor.terminal.screen().contents(), "");
}

#[test]
fn a_control_character_in_a_cell_is_drawn_as_a_blank() {
    let mut visitor = Visitor::new(CAPS, 10, 1);
    let mut frame = page(&["a b"]);
    frame[(1, 0)].set_symbol("\x1b]0;x\x07");
    assert_eq!(visitor.show(&frame), "^[m^[H^[Ja b");
}

#[test]
fn a_terminal_that_shows_only_ascii_is_sent_only_ascii() {
    let mut visitor = Visitor::new(Caps { unicode: false, ..CAPS }, 20, 2);
    let sent = visitor.show(&page(&["╭─ Zoë’s ─╮", "│ ● 日本 → x│"]));
    assert!(sent.is_ascii());
    assert_eq!(visitor.terminal.screen().contents(), "+- Zoe's -+\n| * ? ?  > x|");
}

#[test]
fn without_colours_a_background_becomes_reverse() {
    let mut visitor = Visitor::new(Caps { depth: Depth::Mono, ..CAPS }, 20, 1);
    let mut frame = page(&["ab"]);
    frame.set_style(Rect::new(0, 0, 1, 1), Style::new().fg(Color::Red).bg(Color::Blue).bold());
    assert_eq!(visitor.show(&frame), "^[m^[H^[J^[1;7ma^[mb");
}

#[test]
fn italics_are_left_out_where_they_are_drawn_as_something_else() {
    let mut frame = page(&["a"]);
    frame.set_style(frame.area, Modifier::ITALIC | Modifier::BOLD);
    for (depth, sent) in [(Depth::Ansi16, "1"), (Depth::Ansi256, "1;3")] {
        let mut visitor = Visitor::new(Caps { depth, ..CAPS }, 20, 1);
        assert_eq!(visitor.show(&frame), format!("^[m^[H^[J^[{sent}ma^[m"));
    }
}

#[test]
fn text_does_not_vanish_into_its_background_when_both_lose_bits() {
    let mut visitor = Visitor::new(Caps { depth: Depth::Ansi16, ..CAPS }, 20, 1);
    let mut frame = page(&["a"]);
    frame.set_style(frame.area, Style::new().fg(Color::Rgb(0, 0, 30)).bg(Color::Rgb(0, 0, 8)));
    assert_eq!(visitor.show(&frame), "^[m^[H^[J^[97;40ma^[m");
}

#[test]
fn a_new_size_is_drawn_in_full() {
    let mut visitor = Visitor::new(CAPS, 20, 2);
    visitor.show(&page(&["one", "two"]));
    visitor.screen.resize(Size { columns: 10, rows: 3 });
    assert_eq!(visitor.screen.held(), 0);
    assert_eq!(visitor.show(&page(&["one", "two"])), "^[m^[H^[Jone\r\ntwo");
    assert_eq!(visitor.show(&page(&["one", "two"])), "");
}

#[test]
fn every_mode_that_was_set_is_undone_once() {
    let mut visitor = Visitor::new(CAPS, 20, 3);
    visitor.send(|screen, _, out| {
        screen.mouse(true, out);
        screen.paste(true, out);
        screen.title("Shingle \x1b]2;evil\x07", out);
        screen.ask(out);
        assert!(screen.copy("text", out));
    });
    let marks = Marks { cursor: Some(Position::new(1, 1)), cursor_shown: true, ..Marks::default() };
    visitor.draw(&page(&["page"]), &marks);
    assert!(visitor.terminal.screen().alternate_screen() && visitor.terminal.screen().bracketed_paste());
    let left = visitor.send(|screen, _, out| screen.leave(out));
    assert_eq!(
        String::from_utf8(left).unwrap().replace('\x1b', "^"),
        "^[?2004l^[?1006l^[?1000l^[?7h^[?25h^[23;2t^[m^[H^[J^[?1049l"
    );
    let screen = visitor.terminal.screen();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_eq!(screen.contents(), "");
    assert_eq!(visitor.send(|screen, _, out| screen.leave(out)), b"");
    assert_eq!(visitor.send(|screen, _, out| screen.title("late", out)), b"");
}

#[test]
fn entering_twice_and_setting_a_mode_twice_says_it_once() {
    let mut screen = Screen::new(CAPS, Size { columns: 4, rows: 2 });
    let mut out = Vec::new();
    screen.enter(&mut out);
    assert_eq!(out, b"\x1b[?1049h\x1b[22;2t\x1b[?25l\x1b[?7l");
    out.clear();
    screen.enter(&mut out);
    screen.mouse(false, &mut out);
    assert_eq!(out, b"");
}

#[test]
fn title_clipboard_and_question_are_exact_and_bounded() {
    let mut visitor = Visitor::new(CAPS, 20, 3);
    assert_eq!(visitor.send(|screen, _, out| screen.title("a\u{9b}b — c", out)), "\x1b]2;ab — c\x07".as_bytes());
    let long = visitor.send(|screen, _, out| screen.title(&"é".repeat(500), out));
    assert_eq!(long.len(), 4 + crate::limits::TITLE_BYTES + 1);
    assert_eq!(visitor.send(|screen, _, out| assert!(screen.copy("copied", out))), b"\x1b]52;c;Y29waWVk\x07");
    let too_long = "a".repeat(crate::limits::CLIPBOARD_BYTES + 1);
    assert_eq!(visitor.send(|screen, _, out| assert!(!screen.copy(&too_long, out))), b"");
    assert_eq!(visitor.send(|screen, _, out| screen.ask(out)), b"\x1b]11;?\x07\x1b[c");
}

#[test]
fn a_terminal_without_escapes_is_sent_nothing() {
    let mut screen = Screen::new(Caps::detect("dumb", &[]), Size { columns: 20, rows: 5 });
    let mut out = Vec::new();
    screen.enter(&mut out);
    screen.draw(&page(&["a"]), &Marks::default(), &mut Scratch::default(), &mut out);
    screen.mouse(true, &mut out);
    screen.paste(true, &mut out);
    screen.title("a", &mut out);
    assert!(!screen.copy("a", &mut out));
    screen.ask(&mut out);
    screen.leave(&mut out);
    assert_eq!(out, b"");
}

#[test]
fn plain_text_has_no_trailing_blanks_and_no_controls() {
    let mut frame = page(&["日本  ", "", " a b "]);
    frame[(1, 2)].set_symbol("\x1b[2J");
    assert_eq!(plain(&frame), "日本\n\n   b\n");
}

/// A page as a portfolio has them: a rule, a heading, prose in two colours, a box with a table, a footer with keys.
fn realistic() -> Buffer {
    let mut frame = Buffer::empty(Rect::new(0, 0, 120, 40));
    let accent = Style::new().fg(Color::Rgb(122, 162, 247)).bold();
    let muted = Style::new().fg(Color::Rgb(120, 124, 153));
    let prose = "Keeps the order book of a venue in memory and answers a quote in microseconds, measured at the wire, ";
    frame.set_string(2, 0, "Somebody Somewhere · systems · experience · philosophy · contact", accent);
    frame.set_string(0, 1, "─".repeat(120), muted);
    for row in 0..16 {
        frame.set_string(2, 3 + row, prose, Style::new());
        frame.set_string(2, 3 + row, "Keeps the order", accent);
        frame.set_string(60, 3 + row, "microseconds", muted);
    }
    frame.set_string(2, 20, format!("╭{}╮", "─".repeat(114)), muted);
    for row in 21..36 {
        frame.set_string(2, row, "│", muted);
        frame.set_string(4, row, "● Decoder of a feed", accent);
        frame.set_string(30, row, "reads the multicast feed and hands it on as typed events", Style::new());
        frame.set_string(100, row, "2019 – 2024", muted);
        frame.set_string(117, row, "│", muted);
    }
    frame.set_string(2, 36, format!("╰{}╯", "─".repeat(114)), muted);
    frame.set_string(2, 39, "↑↓ move  ⏎ open  / search  ? help  q leave", muted);
    frame
}

#[test]
fn a_visitor_holds_a_few_kilobytes_of_page() {
    let mut visitor = Visitor::new(CAPS, 120, 40);
    let first = visitor.draw(&realistic(), &Marks::default());
    assert!(visitor.screen.held() < 6 * 1024, "{} bytes held", visitor.screen.held());
    assert!(first.len() < 6 * 1024, "{} bytes sent", first.len());
}

#[test]
fn moving_the_focus_by_a_row_costs_little() {
    let mut visitor = Visitor::new(Caps { sync: true, ..CAPS }, 120, 40);
    let focused = |row: u16| {
        let mut frame = realistic();
        frame.set_style(Rect::new(4, row, 20, 1), Modifier::REVERSED);
        let marks = Marks { cursor: Some(Position::new(4, row)), ..Marks::default() };
        (frame, marks)
    };
    let (frame, marks) = focused(22);
    visitor.draw(&frame, &marks);
    let (frame, marks) = focused(23);
    let moved = visitor.draw(&frame, &marks);
    assert!(moved.len() <= 130, "{} bytes", moved.len());
}

#[test]
fn a_list_that_scrolls_is_moved_by_the_terminal() {
    let list = |first: usize| {
        let mut frame = Buffer::empty(Rect::new(0, 0, 80, 8));
        frame.set_string(0, 0, "heading", Style::new());
        for row in 0..6_u16 {
            frame.set_string(0, row + 1, format!("{} of many rows in a list", usize::from(row) + first), Style::new());
        }
        frame.set_string(0, 7, "footer", Style::new());
        frame
    };
    let mut visitor = Visitor::new(Caps { sync: true, ..CAPS }, 80, 8);
    visitor.show(&list(1));
    let sent = visitor.show(&list(2));
    assert_eq!(sent, "^[?2026h^[2;7r^[7H\n^[r^[7H7 of many rows in a list^[?2026l");
    assert_eq!(visitor.terminal.screen().contents(), plain(&list(2)).trim_end());
    visitor.show(&list(1));
    assert_eq!(visitor.terminal.screen().contents(), plain(&list(1)).trim_end());
}

#[test]
fn working_memory_is_given_back_after_an_unusual_page() {
    let mut scratch = Scratch::default();
    let mut frame = Buffer::empty(Rect::new(0, 0, 500, 200));
    for (place, cell) in frame.content.iter_mut().enumerate() {
        let shade = u8::try_from(place % 256).unwrap();
        cell.set_symbol("é").set_fg(Color::Rgb(shade, 255 - shade, shade)).set_bg(Color::Rgb(shade, 1, 2));
    }
    let mut screen = Screen::new(CAPS, Size { columns: 500, rows: 200 });
    screen.draw(&frame, &Marks::default(), &mut scratch, &mut Vec::new());
    assert!(screen.held() > crate::limits::SCRATCH_BYTES);
    assert!(scratch.held() <= 2 * crate::limits::SCRATCH_BYTES, "{} bytes", scratch.held());
}

#[test]
fn a_frame_of_another_size_than_the_terminal_is_cut_or_filled_up() {
    let frame = page(&["one", "two", "日本"]);
    let marks = Marks {
        cursor: Some(Position::new(2, 2)),
        cursor_shown: true,
        links: vec![LinkRun { start: Position::new(1, 1), width: 900, url: "https://a.example".to_owned() }],
    };
    for columns in 0..6 {
        for rows in 0..5 {
            let mut screen = Screen::new(CAPS, Size { columns, rows });
            let (mut scratch, mut out) = (Scratch::default(), Vec::new());
            screen.draw(&frame, &marks, &mut scratch, &mut out);
            screen.draw(&Buffer::empty(Rect::ZERO), &marks, &mut scratch, &mut out);
            out.clear();
            screen.draw(&Buffer::empty(Rect::ZERO), &marks, &mut scratch, &mut out);
            assert_eq!(out, b"", "{columns}x{rows}");
        }
    }
    let mut visitor = Visitor::new(CAPS, 3, 2);
    visitor.draw(&frame, &marks);
    assert_eq!(visitor.terminal.screen().contents(), "one\ntwo");
}

// ---- any two frames ----

fn any_style() -> impl Strategy<Value = Style> {
    let colour = || {
        prop_oneof![
            4 => Just(Color::Reset),
            1 => Just(Color::Red),
            1 => Just(Color::LightBlue),
            1 => any::<u8>().prop_map(Color::Indexed),
            2 => any::<[u8; 3]>().prop_map(|[red, green, blue]| Color::Rgb(red, green, blue)),
        ]
    };
    // Dim is left out beside bold: the emulator keeps one of the two.
    let attrs = prop_oneof![
        3 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::DIM | Modifier::UNDERLINED),
        1 => Just(Modifier::REVERSED | Modifier::BOLD),
        1 => Just(Modifier::ITALIC | Modifier::UNDERLINED | Modifier::SLOW_BLINK),
    ];
    (colour(), colour(), attrs).prop_map(|(fg, bg, attrs)| Style::reset().fg(fg).bg(bg).add_modifier(attrs))
}

/// Texts set one over the other, as widgets do, so that wide graphemes get cut and runs stand beside runs.
fn any_frame(columns: u16, rows: u16) -> impl Strategy<Value = Buffer> {
    let text = prop_oneof![
        4 => "[a-c ]{1,12}",
        1 => "[─│●é→ ]{1,8}",
        1 => "[日本x ]{1,6}",
        1 => "(e\u{301}|✓|x| ){1,5}",
        1 => " {1,20}",
        1 => "[a-b]{20,40}",
    ];
    let put = (0..columns, 0..rows, text, any_style());
    proptest::collection::vec(put, 0..24).prop_map(move |puts| {
        let mut frame = Buffer::empty(Rect::new(0, 0, columns, rows));
        for (x, y, text, style) in puts {
            frame.set_string(x, y, text, style);
        }
        frame
    })
}

fn two_frames() -> impl Strategy<Value = (u16, u16, Buffer, Buffer)> {
    (2_u16..=40, 2_u16..=12).prop_flat_map(|(columns, rows)| {
        let near =
            (any_frame(columns, rows), 0..columns, 0..rows, any_style()).prop_map(move |(frame, x, y, style)| {
                let mut other = frame.clone();
                other.set_string(x, y, "new", style);
                (columns, rows, frame, other)
            });
        let far = (any_frame(columns, rows), any_frame(columns, rows))
            .prop_map(move |(one, other)| (columns, rows, one, other));
        // The rows between two others moved, or at least some of them.
        let scrolled = (any_frame(columns, rows), 0..rows, 1..=rows, 0..rows, any::<bool>(), any_style()).prop_map(
            move |(frame, top, height, by, up, style)| {
                let mut other = frame.clone();
                let bottom = top.saturating_add(height).min(rows);
                let by = usize::from(by % (bottom - top)) * usize::from(columns);
                let cells = &mut other.content[usize::from(top * columns)..usize::from(bottom * columns)];
                if up {
                    cells.rotate_left(by);
                } else {
                    cells.rotate_right(by);
                }
                other.set_string(0, top, "new", style);
                (columns, rows, frame, other)
            },
        );
        prop_oneof![near, far, scrolled]
    })
}

/// What can be seen of a cell: symbol, colours and attributes; of a blank not what only text shows.
#[derive(Debug, PartialEq)]
struct Seen {
    symbol: String,
    fg: vt100::Color,
    bg: vt100::Color,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    inverse: bool,
}

impl Seen {
    fn normal(mut self) -> Self {
        if self.symbol == " " && !self.underline && !self.inverse {
            self.fg = vt100::Color::Default;
            (self.bold, self.dim, self.italic) = (false, false, false);
        }
        self
    }
}

fn on_terminal(terminal: &vt100::Parser, columns: u16, rows: u16) -> Vec<Option<Seen>> {
    let cells = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
    let seen = |(x, y)| {
        let cell = terminal.screen().cell(y, x).unwrap();
        let symbol = if cell.contents().is_empty() { " " } else { cell.contents() };
        (!cell.is_wide_continuation()).then(|| {
            Seen {
                symbol: symbol.to_owned(),
                fg: cell.fgcolor(),
                bg: cell.bgcolor(),
                bold: cell.bold(),
                dim: cell.dim(),
                italic: cell.italic(),
                underline: cell.underline(),
                inverse: cell.inverse(),
            }
            .normal()
        })
    };
    cells.map(seen).collect()
}

fn on_paper(frame: &Buffer) -> Vec<Option<Seen>> {
    let colour = |colour| match colour {
        Color::Reset => vt100::Color::Default,
        Color::Red => vt100::Color::Idx(1),
        Color::LightBlue => vt100::Color::Idx(12),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        other => panic!("{other:?} is not drawn in these frames"),
    };
    let mut seen = Vec::new();
    let mut covered = false;
    for (place, cell) in frame.content.iter().enumerate() {
        if std::mem::take(&mut covered) {
            seen.push(None);
            continue;
        }
        let mut symbol = cell.symbol();
        if unicode_width::UnicodeWidthStr::width(symbol) == 2 {
            let last = (place + 1) % usize::from(frame.area.width) == 0;
            covered = !last && frame.content[place + 1].symbol() == " ";
            symbol = if covered { symbol } else { " " };
        }
        let has = |modifier| cell.modifier.contains(modifier);
        seen.push(Some(
            Seen {
                symbol: symbol.to_owned(),
                fg: colour(cell.fg),
                bg: colour(cell.bg),
                bold: has(Modifier::BOLD),
                dim: has(Modifier::DIM),
                italic: has(Modifier::ITALIC),
                underline: has(Modifier::UNDERLINED),
                inverse: has(Modifier::REVERSED),
            }
            .normal(),
        ));
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_difference_brings_the_terminal_to_the_frame((columns, rows, one, other) in two_frames()) {
        // Bracketed frames also scroll.
        let mut visitor = Visitor::new(Caps { sync: true, ..CAPS }, columns, rows);
        visitor.draw(&one, &Marks::default());
        prop_assert_eq!(on_terminal(&visitor.terminal, columns, rows), on_paper(&one));
        let changed = visitor.draw(&other, &Marks::default());
        prop_assert_eq!(on_terminal(&visitor.terminal, columns, rows), on_paper(&other));
        prop_assert_eq!(visitor.draw(&other, &Marks::default()), b"");

        let mut fresh = Visitor::new(CAPS, columns, rows);
        let full = fresh.draw(&other, &Marks::default());
        prop_assert_eq!(on_terminal(&fresh.terminal, columns, rows), on_paper(&other));
        prop_assert!(changed.len() <= full.len() + 16 + 12 * usize::from(rows), "{} for a change, {} for all", changed.len(), full.len());
    }

    #[test]
    fn no_colour_above_the_depth_is_sent((columns, rows, one, other) in two_frames()) {
        for (depth, most) in [(Depth::Ansi256, 2), (Depth::Ansi16, 1), (Depth::Mono, 0)] {
            let mut visitor = Visitor::new(Caps { depth, ..CAPS }, columns, rows);
            let mut sent = visitor.draw(&one, &Marks::default());
            sent.extend(visitor.draw(&other, &Marks::default()));
            prop_assert!(colours_sent(&sent) <= most, "{depth:?}: {:?}", String::from_utf8_lossy(&sent));
            prop_assert_eq!(visitor.draw(&other, &Marks::default()), b"");
        }
    }
}

/// The most that any SGR asks for: 0 no colour, 1 named ones, 2 the palette, 3 24 bits.
fn colours_sent(bytes: &[u8]) -> u8 {
    let text = String::from_utf8_lossy(bytes);
    let mut most = 0;
    for sequence in text.split("\x1b[").skip(1) {
        let rest = sequence.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';');
        if !rest.starts_with('m') {
            continue;
        }
        let parameters = sequence.split('m').next().unwrap();
        let numbers: Vec<u16> = parameters.split(';').map(|number| number.parse().unwrap_or(0)).collect();
        let asked = match numbers.as_slice() {
            all if all.windows(2).any(|pair| matches!(pair, [38 | 48, 2])) => 3,
            all if all.windows(2).any(|pair| matches!(pair, [38 | 48, 5])) => 2,
            all if all.iter().any(|number| matches!(number, 30..=49 | 90..=107)) => 1,
            _ => 0,
        };
        most = most.max(asked);
    }
    most
}
