//! Tests of `Dict`, a map in insertion order, compared with a list of pairs as the model.

use proptest::prelude::*;
use slotted::prelude::*;

#[test]
fn an_empty_dict_is_one_word() {
    assert_eq!(size_of::<Dict>(), size_of::<usize>());
    assert!(Dict::new().is_empty() && Dict::default().iter().next().is_none());
}

#[test]
fn a_dict_keeps_insertion_order() {
    let mut dict: Dict = (0..40).map(|n| (format!("k{n}"), n)).collect();
    dict.insert("k5", "again");
    assert_eq!(dict.remove("k0"), Some(Value::Int(0)));
    dict.insert("k0", "last");
    let mut names: Vec<String> = (1..40).map(|n| format!("k{n}")).collect();
    names.push("k0".into());
    assert_eq!(dict.keys().collect::<Vec<_>>(), names);
    assert_eq!(dict.keys().next_back(), Some("k0"));
    assert_eq!(dict["k5"], "again");
    assert_eq!(dict.len(), 40);
}

#[test]
fn a_dict_prints_as_python_prints_it() {
    let mut dict = Dict::new();
    assert_eq!(format!("{dict:?}"), "{}");
    dict.insert("a", 1);
    dict.insert("it's", ());
    dict.insert("t", true);
    dict.insert("f", 1e16);
    dict.insert("b", b"\x00");
    dict.insert("l", [Value::from("x"), Value::from(Dict::from([("y", 2.0)]))]);
    assert_eq!(
        format!("{dict:?}"),
        r#"{'a': 1, "it's": None, 't': True, 'f': 1e+16, 'b': b'\x00', 'l': ['x', {'y': 2.0}]}"#
    );
}

#[test]
fn equality_is_without_order() {
    let one = Dict::from([("a", 1), ("b", 2)]);
    let other = Dict::from([("b", 2), ("a", 1)]);
    assert_eq!(one, other);
    assert_ne!(one, Dict::from([("a", 1)]));
    assert_ne!(one, Dict::from([("a", 1), ("b", 3)]));
    assert_ne!(one, Dict::from([("a", 1), ("c", 2)]));
}

#[test]
#[should_panic(expected = "KeyError: 'b'")]
fn a_missing_name_is_a_key_error() {
    let _ = &Dict::from([("a", 1)])["b"];
}

#[test]
fn a_value_can_be_changed_in_place() {
    let mut dict = Dict::from([("a", 1), ("b", 2)]);
    dict["a"] = Value::from("one");
    *dict.get_mut("b").unwrap() = Value::None;
    for (_, value) in &mut dict {
        if value.is_none() {
            *value = Value::from(3);
        }
    }
    assert_eq!(dict.values().cloned().collect::<Vec<_>>(), [Value::from("one"), Value::from(3)]);
    dict.extend([("c", 4)]);
    assert_eq!(dict.into_iter().map(|(name, _)| name.into_string()).collect::<String>(), "abc");
}

#[test]
fn retain_that_panics_leaves_a_whole_dict() {
    for count in [3, 30] {
        let mut dict: Dict = (0..count).map(|n| (n.to_string(), n)).collect();
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            dict.retain(|name, _| if name == "2" { panic!("in retain") } else { false });
        }));
        assert!(broken.is_err());
        // The first two entries are removed, and every other entry can still be found.
        let names: Vec<String> = (2..count).map(|n| n.to_string()).collect();
        assert_eq!(dict.keys().collect::<Vec<_>>(), names);
        assert_eq!(dict.len(), names.len());
        for name in &names {
            assert!(dict.contains_key(name));
        }
        dict.insert("new", 1);
        dict.retain(|name, _| name == "new");
        assert_eq!(dict, Dict::from([("new", 1)]));
    }
}

/// One operation on a `Dict`.
#[derive(Clone, Debug)]
enum Step {
    Insert(u8, i64),
    Remove(u8),
    Pop,
    Retain(u8),
    Clear,
    Clone,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        20 => (any::<u8>(), any::<i64>()).prop_map(|(name, value)| Step::Insert(name % 64, value)),
        12 => any::<u8>().prop_map(|name| Step::Remove(name % 64)),
        6 => Just(Step::Pop),
        1 => (1..8_u8).prop_map(Step::Retain),
        1 => Just(Step::Clear),
        1 => Just(Step::Clone),
    ]
}

proptest! {
    #[test]
    fn a_dict_is_a_list_of_pairs(steps in prop::collection::vec(step(), 0..400)) {
        let mut dict = Dict::new();
        let mut pairs: Vec<(String, i64)> = Vec::new();
        for step in steps {
            match step {
                Step::Insert(name, value) => {
                    let name = format!("name{name}");
                    let old = pairs.iter_mut().find(|pair| pair.0 == name);
                    let expected = old.map(|pair| std::mem::replace(&mut pair.1, value));
                    prop_assert_eq!(dict.insert(name.clone(), value), expected.map(Value::from));
                    if expected.is_none() {
                        pairs.push((name, value));
                    }
                }
                Step::Remove(name) => {
                    let name = format!("name{name}");
                    let at = pairs.iter().position(|pair| pair.0 == name);
                    let expected = at.map(|at| Value::from(pairs.remove(at).1));
                    prop_assert_eq!(dict.remove(&name), expected);
                }
                Step::Pop => {
                    let last = dict.keys().next_back().map(str::to_owned);
                    let expected = pairs.pop();
                    prop_assert_eq!(&last, &expected.as_ref().map(|pair| pair.0.clone()));
                    let popped = last.and_then(|name| dict.remove(&name));
                    prop_assert_eq!(popped, expected.map(|pair| Value::from(pair.1)));
                }
                Step::Retain(modulus) => {
                    let keep = |value: i64| value.rem_euclid(i64::from(modulus)) != 0;
                    dict.retain(|_, value| value.view().as_i64().is_some_and(keep));
                    pairs.retain(|pair| keep(pair.1));
                }
                Step::Clear => {
                    dict.clear();
                    pairs.clear();
                }
                Step::Clone => dict = dict.clone(),
            }
            prop_assert_eq!(dict.len(), pairs.len());
            prop_assert_eq!(dict.is_empty(), pairs.is_empty());
            prop_assert_eq!(dict.iter().len(), pairs.len());
            for (name, value) in &pairs {
                prop_assert_eq!(dict.get(name), Some(&Value::Int(*value)));
            }
            prop_assert!(!dict.contains_key("name64"));
            prop_assert!(!dict.contains_key(""));
            let listed: Vec<_> = dict.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
            let expected: Vec<_> = pairs.iter().map(|(name, value)| (name.clone(), Value::Int(*value))).collect();
            prop_assert_eq!(&listed, &expected);
            prop_assert_eq!(dict.iter().rev().count(), pairs.len());
        }
    }
}

#[test]
fn entries_can_be_taken_out_at_the_front_one_by_one() {
    // If each step walked over all holes left by removed entries, this test would take minutes.
    let mut dict: Dict = (0..200_000).map(|n| (n.to_string(), n)).collect();
    let mut expected = 0;
    while let Some(name) = dict.keys().next().map(str::to_owned) {
        assert_eq!(dict.remove(&name), Some(Value::from(expected)));
        expected += 1;
    }
    assert_eq!(expected, 200_000);
    assert!(dict.is_empty());
}

#[test]
fn entries_can_be_taken_out_at_the_end_one_by_one() {
    // If each step walked over all holes left by removed entries, this test would take minutes.
    const COUNT: i64 = 200_000;
    let mut dict: Dict = (0..COUNT).map(|n| (n.to_string(), n)).collect();
    for expected in (COUNT / 2..COUNT).rev() {
        let name = dict.keys().next_back().map(str::to_owned).unwrap();
        assert_eq!(dict.remove(&name), Some(Value::from(expected)));
    }
    // Use the `Dict` as a stack: each entry inserted at the end is removed next.
    for n in COUNT..2 * COUNT {
        dict.insert(n.to_string(), n);
        let name = dict.keys().next_back().map(str::to_owned).unwrap();
        assert_eq!(dict.remove(&name), Some(Value::from(n)));
    }
    assert_eq!(dict.len(), 100_000);
    while let Some(name) = dict.keys().next_back().map(str::to_owned) {
        assert!(dict.remove(&name).is_some());
    }
    assert!(dict.is_empty());
}

#[test]
fn a_record_made_by_name_takes_no_more_room_than_one_written_by_hand() {
    #[derive(Slots)]
    #[slots(dict)]
    struct Open {
        x: i64,
        __dict__: Dict,
    }
    let bytes = |make: fn() -> Open| {
        let mut made = None;
        let taken = allocation_counter::measure(|| made = Some(make())).bytes_current;
        assert_eq!(made.map(|open| (open.x, open.__dict__.len())), Some((1, 1)));
        taken
    };
    let by_hand = bytes(|| Open { x: 1, __dict__: Dict::from([("more", 2)]) });
    assert_eq!(bytes(|| Open::from_attrs([("x", 1), ("more", 2)]).unwrap()), by_hand);
}

/// Also in a struct of one slot.
#[cfg(feature = "serde")]
#[test]
fn an_entry_that_a_slot_hides_is_written_once() {
    #[derive(Slots)]
    #[slots(dict, serialize)]
    struct One {
        x: u8,
        __dict__: Dict,
    }
    let one = One { x: 1, __dict__: Dict::from([("x", 2), ("y", 3)]) };
    assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"x":1,"y":3}"#);
    let bytes = rmp_serde::to_vec_named(&one).unwrap();
    assert_eq!(
        bytes,
        rmp_serde::to_vec_named(&std::collections::BTreeMap::from([("x", 1), ("y", 3)])).unwrap()
    );
}
