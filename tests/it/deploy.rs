//! What `deploy/` and the docs promise an operator, held against the program and against one another.

mod containers;
mod release;

use std::{fs, path::Path};

/// A file of the repository.
fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}
