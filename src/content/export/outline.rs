//! What a part of the portfolio says, block by block, before anybody decides how it looks.

/// The blocks of a document, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// In reading order.
    pub blocks: Vec<Block>,
}

/// A block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What the document is about; the first block.
    Title(String),
    /// A heading within it.
    Heading(String),
    /// A thing under a heading, and in a few words what else to know at once: its dates, its kind.
    Entry {
        /// Its name.
        title: String,
        /// What stands quietly beside it; may be empty.
        aside: String,
    },
    /// A paragraph.
    Text(String),
    /// A line that belongs to what stands above it.
    Line(String),
    /// The same, of less weight.
    Quiet(String),
    /// Names and what there is to say of them.
    Rows(Vec<Row>),
    /// What stands out.
    Points(Vec<Point>),
    /// What happens, in order.
    Steps(Vec<String>),
    /// Ways through a graph: the labels along each.
    Paths(Vec<Vec<String>>),
}

/// A name and what there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub key: String,
    /// What there is to say.
    pub value: Value,
}

/// What stands beside a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// An address; it stays whole, so that it can be clicked and copied.
    Address(String),
    /// Something to type; it stays whole too.
    Code(String),
}

/// One thing that stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its figure, where it has one.
    pub figure: Option<String>,
    /// What it is about.
    pub text: String,
}

impl Outline {
    /// Adds a block.
    pub fn add(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds rows, if there are any.
    pub fn rows(&mut self, rows: impl IntoIterator<Item = Row>) {
        let rows: Vec<Row> = rows.into_iter().collect();
        if !rows.is_empty() {
            self.add(Block::Rows(rows));
        }
    }

    /// Adds a heading with rows under it, if there are any.
    pub fn table(&mut self, heading: &str, rows: impl IntoIterator<Item = Row>) {
        let mut rows = rows.into_iter().peekable();
        if rows.peek().is_some() {
            self.add(Block::Heading(heading.to_owned()));
            self.rows(rows);
        }
    }

    /// Adds other names of what stands above, if there are any.
    pub fn also<'a>(&mut self, names: impl IntoIterator<Item = &'a String>) {
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        if !names.is_empty() {
            self.add(Block::Quiet(format!("also {}", names.join(", "))));
        }
    }
}

impl Row {
    /// A name and words.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: Value::Text(value.into()) }
    }

    /// A name and an address.
    #[must_use]
    pub fn address(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: Value::Address(value.into()) }
    }

    /// A name and something to type.
    #[must_use]
    pub fn code(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: Value::Code(value.into()) }
    }

    /// A name and a list of others; none, where the list is empty.
    pub fn list<'a>(key: &str, names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let names: Vec<&str> = names.into_iter().collect();
        (!names.is_empty()).then(|| Self::new(key, names.join(", ")))
    }
}
