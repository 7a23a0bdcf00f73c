//! A page as a picture: the same view as in a terminal, as an SVG whose text can be selected.

use std::{fmt::Write as _, time::Duration};

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

use crate::{
    content::{Place, Portfolio},
    input::{Code, Input, Key},
    screen::{Caps, Size},
    ui::{
        self, Event, Start, State,
        theme::{Background, Choice},
    },
};

/// Pixels of a cell: what common monospace fonts take at [`FONT`] pixels.
const CELL: (f32, f32) = (9.0, 20.0);
/// Pixels of the font.
const FONT: f32 = 15.0;
/// Pixels around the terminal.
const PADDING: f32 = 16.0;

/// What a picture shows.
#[derive(Debug, Clone)]
pub struct Shot {
    /// The place, as a visitor names it.
    pub page: String,
    /// Size of the terminal.
    pub size: Size,
    /// Its theme.
    pub choice: Choice,
    /// The step of the data flow; 0 is the picture as a whole.
    pub step: usize,
}

/// Draws a page as an SVG, or says that there is no such page or step.
///
/// # Errors
/// When the portfolio has no place of that name, or the data flow there has not that many steps.
pub fn svg(portfolio: &Portfolio, shot: &Shot) -> Result<String, String> {
    let place = portfolio.place(&shot.page).ok_or_else(|| format!("there is no page `{}`", shot.page))?;
    let steps = match place {
        Place::System(at) => portfolio.systems.get(at).map_or(0, |system| system.diagram().flow.steps.len()),
        _ => 0,
    };
    if shot.step > steps {
        return Err(format!("`{}` has no step {}: the last step of its data flow is {steps}", shot.page, shot.step));
    }
    let background = if shot.choice == Choice::Light { Background::Light } else { Background::Dark };
    let (state, _) = State::new(Start {
        portfolio: std::sync::Arc::new(portfolio.clone()),
        size: shot.size,
        caps: Caps::detect("xterm-kitty", &[]),
        ssh: "ssh portfolio.example.com".to_owned(),
        scp: "scp portfolio.example.com:resume.md .".to_owned(),
        goal: shot.page.clone(),
    });
    let mut state = state.with_theme(shot.choice, background);
    for _ in 0..shot.step {
        let _ = ui::update(&mut state, Event::Input(Input::Key(Key::plain(Code::Right))));
    }
    // A picture shows what there is when everything has arrived.
    let _ = ui::update(&mut state, Event::Tick(Duration::from_mins(1)));
    let mut buffer = Buffer::empty(state.size().area());
    ui::view(&state, &mut buffer);
    Ok(drawn(&buffer, background))
}

fn drawn(buffer: &Buffer, background: Background) -> String {
    let (paper, ink) = match background {
        Background::Light => ("#fafafa", "#1f2328"),
        Background::Dark | Background::Unknown => ("#11111b", "#cdd6f4"),
    };
    let (width, height) = (f32::from(buffer.area.width) * CELL.0, f32::from(buffer.area.height) * CELL.1);
    let (whole_width, whole_height) = (width + 2.0 * PADDING, height + 2.0 * PADDING);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole_width} {whole_height}\" \
         width=\"{whole_width}\" height=\"{whole_height}\" font-size=\"{FONT}\" fill=\"{ink}\" xml:space=\"preserve\" \
         font-family=\"'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{paper}\"/>\n"
    );
    for y in buffer.area.top()..buffer.area.bottom() {
        for run in runs(buffer, y) {
            text(&mut svg, &run, y, paper, ink);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Cells of one row that look alike.
struct Run {
    column: u16,
    cells: u16,
    text: String,
    look: Cell,
}

fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for x in buffer.area.left()..buffer.area.right() {
        let Some(cell) = buffer.cell((x, y)) else { continue };
        let alike = |run: &&mut Run| {
            run.look.fg == cell.fg && run.look.modifier == cell.modifier && run.column + run.cells == x
        };
        match runs.last_mut().filter(alike) {
            Some(run) => {
                run.cells += 1;
                run.text.push_str(cell.symbol());
            }
            None => runs.push(Run { column: x, cells: 1, text: cell.symbol().to_owned(), look: cell.clone() }),
        }
    }
    runs.retain(|run| !run.text.trim().is_empty() || run.look.modifier.contains(Modifier::REVERSED));
    runs
}

/// One run: its length is given, so that every font keeps the grid.
fn text(svg: &mut String, run: &Run, y: u16, paper: &str, ink: &str) {
    let (x, top) = (PADDING + f32::from(run.column) * CELL.0, PADDING + f32::from(y) * CELL.1);
    let width = f32::from(run.cells) * CELL.0;
    let mut colour = match run.look.fg {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => ink.to_owned(),
    };
    // Writing to a string cannot fail.
    if run.look.modifier.contains(Modifier::REVERSED) {
        let _ =
            writeln!(svg, "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{colour}\"/>", CELL.1);
        paper.clone_into(&mut colour);
    }
    let _ = write!(svg, "<text x=\"{x}\" y=\"{}\" textLength=\"{width}\"", top + FONT);
    if colour != ink {
        let _ = write!(svg, " fill=\"{colour}\"");
    }
    if run.look.modifier.contains(Modifier::BOLD) {
        svg.push_str(" font-weight=\"bold\"");
    }
    if run.look.modifier.contains(Modifier::UNDERLINED) {
        svg.push_str(" text-decoration=\"underline\"");
    }
    let _ = writeln!(svg, ">{}</text>", escaped(&run.text));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::sample;

    fn shot(page: &str, choice: Choice) -> Result<String, String> {
        at_step(page, choice, 0)
    }

    fn at_step(page: &str, choice: Choice, step: usize) -> Result<String, String> {
        let size = Size { columns: 80, rows: 24 };
        svg(&sample::portfolio(), &Shot { page: page.to_owned(), size, choice, step })
    }

    #[test]
    fn its_text_can_be_selected() {
        assert!(shot("home", Choice::Dark).unwrap().contains("Explore the work</text>"));
    }

    #[test]
    fn what_would_be_markup_is_escaped() {
        let svg = shot("fuel-labs", Choice::Light).unwrap();
        assert!(svg.contains("Blockchain &amp; Backend Engineer") && svg.contains("#fafafa"));
    }

    #[test]
    fn an_unknown_page_is_refused() {
        assert_eq!(shot("nowhere", Choice::Dark), Err("there is no page `nowhere`".to_owned()));
    }

    #[test]
    fn a_step_that_a_page_has_not_is_refused() {
        let no_step = |page: &str, step, last| {
            let sentence = format!("`{page}` has no step {step}: the last step of its data flow is {last}");
            assert_eq!(at_step(page, Choice::Dark, step), Err(sentence));
        };
        no_step("contact", 1, 0);
        no_step("hft", 5, 4);
        no_step("hft", usize::MAX, 4);
        assert!(at_step("hft", Choice::Dark, 4).unwrap().contains("4 of 4"));
    }
}
