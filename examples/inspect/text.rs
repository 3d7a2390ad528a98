//! Text that has to fit into so many columns.

use ratatui::text::Span;

/// Returns how many columns the text takes.
pub(crate) fn width(text: &str) -> usize {
    Span::raw(text).width()
}

/// Replaces control characters, such as line breaks, which have no place in a line.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '␤' } else { c }).collect()
}

/// Returns the text, cut to so many columns.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = start(text, columns.saturating_sub(1)).to_owned();
    if columns > 0 {
        cut.push('…');
    }
    cut
}

/// Returns as much of the text as fits into so many columns.
fn start(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += width(c.encode_utf8(&mut [0; 4]));
        taken > columns
    });
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Breaks the text into lines of at most so many columns, between words where it can.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for mut word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        while width(word) > columns {
            let head = start(word, columns);
            lines.push(head.to_owned());
            word = &word[head.len()..];
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}
