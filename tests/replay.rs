//! The example `replay`: classes and operations on their objects as CPython 3.11 answered them
//! (spec 12). `ci/replay` records them, and compares further ones.
#![cfg(feature = "serde")]

mod common;

use std::fs;
use std::process::Output;

use common::{example, fault, folder, text};
use serde_json::{Value as Json, json};

fn recorded() -> String {
    format!("{}/tests/replay/recorded.jsonl", env!("CARGO_MANIFEST_DIR"))
}

/// Runs the example on a file with these lines.
fn replay(arguments: &[&str], name: &str, lines: &str) -> Output {
    let file = folder("replay").join(name);
    fs::write(&file, lines).expect("the folder is there");
    let file = file.to_str().expect("its name is text").to_owned();
    example("replay", &[arguments, &[&file]].concat()).output().expect("it runs")
}

#[test]
fn recorded_cases_agree_with_the_interpreter() {
    let output = example("replay", &["--check", &recorded()]).output().expect("it runs");
    let printed = text(output.stdout);
    assert!(output.status.success(), "{printed}");
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.last(), Some(&"2000 cases, 0 disagreements"), "{printed}");
    // All that differs, differs by a rule.
    let rules =
        lines[..lines.len() - 1].iter().map(|line| line.split_once(" times: ").expect("a rule").1);
    let rules: Vec<&str> = rules.map(|rule| rule.split(',').next().expect("its number")).collect();
    assert_eq!(rules, ["12.10", "3.5"], "{printed}");
}

/// Without `--check`, results are printed in the interpreter's own form.
#[test]
fn results_are_those_that_were_recorded() {
    let recorded = fs::read_to_string(recorded()).expect("it is there");
    let pairs: Vec<Json> = recorded
        .lines()
        .take(300)
        .map(|line| serde_json::from_str(line).expect("it is JSON"))
        .collect();
    let requests: Vec<String> = pairs.iter().map(|pair| pair["request"].to_string()).collect();
    let output = replay(&[], "requests.jsonl", &requests.join("\n"));
    let printed = text(output.stdout);
    assert_eq!(printed.lines().count(), 300);
    let mut same = 0;
    for (line, pair) in printed.lines().zip(&pairs) {
        let ours: Json = serde_json::from_str(line).expect("it is JSON");
        assert_eq!(ours["classes"], pair["result"]["classes"]);
        same += usize::from(ours == pair["result"]);
    }
    // The others have an unbound slot that is deleted (spec 3.5).
    assert!(same > 100, "{same}");
    let first = printed.lines().next().expect("there are some");
    assert!(first.starts_with(r#"{"id":0,"classes":[{"name":"#), "{first}");
}

#[test]
fn a_disagreement_is_shown_with_both_sides() {
    let request = json!({
        "id": "mine",
        "classes": [{"name": "A", "bases": [], "slots": ["x"], "attrs": {}}],
        "ops": [{"op": "new", "cls": "A", "obj": "o"}, {"op": "get", "obj": "o", "name": "x"}],
    });
    let made = json!({
        "name": "A",
        "value": {
            "base": "object", "mro": ["A", "object"], "has_dict": false, "has_weakref": false,
            "slots": [["A", "x", 0]], "words": 1, "first_word": 0, "weakref_word": null,
        },
    });
    let wrong = json!({"id": "mine", "classes": [made], "ops": [{"value": "o"}, {"value": 1}]});
    let pair = json!({"request": request, "result": wrong}).to_string();
    let output = replay(&["--check"], "wrong.jsonl", &pair);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(output.stdout),
        "case \"mine\": {\"name\":\"x\",\"obj\":\"o\",\"op\":\"get\"}\n  \
         CPython: {\"value\":1}\n  \
         slotted: {\"error\":\"AttributeError\",\"message\":\"'A' object has no attribute 'x'\"}\n\
         1 cases, 1 disagreements\n"
    );
}

#[test]
fn what_is_no_request_is_refused_with_its_line() {
    let message = fault(replay(&["--check"], "bad.jsonl", "\n{\"request\": 5}\n"));
    assert!(message.starts_with("replay: line 2: "), "{message}");
    let output = example("replay", &["nowhere.jsonl"]).output().expect("it runs");
    assert!(fault(output).starts_with("replay: nowhere.jsonl: "));
}
