//! The Python half: runs `python.py` in the installed `python3`, and reads its figures.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::access::TIMED_NAMES;
use crate::flight::{COLUMNS, PlainFlight};
use crate::progress::Progress;
use crate::results::{Access, Measured, Python, Timing, Timings};
use crate::time;

const SCRIPT: &str = include_str!("python.py");

/// How many forms the script measures.
pub(crate) const FORMS: usize = 4;

/// Measures Python's forms of the same rows, or returns in one line the reason why not. A missing
/// `python3` does not end the run.
pub(crate) fn measure(
    table: &[PlainFlight],
    rows: usize,
    timed_rows: usize,
    progress: &Progress,
) -> Result<Python, String> {
    progress.say("Python");
    let mut child = Command::new("python3")
        // Isolated (`-I`), so that neither the working folder nor the environment changes what is
        // measured.
        .args(["-I", "-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => "there is no python3 here".to_owned(),
            _ => format!("python3 does not start: {error}"),
        })?;
    if let Some(mut stdin) = child.stdin.take() {
        // A script that does not read its input has written the reason, which is read below.
        let _ = stdin.write_all(task(table, rows, timed_rows).to_string().as_bytes());
    }
    let said = listen(&mut child, rows, progress);
    let mut complaint = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        let _ = stderr.read_to_string(&mut complaint);
    }
    let status = child.wait().map_err(|error| format!("python3 is lost: {error}"))?;
    if !status.success() {
        let last = complaint.lines().rev().find(|line| !line.trim().is_empty());
        return Err(format!("python3 failed: {}", last.unwrap_or(&status.to_string())));
    }
    said?.finish()
}

/// Makes the input of the script.
fn task(table: &[PlainFlight], rows: usize, timed_rows: usize) -> Value {
    let columns = COLUMNS.iter().map(|column| json!([column.name, column.optional]));
    let values = |row: &PlainFlight| row.values::<Value>().map(|(_, value)| value).into();
    json!({
        "columns": columns.collect::<Vec<_>>(),
        "table": table.iter().map(values).collect::<Vec<Value>>(),
        "rows": rows,
        "timed": TIMED_NAMES,
        "timed_rows": timed_rows,
        "rounds": time::ROUNDS_IN_PYTHON,
        "sum": time::sum_of_timed(table.iter().cycle().take(timed_rows)),
    })
}

/// The output of the script so far.
#[derive(Default)]
struct Said {
    version: Option<String>,
    unfit: Option<String>,
    forms: Vec<Measured>,
}

/// Reads the output of the script, line by line, until it ends.
fn listen(child: &mut Child, rows: usize, progress: &Progress) -> Result<Said, String> {
    let mut said = Said::default();
    let stdout = child.stdout.take().into_iter();
    for line in stdout.flat_map(|stdout| BufReader::new(stdout).lines()) {
        let line = line.map_err(|error| format!("python3 cannot be read: {error}"))?;
        let message: Value = serde_json::from_str(&line).unwrap_or_default();
        said.take(&message)
            .ok_or_else(|| format!("python3 says what is not understood: {line}"))?;
        if message.get("bytes").is_some() {
            progress.advance(rows);
        }
    }
    Ok(said)
}

impl Said {
    /// Processes one line; `None` if it is not a message of the script.
    fn take(&mut self, message: &Value) -> Option<()> {
        let text = |key: &str| Some(message.get(key)?.as_str()?.to_owned());
        let number = |key: &str| message.get(key)?.as_f64();
        if let Some(reason) = text("unfit") {
            self.unfit = Some(reason);
        } else if let Some(version) = text("version") {
            self.version = Some(version);
        } else if let Some(times) = message.get("times") {
            let name = text("form")?;
            self.forms.iter_mut().find(|form| form.name == name)?.times = timings(times)?;
        } else {
            self.forms.push(Measured {
                name: text("form")?,
                inline: None,
                bytes: number("bytes")?,
                allocations: number("allocations")?,
                times: Timings::new(),
            });
        }
        Some(())
    }

    fn finish(self) -> Result<Python, String> {
        match (self.unfit, self.version) {
            (Some(reason), _) => Err(reason),
            (None, Some(version)) if self.forms.len() == FORMS => {
                Ok(Python { version, forms: self.forms })
            }
            _ => Err("python3 ended before it had measured".to_owned()),
        }
    }
}

/// Parses `{"read_name": [shortest, median], …}`, in nanoseconds.
fn timings(times: &Value) -> Option<Timings> {
    let timing = |access: Access| {
        let pair = times.get(access.key())?;
        let timing = Timing {
            min: pair.get(0)?.as_f64()?,
            median: pair.get(1)?.as_f64()?,
            samples: Vec::new(),
        };
        Some((access, timing))
    };
    let timings: Timings = Access::ALL.into_iter().filter_map(timing).collect();
    (!timings.is_empty()).then_some(timings)
}
