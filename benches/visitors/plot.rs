//! Lines over numbers of visitors, as an SVG picture that reads on light and on dark paper.

use std::fmt::Write as _;

/// Width and height of the picture.
const SIZE: (f64, f64) = (720.0, 360.0);
/// What is left free around the lines: above for the title, at the left for numbers, at the right for names.
const TOP: f64 = 60.0;
const RIGHT: f64 = 150.0;
const BOTTOM: f64 = 52.0;
const LEFT: f64 = 72.0;
/// Between two names at the right.
const NAME: f64 = 16.0;
/// Mid tones, each with a contrast of at least 3 to both white and black.
const COLOURS: [&str; 4] = ["#808a94", "#0e9384", "#c2701c", "#7c6fd6"];

/// A picture of some lines.
pub(crate) struct Plot {
    pub(crate) title: String,
    /// What is counted upwards, with its unit.
    pub(crate) unit: String,
    /// What is counted to the right.
    pub(crate) along: String,
    /// Whether each step upwards is ten times the last: where one line is far above the others.
    pub(crate) tenfold: bool,
    pub(crate) lines: Vec<Line>,
}

/// One line.
pub(crate) struct Line {
    pub(crate) name: String,
    /// Lines of one server have one colour.
    pub(crate) colour: usize,
    pub(crate) dashed: bool,
    pub(crate) points: Vec<(f64, f64)>,
}

impl Plot {
    /// The picture as the text of an SVG file.
    pub(crate) fn svg(&self) -> String {
        let (width, height) = SIZE;
        let (right, floor) = (width - RIGHT, height - BOTTOM);
        let points = || self.lines.iter().flat_map(|line| line.points.iter().copied());
        let across = ticks(points().map(|(x, _)| x).fold(0.0, f64::max));
        let most = points().map(|(_, y)| y).fold(0.0, f64::max);
        let least = points().map(|(_, y)| y).fold(f64::MAX, f64::min);
        let up = if self.tenfold { tens(least, most) } else { ticks(most) };
        let scale = |value: f64| if self.tenfold { value.log10() } else { value };
        let (low, high) = (scale(first(&up)), scale(last(&up)));
        let x = |value: f64| LEFT + (right - LEFT) * value / last(&across);
        let y = |value: f64| floor - (floor - TOP) * (scale(value) - low) / (high - low);

        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<title>{0}</title>\n<style>text {{ fill: #57606a }} \
             .b {{ fill: #24292f; font-size: 15px; font-weight: 600 }} .g {{ stroke: #808a94; stroke-opacity: .25 }} \
             @media (prefers-color-scheme: dark) {{ text {{ fill: #9aa4ae }} .b {{ fill: #e6edf3 }} }}</style>\n\
             <text class=\"b\" x=\"{LEFT}\" y=\"22\">{0}</text>\n<text x=\"{LEFT}\" y=\"42\">{1}</text>\n",
            escaped(&self.title),
            escaped(&self.unit)
        );
        // Writing to a String cannot fail.
        for value in up {
            let (at, number) = (y(value), number(value));
            let _ = writeln!(out, "<path class=\"g\" d=\"M{LEFT} {at:.1}H{right}\"/>");
            let _ = writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{number}</text>",
                LEFT - 8.0,
                at + 4.0
            );
        }
        for &value in &across {
            let (at, below) = (x(value), floor + 18.0);
            let _ = writeln!(out, "<text x=\"{at:.1}\" y=\"{below}\" text-anchor=\"middle\">{}</text>", number(value));
        }
        let (middle, lowest) = (f64::midpoint(LEFT, right), height - 12.0);
        let _ =
            writeln!(out, "<text x=\"{middle}\" y=\"{lowest}\" text-anchor=\"middle\">{}</text>", escaped(&self.along));
        let mut names = Vec::new();
        for line in &self.lines {
            let Some(end) = line.points.last() else { continue };
            let colour = COLOURS.get(line.colour % COLOURS.len()).copied().unwrap_or_default();
            let way: Vec<String> =
                line.points.iter().map(|point| format!("{:.1} {:.1}", x(point.0), y(point.1))).collect();
            let dashes = if line.dashed { " stroke-dasharray=\"5 4\"" } else { "" };
            let _ = writeln!(
                out,
                "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>",
                way.join("L")
            );
            for point in &line.points {
                let _ = writeln!(
                    out,
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\"/>",
                    x(point.0),
                    y(point.1)
                );
            }
            names.push((y(end.1) + 4.0, x(end.0) + 9.0, colour, &line.name));
        }
        for (at, from, colour, name) in apart(names) {
            let _ =
                writeln!(out, "<text x=\"{from:.1}\" y=\"{at:.1}\" style=\"fill: {colour}\">{}</text>", escaped(name));
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Names moved upwards until none covers another.
fn apart<T>(mut names: Vec<(f64, f64, &'static str, T)>) -> Vec<(f64, f64, &'static str, T)> {
    names.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut above = f64::MAX;
    for name in &mut names {
        name.0 = name.0.min(above - NAME);
        above = name.0;
    }
    names
}

/// Round numbers from nothing to at least `most`, four to eight of them.
pub(crate) fn ticks(most: f64) -> Vec<f64> {
    if most <= 0.0 {
        return vec![0.0, 1.0];
    }
    let ten = 10_f64.powf((most / 5.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * ten).into_iter().find(|step| most / step <= 6.0);
    let step = step.unwrap_or(ten * 10.0);
    let mut all = vec![0.0];
    while last(&all) < most {
        all.push(step * all.len() as f64);
    }
    all
}

/// Powers of ten from at most `least` to at least `most`.
pub(crate) fn tens(least: f64, most: f64) -> Vec<f64> {
    let mut all = vec![10_f64.powf(least.max(f64::MIN_POSITIVE).log10().floor())];
    while last(&all) < most || all.len() < 2 {
        all.push(last(&all) * 10.0);
    }
    all
}

fn first(all: &[f64]) -> f64 {
    all.first().copied().unwrap_or_default()
}

fn last(all: &[f64]) -> f64 {
    all.last().copied().unwrap_or_default()
}

/// A number with its thousands apart, and no more digits behind the point than it has.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { out } else { format!("{out}.{rest}") }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
