//! Reading fills each slot when its key arrives: in any order, and once. When reading fails, every
//! value is dropped exactly once.

#![cfg(feature = "serde")]

use std::cell::Cell;
use std::panic::catch_unwind;

use slotted::prelude::*;
use slotted::{ConversionError, Kind, SlotValue, ValueRef};

#[test]
fn long_names_are_told_apart_in_any_order() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(deserialize)]
    struct Base {
        distance_to_a_in_metres: u8,
        distance_to_b_in_metres: u8,
    }
    #[derive(Slots, Debug, PartialEq)]
    #[slots(deserialize, ignore_unknown)]
    struct Distances {
        #[slots(base)]
        base: Base,
        distance_to_c_in_metres: u8,
        distance_to_d_in_metres: u8,
    }
    let names = ["a", "b", "c", "d", "e"].map(|place| format!("distance_to_{place}_in_metres"));
    let expected = Distances {
        base: Base { distance_to_a_in_metres: 0, distance_to_b_in_metres: 1 },
        distance_to_c_in_metres: 2,
        distance_to_d_in_metres: 3,
    };
    for turned in 0..names.len() {
        for reversed in [false, true] {
            let mut entries: Vec<_> = names.iter().enumerate().collect();
            entries.rotate_left(turned);
            if reversed {
                entries.reverse();
            }
            let text: Vec<String> =
                entries.iter().map(|(at, name)| format!(r#""{name}": {at}"#)).collect();
            let text = format!("{{{}}}", text.join(", "));
            assert_eq!(serde_json::from_str::<Distances>(&text).unwrap(), expected, "{text}");
        }
    }
}

#[test]
fn a_slot_that_is_given_again_is_refused_at_its_name() {
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    #[allow(dead_code)]
    struct Inner {
        a: i64,
        b: Option<i64>,
    }
    for (text, column) in [
        (r#"{"a": 1, "a": [}"#, 12),
        (r#"{"a": 1, "b": 1, "a": [}"#, 20),
        (r#"{"b": 1, "a": 1, "b": [}"#, 20),
    ] {
        let says = serde_json::from_str::<Inner>(text).unwrap_err().to_string();
        let name = &text[column - 2..=column - 2];
        let expected =
            format!("Inner() got multiple values for attribute '{name}' at line 1 column {column}");
        assert_eq!(says, expected, "{text}");
    }
}

thread_local! {
    static ALIVE: Cell<i32> = const { Cell::new(0) };
}

fn alive() -> i32 {
    ALIVE.with(Cell::get)
}

/// Counts its live instances in `ALIVE`. The conversion panics for 13 and fails for 14.
#[derive(Debug)]
struct Counted(#[allow(dead_code)] Box<i64>);

impl Counted {
    fn new(value: i64) -> Self {
        ALIVE.with(|alive| alive.set(alive.get() + 1));
        Counted(Box::new(value))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.with(|alive| alive.set(alive.get() - 1));
    }
}

impl SlotValue for Counted {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        match i64::from_value(value)? {
            13 => panic!("it is a 13"),
            14 => Err(ConversionError::out_of_range(14)),
            value => Ok(Counted::new(value)),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Int(*self.0)
    }
}

#[derive(Slots, Debug)]
#[slots(deserialize)]
struct Leaf {
    one: Counted,
    #[slots(default = Counted::new(0))]
    two: Counted,
}

#[derive(Slots, Debug)]
#[slots(deserialize)]
struct Tree {
    first: Counted,
    leaf: Leaf,
    leaves: Vec<Leaf>,
    grid: Vec<Vec<Counted>>,
    maybe: Option<Counted>,
}

#[test]
fn what_was_read_is_dropped_once_however_the_reading_ends() {
    let whole = r#"{"first": 1, "leaf": {"one": 2}, "leaves": [{"one": 3}, {"two": 5, "one": 4}],
                   "grid": [[6], [], [7, 8]], "maybe": 9}"#;
    let tree: Tree = serde_json::from_str(whole).unwrap();
    assert_eq!((alive(), tree.leaves.len(), tree.grid[2].len()), (11, 2, 2));
    drop(tree);
    assert_eq!(alive(), 0);
    // Replace each number in turn by one that panics (13), one that is refused (14), and by values
    // that are not numbers. After that, cut the text at every byte.
    let numbers: Vec<usize> =
        whole.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
    assert_eq!(numbers.len(), 9);
    for at in numbers {
        for other in ["13", "14", "null", r#""x""#, "[1]", "{}"] {
            let text = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
            let read =
                catch_unwind(|| serde_json::from_str::<Tree>(&text).map_err(|e| e.to_string()));
            assert_eq!(read.is_err(), other == "13", "{text}");
            if let Ok(Ok(tree)) = read {
                assert!(other == "null" && tree.maybe.is_none(), "{text}");
            }
            assert_eq!(alive(), 0, "{text}");
        }
    }
    for end in 0..whole.len() {
        assert!(serde_json::from_str::<Tree>(&whole[..end]).is_err());
        assert_eq!(alive(), 0, "{}", &whole[..end]);
    }
    // A list that is given twice, and lists that fail after some items were read.
    for text in [
        r#"{"grid": [[1], [2]], "grid": [[3]]}"#,
        r#"{"leaves": [{"one": 1}, {"one": 2, "one": 3}]}"#,
        r#"{"leaves": [{"one": 1}, {"one": 2, "three": 3}]}"#,
        r#"{"leaves": [{"one": 1}, {"two": 2}]}"#,
        r#"{"leaves": [{"one": 1}, 7]}"#,
    ] {
        assert!(serde_json::from_str::<Tree>(text).is_err(), "{text}");
        assert_eq!(alive(), 0, "{text}");
    }
}

#[test]
fn what_lies_inside_says_where_it_is_wrong() {
    for (text, says) in [
        (
            r#"{"first": 1, "grid": [[1], [2, 14]]}"#,
            "attribute 'grid'[1][1] of 'Tree' objects: 14 is out of range for Counted at line 1 column 33",
        ),
        (
            r#"{"first": 1, "grid": [[1], "x"]}"#,
            "attribute 'grid'[1] of 'Tree' objects must be Vec<Counted>, not str at line 1 column 30",
        ),
        (
            r#"{"first": 1, "leaf": [1, 2]}"#,
            "attribute 'leaf' of 'Tree' objects must be Leaf, not list at line 1 column 27",
        ),
        (
            r#"{"first": 1, "leaf": {"two": 1}}"#,
            "Leaf() missing 1 required attribute: 'one' at line 1 column 31",
        ),
        (
            r#"{"first": 1, "leaves": [{"one": 1}, {"won": 1}]}"#,
            "Leaf() got an unexpected attribute 'won' at line 1 column 42",
        ),
        (
            r#"{"first": 1, "leaves": [{"one": "x"}]}"#,
            "attribute 'one' of 'Leaf' objects must be Counted, not str at line 1 column 35",
        ),
    ] {
        let error = serde_json::from_str::<Tree>(text).unwrap_err().to_string();
        assert_eq!(error, says, "{text}");
    }
}
