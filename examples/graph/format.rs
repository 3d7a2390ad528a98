//! Numbers, places and tables as text.

use crate::airport::Airport;

/// The head of a column, and the side to which its cells are aligned.
pub(crate) enum Head {
    Left(&'static str),
    Right(&'static str),
}

/// Formats a line for the heads and a line for each row.
pub(crate) fn table<const N: usize>(heads: [Head; N], rows: &[[String; N]]) -> String {
    let titles = heads.each_ref().map(|head| match head {
        Head::Left(title) | Head::Right(title) => (*title).to_owned(),
    });
    let lines = || std::iter::once(&titles).chain(rows);
    let widths: [usize; N] = std::array::from_fn(|column| {
        lines().map(|line| line[column].chars().count()).max().unwrap_or(0)
    });
    let mut text = String::new();
    for line in lines() {
        let cells = line.iter().zip(widths).zip(&heads).map(|((cell, width), head)| match head {
            Head::Left(_) => format!("{cell:<width$}"),
            Head::Right(_) => format!("{cell:>width$}"),
        });
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

/// Formats an airport as one line.
pub(crate) fn place(airport: &Airport) -> String {
    let Airport { code, name, city, state, .. } = airport;
    format!("{code} {name}, {city}, {state}")
}

/// Formats a count with its noun: `1 route`, `2 routes`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {what}{ending}", grouped(count as u64))
}

/// Formats a number with a comma between each group of three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
