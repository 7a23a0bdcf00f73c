//! Measured figures: the README says what docs/performance.md says, and the page shows every curve that is there.

use std::fs;

// It belongs to benches/visitors, where nothing runs tests.
#[allow(clippy::cast_precision_loss, reason = "a picture is drawn with three digits")]
#[path = "../../benches/visitors/plot.rs"]
mod plot;

use plot::{Line, Plot};

/// How the table begins that both carry.
const HEAD: &str = "| at 120x40 | bare | shingle |";

/// The table with that head, line by line.
fn headline(file: &str) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let lines = text.lines().skip_while(|line| *line != HEAD).take_while(|line| line.starts_with('|'));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_readme_says_what_was_measured() {
    let (readme, page) = (headline("README.md"), headline("docs/performance.md"));
    assert!(readme.len() > 2, "README.md has no table that begins with `{HEAD}`");
    assert_eq!(readme, page, "copy the table of docs/performance.md into README.md");
}

#[test]
fn the_page_shows_every_curve_that_is_there() {
    let page = fs::read_to_string("docs/performance.md").unwrap();
    let mut there: Vec<String> = fs::read_dir("docs/plots")
        .unwrap()
        .map(|entry| format!("](plots/{})", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    there.sort();
    let mut shown: Vec<String> =
        page.split("](plots/").skip(1).map(|rest| format!("](plots/{})", rest.split(')').next().unwrap())).collect();
    shown.sort();
    assert_eq!(shown, there);
}

#[test]
fn an_axis_has_round_numbers_and_reaches_over_everything() {
    for most in [0.3, 1.0, 7.0, 61.3, 100.0, 5000.0, 123_456.0] {
        let ticks = plot::ticks(most);
        assert!((4..=9).contains(&ticks.len()), "{most}: {ticks:?}");
        assert!(
            ticks[0] == 0.0 && *ticks.last().unwrap() >= most && ticks[ticks.len() - 2] < most,
            "{most}: {ticks:?}"
        );
    }
    assert_eq!(plot::ticks(5000.0), [0.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0]);
    assert_eq!(plot::ticks(0.0), [0.0, 1.0]);
    assert_eq!(plot::tens(48.0, 2100.0), [10.0, 100.0, 1000.0, 10_000.0]);
    assert_eq!(plot::tens(1.0, 1.0), [1.0, 10.0]);
}

#[test]
fn a_curve_is_named_at_its_end_and_no_name_covers_another() {
    let line = |name: &str, last: f64| Line {
        name: name.to_owned(),
        colour: 0,
        dashed: false,
        points: vec![(100.0, 1.0), (500.0, last)],
    };
    let lines = vec![line("<one>", 50.0), line("two", 50.1), line("three", 50.2), line("nobody", 49.9)];
    let plot = Plot { title: "a & b".into(), unit: "KiB".into(), along: "visitors".into(), tenfold: false, lines };
    let svg = plot.svg();
    assert!(svg.contains("a &amp; b") && svg.contains("&lt;one&gt;") && !svg.contains("<one>"), "{svg}");
    let mut heights: Vec<f64> = svg
        .lines()
        .filter(|line| line.contains("style=\"fill:"))
        .map(|line| line.split(" y=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
        .collect();
    heights.sort_by(f64::total_cmp);
    assert_eq!(heights.len(), 4);
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 15.9), "{heights:?}");
}
