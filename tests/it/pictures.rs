//! The pictures of the README are what the program draws.

use std::fs;

use shingle::{
    screen::Size,
    shot::{Shot, svg},
    ui::theme::Choice,
};

use crate::support::portfolio;

#[test]
fn the_pictures_of_the_readme_are_fresh() {
    for (name, page, columns, rows, choice, step) in
        [("home-dark", "home", 120, 34, Choice::Dark, 0), ("system-light", "systems/edel", 110, 34, Choice::Light, 2)]
    {
        let shot = Shot { page: page.to_owned(), size: Size { columns, rows }, choice, step };
        let theme = if choice == Choice::Light { "light" } else { "dark" };
        let file = format!("docs/pictures/{name}.svg");
        let fresh = svg(&portfolio(), &shot).unwrap();
        assert!(
            fs::read_to_string(&file).unwrap_or_default() == fresh,
            "cargo run -- shot {page} --size {columns}x{rows} --theme {theme} --step {step} --out {file}"
        );
    }
}
