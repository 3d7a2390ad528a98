//! Numbers, places and tables as text.

use crate::airport::Airport;

/// The head of a column, and to which side its cells keep.
pub(crate) enum Head {
    Left(&'static str),
    Right(&'static str),
}

/// A head, and a line for each row.
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

/// An airport on a line.
pub(crate) fn place(airport: &Airport) -> String {
    let Airport { code, name, city, state, .. } = airport;
    format!("{code} {name}, {city}, {state}")
}

/// So many of something.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {what}{ending}", grouped(count as u64))
}

/// A number with a comma before each three digits.
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
