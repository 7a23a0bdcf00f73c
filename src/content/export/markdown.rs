//! An outline as Markdown (`CommonMark`): one paragraph a line, so that a pager and a code host wrap it as they like.

use super::outline::{Block, Outline, Row, Value};

/// Writes an outline.
#[must_use]
pub fn write(outline: &Outline) -> String {
    let mut out = String::new();
    let mut depth = "##";
    let mut bullet = "";
    for block in &outline.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        // Two lists with the same bullet after one another would be one list (`CommonMark` section 5.3).
        bullet = match block {
            Block::Rows(_) | Block::Points(_) if bullet == "- " => "* ",
            Block::Rows(_) | Block::Points(_) => "- ",
            _ => "",
        };
        match block {
            Block::Title(text) => line(&mut out, &["# ", &inline(text)]),
            Block::Heading(text) => {
                depth = "###";
                line(&mut out, &["## ", &inline(text)]);
            }
            Block::Entry { title, aside } => {
                line(&mut out, &[depth, " ", &inline(title)]);
                if !aside.is_empty() {
                    line(&mut out, &["\n", &inline(aside)]);
                }
            }
            Block::Text(text) | Block::Line(text) | Block::Quiet(text) => line(&mut out, &[&inline(text)]),
            Block::Rows(rows) => rows.iter().for_each(|row| line(&mut out, &[bullet, &beside(row)])),
            Block::Points(points) => {
                for point in points {
                    let figure = point.figure.as_ref().map(|figure| format!("**{}** ", escape(figure)));
                    line(&mut out, &[bullet, figure.as_deref().unwrap_or_default(), &inline(&point.text)]);
                }
            }
            Block::Steps(steps) => {
                for (number, step) in (1..).zip(steps) {
                    line(&mut out, &[&format!("{number}. "), &inline(step)]);
                }
            }
            Block::Paths(paths) => {
                let paths: Vec<String> = paths.iter().map(|path| inline(&path.join(" → "))).collect();
                line(&mut out, &[&paths.join("\n\n")]);
            }
        }
    }
    out
}

fn line(out: &mut String, parts: &[&str]) {
    out.extend(parts.iter().copied().chain(["\n"]));
}

fn beside(row: &Row) -> String {
    let value = match &row.value {
        Value::Text(text) => escape(text),
        Value::Address(address) if address.contains(':') || address.contains('@') => format!("<{address}>"),
        Value::Address(address) => escape(address),
        Value::Code(code) => span(code),
    };
    format!("**{}**: {value}", escape(&row.key))
}

/// Code, in a fence longer than any within it (`CommonMark` section 6.1).
fn span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    format!("{fence}{blank}{code}{blank}{fence}")
}

/// Text of a whole line or item: what would start a block there is escaped too.
fn inline(text: &str) -> String {
    let escaped = escape(text);
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    let (head, tail) = escaped.split_at_checked(digits).unwrap_or_default();
    // `1.` or `1)` would start a numbered list, the others a list, a heading, a rule or a quotation.
    if tail.starts_with(['.', ')']) && digits > 0 || digits == 0 && tail.starts_with(['-', '+', '#', '=', '>']) {
        format!("{head}\\{tail}")
    } else {
        escaped
    }
}

/// Escapes what Markdown would take for its own, and no more: the text shall still read well in a pager.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let own = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            // Within a word it is a letter.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => after.is_ascii_alphanumeric() || after == '#',
            '!' => after == '[',
            _ => false,
        };
        if own {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_markdown_would_take_for_its_own_and_no_more() {
        for (text, written) in [
            ("Backend & Distributed Systems", "Backend & Distributed Systems"),
            ("C# and C++, snake_case, 95%", "C# and C++, snake_case, 95%"),
            ("a *b* _c_ `d` [e](f) <g> &amp; ~35%", r"a \*b\* \_c\_ \`d\` \[e\](f) \<g> \&amp; \~35%"),
            ("1. one", r"1\. one"),
            ("10+ systems", "10+ systems"),
            ("- item", r"\- item"),
            ("# title", r"\# title"),
            ("> words", r"\> words"),
        ] {
            assert_eq!(inline(text), written);
        }
        assert_eq!(span("a `b`"), "`` a `b` ``");
    }
}
