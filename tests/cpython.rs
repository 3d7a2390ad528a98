//! Compares slotted with CPython 3.11. The expected answers in `tests/cpython/cases.json` were
//! produced by the real interpreter, with `cases.py` in the same folder.

use serde_json::Value as Json;
use slotted::prelude::*;

fn cases(of: &str) -> Vec<Json> {
    let all: Json =
        serde_json::from_str(include_str!("cpython/cases.json")).expect("the file is JSON");
    all[of].as_array().expect("a list of cases").clone()
}

fn text(json: &Json) -> &str {
    json.as_str().expect("a string")
}

/// A type without slots: the candidates for a suggestion are the entries of its `Dict`.
#[derive(Slots, Default)]
#[slots(dict)]
struct Open {
    __dict__: Dict,
}

#[test]
fn suggestions_are_those_of_the_interpreter() {
    let cases = cases("suggestions");
    assert!(cases.len() > 3000);
    for case in cases {
        let names = case[1].as_array().expect("candidates");
        let mut open = Open::default();
        // Insert in another order than CPython's: the rule sorts the candidates, so the order must
        // not matter.
        for name in names.iter().rev() {
            open.setattr(text(name), 1).expect("it has a Dict");
        }
        let error = open.getattr(text(&case[0])).expect_err("the name is none of the candidates");
        assert_eq!(error.suggestion(), case[2].as_str(), "{case}");
    }
}

#[test]
fn strings_are_printed_as_by_repr() {
    for case in cases("strings") {
        assert_eq!(format!("{:?}", Value::from(text(&case[0]))), text(&case[1]));
    }
}

#[test]
fn floats_are_printed_as_by_repr() {
    for case in cases("floats") {
        let value = f64::from_bits(text(&case[0]).parse().expect("bits"));
        let (ours, theirs) = (format!("{:?}", Value::from(value)), text(&case[1]));
        // For a value half-way between two shortest texts, Python chooses the even last digit and
        // Rust the upper one (spec 5.6).
        let half_way = [("-34918370777331.563", "-34918370777331.562")];
        assert!(ours == theirs || half_way.contains(&(&*ours, theirs)), "{ours} {theirs}");
    }
}

#[test]
fn bytes_are_printed_as_by_repr() {
    for case in cases("bytes") {
        let bytes = case[0].as_array().expect("bytes").iter();
        let bytes: Vec<u8> = bytes.map(|b| b.as_u64().expect("a byte") as u8).collect();
        assert_eq!(format!("{:?}", Value::from(&*bytes)), text(&case[1]));
    }
}
