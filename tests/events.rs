//! Tests of the example `events`: its output compared with its input, and the one error line with
//! which it ends on each fault.

#![cfg(feature = "serde")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use common::text;
use serde_json::{Value, json};

/// Returns the folder for the files of these tests.
fn folder() -> PathBuf {
    common::folder("events")
}

fn events(arguments: &[&str]) -> Command {
    let mut command = common::example("events", arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the example with `input` as its standard input.
fn piped(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = events(arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_owned();
    // Write from a thread, because the example prints events while it reads. Ignore write errors:
    // it may end before it has read everything.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn fault(arguments: &[&str]) -> String {
    common::fault(events(arguments).output().unwrap())
}

fn parsed(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the events in the checked-in sample file.
fn sample() -> Vec<Value> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/earthquakes.ndjson");
    parsed(&fs::read_to_string(data).unwrap())
}

/// Runs the example on the sample file. Returns the events it prints and its line of totals.
fn answer(arguments: &[&str]) -> (Vec<Value>, String) {
    let output = events(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    (parsed(&text(output.stdout)), text(output.stderr))
}

#[test]
fn every_event_comes_out_as_it_went_in() {
    let (events, totals) = answer(&[]);
    let sample = sample();
    assert_eq!(sample.len(), 500);
    for (out, given) in events.iter().zip(&sample) {
        assert_eq!(out, given);
    }
    assert_eq!(events.len(), sample.len());
    assert!(totals.starts_with("500 events in, 500 passed, 0 malformed; "), "{totals}");
    assert_eq!(totals.lines().count(), 1, "{totals}");
    let words = totals.split(' ').map(|word| word.replace(',', "").parse::<u64>().ok());
    let numbers: Vec<_> = words.flatten().collect();
    // `numbers[3]` is events per second, `numbers[4]` bytes per event. The keys and texts of one
    // event take about 650 bytes in the file.
    assert!(numbers[3] > 0 && (500..5_000).contains(&numbers[4]), "{totals}");
}

#[test]
fn null_stays_null_and_missing_stays_missing() {
    let lines = concat!(
        r#"{"id":"a","time":1}"#,
        "\n",
        r#"{"id":"b","time":-1,"mag":null,"place":null,"felt":null,"type":null,"coordinates":null,"x":null}"#,
        "\r\n\n  \n",
        r#"{"mag":2.0,"felt":3.0,"id":"","y":{"a":[1.0,null,true,{}]},"time":0,"big":18446744073709551615,"kind":"k"}"#,
        "\n",
        r#"{"id":"\u0000\"é🦀","time":1,"__dict__":{"id":1},"":"","mag":-0.0,"coordinates":[],"alert":"\n"}"#,
    );
    let output = piped(&["-"], lines);
    let stderr = text(output.stderr);
    assert!(stderr.starts_with("4 events in, 4 passed, 0 malformed; "), "{stderr}");
    let given: Vec<Value> = lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(parsed(&text(output.stdout)), given);
}

/// Asserts that a rule passes exactly the events for which `holds` is true.
fn check_rule(rule: &str, holds: impl Fn(&Value) -> bool) {
    let expected: Vec<_> = sample().into_iter().filter(|event| holds(event)).collect();
    let (found, totals) = answer(&["--where", rule]);
    assert_eq!(found, expected, "{rule}");
    let start = format!("500 events in, {} passed, ", expected.len());
    assert!(totals.starts_with(&start), "{rule}: {totals}");
}

#[test]
fn a_rule_lets_those_pass_for_which_it_holds() {
    let number = |event: &Value, name: &str| event[name].as_f64();
    let mag = |event: &Value| number(event, "mag").unwrap();
    check_rule("mag >= 4 and felt > 10", |it| {
        mag(it) >= 4.0 && number(it, "felt").is_some_and(|felt| felt > 10.0)
    });
    check_rule("mag>4.45", |it| mag(it) > 4.45);
    check_rule("mag == 2", |it| mag(it) == 2.0);
    check_rule("  mag <= -0.1e0 ", |it| mag(it) <= -0.1);
    check_rule("time < 1517900000000.5", |it| it["time"].as_i64().unwrap() <= 1_517_900_000_000);
    check_rule("id == \"ci37868143\"", |it| it["id"] == "ci37868143");
    check_rule("type != \"earthquake\"", |it| it["type"] != "earthquake");
    check_rule("place < \"1\"", |it| it["place"].as_str().unwrap() < "1");
    // Keys without a slot.
    check_rule("net == \"ci\" or gap < 40", |it| {
        it["net"] == "ci" || number(it, "gap").is_some_and(|gap| gap < 40.0)
    });
    check_rule("alert != null", |it| !it["alert"].is_null());
    check_rule("felt == null and nst != null", |it| it["felt"].is_null() && !it["nst"].is_null());
    check_rule("no-such.key == null", |_| true);
    check_rule("unheard != 4", |_| false);
    check_rule("coordinates != null", |_| true);
    // A value of another kind is unequal, and neither less nor greater: only `!=` holds.
    check_rule("net != 4", |_| true);
    check_rule("net >= 4", |_| false);
}

#[test]
fn and_binds_closer_than_or_and_parentheses_closer_than_both() {
    let is = |event: &Value, net: &str| event["net"] == net;
    let large = |event: &Value| event["mag"].as_f64().unwrap() > 2.0;
    check_rule("net == \"ci\" or net == \"ak\" and mag > 2", |it| {
        is(it, "ci") || is(it, "ak") && large(it)
    });
    check_rule("mag > 2 and net == \"ci\" or net == \"ak\"", |it| {
        large(it) && is(it, "ci") || is(it, "ak")
    });
    check_rule("(net == \"ci\" or net == \"ak\")and(mag > 2)", |it| {
        (is(it, "ci") || is(it, "ak")) && large(it)
    });
    check_rule("((mag > 2)) and (net == \"ci\" or (net == \"ak\" and tsunami == 0))", |it| {
        large(it) && (is(it, "ci") || is(it, "ak") && it["tsunami"] == 0)
    });
}

#[test]
fn a_rule_compares_without_loss_and_by_kind() {
    let lines = concat!(
        r#"{"id":"a","time":9007199254740993,"x":true,"big":18446744073709551615,"t":"say \"é\""}"#,
        "\n",
        r#"{"id":"b","time":9007199254740992,"x":1,"big":1e300,"t":null}"#,
        "\n",
    );
    for (rule, ids) in [
        ("time == 9007199254740993", "a"),
        ("time > 9007199254740992.0", "a"),
        ("x == true", "a"),
        ("x != true", "b"),
        ("x == 1", "b"),
        ("big == 18446744073709551615", "a"),
        ("big > 18446744073709551615", "b"),
        ("t == \"say \\\"\\u00e9\\\"\"", "a"),
        ("t != \"other\"", "a"),
        ("t == null", "b"),
        ("t >= \"\" or t == null", "ab"),
    ] {
        let output = piped(&["-", "--where", rule], lines);
        let found = parsed(&text(output.stdout));
        let found: String = found.iter().map(|event| event["id"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{rule}");
    }
}

#[test]
fn a_rule_that_is_not_understood_is_a_fault_with_its_place() {
    const VALUES: &str = "expected a number, a text in double quotes, true, false or null";
    for (rule, character, what) in [
        ("", 1, "expected a name or '(', found the end"),
        ("mag", 4, "expected one of ==, !=, <, <=, >, >=, found the end"),
        ("mag = 4", 5, "expected one of ==, !=, <, <=, >, >=, found '='"),
        ("mag > ", 7, &format!("{VALUES}, found the end")),
        ("mag > nan", 7, &format!("{VALUES}, found 'nan'")),
        ("mag > 1e999", 7, &format!("{VALUES}, found '1e999'")),
        ("é == ci", 6, &format!("{VALUES}, found 'ci'")),
        ("mag > 4 felt > 3", 9, "expected 'and', 'or' or the end, found 'felt'"),
        ("mag > 4 and", 12, "expected a name or '(', found the end"),
        ("and > 4", 1, "expected a name or '(', found 'and'"),
        ("(mag > 4", 9, "expected 'and', 'or' or ')', found the end"),
        ("mag > 4)", 8, "expected 'and', 'or' or the end, found ')'"),
        ("net == \"ci", 8, "no second quote ends this text"),
        ("net == \"\\\"", 8, "no second quote ends this text"),
        ("net == \"\\q\"", 8, "this text is not written as in JSON"),
        ("x < null", 5, "true, false and null are compared with == and != only"),
        ("x >= true", 6, "true, false and null are compared with == and != only"),
        ("mag > \"4\"", 7, "'mag' is compared with a number, and this is a text"),
        ("id == 4", 7, "'id' is compared with a text, and this is a number"),
        ("coordinates == 4", 16, "'coordinates' is compared with null only, and this is a number"),
    ] {
        let expected = format!("error: --where, at character {character}: {what}");
        assert_eq!(fault(&["--where", rule]), expected);
    }
    let deep = "(".repeat(100_000);
    let expected =
        "error: --where, at character 66: more than 64 parentheses in one another".to_owned();
    assert_eq!(fault(&["--where", &deep]), expected);
}

#[test]
fn tags_are_put_on_the_events_that_pass() {
    let (found, _) = answer(&[
        "--where",
        "mag >= 4",
        "--set",
        "seen=True",
        "--set",
        "by=Ann = me",
        "--set",
        "tags=['a', 1.0]",
        "--set",
        "felt=3",
        "--set",
        "place=7",
        "--set",
        "sig=None",
        "--set",
        "code='7'",
        "--set",
        "empty=",
        "--set",
        "felt=4",
    ]);
    let expected = sample().into_iter().filter(|it| it["mag"].as_f64().unwrap() >= 4.0);
    let expected: Vec<_> = expected
        .map(|mut event| {
            event["seen"] = json!(true);
            event["by"] = json!("Ann = me");
            event["tags"] = json!(["a", 1.0]);
            event["felt"] = json!(4);
            event["place"] = json!("7");
            event["sig"] = json!(null);
            event["code"] = json!("7");
            event["empty"] = json!("");
            event
        })
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(found, expected);
}

#[test]
fn a_tag_that_cannot_be_put_is_a_fault() {
    for (tag, what) in [
        ("seen", "it is a key, a '=' and a value"),
        ("=1", "it is a key, a '=' and a value"),
        ("x=-inf", "JSON has no such value"),
        ("x=[1, nan]", "JSON has no such value"),
        (
            "coordinates=[1, True]",
            "attribute 'coordinates'[1] of 'Event' objects must be Number, not bool",
        ),
    ] {
        assert_eq!(fault(&["--set", tag]), format!("error: --set '{tag}': {what}"));
    }
    for (tag, name) in [("mag=high", "mag"), ("time=None", "time"), ("mag=inf", "mag")] {
        let message = fault(&["--set", tag]);
        let start = format!("error: --set '{tag}': attribute '{name}' of 'Event' objects: ");
        assert!(message.starts_with(&start), "{message}");
    }
}

#[test]
fn a_malformed_line_is_reported_and_the_stream_goes_on() {
    let lines: &[u8] = b"{\"id\":\"a\",\"time\":1}\nbad\n\n{\"id\":\"b\",\"time\":1,\"time\":2}\n\
        {\"id\":\"c\",\"time\":\"now\"}\n{\"time\":3}\n[1]\n{\"id\":\"\xff\",\"time\":1}\n\
        {\"id\":\"d\",\"time\":1,\"x\":[\n{\"id\":\"e\",\"time\":1}";
    let expected = [
        ":2:1: expected value",
        ":4:25: Event() got multiple values for attribute 'time'",
        ":5:22: attribute 'time' of 'Event' objects must be i64, not str",
        ":6:10: Event() missing 1 required attribute: 'id'",
        ":7:0: invalid type: sequence, expected a map: the attributes of 'Event'",
        ":8:8: invalid unicode code point",
        ":9:24: EOF while parsing a list",
    ];
    let check = |output: Output, name: &str, readings: usize| {
        let stderr = text(output.stderr);
        let found: Vec<_> = stderr.lines().collect();
        for (line, what) in found.iter().zip(expected) {
            assert_eq!(*line, format!("{name}{what}"));
        }
        assert_eq!(found.len(), expected.len() + 1, "{stderr}");
        let totals =
            format!("{0} events in, {0} passed, {1} malformed; ", 2 * readings, 7 * readings);
        assert!(found[7].starts_with(&totals), "{stderr}");
        assert_eq!(output.status.code(), Some(1));
        let ids: Vec<_> = parsed(&text(output.stdout)).iter().map(|it| it["id"].clone()).collect();
        assert_eq!(ids, ["a", "e"].repeat(readings));
    };
    check(piped(&["-"], lines), "standard input", 1);
    fs::write(folder().join("malformed.ndjson"), lines).unwrap();
    let output = events(&["malformed.ndjson", "--repeat", "3"]).output().unwrap();
    check(output, "malformed.ndjson", 3);
}

#[test]
fn a_line_may_be_longer_than_what_is_read_at_once() {
    let long = "x".repeat(1_000_000);
    let line = format!("{{\"id\":\"{long}\",\"time\":1,\"{long}\":null}}\n");
    let output = piped(&["-"], line.repeat(3));
    assert_eq!(parsed(&text(output.stdout)), parsed(&line.repeat(3)));
    let output = piped(&["-"], "");
    let stderr = text(output.stderr);
    assert!(stderr.starts_with("0 events in, 0 passed, 0 malformed; 0 events "), "{stderr}");
}

#[test]
fn a_file_is_read_as_often_as_is_asked_for() {
    let (events, totals) = answer(&["--repeat", "3", "--progress"]);
    assert_eq!(events, [sample(), sample(), sample()].concat());
    assert!(totals.starts_with("1,500 events in, 1,500 passed, 0 malformed; "), "{totals}");
}

#[test]
fn what_cannot_be_read_is_a_fault() {
    for path in ["no-such.ndjson", "."] {
        let message = fault(&[path]);
        assert!(message.starts_with(&format!("error: {path}: ")), "{message}");
    }
    let message = fault(&["-", "--repeat", "2"]);
    assert_eq!(message, "error: --repeat: standard input can be read once only");
    let output = events(&["--repeat", "0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_closed_pipe_ends_the_run_in_silence() {
    // Reading the file this often would take long if the run did not end at once.
    let mut child = events(&["--repeat", "1000000"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(parsed(&first), sample()[..1]);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text(output.stderr), "");
}

/// Sends the signal that ctrl-c sends.
#[cfg(unix)]
fn interrupt(child: &Child) {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.unwrap().success());
}

#[test]
#[cfg(unix)]
fn each_event_comes_out_at_once_and_ctrl_c_tells_the_totals_of_a_stream_that_waits() {
    let mut child = events(&["-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    for time in 0..3 {
        // When an event must come out, the next one is either not begun (after times 0 and 2) or
        // begun and unfinished (after time 1).
        let begun = if time == 1 { "{\"id\"" } else { "" };
        let rest = if time == 2 { ":\"a\"," } else { "{\"id\":\"a\"," };
        write!(input, "{rest}\"time\":{time}}}\n{begun}").unwrap();
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert_eq!(line, format!("{{\"id\":\"a\",\"time\":{time}}}\n"));
    }
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let stderr = text(output.stderr);
    assert!(stderr.starts_with("3 events in, 3 passed, 0 malformed; "), "{stderr}");
    drop(input);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_a_busy_run_after_a_whole_line() {
    let mut child = events(&["--repeat", "1000000"]).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut written = String::new();
    out.read_line(&mut written).unwrap();
    interrupt(&child);
    out.read_to_string(&mut written).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(written.ends_with("}\n"));
    let lines = written.lines().count();
    let passed = text(output.stderr).split(' ').nth(3).unwrap().replace(',', "");
    assert_eq!(passed.parse(), Ok(lines));
}
