//! Errors, and where in a query they are.

use datafusion::error::DataFusionError;

pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Shows the error of a query with the line, and what is wrong in it underlined.
pub(crate) fn of_query(query: &str, error: &DataFusionError) -> Fault {
    let diagnostic = error.diagnostic();
    let Some(span) = diagnostic.and_then(|diagnostic| diagnostic.span) else {
        return format!("the query: {}", error.strip_backtrace()).into();
    };
    let message = diagnostic.map_or("", |diagnostic| &diagnostic.message);
    let notes = diagnostic.into_iter().flat_map(|it| {
        let notes = it.notes.iter().map(|note| &note.message);
        notes.chain(it.helps.iter().map(|help| &help.message))
    });
    let notes: String = notes.map(|note| format!("\n  {note}")).collect();
    let (line, column) = (span.start.line as usize, span.start.column as usize);
    let text = query.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let length = match span.end.line == span.start.line {
        true => (span.end.column as usize).saturating_sub(column).max(1),
        false => text.chars().count().saturating_sub(column - 1).max(1),
    };
    let (indent, mark) = (" ".repeat(column.saturating_sub(1)), "^".repeat(length));
    format!("the query, line {line}, column {column}: {message}\n  {text}\n  {indent}{mark}{notes}")
        .into()
}
