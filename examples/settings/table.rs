//! The table of settings.

use crate::row::Row;

const HEAD: [&str; 6] = ["path", "value", "default", "unit", "from", "what"];

/// Formats a line for the heads and a line for each setting.
pub(crate) fn of(rows: &[Row]) -> String {
    let cells = |row: &'_ Row| {
        let default = row.default.clone().unwrap_or_else(|| "-".to_owned());
        let [from, what] = [row.origin.word(), &row.doc].map(str::to_owned);
        [row.path.clone(), row.value.clone(), default, row.unit.clone(), from, what]
    };
    let lines: Vec<[String; 6]> =
        std::iter::once(HEAD.map(str::to_owned)).chain(rows.iter().map(cells)).collect();
    let widths: [usize; 6] = std::array::from_fn(|column| {
        lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0)
    });
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}
