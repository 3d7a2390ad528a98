//! The figures as tables for people, and as one JSON document for programs.

use std::fmt::{Result, Write};

use serde_json::{Map, Value, json};

use crate::answer;
use crate::flight::COLUMNS;
use crate::results::{Access, Measured, Results};
use crate::time;

/// Formats the tables, and the answer below them.
pub(crate) fn text(results: &Results) -> String {
    let mut text = String::new();
    write(results, &mut text).expect("a `String` takes all that is written");
    text
}

fn write(results: &Results, out: &mut String) -> Result {
    let [rows, in_file] = [results.rows, results.rows_in_file].map(|rows| grouped(rows as f64));
    let columns = COLUMNS.len();
    writeln!(out, "{rows} flights of {columns} columns, from the {in_file} of {}", results.input)?;

    writeln!(out, "\n{:24}{:>9}  ×plain  inline    heap  allocations  ×plain", "Memory", "bytes")?;
    for form in &results.rust {
        write_bytes(results, form, out)?;
    }
    if let Ok(python) = &results.python {
        for form in &python.forms {
            write_bytes(results, form, out)?;
        }
    }

    writeln!(out, "\n{:24}{:48}write", "Time", "read")?;
    let head =
        "ns ×plain by         field       descriptor  slot        name        field       name";
    writeln!(out, "{head}")?;
    for (_, form) in results.all() {
        write_times(results, form, out)?;
    }

    writeln!(out)?;
    match &results.python {
        Ok(python) => writeln!(out, "{}", notes_on_python(&python.version))?,
        Err(reason) => writeln!(out, "The Python half is left out: {reason}.")?,
    }
    writeln!(out, "{}", notes(results))?;
    writeln!(out, "\n{}", answer::sentence(results))
}

fn notes_on_python(version: &str) -> String {
    format!(
        "The last four are CPython {version}. Its instances share their values, which are not\n\
         counted; Rust's own theirs, which are. A dataclass holds `None` for an unknown value."
    )
}

fn notes(results: &Results) -> String {
    let [timed, rounds] = [results.timed_rows, results.rounds].map(|n| grouped(n as f64));
    let (samples, in_python) = (results.samples, time::ROUNDS_IN_PYTHON);
    format!(
        "Bytes and allocations are per instance, as asked of the allocator. Times are per access,\n\
         loop and all, of five columns of {timed} rows: the fastest of {rounds} rounds\n\
         (in Python, of {in_python}), in {samples} samples with rows of their own; `slot` is\n\
         a slot found by its run-time name once, `name` a run-time name each time, in random order.\n\
         ×plain is the ratio to the plain struct; of a time, to its read or write by field."
    )
}

fn write_bytes(results: &Results, form: &Measured, out: &mut String) -> Result {
    let plain = results.plain();
    let (inline, heap) = match form.inline {
        Some(inline) => (inline.to_string(), grouped_tenths(form.bytes - inline as f64)),
        None => (String::new(), String::new()),
    };
    writeln!(
        out,
        "{:24}{:>9}{:>8}{inline:>8}{heap:>8}{:>13.2}{:>8}",
        form.name,
        grouped_tenths(form.bytes),
        ratio(form.bytes / plain.bytes),
        form.allocations,
        ratio(form.allocations / plain.allocations),
    )
}

fn write_times(results: &Results, form: &Measured, out: &mut String) -> Result {
    let cells = Access::ALL.map(|access| match form.time(access) {
        Some(time) => {
            let ratio = ratio(results.time_ratio(form, access).unwrap_or(f64::NAN));
            format!("{:<5}{ratio:<7}", digits(time))
        }
        None => format!("{:12}", "-"),
    });
    writeln!(out, "{:24}{}", form.name, cells.concat().trim_end())
}

/// Formats the figures of the tables, and those that the tables have no room for, as JSON.
pub(crate) fn json(results: &Results) -> String {
    let forms = results.all().map(|(language, form)| {
        let times = form.times.iter().map(|(&access, timing)| {
            let spread = results.spread(form, access);
            let figures = json!({
                "ns_min": timing.min,
                "ns_median": timing.median,
                "ratio": results.time_ratio(form, access),
                "ratio_quartiles": spread.map(|spread| [spread.low, spread.median, spread.high]),
            });
            (access.key().to_owned(), figures)
        });
        json!({
            "language": language,
            "name": form.name,
            "bytes": form.bytes,
            "bytes_ratio": form.bytes / results.plain().bytes,
            "bytes_inline": form.inline,
            "bytes_heap": form.inline.map(|inline| form.bytes - inline as f64),
            "allocations": form.allocations,
            "allocations_ratio": form.allocations / results.plain().allocations,
            "times": times.collect::<Map<_, _>>(),
        })
    });
    let document = json!({
        "input": results.input,
        "columns": COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>(),
        "rows": results.rows,
        "rows_in_file": results.rows_in_file,
        "timed_rows": results.timed_rows,
        "samples": results.samples,
        "rounds": results.rounds,
        "python": match &results.python {
            Ok(python) => json!({ "version": python.version }),
            Err(reason) => json!({ "left_out": reason }),
        },
        "forms": forms.collect::<Vec<Value>>(),
        "answer": answer::sentence(results),
    });
    format!("{document:#}\n")
}

/// Formats a number with three digits, or with all digits before the point if there are more.
fn digits(number: f64) -> String {
    match number {
        ..9.995 => format!("{number:.2}"),
        ..99.95 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

fn ratio(ratio: f64) -> String {
    format!("×{}", digits(ratio))
}

/// Formats a whole number with a comma between each group of three digits.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn grouped_tenths(number: f64) -> String {
    let tenths = (number * 10.0).round();
    format!("{}.{}", grouped((tenths / 10.0).floor()), tenths % 10.0)
}
