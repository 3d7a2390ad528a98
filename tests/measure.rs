//! Tests of the example `measure`: its exact figures, and the one error line with which it ends on
//! each fault.

mod common;
#[path = "../examples/measure/spread.rs"]
mod spread;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use common::text;
use serde_json::Value;
use spread::{Spread, Verdict};

const HEADER: &str = "year,month,day,dep_time,sched_dep_time,dep_delay,arr_time,sched_arr_time,\
                      arr_delay,carrier,flight,tailnum,origin,dest,air_time,distance,hour,minute,\
                      time_hour";
const ROW: &str = "2013,1,1,517,515,2,830,819,11,UA,1545,N14228,EWR,IAH,227,1400,5,15,\
                   2013-01-01T10:00:00Z";

/// Returns the folder for the files of these tests.
fn folder() -> PathBuf {
    common::folder("measure")
}

fn measure(arguments: &[&str]) -> Command {
    let mut command = common::example("measure", arguments);
    command.stdin(Stdio::null());
    command
}

/// Runs the example with an empty `PATH`, so that it finds no `python3`.
fn without_python(arguments: &[&str]) -> Output {
    let output = measure(arguments).env("PATH", "").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn form<'a>(document: &'a Value, name: &str) -> &'a Value {
    let forms = document["forms"].as_array().unwrap();
    forms.iter().find(|form| form["name"] == name).unwrap_or_else(|| panic!("no form {name}"))
}

/// Runs the example, asserts that it ends with status 2 and one line on stderr, and returns that
/// line.
fn fault(arguments: &[&str]) -> String {
    common::fault(measure(arguments).output().unwrap())
}

fn fault_of(file: &str, content: impl AsRef<[u8]>) -> String {
    fs::write(folder().join(file), content).unwrap();
    fault(&["--rows", "5", "--input", file])
}

/// Runs the example on a table of one row and returns its JSON document.
fn document_of(file: &str, header: &str, row: &str) -> Value {
    fs::write(folder().join(file), format!("{header}\n{row}\n")).unwrap();
    document(&without_python(&["--rows", "3", "--json", "--input", file]))
}

/// Whether the compiler orders the fields of each struct at random (`-Zrandomize-layout`). If so,
/// two structs with the same fields may differ in size.
fn layouts_are_random() -> bool {
    macro_rules! order {
        ($($name:ident)*) => {[$({
            #[allow(dead_code)]
            struct $name { a: u32, b: u8, c: u64, d: u16, e: u8, f: u64 }
            use std::mem::offset_of as at;
            [at!($name, a), at!($name, b), at!($name, c), at!($name, d), at!($name, e), at!($name, f)]
        }),*]};
    }
    order!(A B C D E F).windows(2).any(|pair| pair[0] != pair[1])
}

#[test]
fn a_slotted_struct_takes_the_bytes_of_the_plain_one_and_a_dict_8_more() {
    let document = document(&without_python(&["--rows", "100", "--json"]));
    assert_eq!([&document["rows"], &document["rows_in_file"]], [100, 12_028]);
    if layouts_are_random() {
        return;
    }
    let [plain, slotted, dict] =
        ["plain struct", "slotted struct", "slotted, empty Dict"].map(|name| form(&document, name));
    for figure in ["bytes", "bytes_inline", "bytes_heap", "allocations"] {
        assert_eq!(plain[figure], slotted[figure], "{figure}");
    }
    assert_eq!(dict["bytes_inline"].as_u64().unwrap(), plain["bytes_inline"].as_u64().unwrap() + 8);
    assert_eq!(dict["bytes"].as_f64().unwrap(), plain["bytes"].as_f64().unwrap() + 8.0);
    assert_eq!(dict["allocations"], plain["allocations"]);
}

#[test]
fn what_a_struct_owns_is_its_texts() {
    let document = document_of("one.csv", HEADER, ROW);
    assert_eq!([&document["rows"], &document["rows_in_file"]], [3, 1]);
    let texts = ["UA", "N14228", "EWR", "IAH", "2013-01-01T10:00:00Z"];
    for name in ["plain struct", "slotted struct", "slotted, empty Dict"] {
        assert_eq!(form(&document, name)["bytes_heap"], texts.concat().len() as f64, "{name}");
        assert_eq!(form(&document, name)["allocations"], 5.0, "{name}");
    }
    // 25 allocations: the hash table, 19 names and 5 texts.
    assert_eq!(form(&document, "HashMap<String, Value>")["allocations"], 25.0);
}

#[test]
fn an_unknown_value_takes_no_memory() {
    let unknown = ROW.replace("N14228", "NA").replace(",517,", ",,");
    let document = document_of("unknown.csv", HEADER, &unknown);
    assert_eq!(form(&document, "slotted struct")["allocations"], 4.0);
    // 22 allocations: the hash table, 17 names and 4 texts.
    assert_eq!(form(&document, "HashMap<String, Value>")["allocations"], 22.0);
}

#[test]
fn each_form_is_timed_in_the_ways_that_reach_it() {
    let document = document(&without_python(&["--rows", "50", "--json"]));
    let times = |name| {
        let times = form(&document, name)["times"].as_object().unwrap();
        for (access, time) in times {
            assert!(time["ratio"].as_f64() > Some(0.0), "{name} {access}");
            assert!(time["ns_min"].as_f64() <= time["ns_median"].as_f64(), "{name} {access}");
        }
        times.keys().map(String::as_str).collect::<Vec<_>>()
    };
    let all =
        ["read_descriptor", "read_field", "read_name", "read_slot", "write_field", "write_name"];
    assert_eq!(times("plain struct"), ["read_field", "write_field"]);
    assert_eq!(times("slotted struct"), all);
    assert_eq!(times("slotted, empty Dict"), all);
    for map in ["HashMap<String, Value>", "BTreeMap<String, Value>", "serde_json::Map"] {
        assert_eq!(times(map), ["read_name", "write_name"], "{map}");
    }
}

#[test]
fn a_ratio_is_shown_with_its_spread_over_all_samples() {
    let document = document(&without_python(&["--rows", "50", "--json"]));
    let [samples, rounds] = ["samples", "rounds"].map(|key| document[key].as_u64().unwrap());
    assert!((8..=32).contains(&samples) && rounds % samples == 0, "{rounds} in {samples}");
    for name in ["plain struct", "slotted struct"] {
        for (access, time) in form(&document, name)["times"].as_object().unwrap() {
            let quartiles = time["ratio_quartiles"].as_array().unwrap();
            let [low, median, high] = [0, 1, 2].map(|quarter| quartiles[quarter].as_f64().unwrap());
            assert!(0.0 < low && low <= median && median <= high, "{name} {access}: {quartiles:?}");
        }
    }
    assert_eq!(form(&document, "plain struct")["times"]["read_field"]["ratio_quartiles"][1], 1.0);
    let answer = document["answer"].as_str().unwrap();
    assert_eq!(answer.matches("half the samples ×").count(), 2, "{answer}");
}

#[test]
fn noise_is_not_reported_as_a_cost() {
    let base = [1.0; 8];
    let of = |times: [f64; 8]| Spread::of(&times, &base).unwrap();
    // One sample of eight, and all of them by as much as the place in memory makes.
    let outlier = of([1.0, 1.3, 1.0, 1.01, 0.99, 1.0, 1.02, 1.0]);
    assert_eq!((outlier.verdict(), outlier.is_stable()), (Verdict::NoDifference, true));
    assert_eq!(outlier.to_string(), "×1.00–1.01");
    assert_eq!(of([1.04; 8]).verdict(), Verdict::NoDifference);
    // Half of them: unstable, and still no cost.
    let torn = of([1.0, 1.3, 1.0, 1.3, 1.0, 1.3, 1.0, 1.3]);
    assert_eq!((torn.verdict(), torn.is_stable()), (Verdict::NoDifference, false));
}

#[test]
fn a_difference_in_most_samples_is_reported() {
    let of = |times: [f64; 4]| Spread::of(&times, &[2.0, 2.0, 4.0, 4.0]).unwrap();
    let slower = of([2.6, 2.6, 5.2, 5.2]);
    assert_eq!((slower.verdict(), slower.is_stable(), slower.median), (Verdict::Slower, true, 1.3));
    assert_eq!(of([1.0, 1.0, 2.0, 2.0]).verdict(), Verdict::Faster);
    assert_eq!(Spread::of(&[1.0], &[0.0]), None);
    assert_eq!(Spread::of(&[], &[]), None);
}

#[test]
fn without_python_one_line_says_so_and_rust_alone_is_answered_for() {
    let output = without_python(&["--rows", "5"]);
    assert_eq!(text(output.stderr), "");
    let report = text(output.stdout);
    let left_out = "\nThe Python half is left out: there is no python3 here.\n";
    assert!(report.contains(left_out), "{report}");
    let answer = report.lines().next_back().unwrap();
    assert!(answer.starts_with("What slots save here: in Rust, a slotted struct"), "{report}");
}

#[cfg(unix)]
#[test]
fn a_python_that_is_unfit_or_fails_is_left_out_with_its_reason() {
    use std::os::unix::fs::PermissionsExt;

    let reason = |name: &str, script: &str| {
        let path = folder().join(name);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("python3"), format!("#!/bin/sh\n{script}\n")).unwrap();
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(path.join("python3"), executable).unwrap();
        let output = measure(&["--rows", "5", "--json"]).env("PATH", path).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        document(&output)["python"]["left_out"].as_str().unwrap().to_owned()
    };
    let old = "Python 3.8.1 has no dataclass(slots=True); 3.10 has";
    assert_eq!(reason("old", &format!("echo '{{\"unfit\": \"{old}\"}}'")), old);
    let failing = "echo Traceback >&2; echo MemoryError >&2; exit 1";
    assert_eq!(reason("failing", failing), "python3 failed: MemoryError");
    assert_eq!(reason("foreign", "echo hello"), "python3 says what is not understood: hello");
    assert_eq!(reason("silent", ":"), "python3 ended before it had measured");
}

#[test]
fn python_holds_the_same_rows_in_its_own_forms() {
    let output = measure(&["--rows", "200", "--json"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let document = document(&output);
    let Some(version) = document["python"]["version"].as_str() else {
        // A machine may have no suitable Python. The document then states why it is left out.
        assert!(document["python"]["left_out"].is_string(), "{document}");
        return;
    };
    let answer = document["answer"].as_str().unwrap();
    let start = format!("What slots save here: in Python {version}, `__slots__` saves");
    assert!(answer.starts_with(&start), "{answer}");
    let bytes = |name| form(&document, name)["bytes"].as_f64().unwrap();
    let slots = bytes("class with __slots__");
    // At least 19 pointers, and an object header of two words.
    assert!(slots >= 168.0, "{slots}");
    assert!((bytes("dataclass(slots=True)") - slots).abs() < 1.0);
    assert!(bytes("class") > slots && bytes("dict") > slots);
    for name in ["class", "class with __slots__", "dataclass(slots=True)", "dict"] {
        let times = form(&document, name)["times"].as_object().unwrap();
        let times = times.keys().collect::<Vec<_>>();
        assert_eq!(times, ["read_field", "read_name", "write_field", "write_name"], "{name}");
    }
}

#[test]
fn columns_are_found_by_name_and_others_are_not_looked_at() {
    let (mut header, mut row): (Vec<_>, Vec<_>) = HEADER.split(',').zip(ROW.split(',')).unzip();
    header.reverse();
    row.reverse();
    header.insert(3, "gate");
    row.insert(3, "not a number");
    let reversed = document_of("reversed.csv", &header.join(","), &row.join(","));
    let straight = document_of("straight.csv", HEADER, ROW);
    for name in ["slotted struct", "serde_json::Map"] {
        assert_eq!(form(&reversed, name)["bytes"], form(&straight, name)["bytes"], "{name}");
    }
}

#[test]
fn a_missing_file_is_a_fault() {
    let message = fault(&["--input", "no-such.csv"]);
    assert!(message.starts_with("error: no-such.csv: "), "{message}");
    let message = fault(&["--input", "."]);
    assert!(message.starts_with("error: .: "), "{message}");
}

#[test]
fn a_missing_column_is_a_fault() {
    let header = HEADER.replace("dep_delay,", "");
    assert_eq!(
        fault_of("column.csv", format!("{header}\n{ROW}\n")),
        "error: column.csv:1: no column 'dep_delay'"
    );
    assert_eq!(fault_of("empty.csv", ""), "error: empty.csv:1: no column 'year'");
    assert_eq!(
        fault_of("twice.csv", format!("{HEADER},year\n{ROW},2013\n")),
        "error: twice.csv:1: column 'year' stands here twice (1 and 20)"
    );
}

#[test]
fn a_field_that_does_not_parse_is_a_fault_with_line_and_column() {
    for (number, (from, to, what)) in [
        (",517,", ",abc,", "'dep_time' (4): 'abc' is not a number from 0 to 65535"),
        (",2,", ",40000,", "'dep_delay' (6): '40000' is not a number from -32768 to 32767"),
        (",5,15,", ",256,15,", "'hour' (17): '256' is not a number from 0 to 255"),
        ("2013,1,1,", "2013,NA,1,", "'month' (2): 'NA' is not a number from 0 to 255"),
        (",UA,", ",,", "'carrier' (10): '' is not a text"),
        (",517,", ",\"a\nb\",", "'dep_time' (4): 'a\\nb' is not a number from 0 to 65535"),
    ]
    .into_iter()
    .enumerate()
    {
        let file = format!("field-{number}.csv");
        let message = fault_of(&file, format!("{HEADER}\n{ROW}\n{}\n", ROW.replacen(from, to, 1)));
        assert_eq!(message, format!("error: {file}:3: column {what}"));
    }
}

#[test]
fn a_line_of_another_length_is_a_fault() {
    let (short, _) = ROW.rsplit_once(',').unwrap();
    assert_eq!(
        fault_of("short.csv", format!("{HEADER}\n{short}\n")),
        "error: short.csv:2: column 'time_hour' (19): the line ends before it"
    );
    assert_eq!(
        fault_of("long.csv", format!("{HEADER}\n{ROW},1\n")),
        "error: long.csv:2: 20 fields, where the header has 19"
    );
}

#[test]
fn text_that_is_not_utf_8_is_a_fault() {
    let mut content = format!("{HEADER}\n{ROW}\n").into_bytes();
    let at = content.windows(3).position(|bytes| bytes == b"EWR").unwrap();
    content[at] = 0xff;
    let message = fault_of("latin.csv", content);
    assert_eq!(message, "error: latin.csv:2: column 'origin' (13): not UTF-8 text");
}

#[test]
fn a_table_without_rows_is_a_fault() {
    let message = fault_of("header.csv", format!("{HEADER}\n"));
    assert_eq!(message, "error: header.csv:1: no rows below the header");
}

#[test]
fn a_number_of_rows_that_cannot_be_held_is_refused() {
    for rows in ["0", "-1", "many", "100000001"] {
        let output = measure(&[&format!("--rows={rows}")]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let message = text(output.stderr);
        let start = format!("error: invalid value '{rows}' for '--rows");
        assert!(message.starts_with(&start), "{message}");
    }
}

#[test]
fn a_chart_shows_every_form_and_replaces_what_the_file_held() {
    let path = folder().join("chart.svg");
    fs::write(&path, "what was here before ".repeat(10_000)).unwrap();
    let output = without_python(&["--rows", "10", "--json", "--svg", "chart.svg"]);
    let chart = fs::read_to_string(path).unwrap();
    assert!(chart.starts_with("<svg") && chart.trim_end().ends_with("</svg>"));
    for form in document(&output)["forms"].as_array().unwrap() {
        let name = form["name"].as_str().unwrap().replace('<', "&lt;").replace('>', "&gt;");
        assert!(chart.contains(&name), "{name}");
    }
    assert!(chart.contains("bytes per instance"));
}

#[test]
fn a_chart_that_cannot_be_written_is_a_fault_before_the_run() {
    // With this many rows the test would not end if the run started.
    let message = fault(&["--rows", "100000000", "--svg", "no-such-folder/chart.svg"]);
    assert!(message.starts_with("error: no-such-folder/chart.svg: "), "{message}");
}

#[test]
fn a_closed_pipe_ends_the_run_in_silence() {
    let mut child = measure(&["--rows", "1"])
        .env("PATH", "")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(output.stderr), "");
}
